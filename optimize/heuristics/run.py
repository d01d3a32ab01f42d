r"""`method="heuristic"`: variable neighbourhood search, and a bound that holds.

What is searched follows the objective and the allocation: hub sets alone (`hub_set_search`), hub sets with the nodes'
hubs (`allocation_search`), or either under a falling floor (`center_search`). Capacities are kept by single
allocation, and for multiple allocation its flows are then split (`capacity_routing`).
"""

import numpy as np

from optimize.block import FloatArray
from optimize.heuristics.allocation_search import Allocation, AllocationSearch
from optimize.heuristics.center_search import CenterSearch
from optimize.heuristics.clock import Clock
from optimize.heuristics.data import SearchData
from optimize.heuristics.hub_set_search import HubSetSearch
from optimize.heuristics.hub_sets import HubSet
from optimize.heuristics.pair_bound import pair_bound
from optimize.request import Request
from optimize.result import Design, MethodResult, Status
from optimize.scenario import Problem

_SECONDS = 10.0


def run(problem: Problem, request: Request) -> MethodResult:
    """Search for good hubs, and bound what any hubs can do."""
    clock = Clock(request)
    data = SearchData.of(problem, request)
    r = {"multiple": None, "single": 1}.get(str(request.allocation), request.allocation)
    least = pair_bound(data)
    if data.capacitated and r is None:
        r = 1
    assert r is None or isinstance(r, int)  # noqa: S101
    best: HubSet | Allocation | None
    if request.objective == "center":
        center = CenterSearch(data, clock, r, least)
        center.run(seconds=_SECONDS)
        best, steps = center.best, center.descents
    elif r is not None:
        nodes = AllocationSearch(data, clock, r)
        nodes.run(seconds=_SECONDS)
        best, steps = nodes.best, nodes.evaluated
    else:
        sets = HubSetSearch(data, clock)
        sets.run(seconds=_SECONDS)
        steps = sets.descents
        best = sets.best
        if best is not None and not sets.sets.served(best):
            best = None
    bound = _bound(data, request, least)
    info = {"steps": steps}
    if best is None:
        return MethodResult(Status.NO_SOLUTION, None, bound, "no hub set was found that serves all flow", info)
    assigned = best.assigned(problem.h) if isinstance(best, Allocation) else None
    return MethodResult(Status.FEASIBLE, Design(tuple(best.hubs.tolist()), assigned), bound, "", info)


def _bound(data: SearchData, request: Request, least: FloatArray) -> float:
    if request.objective == "max_covering":
        total = np.array([sum(float(block.w.sum()) for block in blocks) for blocks in data.blocks])
        return float(data.objective(total - least))
    return float(data.objective(least))
