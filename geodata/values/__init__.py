"""Which value every uncertain or changeable number takes."""

from geodata.values.frequency import chosen_frequency
from geodata.values.hubs import changed_hubs, hub_table
from geodata.values.parameters import Parameters, build_parameters, parameter_values
from geodata.values.registry import Given, Registry, build_registry
from geodata.values.schedule import Schedule, mean_wait_h, schedule
from geodata.values.uncertainty import CENTRAL, Choice, Level, Stream, triangular

__all__ = [
    "CENTRAL",
    "Choice",
    "Given",
    "Level",
    "Parameters",
    "Registry",
    "Schedule",
    "Stream",
    "build_parameters",
    "build_registry",
    "changed_hubs",
    "chosen_frequency",
    "hub_table",
    "mean_wait_h",
    "parameter_values",
    "schedule",
    "triangular",
]
