"""`method="compact"`: the choice of a formulation for a request."""

from importlib import import_module

import numpy as np

from optimize.problem import Problem
from optimize.run import Limits, Method, MethodResult, OutOfTimeError, Request, Status

# not an estimate: more than any other exact method states, so that "auto" prefers those where they apply
_SECONDS = 1e3


def run(problem: Problem, request: Request, limits: Limits) -> MethodResult:
    """Solve a hub-location problem of any kind by its compact formulation.

    Parameters
    ----------
    problem : HubProblem or ScenarioProblem
    request : Request
        With `own_optimum` if the risk measure needs it.
    limits : Limits

    Returns
    -------
    MethodResult
    """
    try:
        family = import_module(f"optimize.compact.{_family(problem, request)}")
        found: MethodResult = family.run(problem, request, limits)
    except OutOfTimeError:
        # costs are not negative, and regrets are not unless scenarios' own optima are unknown
        nothing = 0.0 if request.objective.sense > 0 else np.inf
        return MethodResult(Status.NO_SOLUTION, None, nothing, "the time ran out while the program was being built")
    return found


def _family(problem: Problem, request: Request) -> str:
    """Name of the family's module, which is imported only when it is needed."""
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
    "one mixed-integer program for the whole problem; supports every rule, up to a few dozen nodes",
    run,
    refuses=lambda _problem, _request: "",
    seconds=lambda _problem, _request: _SECONDS,
)
