"""Heuristics: good hubs at any size, with a bound that says how good."""

from optimize.heuristics.run import METHOD, quick_bound, run

__all__ = ["METHOD", "quick_bound", "run"]
