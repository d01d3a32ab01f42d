"""From a method's result to the solution that `solve` returns: evaluated independently, with a status it deserves."""

import math
from typing import Any

import numpy as np

from optimize.errors import InputError
from optimize.evaluate import Evaluation, evaluate, size_of
from optimize.explain import explain_infeasible
from optimize.methods.excess import usual_costs
from optimize.problem import Problem
from optimize.run import Clock, Method, MethodResult, Request, Status, relative_gap
from optimize.solution import HubSolution

# relative to the objective (or to 1e-3 of the costs): a bound may be this much on the wrong side of the objective
# because of a solver's tolerances, which are 1e-6 to 1e-7; more is an error of the method
_ROUNDING = 1e-5
_MOST_RATIO = 1e6  # of a flow and a capacity: solvers keep to rows within 1e-6 to 1e-7
_DIGITS = 1e-8  # relative to the usual cost of all flow: where nearly all of it costs nothing, a solver's own rounding
_SMALL = 1e-6  # relative to the costs: a smaller regret or covered flow is rounding, and the gap is relative to this


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
    """Evaluate a method's design and state how good it is.

    Parameters
    ----------
    problem : HubProblem or ScenarioProblem
    request : Request
    way : Method
        The method.
    reason : str
        Why the method was chosen.
    result : MethodResult
        What it returned.
    clock : Clock
        The clock of the run.
    gap : float
        Relative gap at which a solution counts as optimal.
    proven : bool
        Whether a small gap is a proof; it is not if a regret is measured against an estimate.

    Returns
    -------
    HubSolution

    Raises
    ------
    InputError
        If that is so because flows are too large beside capacities.
    RuntimeError
        If the design breaks the rules, its cost is not finite, or the bound is on the wrong side of the objective: an
        error in silkhub.
    """
    interrupt = f"stopped: {clock.stopped}" if clock.stopped else ""
    info = {**result.info, **({"stopped": clock.stopped} if clock.stopped else {})}
    common: dict[str, Any] = {"method": way.name, "info": info, "problem": problem, "request": request}
    if result.design is None:
        explanation = result.explanation
        if result.status is Status.INFEASIBLE and not explanation:
            explanation = explain_infeasible(problem, request)
        return HubSolution(
            hubs=(),
            objective=math.nan,
            # costs and regrets are not negative
            bound=max(result.bound, 0.0) if request.objective.sense > 0 else result.bound,
            gap=math.nan,
            status=result.status,
            seconds=clock.seconds,
            explanation=_joined(explanation, interrupt),
            **common,
        )
    evaluation = evaluate(problem, result.design, request)
    if evaluation.faults:
        msg = f"method {way.name!r} returned a design that breaks the rules: {'; '.join(evaluation.faults)}"
        raise _fault(problem, msg)
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
    """The bound, moved to the right side of the objective, and the size below which differences are rounding."""
    objective, sense = evaluation.objective, request.objective.sense
    if not math.isfinite(objective):
        msg = f"method {way.name!r} returned a design of cost {objective!r}: this is a fault of silkhub"
        raise RuntimeError(msg)
    # a regret may be 0 although costs are large, and the covered flow may be 0 although flows are
    made_of = evaluation.scenario_cost
    if request.objective.counts_covered:
        made_of = np.array([float(sum(b.weight * b.flow.sum() for b in s.blocks)) for s in problem.scenarios])
    size = size_of(made_of, request)
    if sense > 0:
        # costs are not negative, nor are regrets unless the scenarios' own optima have a gap; rounded bounds may be
        bound = max(bound, min(0.0, objective) if request.measure.against_optimum else 0.0)
    slack = _ROUNDING * max(abs(objective), 1e-3 * size)
    if request.objective.adds_costs and not request.measure.is_relative:
        slack = max(slack, _DIGITS * usual_costs(problem, request).total)
    if sense * (bound - objective) > slack:
        msg = f"method {way.name!r} claims the bound {bound!r} but found {objective!r}"
        raise _fault(problem, msg)
    return sense * min(sense * bound, sense * objective), _SMALL * size


def _fault(problem: Problem, message: str) -> Exception:
    """What an answer that cannot be is: a refusal where flows are too large beside capacities for a solver's digits."""
    ratio = 0.0
    for scenario in problem.scenarios:
        limits = np.zeros(0) if scenario.capacity is None else scenario.capacity[scenario.capacity > 0]
        if len(limits):
            most = max(block.capacity_use * float(block.flow.max(initial=0.0)) for block in scenario.blocks)
            ratio = max(ratio, most / float(limits.min()))
    if ratio <= _MOST_RATIO:
        return RuntimeError(f"{message}: this is a fault of silkhub")
    advice = "leave out the flows that no hub can take, or raise the capacity"
    return InputError(
        [f"{message}: a flow is {ratio:.2g} times a capacity, more than solvers have digits for; {advice}"]
    )


def _status(stated: Status, distance: float, gap: float, *, proven: bool) -> Status:
    """Status of a design with that relative gap."""
    if stated is Status.OPTIMAL:
        return Status.OPTIMAL if distance <= max(gap, 1e-9) * (1 + 1e-6) else Status.FEASIBLE
    if stated in (Status.FEASIBLE, Status.NO_SOLUTION):
        return Status.OPTIMAL if distance <= gap and proven else Status.FEASIBLE
    return stated


def _joined(*words: str) -> str:
    return "; ".join(each for each in words if each)
