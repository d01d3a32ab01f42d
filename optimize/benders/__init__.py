"""Exact decomposition for uncapacitated multiple allocation, `method="benders"`, and its bounds for other rules."""

from optimize.benders.elimination import Elimination, eliminate
from optimize.benders.method import METHOD, run

__all__ = ["METHOD", "Elimination", "eliminate", "run"]
