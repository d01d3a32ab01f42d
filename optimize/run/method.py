"""`Method`: what each solution method declares about itself, beside its ``run``."""

from collections.abc import Callable
from dataclasses import dataclass

from optimize.brief import Brief
from optimize.problem import Problem
from optimize.run.limits import Limits
from optimize.run.request import Request
from optimize.run.result import MethodResult


@dataclass(frozen=True)
class Method(Brief):
    """A method for solving hub-location problems.

    Attributes
    ----------
    name : str
        The name by which users choose it.
    summary : str
        What it is and what it is for, in one line; the command's help is made of these lines.
    run : callable
        ``run(problem, request, limits) -> MethodResult``. Its bound is valid whenever it stops.
    refuses : callable
        ``refuses(problem, request) -> str``: why it cannot solve a request; empty if it can.
    seconds : callable
        ``seconds(problem, request) -> float``: rough estimate of the processor seconds to a proven optimum, by which
        "auto" chooses among the methods that do not refuse; ``inf`` for a method that proves nothing.
    memory : callable
        ``memory(problem, request) -> float``: rough estimate of the bytes that it takes beside the problem; where
        there are fewer the method is not run.
    without_start : str
        Why a design to start from does not help it; empty if it does.
    ranked : callable or None
        ``ranked(problem, request, limits, number) -> list of MethodResult``: the best hub sets in their order, for a
        method that has all of them in the end, and none before.
    """

    name: str
    summary: str
    run: Callable[[Problem, Request, Limits], MethodResult]
    refuses: Callable[[Problem, Request], str]
    seconds: Callable[[Problem, Request], float]
    memory: Callable[[Problem, Request], float] = lambda _problem, _request: 0.0
    without_start: str = ""
    ranked: Callable[[Problem, Request, Limits, int], list[MethodResult]] | None = None


def beyond_capacities(problem: Problem) -> str:
    """Say which capacities of a single-allocation problem only the compact model supports.

    Parameters
    ----------
    problem : HubProblem or ScenarioProblem

    Returns
    -------
    str
        Empty if there are none.
    """
    if problem.capacity_on != "collection":
        return "capacities on throughput are for 'compact'"
    if any(block.outside is not None for s in problem.scenarios for block in s.blocks):
        return "capacities beside direct service or unmet demand (flow may go outside to relieve a hub): use 'compact'"
    return ""
