r"""`method="heuristic"`: variable neighbourhood search, and a bound that holds.

What is searched follows the objective and the allocation: hub sets alone (`hub_set_search`), hub sets with the nodes'
hubs (`allocation_search`), either within capacities (`room_search`), or the first two under a falling
floor (`center_search`). Single allocation within capacities on collected flow is searched by `optimize.single`.

The bound is that of the Benders decomposition of multiple allocation without capacities, as far as it gets in the time
that is left: a relaxation of every model with the objective "cost"; of many nodes, aggregates (`aggregation`) are
decomposed first. For the other objectives, and before that, it comes from the pairs alone (`pair_bound`).
"""

import math
from dataclasses import dataclass, replace
from typing import cast

import numpy as np

from optimize import benders, single
from optimize.evaluate import evaluate
from optimize.heuristics.aggregation import Aggregate, aggregate
from optimize.heuristics.allocation_search import Allocation, AllocationSearch
from optimize.heuristics.center_search import CenterSearch
from optimize.heuristics.coarse import coarse_hubs
from optimize.heuristics.data import SearchData
from optimize.heuristics.hub_set_search import HubSetSearch
from optimize.heuristics.pair_bound import pair_bound
from optimize.heuristics.room_search import RoomSearch, RoomSetSearch, Routed
from optimize.problem import FloatArray, IntArray, Problem, is_capacitated
from optimize.run import (
    Clock,
    Design,
    Limits,
    Method,
    MethodResult,
    Request,
    Status,
    memory_fault,
    thread_count,
)
from optimize.search import HubSet

# Without a time limit: seconds of the search and of the bound on problems of up to so many pairs (200 nodes and one
# block); beyond, both grow. What a user waits for without being asked: a judgement.
_SEARCH_S = 10.0
_BOUND_S = 10.0
_USUAL_PAIRS = 40_000
_PAIRS_SHARE = 0.2  # of a time limit: the bound by pairs, which takes as long at thousands of nodes (a judgement)
_SEARCH_SHARE = 0.5  # of a time limit: the search for hubs against the bound, which takes the rest (a judgement)
# Nodes of the aggregates that bound problems of more than `_WHOLE_NODES` nodes before, or in place of, the whole: few
# are decomposed in seconds, more bound more tightly (judgements).
_CLUSTERS = (100, 250)
_WHOLE_NODES = 300
# What the first cuts of the whole take for a pair, of as many candidates as nodes: 75 s at 1,000 nodes, measured on a
# busy machine. Where there is not that much time, aggregates bound more.
_PAIR_S = 7.5e-5


@dataclass(frozen=True, eq=False)
class _Found:
    """What a search found, and the steps it took."""

    best: HubSet | Allocation | None
    value: float
    steps: int


def run(problem: Problem, request: Request, limits: Limits) -> MethodResult:
    """Search for good hubs, and bound what any hubs can do.

    Without a time limit the search takes at most about ten seconds and the bound as long again, on problems of up to
    200 nodes and one block; beyond, the bound's time grows with the number of pairs, the search's with its root.

    Parameters
    ----------
    problem : HubProblem or ScenarioProblem
    request : Request
    limits : Limits

    Returns
    -------
    MethodResult
        Its bound holds; it is feasible at best.
    """
    if is_capacitated(problem) and not (single.METHOD.refuses(problem, request) or _too_large(problem, request)):
        return _run_single(problem, request, limits)
    data = SearchData.of(problem, request, limits)
    with data.workers:
        return _run(problem, data, limits)


def _too_large(problem: Problem, request: Request) -> str:
    return memory_fault(single.METHOD.memory(problem, request))


def _run_single(problem: Problem, request: Request, limits: Limits) -> MethodResult:
    """Use the search of the method "single", and the bound that it gets to in the time there is."""
    larger = max(1.0, sum(block.flow.size for s in problem.scenarios for block in s.blocks) / _USUAL_PAIRS)
    clock = limits.clock.part(_SEARCH_S * larger**0.5 + _BOUND_S * larger)
    began = clock.seconds
    result = single.run_quickly(problem, request, replace(limits, clock=clock))
    info = {"steps": result.info.get("nodes", 0), "search_seconds": clock.seconds - began}
    status = Status.FEASIBLE if result.status is Status.OPTIMAL else result.status
    return replace(result, status=status, explanation="", info=info)


def _run(problem: Problem, data: SearchData, limits: Limits) -> MethodResult:
    request, clock = data.request, limits.clock
    began = clock.seconds
    larger = max(1.0, data.pairs / _USUAL_PAIRS)
    least = pair_bound(data, clock.part(_PAIRS_SHARE * clock.left))
    share = _SEARCH_SHARE if request.objective.adds_costs else 1.0
    start = None if limits.start is None else np.array(limits.start.hubs, dtype=np.int64)
    found = _search(problem, data, clock, least, min(_SEARCH_S * larger**0.5, share * clock.left), start)
    bound = _pair_objective(data, least)
    info: dict[str, int | float] = {"steps": found.steps, "search_seconds": clock.seconds - began}
    design = None if found.best is None else _design(found.best, problem.h)
    value = found.value
    if request.objective.adds_costs and not clock.over:
        known = None if design is None else Design(design.hubs)
        seconds = min(_BOUND_S * larger, clock.left)
        relaxed, hubs = _relaxation_bound(problem, request, replace(limits, start=known), seconds)
        bound = max(bound, relaxed)
        if hubs is not None and request.allocation == "multiple" and not data.capacitated:
            state = data.hub_sets().price(hubs)
            if state.value < value:
                design, value = _design(state, problem.h), state.value
    # a search by penalties may end with the least evil, which is no solution
    if design is None or evaluate(problem, design, request).faults:
        return MethodResult(Status.NO_SOLUTION, None, bound, "no hub set was found that serves all flow", info)
    sign = request.objective.sense
    return MethodResult(Status.FEASIBLE, design, sign * min(sign * bound, sign * value), "", info)


