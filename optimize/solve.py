"""`solve`: one door to every model and every method."""

import math
from collections.abc import Callable, Hashable, Iterable
from dataclasses import fields, replace
from importlib import import_module
from time import perf_counter
from typing import Any

import numpy as np

from optimize.errors import InputError
from optimize.evaluate import evaluate
from optimize.methods import choose, table_seconds, unsupported
from optimize.problem import Block, HubProblem, Problem, ScenarioProblem
from optimize.run import MethodResult, Progress, Request, Status, make_request
from optimize.solution import HubSolution

METHODS = {
    "compact": "optimize.compact",
    "enumeration": "optimize.table.enumeration",
    "benders": "optimize.benders",
    "single": "optimize.single",
    "center": "optimize.center.method",
    "heuristic": "optimize.heuristics",
}
"""Name of each method and the module whose ``run(problem, request)`` it is."""

_ROUNDING = 1e-5
_HOPELESS = 3.0  # a table estimated to take that many times the time limit is not begun
# a heuristic goes before a program of that many pairs times candidates, with that part of a time limit, at most so long
_LARGE_PROGRAM, _FIRST_SHARE, _FIRST_S = 20_000, 0.2, 5.0
_LEGS = ("collection", "transfer", "distribution")


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
        from optimize.solvers import check_solver

        check_solver(solver)
    if request.objective in ("set_covering", "max_covering"):
        problem = without_penalties(problem)  # a pair is covered by service alone
    elif request.objective == "cost":
        problem = without_weightless_gaps(problem)
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
    estimated: dict[int, float] = {}
    if request.risk == "max_regret":
        request, estimated = _with_own_optima(problem, request, method, began)
    result = _run(method, problem, request, began)
    if estimated:
        request, result = _against_estimates(problem, request, result, estimated)
    return _solution(problem, request, method, reason, result, began, proven=not estimated)


def _method(name: str) -> Callable[[Problem, Request], MethodResult]:
    run: Callable[[Problem, Request], MethodResult] = import_module(METHODS[name]).run
    return run


def _run(method: str, problem: Problem, request: Request, began: float) -> MethodResult:
    """Run a method within what is left of the time.

    A large program may take longer to build than the time allows: a heuristic goes before it, so that no run ends
    without hubs that are easily found.
    """
    limited = _remaining(request, began)
    if method == "enumeration" and limited.time_limit is not None:
        seconds = table_seconds(problem, request)
        if seconds > _HOPELESS * limited.time_limit:
            words = f"the table of hub sets would take about {seconds:.3g} s; the hubs are those of a heuristic"
            return replace(_method("heuristic")(problem, limited), explanation=words)
    if limited.time_limit is None or method != "compact" or unsupported("heuristic", problem, request):
        return _method(method)(problem, limited)
    seconds = min(_FIRST_SHARE * limited.time_limit, _FIRST_S)
    if _program_size(problem) < _LARGE_PROGRAM:
        result = _method(method)(problem, limited)
        if result.status is not Status.NO_SOLUTION:
            return result
        return _better(problem, request, _method("heuristic")(problem, replace(limited, time_limit=seconds)), result)
    first = _method("heuristic")(problem, replace(limited, time_limit=seconds))
    if first.design is not None and evaluate(problem, first.design, request).faults:
        first = replace(first, status=Status.NO_SOLUTION, design=None)
    if first.info.get("interrupted"):
        return first
    result = _method(method)(problem, _remaining(request, began))
    return result if result.status is Status.INFEASIBLE else _better(problem, request, first, result)


def _program_size(problem: Problem) -> int:
    """Pairs with flow times candidates: what a program grows with."""
    return problem.h * sum(int(np.count_nonzero(b.flow)) for s in problem.scenarios for b in s.blocks)


def _better(problem: Problem, request: Request, first: MethodResult, result: MethodResult) -> MethodResult:
    """Take the better design and the better bound of a heuristic and of the method that came after it."""
    most = request.objective == "max_covering"
    bound = min(first.bound, result.bound) if most else max(first.bound, result.bound)
    if first.design is None or result.status is Status.OPTIMAL:
        return replace(result, bound=bound)
    if result.design is not None:
        ours, theirs = (evaluate(problem, r.design, request).objective for r in (result, first) if r.design)
        if (ours >= theirs) if most else (ours <= theirs):
            return replace(result, bound=bound)
    explanation = "; ".join(x for x in (result.explanation, "the hubs are those of a heuristic") if x)
    return MethodResult(Status.FEASIBLE, first.design, bound, explanation, {**first.info, **result.info})


def _remaining(request: Request, began: float) -> Request:
    if request.time_limit is None:
        return request
    return replace(request, time_limit=max(0.1, request.time_limit - (perf_counter() - began)))


def _with_own_optima(problem: Problem, request: Request, method: str, began: float) -> tuple[Request, dict[int, float]]:
    """Solve each scenario by itself, what its regret is measured against.

    Returns
    -------
    Request
        With `own_optimum`: 0 for a scenario without a solution of its own.
    dict of int to float
        The scenarios whose optima are not proven, and the best that is known there; ``nan`` if nothing is.
    """
    own, estimated = [], {}
    count = len(problem.scenarios)
    for s in range(count):
        alone = one_scenario(problem, s)
        request_alone = replace(_remaining(request, began), risk="expected")
        if request_alone.time_limit is not None:
            # equal shares of what is left, the last for the regret itself
            request_alone = replace(request_alone, time_limit=request_alone.time_limit / (count - s + 1))
        result = _run(method, alone, request_alone, perf_counter())
        value = math.nan if result.design is None else evaluate(alone, result.design, request_alone).objective
        if result.status not in (Status.OPTIMAL, Status.INFEASIBLE):
            estimated[s] = value
        own.append(value if math.isfinite(value) else 0.0)
    return replace(request, own_optimum=tuple(own)), estimated


