r"""What the compact formulations of the sum objective share: hub variables, scenario costs, solving.

.. math::
    z_k \in \{0, 1\}, \quad p_{\min} \le \sum_k z_k \le p_{\max}, \quad
    z_k = 1 \ (k \text{ forced open}), \quad z_k = 0 \ (k \text{ forced closed}), \quad
    c_s = \sum_k f_{sk} z_k + \dots

with :math:`c_s` put together by `optimize.compact.risk_rows`.
"""

from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt

from optimize.compact.risk_rows import ScenarioCost, add_risk
from optimize.problem import Block, FloatArray, IntArray, Problem, Scenario
from optimize.rules import DIRECT, UNMET, Routing, cheapest_paths
from optimize.run import Design, Limits, MethodResult, Request, Status, counted_scenarios
from optimize.solvers import Model, SolverReport, solve_model

BoolArray = npt.NDArray[np.bool_]
_OPEN = 0.5
_NO_SHARE = 1e-9


class Frame:
    """A formulation under construction: the model, its hub variables and each scenario's cost.

    Attributes
    ----------
    model : Model
    z : (h,) int array
        Columns of the hub variables.
    costs : dict of scenario position to ScenarioCost
        The scenarios that count; fixed costs are in it from the start.
    alive : (h,) bool array
        Hubs that may be open.
    unit : float
        Size of the costs.
    """

    def __init__(self, problem: Problem, request: Request, limits: Limits, name: str) -> None:
        self.problem, self.request, self._limits = problem, request, limits
        least = least_costs(problem, request)
        self.unit = float(least[np.isfinite(least)].max(initial=0.0)) or _usual_cost(problem) or 1.0
        self._least = least
        self.model = Model(name, magnitude=self.unit, clock=limits.clock)
        self.alive = np.ones(problem.h, dtype=bool)
        self.alive[list(request.closed_hubs)] = False
        low = np.zeros(problem.h)
        low[list(request.open_hubs)] = 1.0
        self.z = self.model.add_variables(problem.h, low=low, up=self.alive.astype(np.float64), integer=True)
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
        """Add the objective and solve within what is left of the time limit."""
        add_risk(self.model, self.problem, self.request, self.costs, self.unit)
        return solve_model(self.model, self._limits, phase="compact", options=options or None)

    def hubs(self, values: FloatArray) -> tuple[int, ...]:
        """Open hubs of a solution."""
        return tuple(int(k) for k in np.flatnonzero(values[self.z] > _OPEN))

    def result(self, report: SolverReport, design: Design | None) -> MethodResult:
        """Hand a solver's report and the design read from it on."""
        info = {
            "formulation": self.model.name,
            "solver": report.solver,
            "variables": self.model.columns,
            "rows": self.model.rows,
            "nodes": report.nodes,
            "solver_seconds": report.seconds,
        }
        # why there is no solution is for the analysis of infeasibility to say, not for the solver
        said = "" if report.status is Status.INFEASIBLE else report.message
        bound = max(report.bound, joint_cost(self.problem, self.request, self._least))
        return MethodResult(report.status, design, bound, said, info)


def least_costs(problem: Problem, request: Request) -> FloatArray:
    """Cost of each scenario that no design goes below: every hub open, the cheapest `p_min` of them paid for.

    It scales the model, and is the bound where a run ends before the solver has one.
    """
    hubs = [k for k in range(problem.h) if k not in request.closed_hubs]
    forced = sorted(request.open_hubs)
    free = [k for k in hubs if k not in request.open_hubs]
    least = []
    for scenario in problem.scenarios:
        others = np.sort(scenario.fixed_cost[free])[: max(0, request.p_min - len(forced))]
        cost = float(scenario.fixed_cost[forced].sum() + others.sum())
        for block in scenario.blocks:
            unit = cheapest_paths(block, hubs)[2]
            served = block.flow > 0
            cost += block.weight * float(block.flow[served] @ unit[served])
        least.append(cost)
    return np.array(least)


def joint_cost(problem: Problem, request: Request, costs: FloatArray) -> float:
    """Put scenario costs together by the request's risk measure."""
    probability = np.array([scenario.probability for scenario in problem.scenarios])
    return float(request.combine(costs, probability))


def flows(block: Block) -> tuple[IntArray, IntArray, FloatArray]:
    """Pairs with flow: origins, destinations, quantities."""
    origin, destination = (x.astype(np.int64) for x in np.nonzero(block.flow))
    return origin, destination, block.flow[origin, destination]


def outside_of(block: Block, origin: IntArray, destination: IntArray) -> FloatArray:
    """Unit cost of the outside option of pairs; inf where there is none."""
    if block.outside is None:
        return np.full(len(origin), np.inf)
    return np.asarray(block.outside[origin, destination], dtype=np.float64)


def outside_mark(block: Block, origin: IntArray, destination: IntArray) -> IntArray:
    """Which outside option pairs take: `DIRECT` or `UNMET`."""
    direct = np.full(len(origin), np.inf) if block.direct is None else block.direct[origin, destination]
    unmet = np.full(len(origin), np.inf) if block.unmet_penalty is None else block.unmet_penalty[origin, destination]
    return np.where(direct < unmet, DIRECT, UNMET).astype(np.int64)


def unserved(block: Block) -> Routing:
    """Make the routing that leaves everything unserved, of a scenario that does not count."""
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
    """Clean up shares read from a solver: over open hubs alone, none of them negative, summing to 1.

    Parameters
    ----------
    block : Block
    hubs : tuple of int
        Open hubs.
    pair : pair of int arrays
        Origins and destinations of the pairs.
    first, last, which, share : arrays
        Paths: hubs, number of the pair, share of its flow. What is missing to 1 goes outside where that is possible.
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


def fixed_hubs(request: Request, hubs: tuple[int, ...], h: int) -> Request:
    """Make the request in which the hubs are given."""
    return replace(
        request,
        p_min=len(hubs),
        p_max=len(hubs),
        open_hubs=frozenset(hubs),
        closed_hubs=frozenset(range(h)) - frozenset(hubs),
    )
