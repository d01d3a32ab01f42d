"""What a tonne costs on every arc, and on the legs between places and hubs."""

from geodata.costs.arc_costs import MONEY_PARTS, TIME_PARTS, ArcCosts, arcs_frame, time_value
from geodata.costs.cost_model import CostModel, LegCosts, Scheduled
from geodata.costs.scheduled import ScheduledLegs

__all__ = [
    "MONEY_PARTS",
    "TIME_PARTS",
    "ArcCosts",
    "CostModel",
    "LegCosts",
    "Scheduled",
    "ScheduledLegs",
    "arcs_frame",
    "time_value",
]
