"""Exact single allocation: uncapacitated and capacitated, p-hub median and fixed charge, any blocks and scenarios."""

from optimize.single.allocation import solve_allocation
from optimize.single.heuristic import Incumbent, local_search_single
from optimize.single.method import METHOD, run, run_quickly
from optimize.single.model import Model, build_model

__all__ = [
    "METHOD",
    "Incumbent",
    "Model",
    "build_model",
    "local_search_single",
    "run",
    "run_quickly",
    "solve_allocation",
]
