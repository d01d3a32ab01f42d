"""Regret: each scenario's own optimum is found first; what can be claimed where one of them is not proven."""

import math
from dataclasses import replace

import numpy as np

from optimize.errors import report
from optimize.evaluate import evaluate
from optimize.methods.attempt import attempt
from optimize.problem import Problem, one_scenario
from optimize.risk import Expected
from optimize.run import Limits, Method, MethodResult, Request, Status

_EXACT = 1e-6  # relative gap of a scenario's own optimum: the default gap of `solve`


def with_own_optima(
    way: Method, problem: Problem, request: Request, limits: Limits
) -> tuple[Request, dict[int, float]]:
    """Solve each scenario separately, for the optimum that its regret is measured against.

    Parameters
    ----------
    way : Method
        The method.
    problem : HubProblem or ScenarioProblem
    request : Request
    limits : Limits
        Each scenario gets an equal share of the time that is left, and so does the problem itself afterwards.

    Returns
    -------
    Request
        With `own_optimum`; for a scenario without a solution of its own 0, or 1 where something is divided by it.
    dict of int to float
        The scenarios whose optima are not proven, with the best objective known there; ``nan`` if none is known.

    Raises
    ------
    InputError
        For a relative regret, if a scenario's optimum is 0.
    """
    own, estimated, faults = [], {}, []
    relative = request.measure.is_relative
    count = len(problem.scenarios)
    asked = replace(request, measure=Expected())
    for s in range(count):
        alone = one_scenario(problem, s)
        # equal shares of the time that is left, the last one for the problem itself
        share = replace(limits.silent().within(limits.clock.left / (count - s + 1)), start=None)
        # however coarse the gap asked for, what regret is measured against is not
        result = attempt(way, alone, asked, replace(share, gap=min(limits.gap, _EXACT)))
        value = math.nan if result.design is None else evaluate(alone, result.design, asked).objective
        if result.status not in (Status.OPTIMAL, Status.INFEASIBLE):
            estimated[s] = value
        if relative and value == 0.0:
            faults.append(
                f"scenario {problem.scenarios[s].name!r} has an optimum of 0, which no regret can be relative to: use "
                "risk='max_regret', or leave the scenario out"
            )
        own.append(value if math.isfinite(value) else float(relative))
    report(faults)
    return replace(request, own_optimum=tuple(own)), estimated


def against_estimates(
    problem: Problem, request: Request, result: MethodResult, estimated: dict[int, float]
) -> tuple[Request, MethodResult]:
    """Correct a result where a scenario's own optimum is not proven: it cannot be called optimal.

    The best known objective is never better than the optimum, so regrets against it, and bounds on them, do not exceed
    the true ones; 0 is always a bound.

    Parameters
    ----------
    problem : HubProblem or ScenarioProblem
    request : Request
        With `own_optimum`.
    result : MethodResult
        Of the problem with regrets against these.
    estimated : dict of int to float
        From `with_own_optima`.

    Returns
    -------
    Request
        Its `own_optimum` in these scenarios is the better of the best known objective and the cost of the design.
    MethodResult
        With a status and a bound that are valid, and an explanation that names the scenarios.
    """
    sense = request.objective.sense
    known_all = not any(math.isnan(value) for value in estimated.values())
    bound = sense * max(0.0, sense * result.bound) if known_all else 0.0
    if result.design is None:
        return request, result if result.status is Status.INFEASIBLE else replace(result, bound=bound)
    costs = evaluate(problem, result.design, request).scenario_cost
    own = list(request.own_optimum or ())
    for s, value in estimated.items():
        own[s] = float(sense * np.fmin(sense * value, sense * costs[s]))
    names = ", ".join(problem.scenarios[s].name for s in estimated)
    words = f"regret is against the best known, not a proven optimum, in scenarios {names}"
    status = Status.FEASIBLE if result.status is Status.OPTIMAL else result.status
    explanation = "; ".join(x for x in (result.explanation, words) if x)
    return replace(request, own_optimum=tuple(own)), replace(
        result, status=status, bound=bound, explanation=explanation
    )


def without_negative_regrets(problem: Problem, request: Request, result: MethodResult) -> Request:
    """Lower own optima to what the design costs: a solver's optimum may be rounded upwards, a regret is not negative.

    Parameters
    ----------
    problem : HubProblem or ScenarioProblem
    request : Request
        With `own_optimum`.
    result : MethodResult

    Returns
    -------
    Request
    """
    if result.design is None:
        return request
    sense = request.objective.sense
    costs = evaluate(problem, result.design, request).scenario_cost
    own = sense * np.fmin(sense * np.array(request.own_optimum or ()), sense * costs)
    return replace(request, own_optimum=tuple(float(value) for value in own))
