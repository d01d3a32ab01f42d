"""Maximum regret: each scenario's own optimum first, and what follows where it is not proven."""

import math
from dataclasses import replace

import numpy as np

from optimize.evaluate import evaluate
from optimize.methods.attempt import attempt
from optimize.problem import Problem, one_scenario
from optimize.run import Limits, Method, MethodResult, Request, Status


def with_own_optima(
    way: Method, problem: Problem, request: Request, limits: Limits
) -> tuple[Request, dict[int, float]]:
    """Solve each scenario by itself, what its regret is measured against.

    Parameters
    ----------
    way : Method
    problem : HubProblem or ScenarioProblem
    request : Request
    limits : Limits

    Returns
    -------
    Request
        With `own_optimum`: 0 for a scenario without a solution of its own.
    dict of int to float
        The scenarios whose optima are not proven, and the best that is known there; ``nan`` if nothing is.
    """
    own, estimated = [], {}
    count = len(problem.scenarios)
    for s in range(count):
        alone = one_scenario(problem, s)
        asked = replace(request, risk="expected")
        # equal shares of what is left, the last for the regret itself
        result = attempt(way, alone, asked, limits.silent().within(limits.clock.left / (count - s + 1)))
        value = math.nan if result.design is None else evaluate(alone, result.design, asked).objective
        if result.status not in (Status.OPTIMAL, Status.INFEASIBLE):
            estimated[s] = value
        own.append(value if math.isfinite(value) else 0.0)
    return replace(request, own_optimum=tuple(own)), estimated


def against_estimates(
    problem: Problem, request: Request, result: MethodResult, estimated: dict[int, float]
) -> tuple[Request, MethodResult]:
    """Measure regret against the best that is known where a scenario's own optimum is not proven: nothing is optimal.

    What is known is no better than the optimum, so regrets against it, and bounds on these, are not above the true
    ones; 0 is a bound whatever is known.

    Parameters
    ----------
    problem : HubProblem or ScenarioProblem
    request : Request
        With `own_optimum`.
    result : MethodResult
    estimated : dict of int to float
        From `with_own_optima`.

    Returns
    -------
    Request
        With the better of what was known and what the design costs.
    MethodResult
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
