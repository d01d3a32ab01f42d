r"""Minimum-cost multicommodity flow with shared capacities and unmet demand, solved exactly by route generation.

Sets: pairs :math:`i` (a class :math:`k(i)`, an origin, a destination), arcs :math:`a`, capacities :math:`l`,
:math:`R_i` = all paths of pair i in the network. Data: demand :math:`q_i`, unit cost :math:`c_{ka}`, use :math:`u_{la}`
of capacity :math:`b_l` per unit of flow, penalty :math:`p_k` per unit of unmet demand. With the cost
:math:`c_r = \sum_{a \in r} c_{k(i) a}` and the use :math:`u_{lr} = \sum_{a \in r} u_{la}` of a route,

.. math::

    \min \; & \sum_i \sum_{r \in R_i} c_r x_r + \sum_i p_{k(i)} s_i \\
    \text{s.t. } & \sum_{r \in R_i} x_r + s_i = q_i & \forall i & \quad (1) \quad [\pi_i] \\
    & \sum_i \sum_{r \in R_i} u_{lr} x_r \le b_l & \forall l & \quad (2) \quad [-\lambda_l,\ \lambda \ge 0] \\
    & x, s \ge 0.

Ford and Fulkerson (1958) proposed, and Tomlin (1966) implemented, to generate routes when they are needed instead of
listing them all: a linear program over a few routes has duals :math:`\pi, \lambda`, and a route of pair i improves it
exactly if its cost with the surcharge :math:`\sum_l \lambda_l u_{lr}` is below :math:`\pi_i`; the cheapest such route
is a shortest path, found by one run of Dijkstra's algorithm for each class and origin. The form in which (1) and (2)
are solved is given in `optimize.flows.route_master`. It has rows only for capacities that were exceeded at least once,
and for pairs whose first route uses a capacity with a positive price: for all others the shortest path without
surcharges remains the cheapest.

Every round yields a lower bound by Lagrangian relaxation of (2), valid for any :math:`\lambda \ge 0`:

.. math::

    L(\lambda) = \sum_i q_i \min\Big(p_{k(i)},\ \min_{r \in R_i} \Big(c_r + \sum_l \lambda_l u_{lr}\Big)\Big)
    - \sum_l \lambda_l b_l .

References
----------
Ford, L. R. and Fulkerson, D. R. (1958). A suggested computation for maximal multi-commodity network flows. Management
Science 5(1), 97-101.
Tomlin, J. A. (1966). Minimum-cost multicommodity network flows. Operations Research 14(1), 45-51.
Barnhart, C., Hane, C. A. and Vance, P. H. (2000). Using branch-and-price-and-cut to solve origin-destination integer
multicommodity flow problems. Operations Research 48(2), 318-326.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse

from optimize.flows.commodities import Columns, MulticommodityFlow, MulticommodityProblem, RouteFlow
from optimize.flows.route_master import MasterPoint, RouteMaster
from optimize.flows.route_pool import RoutePool
from optimize.flows.route_search import RouteSearch, surcharge_of
from optimize.problem import FloatArray, IntArray
from optimize.run import Clock, Progress, Status, relative_gap

BoolArray = npt.NDArray[np.bool_]

_TOLERANCE = 1e-9  # relative to a capacity and to the largest demand: rounding of sums over many routes
_REDUCED_COST = 1e-8  # relative: a route that improves by less would enter and leave for the solver's rounding
# new routes over all routes, below which the price M of exceeding a capacity is raised: a small part solves almost to
# the end with prices that are too low, a large one makes routes for prices that are not sensible yet (a judgement)
_FEW = 0.05
# routes of a pool are taken in where they cost little more than the cheapest one at its prices (a judgement)
_NEAR = 0.05


def solve_multicommodity(
    problem: MulticommodityProblem,
    *,
    gap: float = 1e-7,
    time_limit: float | None = None,
    progress: Progress | None = None,
    start: RoutePool | None = None,
    cutoff: float = np.inf,
    clock: Clock | None = None,
) -> MulticommodityFlow:
    """Route demand within the capacities at minimum cost, penalties of unmet demand included.

    Parameters
    ----------
    problem : MulticommodityProblem
    gap : float
        Relative gap at which the search may stop; 0 continues until no route improves the solution.
    time_limit : float, optional
        Seconds. When they are over, the best solution found so far is returned with a valid bound.
    progress : callable, optional
        Receives bound and incumbent, see `optimize.run.Clock`.
    start : RoutePool, optional
        Routes and prices known from a problem with the same arcs and demands; they save time and change no result.
    cutoff : float
        The search may stop as soon as the bound has reached this: the optimum is no better.
    clock : Clock, optional
        The clock of a larger run, in place of `time_limit` and `progress`.

    Returns
    -------
    MulticommodityFlow

    Examples
    --------
    Ten units go from node 0 to node 1: six fit on the cheap arc and three on the expensive one; one stays unmet.

    >>> import numpy as np
    >>> from scipy import sparse
    >>> problem = MulticommodityProblem(
    ...     nodes=2, tail=[0, 0], head=[1, 1], cost=[[1.0, 4.0]], usage=sparse.eye_array(2, format="csr"),
    ...     capacity=[6.0, 3.0], cls=[0], origin=[0], destination=[1], demand=[10.0], penalty=[9.0])
    >>> found = solve_multicommodity(problem)
    >>> found.objective, found.unmet.tolist(), found.price.tolist()
    (27.0, [1.0], [8.0, 5.0])
    """
    return _Run(problem, gap, clock or Clock(time_limit, progress), cutoff, start).run()


@dataclass
class _Best:
    """The incumbent: quantities on the first routes and on the generated ones."""

    objective: float
    first: FloatArray
    quantity: FloatArray


class _Run:
    def __init__(
        self, problem: MulticommodityProblem, gap: float, clock: Clock, cutoff: float, start: RoutePool | None
    ) -> None:
        self.problem = problem
        self.gap = gap
        self.clock = clock
        self.cutoff = cutoff
        self.began = clock.seconds
        self.searches = [RouteSearch(problem, cls) for cls in range(problem.classes)]
        self.penalty = problem.penalty[problem.cls]
        self.largest = max(float(problem.demand.max(initial=0.0)), 1e-300)
        everything = np.arange(problem.pairs)
        self.first = self._columns(everything, self._price(everything, np.zeros(problem.resources)))
        self.master = RouteMaster(problem, self.first)
        self.uncapacitated = float(self.first.cost @ problem.demand)
        self.bound = self.uncapacitated
        self.price = np.zeros(problem.resources)
        self.best: _Best | None = None
        self.trace: list[tuple[float, float, float]] = []
        if start is not None and self._exceeded(self.master.load).any():
            self._start(start)

    def run(self) -> MulticommodityFlow:
        problem, master = self.problem, self.master
        over = self._exceeded(master.load)
        if not over.any():
            self.best = _Best(self.uncapacitated, problem.demand.copy(), np.zeros(0))
        finished = not over.any()
        last: MasterPoint | None = None
        while not finished:
            if (over & self._rows_missing()).any():
                master.limit(np.flatnonzero(over & self._rows_missing()))
            point = master.solve(self.clock)
            if point is None:
                break
            last = point
            over = self._exceeded(self._load(point.quantity)) & (self._rows_missing())
            if point.fits and not over.any():
                self._keep(point)
            better = self._round(point)
            few = not over.any() and len(better) <= _FEW * len(master.columns)
            raised = few and not point.fits and master.raise_fine()
            finished = self._tell() or not (len(better) or over.any() or raised)
            if self.clock.over:
                break
            if len(better):
                master.add(better)
        if self.best is None:
            self._repair(last)
        return self._result()

    def _start(self, pool: RoutePool) -> None:
        """Begin with known routes and prices."""
        problem, price = self.problem, pool.price
        everything = np.arange(problem.pairs)
        own = self.first.cost + self.first.usage @ price
        length = np.where(own > self.first.cost, np.inf, own)
        moved = np.flatnonzero(own > self.first.cost)
        length[moved] = np.minimum(self._price(moved, price), self.penalty[moved])
        self._bound_at(price, moved, length[moved])
        other = length < own - _REDUCED_COST * np.maximum(own, 1e-6)
        found = self._columns(everything[other], np.where(length < self.penalty, length, np.inf)[other])
        known = pool.usable(problem, length + _NEAR * np.maximum(own - length, _NEAR * own))
        self.master.begin(price)
        self.master.add(RoutePool(found, price).joined(known).columns)

    # -- one round -------------------------------------------------------------------------------------------------

    def _round(self, point: MasterPoint) -> Columns:
        """Find routes at the master's duals, update the bound, and return the routes that improve the master."""
        own = self.first.cost + self.first.usage @ point.price
        moved = np.flatnonzero(own > self.first.cost)
        length = self._price(moved, point.price)
        cheapest = np.minimum(length, self.penalty[moved])
        self._bound_at(point.price, moved, cheapest)
        worth = (own - point.rent)[moved]
        improves = cheapest < worth - _REDUCED_COST * np.maximum(np.abs(worth), 1e-6)
        return self._columns(moved[improves], length[improves])

    def _bound_at(self, price: FloatArray, moved: IntArray, cheapest: FloatArray) -> None:
        """Keep the Lagrangian bound at some prices, at which other pairs than the moved ones pay no more."""
        problem = self.problem
        value = (
            self.uncapacitated
            + float((cheapest - self.first.cost[moved]) @ problem.demand[moved])
            - float(price[price > 0] @ problem.capacity[price > 0])
        )
        if value > self.bound:
            self.bound, self.price = value, price

    def _price(self, pairs: IntArray, price: FloatArray) -> FloatArray:
        """Cost of the pairs' cheapest routes, surcharges included."""
        surcharge = surcharge_of(self.problem, price)
        length = np.empty(len(pairs))
        for cls, search in enumerate(self.searches):
            mine = self.problem.cls[pairs] == cls
            length[mine] = search.run(surcharge, pairs[mine])
        return length

    def _columns(self, pairs: IntArray, length: FloatArray) -> Columns:
        """Return the routes last found for the pairs, or the empty route (unmet demand) where that is cheaper."""
        problem = self.problem
        order, parts = [np.zeros(0, dtype=np.int64)], [sparse.csr_array((0, problem.arcs))]
        cost = self.penalty[pairs].copy()
        for cls, search in enumerate(self.searches):
            mine = np.flatnonzero((problem.cls[pairs] == cls) & (length < self.penalty[pairs]))
            routes = search.routes(pairs[mine])
            finite = np.where(np.isfinite(problem.cost[cls]), problem.cost[cls], 0.0)
            cost[mine] = routes @ finite
            order.append(mine)
            parts.append(routes)
        place = np.concatenate(order)
        routes = sparse.vstack(parts, format="csr")
        back = sparse.csr_array((np.ones(len(place)), (place, np.arange(len(place)))), shape=(len(pairs), len(place)))
        arcs = sparse.csr_array(back @ routes)
        return Columns(pairs, cost, arcs, sparse.csr_array(arcs @ problem.usage.T))

    # -- loads and limits ------------------------------------------------------------------------------------------

    def _exceeded(self, load: FloatArray) -> BoolArray:
        capacity = self.problem.capacity
        return np.asarray(load > capacity * (1 + _TOLERANCE) + _TOLERANCE * self.largest)

    def _rows_missing(self) -> BoolArray:
        missing = np.ones(self.problem.resources, dtype=np.bool_)
        missing[self.master.active] = False
        return missing

    def _load(self, quantity: FloatArray) -> FloatArray:
        columns = self.master.columns
        more = columns.usage - self.first.usage[columns.pair]
        return self.master.load + np.asarray(more.T @ quantity)

    # -- solutions -------------------------------------------------------------------------------------------------

    def _keep(self, point: MasterPoint) -> None:
        objective = self.uncapacitated + point.added
        if self.best is None or objective <= self.best.objective:
            self.best = _Best(objective, self._on_first(point.quantity), point.quantity)

    def _on_first(self, quantity: FloatArray) -> FloatArray:
        elsewhere = np.bincount(self.master.columns.pair[: len(quantity)], quantity, minlength=self.problem.pairs)
        return np.maximum(self.problem.demand - elsewhere, 0.0)

    def _repair(self, point: MasterPoint | None) -> None:
        """Make a solution within the capacities: flows over an exceeded capacity are reduced in proportion."""
        problem, columns = self.problem, self.master.columns
        quantity = np.zeros(len(columns))
        if point is not None:
            quantity[: len(point.quantity)] = point.quantity
        first = self._on_first(quantity)
        for resource in range(problem.resources):
            on_first = self.first.usage[:, [resource]].toarray()[:, 0]
            on_other = columns.usage[:, [resource]].toarray()[:, 0]
            load = float(on_first @ first + on_other @ quantity)
            if load > problem.capacity[resource]:
                share = problem.capacity[resource] / load
                first[on_first > 0] *= share
                quantity[on_other > 0] *= share
        self.best = _Best(np.nan, first, quantity)

    def _tell(self) -> bool:
        """Report the round; return whether the gap is closed."""
        incumbent = np.inf if self.best is None else self.best.objective
        self.trace.append((self.clock.seconds - self.began, self.bound, incumbent))
        self.clock.tell("routes", bound=self.bound, incumbent=incumbent)
        if self.bound >= self.cutoff:
            return True
        return incumbent <= self.bound or relative_gap(incumbent, self.bound) <= self.gap

    def _result(self) -> MulticommodityFlow:
        assert self.best is not None  # noqa: S101  # run() has made one
        problem, best = self.problem, self.best
        columns = self.master.columns.take(np.arange(len(best.quantity)))
        both = self.first + columns
        quantity = np.concatenate([best.first, best.quantity])
        carried = np.diff(both.arcs.indptr) > 0
        used = np.flatnonzero(carried & (quantity > 0))
        moved = np.bincount(both.pair[used], quantity[used], minlength=problem.pairs)
        unmet = np.maximum(problem.demand - moved, 0.0)
        unmet[unmet <= _TOLERANCE * problem.demand] = 0.0
        objective = float(both.cost[used] @ quantity[used] + self.penalty @ unmet)
        bound = min(self.bound, objective)
        proven = relative_gap(objective, bound) <= max(self.gap, _TOLERANCE)
        info = {
            "rounds": len(self.trace),
            "columns": len(self.master.columns),
            "rows": self.master.rows,
            "seconds": self.clock.seconds - self.began,
            "free_load": self.master.load,
            "trace": self.trace,
        }
        return MulticommodityFlow(
            problem=problem,
            status=Status.OPTIMAL if proven else Status.FEASIBLE,
            objective=objective,
            bound=bound,
            uncapacitated=self.uncapacitated,
            routes=RouteFlow(both.pair[used], quantity[used], both.arcs[used]),
            unmet=unmet,
            price=self.price,
            generated=self.first.take(np.unique(self.master.columns.pair)) + self.master.columns,
            info=info,
        )
