"""The p-hub centre by bisection on the radius, with a tree search over hub sets."""

from optimize.center.decision import MOST_BITS, Decision
from optimize.center.kernels import Question
from optimize.center.method import METHOD, run

__all__ = ["METHOD", "MOST_BITS", "Decision", "Question", "run"]