def _search(
    problem: Problem, data: SearchData, clock: Clock, least: FloatArray, seconds: float, given: IntArray | None
) -> _Found:
    request = data.request
    if data.capacitated:
        return _search_within_room(problem, data, clock, seconds, given)
    r = 1 if request.allocation == "single" else request.allocation
    if request.objective.is_largest:
        center = CenterSearch(data, clock, None if r == "multiple" else int(r), least, start=given)
        center.run(seconds=seconds)
        return _Found(center.best, center.best_value, center.descents)
    if r != "multiple":
        nodes = AllocationSearch(data, clock, int(r), start=given)
        nodes.run(seconds=seconds)
        return _Found(nodes.best, _value(nodes.best), nodes.evaluated)
    sets = HubSetSearch(data, clock)
    start = coarse_hubs(data, clock, seconds / 2) if given is None else given
    if start is not None:
        sets.best = sets.sets.price(start)
    sets.run(seconds=seconds)
    best = sets.best if sets.best is not None and data.serves(sets.best.hubs) else None
    value = _value(best)
    if request.objective.counts_covered and best is not None:
        value = _covered(data, best.scenario_cost)
    return _Found(best, value, sets.descents)


def _search_within_room(
    problem: Problem, data: SearchData, clock: Clock, seconds: float, given: IntArray | None
) -> _Found:
    way = RoomSetSearch if data.request.allocation == "multiple" else RoomSearch
    search = way(data, clock.part(seconds), start=given, problem=problem)
    search.run(seconds=seconds)
    search.finish()
    return _Found(search.best, _value(search.best), search.evaluated)


def quick_bound(problem: Problem, request: Request, clock: Clock) -> float:
    """Bound what any hubs can do from the pairs alone, in a moment.

    Parameters
    ----------
    problem : HubProblem or ScenarioProblem
    request : Request
        One that the heuristic does not refuse.
    clock : Clock
        When it is over, pairs that are not looked at yet count nothing.

    Returns
    -------
    float
        On the objective.
    """
    data = SearchData.of(problem, request)
    return _pair_objective(data, pair_bound(data, clock))


def _value(best: HubSet | Allocation | None) -> float:
    return math.inf if best is None else best.value


def _covered(data: SearchData, missed: FloatArray) -> float:
    """Objective of maximal covering out of what is not covered."""
    total = np.array([sum(float(block.view.weight.sum()) for block in blocks) for blocks in data.blocks])
    own = None if data.request.own_optimum is None else -np.array(data.request.own_optimum)
    return -float(data.request.measure.value(missed - total, data.probability, own))


def _pair_objective(data: SearchData, least: FloatArray) -> float:
    if data.request.objective.counts_covered:
        return _covered(data, least)
    return float(data.objective(least))


def _design(best: HubSet | Allocation, h: int) -> Design:
    hubs = tuple(best.hubs.tolist())
    assigned = best.assigned(h) if isinstance(best, Allocation) and best.nodes else None
    return Design(hubs, assigned, best.routing if isinstance(best, Routed) else None)


def _relaxation_bound(
    problem: Problem, request: Request, limits: Limits, seconds: float
) -> tuple[float, tuple[int, ...] | None]:
    """Bound of multiple allocation without capacities, and the hubs it found.

    Problems of many nodes are bounded by aggregates of them first, and as a whole if there is time.
    """
    clock = limits.clock.part(seconds)
    bound, hubs = -math.inf, None
    steps = [problem.n]
    if problem.n > _WHOLE_NODES:
        pairs = sum(block.n**2 for scenario in problem.scenarios for block in scenario.blocks)
        whole = _PAIR_S * pairs / thread_count(limits.threads) < seconds
        steps = [_CLUSTERS[0], problem.n] if whole else list(_CLUSTERS)
    for clusters in steps:
        if clock.over:
            break
        small = (
            aggregate(problem, clusters)
            if clusters < problem.n
            else Aggregate(problem.scenarios, problem.h, np.zeros(len(problem.scenarios)))
        )
        relaxed = replace(request, allocation="multiple")
        result = benders.run(cast("Problem", small), relaxed, replace(limits, clock=clock.silent()))
        if result.status is Status.INFEASIBLE:
            return math.inf, None
        # regret against optima that are themselves estimates can be below 0, where the bound says 0
        if not request.measure.against_optimum or result.bound > 0.0:
            # whatever the weights of the scenarios, the constants add the least that they can be worth
            constant = request.envelope(problem).least(small.constant * request.factor(problem))
            bound = max(bound, result.bound + constant)
        clock.tell("bound", bound=bound)
        hubs = None if result.design is None else result.design.hubs
    return bound, hubs


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
    if request.chooses_links(problem) or problem.discount is not None:
        return "heuristics know no hub link decisions and no flow-dependent discounts; use 'compact'"
    return ""


METHOD = Method(
    "heuristic",
    "variable neighbourhood search with a proven bound: good hubs at any size",
    run,
    refuses,
    seconds=lambda _problem, _request: math.inf,
)
