"""Arcs beyond those of the graph: open hubs, consolidated service between them, and scheduled services.

The graph of a region moves freight by one service. Where freight may use hubs, its nodes are there twice: once for the
service by which the freight goes by itself, once (marked ') for consolidated service between hubs. Each hub is a node
that joins the two, entered at the price of handling:

.. code-block:: text

    out(k), in(k) -> HUB(k)      from the origin, or from a leg of its own service
    in'(k)        -> HUB(k)      from another hub
    HUB(k) -> out(k), in(k)      on by its own service, or to the destination
    HUB(k) -> out'(k)            on to another hub

A scheduled service has an arc from stop to stop, which uses the links on its way. Full loads reach it from ``out`` and
``in`` of the stop's place and go on from there, perhaps by another service; hubs send all they have by it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from scipy import sparse

from geodata.arrays import BoolArray, FloatArray, IntArray
from geodata.costs import ScheduledLegs
from geodata.network import LINK, NO_NODE, Timetable
from geodata.region.state import State


@dataclass(frozen=True)
class Load:
    """Freight that has the same choices.

    Attributes
    ----------
    cls, service : str
        Its class, and the service by which it goes by itself.
    full : bool
        Whether it may board scheduled services.
    """

    cls: str
    service: str
    full: bool = False


@dataclass(frozen=True)
class Arcs:
    """Arcs of a network; ``b`` kinds of load, ``m`` arcs.

    Attributes
    ----------
    nodes : int
        Number of nodes; the first are those of the graph.
    tail, head : (m,) arrays
        Nodes of the arcs.
    cost : (b, m) array
        USD/t; inf = closed to the load.
    links : (m, links) csr_array
        How often an arc passes each directed link.
    room : (m, services + hubs) csr_array
        What a tonne on an arc takes of the room of each service and hub.
    capacity : (services + hubs,) array
        That room: tonnes a year of services; of hubs as hubs.csv says.
    hub_node : (hubs,) array
        Node of each open hub.
    """

    nodes: int
    tail: IntArray
    head: IntArray
    cost: FloatArray
    links: sparse.csr_array
    room: sparse.csr_array
    capacity: FloatArray
    hub_node: IntArray


def network_arcs(state: State, loads: Sequence[Load], hubs: Sequence[str] = ()) -> Arcs:
    """Return the arcs that some freight may use.

    Parameters
    ----------
    state : State
        The region and scenario.
    loads : sequence of Load
        The freight.
    hubs : sequence of str
        Ids of the open hubs.

    Returns
    -------
    Arcs
    """
    made = _Maker(state, loads, hubs)
    made.graph()
    if hubs:
        made.hubs()
    if any(load.full for load in loads) or hubs:
        made.services()
    return made.arcs()


class _Maker:
    """Writes arcs down part by part."""

    def __init__(self, state: State, loads: Sequence[Load], hubs: Sequence[str]) -> None:
        self.state, self.loads = state, loads
        self.links, self.net = state.model.links, state.model.graph
        self.timetable = state.model.timetable.changed(state.services, self.links.places)
        self.place = np.array([self.links.places.index(hub) for hub in hubs], dtype=np.int64)
        self.numbers = state.hub_numbers(hubs)
        self.nodes = self.net.nodes
        self.hub_node: IntArray = np.zeros(0, dtype=np.int64)
        self.parts: list[tuple[IntArray, IntArray, FloatArray, sparse.csr_array, sparse.csr_array]] = []

    @property
    def rooms(self) -> int:
        return len(self.timetable) + len(self.place)

    def add(
        self,
        tail: IntArray,
        head: IntArray,
        cost: FloatArray,
        *,
        links: sparse.csr_array | None = None,
        room: tuple[IntArray, IntArray, FloatArray] | None = None,
    ) -> None:
        """Write arcs down; room as rows (arcs), columns (rooms) and values."""
        count = len(tail)
        passed = sparse.csr_array((count, len(self.links))) if links is None else links
        rows, columns, values = room or (np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0))
        taken = sparse.csr_array((values, (rows, columns)), shape=(count, self.rooms))
        self.parts.append((tail, head, np.broadcast_to(cost, (len(self.loads), count)), passed, taken))

    def graph(self) -> None:
        weights = np.stack([self.state.arc_costs(load.cls, load.service).weight for load in self.loads])
        self.add(self.net.tail, self.net.head, weights, links=self._of_arcs(np.arange(len(self.net.kind))))

    def hubs(self) -> None:
        net, count, places = self.net, len(self.place), self.net.n_places
        shift = self.nodes
        self.nodes += net.nodes
        block = np.stack([self.state.arc_costs(load.cls, "consolidated").weight for load in self.loads])
        self.add(net.tail + shift, net.head + shift, block, links=self._of_arcs(np.arange(len(net.kind))))
        self.hub_node = self.nodes + np.arange(count)
        self.nodes += count
        free = np.zeros(count)
        for entrance in (self.place, self.place + places, self.place + places + shift):
            self._into_hubs(entrance, np.arange(count), free)
        for way_out in (self.place, self.place + places, self.place + shift):
            self.add(self.hub_node, way_out, free)

    def _into_hubs(
        self, tail: IntArray, hub: IntArray, cost: FloatArray, links: sparse.csr_array | None = None,
        service: IntArray | None = None,
    ) -> None:  # fmt: skip
        """Arcs into hubs: those of each class, as a tonne of each takes its own room."""
        rows = np.arange(len(tail))
        for cls in dict.fromkeys(load.cls for load in self.loads):
            handling = self.state.handling_cost(cls, self.numbers)[hub]
            mine = np.array([[0.0 if load.cls == cls else np.inf] for load in self.loads])
            use = np.full(len(tail), self.state.room_per_t(cls))
            room = rows, len(self.timetable) + hub, use
            if service is not None:
                room = np.r_[rows, rows], np.r_[room[1], service], np.r_[use, np.ones(len(tail))]
            self.add(tail, self.hub_node[hub], cost + handling + mine, links=links, room=room)

    def services(self) -> None:
        legs = {cls: self._legs(cls) for cls in dict.fromkeys(load.cls for load in self.loads)}
        stops = np.unique(np.concatenate([found.stops for found in legs.values()])).astype(np.int64)
        if not len(stops):
            return
        service, first, last = (
            np.concatenate([np.asarray(column) for column in columns])
            for columns in zip(
                *((found.each[0], found.stops[found.each[1]], found.stops[found.each[2]]) for found in legs.values()),
                strict=True,
            )
        )
        triples = np.unique(np.stack([service, first, last]), axis=1)
        service, first, last = triples
        cost = np.full((len(self.loads), triples.shape[1]), np.inf)
        for row, load in enumerate(self.loads):
            cost[row] = _costs_of(legs[load.cls], triples)
        on_way = self._on_the_way(service, first, last)
        self._for_full_loads(stops, service, first, last, cost, on_way)
        if len(self.place):
            self._between_hubs(service, first, last, cost, on_way)

    def _legs(self, cls: str) -> ScheduledLegs:
        state = self.state
        return state.model.scheduled(cls, state.changes, state.scenario.parameters, state.services)

    def _for_full_loads(
        self, stops: IntArray, service: IntArray, first: IntArray, last: IntArray, cost: FloatArray,
        on_way: sparse.csr_array,
    ) -> None:  # fmt: skip
        count, places = len(stops), self.net.n_places
        board, alight = self.nodes + np.arange(count), self.nodes + count + np.arange(count)
        self.nodes += 2 * count
        free = np.zeros(count)
        for way_in in (stops, stops + places):
            self.add(way_in, board, free)
        for way_out in (stops, stops + places):
            self.add(alight, way_out, free)
        closed = np.array([[0.0 if load.full else np.inf] for load in self.loads])
        rows = np.arange(len(service))
        self.add(
            board[np.searchsorted(stops, first)],
            alight[np.searchsorted(stops, last)],
            cost + closed,
            links=on_way,
            room=(rows, service, np.ones(len(rows))),
        )

    def _between_hubs(
        self, service: IntArray, first: IntArray, last: IntArray, cost: FloatArray, on_way: sparse.csr_array
    ) -> None:
        number = {int(place): at for at, place in enumerate(self.place)}
        on = np.array(
            [a in number and b in number for a, b in zip(first.tolist(), last.tolist(), strict=True)], dtype=np.bool_
        )
        if on.any():
            tail = self.hub_node[[number[int(place)] for place in first[on]]]
            into = np.array([number[int(place)] for place in last[on]])
            self._into_hubs(tail, into, cost[:, on], links=on_way[np.flatnonzero(on)], service=service[on])

    def _of_arcs(self, arcs: IntArray) -> sparse.csr_array:
        """Links of arcs of the graph."""
        on = np.flatnonzero(self.net.link[arcs] >= 0)
        ones = np.ones(len(on))
        return sparse.csr_array((ones, (on, self.net.link[arcs[on]])), shape=(len(arcs), len(self.links)))

    def _on_the_way(self, service: IntArray, first: IntArray, last: IntArray) -> sparse.csr_array:
        """Links of legs of services: the cheapest from stop to stop, for the first class that each takes."""
        hops = _Hops(self.state, self.timetable)
        rows, columns = [], []
        for row, (index, start, end) in enumerate(zip(service.tolist(), first.tolist(), last.tolist(), strict=True)):
            stops = self.timetable.stops[index]
            for hop in pairwise(stops[stops.index(start) : stops.index(end) + 1]):
                found = hops.links(index, *hop)
                rows += [row] * len(found)
                columns += found
        return sparse.csr_array((np.ones(len(rows)), (rows, columns)), shape=(len(service), len(self.links)))

    def arcs(self) -> Arcs:
        tail, head, cost, links, room = zip(*self.parts, strict=True)
        capacity = np.r_[self.timetable.capacity_t, self.state.hub_room(self.numbers)]
        return Arcs(
            nodes=self.nodes,
            tail=np.concatenate(tail),
            head=np.concatenate(head),
            cost=np.concatenate(cost, axis=1),
            links=sparse.vstack(links, format="csr"),
            room=sparse.vstack(room, format="csr"),
            capacity=capacity,
            hub_node=self.hub_node,
        )


def _costs_of(legs: ScheduledLegs, triples: IntArray) -> FloatArray:
    """Costs of legs given by service, first and last stop; inf where the class has none."""
    service, first, last, cost = legs.each
    known = {
        (int(s), int(legs.stops[a]), int(legs.stops[b])): float(value)
        for s, a, b, value in zip(service, first, last, cost, strict=True)
    }
    return np.array([known.get((int(s), int(a), int(b)), np.inf) for s, a, b in triples.T])


class _Hops:
    """Links between neighbouring stops of services."""

    def __init__(self, state: State, timetable: Timetable) -> None:
        self.state, self.timetable = state, timetable
        self.places = np.unique([stop for stops in timetable.stops for stop in stops]).astype(np.int64)
        self.trees: dict[tuple[int, frozenset[int]], tuple[IntArray, IntArray]] = {}

    def links(self, service: int, start: int, end: int) -> list[int]:
        """Directed links of one hop, in order of travel from the end."""
        graph = self.state.model.graph
        cls = int(np.argmax(self.timetable.class_ok[:, service]))
        before, cheapest = self._tree(cls, self.timetable.modes[service])
        row = before[int(np.searchsorted(self.places, start))]
        nodes = [graph.n_places + end]
        while row[nodes[-1]] != NO_NODE:
            nodes.append(int(row[nodes[-1]]))
        path = np.array(nodes[::-1], dtype=np.int64)
        arcs = graph.arcs_of(cheapest, path[:-1], path[1:])
        return [int(link) for link in graph.link[arcs] if link >= 0]

    def _tree(self, cls: int, modes: frozenset[int]) -> tuple[IntArray, IntArray]:
        if (cls, modes) not in self.trees:
            graph = self.state.model.graph
            weight = self.state.arc_costs(self.state.model.classes[cls], "consolidated").weight
            other: BoolArray = (graph.kind == LINK) & ~np.isin(graph.mode_to, sorted(modes))
            weight = np.where(other, np.inf, weight)
            self.trees[cls, modes] = graph.trees(weight, self.places)[1], graph.cheapest_arcs(weight)
        return self.trees[cls, modes]
