"""`method="ordered"`: hub sets in the order of a relaxation, each settled exactly."""

import math

import numpy as np

from optimize import compact
from optimize.evaluate import evaluate
from optimize.ordered.relaxation import Relaxation, objective
from optimize.ordered.room import RoomRule
from optimize.ordered.search import Best, LostError, Search
from optimize.ordered.subsets import SubsetRule
from optimize.problem import FloatArray, Problem, is_capacitated, without_weightless_gaps
from optimize.run import (
    Limits,
    Method,
    MethodResult,
    OutOfTimeError,
    Request,
    Status,
    Workers,
    counted_scenarios,
    thread_count,
)

_SECONDS = 0.2  # what bounding all hub sets takes at least; smaller tables are quicker (measured)
_ARRAYS = 12  # numbers held of each pair: weights, outside options and room, prepared for several kernels
_BOUND_SHARE = 0.2  # part of the time for a first bound, where a solver settles each hub set (a judgement)
_ROUNDING = 1e-9  # relative: above the most that any solution costs, so that such a solution is below


def run(problem: Problem, request: Request, limits: Limits) -> MethodResult:
    """Solve multiple allocation within capacities, or r-allocation without, hub set by hub set.

    Parameters
    ----------
    problem : HubProblem or ScenarioProblem
    request : Request
    limits : Limits

    Returns
    -------
    MethodResult
    """
    with Workers(thread_count(limits.threads)) as workers:
        return _run(without_weightless_gaps(problem), request, limits, workers)


def _run(problem: Problem, request: Request, limits: Limits, workers: Workers) -> MethodResult:
    by_room = is_capacitated(problem) or request.allocation == "multiple"
    rule = (RoomRule if by_room else SubsetRule)(problem, request, limits, workers)
    best = Best(limits.clock, limits.gap, _most(problem, request) * (1 + _ROUNDING))
    search = Search(rule, request, limits, best)
    stopped = False
    simple = Relaxation(problem, request, np.zeros((len(problem.scenarios), problem.h)), workers)
    try:
        given = limits.start
        if given is not None and not (worth := evaluate(problem, given, request)).faults:
            best.offer(given.hubs, worth.objective, lambda: given)
        if by_room and request.allocation != "multiple":
            search.bound_at_once(simple, limits.within(_BOUND_SHARE * limits.clock.left))
        for hubs in _starts(problem, request, limits):
            rule.settle(np.array([hubs]), np.array([len(hubs)]), best, simple)
        search.run()
    except OutOfTimeError:
        stopped = True
    except LostError:
        return compact.run(problem, request, limits)
    info = {"hub_sets": search.settled, "parts": search.parts}
    bound = max(search.bound, 0.0)
    if best.design is None:
        if stopped:
            return MethodResult(Status.NO_SOLUTION, None, bound, "stopped", info)
        return MethodResult(Status.INFEASIBLE, None, math.inf, info=info)
    status = Status.FEASIBLE if stopped else Status.OPTIMAL
    return MethodResult(status, best.design(), min(bound, best.value), "", info)


def _starts(problem: Problem, request: Request, limits: Limits) -> list[tuple[int, ...]]:
    """Hub sets to begin with: that of the start, and the one with the most room."""
    given = [] if limits.start is None else [limits.start.hubs]
    free = np.array([k for k in range(problem.h) if k not in request.open_hubs | request.closed_hubs], dtype=np.int64)
    room = np.full(problem.h, np.inf)
    for scenario in problem.scenarios:
        room = room if scenario.capacity is None else np.minimum(room, scenario.capacity)
    more = min(request.p_max - len(request.open_hubs), len(free))
    largest = free[np.argsort(-room[free], kind="stable")][:more]
    roomy = tuple(sorted([*request.open_hubs, *largest.tolist()]))
    return [*given, roomy] if is_capacitated(problem) and request.allows(roomy) else given


def _most(problem: Problem, request: Request) -> float:
    """An objective that no solution exceeds: all pairs on the dearest paths there are."""
    costs = np.zeros(len(problem.scenarios))
    for s, scenario in enumerate(problem.scenarios):
        costs[s] = np.sort(scenario.fixed_cost)[::-1][: request.p_max].sum()
        for block in scenario.blocks:
            legs = [block.collection_handled, block.transfer_handled, block.distribution]
            unit = sum(_largest(leg) for leg in legs)
            outside = 0.0 if block.outside is None else _largest(block.outside)
            costs[s] += block.weight * float(block.flow.sum()) * max(unit, outside)
    return float(objective(problem, request, counted_scenarios(problem, request), costs))


def _largest(costs: FloatArray) -> float:
    return float(costs[np.isfinite(costs)].max(initial=0.0))


def refuses(problem: Problem, request: Request) -> str:
    """Say why the method cannot solve a request.

    Parameters
    ----------
    problem : HubProblem or ScenarioProblem
    request : Request

    Returns
    -------
    str
        Empty if it can.
    """
    if not request.objective.adds_costs:
        return f"it is for the objective 'cost'; use 'compact' for {request.objective.name!r}"
    if request.chooses_links(problem) or problem.discount is not None:
        return "hub links and discounts are beyond it; use 'compact'"
    if request.allocation == "single":
        return "it is for multiple and r-allocation; use 'single' or 'compact'"
    return ""


def memory(problem: Problem, request: Request) -> float:  # noqa: ARG001
    """Estimate the bytes that the method takes.

    Parameters
    ----------
    problem : HubProblem or ScenarioProblem
    request : Request

    Returns
    -------
    float
    """
    pairs = sum(block.n**2 for scenario in problem.scenarios for block in scenario.blocks)
    return _ARRAYS * 8.0 * pairs


METHOD = Method(
    "ordered",
    "hub sets in the order of a relaxation, each settled exactly: capacities with multiple allocation, r-allocation",
    run,
    refuses,
    seconds=lambda _problem, _request: _SECONDS,
    memory=memory,
)
