r"""The best k hub sets in their order: from a table that has all of them, or by solving again without those found.

The hub sets that are left once a best one :math:`S = \{s_1, \dots, s_q\}` is taken out of them fall into parts (Murty
1968; Lawler 1972): those with :math:`s_1, \dots, s_{i-1}` open and :math:`s_i` closed, for each i, and those that have
S and more. Every part is a request like the first, with other hubs open and closed, so that any method solves it; the
best of all parts is the next of the pool, and its part is divided in turn. A part's bound counts for what is left.
"""

import math
from collections.abc import Callable, Iterator
from dataclasses import replace
from heapq import heappop, heappush
from itertools import count
from numbers import Real

from optimize.errors import report
from optimize.evaluate import evaluate
from optimize.methods.attempt import attempt, is_hopeless
from optimize.methods.starts import no_worse
from optimize.problem import Problem
from optimize.run import Clock, Limits, Method, MethodResult, OutOfTimeError, Request, Status

Solve = Callable[[Request], MethodResult]


def check_count(k_best: object) -> None:
    """Check the number of hub sets that are asked for.

    Parameters
    ----------
    k_best : int or None

    Raises
    ------
    InputError
        If it is none.
    """
    whole = isinstance(k_best, Real) and not isinstance(k_best, bool) and k_best == k_best // 1
    if k_best is not None and not (whole and 1 <= float(k_best) < math.inf):  # type: ignore[arg-type]
        report([f"k_best is {k_best!r}: give the number of hub sets, 1 or more"])


def best_results(
    way: Method, problem: Problem, request: Request, limits: Limits, start: MethodResult | None, number: int
) -> list[MethodResult]:
    """Find the best hub sets by a method.

    Parameters
    ----------
    way : Method
    problem : HubProblem or ScenarioProblem
    request : Request
        With `own_optimum` if the risk measure needs it.
    limits : Limits
    start : MethodResult or None
        See `optimize.methods.starts.best_start`.
    number : int
        How many at most; those of one call differ in their hubs.

    Returns
    -------
    list of MethodResult
        Best first; the bound of each is one on all hub sets but those before it. One without a design if there is none.
    """

    def solve(asked: Request) -> MethodResult:
        design = None if start is None or start.design is None else start.design
        known = design is not None and asked.allows(design.hubs)
        result = attempt(way, problem, asked, replace(limits, start=design if known else None))
        return no_worse(problem, asked, start, result, way) if start is not None and (known or not design) else result

    if number > 1 and way.ranked is not None and not is_hopeless(way, problem, request, limits.clock):
        try:
            return way.ranked(problem, request, limits, number)
        except (OutOfTimeError, MemoryError):
            pass

    def value(result: MethodResult) -> float:
        assert result.design is not None  # noqa: S101
        return request.objective.sense * evaluate(problem, result.design, request).objective

    return rank(solve, value, request, problem.h, number, limits.clock)


def rank(
    solve: Solve, value: Callable[[MethodResult], float], request: Request, h: int, number: int, clock: Clock
) -> list[MethodResult]:
    """Find the best hub sets by solving one part of them after another.

    Parameters
    ----------
    solve : callable
        Takes a request.
    value : callable
        Takes a result with a design: what that is worth, less being better.
    request : Request
    h : int
        Number of candidates.
    number : int
        How many at most.
    clock : Clock
        When it is over no further part is solved.

    Returns
    -------
    list of MethodResult
        See `best_results`.
    """
    sense = request.objective.sense
    first = solve(request)
    if first.design is None or number == 1:
        return [first]
    order = count()
    parts = [(value(first), next(order), request, first)]
    found: list[MethodResult] = []
    unknown = math.inf  # bound on parts without a design, or not solved
    while parts and len(found) < number:
        least = min(unknown, *(sense * result.bound for *_, result in parts))
        _, _, asked, best = heappop(parts)
        found.append(replace(best, bound=sense * least))
        assert best.design is not None  # noqa: S101
        for part in _parts(asked, best.design.hubs, h) if len(found) < number else ():
            if clock.over:
                unknown = min(unknown, sense * best.bound)
                break
            result = solve(part)
            if result.design is not None:
                heappush(parts, (value(result), next(order), part, result))
            elif result.status is not Status.INFEASIBLE:
                unknown = min(unknown, sense * result.bound)
        clock.tell("pool", done=len(found), total=number)
    return found


def _parts(request: Request, hubs: tuple[int, ...], h: int) -> Iterator[Request]:
    """The parts of a request's hub sets that are left without one of them."""
    opened = request.open_hubs
    for k in hubs:
        if k not in request.open_hubs:
            part = _part(request, opened, request.closed_hubs | {k}, request.p_min, h)
            opened = opened | {k}
            if part is not None:
                yield part
    more = _part(request, opened, request.closed_hubs, len(opened) + 1, h)
    if more is not None:
        yield more


def _part(request: Request, opened: frozenset[int], closed: frozenset[int], p_min: int, h: int) -> Request | None:
    low, high = max(p_min, len(opened)), min(request.p_max, h - len(closed))
    if low > high:
        return None
    return replace(request, open_hubs=opened, closed_hubs=closed, p_min=low, p_max=high)
