"""Exact decomposition for uncapacitated multiple allocation: `run` is `method="benders"`."""

from optimize.benders.method import run

__all__ = ["run"]
