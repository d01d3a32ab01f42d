"""Running a method within the time limit, with a heuristic where the method may end without a solution."""

import math
from dataclasses import replace

import numpy as np

from optimize.evaluate import evaluate
from optimize.methods.choice import refusal
from optimize.methods.excess import solved_without_excess
from optimize.methods.last_resort import last_resort
from optimize.methods.registry import method
from optimize.problem import Problem
from optimize.run import Clock, Limits, Method, MethodResult, OutOfTimeError, Request, Status

# a table estimated to take more than this many times the time that is left is not begun: smaller, and tables that would
# have been finished are given up; larger, and time is lost on those that are not. Estimates are about that good
_HOPELESS = 3.0
# pairs times candidates from which a heuristic runs before a compact model, which may then take seconds to build
_LARGE_PROGRAM = 20_000
# the part of the time that is left, and the most seconds, that this heuristic gets: a solution in any case, against
# time for the model (a judgement: about what one root relaxation takes)
_FIRST_SHARE, _FIRST_S = 0.2, 5.0
_HEURISTIC = "the hubs are those of a heuristic"


def attempt(way: Method, problem: Problem, request: Request, limits: Limits) -> MethodResult:
    """Run a method within the time that is left.

    A large compact model may take longer to build than the time limit. A heuristic therefore runs before it, so that no
    run ends without a solution although one is easily found.

    Parameters
    ----------
    way : Method
        The method.
    problem : HubProblem or ScenarioProblem
    request : Request
    limits : Limits

    Returns
    -------
    MethodResult
        Of the method; or, if that is better, the design of the heuristic with the better bound of both.
    """

    def solve(one: Problem, within: Limits) -> MethodResult:
        result = _attempt(way, one, request, within)
        if result.status is not Status.NO_SOLUTION:
            return result
        design = last_resort(one, request, within)
        if design is None:
            return result
        return _better(one, request, MethodResult(Status.FEASIBLE, design, result.bound), result)

    return solved_without_excess(solve, problem, request, limits, _better)


def _attempt(way: Method, problem: Problem, request: Request, limits: Limits) -> MethodResult:
    """Run a method on costs that it can tell apart."""
    clock, heuristic = limits.clock, method("heuristic")
    if way.name == heuristic.name or refusal(heuristic, problem, request):
        return _run(way, problem, request, limits)
    if is_hopeless(way, problem, request, clock):
        words = f"the table of hub sets would take about {way.seconds(problem, request):.3g} s; {_HEURISTIC}"
        return replace(heuristic.run(problem, request, limits), explanation=words)
    first: MethodResult | None = None
    if way.name == "compact" and clock.limited and _program_size(problem) >= _LARGE_PROGRAM:
        first = heuristic.run(problem, request, limits.within(min(_FIRST_SHARE * clock.left, _FIRST_S)))
        if clock.stopped:
            return first
    result = _run(way, problem, request, limits)
    if first is None and result.status is Status.NO_SOLUTION:
        # mostly the clock is over, so that this takes the first hubs that serve all flow
        first = heuristic.run(problem, request, limits)
    if first is None or result.status is Status.INFEASIBLE:
        return result
    return _better(problem, request, first, result)


def is_hopeless(way: Method, problem: Problem, request: Request, clock: Clock) -> bool:
    """Whether a method that has nothing to show before it ends will not end in time.

    Parameters
    ----------
    way : Method
    problem : HubProblem or ScenarioProblem
    request : Request
    clock : Clock

    Returns
    -------
    bool
    """
    all_or_nothing = way.ranked is not None
    return all_or_nothing and clock.limited and way.seconds(problem, request) > _HOPELESS * clock.left


def _run(way: Method, problem: Problem, request: Request, limits: Limits) -> MethodResult:
    """Run a method; one that ends early, for want of time or memory before it has begun, has found nothing."""
    try:
        return way.run(problem, request, limits)
    except OutOfTimeError:
        why = "the time ran out while the method was being set up"
    except MemoryError as error:
        why = str(error) or "there is not enough memory"
    # costs are not negative, and regrets are not unless scenarios' own optima are unknown
    nothing = 0.0 if request.objective.sense > 0 else math.inf
    return MethodResult(Status.NO_SOLUTION, None, nothing, why)


def _program_size(problem: Problem) -> int:
    """Pairs with flow times candidates, as a measure of the size of a compact model."""
    return problem.h * sum(int(np.count_nonzero(b.flow)) for s in problem.scenarios for b in s.blocks)


def _better(problem: Problem, request: Request, first: MethodResult, result: MethodResult) -> MethodResult:
    """Combine the better design and the better bound of a heuristic and of the method that ran after it."""
    sense = request.objective.sense
    bound = sense * max(sense * first.bound, sense * result.bound)
    if first.design is None or result.status is Status.OPTIMAL:
        return replace(result, bound=bound)
    ours, theirs = (
        math.inf if each.design is None else sense * evaluate(problem, each.design, request).objective
        for each in (result, first)
    )
    if result.design is not None and ours <= theirs:
        return replace(result, bound=bound)
    told = result.explanation.removesuffix(_HEURISTIC).removesuffix("; ")
    explanation = "; ".join(x for x in (told, _HEURISTIC) if x)
    return MethodResult(Status.FEASIBLE, first.design, bound, explanation, {**first.info, **result.info})
