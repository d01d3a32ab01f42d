r"""r-allocation, hub set by hub set in the order of what they cost with multiple allocation.

Multiple allocation is a relaxation, within capacities too: :math:`M(S) \le M_r(S)` for every hub set S (Yaman 2011).
Where the table of all hub sets is soon made, its sets are taken in the order of M(S), and the r-allocation of each is
solved exactly. Once the next M(S) is not below the best value found, that value is the optimum; before, the next M(S)
bounds all sets not looked at.
"""

import math
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from optimize.evaluate import evaluate
from optimize.problem import FloatArray, Problem
from optimize.run import Limits, MethodResult, OutOfTimeError, Request, Status
from optimize.table import HubSetTable, count_sets

# Judgements: sets beyond which the table is not made, the part of a time limit and the seconds without one that the
# sets get before the model of the whole problem takes over, and how many of them are solved
_MOST_SETS, _SHARE, _SECONDS, _LOOKED_AT = 20_000, 0.5, 20.0, 40
_TABLE_SHARE = 0.25

SolveSet = Callable[[Problem, Request, Limits], MethodResult]


def run(problem: Problem, request: Request, limits: Limits, solve_set: SolveSet) -> MethodResult | None:
    """Solve r-allocation over the hub sets that multiple allocation finds cheapest.

    Parameters
    ----------
    problem : HubProblem or ScenarioProblem
    request : Request
    limits : Limits
    solve_set : callable
        Solves the problem with the hubs given exactly.

    Returns
    -------
    MethodResult or None
        Optimal or infeasible if that is proven, else the best design so far and a bound; None if there are too many
        hub sets or too little time.
    """
    elements = problem.h - len(request.open_hubs) - len(request.closed_hubs)
    if count_sets(elements, request.p_max - len(request.open_hubs)) > _MOST_SETS:
        return None
    within = replace(limits.silent(), start=None).within(
        _SHARE * limits.clock.left if limits.clock.limited else _SECONDS
    )
    try:
        table, values = _priced(problem, request, within)
    except OutOfTimeError:
        return None
    best, least, floor = None, math.inf, math.inf
    order = np.argsort(values, kind="stable")
    for place, row in enumerate(order.tolist()):
        beaten = best is not None and values[row] >= least - limits.gap * abs(least)
        if beaten or values[row] == math.inf or place == _LOOKED_AT or within.clock.over:
            floor = min(floor, float(values[row]))
            break
        found = solve_set(problem, request.only(table.positions(row), problem.h), within)
        floor = min(floor, max(found.bound, float(values[row])))
        if found.design is not None:
            value = evaluate(problem, found.design, request).objective
            if value < least:
                best, least = found.design, value
                limits.clock.tell("hub sets", incumbent=least)
    info = {"hub_sets": len(table)}
    floor = min(floor, least)
    if best is None:
        status = Status.INFEASIBLE if floor == math.inf else Status.NO_SOLUTION
        return MethodResult(status, None, floor, info=info)
    proven = least - floor <= limits.gap * abs(least)
    return MethodResult(Status.OPTIMAL if proven else Status.FEASIBLE, best, floor, info=info)


def _priced(problem: Problem, request: Request, limits: Limits) -> tuple[HubSetTable, FloatArray]:
    """The table, and each set's value with multiple allocation; ``inf`` for those that may not be."""
    table = HubSetTable.build(
        problem,
        request.p_max,
        open_hubs=[problem.candidates[k] for k in request.open_hubs],
        closed_hubs=[problem.candidates[k] for k in request.closed_hubs],
        threads=limits.threads,
        clock=limits.within(_TABLE_SHARE * limits.clock.left).clock,
    )
    probability = np.array([scenario.probability for scenario in problem.scenarios])
    with np.errstate(invalid="ignore"):
        values = request.combine(table.scenario_cost, probability)
    return table, np.where((table.size >= request.p_min) & np.isfinite(values), values, np.inf)


def united(first: MethodResult | None, result: MethodResult, value: Callable[[MethodResult], float]) -> MethodResult:
    """Put the better design and the better bound of the sets and of the whole model together.

    Parameters
    ----------
    first : MethodResult or None
        Of the sets.
    result : MethodResult
        Of the whole model.
    value : callable
        The objective of a result with a design.

    Returns
    -------
    MethodResult
    """
    if first is None or result.status in (Status.OPTIMAL, Status.INFEASIBLE):
        return result
    bound = max(first.bound, result.bound)
    if first.design is None or (result.design is not None and value(result) <= value(first)):
        return replace(result, bound=bound)
    return MethodResult(Status.FEASIBLE, first.design, bound, result.explanation, {**first.info, **result.info})
