r"""The common part of compact formulations that minimise the total cost: hub variables, scenario costs, solving.

.. math::
    z_k \in \{0, 1\}, \quad p_{\min} \le \sum_k z_k \le p_{\max}, \quad
    z_k = 1 \ (k \text{ forced open}), \quad z_k = 0 \ (k \text{ forced closed}), \quad
    c_s = \sum_k f_{sk} z_k + \dots

with the risk measure over the :math:`c_s` from `optimize.compact.risk_rows`.
"""

from typing import Any

import numpy as np
import numpy.typing as npt

from optimize.compact.risk_rows import ScenarioCost, add_risk
from optimize.problem import Block, FloatArray, IntArray, Problem, Scenario
from optimize.rules import DIRECT, UNMET, Look, Routing, cheapest_costs
from optimize.run import Design, Limits, MethodResult, Request, Status, counted_scenarios
from optimize.solvers import Model, SolverReport, solve_model

BoolArray = npt.NDArray[np.bool_]
_OPEN = 0.5  # a binary above it is 1: solvers return whole numbers within 1e-6
_NO_SHARE = 1e-9  # part of a pair's flow that is a solver's rounding, and not routed


class Frame:
    """A formulation under construction: the model, its hub variables and each scenario's cost.

    Parameters
    ----------
    problem : HubProblem or ScenarioProblem
        The problem.
    request : Request
        The question.
    limits : Limits
        Time, precision and solver.
    name : str
        Name of the formulation.

    Attributes
    ----------
    model : Model
        The program, with the rows that limit the number of hubs.
    z : (h,) int array
        Columns of the hub variables.
    costs : dict of int to ScenarioCost
        By position, the scenarios that count; fixed costs are included from the start.
    alive : (h,) bool array
        Candidates that may be open.
    unit : float
        Rough size of the costs, by which rows and the objective are scaled.
    """

    def __init__(self, problem: Problem, request: Request, limits: Limits, name: str) -> None:
        self.problem, self.request, self._limits = problem, request, limits
        least = least_costs(problem, request, limits.clock.check)
        self.unit = float(least[np.isfinite(least)].max(initial=0.0)) or _usual_cost(problem) or 1.0
        self.unit = max(self.unit, limits.magnitude or 0.0)
        self._least = least
        # what the objective is made of: costs, or costs relative to optima
        self._size = 1.0 if request.measure.is_relative else self.unit
        self.model = Model(name, magnitude=self._size, clock=limits.clock)
        self.alive = np.ones(problem.h, dtype=bool)
        self.alive[list(request.closed_hubs)] = False
        low = np.zeros(problem.h)
        low[list(request.open_hubs)] = 1.0
        self.z = self.model.add_variables(problem.h, low=low, up=self.alive.astype(np.float64), integer=True)
        if limits.start is not None:
            self.model.suggest(self.z, np.isin(np.arange(problem.h), limits.start.hubs))
        self.model.describe(self.z, "open", lambda: {"hub": np.arange(problem.h)})
        self.model.add_rows(0, self.z, 1.0, ">=", [request.p_min])
        self.model.add_rows(0, self.z, 1.0, "<=", [request.p_max])
        self.costs: dict[int, ScenarioCost] = {}
        for s in counted_scenarios(problem, request):
            self.costs[s] = ScenarioCost()
            self.costs[s].add(self.z, problem.scenarios[s].fixed_cost)

    @property
    def scenarios(self) -> list[tuple[int, Scenario]]:
        """The scenarios that count, with their positions."""
        return [(s, self.problem.scenarios[s]) for s in self.costs]

    def solve(self, **options: Any) -> SolverReport:
        """Add the objective and solve the program within the time that is left.

        Parameters
        ----------
        **options
            Options of the solver by its own names (HiGHS only).

        Returns
        -------
        SolverReport
        """
        add_risk(self.model, self.problem, self.request, self.costs, self._size)
        return solve_model(self.model, self._limits, phase="compact", options=options or None)

    def hubs(self, values: FloatArray) -> tuple[int, ...]:
        """Read the open hubs from a solution.

        Parameters
        ----------
        values : (columns,) array
            Values of the program's variables.

        Returns
        -------
        tuple of int
            Positions of the open candidates, ascending.
        """
        return tuple(int(k) for k in np.flatnonzero(values[self.z] > _OPEN))

    def result(self, report: SolverReport, design: Design | None) -> MethodResult:
        """Make the result of the method.

        Parameters
        ----------
        report : SolverReport
            The solver's report.
        design : Design or None
            The design read from its solution.

        Returns
        -------
        MethodResult
            Its bound is the better of the solver's and of `least_costs`.
        """
        info = {
            "formulation": self.model.name,
            "solver": report.solver,
            "variables": self.model.columns,
            "rows": self.model.rows,
            "nodes": report.nodes,
            "solver_seconds": report.seconds,
        }
        # why there is no solution is explained by `optimize.explain`, not by the solver
        said = "" if report.status is Status.INFEASIBLE else report.message
        bound = max(report.bound, joint_cost(self.problem, self.request, self._least))
        return MethodResult(report.status, design, bound, said, info)


