"""Which value every uncertain or changeable number takes."""

from geodata.values.frequency import chosen_frequency
from geodata.values.hubs import changed_hubs, hub_table
from geodata.values.parameters import Parameters, build_parameters, parameter_values
from geodata.values.schedule import Schedule, mean_wait_h, schedule
from geodata.values.uncertainty import CENTRAL, Choice, Level, Stream

__all__ = [
    "CENTRAL",
    "Choice",
    "Level",
    "Parameters",
    "Schedule",
    "Stream",
    "build_parameters",
    "changed_hubs",
    "chosen_frequency",
    "hub_table",
    "mean_wait_h",
    "parameter_values",
    "schedule",
]
