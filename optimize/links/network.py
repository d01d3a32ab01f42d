"""Hub sets priced with the best links between their hubs: incomplete hub networks and hub arcs."""

from functools import cached_property

import numpy as np

from optimize.links.family import Priced
from optimize.links.network_kernels import best_networks
from optimize.links.stacked import stacked
from optimize.problem import BoolArray, FloatArray, IntArray, Problem, unlinked, with_blocks
from optimize.rules import closed_block
from optimize.run import Design, Request

_QUICK_NODES = 3  # of a local search (a judgement)


class Links:
    """The links of a problem: what they cost to set up, how many there are to be, and what they relax to.

    Parameters
    ----------
    problem : HubProblem or ScenarioProblem
    request : Request

    Attributes
    ----------
    price : (h, h) array
        Set-up cost of each link, from the end where that is cheaper; ``inf`` where there can be none.
    """

    def __init__(self, problem: Problem, request: Request) -> None:
        self._problem, self._request = problem, request
        price = np.zeros((problem.h, problem.h)) if problem.link_cost is None else problem.link_cost
        self.price: FloatArray = np.minimum(price, price.T)

    @cached_property
    def relaxed(self) -> Problem:
        """All hubs linked, at the cheapest way over any candidates that may be open."""
        hubs = [k for k in range(self._problem.h) if k not in self._request.closed_hubs]
        there = np.isfinite(self.price)
        return with_blocks(unlinked(self._problem), lambda block: closed_block(block, hubs, there))

    def number(self, size: IntArray) -> IntArray:
        """How many links hub sets have: sets that are too small for a solution, on the way to one, may have fewer.

        Parameters
        ----------
        size : (rows,) int array
            Number of hubs of each set.

        Returns
        -------
        (rows,) int array
            -1 = any number.
        """
        asked = self._request.hub_links
        if asked is None:
            return np.full_like(size, -1)
        return np.where(size < self._request.p_min, np.minimum(asked, size * (size - 1) // 2), asked)

    def between(self, hubs: IntArray, built: BoolArray) -> BoolArray:
        """Give the links between hubs as those between candidates.

        Parameters
        ----------
        hubs : (p,) int array
        built : (p, p) bool array

        Returns
        -------
        (h, h) bool array
        """
        links = np.zeros(self.price.shape, dtype=bool)
        links[np.ix_(hubs, hubs)] = built
        return links


class NetworkFamily:
    """Incomplete hub networks under multiple allocation, and a risk measure that is linear in the scenarios.

    Parameters
    ----------
    problem : HubProblem or ScenarioProblem
    request : Request
    """

    is_exact = True

    def __init__(self, problem: Problem, request: Request) -> None:
        self._links = Links(problem, request)
        base = request.envelope(problem).base * request.factor(problem)
        counted = [(problem.scenarios[s], float(base[s])) for s in np.flatnonzero(base > 0)]
        self._constant = -float(base @ request.reference(problem))
        self._stack = stacked([(block, factor * block.weight) for one, factor in counted for block in one.blocks])
        fixed = np.array([factor * one.fixed_cost for one, factor in counted])
        self._fixed = np.append(fixed.sum(axis=0), 0.0)  # position -1: no hub
        # links are set up once, whatever the scenario
        self._price = self._links.price * float(sum(factor for _, factor in counted))

    @property
    def relaxed(self) -> Problem:
        """All hubs linked, at the cheapest way over any candidates that may be open."""
        return self._links.relaxed

    def price(self, sets: IntArray, size: IntArray, cutoff: float, nodes: int) -> Priced:
        """Find the best network among hub sets.

        Parameters
        ----------
        sets : (rows, width) int array
            Positions of the open candidates of each set, then -1.
        size : (rows,) int array
            Number of hubs of each.
        cutoff : float
            Only objectives below it are of interest.
        nodes : int
            Most nodes to look at for one set.

        Returns
        -------
        Priced
        """
        fixed: FloatArray = self._fixed[sets].sum(axis=1) + self._constant
        number = self._links.number(size)
        proven, best = np.empty(len(size)), np.zeros((sets.shape[1], sets.shape[1]), dtype=bool)
        row, value = best_networks(self._stack, self._price, sets, size, fixed, number, cutoff, nodes, proven, best)
        if row < 0:
            return Priced(proven, np.inf, None)
        hubs = sets[row, : size[row]]
        links = self._links.between(hubs, best[: size[row], : size[row]])
        return Priced(proven, value, Design(tuple(sorted(hubs.tolist())), links=links))

    def roughly(self, hubs: IntArray) -> float:
        """Give the least objective that a few nodes find.

        Parameters
        ----------
        hubs : (p,) int array

        Returns
        -------
        float
        """
        return self.price(hubs[None, :], np.array([len(hubs)]), np.inf, _QUICK_NODES).value