def least_costs(problem: Problem, request: Request, look: Look | None = None) -> FloatArray:
    """Lower bound on the cost of each scenario: every candidate is open, but only the cheapest `p_min` are paid for.

    It scales the model, and is the bound if a run ends before the solver has one.

    Parameters
    ----------
    problem : HubProblem or ScenarioProblem
    request : Request
    look : callable, optional
        Called now and then: it may look at a clock, and raise.

    Returns
    -------
    (s,) array
    """
    hubs = [k for k in range(problem.h) if k not in request.closed_hubs]
    forced = sorted(request.open_hubs)
    free = [k for k in hubs if k not in request.open_hubs]
    least = []
    for scenario in problem.scenarios:
        others = np.sort(scenario.fixed_cost[free])[: max(0, request.p_min - len(forced))]
        cost = float(scenario.fixed_cost[forced].sum() + others.sum())
        for block in scenario.blocks:
            unit = cheapest_costs(block, hubs, look)
            served = block.flow > 0
            cost += block.weight * float(block.flow[served] @ unit[served])
        least.append(cost)
    return np.array(least)


def joint_cost(problem: Problem, request: Request, costs: FloatArray) -> float:
    """Apply the request's risk measure to the costs of the scenarios.

    Parameters
    ----------
    problem : HubProblem or ScenarioProblem
    request : Request
    costs : (s,) array
        Cost in each scenario.

    Returns
    -------
    float
    """
    probability = np.array([scenario.probability for scenario in problem.scenarios])
    return float(request.combine(costs, probability))


def flows(block: Block) -> tuple[IntArray, IntArray, FloatArray]:
    """List the pairs with flow.

    Parameters
    ----------
    block : Block

    Returns
    -------
    origin, destination : (pairs,) int arrays
        Positions of the nodes, sorted by origin.
    quantity : (pairs,) array
        Flow of each pair.
    """
    origin, destination = (x.astype(np.int64) for x in np.nonzero(block.flow))
    return origin, destination, block.flow[origin, destination]


def outside_of(block: Block, origin: IntArray, destination: IntArray) -> FloatArray:
    """Unit cost of the outside option of pairs.

    Parameters
    ----------
    block : Block
    origin, destination : (pairs,) int arrays
        Positions of the nodes.

    Returns
    -------
    (pairs,) array
        ``inf`` where there is none.
    """
    if block.outside is None:
        return np.full(len(origin), np.inf)
    return np.asarray(block.outside[origin, destination], dtype=np.float64)


def outside_mark(block: Block, origin: IntArray, destination: IntArray) -> IntArray:
    """Which outside option is the cheaper one.

    Parameters
    ----------
    block : Block
    origin, destination : (pairs,) int arrays
        Positions of the nodes.

    Returns
    -------
    (pairs,) int array
        `DIRECT` or `UNMET`.
    """
    direct = np.full(len(origin), np.inf) if block.direct is None else block.direct[origin, destination]
    unmet = np.full(len(origin), np.inf) if block.unmet_penalty is None else block.unmet_penalty[origin, destination]
    return np.where(direct < unmet, DIRECT, UNMET).astype(np.int64)


def unserved(block: Block) -> Routing:
    """Routing that leaves all flow unserved, for scenarios that do not count.

    Parameters
    ----------
    block : Block

    Returns
    -------
    Routing
    """
    origin, destination, _ = flows(block)
    mark = np.full(len(origin), UNMET, dtype=np.int64)
    return Routing(origin, destination, mark, mark, np.ones(len(origin)))


def routing_of(
    block: Block,
    hubs: tuple[int, ...],
    pair: tuple[IntArray, IntArray],
    first: IntArray,
    last: IntArray,
    which: IntArray,
    share: FloatArray,
) -> Routing:
    """Make a routing from shares in a solver's solution: over open hubs only, not negative, with a sum of 1 per pair.

    Parameters
    ----------
    block : Block
    hubs : tuple of int
        Positions of the open candidates.
    pair : pair of (pairs,) int arrays
        Origins and destinations of the pairs.
    first, last : (q,) int arrays
        First and last hub of each path.
    which : (q,) int array
        Pair of each path, as a position in `pair`.
    share : (q,) array
        Share of the pair's flow on each path.

    Returns
    -------
    Routing
        The missing share of a pair uses its outside option if there is one.
    """
    origin, destination = pair
    kept = (share > _NO_SHARE) & np.isin(first, hubs) & np.isin(last, hubs)
    first, last, which, share = first[kept], last[kept], which[kept], share[kept]
    total = np.bincount(which, weights=share, minlength=len(origin))
    missing = np.where(np.isfinite(outside_of(block, origin, destination)), 1.0 - total, 0.0)
    missing[missing < _NO_SHARE] = 0.0
    nowhere = (total + missing) <= 0.0
    missing[nowhere] = 1.0
    share = share / (total + missing)[which]
    out = np.flatnonzero(missing > 0)
    mark = outside_mark(block, origin[out], destination[out])
    return Routing(
        np.concatenate([origin[which], origin[out]]),
        np.concatenate([destination[which], destination[out]]),
        np.concatenate([first, mark]),
        np.concatenate([last, mark]),
        np.concatenate([share, missing[out] / (total + missing)[out]]),
    )


def _usual_cost(problem: Problem) -> float:
    """Rough cost of serving all flow over one hub, for a scale where the least cost with all hubs open is 0."""
    usual = 0.0
    for scenario in problem.scenarios:
        total = 0.0
        for block in scenario.blocks:
            there, back = (leg[np.isfinite(leg)] for leg in (block.collection_handled, block.distribution))
            unit = sum(float(leg.mean()) for leg in (there, back) if leg.size)
            total += block.weight * float(block.flow.sum()) * unit
        usual = max(usual, total)
    return usual
