"""Compact formulations: one mixed-integer program for the whole problem, solved through PuLP.

One family a file, its mathematics in the docstring as it is coded. `run` picks the family from the objective, the
allocation and the features of the problem.
"""

from optimize.compact.method import METHOD, run

__all__ = ["METHOD", "run"]
