"""The method "single": exact single allocation by messages, branching on hubs and then on clients."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from optimize.benders import eliminate
from optimize.problem import FloatArray, IntArray, Problem, is_capacitated
from optimize.run import (
    Design,
    Limits,
    Method,
    MethodResult,
    Request,
    Status,
    beyond_capacities,
    counted_scenarios,
)
from optimize.single.heuristic import Incumbent, Neighbourhoods, local_search_single
from optimize.single.kernels import total_overload
from optimize.single.model import blocks_in, build_model, is_general
from optimize.single.risk_search import RiskPricer, RiskSearch, find_weights
from optimize.single.search import Search
from optimize.single.symmetry import symmetries
from optimize.single.two_hubs import takes_pairs

_HEURISTIC_SHARE = 0.2
"""Part of the time left that the first incumbent may take: a better cutoff, against less time for the proof (a
judgement)."""
_ROUNDS = 3
"""Shakes without improvement in that search: as for the share of time (a judgement)."""
_LONGER_SHARE, _LONGER_ROUNDS = 0.5, 10
"""The same where good hubs are wanted more than a proof (a judgement)."""
_PLAYS = 12
"""Hub sets from which the weights of a risk are found: a better bound, against as many local searches (a judgement)."""
_WORTH_ELIMINATING = 1e6
"""Label pairs from which on multiple allocation is asked which hubs are out of the question: below, the messages are
through in less time than that takes (a judgement)."""
_ELIMINATION_SHARE = 0.4
"""Part of the time left that this may take: fewer hubs and a bound at any rate, against time for the messages (a
judgement)."""
_BYTES = 56.0  # messages of a part, of its ascent and the best, their direction, and those of the parts that wait
_SECONDS = 0.1  # what setting up and the first search take at least


def run(problem: Problem, request: Request, limits: Limits) -> MethodResult:
    """Solve a single-allocation problem to proven optimality.

    Parameters
    ----------
    problem : HubProblem or ScenarioProblem
        See `refuses` for which.
    request : Request
    limits : Limits

    Returns
    -------
    MethodResult
    """
    return _result(problem, request, _prepare(problem, request, limits))


def run_quickly(problem: Problem, request: Request, limits: Limits) -> MethodResult:
    """Look for good hubs for up to half of the time, and use the rest for the proof.

    Parameters
    ----------
    problem : HubProblem or ScenarioProblem
        See `refuses` for which.
    request : Request
    limits : Limits

    Returns
    -------
    MethodResult
    """
    return _result(problem, request, _prepare(problem, request, limits, _LONGER_SHARE, _LONGER_ROUNDS))


def _result(problem: Problem, request: Request, search: Search) -> MethodResult:
    proven = search.run() - search.offset
    value = search.incumbent.value - search.offset
    if request.measure.against_optimum:
        # no design is better in a scenario than the scenario's own optimum
        proven = max(proven, min(0.0, value))
    info = {"nodes": search.nodes}
    if not np.isfinite(value):
        status = Status.INFEASIBLE if search.finished else Status.NO_SOLUTION
        return MethodResult(status, None, np.inf if search.finished else max(proven, 0.0), info=info)
    design = _design(problem, request, search.incumbent)
    status = Status.OPTIMAL if search.finished else Status.FEASIBLE
    explanation = f"branch and bound by messages, {search.nodes} parts"
    return MethodResult(status, design, min(proven, value), explanation, info)


def _prepare(
    problem: Problem, request: Request, limits: Limits, share: float = _HEURISTIC_SHARE, rounds: int = _ROUNDS
) -> Search:
    """Find an incumbent in a share of the time, and set up the search."""
    early = limits.within(share * limits.clock.left)
    envelope = request.envelope(problem)
    if not envelope.is_linear:
        pricer = RiskPricer(problem, request)
        given = None if limits.start is None else pricer.priced(*_started(problem, pricer.counted, limits.start))
        weights, incumbent = find_weights(pricer, _PLAYS, early, given)
        left, floor = _narrowed(problem, request, incumbent, incumbent.value, limits)
        return RiskSearch(pricer, weights, incumbent, left, limits, floor)
    weights = envelope.base * request.factor(problem)
    offset = float(weights @ request.reference(problem))
    model = build_model(problem, weights)
    start = None
    if limits.start is not None:
        search = Neighbourhoods(model, request, np.random.default_rng(limits.seed))
        start = search.allocate(*_started(problem, weights, limits.start, search.forced.tolist()))
    incumbent = local_search_single(model, request, rounds=rounds, clock=early.clock, seed=limits.seed, start=start)
    value = incumbent.value - offset if incumbent.value < model.ceiling else np.inf
    left, floor = request, -np.inf
    if not takes_pairs(model, request.p_max):
        left, floor = _narrowed(problem, request, incumbent, value, limits)
    return Search(model, left, limits, incumbent, offset, floor, symmetries(model, request))


def _started(
    problem: Problem, weights: FloatArray, start: Design, forced: Sequence[int] = ()
) -> tuple[IntArray, IntArray]:
    """Hubs of a design, the forced ones first, and the hub of every client; -1 = none."""
    hubs = [*forced, *(k for k in start.hubs if k not in forced)]
    rows = [(start.assigned or ())[s][b] for s, b in blocks_in(problem, weights)]
    hub_of = [np.where(row.any(axis=1), row.argmax(axis=1), -1) for row in rows]
    return np.array(hubs, dtype=np.int64), np.array(hub_of, dtype=np.int64)


def _narrowed(
    problem: Problem, request: Request, incumbent: Incumbent, value: float, limits: Limits
) -> tuple[Request, float]:
    """The request with the hubs fixed that multiple allocation fixes, and its bound on the objective."""
    if is_capacitated(problem):
        # multiple allocation knows of no capacities, and fixes few hubs
        return request, -np.inf
    free = problem.h - len(request.closed_hubs)
    blocks = sum(len(problem.scenarios[s].blocks) for s in counted_scenarios(problem, request))
    if not np.isfinite(value) or 0.5 * blocks * (problem.n * free) ** 2 < _WORTH_ELIMINATING:
        return request, -np.inf
    within = limits.within(_ELIMINATION_SHARE * limits.clock.left)
    known = eliminate(problem, request, incumbent.hubs, value, within)
    limits.clock.tell("elimination", bound=min(known.bound, value), incumbent=value)
    left = replace(request, open_hubs=known.opened, closed_hubs=known.closed, p_min=known.p_min, p_max=known.p_max)
    return left, known.bound


def _design(problem: Problem, request: Request, incumbent: Incumbent) -> Design:
    """Put the allocation of every scenario and block together, those of no probability too."""
    counted = request.envelope(problem).counted.astype(np.float64)
    known = dict(zip(blocks_in(problem, counted), incumbent.hub_of, strict=True))
    assigned = []
    for s, scenario in enumerate(problem.scenarios):
        if (s, 0) not in known:
            known |= _allocate_unlikely(problem, request, s, incumbent.hubs)
        assigned.append(tuple(_one_hot(known.get((s, b)), problem.h, problem.n) for b in range(len(scenario.blocks))))
    return Design(tuple(sorted(incumbent.hubs)), tuple(assigned))


def _allocate_unlikely(
    problem: Problem, request: Request, s: int, hubs: tuple[int, ...]
) -> dict[tuple[int, int], IntArray]:
    """Allocate in a scenario that has no weight: well, but without proof; nothing where capacities do not admit it."""
    weights = np.eye(len(problem.scenarios))[s]
    model = build_model(problem, weights)
    fixed = replace(request, p_min=len(hubs), p_max=len(hubs), open_hubs=frozenset(hubs))
    found = local_search_single(model, fixed, rounds=0)
    if total_overload(model, found.hub_of) > 0:
        return {}
    return dict(zip(blocks_in(problem, weights), found.hub_of, strict=True))


def _one_hot(hub_of: IntArray | None, h: int, n: int) -> np.typing.NDArray[np.bool_]:
    if hub_of is None:
        return np.zeros((n, h), dtype=bool)
    return np.eye(h, dtype=bool)[hub_of]


def refuses(problem: Problem, request: Request) -> str:
    """Why the method cannot treat a request; empty if it can.

    Capacities with outside options, where a flow may give way to another one, and capacities on throughput are left to
    the compact model.

    Parameters
    ----------
    problem : HubProblem or ScenarioProblem
    request : Request

    Returns
    -------
    str
    """
    if not request.objective.adds_costs:
        return f"it is for the objective 'cost'; use 'compact' for {request.objective.name!r}"
    if request.allocation != "single":
        return "it is for single allocation"
    if request.chooses_links(problem) or problem.discount is not None:
        return "hub links and discounts are beyond it; use 'compact'"
    return beyond_capacities(problem) if is_capacitated(problem) else ""


def memory(problem: Problem, request: Request) -> float:
    """Estimate what the messages between every two clients about every hub take.

    Parameters
    ----------
    problem : HubProblem or ScenarioProblem
    request : Request

    Returns
    -------
    float
        Bytes.
    """
    blocks = [block for s in counted_scenarios(problem, request) for block in problem.scenarios[s].blocks]
    plain = not is_capacitated(problem) and not any(is_general(block) for block in blocks)
    if plain and request.p_max <= 2 and request.envelope(problem).is_linear:
        # the best pair of hubs is found without messages
        return _BYTES * len(blocks) * problem.n * (problem.n + problem.h)
    return _BYTES * len(blocks) * problem.n**2 * (problem.h - len(request.closed_hubs))


METHOD = Method(
    "single",
    "exact single allocation: bounds by messages, branching on hubs and clients; capacities on collected flow",
    run,
    refuses,
    seconds=lambda _problem, _request: _SECONDS,
    memory=memory,
)
