"""`Method`: what a way of solving declares about itself, beside its ``run``."""

from collections.abc import Callable
from dataclasses import dataclass

from optimize.problem import Problem
from optimize.run.limits import Limits
from optimize.run.request import Request
from optimize.run.result import MethodResult


@dataclass(frozen=True)
class Method:
    """A way of solving hub-location problems.

    Attributes
    ----------
    name : str
        What users call it.
    summary : str
        What it is and what it is for, in one line: the command's help is made of these.
    run : callable
        ``run(problem, request, limits) -> MethodResult``. Its bound holds whenever it stops.
    refuses : callable
        ``refuses(problem, request) -> str``: why it cannot treat a request; empty if it can.
    seconds : callable
        ``seconds(problem, request) -> float``: rough processor seconds to an optimum, by which "auto" picks among the
        methods that do not refuse; ``inf`` for a method that proves nothing.
    """

    name: str
    summary: str
    run: Callable[[Problem, Request, Limits], MethodResult]
    refuses: Callable[[Problem, Request], str]
    seconds: Callable[[Problem, Request], float]


def beyond_capacities(problem: Problem) -> str:
    """Say which capacities of single allocation only the compact model knows.

    Parameters
    ----------
    problem : HubProblem or ScenarioProblem

    Returns
    -------
    str
        Empty if there are none such.
    """
    if problem.capacity_on != "collection":
        return "capacities on throughput are for 'compact'"
    if any(block.outside is not None for s in problem.scenarios for block in s.blocks):
        return "capacities beside direct service or unmet demand (flow may go outside to relieve a hub): use 'compact'"
    return ""
