"""`solve`: one door to every model and every method."""

import math
from collections.abc import Callable, Hashable, Iterable
from dataclasses import fields, replace
from importlib import import_module
from time import perf_counter
from typing import Any

import numpy as np

from optimize.auto import choose, unsupported
from optimize.errors import InputError
from optimize.evaluate import evaluate
from optimize.problem import HubProblem
from optimize.request import Progress, Request, make_request
from optimize.result import MethodResult, Status
from optimize.scenario import Problem, ScenarioProblem
from optimize.solution import HubSolution

METHODS = {
    "compact": "optimize.compact",
    "enumeration": "optimize.enumeration",
    "benders": "optimize.benders",
    "single": "optimize.single",
    "center": "optimize.center_search",
    "heuristic": "optimize.heuristics",
}
"""Name of each method and the module whose ``run(problem, request)`` it is."""

_ROUNDING = 1e-5


def solve(
    problem: Problem,
    *,
    p: int | None = None,
    allocation: str | int = "multiple",
    objective: str = "cost",
    method: str = "auto",
    solver: str | None = None,
    time_limit: float | None = None,
    gap: float = 1e-6,
    open_hubs: Iterable[Hashable] = (),
    closed_hubs: Iterable[Hashable] = (),
    seed: int = 0,
    progress: Progress | None = None,
    p_min: int | None = None,
    p_max: int | None = None,
    risk: str = "expected",
    cvar_level: float = 0.9,
    threshold: float | None = None,
    hub_links: int | None = None,
    threads: int | None = None,
    log: bool = False,
) -> HubSolution:
    """Find the best hubs.

    Parameters
    ----------
    problem : HubProblem or ScenarioProblem
    p : int, optional
        Number of hubs; None = as many as pay their fixed cost, within `p_min` and `p_max`.
    allocation : "multiple", "single" or int
        How many hubs a node may use: any, one, or at most r.
    objective : {"cost", "center", "covering", "set_covering", "max_covering"}
        Least total cost (p-hub median, fixed charge); least largest pair cost (p-hub centre); "covering" asks for the
        fewest hubs that serve every pair within `threshold` (p not given) or for the most flow within it (p given).
    method : str
        "auto", or one of `METHODS`.
    solver : str, optional
        A PuLP solver by name; default HiGHS.
    time_limit : float, optional
        Seconds. At the limit the best solution found comes back with its bound.
    gap : float
        Relative gap at which a solution counts as optimal.
    open_hubs, closed_hubs : iterable of labels
        Hubs that have to be, or must not be, open.
    seed : int
        Of everything random.
    progress : callable, optional
        Called now and then with a dict (``phase, seconds, bound, incumbent, gap``).
    p_min, p_max : int, optional
        Least and most hubs, where `p` is not given.
    risk : {"expected", "worst_case", "max_regret", "cvar"}
        How scenarios are put together.
    cvar_level : float
        beta of CVaR.
    threshold : float, optional
        Covering: the largest unit cost at which a pair is covered.
    hub_links : int, optional
        Incomplete hub networks: exact number of undirected hub links.
    threads : int, optional
        For the solver and the kernels.
    log : bool
        Show the solver's own log.

    Returns
    -------
    HubSolution
        An infeasible problem is a result too: ``status == "infeasible"``, and `explanation` says why.

    Raises
    ------
    InputError
        For unusable arguments: all faults at once.

    Examples
    --------
    >>> import numpy as np
    >>> from optimize import HubProblem, solve
    >>> cost = np.array([[0, 1, 3], [1, 0, 1], [3, 1, 0.0]])
    >>> solution = solve(HubProblem(np.ones((3, 3)), cost, labels=["a", "b", "c"]), p=1)
    >>> solution.hubs, solution.objective, str(solution.status)
    (('b',), 12.0, 'optimal')
    """
    began = perf_counter()
    if not isinstance(problem, (HubProblem, ScenarioProblem)):
        raise InputError([f"`problem` is a {type(problem).__name__}: make a HubProblem or a ScenarioProblem"])
    request = make_request(
        problem,
        p=p,
        p_min=p_min,
        p_max=p_max,
        allocation=allocation,
        objective=objective,
        risk=risk,
        cvar_level=cvar_level,
        open_hubs=open_hubs,
        closed_hubs=closed_hubs,
        threshold=threshold,
        hub_links=hub_links,
        time_limit=time_limit,
        gap=gap,
        solver=solver,
        threads=threads,
        seed=seed,
        log=log,
        progress=progress,
    )
    if solver is not None:
        from optimize.backends import check_solver

        check_solver(solver)
    if request.objective in ("set_covering", "max_covering"):
        problem = without_penalties(problem)  # a pair is covered by service alone
    if method == "auto":
        method, reason = choose(problem, request)
        impossible = unsupported(method, problem, request)
        if impossible:
            raise InputError([impossible])
    elif method in METHODS:
        reason = unsupported(method, problem, request)
        if reason:
            raise InputError([f"method {method!r} cannot do this: {reason}"])
    else:
        raise InputError([f"method is {method!r}: use 'auto' or one of {', '.join(METHODS)}"])
    if request.risk == "max_regret":
        request = _with_own_optima(problem, request, method)
    result = _method(method)(problem, _remaining(request, began))
    return _solution(problem, request, method, reason, result, began)


