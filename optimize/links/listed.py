"""Hub sets whose networks are listed one by one: for any allocation and any risk measure.

Multiple allocation over the same links costs no more than any other, so that it bounds each network; those that may be
the best are solved as problems whose hubs are given and whose transfer costs are those of the ways over the links.
"""

import math
from collections.abc import Callable
from dataclasses import replace
from itertools import combinations
from typing import cast

import numpy as np

from optimize.evaluate import evaluate
from optimize.links.family import Priced
from optimize.links.network import Links
from optimize.links.network_costs import GONE, KEPT, price_networks
from optimize.links.stacked import stacked
from optimize.problem import (
    BoolArray,
    FloatArray,
    HubProblem,
    IntArray,
    Problem,
    ScenarioProblem,
    unlinked,
    with_blocks,
    with_fields,
)
from optimize.rules import closed_block
from optimize.run import Clock, Design, MethodResult, Request, counted_scenarios

MOST_NETWORKS = 20_000
"""Networks of one hub set up to which they are listed: a judgement, some tenths of a second."""
SolveGiven = Callable[[Problem, Request], MethodResult]


def network_count(problem: Problem, request: Request) -> int:
    """Count the networks of the largest hub set, at most.

    Parameters
    ----------
    problem : HubProblem or ScenarioProblem
    request : Request

    Returns
    -------
    int
    """
    p = min(request.p_max, problem.h)
    links = p * (p - 1) // 2
    return 2**links if request.hub_links is None else math.comb(links, min(request.hub_links, links // 2))


class ListedNetworks:
    """Incomplete hub networks under any allocation and risk measure.

    Parameters
    ----------
    problem : HubProblem or ScenarioProblem
    request : Request
    clock : Clock
    solve : callable or None
        Solves a problem, whose hubs are given, without links as a decision; None for multiple allocation, where every
        pair takes its cheapest way.
    """

    is_exact = False

    def __init__(self, problem: Problem, request: Request, clock: Clock, solve: SolveGiven | None) -> None:
        self._problem, self._request, self._clock, self._solve = problem, request, clock, solve
        self._links = Links(problem, request)
        counted = counted_scenarios(problem, request)
        self._stack = stacked([(block, block.weight) for s in counted for block in problem.scenarios[s].blocks])
        self._group = np.array([s for s in counted for _ in problem.scenarios[s].blocks], dtype=np.int64)
        self._fixed = np.array([scenario.fixed_cost for scenario in problem.scenarios])
        self._probability = np.array([scenario.probability for scenario in problem.scenarios])

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
            Most networks to solve for one set.

        Returns
        -------
        Priced
        """
        proven, best = np.empty(len(size)), Priced(np.empty(0), math.inf, None)
        for row in range(len(size)):
            hubs = np.sort(sets[row, : size[row]])
            found = self._best_of(hubs, min(cutoff, best.value), nodes)
            proven[row] = found.proven[0]
            best = found if found.value < best.value else best
        return Priced(proven, best.value, best.design)

    def roughly(self, hubs: IntArray) -> float:
        """Give the least objective with multiple allocation.

        Parameters
        ----------
        hubs : (p,) int array

        Returns
        -------
        float
        """
        return float(self._listed(hubs)[1].min(initial=math.inf))

    def _best_of(self, hubs: IntArray, cutoff: float, nodes: int) -> Priced:
        """The best network of one hub set."""
        built, floor = self._listed(hubs)
        best, value, proven = None, math.inf, math.inf
        for place, row in enumerate(np.argsort(floor, kind="stable").tolist()):
            least = float(floor[row])
            if least >= min(cutoff, value) or place == nodes or self._clock.over:
                proven = min(proven, least)
                break
            links = self._links.between(hubs, built[row])
            design, bound = self._solved(hubs, links, least)
            proven = min(proven, bound)
            if design is not None:
                one = evaluate(self._problem, design, self._request).objective
                if one < min(cutoff, value):
                    best, value = design, one
        return Priced(np.array([proven]), value, best)

    def _listed(self, hubs: IntArray) -> tuple[BoolArray, FloatArray]:
        """(rows, p, p) all networks of a hub set, and the objective of each with multiple allocation."""
        p, number = len(hubs), int(self._links.number(np.array([len(hubs)]))[0])
        price = self._links.price[np.ix_(hubs, hubs)]
        ends = [(q, r) for q, r in combinations(range(p), 2) if np.isfinite(price[q, r])]
        counts = range(len(ends) + 1) if number < 0 else [number] if number <= len(ends) else []
        chosen = [built for count in counts for built in combinations(ends, count)]
        linked = np.full((len(chosen), p, p), GONE)
        setup = np.zeros(len(chosen))
        for row, built in enumerate(chosen):
            for q, r in built:
                linked[row, q, r] = linked[row, r, q] = KEPT
                setup[row] += price[q, r]
        cost = np.zeros((len(chosen), len(self._probability)))
        price_networks(self._stack, self._group, hubs, linked, cost)
        cost += self._fixed[:, hubs].sum(axis=1) + setup[:, None]
        with np.errstate(invalid="ignore"):
            return linked != GONE, self._request.combine(cost, self._probability)

    def _solved(self, hubs: IntArray, links: BoolArray, least: float) -> tuple[Design | None, float]:
        """A design over links, and a bound on all of them."""
        opened = tuple(hubs.tolist())
        if self._solve is None:
            return Design(opened, links=links), least
        setup = float(np.triu(np.where(links, self._links.price, 0.0)).sum())
        given = with_blocks(unlinked(self._problem), lambda block: closed_block(block, opened, links))
        request = replace(self._request.only(opened, self._problem.h), hub_links=None)
        found = self._solve(_dearer(given, opened[0], setup), request)
        if found.design is None:
            return None, max(least, found.bound)
        return Design(opened, found.design.assigned, links=links), found.bound


def _dearer(problem: Problem, hub: int, more: float) -> Problem:
    """Let a hub cost more in every scenario."""
    if isinstance(problem, HubProblem):
        added = np.zeros(problem.h)
        added[hub] = more
        return with_fields(problem, fixed_cost=problem.fixed_cost + added)
    return ScenarioProblem(
        {name: cast("HubProblem", _dearer(one, hub, more)) for name, one in problem.problems.items()},
        problem.probability,
    )
