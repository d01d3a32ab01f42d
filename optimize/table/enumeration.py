"""`method="enumeration"`: the optimum looked up in the table of all hub sets."""

import math
from time import perf_counter

import numpy as np

from optimize.problem import Problem
from optimize.run import Design, MethodResult, Request, Status
from optimize.table.table import HubSetTable


def run(problem: Problem, request: Request) -> MethodResult:
    """Evaluate every admissible hub set and take the best: exact for uncapacitated multiple allocation."""
    deadline = None if request.time_limit is None else perf_counter() + request.time_limit
    try:
        table = HubSetTable.build(
            problem,
            request.p_max,
            forced=[problem.candidates[k] for k in request.open_hubs],
            banned=[problem.candidates[k] for k in request.closed_hubs],
            objective=request.objective,
            threads=request.threads,
            progress=request.progress,
            deadline=deadline,
        )
    except TimeoutError:
        return MethodResult(Status.NO_SOLUTION, None, -math.inf, "the table of hub sets was not finished in time")
    probability = np.array([s.probability for s in problem.scenarios])
    with np.errstate(invalid="ignore"):
        values = request.combine(table.scenario_cost, probability)
    values = np.where((table.size >= request.p_min) & np.isfinite(values), values, np.inf)
    row = int(values.argmin())
    info = {"hub_sets": len(table), "scenarios": len(problem.scenarios)}
    if not np.isfinite(values[row]):
        return MethodResult(Status.INFEASIBLE, None, math.inf, info=info)
    return MethodResult(Status.OPTIMAL, Design(table.positions(row)), float(values[row]), info=info)
