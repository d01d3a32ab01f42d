"""Hub sets priced under a flow-dependent discount."""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from optimize.links.discount_kernels import price_block
from optimize.links.discount_ranges import Levels
from optimize.links.family import Priced
from optimize.links.levels import discounted, levels_of, most_flows, slopes
from optimize.links.stacked import stacked
from optimize.problem import Block, FloatArray, IntArray, Problem, unlinked, with_blocks
from optimize.rules import UNMET, Routing, cheapest_paths
from optimize.run import Design, Request, counted_scenarios

_QUICK_NODES = 3  # of a local search (a judgement)


class DiscountFamily:
    """Flow-dependent discounts under multiple allocation: the blocks of a hub set are solved one by one.

    Parameters
    ----------
    problem : HubProblem or ScenarioProblem
    request : Request
    """

    is_exact = True

    def __init__(self, problem: Problem, request: Request) -> None:
        self._problem, self._request = problem, request
        self._discount = problem.discount or ((0.0, 1.0),)
        self._parts = [
            _Part(s, b, block, levels_of(self._discount, float(block.flow.sum())))
            for s in counted_scenarios(problem, request)
            for b, block in enumerate(problem.scenarios[s].blocks)
            if block.weight > 0 and block.flow.any()
        ]
        self._stack = stacked([(part.block, 1.0) for part in self._parts]) if self._parts else None
        self._fixed = np.array([np.append(scenario.fixed_cost, 0.0) for scenario in problem.scenarios])
        self._probability = np.array([scenario.probability for scenario in problem.scenarios])
        base = request.envelope(problem)
        self._linear = base.base * request.factor(problem) if base.is_linear else None

    @cached_property
    def relaxed(self) -> Problem:
        """Links at the mean cost of a unit at the most flow that they could carry: there is no lower one."""
        known = {id(block): block for s in self._problem.scenarios for block in s.blocks}
        lower = {key: replace(block, transfer=self._least_transfer(block)) for key, block in known.items()}
        return with_blocks(unlinked(self._problem), lambda block: lower[id(block)])

    def _least_transfer(self, block: Block) -> FloatArray:
        if not block.flow.any():
            return block.transfer
        levels = levels_of(self._discount, float(block.flow.sum()))
        most = most_flows(block, levels)
        chord: FloatArray = np.where(most > 0, discounted(levels, most) / np.where(most > 0, most, 1.0), np.inf)
        free = (block.transfer == 0.0) | np.isinf(block.transfer)
        chord[free] = 1.0
        return block.transfer * chord

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
            Most nodes to look at for one set and block.

        Returns
        -------
        Priced
        """
        found = np.full((len(self._parts), len(size)), np.inf)
        proven = np.zeros((len(self._parts), len(size)))
        flow = np.zeros((len(self._parts), len(size), sets.shape[1], sets.shape[1]))
        # first the roots of all blocks: most sets are out then
        for most in (1, nodes):
            for at, part in enumerate(self._parts):
                rows = np.flatnonzero(self._objective(proven, sets) < cutoff)
                limit = self._left(at, proven[:, rows], sets[rows], cutoff)
                value, least = np.empty(len(rows)), np.empty(len(rows))
                taken = flow[at, rows]
                price_block(self._stack, at, part.levels, sets[rows], size[rows], limit, most, value, least, taken)
                flow[at, rows] = taken
                found[at, rows] = np.minimum(found[at, rows], value)
                proven[at, rows] = np.maximum(proven[at, rows], least)
            values = self._objective(found, sets)
            cutoff = min(cutoff, float(values.min(initial=np.inf)))
        bounds = self._objective(proven, sets)
        best = int(values.argmin())
        # the cut-off is lower than any value that is not below it was
        if not values[best] <= cutoff or values[best] == np.inf:
            return Priced(bounds, np.inf, None)
        return Priced(bounds, float(values[best]), self._design(sets[best, : size[best]], flow[:, best]))

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

    def _objective(self, costs: FloatArray, sets: IntArray) -> FloatArray:
        """(rows,) objective of the costs (parts, rows) of all blocks."""
        scenario_cost: FloatArray = self._fixed[:, sets].sum(axis=2).T
        for part, cost in zip(self._parts, costs, strict=True):
            scenario_cost[:, part.s] += part.block.weight * cost
        with np.errstate(invalid="ignore"):
            return self._request.combine(scenario_cost, self._probability)

    def _left(self, at: int, proven: FloatArray, sets: IntArray, cutoff: float) -> FloatArray:
        """(rows,) what a block may cost, beside the least that the others do, for an objective below the cut-off."""
        part = self._parts[at]
        if self._linear is None or self._linear[part.s] <= 0 or cutoff == np.inf:
            return np.full(len(sets), np.inf)
        rest = cutoff - self._objective(np.where(np.arange(len(proven))[:, None] == at, 0.0, proven), sets)
        return np.asarray(rest / (self._linear[part.s] * part.block.weight))

    def _design(self, hubs: IntArray, flow: FloatArray) -> Design:
        """Send each pair its cheapest path at the slopes of the pieces that the flows of links are on."""
        opened = tuple(sorted(hubs.tolist()))
        routing = [[_outside(block) for block in scenario.blocks] for scenario in self._problem.scenarios]
        for part, on_links in zip(self._parts, flow, strict=True):
            sloped = np.full_like(part.block.transfer, np.inf)
            inside = on_links[: len(hubs), : len(hubs)]
            ride = part.block.transfer[np.ix_(hubs, hubs)]
            with np.errstate(invalid="ignore"):
                sloped[np.ix_(hubs, hubs)] = np.where(ride == 0.0, 0.0, ride * slopes(part.levels, inside))
            np.fill_diagonal(sloped, 0.0)
            routing[part.s][part.b] = _routed(replace(part.block, transfer=sloped), opened)
        return Design(opened, routing=tuple(tuple(each) for each in routing))


@dataclass(frozen=True, eq=False)
class _Part:
    """A block of a scenario."""

    s: int
    b: int
    block: Block
    levels: Levels


def _outside(block: Block) -> Routing:
    """Leave a block's flow unserved: it does not count."""
    i, j = (each.astype(np.int64) for each in np.nonzero(block.flow))
    mark = np.full(len(i), UNMET, dtype=np.int64)
    return Routing(i, j, mark, mark, np.ones(len(i)))


def _routed(block: Block, hubs: tuple[int, ...]) -> Routing:
    """The cheapest path of every pair with flow."""
    i, j = (each.astype(np.int64) for each in np.nonzero(block.flow))
    first, last, _ = cheapest_paths(block, hubs)
    return Routing(i, j, first[i, j], last[i, j], np.ones(len(i)))
