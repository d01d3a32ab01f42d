r"""What a tonne costs by scheduled service between its stops, and from door to door for loads that need no hub.

A service takes the cheapest way over links of its modes from stop to stop. Between two of its stops a tonne pays

.. math:: l_a + \tfrac{84}{f}\,r + \sum_{hops} g + s\,n\,r + u_b

with loading :math:`l_a` and unloading :math:`u_b` by ``consolidated`` service, half the time between two departures
(:math:`f` a week, so that it is 84 / f hours), :math:`s` hours at each of the :math:`n` stops on the way, both at the
value :math:`r` of an hour, and the generalised cost :math:`g` of the way.

A full load, which fills its container or trailer by itself, reaches the first stop and leaves the last one by
``single`` service and needs nobody to gather it. Part loads do: that is what hubs are for.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from geodata.arrays import BoolArray, FloatArray, IntArray
from geodata.costs.arc_costs import ArcCosts
from geodata.network import LINK, LOAD, SMALLEST_WEIGHT, UNLOAD, Graph, Links, Timetable
from geodata.values import mean_wait_h


@dataclass(frozen=True)
class ScheduledLegs:
    """The cheapest scheduled service between stops.

    Attributes
    ----------
    stops : (p,) array
        Row numbers of the places where some service stops, ascending.
    cost : (p, p) array
        USD/t, loading, wait and unloading included; inf where no service goes.
    service : (p, p) array
        Which service of the timetable it is; -1 = none.
    each : tuple of arrays
        All legs, not only the cheapest between two stops: service, first and last stop (positions in ``stops``), USD/t.
    """

    stops: IntArray
    cost: FloatArray
    service: IntArray
    each: tuple[IntArray, IntArray, IntArray, FloatArray]


def scheduled_legs(
    links: Links, graph: Graph, costs: ArcCosts, timetable: Timetable, usable: BoolArray
) -> ScheduledLegs:
    """Return the cheapest service between any two stops.

    Parameters
    ----------
    links : Links
        The links.
    graph : Graph
        The graph made of them.
    costs : ArcCosts
        Of the class, by consolidated service.
    timetable : Timetable
        The services, as they run.
    usable : (services,) array of bool
        Which of them take the class.

    Returns
    -------
    ScheduledLegs
    """
    running = np.flatnonzero(usable)
    stops = np.unique([stop for index in running for stop in timetable.stops[index]]).astype(np.int64)
    waits = costs.rate_usd_per_th * mean_wait_h(timetable.departures_per_week[running])
    ways: dict[tuple[frozenset[int], float], _Ways] = {}
    parts: list[tuple[IntArray, IntArray, IntArray, FloatArray]] = []
    for index, wait in zip(running, waits.tolist(), strict=True):
        own_price = bool(np.isfinite(timetable.usd_per_t[index]))
        key = timetable.modes[index], 0.0 if own_price else float(timetable.tariff_factor[index])
        if key not in ways:
            ways[key] = _Ways.of(links, graph, costs, stops, *key)
        at_stop = costs.rate_usd_per_th * float(timetable.stop_h[index])
        paid = float(timetable.usd_per_t[index]) if own_price else 0.0
        rows = np.searchsorted(stops, timetable.stops[index])
        legs = ways[key].legs(rows.tolist(), at_stop, paid)
        first, last = np.nonzero(np.isfinite(legs))
        parts.append((np.full(len(first), index), rows[first], rows[last], legs[first, last] + wait))
    each = tuple(np.concatenate([part[at] for part in parts]) for at in range(4)) if parts else _NO_LEGS
    return _cheapest(stops, *each)


_NO_LEGS = (*(np.zeros(0, dtype=np.int64) for _ in range(3)), np.zeros(0))


def _cheapest(stops: IntArray, service: IntArray, first: IntArray, last: IntArray, cost: FloatArray) -> ScheduledLegs:
    """The legs with the cheapest between each two stops, of equal ones that of the earlier service."""
    best, chosen = np.full((len(stops), len(stops)), np.inf), np.full((len(stops), len(stops)), -1, dtype=np.int64)
    order = np.lexsort((-service, -cost))  # written later, cheaper ones stay
    best[first[order], last[order]] = cost[order]
    chosen[first[order], last[order]] = service[order]
    return ScheduledLegs(stops, best, chosen, (service, first, last, cost))


@dataclass(frozen=True)
class _Ways:
    """Ways between the layers of stops over some modes; layers as in `geodata.network.graph`.

    Attributes
    ----------
    start, end : lists of int arrays
        For each stop its columns in ``from_start``, and in ``between`` and ``km``.
    load, unload : lists of arrays
        USD/t of loading into each layer of a stop, gathering left out, and of unloading.
    from_start : (starts, ends) array
        USD/t from where a leg starts to the layers where freight arrives.
    between : (ends, ends) array
        USD/t from where freight has arrived to the layers of other stops.
    km : (starts, ends) array
        Shortest length over links of the modes, open or not: how a price divides does not depend on what is shut.
    """

    start: list[IntArray]
    end: list[IntArray]
    load: list[FloatArray]
    unload: list[FloatArray]
    from_start: FloatArray
    between: FloatArray
    km: FloatArray

    @classmethod
    def of(
        cls, links: Links, graph: Graph, costs: ArcCosts, stops: IntArray, modes: frozenset[int], tariff: float
    ) -> _Ways:
        """Search once for all services of these modes whose tariff has this factor."""
        within = np.isin(graph.mode_from, sorted(modes)) & np.isin(graph.mode_to, sorted(modes))
        lift = costs.weight - costs.rate_usd_per_th * costs.hours["gathering"]  # a timetable takes its place
        weight = lift + (tariff - 1.0) * costs.money["tariff"]
        between = within & ~np.isin(graph.kind, (LOAD, UNLOAD))
        places = graph.place
        loads = [np.flatnonzero(within & (graph.kind == LOAD) & (places == stop)) for stop in stops]
        unloads = [np.flatnonzero(within & (graph.kind == UNLOAD) & (places == stop)) for stop in stops]
        start_nodes = np.concatenate([graph.head[arcs] for arcs in loads])
        end_nodes = np.concatenate([graph.tail[arcs] for arcs in unloads])
        matrix = _matrix(graph, weight, between & np.isfinite(weight))
        reached = dijkstra(matrix, indices=np.concatenate([start_nodes, end_nodes]))
        length = np.where(graph.kind == LINK, links.length_km[graph.link], 0.0)
        km = dijkstra(_matrix(graph, length, between), indices=start_nodes)[:, end_nodes]
        start, end = _columns(loads), _columns(unloads)
        return cls(
            start=start,
            end=end,
            load=[lift[arcs] for arcs in loads],
            unload=[lift[arcs] for arcs in unloads],
            from_start=reached[: len(start_nodes), end_nodes],
            between=reached[len(start_nodes) :, end_nodes],
            km=km,
        )

    def hop_km(self, start: int, end: int) -> float:
        """Shortest length between two stops."""
        return float(np.min(self.km[np.ix_(self.start[start], self.end[end])], initial=np.inf))

    def legs(self, stops: Sequence[int], at_stop: float, paid: float) -> FloatArray:
        """(stops, stops) costs between the stops of one service, each to those after it; its own price by length."""
        count = len(stops)
        hop_km = np.array([self.hop_km(a, b) if paid else 1.0 for a, b in itertools.pairwise(stops)])
        whole_km = hop_km[np.isfinite(hop_km)].sum()
        found = np.full((count, count), np.inf)
        for first in range(count - 1):
            columns = self.end[stops[first + 1]]
            ahead = self.load[stops[first]][:, None] + self.from_start[np.ix_(self.start[stops[first]], columns)]
            cost = ahead.min(axis=0, initial=np.inf)
            for last in range(first + 1, count):
                if last > first + 1:
                    onward = self.between[np.ix_(self.end[stops[last - 1]], self.end[stops[last]])]
                    cost = (cost[:, None] + onward).min(axis=0, initial=np.inf) + at_stop
                arrived = (cost + self.unload[stops[last]]).min(initial=np.inf)
                if np.isfinite(arrived):
                    found[first, last] = arrived + paid * hop_km[first:last].sum() / whole_km
        return found


def _matrix(graph: Graph, weight: FloatArray, chosen: BoolArray) -> csr_array:
    """Weighted graph of some arcs; of parallel arcs the cheapest."""
    arcs = np.flatnonzero(chosen)
    arcs = arcs[np.lexsort((weight[arcs], graph.head[arcs], graph.tail[arcs]))]
    pair = graph.tail[arcs] * graph.nodes + graph.head[arcs]
    first = np.flatnonzero(np.r_[True, pair[1:] != pair[:-1]]) if len(arcs) else arcs
    arcs = arcs[first]
    data = np.maximum(weight[arcs], SMALLEST_WEIGHT)
    return csr_array((data, (graph.tail[arcs], graph.head[arcs])), shape=(graph.nodes, graph.nodes))


def _columns(groups: Sequence[IntArray]) -> list[IntArray]:
    """Positions of the members of each group when all are written one after another."""
    ends = np.cumsum([0, *(len(group) for group in groups)])
    return [np.arange(ends[at], ends[at + 1]) for at in range(len(groups))]


def door_to_door(
    legs: ScheduledLegs, to_stop: FloatArray, from_stop: FloatArray
) -> tuple[FloatArray, IntArray, IntArray]:
    """Return the cheapest way by one scheduled service, with ``single`` service before and after it.

    Parameters
    ----------
    legs : ScheduledLegs
        Between stops.
    to_stop : (n, p) array
        USD/t from each place to each stop by single service, 0 at the stop itself.
    from_stop : (p, n) array
        USD/t from each stop to each place.

    Returns
    -------
    cost : (n, n) array
        USD/t; inf where no service helps.
    first, last : (n, n) arrays
        Stops, as positions in ``legs.stops``, where a service is boarded and left; -1 where none helps.
    """
    n, stops = to_stop.shape
    cost = np.full((n, n), np.inf)
    first = np.full((n, n), -1, dtype=np.int64)
    last = np.full((n, n), -1, dtype=np.int64)
    for stop in range(stops):
        over = to_stop + legs.cost[:, stop][None, :]
        board = over.argmin(axis=1) if stops else np.zeros(n, dtype=np.int64)
        arrived = over[np.arange(n), board]
        total = arrived[:, None] + from_stop[stop][None, :]
        better = total < cost
        cost = np.where(better, total, cost)
        first = np.where(better, board[:, None], first)
        last = np.where(better, stop, last)
    return cost, first, last
