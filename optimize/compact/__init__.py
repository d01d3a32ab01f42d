"""Compact formulations: one mixed-integer program for the whole problem, solved through PuLP.

One family a file, its mathematics in the docstring as it is coded. `run` picks the family from the objective, the
allocation and the features of the problem.
"""

from optimize.compact.risk_rows import with_own_optimum
from optimize.request import Request
from optimize.result import MethodResult
from optimize.scenario import Problem

__all__ = ["run"]


def run(problem: Problem, request: Request) -> MethodResult:
    """Solve a hub-location problem of any family by its compact formulation.

    Parameters
    ----------
    problem : HubProblem or ScenarioProblem
    request : Request

    Returns
    -------
    MethodResult
    """
    request = with_own_optimum(problem, request, run)
    # imported where needed: a family costs nothing to those who do not use it
    if request.objective == "center":
        from optimize.compact import center as family
    elif request.objective in ("set_covering", "max_covering"):
        from optimize.compact import covering as family
    elif problem.discount is not None:
        from optimize.compact import discount as family
    elif problem.link_cost is not None or request.hub_links is not None:
        from optimize.compact import incomplete as family
    elif request.allocation == "multiple":
        from optimize.compact import multiple as family
    elif request.allocation == "single":
        from optimize.compact import single as family
    else:
        from optimize.compact import r_allocation as family
    return family.run(problem, request)
