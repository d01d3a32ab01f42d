"""`solve`: one door to every model and every method."""

from collections.abc import Hashable, Iterable

from optimize.errors import InputError, collecting, report
from optimize.methods import METHODS, against_estimates, attempt, choose, solution_of, with_own_optima
from optimize.problem import HubProblem, Problem, ScenarioProblem, without_penalties, without_weightless_gaps
from optimize.run import Progress, make_limits, make_request
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
        Called now and then with a dict: ``phase, seconds, bound, incumbent, gap, done, total`` (of the work that can be
        counted; else None). If it raises, the run stops and hands over the best solution so far, as on Ctrl-C.
    p_min, p_max : int, optional
        Least and most hubs, where `p` is not given.
    risk : {"expected", "worst_case", "max_regret", "cvar"}
        The risk measure over the costs of the scenarios.
    cvar_level : float
        beta of CVaR.
    threshold : float, optional
        Covering: the largest unit cost at which a pair is covered.
    hub_links : int, optional
        Incomplete hub networks: exact number of undirected hub links.
    threads : int, optional
        For the solver and the kernels; default: the processors that this process may use.
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
            open_hubs=open_hubs,
            closed_hubs=closed_hubs,
            threshold=threshold,
            hub_links=hub_links,
        )
    if solver is not None:
        with collecting(faults):
            check_solver(solver)
    report(faults)
    if request.objective.is_covering:
        problem = without_penalties(problem)  # a pair is covered by service alone
    elif request.objective.adds_costs:
        problem = without_weightless_gaps(problem)
    way, reason = choose(method, problem, request)
    estimated: dict[int, float] = {}
    with limits.clock.catching_interrupts():
        if request.risk == "max_regret":
            request, estimated = with_own_optima(way, problem, request, limits)
        result = attempt(way, problem, request, limits)
        if estimated:
            request, result = against_estimates(problem, request, result, estimated)
        return solution_of(
            problem, request, way, reason, result, clock=limits.clock, gap=limits.gap, proven=not estimated
        )
