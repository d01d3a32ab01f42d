"""Hub covering by search over hub sets: the most flow within a threshold, or the fewest hubs for all of it."""

from optimize.covering.method import METHOD, run

__all__ = ["METHOD", "run"]
