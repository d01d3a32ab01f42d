"""`run`: proven hub sets for uncapacitated multiple allocation, at sizes where no list of all hub sets fits."""

import math
from dataclasses import asdict, replace

import numpy as np

from optimize.benders.certificate import Domain
from optimize.benders.instance import Instance, make_instance
from optimize.benders.narrow import gathered, is_worth_it
from optimize.benders.search import Search
from optimize.problem import IntArray, Problem, is_capacitated
from optimize.run import Design, Limits, Method, MethodResult, OutOfTimeError, Request, Status, Workers, thread_count
from optimize.search import HubSet, LocalSearch, below

# Costs are scaled so that the optimum is about this: the linear solver's absolute tolerance of 1e-7 is then 1e-11.
_UNIT = 1e4
_SAFETY = 1e-10  # relative: where the gap asked for is fine, how much better a hub set may be and not be found
_ROUNDING = 1e-13  # of `_UNIT`: differences between sums that mean nothing
# Nodes that many are gathered into to find the first hubs, the descents made there, and random exchanges before each at
# most: together a fraction of one descent of the whole at 1,000 nodes (judgements)
_GATHERED = 200
_SHAKES = 12
_DEEPEST = 3
_SECONDS = 0.1  # what setting up and the first rounds take at least; a smaller table is quicker, a larger one rarely


def run(problem: Problem, request: Request, limits: Limits) -> MethodResult:
    """Find the best hub set by Benders decomposition, elimination of candidates, enumeration and branching.

    Parameters
    ----------
    problem : HubProblem or ScenarioProblem
        Uncapacitated; multiple allocation.
    request : Request
    limits : Limits

    Returns
    -------
    MethodResult
    """
    with Workers(thread_count(limits.threads)) as workers:
        return _run(problem, request, limits, workers)


def _run(problem: Problem, request: Request, limits: Limits, workers: Workers) -> MethodResult:
    full = make_instance(problem, request)
    opened = np.isin(full.alive, sorted(request.open_hubs))
    domain = Domain(opened, ~opened, request.p_min, min(request.p_max, full.h))
    if domain.empty:
        return MethodResult(Status.INFEASIBLE, None, math.inf, "fewer candidates than hubs that have to be open")
    ceiling = full.ceiling(domain.p_max)
    instance = full.capped(ceiling)
    start = _start(instance, domain, limits, workers)
    known = start.value <= ceiling * (1 + 1e-9)
    if not known:
        # at thousands of nodes pricing all candidates together takes longer than the start
        gratis = replace(instance, fixed=np.zeros_like(instance.fixed))
        if gratis.hub_sets(workers).price(range(full.h)).value > ceiling * (1 + 1e-9):
            return MethodResult(Status.INFEASIBLE, None, math.inf, "some flow has no way even with all candidates open")
    if known:
        instance = full.capped(start.value)
    unit = max(abs(start.value) + float(full.reference.max()), 0.0) if known else ceiling
    scale = _UNIT / unit if unit > 0 else 1.0
    instance = instance.scaled(scale)
    search = Search(
        instance=instance,
        domain=domain,
        request=request,
        workers=workers,
        limits=limits,
        allowed=0.9 * limits.gap if limits.gap > 1e-6 else _SAFETY,
        rounding=_ROUNDING * _UNIT,
        ceiling=start.value * scale if known else ceiling * scale * (1 + 1e-9),
    )
    if known:
        search.incumbent = tuple(int(instance.alive[k]) for k in start.hubs)
        search.objective = start.value * scale
    stopped = False
    try:
        search.run()
    except OutOfTimeError:
        stopped = True
    info = asdict(search.statistics) | {"candidates_left": search.instance.h}
    if search.incumbent is None:
        if stopped:
            return MethodResult(Status.NO_SOLUTION, None, max(search.bound, 0.0) / scale, "stopped", info)
        return MethodResult(Status.INFEASIBLE, None, math.inf, "no admissible hub set serves all flow", info)
    # neither costs nor regrets are below 0
    bound = min(max(search.bound, 0.0), search.objective) / scale
    status = Status.FEASIBLE if stopped else Status.OPTIMAL
    return MethodResult(status, Design(search.incumbent), bound, "", info)


def _start(instance: Instance, domain: Domain, limits: Limits, workers: Workers) -> HubSet:
    """Local optimum from the greedy hub set, or from that of the design that is given.

    Further starts from random sets cost AP200, p = 5, and AP100, p = 10, a fifth of their time, for no better hubs.
    """
    sets = instance.hub_sets(workers)
    moves = LocalSearch(sets, domain.choice(), limits.clock.silent())
    if limits.start is not None:
        return moves.descend(sets.price(np.flatnonzero(np.isin(instance.alive, limits.start.hubs))))
    if is_worth_it(instance):
        return moves.descend(sets.price(_start_of_gathered(instance, domain, limits, workers)))
    return moves.descend(moves.construct())


def _start_of_gathered(instance: Instance, domain: Domain, limits: Limits, workers: Workers) -> IntArray:
    """Hubs that are best for few nodes in place of many, where several descents take less than one of the whole."""
    cluster = np.arange(instance.n, dtype=np.int64) * min(_GATHERED, instance.n) // instance.n
    sets = gathered(instance, cluster).hub_sets(workers)
    moves = LocalSearch(sets, domain.choice(), limits.clock.silent(), np.random.default_rng(limits.seed))
    best = moves.descend(moves.construct())
    for shake in range(_SHAKES):
        if limits.clock.over:
            break
        found = moves.descend(sets.price(moves.shaken(1 + shake % _DEEPEST, best.hubs)))
        best = found if below(found.value, best.value) else best
    return best.hubs


def refuses(problem: Problem, request: Request) -> str:
    """Why the decomposition cannot treat a request; empty if it can.

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
    if request.allocation != "multiple":
        return "it is for multiple allocation; use 'single' or 'compact'"
    if is_capacitated(problem) or request.chooses_links(problem) or problem.discount is not None:
        return "capacities, hub links and discounts are beyond it; use 'compact'"
    return ""


METHOD = Method(
    "benders",
    "Benders decomposition that eliminates candidates: uncapacitated multiple allocation at any size",
    run,
    refuses,
    seconds=lambda _problem, _request: _SECONDS,
)
