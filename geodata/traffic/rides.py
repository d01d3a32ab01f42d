"""The ways of scheduled services over the graph, from stop to stop: the arcs whose cost a ride was priced by.

A service takes the cheapest way over links of its modes from stop to stop, at its own tariff, and may leave a stop in
another layer than that in which it came only by what that costs: see `geodata.costs.scheduled`. So the way of a ride is
found for the ride as a whole, not hop by hop.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import dijkstra

from geodata.arrays import FloatArray, IntArray
from geodata.costs import ArcCosts, Fares, Lines, ScheduledLegs
from geodata.network import NO_NODE, SMALLEST_WEIGHT, Graph, Timetable
from geodata.region import State
from geodata.traffic.parts import TARIFF, TIME, part_values

Ride = tuple[int, int, int]
"""Service (number in the timetable), and row numbers of the places where it is boarded and left."""


@dataclass(frozen=True, eq=False)
class Rides:
    """Rides of one class by scheduled service, in one scenario.

    Attributes
    ----------
    state : State
    cls : str
    """

    state: State
    cls: str
    _found: dict[tuple[int, float], _Reached] = field(default_factory=dict, repr=False)

    @cached_property
    def legs(self) -> ScheduledLegs:
        """What they cost."""
        state = self.state
        return state.model.scheduled(self.cls, state.changes, state.scenario.parameters, state.services)

    @cached_property
    def timetable(self) -> Timetable:
        """The services as they run."""
        return self.state.model.timetable.changed(self.state.services, self.state.model.links.places)

    @cached_property
    def fares(self) -> Fares:
        """What they take beside the cost of links."""
        return Fares.of(self.lines, self.timetable)

    @property
    def lines(self) -> Lines:
        """The services on the graph."""
        return self.state.model.lines

    @property
    def graph(self) -> Graph:
        """The graph."""
        return self.state.model.graph

    @cached_property
    def costs(self) -> ArcCosts:
        """Of arcs, by consolidated service."""
        return self.state.arc_costs(self.cls, "consolidated")

    @cached_property
    def lift(self) -> FloatArray:
        """(arcs,) USD/t without gathering, of which a timetable takes the place."""
        return self.costs.weight - self.costs.rate_usd_per_th * self.costs.hours["gathering"]

    def between(self, first: IntArray, last: IntArray) -> list[Ride]:
        """Return the cheapest rides between stops.

        Parameters
        ----------
        first, last : (m,) arrays
            Row numbers of places.

        Returns
        -------
        list of Ride
            Service -1 where none goes.
        """
        stops = self.legs.stops
        at = [np.minimum(np.searchsorted(stops, where), max(len(stops) - 1, 0)) for where in (first, last)]
        if not len(stops):
            return [(-1, int(a), int(b)) for a, b in zip(first, last, strict=True)]
        served = (stops[at[0]] == first) & (stops[at[1]] == last)
        service = np.where(served, self.legs.service[at[0], at[1]], -1)
        return list(zip(service.tolist(), first.tolist(), last.tolist(), strict=True))

    def arcs(self, rides: Iterable[Ride]) -> sparse.csr_array:
        """Return the arcs of rides.

        Parameters
        ----------
        rides : iterable of Ride

        Returns
        -------
        (rides, arcs) csr_array
            How often each passes an arc.
        """
        ways = [self._way(ride) for ride in rides]
        start = np.concatenate([[0], np.cumsum([len(way) for way in ways])]).astype(np.int64)
        columns = np.array([arc for way in ways for arc in way], dtype=np.int64)
        shape = (len(ways), len(self.graph.kind))
        found = sparse.csr_array((np.ones(len(columns)), columns, start), shape=shape)
        found.sum_duplicates()
        return found

    def parts(self, rides: list[Ride], arcs: sparse.csr_array) -> FloatArray:
        """Return what rides cost, in parts.

        Parameters
        ----------
        rides : list of Ride
        arcs : (rides, arcs) csr_array
            As `arcs` returns it.

        Returns
        -------
        (rides, parts) array
            USD/t by the parts of `geodata.traffic.PARTS`.
        """
        found: FloatArray = np.asarray(arcs @ part_values(self.costs, gathering=False))
        for at, (service, first, last) in enumerate(rides):
            wait, stop = (self.costs.rate_usd_per_th * self.fares.hours[service]).tolist()
            stops, calls = self.timetable.stops[service], self.lines.calls
            begin, end = stops.index(first), stops.index(last)
            hops = calls.hop_km[calls.call_start[service] + begin : calls.call_start[service] + end]
            found[at, TARIFF] *= self.fares.factor[service]
            if self.fares.paid[service] > 0.0:
                found[at, TARIFF] += self.fares.paid[service] * float(hops.sum()) / calls.whole_km[service]
            found[at, TIME] += wait + stop * (end - begin - 1)
        return found

    def _way(self, ride: Ride) -> list[int]:
        """Arcs of a ride: least cost by layer, from stop to stop, then traced back."""
        service, first, last = ride
        stops, calls = self.timetable.stops[service], self.lines.calls
        here = calls.call_start[service] + np.arange(stops.index(first), stops.index(last) + 1)
        berths = calls.berth[here].tolist()
        reached = self._reached(service)
        loads, unloads = self._at(berths)
        before = self.graph.head[loads[0]]
        cost = self.lift[loads[0]]
        chosen: list[tuple[IntArray, IntArray, IntArray]] = []
        for berth in unloads[1:]:
            nodes = self.graph.tail[berth]
            table = cost[:, None] + reached.costs(before, nodes)
            best = table.argmin(axis=0)
            chosen.append((before, nodes, best))
            before, cost = nodes, table[best, np.arange(len(nodes))]
        at = int((cost + self.lift[unloads[-1]]).argmin())
        way = [int(unloads[-1][at])]
        for start, end, best in reversed(chosen):
            at, node = int(best[at]), int(end[at])
            way += reached.way(int(start[at]), node)
        return [*way, int(loads[0][at])]

    def _at(self, berths: list[int]) -> tuple[list[IntArray], list[IntArray]]:
        """Arcs that load and unload at berths."""
        calls = self.lines.calls
        return (
            [calls.load_arc[calls.load_start[berth] : calls.load_start[berth + 1]] for berth in berths],
            [calls.unload_arc[calls.unload_start[berth] : calls.unload_start[berth + 1]] for berth in berths],
        )

    def _reached(self, service: int) -> _Reached:
        calls = self.lines.calls
        key = int(calls.part[service]), float(self.fares.factor[service])
        if key not in self._found:
            arcs = calls.arc[calls.arc_start[key[0]] : calls.arc_start[key[0] + 1]]
            weight = np.maximum(self.lift + (key[1] - 1.0) * self.costs.money["tariff"], SMALLEST_WEIGHT)
            mine = np.flatnonzero(calls.part == key[0])
            berths = np.unique(
                np.concatenate([calls.berth[calls.call_start[s] : calls.call_start[s + 1]] for s in mine])
            )
            loads, unloads = self._at(berths.tolist())
            nodes = np.unique(
                np.concatenate([self.graph.head[np.concatenate(loads)], self.graph.tail[np.concatenate(unloads)]])
            )
            self._found[key] = _Reached.within(self.graph, arcs, weight, nodes)
        return self._found[key]


@dataclass(frozen=True, eq=False)
class _Reached:
    """Cheapest ways over some arcs from some nodes."""

    graph: Graph
    nodes: IntArray
    cost: FloatArray
    before: IntArray
    arc: dict[tuple[int, int], int]

    @classmethod
    def within(cls, graph: Graph, arcs: IntArray, weight: FloatArray, nodes: IntArray) -> _Reached:
        arcs = arcs[np.isfinite(weight[arcs])]
        ranked = arcs[np.lexsort((weight[arcs], graph.head[arcs], graph.tail[arcs]))]
        pair = graph.tail[ranked] * graph.nodes + graph.head[ranked]
        best = ranked[np.r_[True, pair[1:] != pair[:-1]]] if len(ranked) else ranked
        ends = graph.tail[best], graph.head[best]
        matrix = sparse.csr_array((weight[best], ends), shape=(graph.nodes, graph.nodes))
        cost, before = dijkstra(matrix, indices=nodes, return_predecessors=True)
        arc = dict(zip(zip(ends[0].tolist(), ends[1].tolist(), strict=True), best.tolist(), strict=True))
        return cls(graph, nodes, np.asarray(cost), np.asarray(before, dtype=np.int64), arc)

    def costs(self, starts: IntArray, ends: IntArray) -> FloatArray:
        """(starts, ends) USD/t."""
        return self.cost[np.ix_(np.searchsorted(self.nodes, starts), ends)]

    def way(self, start: int, end: int) -> list[int]:
        """Arcs, the last first."""
        row = self.before[int(np.searchsorted(self.nodes, start))]
        arcs: list[int] = []
        while end != start:
            before = int(row[end])
            if before == NO_NODE:
                message = "a ride has no way"
                raise RuntimeError(message)
            arcs.append(self.arc[before, end])
            end = before
        return arcs
