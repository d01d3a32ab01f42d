"""The method "single": exact single allocation by messages, branching on hubs and then on clients."""

from dataclasses import replace
from time import perf_counter

import numpy as np

from optimize.problem import IntArray, Problem, is_capacitated
from optimize.run import Design, MethodResult, Request, Status
from optimize.single.heuristic import Incumbent, local_search_single
from optimize.single.kernels import total_overload
from optimize.single.model import blocks_in, build_model
from optimize.single.risk_search import RiskPricer, RiskSearch, find_weights
from optimize.single.search import Reporter, Search

_HEURISTIC_SHARE = 0.2
_ROUNDS = 3
_PLAYS = 12


def run(problem: Problem, request: Request) -> MethodResult:
    """Solve a single-allocation problem to proven optimality.

    Capacities with outside options, where a flow may give way to another one, and capacities on throughput are left to
    the compact model.
    """
    if _beyond(problem):
        from optimize.compact import run as run_compact

        return run_compact(problem, request)
    began = perf_counter()
    deadline = np.inf if request.time_limit is None else began + request.time_limit
    search = _prepare(problem, request, began, deadline)
    proven = search.run() - search.offset
    value = search.incumbent.value - search.offset
    if request.risk == "max_regret":
        # no design is better in a scenario than the scenario's own optimum
        proven = max(proven, min(0.0, value))
    info = {"nodes": search.nodes, "seconds": perf_counter() - began}
    if not np.isfinite(value):
        status = Status.INFEASIBLE if search.finished else Status.NO_SOLUTION
        return MethodResult(status, None, np.inf if search.finished else max(proven, 0.0), info=info)
    design = _design(problem, request, search.incumbent)
    status = Status.OPTIMAL if search.finished else Status.FEASIBLE
    explanation = f"branch and bound by messages, {search.nodes} parts"
    return MethodResult(status, design, min(proven, value), explanation, info)


def _beyond(problem: Problem) -> bool:
    limited = is_capacitated(problem)
    outside = any(block.outside is not None for s in problem.scenarios for block in s.blocks)
    return limited and (outside or problem.capacity_on != "collection")


def _prepare(problem: Problem, request: Request, began: float, deadline: float) -> Search:
    """Find an incumbent and set up the search."""
    left = deadline - began
    early = began + _HEURISTIC_SHARE * left if np.isfinite(left) else np.inf
    if request.risk != "expected" and len(problem.scenarios) > 1:
        pricer = RiskPricer(problem, request)
        weights, incumbent = find_weights(pricer, _PLAYS, early)
        return RiskSearch(pricer, weights, incumbent, deadline, _reporter(request, began))
    offset = sum(request.own_optimum or (0.0,)) if request.risk == "max_regret" else 0.0
    model = build_model(problem, _expected_weights(problem, request))
    limit = None if not np.isfinite(left) else _HEURISTIC_SHARE * left
    incumbent = local_search_single(model, request, rounds=_ROUNDS, time_limit=limit)
    return Search(model, request, incumbent, deadline, _reporter(request, began), offset)


def _expected_weights(problem: Problem, request: Request) -> list[float]:
    if len(problem.scenarios) == 1 and request.risk != "expected":
        return [1.0]
    return [scenario.probability for scenario in problem.scenarios]


def _reporter(request: Request, began: float) -> Reporter | None:
    progress = request.progress
    if progress is None:
        return None

    def report(phase: str, bound: float, value: float) -> None:
        gap = abs(value - bound) / max(abs(value), 1e-12) if np.isfinite(value) else np.inf
        progress({"phase": phase, "seconds": perf_counter() - began, "bound": bound, "incumbent": value, "gap": gap})

    return report


def _design(problem: Problem, request: Request, incumbent: Incumbent) -> Design:
    """Put the allocation of every scenario and block together, those of no probability too."""
    every = request.risk in ("worst_case", "max_regret")
    counted = [1.0 if every or scenario.probability > 0 else 0.0 for scenario in problem.scenarios]
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
    fixed = replace(request, p_min=len(hubs), p_max=len(hubs), open_hubs=frozenset(hubs), time_limit=None)
    found = local_search_single(model, fixed, rounds=0)
    if total_overload(model, found.hub_of) > 0:
        return {}
    return dict(zip(blocks_in(problem, weights), found.hub_of, strict=True))


def _one_hot(hub_of: IntArray | None, h: int, n: int) -> np.typing.NDArray[np.bool_]:
    if hub_of is None:
        return np.zeros((n, h), dtype=bool)
    return np.eye(h, dtype=bool)[hub_of]
