"""What a tonne costs on every arc, and on the legs between places and hubs."""

from geodata.costs.arc_costs import MONEY_PARTS, TIME_PARTS, ArcCosts, arcs_frame
from geodata.costs.cost_model import CostModel, LegCosts

__all__ = [
    "MONEY_PARTS",
    "TIME_PARTS",
    "ArcCosts",
    "CostModel",
    "LegCosts",
    "arcs_frame",
]
