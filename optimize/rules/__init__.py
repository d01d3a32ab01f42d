"""The cost of paths, hub links and discounts: the field's definitions, as formulas over blocks."""

from optimize.rules.discount import Piece, discounted_cost, useful_pieces
from optimize.rules.links import closed_block
from optimize.rules.objective import OBJECTIVES, Objective
from optimize.rules.routing import DIRECT, UNMET, Look, Routing, cheapest_costs, cheapest_paths, path_costs

__all__ = [
    "DIRECT",
    "OBJECTIVES",
    "UNMET",
    "Look",
    "Objective",
    "Piece",
    "Routing",
    "cheapest_costs",
    "cheapest_paths",
    "closed_block",
    "discounted_cost",
    "path_costs",
    "useful_pieces",
]
