"""`method="links"`: hub sets in the order of a bound, each with its best links or pieces."""

from dataclasses import replace
from functools import partial

from optimize import compact, single
from optimize.evaluate import evaluate
from optimize.links.allocated import AllocatedDiscount
from optimize.links.discount import DiscountFamily
from optimize.links.family import Family
from optimize.links.listed import MOST_NETWORKS, ListedNetworks, network_count
from optimize.links.network import NetworkFamily
from optimize.links.search import SetSearch
from optimize.problem import Problem, is_capacitated
from optimize.run import Limits, Method, MethodResult, Request, Status

# a compact model of so many flows does not get far in any time that one waits for: the search is better (a judgement)
_LARGE_PROGRAM = 30_000
_PRECISION = 0.1  # of the gap asked for
_SECONDS = 1.0  # what it takes at least, and less than the compact model: that is the only other method


def run(problem: Problem, request: Request, limits: Limits) -> MethodResult:
    """Find hubs and hub links, or hubs under a flow-dependent discount, of least cost.

    Parameters
    ----------
    problem : HubProblem or ScenarioProblem
    request : Request
    limits : Limits

    Returns
    -------
    MethodResult
    """
    search = SetSearch(problem, request, limits, _family(problem, request, limits))
    search.run()
    if not search.listed and not limits.clock.over:
        if search.best is None or not limits.clock.limited or _program_size(problem) <= _LARGE_PROGRAM:
            return _continued(problem, request, limits, search)
        search.shake()
    if search.best is None:
        status = Status.INFEASIBLE if search.finished else Status.NO_SOLUTION
        return MethodResult(status, None, search.bound, info=search.info)
    status = Status.OPTIMAL if search.finished else Status.FEASIBLE
    return MethodResult(status, search.best, search.bound, info=search.info)


def _family(problem: Problem, request: Request, limits: Limits) -> Family:
    """What prices hub sets."""
    # each set has to be solved more precisely than all of them
    precise = replace(limits.silent(), start=None, gap=_PRECISION * limits.gap)

    def solve_given(given: Problem, asked: Request) -> MethodResult:
        return (compact if single.METHOD.refuses(given, asked) else single).run(given, asked, precise)

    if problem.discount is not None:
        inner = DiscountFamily(problem, replace(request, allocation="multiple"))
        if request.allocation == "multiple":
            return inner
        return AllocatedDiscount(problem, request, limits.clock, inner, partial(compact.run, problem, limits=precise))
    if request.allocation == "multiple" and request.envelope(problem).is_linear:
        return NetworkFamily(problem, request)
    solve = None if request.allocation == "multiple" else solve_given
    return ListedNetworks(problem, request, limits.clock, solve)


def _program_size(problem: Problem) -> int:
    """Flows on hub links by origin, which are most of the variables of the compact model."""
    return problem.h**2 * sum(int(block.flow.any(axis=1).sum()) for s in problem.scenarios for block in s.blocks)


def _continued(problem: Problem, request: Request, limits: Limits, search: SetSearch) -> MethodResult:
    """Go on with the compact model where there are too many hub sets; put the better design and bound together."""
    result = compact.run(problem, request, limits if search.best is None else replace(limits, start=search.best))
    info = {**search.info, **result.info}
    bound = max(search.bound, result.bound)
    if search.best is None or result.status is Status.OPTIMAL:
        return replace(result, bound=bound, info=info)
    if result.design is not None and evaluate(problem, result.design, request).objective <= search.value:
        return replace(result, bound=bound, info=info)
    return MethodResult(Status.FEASIBLE, search.best, min(bound, search.value), result.explanation, info)


def refuses(problem: Problem, request: Request) -> str:
    """Why the search cannot treat a request; empty if it can.

    Parameters
    ----------
    problem : HubProblem or ScenarioProblem
    request : Request

    Returns
    -------
    str
    """
    if request.chooses_links(problem) == (problem.discount is not None):
        return "it is for hub links as a decision, or for a flow-dependent discount; use 'auto'"
    if not request.objective.adds_costs or is_capacitated(problem):
        return "it is for the objective 'cost' without capacities; use 'compact'"
    plain = request.allocation == "multiple" and request.envelope(problem).is_linear
    if request.chooses_links(problem) and not plain and network_count(problem, request) > MOST_NETWORKS:
        return (
            "for other than multiple allocation, or a risk measure, each hub set has too many networks; use 'compact'"
        )
    return ""


METHOD = Method(
    "links",
    "hub sets in the order of a bound, each with its best links: hub links as a decision, flow-dependent discounts",
    run,
    refuses,
    seconds=lambda _problem, _request: _SECONDS,
)
