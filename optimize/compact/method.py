"""`method="compact"`: the family of a request, and its formulation."""

from importlib import import_module

from optimize.problem import Problem
from optimize.run import Limits, Method, MethodResult, OutOfTimeError, Request, Status

_SECONDS = 1e3  # an exact method of its own goes first wherever there is one


def run(problem: Problem, request: Request, limits: Limits) -> MethodResult:
    """Solve a hub-location problem of any family by its compact formulation.

    Parameters
    ----------
    problem : HubProblem or ScenarioProblem
    request : Request
        With `own_optimum` if the risk measure is "max_regret".
    limits : Limits

    Returns
    -------
    MethodResult
    """
    try:
        family = import_module(f"optimize.compact.{_family(problem, request)}")
        found: MethodResult = family.run(problem, request, limits)
    except OutOfTimeError:
        # no cost is negative; a regret is not either, but for what is not known of the scenarios' own optima
        return MethodResult(Status.NO_SOLUTION, None, 0.0, "the time ran out while the program was being built")
    return found


def _family(problem: Problem, request: Request) -> str:
    """Module of the family; it is imported when needed, so that it costs nothing to those who do not use it."""
    if request.objective.is_largest:
        return "center"
    if request.objective.is_covering:
        return "covering"
    if problem.discount is not None:
        return "discount"
    if problem.link_cost is not None or request.hub_links is not None:
        return "incomplete"
    return "r_allocation" if isinstance(request.allocation, int) else request.allocation


METHOD = Method(
    "compact",
    "one mixed-integer program for the whole problem; knows every rule, up to a few dozen nodes",
    run,
    refuses=lambda _problem, _request: "",
    seconds=lambda _problem, _request: _SECONDS,
)
