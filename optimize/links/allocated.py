"""Hub sets under a flow-dependent discount, for single and r-allocation: one compact model each.

Multiple allocation costs no more, so that it bounds each set; those that may be the best are solved.
"""

import math
from collections.abc import Callable

import numpy as np

from optimize.evaluate import evaluate
from optimize.links.discount import DiscountFamily
from optimize.links.family import Priced
from optimize.problem import IntArray, Problem
from optimize.run import Clock, MethodResult, Request


class AllocatedDiscount:
    """Flow-dependent discounts under single and r-allocation.

    Parameters
    ----------
    problem : HubProblem or ScenarioProblem
    request : Request
    clock : Clock
    bounds : DiscountFamily
        The same under multiple allocation.
    solve : callable
        Solves a request in which the hubs are given.
    """

    is_exact = False

    def __init__(
        self,
        problem: Problem,
        request: Request,
        clock: Clock,
        bounds: DiscountFamily,
        solve: Callable[[Request], MethodResult],
    ) -> None:
        self._problem, self._request, self._clock, self._bounds, self._solve = problem, request, clock, bounds, solve

    @property
    def relaxed(self) -> Problem:
        """That of multiple allocation."""
        return self._bounds.relaxed

    def price(self, sets: IntArray, size: IntArray, cutoff: float, nodes: int) -> Priced:
        """Find the best hub set.

        Parameters
        ----------
        sets : (rows, width) int array
            Positions of the open candidates of each set, then -1.
        size : (rows,) int array
            Number of hubs of each.
        cutoff : float
            Only objectives below it are of interest.
        nodes : int
            Most nodes to look at for the bound of one set and block.

        Returns
        -------
        Priced
        """
        proven, design, value = np.empty(len(size)), None, math.inf
        for row in range(len(size)):
            limit = min(cutoff, value)
            proven[row] = self._bounds.price(sets[row : row + 1], size[row : row + 1], limit, nodes).proven[0]
            if proven[row] >= limit or self._clock.over:
                continue
            found = self._solve(self._request.only(sets[row, : size[row]].tolist(), self._problem.h))
            proven[row] = max(proven[row], found.bound)
            if found.design is not None:
                one = evaluate(self._problem, found.design, self._request).objective
                if one < limit:
                    design, value = found.design, one
        return Priced(proven, value, design)

    def roughly(self, hubs: IntArray) -> float:
        """Give the least objective of multiple allocation that a few nodes find.

        Parameters
        ----------
        hubs : (p,) int array

        Returns
        -------
        float
        """
        return self._bounds.roughly(hubs)
