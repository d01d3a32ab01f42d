"""Why a request has no solution."""

from optimize.explain.infeasible import explain_infeasible

__all__ = [
    "explain_infeasible",
]
