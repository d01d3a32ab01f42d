r"""The restricted master problem of route generation, written relative to each pair's first route.

With :math:`r_0(i)` the route of pair i that is shortest without capacities (or "not moved", where that is cheaper),
the share on it is what the pair's other routes leave, so that only pairs *with* another route need a row, and only
capacities that were exceeded once:

.. math::

    \min \; & \sum_{r} (c_r - c_{r_0(i(r))})\, y_r + M \sum_{l} z_l \\
    \text{s.t. } & \sum_{r \in R_i} y_r \le q_i & \forall i & \quad (1) \\
    & \sum_r (a_{lr} - a_{l r_0(i(r))})\, y_r - z_l \le b_l - \sum_i a_{l r_0(i)} q_i & \forall l & \quad (2) \\
    & y, z \ge 0.

:math:`z_l` lets the first rounds exceed a capacity at the price M. M bounds the duals of (2): it starts low, so that
the routes that are made are sensible ones, and rises while a capacity is exceeded and few routes improve, up to more
than any unit can be worth. There z is 0, as "not moved" is a route of every pair (the boxstep idea of Marsten,
Hogan and Blankenship 1975).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from optimize.flows.commodities import MulticommodityProblem
from optimize.problem import FloatArray, IntArray
from optimize.run import Clock
from optimize.solvers import GrowingLP

_LARGEST_COST = 1e4  # of a column, as the solver sees it
_LARGEST_QUANTITY = 1e4
_TOLERANCE = 1e-9
_FIRST_FINE = 0.05  # M of the first rounds over the mean cost of a unit
_RAISE = 4.0


@dataclass(frozen=True, eq=False)
class Columns:
    """Routes, some of them "not moved" (no arc).

    Attributes
    ----------
    pair : (columns,) array
    cost : (columns,) array
        Of one unit.
    arcs : (columns, arcs) sparse array
    usage : (columns, resources) sparse array
    """

    pair: IntArray
    cost: FloatArray
    arcs: sparse.csr_array
    usage: sparse.csr_array

    def __len__(self) -> int:
        return len(self.pair)

    def __add__(self, other: Columns) -> Columns:
        return Columns(
            np.concatenate([self.pair, other.pair]),
            np.concatenate([self.cost, other.cost]),
            sparse.vstack([self.arcs, other.arcs], format="csr"),
            sparse.vstack([self.usage, other.usage], format="csr"),
        )

    def take(self, which: IntArray) -> Columns:
        """Return some of them."""
        return Columns(self.pair[which], self.cost[which], self.arcs[which], self.usage[which])


@dataclass(frozen=True, eq=False)
class MasterPoint:
    """A solution of the restricted master.

    Attributes
    ----------
    added : float
        Objective relative to all freight on its first route.
    quantity : (columns,) array
    price : (resources,) array
        Duals of (2), >= 0.
    rent : (pairs,) array
        Duals of (1), >= 0.
    excess : float
        Sum of z.
    """

    added: float
    quantity: FloatArray
    price: FloatArray
    rent: FloatArray
    fits: bool


class RouteMaster:
    """The growing linear program; see the module's text for the mathematics.

    Parameters
    ----------
    problem : MulticommodityProblem
    first : Columns
        The first route of each pair, in the order of the pairs.
    """

    def __init__(self, problem: MulticommodityProblem, first: Columns) -> None:
        self._problem = problem
        self._first = first
        self.load = np.asarray(first.usage.T @ problem.demand)
        used = problem.usage.data[problem.usage.data > 0]
        self._largest_fine = 2.0 * float(problem.penalty.max(initial=1.0)) / float(used.min(initial=1.0)) or 1.0
        moved = float(problem.demand.sum())
        mean = float(first.cost @ problem.demand) / moved if moved > 0 else 0.0
        self._fine = min(_FIRST_FINE * mean, self._largest_fine) or self._largest_fine
        self._unit = max(float(problem.demand.max(initial=0.0)), 1e-300) / _LARGEST_QUANTITY
        self._lp = GrowingLP(scale=_LARGEST_COST / self._largest_fine)
        self._row_of_pair = np.full(problem.pairs, -1)
        self._row_of_resource = np.full(problem.resources, -1)
        self._position = np.zeros(0, dtype=np.int64)  # of each route among the program's columns
        self._excess = np.zeros(0, dtype=np.int64)
        self.columns = first.take(np.zeros(0, dtype=np.int64))

    @property
    def active(self) -> IntArray:
        """Capacities that have a row."""
        return np.flatnonzero(self._row_of_resource >= 0)

    @property
    def rows(self) -> int:
        """Rows of the program."""
        return self._lp.rows

    def _difference(self, columns: Columns) -> sparse.csr_array:
        """(columns, resources) what a route takes more than the pair's first one."""
        return sparse.csr_array(columns.usage - self._first.usage[columns.pair])

    def limit(self, resources: IntArray) -> None:
        """Add the rows (2) of capacities."""
        excess = self._lp.add_columns(np.full(len(resources), self._fine))
        self._excess = np.concatenate([self._excess, excess])
        entries = self._difference(self.columns)[:, resources].T.tocoo()
        row = np.concatenate([entries.row, np.arange(len(resources))])
        column = np.concatenate([self._position[entries.col], excess])
        value = np.concatenate([entries.data, -np.ones(len(resources))])
        matrix = sparse.csr_matrix((value, (row, column)), shape=(len(resources), self._lp.columns))
        room = (self._problem.capacity - self.load)[resources] / self._unit
        self._row_of_resource[resources] = self._lp.add_dense_rows(matrix, up=room)

    def raise_fine(self) -> bool:
        """Raise M; return whether it was below the most that a unit can be worth."""
        if self._fine >= self._largest_fine:
            return False
        self._fine = min(_RAISE * self._fine, self._largest_fine)
        self._lp.set_cost(self._excess, np.full(len(self._excess), self._fine))
        return True

    def add(self, columns: Columns) -> None:
        """Add routes, and the rows (1) of pairs that had none before."""
        new = np.unique(columns.pair[self._row_of_pair[columns.pair] < 0])
        if len(new):
            none = np.zeros(0)
            quantity = self._problem.demand[new] / self._unit
            self._row_of_pair[new] = self._lp.add_rows(np.zeros(len(new) + 1), none, none, up=quantity)
        active = self.active
        more = self._difference(columns)[:, active].tocoo()
        row = np.concatenate([self._row_of_pair[columns.pair], self._row_of_resource[active][more.col]])
        column = np.concatenate([np.arange(len(columns)), more.row])
        value = np.concatenate([np.ones(len(columns)), more.data])
        entries = sparse.csc_matrix((value, (row, column)), shape=(self._lp.rows, len(columns)))
        entries.eliminate_zeros()
        cost = columns.cost - self._first.cost[columns.pair]
        self._position = np.concatenate([self._position, self._lp.add_columns(cost, entries=entries)])
        self.columns = self.columns + columns

    def solve(self, clock: Clock) -> MasterPoint | None:
        """Solve it; None when time ran out."""
        point = self._lp.solve(clock=clock)
        if point.primal is None or point.duals is None:
            return None
        # HiGHS: duals of <= rows are <= 0 when minimising
        duals = np.append(np.maximum(-point.duals, 0.0), 0.0)
        return MasterPoint(
            added=point.objective * self._unit,
            quantity=np.maximum(point.primal[self._position], 0.0) * self._unit,
            price=duals[self._row_of_resource],
            rent=duals[self._row_of_pair],
            fits=not (point.primal[self._excess] > _TOLERANCE * _LARGEST_QUANTITY).any(),
        )
