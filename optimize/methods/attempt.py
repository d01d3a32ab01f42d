"""Running a method within the time limit, with a heuristic where the method may end without a solution."""

import math
from dataclasses import replace

import numpy as np

from optimize.evaluate import evaluate
from optimize.heuristics import quick_bound
from optimize.methods.choice import refusal
from optimize.methods.excess import solved_without_excess
from optimize.methods.last_resort import GRACE_S, last_resort
from optimize.methods.registry import method
from optimize.problem import Problem, is_capacitated
from optimize.run import Clock, Limits, Method, MethodResult, OutOfTimeError, Request, Status

# a table estimated to take more than this many times the time that is left is not begun: smaller, and tables that would
# have been finished are given up; larger, and time is lost on those that are not. Estimates are about that good
_HOPELESS = 3.0
# pairs times candidates from which a heuristic runs before a compact model, which may then take seconds to build
_LARGE_PROGRAM = 20_000
# the part of the time that is left, and the most seconds, that this heuristic gets: a solution in any case, against
# time for the model (a judgement: about what one root relaxation takes)
_FIRST_SHARE, _FIRST_S = 0.2, 5.0
# seconds that a pair and a candidate take at least in building a program, PuLP's objects included: 10 s of 100 nodes,
# before the solver has begun (measured)
_PROGRAM_S = 1e-5
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
        if result.status is Status.NO_SOLUTION:
            design = last_resort(one, request, within)
            if design is not None:
                result = _better(one, request, MethodResult(Status.FEASIBLE, design, result.bound), result)
        return _bounded(one, request, result)

    return solved_without_excess(solve, problem, request, limits, _better)


def _attempt(way: Method, problem: Problem, request: Request, limits: Limits) -> MethodResult:
    """Run a method on costs that it can tell apart."""
    clock, heuristic = limits.clock, method("heuristic")
    if way.name == heuristic.name or refusal(heuristic, problem, request):
        return _run(way, problem, request, limits)
    hopeless = _hopeless_words(way, problem, request, clock)
    if hopeless:
        return replace(heuristic.run(problem, request, limits), explanation=f"{hopeless}; {_HEURISTIC}")
    first: MethodResult | None = None
    if clock.limited and _begins_slowly(way, problem, request):
        first = heuristic.run(problem, request, limits.within(min(_FIRST_SHARE * clock.left, _FIRST_S)))
        if clock.stopped:
            return first
        if way.name != "compact" and first.design is not None and limits.start is None:
            limits = replace(limits, start=first.design)
    result = _run(way, problem, request, limits)
    if result.status is Status.NO_SOLUTION and (first is None or not clock.over):
        # mostly the clock is over, so that this takes the first hubs that serve all flow
        again = heuristic.run(problem, request, limits if first is None else replace(limits, start=first.design))
        first = again if first is None else _better(problem, request, first, again)
    if first is None or result.status is Status.INFEASIBLE:
        return result
    return _better(problem, request, first, result)


def _bounded(problem: Problem, request: Request, result: MethodResult) -> MethodResult:
    """Give a run that ended before it had a bound one that takes a moment."""
    ended = result.status in (Status.FEASIBLE, Status.NO_SOLUTION)
    # a bound of 0 says nothing of costs, and much of regrets and of flow that may be missed
    if not ended or result.bound > 0 or not request.objective.adds_costs or request.measure.against_optimum:
        return result
    if refusal(method("heuristic"), problem, request):
        return result
    return replace(result, bound=max(result.bound, quick_bound(problem, request, Clock(GRACE_S))))


def _hopeless_words(way: Method, problem: Problem, request: Request, clock: Clock) -> str:
    """Say why a method that has nothing to show before it ends, or begins, will not get there in time."""
    if is_hopeless(way, problem, request, clock):
        return f"the table of hub sets would take about {way.seconds(problem, request):.3g} s"
    if way.name != "compact" or not clock.limited or not request.objective.adds_costs:
        return ""
    # outside options leave few paths, and so small programs
    free = any(block.outside is not None for scenario in problem.scenarios for block in scenario.blocks)
    size = _program_size(problem)
    if free or size < _LARGE_PROGRAM or _PROGRAM_S * size < clock.left:
        return ""
    return f"to build the program would take about {_PROGRAM_S * size:.3g} s"


def _begins_slowly(way: Method, problem: Problem, request: Request) -> bool:
    """Whether a method may take long for its first solution: it builds large programs."""
    if way.name == "ordered":
        return is_capacitated(problem) and request.allocation != "multiple"
    return way.name == "compact" and _program_size(problem) >= _LARGE_PROGRAM


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
