"""`method="enumeration"`: the optimum, looked up in the table of all hub sets."""

import math

import numpy as np

from optimize.problem import Problem, is_capacitated
from optimize.run import Design, Limits, Method, MethodResult, OutOfTimeError, Request, Status
from optimize.table.build import MEMORY_LIMIT_BYTES
from optimize.table.order import count_sets
from optimize.table.room import route_within_room
from optimize.table.table import HubSetTable

# pairs of nodes for which the kernels of the table find the cheapest path in one processor second: 4e9 to 8e9 measured
# on AP50 to AP200. With _SECONDS_A_SET it decides when "auto" prefers the table to other methods
_PAIRS_PER_SECOND = 4e9
_SECONDS_A_SET = 2e-7  # processor seconds for visiting a hub set and storing its cost, measured on tables of few pairs
# the same within capacities: uses of hubs that pairs choose from in one second, all prices tried; measured on the
# bundled region without direct service, where nearly all pairs may have to give way
_USES_PER_SECOND = 2e7
_SECONDS_A_LIMITED_SET = 1e-5
_MEMORY_SHARE = 0.25  # part of MEMORY_LIMIT_BYTES used here: the objective of each set needs room beside its costs


def refuses(problem: Problem, request: Request) -> str:
    """Say why the table cannot solve a request.

    Parameters
    ----------
    problem : HubProblem or ScenarioProblem
    request : Request

    Returns
    -------
    str
        Empty if it can.
    """
    if request.objective.is_covering:
        return f"the table of hub sets supports the objectives 'cost' and 'center', not {request.objective.name!r}"
    if request.allocation != "multiple":
        return "the table of hub sets is for multiple allocation; use 'single' or 'compact'"
    if request.chooses_links(problem) or problem.discount is not None:
        return "hub links and discounts have no closed form; use 'compact'"
    return ""


def seconds(problem: Problem, request: Request) -> float:
    """Estimate the processor seconds for building the table of all hub sets.

    Parameters
    ----------
    problem : HubProblem or ScenarioProblem
    request : Request

    Returns
    -------
    float
        ``inf`` for a table that is too large.
    """
    elements = problem.h - len(request.open_hubs) - len(request.closed_hubs)
    sets = count_sets(elements, request.p_max - len(request.open_hubs))
    limited, p = is_capacitated(problem), request.p_max
    numbers = 1 + 2 * p if limited else 1
    if sets * len(problem.scenarios) * numbers * 8 > _MEMORY_SHARE * MEMORY_LIMIT_BYTES:
        return math.inf
    pairs = sum(int(np.count_nonzero(b.flow.any(axis=1))) * b.n for s in problem.scenarios for b in s.blocks)
    if not limited:
        return sets * (pairs / _PAIRS_PER_SECOND + _SECONDS_A_SET)
    uses = p * (p + 1) / 2 if problem.capacity_on == "throughput" else p
    return sets * (pairs * uses / _USES_PER_SECOND + _SECONDS_A_LIMITED_SET)


def run(problem: Problem, request: Request, limits: Limits) -> MethodResult:
    """Evaluate every admissible hub set and choose the best: exact for multiple allocation.

    Parameters
    ----------
    problem : HubProblem or ScenarioProblem
    request : Request
    limits : Limits

    Returns
    -------
    MethodResult
    """
    try:
        return ranked(problem, request, limits, 1)[0]
    except OutOfTimeError as late:
        return MethodResult(Status.NO_SOLUTION, None, -math.inf, str(late))


def ranked(problem: Problem, request: Request, limits: Limits, number: int) -> list[MethodResult]:
    """Evaluate every admissible hub set and put the best in order.

    Parameters
    ----------
    problem : HubProblem or ScenarioProblem
    request : Request
    limits : Limits
    number : int
        How many at most.

    Returns
    -------
    list of MethodResult
        Best first; one without a design if no hub set may be.
    """
    table = HubSetTable.build(
        problem,
        request.p_max,
        forced=[problem.candidates[k] for k in request.open_hubs],
        banned=[problem.candidates[k] for k in request.closed_hubs],
        objective=request.objective.name,
        threads=limits.threads,
        clock=limits.clock,
    )
    probability = np.array([s.probability for s in problem.scenarios])
    with np.errstate(invalid="ignore"):
        values = request.combine(table.scenario_cost, probability)
    values = np.where((table.size >= request.p_min) & np.isfinite(values), values, np.inf)
    rows = np.argpartition(values, number - 1)[:number] if number < len(values) else np.arange(len(values))
    rows = rows[np.lexsort([rows, values[rows]])]
    info = {"hub_sets": len(table), "scenarios": len(problem.scenarios)}
    found = []
    for row in rows[np.isfinite(values[rows])].tolist():
        hubs = table.positions(row)
        routing = route_within_room(problem, hubs) if is_capacitated(problem) else None
        found.append(MethodResult(Status.OPTIMAL, Design(hubs, routing=routing), float(values[row]), info=info))
    return found or [MethodResult(Status.INFEASIBLE, None, math.inf, info=info)]


METHOD = Method(
    "enumeration",
    "the table of all hub sets, exact in one pass: multiple allocation with few candidates, with capacities too",
    run,
    refuses,
    seconds,
    without_start="the table prices all hub sets, whatever the start",
    ranked=ranked,
)