def _against_estimates(
    problem: Problem, request: Request, result: MethodResult, estimated: dict[int, float]
) -> tuple[Request, MethodResult]:
    """Measure regret against the best that is known where a scenario's own optimum is not proven: nothing is optimal.

    What is known is no better than the optimum, so regrets against it, and bounds on these, are not above the true
    ones; 0 is a bound whatever is known.
    """
    most = request.objective == "max_covering"
    known_all = not any(math.isnan(value) for value in estimated.values())
    bound = result.bound if known_all else 0.0
    bound = min(0.0, bound) if most else max(0.0, bound)
    if result.design is None:
        return request, result if result.status is Status.INFEASIBLE else replace(result, bound=bound)
    costs = evaluate(problem, result.design, request).scenario_cost
    own = list(request.own_optimum or ())
    better = np.fmax if most else np.fmin
    for s, value in estimated.items():
        own[s] = float(better(value, costs[s]))
    names = ", ".join(problem.scenarios[s].name for s in estimated)
    words = f"regret is against the best known, not a proven optimum, in scenarios {names}"
    status = Status.FEASIBLE if result.status is Status.OPTIMAL else result.status
    explanation = "; ".join(x for x in (result.explanation, words) if x)
    return replace(request, own_optimum=tuple(own)), replace(
        result, status=status, bound=bound, explanation=explanation
    )


def without_penalties(problem: Problem) -> Problem:
    """Make the problem in which no demand may be left unserved at a price."""
    return _with_blocks(problem, lambda block: replace(block, unmet_penalty=None))


def without_weightless_gaps(problem: Problem) -> Problem:
    """Make the problem in which a class of weight 0, whose costs do not count, has a way everywhere.

    Its flow still needs room at the hubs.
    """
    if all(block.weight > 0 for scenario in problem.scenarios for block in scenario.blocks):
        return problem

    def free(block: Block) -> Block:
        if block.weight > 0:
            return block
        gapless: dict[str, Any] = {leg: np.where(np.isinf(m := getattr(block, leg)), 0.0, m) for leg in _LEGS}
        return replace(block, **gapless)

    return _with_blocks(problem, free)


def _with_blocks(problem: Problem, change: Callable[[Block], Block]) -> Problem:
    """Make the same problem with every block changed."""
    if isinstance(problem, ScenarioProblem):
        changed = {name: _with_blocks(alone, change) for name, alone in problem.problems.items()}
        return ScenarioProblem(changed, problem.probability)  # type: ignore[arg-type]
    copy = HubProblem.__new__(HubProblem)
    for entry in fields(problem):
        object.__setattr__(copy, entry.name, getattr(problem, entry.name))
    object.__setattr__(copy, "blocks", tuple(change(block) for block in problem.blocks))
    return copy


def one_scenario(problem: Problem, s: int) -> Problem:
    """Make the problem in which scenario s is certain."""
    if isinstance(problem, HubProblem):
        return problem
    name = problem.scenarios[s].name
    return ScenarioProblem({name: problem.problems[name]})


def _solution(
    problem: Problem,
    request: Request,
    method: str,
    reason: str,
    result: MethodResult,
    began: float,
    *,
    proven: bool,
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
    costs = float(np.abs(evaluation.scenario_cost).max())
    if request.objective == "max_covering":  # nothing may be covered of much
        costs = max(float(sum(b.weight * b.flow.sum() for b in s.blocks)) for s in problem.scenarios)
    scale = max(abs(objective), 1e-6 * costs, np.finfo(float).tiny)
    sign = -1.0 if request.objective == "max_covering" else 1.0
    if sign > 0:
        # no cost is negative, nor a regret unless the scenarios' own optima have a gap; a solver's rounding may be
        bound = max(bound, 0.0 if request.risk != "max_regret" else min(0.0, objective))
    if not math.isfinite(objective):
        msg = f"method {method!r} returned a design of cost {objective!r}: this is a fault of silkhub"
        raise RuntimeError(msg)
    if sign * (bound - objective) > _ROUNDING * max(scale, 1e-3 * costs):
        msg = f"method {method!r} claims the bound {bound!r} but found {objective!r}: this is a fault of silkhub"
        raise RuntimeError(msg)
    bound = sign * min(sign * bound, sign * objective)  # rounding must not put it on the wrong side
    with np.errstate(over="ignore"):  # nothing found where much may be
        gap = 0.0 if objective == bound else float(abs(objective - bound) / np.float64(scale))
    status = Status.FEASIBLE if result.status is Status.NO_SOLUTION else result.status
    if status is Status.OPTIMAL and gap > max(request.gap, 1e-9) * (1 + 1e-6):
        status = Status.FEASIBLE
    elif status is Status.FEASIBLE and gap <= request.gap and proven:
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
