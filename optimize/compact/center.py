r"""The p-hub centre: minimise the largest cost of a pair.

.. math::
    \min_{z, x} \; \max_{i, j} \; \sum_{k, m} F_{ij}(k, m)\, x_{ik} x_{jm}
    \qquad p_{\min} \le \sum_k z_k \le p_{\max}

over all pairs of nodes, with or without flow, and over all classes alike (weights and fixed costs do not enter). With
multiple and r-allocation the pairs are those of different nodes; with single allocation the pairs i = j count too, as a
path to the hub and back, as in the radius models of the literature (Campbell 1994; Kara and Tansel 2000; Ernst,
Hamacher, Jiang, Krishnamoorthy and Woeginger 2009). The cost of a pair is at most that of its outside option.

One scenario, the worst case and the regrets are solved by bisection over the distinct costs (`optimize.cover.radius`)
with the covering rows of `optimize.cover.sets` at each; other measures of the radii of several scenarios by the models
of `optimize.compact.center_scenarios`.
"""

from collections.abc import Sequence

import numpy as np

from optimize.compact.center_scenarios import run as run_scenarios
from optimize.cover import (
    BoolArray,
    Case,
    CoverDesign,
    bisect,
    case_radius,
    center_cases,
    greedy_hubs,
    least_radius,
    levels_between,
    nearest,
    solve_cover,
    unreachable,
)
from optimize.problem import IntArray, Problem
from optimize.run import Limits, MethodResult, Request, Status
from optimize.solvers import check_solver

_ROUNDING = 1e-12  # what is taken off a cost and added again gives the cost but for rounding, and has to cover it


def run(problem: Problem, request: Request, limits: Limits) -> MethodResult:
    """Find the hubs that minimise the largest cost of a pair.

    Parameters
    ----------
    problem : HubProblem or ScenarioProblem
    request : Request
        With the objective "center".
    limits : Limits

    Returns
    -------
    MethodResult
    """
    cases = center_cases(problem, request)
    alive = np.isin(np.arange(problem.h), sorted(request.closed_hubs), invert=True)
    hopeless = unreachable(problem, cases, alive, limits.clock.check)
    if hopeless:
        return MethodResult(Status.INFEASIBLE, None, np.inf, hopeless)
    if not request.measure.is_largest and len({case.scenario for case in cases}) > 1:
        return run_scenarios(problem, request, limits, cases, alive)
    return _run_bisection(problem, request, limits, cases, alive)


def _run_bisection(
    problem: Problem, request: Request, limits: Limits, cases: Sequence[Case], alive: BoolArray
) -> MethodResult:
    own = problem.candidate_index
    best: CoverDesign | None = None

    def value(hubs: IntArray) -> float:
        if request.allocation == "multiple":
            return max(case_radius(case, hubs) for case in cases)
        return max(case_radius(case, hubs, nearest(case.block, hubs, own).argmax(axis=1)) for case in cases)

    hubs, attained = greedy_hubs(cases, alive, request, value, limits.clock)
    if np.isfinite(attained):
        multiple = request.allocation == "multiple"
        best = CoverDesign(hubs, None if multiple else [nearest(c.block, hubs, own) for c in cases])
    if limits.start is not None:
        given = CoverDesign.of(limits.start, cases)
        if given.radius(cases) < attained:
            best, attained = given, given.radius(cases)
    low = least_radius(cases, alive, limits.clock.check)
    levels = levels_between(cases, alive, low, attained, limits.clock.check)

    def within(level: float) -> float | None:
        nonlocal best
        found = solve_cover(problem, request, limits, cases, [c.limit(level) * (1.0 + _ROUNDING) for c in cases], alive)
        if found is None:
            return None
        radius = found.radius(cases)
        if best is None or radius < best.radius(cases):
            best = found
        return radius

    def stop(bound: float, incumbent: float) -> bool:
        limits.clock.tell("bisection", bound=bound, incumbent=incumbent)
        return limits.clock.over

    outcome = bisect(levels, attained, within, gap=limits.gap, stop=stop)
    info = {"steps": outcome.steps, "levels": len(levels), "solver": check_solver(limits.solver)}
    if best is None:
        if outcome.proven:
            text = f"no {_numbers(request)} hubs give every pair a path under {request.allocation} allocation"
            return MethodResult(Status.INFEASIBLE, None, np.inf, text, info)
        return MethodResult(Status.NO_SOLUTION, None, outcome.bound, "stopped before a solution was found", info)
    status = Status.OPTIMAL if outcome.proven else Status.FEASIBLE
    return MethodResult(status, best.design(problem, cases), outcome.bound, "", info)


def _numbers(request: Request) -> str:
    return str(request.p_min) if request.p is not None else f"{request.p_min} to {request.p_max}"
