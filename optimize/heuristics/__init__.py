"""Heuristics: good hubs at any size, with a bound that says how good."""

from optimize.heuristics.run import run

__all__ = ["run"]
