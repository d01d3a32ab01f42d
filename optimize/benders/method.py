"""`run`: proven hub sets for uncapacitated multiple allocation, at sizes where no list of all hub sets fits."""

import math
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import asdict, replace

import numpy as np

from optimize.benders.certificate import Domain
from optimize.benders.evaluation import additions
from optimize.benders.instance import Instance, make_instance
from optimize.benders.local_search import greedy, improve
from optimize.benders.search import Search
from optimize.problem import Problem, is_capacitated
from optimize.run import Design, Limits, Method, MethodResult, OutOfTimeError, Request, Status, thread_count

_UNIT = 1e4
_STARTS = 3
_SAFETY = 1e-10
_ROUNDING = 1e-13
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
    threads = thread_count(limits.threads)
    pool = ThreadPoolExecutor(threads)
    try:
        return _run(problem, request, limits, threads, pool)
    finally:
        pool.shutdown(cancel_futures=True)


def _run(problem: Problem, request: Request, limits: Limits, threads: int, pool: Executor) -> MethodResult:
    full = make_instance(problem, request)
    opened = np.isin(full.alive, sorted(request.open_hubs))
    domain = Domain(opened, ~opened, request.p_min, min(request.p_max, full.h))
    if domain.empty:
        return MethodResult(Status.INFEASIBLE, None, math.inf, "fewer candidates than hubs that have to be open")
    ceiling = full.ceiling(domain.p_max)
    instance = full.capped(ceiling)
    gratis = replace(instance, fixed=np.zeros_like(instance.fixed))
    if additions(gratis, range(full.h), pool)[0] > ceiling * (1 + 1e-9):
        return MethodResult(Status.INFEASIBLE, None, math.inf, "some flow has no way even with all candidates open")
    hubs, objective = _start(instance, domain, limits, pool)
    known = objective <= ceiling * (1 + 1e-9)
    if known:
        instance = full.capped(objective)
    unit = max(abs(objective) + float(full.reference.max()), 0.0) if known else ceiling
    scale = _UNIT / unit if unit > 0 else 1.0
    instance = instance.scaled(scale)
    objective *= scale
    allowed = 0.9 * limits.gap if limits.gap > 1e-6 else _SAFETY
    search = Search(
        instance=instance,
        domain=domain,
        request=request,
        pool=pool,
        threads=threads,
        limits=limits,
        allowed=allowed,
        rounding=_ROUNDING * _UNIT,
        ceiling=objective if known else ceiling * scale * (1 + 1e-9),
    )
    if known:
        search.incumbent = tuple(int(instance.alive[k]) for k in hubs)
        search.objective = objective
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


def _start(instance: Instance, domain: Domain, limits: Limits, pool: Executor) -> tuple[tuple[int, ...], float]:
    """Best of some local searches: from the greedy hub set, and from random ones."""
    forced = [int(k) for k in np.flatnonzero(domain.opened)]
    free = np.flatnonzero(domain.free)
    rng = np.random.default_rng(limits.seed)
    p_min, p_max = domain.p_min, domain.p_max
    hubs, objective = greedy(instance, forced, p_min, p_max, pool)
    hubs, objective = improve(instance, hubs, objective, forced, p_min, p_max, pool, limits.clock)
    for _ in range(_STARTS):
        if limits.clock.over or len(hubs) <= len(forced):
            break
        chosen = [*forced, *(int(k) for k in rng.choice(free, len(hubs) - len(forced), replace=False))]
        value = float(additions(instance, chosen, pool)[chosen[0]])
        other, found = improve(instance, chosen, value, forced, p_min, p_max, pool, limits.clock)
        if found < objective:
            hubs, objective = other, found
    return hubs, objective


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
