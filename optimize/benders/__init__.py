"""Exact decomposition for uncapacitated multiple allocation: `run` is `method="benders"`."""

from optimize.benders.method import METHOD, run

__all__ = ["METHOD", "run"]