def _method(name: str) -> Callable[[Problem, Request], MethodResult]:
    run: Callable[[Problem, Request], MethodResult] = import_module(METHODS[name]).run
    return run


def _remaining(request: Request, began: float) -> Request:
    if request.time_limit is None:
        return request
    return replace(request, time_limit=max(0.1, request.time_limit - (perf_counter() - began)))


def _with_own_optima(problem: Problem, request: Request, method: str) -> Request:
    """Solve each scenario by itself: what its regret is measured against."""
    own = []
    for s in range(len(problem.scenarios)):
        alone = one_scenario(problem, s)
        result = _method(method)(alone, replace(request, risk="expected"))
        if result.design is None:
            own.append(math.inf)
        else:
            own.append(evaluate(alone, result.design, replace(request, risk="expected")).objective)
    if not all(math.isfinite(x) for x in own):
        # without a finite optimum there is nothing to regret: the method itself reports infeasibility
        own = [x if math.isfinite(x) else 0.0 for x in own]
    return replace(request, own_optimum=tuple(own))


def without_penalties(problem: Problem) -> Problem:
    """Make the problem in which no demand may be left unserved at a price."""
    if isinstance(problem, ScenarioProblem):
        served = {name: without_penalties(alone) for name, alone in problem.problems.items()}
        return ScenarioProblem(served, problem.probability)  # type: ignore[arg-type]
    copy = HubProblem.__new__(HubProblem)
    for entry in fields(problem):
        object.__setattr__(copy, entry.name, getattr(problem, entry.name))
    object.__setattr__(copy, "blocks", tuple(replace(block, unmet_penalty=None) for block in problem.blocks))
    return copy


def one_scenario(problem: Problem, s: int) -> Problem:
    """Make the problem in which scenario s is certain."""
    if isinstance(problem, HubProblem):
        return problem
    name = problem.scenarios[s].name
    return ScenarioProblem({name: problem.problems[name]})


def _solution(
    problem: Problem, request: Request, method: str, reason: str, result: MethodResult, began: float
) -> HubSolution:
    common: dict[str, Any] = {"method": method, "info": result.info, "problem": problem, "request": request}
    if result.design is None:
        explanation = result.explanation
        if result.status is Status.INFEASIBLE and not explanation:
            from optimize.explain import explain_infeasible

            explanation = explain_infeasible(problem, request)
        return HubSolution(
            hubs=(),
            objective=math.nan,
            bound=result.bound,
            gap=math.nan,
            status=result.status,
            seconds=perf_counter() - began,
            explanation=explanation,
            **common,
        )
    evaluation = evaluate(problem, result.design, request)
    if evaluation.faults:
        msg = f"method {method!r} returned a design that breaks the rules: {'; '.join(evaluation.faults)}"
        raise RuntimeError(msg)
    objective, bound = evaluation.objective, result.bound
    # a regret may be 0 where costs are large: rounding of the costs is no gap
    scale = max(abs(objective), 1e-6 * float(np.abs(evaluation.scenario_cost).max()), np.finfo(float).tiny)
    sign = -1.0 if request.objective == "max_covering" else 1.0
    if sign * (bound - objective) > _ROUNDING * scale:
        msg = f"method {method!r} claims the bound {bound!r} but found {objective!r}: this is a fault of silkhub"
        raise RuntimeError(msg)
    bound = sign * min(sign * bound, sign * objective)  # rounding must not put it on the wrong side
    gap = 0.0 if objective == bound else abs(objective - bound) / scale
    status = result.status
    if status is Status.OPTIMAL and gap > max(request.gap, 1e-9) * (1 + 1e-6):
        status = Status.FEASIBLE
    elif status is Status.FEASIBLE and gap <= request.gap:
        status = Status.OPTIMAL
    return HubSolution(
        hubs=tuple(problem.candidates[k] for k in result.design.hubs),
        objective=objective,
        bound=bound,
        gap=gap,
        status=status,
        seconds=perf_counter() - began,
        explanation="; ".join(x for x in (reason, result.explanation) if x),
        design=result.design,
        evaluation=evaluation,
        **common,
    )
