"""The choice of a method: the one that was asked for, or the fastest of those that can solve the request."""

import math

from optimize.errors import InputError
from optimize.methods.registry import method, methods
from optimize.problem import Problem, is_capacitated
from optimize.run import Method, Request, memory_fault


def refusal(way: Method, problem: Problem, request: Request) -> str:
    """Say why a method cannot solve a request.

    Parameters
    ----------
    way : Method
        The method.
    problem : HubProblem or ScenarioProblem
    request : Request

    Returns
    -------
    str
        Empty if it can.
    """
    if is_capacitated(problem) and not request.objective.has_capacities:
        name = request.objective.name
        return f"capacities count for the objective 'cost' alone, not for {name!r}: leave them out"
    if not request.objective.adds_costs and (request.chooses_links(problem) or problem.discount is not None):
        name = request.objective.name
        return f"hub links and discounts count for the objective 'cost' alone, not for {name!r}: leave them out"
    return way.refuses(problem, request)


def _too_large(way: Method, problem: Problem, request: Request) -> str:
    """Say that a method does not fit into the memory; empty if it does."""
    fault = memory_fault(way.memory(problem, request))
    return f"{fault}; use 'heuristic', or fewer nodes or candidates" if fault else ""


def choose(name: str, problem: Problem, request: Request) -> tuple[Method, str]:
    """Choose a method.

    Parameters
    ----------
    name : str
        Name of a method, or "auto" for the one with the smallest estimated time among those that can solve the request.
    problem : HubProblem or ScenarioProblem
    request : Request

    Returns
    -------
    Method
    str
        Why it was chosen; empty if it was asked for.

    Raises
    ------
    InputError
        If there is no such method, or it cannot solve the request.
    """
    if name != "auto":
        asked = method(name)
        why = refusal(asked, problem, request) or _too_large(asked, problem, request)
        if why:
            raise InputError([f"method {name!r} cannot do this: {why}"])
        return asked, ""
    able = {way.name: way for way in methods() if not refusal(way, problem, request)}
    able = {key: way for key, way in able.items() if not _too_large(way, problem, request)}
    seconds = {key: way.seconds(problem, request) for key, way in able.items()}
    exact = [key for key, estimate in seconds.items() if math.isfinite(estimate)]
    if not exact:
        raise InputError([refusal(method("compact"), problem, request)])
    best = able[min(exact, key=seconds.__getitem__)]
    return best, f"chosen by auto: {best.summary}"
