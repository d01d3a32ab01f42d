"""Cheapest routes of one class under changing arc costs: the pricing problem of route generation."""

from __future__ import annotations

import numpy as np
from scipy import sparse

from optimize.flows.commodities import MulticommodityProblem
from optimize.kernels import NO_NODE, shortest_trees
from optimize.problem import FloatArray, IntArray


class RouteSearch:
    """Cheapest routes of the pairs of a class; its open arcs are sorted once, and only their costs change.

    Parameters
    ----------
    problem : MulticommodityProblem
        The problem.
    cls : int
        Position of the class.
    """

    def __init__(self, problem: MulticommodityProblem, cls: int) -> None:
        self._problem = problem
        self._cost = problem.cost[cls]
        self._open = np.flatnonzero(np.isfinite(self._cost))
        self._keys = (problem.tail * problem.nodes + problem.head)[self._open]
        order = np.argsort(self._keys, kind="stable")
        self._order = order
        self._ends, self._starts = np.unique(self._keys[order], return_index=True)
        tails = self._ends // problem.nodes
        self._first = np.searchsorted(tails, np.arange(problem.nodes + 1))
        self._heads = self._ends % problem.nodes
        self._weights = np.zeros(0)
        self._rows = self._before = np.zeros(0, dtype=np.int64)

    def run(self, surcharge: FloatArray, pairs: IntArray) -> FloatArray:
        """Find the cheapest routes by one run of Dijkstra's algorithm for each origin.

        Parameters
        ----------
        surcharge : (arcs,) array
            Added to the cost of each arc, >= 0.
        pairs : (m,) int array
            Positions of demands of the class.

        Returns
        -------
        (m,) array
            Unit costs, surcharges included; ``inf`` where there is no route. The routes are kept for `routes`.
        """
        problem = self._problem
        origins = np.unique(problem.origin[pairs])
        self._rows = np.full(problem.nodes, -1)
        self._rows[origins] = np.arange(len(origins))
        reached = self._trees(surcharge, origins)
        return np.asarray(reached[self._rows[problem.origin[pairs]], problem.destination[pairs]])

    def distances(self, surcharge: FloatArray, starts: IntArray) -> FloatArray:
        """Find what the cheapest ways from some nodes to all nodes cost.

        Parameters
        ----------
        surcharge : (arcs,) array
            Added to the cost of each arc, >= 0.
        starts : (m,) int array
            The nodes, each once.

        Returns
        -------
        (m, nodes) array
            Unit costs, surcharges included; ``inf`` where there is no way.
        """
        return self._trees(surcharge, starts)

    def _trees(self, surcharge: FloatArray, starts: IntArray) -> FloatArray:
        problem = self._problem
        self._weights = (self._cost + surcharge)[self._open]
        lightest = self._weights[self._order]
        if len(lightest):
            lightest = np.minimum.reduceat(lightest, self._starts)
        shape = (len(starts), problem.nodes)
        reached, self._before = np.empty(shape), np.empty(shape, dtype=np.int64)
        shortest_trees(self._first, self._heads, lightest, starts, reached, self._before)
        return reached

    def routes(self, pairs: IntArray) -> sparse.csr_array:
        """Give the routes that `run` found last.

        Parameters
        ----------
        pairs : (m,) int array
            Positions of demands that were part of that run.

        Returns
        -------
        (m, arcs) sparse array
            1 where a route uses an arc.
        """
        problem = self._problem
        ranked = np.lexsort((self._weights, self._keys))
        cheapest = self._open[ranked[self._starts]] if len(ranked) else ranked
        row, node = self._rows[problem.origin[pairs]], problem.destination[pairs].copy()
        going = np.arange(len(pairs))
        which, taken = [np.zeros(0, dtype=np.int64)], [np.zeros(0, dtype=np.int64)]
        while len(going):
            before = self._before[row[going], node[going]]
            going, before = going[before != NO_NODE], before[before != NO_NODE]
            key = before * problem.nodes + node[going]
            which.append(going)
            taken.append(cheapest[np.searchsorted(self._ends, key)] if len(key) else key)
            node[going] = before
        index = np.concatenate(which), np.concatenate(taken)
        return sparse.csr_array((np.ones(len(index[0])), index), shape=(len(pairs), problem.arcs))


def surcharge_of(problem: MulticommodityProblem, price: FloatArray) -> FloatArray:
    """Surcharge on each arc from prices of the capacities.

    Parameters
    ----------
    problem : MulticommodityProblem
    price : (resources,) array
        Price per unit of each capacity, >= 0.

    Returns
    -------
    (arcs,) array
        Added to the unit cost of each arc.
    """
    return np.asarray(problem.usage.T @ price)
