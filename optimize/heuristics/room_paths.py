"""The paths of flows between nodes with given hubs, within their room: outside where that helps, over more hubs if few.

Flows take the path over their nodes' hubs, or their outside option if that is cheaper. What overfills a hub goes
outside, first what costs least for the room that it leaves. Then flows go over to cheaper paths as long as there is
room, first those that save most for the room that they take.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from optimize.heuristics.data import SearchBlock, SearchData
from optimize.heuristics.node_allocation import NodeAllocation
from optimize.heuristics.subset_kernels import hub_use
from optimize.problem import Block, BoolArray, FloatArray, IntArray, Problem
from optimize.rules import DIRECT, UNMET, Routing

_OUTSIDE = -1
_ROUNDED_UP = 1 + 1e-9  # factor of a capacity that rounding of sums may use


@dataclass
class _Flows:
    """The flows of a block on their paths, by pair with flow.

    Attributes
    ----------
    block : Block
    search : SearchBlock
        At the open hubs.
    uses : (n, p) bool array
    origin, destination, first, last : (pairs,) int arrays
        Places of nodes and of hubs; `_OUTSIDE` for both hubs of a flow that uses none.
    room, weight, cost, outside : (pairs,) arrays
        Room that each flow takes, what a unit of its cost counts, unit costs of its path and of its outside option.
    """

    block: Block
    search: SearchBlock
    uses: BoolArray
    origin: IntArray
    destination: IntArray
    first: IntArray
    last: IntArray
    room: FloatArray
    weight: FloatArray
    cost: FloatArray
    outside: FloatArray

    @classmethod
    def of(cls, block: Block, search: SearchBlock, uses: BoolArray) -> "_Flows":
        origin, destination = (ends.astype(np.int64) for ends in np.nonzero(block.flow))
        place = uses.argmax(axis=1)
        first, last = place[origin], place[destination]
        view = search.view
        cost = view.a[origin, first] + view.t[first, last] + view.e[last, destination]
        whole = np.full(block.flow.shape, np.inf) if block.outside is None else block.outside
        outside = whole[origin, destination]
        room, weight = block.capacity_use * block.flow[origin, destination], view.weight[origin, destination]
        flows = cls(block, search, uses, origin, destination, first, last, room, weight, cost, outside)
        flows.send_outside(np.flatnonzero(outside < cost))
        return flows

    def send_outside(self, rows: IntArray) -> None:
        self.first[rows] = self.last[rows] = _OUTSIDE
        self.cost[rows] = self.outside[rows]

    def load(self, p: int, both: bool) -> FloatArray:
        """(p,) room taken of each hub."""
        over = self.first != _OUTSIDE
        load = np.bincount(self.first[over], self.room[over], p).astype(np.float64)
        if both:
            over &= self.first != self.last
            load += np.bincount(self.last[over], self.room[over], p)
        return load

    def best_costs(self) -> FloatArray:
        """(pairs,) cost of the cheapest path over the hubs that the nodes use, whatever the room."""
        view, p = self.search.view, self.uses.shape[1]
        cost = self.outside.copy()
        for k in range(p):
            for m in range(p):
                there = self.uses[self.origin, k] & self.uses[self.destination, m]
                unit = view.a[self.origin, k] + view.t[k, m] + view.e[m, self.destination]
                np.minimum(cost, unit, out=cost, where=there)
        return cost

    def cheaper_paths(self, row: int, hubs_of: list[list[int]]) -> list[tuple[float, int, int]]:
        """Paths of a flow that are cheaper than the one it has, the cheapest first."""
        view, i, j = self.search.view, int(self.origin[row]), int(self.destination[row])
        paths = [(float(view.a[i, k] + view.t[k, m] + view.e[m, j]), k, m) for k in hubs_of[i] for m in hubs_of[j]]
        paths.append((float(self.outside[row]), _OUTSIDE, _OUTSIDE))
        return sorted(path for path in paths if path[0] < self.cost[row])

    def routing(self, hubs: IntArray) -> Routing:
        block = self.block
        direct = np.full(len(self.cost), np.inf)
        if block.direct is not None:
            direct = block.direct[self.origin, self.destination]
        mark = np.where(direct <= self.outside, DIRECT, UNMET)
        over = self.first != _OUTSIDE
        first, last = (np.where(over, hubs[ends], mark).astype(np.int64) for ends in (self.first, self.last))
        return Routing(self.origin, self.destination, first, last, np.ones(len(first)))


@dataclass
class PathsWithinRoom:
    """The flows of one scenario.

    Attributes
    ----------
    blocks : list of _Flows
    hubs : (p,) int array
    capacity : (p,) array
    both : bool
        Whether flow takes room at its last hub as well as at its first.
    price : float
        Of a unit beyond a capacity.
    """

    blocks: list[_Flows]
    hubs: IntArray
    capacity: FloatArray
    both: bool
    price: float

    @classmethod
    def of(
        cls, data: SearchData, problem: Problem, s: int, hubs: IntArray, uses: tuple[BoolArray, ...]
    ) -> "PathsWithinRoom":
        """Let flows take their paths.

        Parameters
        ----------
        data : SearchData
        problem : HubProblem or ScenarioProblem
        s : int
            The scenario.
        hubs : (p,) int array
        uses : tuple of (n, p) bool arrays
            For each block the hub of each node.

        Returns
        -------
        PathsWithinRoom
        """
        scenario = problem.scenarios[s]
        blocks = [
            _Flows.of(block, search.restricted(hubs), each)
            for block, search, each in zip(scenario.blocks, data.blocks[s], uses, strict=True)
        ]
        price = 2.0 * max(
            flows.search.dear * float((flows.weight[taking] / flows.room[taking]).max(initial=0.0))
            for flows in blocks
            for taking in [flows.room > 0]
        )
        both = problem.capacity_on == "throughput"
        found = cls(blocks, hubs, scenario.limits[hubs] * _ROUNDED_UP, both, price + 1.0)
        found._relieve()
        return found

    @property
    def load(self) -> FloatArray:
        """(p,) room taken of each hub."""
        return np.sum([flows.load(len(self.hubs), self.both) for flows in self.blocks], axis=0)

    def allocation(self) -> NodeAllocation:
        """Give the allocation with its cost.

        Returns
        -------
        NodeAllocation
        """
        value, missed = 0.0, False
        for flows in self.blocks:
            lost = np.isinf(flows.cost)
            missed = missed or bool((lost & (flows.weight > 0)).any())
            value += float(flows.weight @ np.where(lost, flows.search.dear, flows.cost))
        over = float(np.maximum(self.load - self.capacity, 0.0).sum())
        return NodeAllocation(value + self.price * over, tuple(f.uses for f in self.blocks), not missed and over <= 0.0)

    def routings(self) -> tuple[Routing, ...]:
        """Give the paths of each block.

        Returns
        -------
        tuple of Routing
        """
        return tuple(flows.routing(self.hubs) for flows in self.blocks)

    def spread(self, r: int) -> None:
        """Let nodes use further hubs, up to r, and flows the cheaper paths for which there is room.

        Parameters
        ----------
        r : int
        """
        for flows in self.blocks:
            flows.uses = _used_most(flows, r)
        for _ in range(2):  # room that flows leave is there for others
            for flows in self.blocks:
                self._improve(flows)

    def _relieve(self) -> None:
        """Send outside what overfills hubs."""
        if all(flows.block.outside is None for flows in self.blocks):
            return
        over = np.maximum(self.load - self.capacity, 0.0)
        listed: list[tuple[float, int, int]] = []
        for b, flows in enumerate(self.blocks):
            at = [flows.first, flows.last] if self.both else [flows.first]
            full = np.any([(over > 0)[ends] & (ends != _OUTSIDE) for ends in at], axis=0)
            rows = np.flatnonzero(full & np.isfinite(flows.outside) & (flows.room > 0))
            dearer = flows.weight[rows] * (flows.outside[rows] - flows.cost[rows]) / flows.room[rows]
            listed += [(float(each), b, int(row)) for each, row in zip(dearer, rows, strict=True)]
        for _, b, row in sorted(listed):
            flows = self.blocks[b]
            ends = {int(flows.first[row]), *([int(flows.last[row])] if self.both else [])}
            if any(over[k] > 0 for k in ends):
                for k in ends:
                    over[k] -= flows.room[row]
                flows.send_outside(np.array([row]))

    def _improve(self, flows: _Flows) -> None:
        """Let the flows of a block go over to cheaper paths."""
        now = np.where(np.isinf(flows.cost), flows.search.dear, flows.cost)
        gain = flows.weight * np.maximum(now - flows.best_costs(), 0.0)
        rows = np.flatnonzero(gain > 0)
        rows = rows[np.argsort(-gain[rows] / (flows.room[rows] + 1e-300), kind="stable")]
        left: list[float] = (self.capacity - self.load).tolist()
        hubs_of = [np.flatnonzero(each).tolist() for each in flows.uses]
        for row in rows.tolist():
            room = float(flows.room[row])
            before = self._ends(flows.first[row], flows.last[row])
            for cost, first, last in flows.cheaper_paths(row, hubs_of):
                after = self._ends(first, last)
                if all(left[k] >= room or k in before for k in after):
                    for k in before:
                        left[k] += room
                    for k in after:
                        left[k] -= room
                    flows.first[row], flows.last[row], flows.cost[row] = first, last, cost
                    break

    def _ends(self, first: Any, last: Any) -> set[int]:
        """Hubs at which a path takes room."""
        ends = {int(first), int(last)} if self.both else {int(first)}
        return ends - {_OUTSIDE}


def _used_most(flows: _Flows, r: int) -> BoolArray:
    """The hub that each node uses, and those that it would use most if it could use all; then near ones."""
    view = flows.search.view
    use = np.zeros(flows.uses.shape)
    hub_use(view, use)
    use[flows.uses] = np.inf
    order = np.lexsort((view.a + view.e.T, -use), axis=1)
    chosen = np.zeros(use.shape, dtype=bool)
    np.put_along_axis(chosen, order[:, :r], values=True, axis=1)
    return chosen
