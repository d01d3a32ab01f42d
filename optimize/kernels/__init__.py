"""Compiled numerical kernels: how they are compiled, and those of sets of hubs."""

from optimize.kernels.compiled import kernel
from optimize.kernels.hub_sets import list_subsets, running_minimum, walk_subtree

__all__ = [
    "kernel",
    "list_subsets",
    "running_minimum",
    "walk_subtree",
]
