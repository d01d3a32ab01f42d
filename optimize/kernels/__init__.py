"""Compiled numerical kernels: how they are compiled, views of blocks, paths, sets of hubs, limited room at hubs."""

from optimize.kernels.compiled import inlined, kernel
from optimize.kernels.crowd import Crowd, new_crowd, new_desk
from optimize.kernels.hub_sets import additions, list_subsets, price_sets, walk_subtree
from optimize.kernels.paths import cheapest, total
from optimize.kernels.prepared import PreparedBlock, prepare, prepare_scenarios
from optimize.kernels.room_sets import shares_within_room, walk_with_room

__all__ = [
    "Crowd",
    "PreparedBlock",
    "additions",
    "cheapest",
    "inlined",
    "kernel",
    "list_subsets",
    "new_crowd",
    "new_desk",
    "prepare",
    "prepare_scenarios",
    "price_sets",
    "shares_within_room",
    "total",
    "walk_subtree",
    "walk_with_room",
]
