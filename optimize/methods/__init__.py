"""The methods by name, the choice of one for a request, and running it."""

from optimize.methods.attempt import attempt
from optimize.methods.choice import choose, refusal
from optimize.methods.excess import check_units
from optimize.methods.outcome import solution_of
from optimize.methods.registry import METHODS, method, methods
from optimize.methods.regret import against_estimates, with_own_optima, without_negative_regrets

__all__ = [
    "METHODS",
    "against_estimates",
    "attempt",
    "check_units",
    "choose",
    "method",
    "methods",
    "refusal",
    "solution_of",
    "with_own_optima",
    "without_negative_regrets",
]
