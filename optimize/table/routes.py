"""The paths of a scenario's flows over one hub set after another, within the capacities of the hubs."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from optimize.brief import Brief
from optimize.kernels import Crowd, listed_pairs, new_desk, shares_within_room
from optimize.problem import Block, FloatArray, HubProblem, IntArray, Scenario, is_capacitated, without_weightless_gaps
from optimize.rules import DIRECT, UNMET, cheapest_paths
from optimize.table.pooled import Freight, PooledScenario, pooled

_FAR = 1e300  # above all sums of flows, see `HubProblem`
_NOTHING = 1e-12  # part of a pair's flow that is rounding


@dataclass(frozen=True, eq=False)
class Routes(Brief):
    """Paths of all flows of a scenario: each row sends a share of the flow of a pair over a first and a last hub.

    Attributes
    ----------
    block, origin, destination : (m,) int arrays
        Number of the block, and positions of the nodes.
    first, last : (m,) int arrays
        Positions of the hubs among the candidates, equal for a path over one hub; or `optimize.rules.DIRECT` or
        ``UNMET`` in both.
    share : (m,) array
        Share of the pair's flow, in [0, 1]; the shares of a pair with flow sum to 1.
    flow : (m,) array
        The share times the flow.
    cost : (m,) array
        Cost of a unit; the block's weight is not in it.
    """

    block: IntArray
    origin: IntArray
    destination: IntArray
    first: IntArray
    last: IntArray
    share: FloatArray
    flow: FloatArray
    cost: FloatArray


@dataclass(frozen=True, eq=False)
class Router:
    """A scenario, prepared to be routed over many hub sets.

    Attributes
    ----------
    scenario : Scenario
        Within capacities, blocks with a weight of 0 may not have infinite costs: see
        `optimize.problem.without_weightless_gaps`.
    capacity_on : {"collection", "throughput"}
        What capacities limit, see `HubProblem`.
    """

    scenario: Scenario
    capacity_on: str

    @classmethod
    def of(cls, problem: HubProblem) -> "Router":
        """Prepare a problem.

        Parameters
        ----------
        problem : HubProblem
            Capacities count where it has any.

        Returns
        -------
        Router
        """
        made = without_weightless_gaps(problem) if is_capacitated(problem) else problem
        return cls(made.scenarios[0], problem.capacity_on)

    @cached_property
    def _pooled(self) -> PooledScenario:
        return pooled(self.scenario)

    @property
    def _freight(self) -> Freight:
        return self._pooled.freight

    @cached_property
    def _crowd(self) -> Crowd:
        """A limit far beyond all flow at hubs without one, so that every pair that uses a hub is listed."""
        crowd = self._pooled.crowd
        return crowd._replace(capacity=np.minimum(crowd.capacity, _FAR))

    @cached_property
    def _listed(self) -> IntArray:
        """Where the pairs of the crowd are among all."""
        return listed_pairs(self._freight.pairs, self._freight.legs, self._freight.charge, self._freight.weight)

    @cached_property
    def _outside(self) -> IntArray:
        """Which outside option each pair has: the cheaper one."""
        at = np.searchsorted(self._freight.cls, np.arange(len(self.scenario.blocks) + 1))
        parts = [
            _outside(block, self._freight.origin[start:end], self._freight.destination[start:end])
            for block, start, end in zip(self.scenario.blocks, at[:-1].tolist(), at[1:].tolist(), strict=True)
        ]
        return np.concatenate(parts)

    def routes(self, hubs: Sequence[int]) -> Routes:
        """Find the cheapest paths over a hub set.

        Parameters
        ----------
        hubs : sequence of int
            Positions of the open candidates, ascending. Where not all flow fits, all is left unserved.

        Returns
        -------
        Routes
        """
        limited = self._pooled.is_limited
        if not limited and (self._freight.weight == 0).any():
            return self._block_by_block(hubs)
        freight, crowd, both = self._freight, self._crowd, self.capacity_on == "throughput"
        opened = np.array(hubs, dtype=np.int64)
        desk = new_desk(crowd, len(opened), both)
        uses = desk.uses
        share = np.zeros(len(uses.option))
        pairs, cost = shares_within_room(crowd, opened, both, desk, share)
        if not np.isfinite(cost):
            return self._unserved() if limited else self._block_by_block(hubs)
        start = uses.start[: pairs + 1]
        taken = np.flatnonzero(share[: start[-1]] > _NOTHING)
        at = uses.pair[np.repeat(np.arange(pairs), np.diff(start))[taken]]
        pair, use = self._listed[at], uses.option[taken]
        first, last = self._hubs(pair, opened, (uses.first[use], uses.last[use]), both)
        others = np.ones(len(freight.flow), dtype=np.bool_)
        others[pair] = False
        rest = np.flatnonzero(others)
        rest_first, rest_last = self._outside[rest], self._outside[rest].copy()
        for b in np.flatnonzero(freight.capacity_use == 0):  # its pairs are not listed: none of them has to give way
            own = np.flatnonzero(freight.cls[rest] == b)
            found = cheapest_paths(self.scenario.blocks[b], hubs)
            ends = freight.origin[rest[own]], freight.destination[rest[own]]
            rest_first[own], rest_last[own] = found[0][ends], found[1][ends]
        return self._joined(
            np.concatenate([rest, pair]),
            np.concatenate([rest_first, first]),
            np.concatenate([rest_last, last]),
            np.concatenate([np.ones(len(rest)), share[taken]]),
        )

    def _hubs(
        self, pair: IntArray, hubs: IntArray, use: tuple[IntArray, IntArray], both: bool
    ) -> tuple[IntArray, IntArray]:
        """First and last hub of the cheapest path of each pair that counts at the hubs of its use."""
        mark, outside = self._outside[pair], use[0] < 0
        if outside.all():
            return mark, mark
        x, y = hubs[use[0]], hubs[use[1]]
        tried = [(x, y), (y, x)] if both else [(x, np.full(len(x), m)) for m in hubs]
        cost = np.stack([self._freight.costs(pair, k, m) for k, m in tried])
        best = cost.argmin(axis=0)
        at = np.arange(len(pair))
        first, last = (np.stack(ends)[best, at] for ends in zip(*tried, strict=True))
        return np.where(outside, mark, first), np.where(outside, mark, last)

    def _unserved(self) -> Routes:
        """Routes where not all flow fits: all is left."""
        freight = self._freight
        ends = [(freight.origin[freight.cls == b], freight.destination[freight.cls == b]) for b in range(self._blocks)]
        cost = [
            np.full(len(i), np.inf) if block.unmet_penalty is None else block.unmet_penalty[i, j]
            for block, (i, j) in zip(self.scenario.blocks, ends, strict=True)
        ]
        mark = np.full(len(freight.flow), UNMET, dtype=np.int64)
        found = self._joined(np.arange(len(mark)), mark, mark, np.ones(len(mark)))
        return replace(found, cost=np.concatenate(cost))

    def _block_by_block(self, hubs: Sequence[int]) -> Routes:
        """Routes without limits where some flow has no way, or does not count."""
        freight = self._freight
        marks = []
        for b, block in enumerate(self.scenario.blocks):
            ends = freight.origin[freight.cls == b], freight.destination[freight.cls == b]
            first, last, cost = cheapest_paths(block, hubs)
            marks.append((first[ends], last[ends], cost[ends]))
        first, last = (np.concatenate([each[end] for each in marks]) for end in (0, 1))
        found = self._joined(np.arange(len(first)), first, last, np.ones(len(first)))
        return replace(found, cost=np.concatenate([each[2] for each in marks]))

    @property
    def _blocks(self) -> int:
        return len(self.scenario.blocks)

    def _joined(self, pair: IntArray, first: IntArray, last: IntArray, share: FloatArray) -> Routes:
        freight = self._freight
        over = first >= 0
        cost = freight.outside[pair]
        cost[over] = freight.costs(pair[over], first[over], last[over])
        return Routes(
            block=freight.cls[pair],
            origin=freight.origin[pair],
            destination=freight.destination[pair],
            first=first,
            last=last,
            share=share,
            flow=share * freight.flow[pair],
            cost=cost,
        )


def _outside(block: Block, i: IntArray, j: IntArray) -> npt.NDArray[np.int64]:
    direct, unmet = (
        np.full(len(i), np.inf) if price is None else price[i, j] for price in (block.direct, block.unmet_penalty)
    )
    return np.where(direct <= unmet, DIRECT, UNMET)
