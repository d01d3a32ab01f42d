"""The methods by name, the choice of one for a request, and running it."""

from optimize.methods.attempt import attempt
from optimize.methods.choice import choose, refusal
from optimize.methods.excess import check_units
from optimize.methods.outcome import solution_of
from optimize.methods.pool import best_results, check_count
from optimize.methods.registry import METHODS, method, methods
from optimize.methods.regret import against_estimates, with_own_optima, without_negative_regrets
from optimize.methods.starts import best_start, read_starts

__all__ = [
    "METHODS",
    "against_estimates",
    "attempt",
    "best_results",
    "best_start",
    "check_count",
    "check_units",
    "choose",
    "method",
    "methods",
    "read_starts",
    "refusal",
    "solution_of",
    "with_own_optima",
    "without_negative_regrets",
]
