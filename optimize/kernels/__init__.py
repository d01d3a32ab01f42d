"""Compiled numerical kernels: how they are compiled, the view of a block that they work on, paths and sets of hubs."""

from optimize.kernels.compiled import inlined, kernel
from optimize.kernels.hub_sets import additions, list_subsets, price_sets, walk_subtree
from optimize.kernels.paths import cheapest, total
from optimize.kernels.prepared import PreparedBlock, prepare, prepare_scenarios

__all__ = [
    "PreparedBlock",
    "additions",
    "cheapest",
    "inlined",
    "kernel",
    "list_subsets",
    "prepare",
    "prepare_scenarios",
    "price_sets",
    "total",
    "walk_subtree",
]
