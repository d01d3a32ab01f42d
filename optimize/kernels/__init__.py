"""Compiled numerical kernels: blocks, paths, trees, sets of hubs, limited room at hubs, how kernels are compiled."""

from optimize.kernels.asking import new_desk
from optimize.kernels.compiled import inlined, kernel
from optimize.kernels.crowd import Crowd
from optimize.kernels.hub_sets import additions, list_subsets, price_sets, walk_subtree
from optimize.kernels.paths import cheapest, total
from optimize.kernels.prepared import PreparedBlock, prepare, prepare_scenarios
from optimize.kernels.room_sets import price_listed, shares_within_room
from optimize.kernels.served import Pairs, listed_pairs, new_crowd
from optimize.kernels.trees import NO_NODE, shortest_trees

__all__ = [
    "NO_NODE",
    "Crowd",
    "Pairs",
    "PreparedBlock",
    "additions",
    "cheapest",
    "inlined",
    "kernel",
    "list_subsets",
    "listed_pairs",
    "new_crowd",
    "new_desk",
    "prepare",
    "prepare_scenarios",
    "price_listed",
    "price_sets",
    "shares_within_room",
    "shortest_trees",
    "total",
    "walk_subtree",
]
