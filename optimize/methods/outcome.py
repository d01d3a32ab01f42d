"""From a method's result to the solution that `solve` returns: evaluated anew, with an honest status."""

import math
from typing import Any

import numpy as np

from optimize.evaluate import Evaluation, evaluate
from optimize.explain import explain_infeasible
from optimize.problem import Problem
from optimize.run import Clock, Method, MethodResult, Request, Status, relative_gap
from optimize.solution import HubSolution

_ROUNDING = 1e-5  # relative: a bound may be that far past the objective by a solver's tolerances, no further
_SMALL = 1e-6  # of the costs: a regret or a flow covered below it is rounding, and the gap is relative to it


def solution_of(
    problem: Problem,
    request: Request,
    way: Method,
    reason: str,
    result: MethodResult,
    *,
    clock: Clock,
    gap: float,
    proven: bool,
) -> HubSolution:
    """Evaluate a method's design and say how good it is.

    Parameters
    ----------
    problem : HubProblem or ScenarioProblem
    request : Request
    way : Method
    reason : str
        Why the method was chosen.
    result : MethodResult
    clock : Clock
    gap : float
        Relative gap at which a solution counts as optimal.
    proven : bool
        Whether a small gap is a proof; it is not where a regret is against an estimate.

    Returns
    -------
    HubSolution

    Raises
    ------
    RuntimeError
        If the design breaks the rules, or the bound is past the objective: a fault of silkhub.
    """
    interrupt = f"stopped: {clock.stopped}" if clock.stopped else ""
    common: dict[str, Any] = {"method": way.name, "info": result.info, "problem": problem, "request": request}
    if result.design is None:
        explanation = result.explanation
        if result.status is Status.INFEASIBLE and not explanation:
            explanation = explain_infeasible(problem, request)
        return HubSolution(
            hubs=(),
            objective=math.nan,
            bound=result.bound,
            gap=math.nan,
            status=result.status,
            seconds=clock.seconds,
            explanation=_joined(explanation, interrupt),
            **common,
        )
    evaluation = evaluate(problem, result.design, request)
    if evaluation.faults:
        msg = f"method {way.name!r} returned a design that breaks the rules: {'; '.join(evaluation.faults)}"
        raise RuntimeError(msg)
    bound, scale = _checked_bound(problem, request, way, result.bound, evaluation)
    distance = relative_gap(evaluation.objective, bound, scale)
    return HubSolution(
        hubs=tuple(problem.candidates[k] for k in result.design.hubs),
        objective=evaluation.objective,
        bound=bound,
        gap=distance,
        status=_status(result.status, distance, gap, proven=proven),
        seconds=clock.seconds,
        explanation=_joined(reason, result.explanation, interrupt),
        design=result.design,
        evaluation=evaluation,
        **common,
    )


def _checked_bound(
    problem: Problem, request: Request, way: Method, bound: float, evaluation: Evaluation
) -> tuple[float, float]:
    """The bound, on the right side of the objective, and the size below which differences are rounding."""
    objective, sense = evaluation.objective, request.objective.sense
    if not math.isfinite(objective):
        msg = f"method {way.name!r} returned a design of cost {objective!r}: this is a fault of silkhub"
        raise RuntimeError(msg)
    # a regret may be 0 where costs are large, and nothing may be covered of much
    size = float(np.abs(evaluation.scenario_cost).max())
    if request.objective.counts_covered:
        size = max(float(sum(b.weight * b.flow.sum() for b in s.blocks)) for s in problem.scenarios)
    if sense > 0:
        # no cost is negative, nor a regret unless the scenarios' own optima have a gap; a solver's rounding may be
        bound = max(bound, 0.0 if request.risk != "max_regret" else min(0.0, objective))
    if sense * (bound - objective) > _ROUNDING * max(abs(objective), 1e-3 * size):
        msg = f"method {way.name!r} claims the bound {bound!r} but found {objective!r}: this is a fault of silkhub"
        raise RuntimeError(msg)
    return sense * min(sense * bound, sense * objective), _SMALL * size


def _status(stated: Status, distance: float, gap: float, *, proven: bool) -> Status:
    """What may be said of a design at that distance from its bound."""
    if stated is Status.OPTIMAL:
        return Status.OPTIMAL if distance <= max(gap, 1e-9) * (1 + 1e-6) else Status.FEASIBLE
    if stated in (Status.FEASIBLE, Status.NO_SOLUTION):
        return Status.OPTIMAL if distance <= gap and proven else Status.FEASIBLE
    return stated


def _joined(*words: str) -> str:
    return "; ".join(each for each in words if each)
