"""What a tonne costs on every arc, and on the legs between places and hubs."""

from geodata.costs.arc_costs import MONEY_PARTS, TIME_PARTS, ArcCosts, arcs_frame, time_value
from geodata.costs.cost_model import CostModel, LegCosts, Scheduled
from geodata.costs.lines import Lines
from geodata.costs.scheduled import Fares, ScheduledLegs

__all__ = [
    "MONEY_PARTS",
    "TIME_PARTS",
    "ArcCosts",
    "CostModel",
    "Fares",
    "LegCosts",
    "Lines",
    "Scheduled",
    "ScheduledLegs",
    "arcs_frame",
    "time_value",
]
