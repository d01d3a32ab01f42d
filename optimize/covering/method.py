r"""`method="covering"`: hub covering by search over hub sets, without a solver.

The most flow within the threshold by `optimize.covering.most`, for multiple allocation; the fewest hubs that cover all
flow by `optimize.covering.fewest`, for multiple and single allocation.
"""

import numpy as np

from optimize import heuristics
from optimize.center import MOST_BITS
from optimize.cover import Case, CoverDesign, beyond, too_few
from optimize.covering.coverage import coverage_of
from optimize.covering.fewest import Fewest
from optimize.covering.most import MostCovered
from optimize.problem import Block, Problem
from optimize.risk import Expected
from optimize.run import Design, Limits, Method, MethodResult, Request, Status, counted_scenarios

_SECONDS = 0.1  # processor seconds that setting up takes at least
# the part of the time that is left, and the most seconds, that the heuristic for some hubs gets (judgements)
_HEURISTIC_SHARE, _HEURISTIC_S = 0.4, 5.0


def refuses(problem: Problem, request: Request) -> str:
    """Say why the search cannot solve a request.

    Parameters
    ----------
    problem : HubProblem or ScenarioProblem
    request : Request

    Returns
    -------
    str
        Empty if it can.
    """
    if not request.objective.is_covering:
        return "it is for the objectives 'max_covering' and 'set_covering'"
    if request.measure.against_optimum:
        return f"the risk measure {request.risk!r} is for 'compact'"
    if request.objective.counts_covered:
        if request.allocation != "multiple":
            return "maximal covering with single and r-allocation is for 'compact'"
        if len(counted_scenarios(problem, request)) > 1 and not isinstance(request.measure, Expected):
            return f"the risk measure {request.risk!r} of covered flow over several scenarios is for 'compact'"
        return ""
    if request.allocation not in ("multiple", "single"):
        return "set covering with r-allocation is for 'compact'"
    if request.allocation == "single" and request.p_min > MOST_BITS:
        return f"with single allocation it looks for at most {MOST_BITS} hubs"
    if any(scenario.fixed_cost.any() for scenario in problem.scenarios):
        return "it looks for the fewest hubs: fixed costs are for 'compact'"
    return ""


def run(problem: Problem, request: Request, limits: Limits) -> MethodResult:
    """Find the hubs that cover the most flow, or the fewest that cover all.

    Parameters
    ----------
    problem : HubProblem or ScenarioProblem
    request : Request
        See `refuses`.
    limits : Limits

    Returns
    -------
    MethodResult
    """
    return (_run_most if request.objective.counts_covered else _run_fewest)(problem, request, limits)


def _run_fewest(problem: Problem, request: Request, limits: Limits) -> MethodResult:
    limit = request.objective.limit
    cases = [
        Case(s, b, block, block.flow > 0)
        for s, scenario in enumerate(problem.scenarios)
        for b, block in enumerate(scenario.blocks)
    ]
    alive = np.isin(np.arange(problem.h), sorted(request.closed_hubs), invert=True)
    fault = beyond(problem, cases, limit, alive, limits.clock.check)
    if fault:
        return MethodResult(Status.INFEASIBLE, None, np.inf, fault)
    search = Fewest(problem, request, cases, limit, limits)
    if limits.start is not None:
        search.offer(CoverDesign.of(limits.start, cases))

    def find() -> CoverDesign | None:
        within = limits.silent().within(min(_HEURISTIC_S, _HEURISTIC_SHARE * limits.clock.left))
        design = heuristics.METHOD.run(problem, request, within).design
        return None if design is None else CoverDesign.of(design, cases)

    proven = search.run(find)
    info = {"nodes": search.decision.nodes}
    if search.best is None:
        if proven:
            return MethodResult(Status.INFEASIBLE, None, np.inf, too_few(request), info)
        return MethodResult(Status.NO_SOLUTION, None, float(search.bound), "stopped before a solution was found", info)
    status = Status.OPTIMAL if proven else Status.FEASIBLE
    return MethodResult(status, search.best.design(problem, cases), float(search.bound), "", info)


def _run_most(problem: Problem, request: Request, limits: Limits) -> MethodResult:
    blocks, limit = _weighted_blocks(problem, request), request.objective.limit
    hubs = np.flatnonzero(np.isin(np.arange(problem.h), sorted(request.closed_hubs), invert=True))
    place = {int(k): a for a, k in enumerate(hubs)}
    constant = sum(
        unit * float(block.flow[block.outside <= limit].sum()) for block, unit in blocks if block.outside is not None
    )
    coverage = coverage_of(blocks, limit, hubs, limits.clock.check)
    forced = tuple(place[k] for k in sorted(request.open_hubs))
    search = MostCovered(coverage, min(request.p_max, len(hubs)), forced, limits.clock, limits.gap, constant)
    if limits.start is not None:
        search.offer(tuple(place[k] for k in limits.start.hubs))
    finished = search.run()
    design = Design(tuple(sorted(int(hubs[a]) for a in search.best)))
    info = {"nodes": search.nodes, "couples": search.weighed}
    return MethodResult(Status.OPTIMAL if finished else Status.FEASIBLE, design, search.bound, "", info)


def _weighted_blocks(problem: Problem, request: Request) -> list[tuple[Block, float]]:
    """Blocks that count, and what a unit of their flow is worth."""
    counted = counted_scenarios(problem, request)
    return [
        (block, block.weight * (problem.scenarios[s].probability if len(counted) > 1 else 1.0))
        for s in counted
        for block in problem.scenarios[s].blocks
    ]


def _memory(problem: Problem, request: Request) -> float:
    """Bytes of what couples of hubs cover."""
    if not request.objective.counts_covered:
        return 0.0
    pairs = sum(int(np.count_nonzero(b.flow)) for s in problem.scenarios for b in s.blocks)
    return problem.h**2 * pairs / 8.0


METHOD = Method(
    "covering",
    "hub covering: most flow, or fewest hubs, by search over hub sets",
    run,
    refuses,
    seconds=lambda _problem, _request: _SECONDS,
    memory=_memory,
)
