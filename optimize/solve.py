"""`solve`: the one entry point to every model and every method."""

from collections.abc import Hashable, Iterable
from dataclasses import replace
from typing import Any

from optimize.errors import InputError, collecting, report
from optimize.methods import (
    METHODS,
    against_estimates,
    best_results,
    best_start,
    check_count,
    check_units,
    choose,
    read_starts,
    solution_of,
    with_own_optima,
    without_negative_regrets,
)
from optimize.problem import HubProblem, Problem, ScenarioProblem
from optimize.run import Progress, as_asked, check_number_told, make_limits, make_request
from optimize.solution import HubSolution
from optimize.solvers import check_solver

__all__ = ["METHODS", "solve"]


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
    cvar_weight: float | None = None,
    radius: float | None = None,
    probability_low: Any = None,
    probability_high: Any = None,
    threshold: float | None = None,
    hub_links: int | None = None,
    threads: int | None = None,
    log: bool = False,
    start: Any = None,
    k_best: int | None = None,
) -> HubSolution:
    """Find the best hubs.

    Parameters
    ----------
    problem : HubProblem or ScenarioProblem
        The flows, costs and candidates; costs are in the unit that the problem uses, throughout.
    p : int, optional
        Number of hubs. Without it, the number is part of the decision, within `p_min` and `p_max`. For the total cost
        `p` or `p_max` has to be given, unless hubs have a fixed cost or hub links are a decision: of hubs that cost
        nothing all would be opened.
    allocation : "multiple", "single" or int
        How many hubs a node may use: any number, one, or at most r.
    objective : {"cost", "center", "covering", "set_covering", "max_covering"}
        "cost": minimum total cost (p-hub median, or fixed charges without `p`). "center": minimum of the largest cost
        between two nodes (p-hub centre). "set_covering": the fewest hubs, or the least fixed cost, that cover every
        pair within `threshold`. "max_covering": the most flow covered within it. "covering": the latter if `p` or
        `p_max` is given, else the former.
    method : str
        "auto", or one of `METHODS`.
    solver : str, optional
        Name of a PuLP solver; default: HiGHS.
    time_limit : float, optional
        Seconds. When they are over, the best solution found so far is returned with its bound. They do not count while
        numerical kernels are compiled, which happens once on a machine and is reported as a phase of its own.
    gap : float
        Relative gap at which a solution counts as optimal.
    open_hubs, closed_hubs : iterable of labels or positions
        Hubs that must be open, and hubs that must not. A whole number that is no label is the position of a node,
        counted from 0, where no label is a number or reads like one; else it is a label, or refused. `start` too.
    seed : int
        Seed of all random choices.
    progress : callable, optional
        Called repeatedly with a dict: ``phase, seconds, bound, incumbent, gap, done, total`` (the last two count steps
        of work, or are None). If it raises, the run stops and returns the best solution so far, as on Ctrl-C.
    p_min, p_max : int, optional
        Smallest and largest number of hubs, where `p` is not given.
    risk : str
        The risk measure over the costs of the scenarios. "expected", "worst_case". "max_regret": the largest excess
        over a scenario's own optimum under the same rules; "relative_regret": as a share of that optimum, which must
        not be 0. "cvar"; "mean_cvar": (1 - cvar_weight) times the expected cost plus cvar_weight times CVaR.
        "robust_probability": the worst expected cost over probabilities within a total variation distance `radius` of
        the given ones; "probability_bounds": over probabilities from `probability_low` to `probability_high`. Scenarios
        of probability 0 count for the worst case, the regrets, a positive radius, and where their bounds let them.
    cvar_level : float
        The level beta of CVaR, in [0, 1): the mean over the worst 1 - beta of the probability. Other measures do not
        look at it, so that one call may go through several; the command line refuses it there.
    cvar_weight : float, optional
        "mean_cvar": the weight of CVaR, from 0 (expected cost) to 1 (CVaR).
    radius : float, optional
        "robust_probability": the distance, from 0 (expected cost) to 1 (worst case). The total variation distance is
        half the sum of absolute differences: the probability that moves from some scenarios to others.
    probability_low, probability_high : mapping of name to float, or sequence, optional
        "probability_bounds": least and largest probability of each scenario; 0 and 1 for scenarios that a mapping
        leaves out, and for all if only the other one is given.
    threshold : float, optional
        Covering: the largest unit cost at which a pair counts as covered. An error with other objectives.
    hub_links : int, optional
        Incomplete hub networks: the exact number of undirected hub links.
    threads : int, optional
        Threads of the solver and the kernels; default: one for each processor that this process may use.
    log : bool
        Show the solver's own log.
    start : iterable of labels, HubSolution, or list of these, optional
        Hubs that are known to be good, or an earlier solution, also of another problem with the same labels: every
        method starts from the best of them, and no worse solution is returned, whatever the time limit. A solution
        brings its allocation, links and paths as far as they fit. Hubs that are not allowed, or cannot serve all flow,
        are an error. The program of a compact model is given the hubs if the solver is HiGHS.
    k_best : int, optional
        How many different hub sets to find, in their order: they are in `HubSolution.pool`, the first of them being the
        solution itself. Each has a bound that holds for all hub sets but those before it, so that the order is proven
        where all are optimal. There are fewer where no more hub sets are possible, or time is over.

    Returns
    -------
    HubSolution
        An infeasible problem is a result too: ``status == "infeasible"``, and `explanation` says why.

    Raises
    ------
    InputError
        If arguments cannot be used; it reports all faults at once.

    Examples
    --------
    >>> import numpy as np
    >>> from optimize import HubProblem, solve
    >>> cost = np.array([[0, 1, 3], [1, 0, 1], [3, 1, 0.0]])
    >>> solution = solve(HubProblem(np.ones((3, 3)), cost, labels=["a", "b", "c"]), p=1)
    >>> solution.hubs, solution.objective, str(solution.status)
    (('b',), 12.0, 'optimal')
    """
    if not isinstance(problem, (HubProblem, ScenarioProblem)):
        raise InputError([f"`problem` is a {type(problem).__name__}: make a HubProblem or a ScenarioProblem"])
    faults: list[str] = []
    with collecting(faults):
        limits = make_limits(
            time_limit=time_limit, gap=gap, solver=solver, threads=threads, seed=seed, log=log, progress=progress
        )
    with collecting(faults):
        request = make_request(
            problem,
            p=p,
            p_min=p_min,
            p_max=p_max,
            allocation=allocation,
            objective=objective,
            risk=risk,
            cvar_level=cvar_level,
            cvar_weight=cvar_weight,
            radius=radius,
            probability_low=probability_low,
            probability_high=probability_high,
            open_hubs=open_hubs,
            closed_hubs=closed_hubs,
            threshold=threshold,
            hub_links=hub_links,
        )
    if solver is not None:
        with collecting(faults):
            check_solver(solver)
    report(faults)
    if p is p_max is None and request.objective.adds_costs and not request.chooses_links(problem):
        check_number_told(problem, request.p_min, request.p_max)
    problem = as_asked(problem, request)
    check_count(k_best)
    starts = read_starts(problem, request, start)
    check_units(problem, request)
    way, reason = choose(method, problem, request)
    estimated: dict[int, float] = {}
    with limits.clock.catching_interrupts(), limits.clock.telling_of_pauses():
        if request.measure.against_optimum:
            request, estimated = with_own_optima(way, problem, request, limits)
        given = best_start(problem, request, limits, starts)
        found = []
        for result in best_results(way, problem, request, limits, given, int(k_best or 1)):
            if solver is not None and result.design is not None and "solver" not in result.info:
                unused = f"solver {solver} was not used: method {way.name!r} solves without it, 'compact' uses it"
                result = replace(result, explanation="; ".join(x for x in (result.explanation, unused) if x))
            asked, best = request, result
            if estimated:
                asked, best = against_estimates(problem, asked, best, estimated)
            if asked.measure.against_optimum:
                asked = without_negative_regrets(problem, asked, best)
            found.append(
                solution_of(problem, asked, way, reason, best, clock=limits.clock, gap=limits.gap, proven=not estimated)
            )
        return found[0] if k_best is None else replace(found[0], pool=tuple(found))
