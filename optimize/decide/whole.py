"""Solving within a larger question, whose answer is whole or not given."""

from typing import Any

from optimize.problem import Problem
from optimize.solution import HubSolution
from optimize.solve import solve


def solve_wholly(problem: Problem, **asked: Any) -> HubSolution:
    """Solve a problem; Ctrl-C, on which `solve` hands over what it has, ends the larger question.

    Parameters
    ----------
    problem : HubProblem or ScenarioProblem
    **asked
        Arguments of `solve`, without a time limit.

    Returns
    -------
    HubSolution

    Raises
    ------
    KeyboardInterrupt
        If the run was interrupted: a solution that is not the best would be taken for it.
    """
    solution = solve(problem, **asked)
    if solution.info.get("stopped") == "interrupted":
        raise KeyboardInterrupt
    return solution
