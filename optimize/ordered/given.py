"""A hub set settled by the compact model with its hubs given, where nothing quicker is known."""

from dataclasses import replace

from optimize import compact
from optimize.evaluate import evaluate
from optimize.ordered.search import Best
from optimize.problem import Problem
from optimize.run import Limits, Request


def settle_by_program(problem: Problem, request: Request, limits: Limits, hubs: tuple[int, ...], best: Best) -> None:
    """Find what a hub set costs, and offer it.

    Parameters
    ----------
    problem : HubProblem or ScenarioProblem
    request : Request
    limits : Limits
    hubs : tuple of int
        Positions of the open candidates, ascending.
    best : Best

    Raises
    ------
    OutOfTimeError
        If the clock is over, so that it may cost less than what was offered.
    """
    found = compact.run(problem, request.only(hubs, problem.h), replace(limits.silent(), start=None))
    if found.design is not None:
        design = found.design
        best.offer(hubs, evaluate(problem, design, request).objective, lambda: design)
    limits.clock.check()
