r"""Hub sets within capacities for which other searches are not made.

`RoomSearch`: single allocation where capacities count throughput, or flow may take an outside option to relieve a hub,
and r-allocation within capacities. Hub sets are searched as without capacities (`allocation_search`); at each of them
every node has one hub (`room_fit`). What the best of them allows beyond that comes last: flows go outside, or over a
further hub of theirs, where that is cheaper and there is room (`room_paths`).

`RoomSetSearch`: multiple allocation, the cheapest routing at each hub set by prices of room (`optimize.table`).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from optimize.heuristics.allocation_search import Allocation, AllocationSearch
from optimize.heuristics.node_allocation import NodeAllocation, allocate_scenario
from optimize.heuristics.room_fit import FittedBlock, fit
from optimize.heuristics.room_paths import PathsWithinRoom
from optimize.problem import BoolArray, FloatArray, IntArray, Problem
from optimize.rules import Routing
from optimize.run import counted_scenarios
from optimize.table import RoomCosts, route_within_room


@dataclass(frozen=True, eq=False)
class Routed(Allocation):
    """A hub set with its routing in every scenario and block."""

    routing: tuple[tuple[Routing, ...], ...] = ()


@dataclass
class _WithRoom(AllocationSearch):
    """A search that begins at hubs with room.

    Attributes
    ----------
    problem : HubProblem or ScenarioProblem
    """

    problem: Problem = field(kw_only=True)

    def first(self, hubs: IntArray) -> Allocation:
        """Allocate to the hubs that are best without capacities, or to roomier ones.

        Parameters
        ----------
        hubs : (p,) int array

        Returns
        -------
        Allocation
        """
        found = self.allocate(hubs)
        for roomier in self._roomier(hubs.tolist()):
            if found.feasible:
                break
            found = self.allocate(roomier)
        return found

    def _roomier(self, hubs: list[int]) -> Iterator[list[int]]:
        """Hub sets with ever more room: the hub with the least gives way to that with the most, or this is added."""
        request = self.data.request
        room = np.full(self.data.h, np.inf)
        for limit in self.data.capacity:
            room = room if limit is None else np.minimum(room, limit)
        others = [k for k in self.data.free[np.argsort(-room[self.data.free], kind="stable")].tolist() if k not in hubs]
        least_first = sorted(set(hubs) - request.open_hubs, key=lambda k: float(room[k]))
        for new in others:
            if len(hubs) >= request.p_max:
                if not least_first or room[least_first[0]] >= room[new]:
                    return
                hubs = [k for k in hubs if k != least_first[0]]
                del least_first[0]
            hubs = [*hubs, new]
            yield hubs


@dataclass
class RoomSearch(_WithRoom):
    """A search in which every node uses one hub."""

    def allocate_scenario(self, s: int, hubs: IntArray, near: Allocation | None) -> NodeAllocation:
        """Allocate the nodes of one scenario.

        Parameters
        ----------
        s : int
        hubs : (p,) int array
        near : Allocation, optional
            To start from, beside starts from scratch.

        Returns
        -------
        NodeAllocation
        """
        old = None if near is None else (near.hubs, near.nodes[s])
        goal = np.inf if self.best is None else self.best.nodes[s].value
        first = allocate_scenario(self.data, s, hubs, 1, old, goal, self.rng, self.clock)
        scenario = self.problem.scenarios[s]
        own = np.isin(np.arange(self.problem.n), self.data.nodes[hubs])
        both = self.problem.capacity_on == "throughput"
        blocks = []
        for whole, block, uses in zip(self.data.blocks[s], scenario.blocks, first.uses, strict=True):
            view = whole.restricted(hubs).view
            place = uses.argmax(axis=1)
            legs = np.minimum(view.a, whole.dear), np.minimum(view.t, whole.dear), np.minimum(view.e, whole.dear)
            path = legs[0][np.arange(block.n), place][:, None] + legs[1][place][:, place] + legs[2][place]
            wanted = (path < view.outside) | (not whole.has_outside)
            weight = np.where(wanted, view.weight, 0.0)
            linear = weight.sum(axis=1)[:, None] * legs[0] + weight.sum(axis=0)[:, None] * legs[2].T
            room = np.where(wanted, block.capacity_use * block.flow, 0.0)
            blocks.append(FittedBlock(linear, weight, legs[1], room, ~own, both, place))
        fit(blocks, scenario.limits[hubs], self.clock)
        fitted = tuple(np.eye(len(hubs), dtype=bool)[block.place] for block in blocks)
        return self._paths(s, hubs, fitted).allocation()

    def _paths(self, s: int, hubs: IntArray, uses: tuple[BoolArray, ...]) -> PathsWithinRoom:
        return PathsWithinRoom.of(self.data, self.problem, s, hubs, uses)

    def finish(self) -> None:
        """Let flows of the best allocation use what room is left, over more hubs if nodes may use them."""
        best = self.best
        if best is None:
            return
        r = self.data.request.allocation
        nodes, routings = [], []
        for s, of_scenario in enumerate(best.nodes):
            paths = self._paths(s, best.hubs, of_scenario.uses)
            paths.spread(r if isinstance(r, int) else 1)
            nodes.append(paths.allocation())
            routings.append(paths.routings())
        cost = np.array([of.value for of in nodes]) + self.data.fixed[:, best.hubs].sum(axis=1)
        value = float(self.data.objective(cost))
        self.best = Routed(best.hubs, tuple(nodes), cost, value, best.feasible, tuple(routings))


@dataclass
class RoomSetSearch(_WithRoom):
    """A search in which every flow takes any hubs; a hub set is priced exactly."""

    @cached_property
    def _costs(self) -> RoomCosts:
        return RoomCosts(self.problem)

    @cached_property
    def _counted(self) -> list[int]:
        return counted_scenarios(self.problem, self.data.request)

    def allocate(self, hubs: Iterable[int], near: Allocation | None = None) -> Allocation:  # noqa: ARG002
        """Price given hubs; a hub set is priced once.

        Parameters
        ----------
        hubs : iterable of int
        near : Allocation, optional
            Not used: prices are exact for the hubs.

        Returns
        -------
        Allocation
        """
        key = tuple(sorted(int(k) for k in hubs))
        if key not in self._known:
            self.evaluated += 1
            cost: FloatArray = self._costs.of([key], self._counted)[0]
            value = float(self.data.objective(cost)) if np.isfinite(cost).all() else np.inf
            found = Allocation(np.array(key, dtype=np.int64), (), cost, value, bool(np.isfinite(value)))
            self._known[key] = found
            self.keep(found)
        return self._known[key]

    def finish(self) -> None:
        """Find the flows of the best hubs."""
        best = self.best
        if best is not None:
            routing = route_within_room(self.problem, best.hubs.tolist())
            self.best = Routed(best.hubs, (), best.scenario_cost, best.value, best.feasible, routing)
