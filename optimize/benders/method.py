"""`run`: proven hub sets for uncapacitated multiple allocation, at sizes where no list of all hub sets fits."""

import math
import os
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import asdict, replace
from time import perf_counter

import numpy as np

from optimize.benders.certificate import Domain
from optimize.benders.evaluation import additions
from optimize.benders.instance import Instance, make_instance
from optimize.benders.local_search import greedy, improve
from optimize.benders.search import Search, TimeIsUpError
from optimize.problem import Problem
from optimize.run import Design, MethodResult, Request, Status

_UNIT = 1e4
_STARTS = 3
_SAFETY = 1e-10
_ROUNDING = 1e-13


def run(problem: Problem, request: Request) -> MethodResult:
    """Find the best hub set by Benders decomposition, elimination of candidates, enumeration and branching.

    Parameters
    ----------
    problem : HubProblem or ScenarioProblem
        Uncapacitated; multiple allocation.
    request : Request
    """
    began = perf_counter()
    deadline = math.inf if request.time_limit is None else began + request.time_limit
    threads = request.threads or os.cpu_count() or 1
    pool = ThreadPoolExecutor(threads)
    try:
        return _run(problem, request, began, deadline, threads, pool)
    finally:
        pool.shutdown(cancel_futures=True)


def _run(
    problem: Problem, request: Request, began: float, deadline: float, threads: int, pool: Executor
) -> MethodResult:
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
    hubs, objective = _start(instance, domain, request, pool, deadline)
    known = objective <= ceiling * (1 + 1e-9)
    if known:
        instance = full.capped(objective)
    unit = max(abs(objective) + float(full.reference.max()), 0.0) if known else ceiling
    scale = _UNIT / unit if unit > 0 else 1.0
    instance = instance.scaled(scale)
    objective *= scale
    allowed = 0.9 * request.gap if request.gap > 1e-6 else _SAFETY
    search = Search(
        instance=instance,
        domain=domain,
        request=request,
        pool=pool,
        threads=threads,
        deadline=deadline,
        allowed=allowed,
        rounding=_ROUNDING * _UNIT,
        ceiling=objective if known else ceiling * scale * (1 + 1e-9),
        began=began,
    )
    if known:
        search.incumbent = tuple(int(instance.alive[k]) for k in hubs)
        search.objective = objective
    stopped = False
    try:
        search.run()
    except (TimeIsUpError, KeyboardInterrupt):
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


def _start(
    instance: Instance, domain: Domain, request: Request, pool: Executor, deadline: float
) -> tuple[tuple[int, ...], float]:
    """Best of some local searches: from the greedy hub set, and from random ones."""
    forced = [int(k) for k in np.flatnonzero(domain.opened)]
    free = np.flatnonzero(domain.free)
    rng = np.random.default_rng(request.seed)
    p_min, p_max = domain.p_min, domain.p_max
    hubs, objective = greedy(instance, forced, p_min, p_max, pool)
    hubs, objective = improve(instance, hubs, objective, forced, p_min, p_max, pool, deadline)
    for _ in range(_STARTS):
        if perf_counter() > deadline or len(hubs) <= len(forced):
            break
        chosen = [*forced, *(int(k) for k in rng.choice(free, len(hubs) - len(forced), replace=False))]
        value = float(additions(instance, chosen, pool)[chosen[0]])
        other, found = improve(instance, chosen, value, forced, p_min, p_max, pool, deadline)
        if found < objective:
            hubs, objective = other, found
    return hubs, objective
