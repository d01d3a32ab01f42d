r"""The restricted master problem of route generation, written relative to each pair's first route.

Let :math:`r_0(i)` be the cheapest route of pair i without capacities, or its empty route (unmet demand) if that is
cheaper. The flow on it is what the pair's other routes leave, so that only pairs *with* another route need a row, and
only capacities that were exceeded at least once:

.. math::

    \min \; & \sum_{r} (c_r - c_{r_0(i(r))})\, y_r + M \sum_{l} z_l \\
    \text{s.t. } & \sum_{r \in R_i} y_r \le q_i & \forall i & \quad (1) \\
    & \sum_r (a_{lr} - a_{l r_0(i(r))})\, y_r - z_l \le b_l - \sum_i a_{l r_0(i)} q_i & \forall l & \quad (2) \\
    & y, z \ge 0.

:math:`z_l` allows the first rounds to exceed a capacity at the price M, which bounds the duals of (2). M starts low, so
that the routes generated first are sensible ones, and is raised while a capacity is exceeded and few routes improve the
solution, up to more than any unit of capacity can be worth. Then z is 0, as the empty route is a route of every pair
(the boxstep method of Marsten, Hogan and Blankenship 1975).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from optimize.flows.commodities import Columns, MulticommodityProblem
from optimize.problem import FloatArray, IntArray
from optimize.run import Clock
from optimize.solvers import GrowingLP

# the largest cost of a column and the largest demand in the units of the solver, whose tolerances of 1e-7 are absolute:
# they then amount to 1e-11 of the largest, and numbers stay small enough for it
_LARGEST_COST = 1e4
_LARGEST_QUANTITY = 1e4
_TOLERANCE = 1e-9  # relative to the largest demand: an excess below it is the solver's rounding
# M of the first rounds over the mean unit cost, and the factor by which it is raised: small ones need more rounds,
# large ones generate routes around capacities that are not scarce (judgements)
_FIRST_FINE, _RAISE = 0.05, 4.0


@dataclass(frozen=True, eq=False)
class MasterPoint:
    """A solution of the restricted master.

    Attributes
    ----------
    added : float
        Objective minus that of all flow on its first route.
    quantity : (columns,) array
        Units of flow on each generated route.
    price : (resources,) array
        Duals of (2), >= 0.
    rent : (pairs,) array
        Duals of (1), >= 0.
    fits : bool
        Whether no capacity with a row is exceeded (z = 0).
    """

    added: float
    quantity: FloatArray
    price: FloatArray
    rent: FloatArray
    fits: bool


class RouteMaster:
    """The restricted master as a linear program that grows; see the docstring of the module for the mathematics.

    Parameters
    ----------
    problem : MulticommodityProblem
        The problem.
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
        """Positions of the capacities that have a row."""
        return np.flatnonzero(self._row_of_resource >= 0)

    @property
    def rows(self) -> int:
        """Number of rows of the program."""
        return self._lp.rows

    def _difference(self, columns: Columns) -> sparse.csr_array:
        """(columns, resources) use of capacities by routes minus that by the first routes of their pairs."""
        return sparse.csr_array(columns.usage - self._first.usage[columns.pair])

    def limit(self, resources: IntArray) -> None:
        """Add rows (2).

        Parameters
        ----------
        resources : (m,) int array
            Positions of capacities without a row.
        """
        excess = self._lp.add_columns(np.full(len(resources), self._fine))
        self._excess = np.concatenate([self._excess, excess])
        entries = self._difference(self.columns)[:, resources].T.tocoo()
        row = np.concatenate([entries.row, np.arange(len(resources))])
        column = np.concatenate([self._position[entries.col], excess])
        value = np.concatenate([entries.data, -np.ones(len(resources))])
        matrix = sparse.csr_matrix((value, (row, column)), shape=(len(resources), self._lp.columns))
        room = (self._problem.capacity - self.load)[resources] / self._unit
        self._row_of_resource[resources] = self._lp.add_dense_rows(matrix, up=room)

    def begin(self, price: FloatArray) -> None:
        """Add rows (2) for capacities that have a price, and let M be more than any of these prices.

        Parameters
        ----------
        price : (resources,) array
        """
        self._fine = min(max(self._fine, _RAISE * float(price.max(initial=0.0))), self._largest_fine)
        self.limit(np.flatnonzero(price > 0))

    def raise_fine(self) -> bool:
        """Raise M.

        Returns
        -------
        bool
            Whether M could be raised; it is never more than any unit of capacity can be worth.
        """
        if self._fine >= self._largest_fine:
            return False
        self._fine = min(_RAISE * self._fine, self._largest_fine)
        self._lp.set_cost(self._excess, np.full(len(self._excess), self._fine))
        return True

    def add(self, columns: Columns) -> None:
        """Add routes, and rows (1) for pairs without one.

        Parameters
        ----------
        columns : Columns
            The new routes.
        """
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
        """Solve the program.

        Parameters
        ----------
        clock : Clock
            When to stop.

        Returns
        -------
        MasterPoint or None
            None if it was not solved in time.
        """
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
