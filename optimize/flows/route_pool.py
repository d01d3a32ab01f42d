"""Routes and prices kept from one problem for another on the same arcs, so that its search need not begin from nothing.

A route of one problem is a route of another with the same arcs and demands as long as none of its arcs is closed there;
prices of capacities give a valid bound everywhere. Which hubs are open changes nothing but closed arcs, so that all
sets of hubs share one pool.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from optimize.brief import Brief
from optimize.flows.commodities import Columns, MulticommodityProblem
from optimize.problem import FloatArray, IntArray


@dataclass(frozen=True, eq=False)
class RoutePool(Brief):
    """Known routes and prices, of problems that have the arcs, capacities and demands of each other.

    Attributes
    ----------
    columns : Columns
        Routes, each once; costs of routes are the same in all of the problems that leave their arcs open.
    price : (resources,) array
        A price of each capacity, >= 0, from which to start.
    """

    columns: Columns
    price: FloatArray

    @classmethod
    def empty(cls, problem: MulticommodityProblem) -> RoutePool:
        """Make a pool that knows nothing.

        Parameters
        ----------
        problem : MulticommodityProblem

        Returns
        -------
        RoutePool
        """
        none = sparse.csr_array((0, problem.arcs)), sparse.csr_array((0, problem.resources))
        return cls(Columns(np.zeros(0, dtype=np.int64), np.zeros(0), *none), np.zeros(problem.resources))

    def joined(self, columns: Columns) -> RoutePool:
        """Take more routes in, and each only once.

        Parameters
        ----------
        columns : Columns

        Returns
        -------
        RoutePool
        """
        both = self.columns + columns
        return RoutePool(both.take(_distinct(both)), self.price)

    def priced(self, price: FloatArray) -> RoutePool:
        """Give the pool other prices.

        Parameters
        ----------
        price : (resources,) array

        Returns
        -------
        RoutePool
        """
        return RoutePool(self.columns, price)

    def usable(self, problem: MulticommodityProblem, worth: FloatArray) -> Columns:
        """Select routes whose arcs are open, and which do not cost more than they can be worth.

        Parameters
        ----------
        problem : MulticommodityProblem
        worth : (pairs,) array
            Most that a route of each pair may cost at the pool's prices.

        Returns
        -------
        Columns
        """
        columns = self.columns
        lengths = np.diff(columns.arcs.indptr)
        cls = np.repeat(problem.cls[columns.pair], lengths)
        shut = ~np.isfinite(problem.cost[cls, columns.arcs.indices])
        barred = np.bincount(np.repeat(np.arange(len(columns)), lengths)[shut], minlength=len(columns)) > 0
        cheap = columns.cost + columns.usage @ self.price <= worth[columns.pair]
        return columns.take(np.flatnonzero(cheap & ~barred))


def _distinct(columns: Columns) -> IntArray:
    """Positions of routes without those that are there twice; routes are told apart by random weights of their arcs."""
    weight = np.random.default_rng(0).random((columns.arcs.shape[1], 2))
    keys = np.column_stack([columns.pair, columns.arcs @ weight])
    return np.sort(np.unique(keys, axis=0, return_index=True)[1])
