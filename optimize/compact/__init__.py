"""Compact formulations: one mixed-integer program for the whole problem, solved through PuLP.

One family a file, its mathematics in the docstring as it is coded. `run` picks the family from the objective, the
allocation and the features of the problem.
"""

from importlib import import_module

from optimize.compact.risk_rows import with_own_optimum
from optimize.problem import Problem
from optimize.run import MethodResult, Request, Status
from optimize.solvers import OutOfTimeError

__all__ = ["run"]


def run(problem: Problem, request: Request) -> MethodResult:
    """Solve a hub-location problem of any family by its compact formulation.

    Parameters
    ----------
    problem : HubProblem or ScenarioProblem
    request : Request

    Returns
    -------
    MethodResult
    """
    request = with_own_optimum(problem, request, run)
    try:
        found: MethodResult = import_module(f"optimize.compact.{_family(problem, request)}").run(problem, request)
    except OutOfTimeError:
        # no cost is negative; a regret is not either, but for what is not known of the scenarios' own optima
        return MethodResult(Status.NO_SOLUTION, None, 0.0, "the time ran out while the program was being built")
    return found


def _family(problem: Problem, request: Request) -> str:
    """Module of the family; it is imported when needed, so that it costs nothing to those who do not use it."""
    if request.objective == "center":
        return "center"
    if request.objective in ("set_covering", "max_covering"):
        return "covering"
    if problem.discount is not None:
        return "discount"
    if problem.link_cost is not None or request.hub_links is not None:
        return "incomplete"
    return "r_allocation" if isinstance(request.allocation, int) else request.allocation
