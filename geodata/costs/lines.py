"""The lines of scheduled services on the graph: what of them does not depend on costs, found once and kept.

Services that run by the same modes share a *part*: the layers of these modes, cut out of the graph. Parts are laid
beside one another as one graph, whose elimination serves them all. Where a service stops it has a *berth*: the layers
of its part in which freight is loaded there, and those in which it arrives.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from geodata.arrays import BoolArray, FloatArray, IntArray
from geodata.network import (
    LINK,
    LOAD,
    SMALLEST_WEIGHT,
    UNLOAD,
    Elimination,
    Graph,
    Links,
    Timetable,
    above,
    eliminate,
)
from optimize.brief import Brief

Hop = tuple[int, int]  # from one place to another


class Calls(NamedTuple):
    """Where services stop, as compiled kernels take it.

    Attributes
    ----------
    places : (p,) array
        Row numbers of the places where some service stops, ascending.
    part : (services,) array
        Number of the modes of each service.
    call_start : (services + 1,) array
        Where the calls of each service start.
    berth, stop : (calls,) arrays
        Berth and place (position in ``places``) of each call, in order of travel.
    hop_km : (calls,) array
        Shortest length from each call to the next one over links of the modes, open or not; 0 at the last one.
    whole_km : (services,) array
        Sum over the calls of what is finite.
    leg_start : (services + 1,) array
        Where the legs of each service start: from its first call to each later one, from its second one ...
    load_start, unload_start : (berths + 1,) arrays
        Where the layers of each berth start.
    load_arc, load_column : (loads,) arrays
        Arc of the graph that loads into a layer, and which source of its part the layer is; -1 = none leaves it.
    unload_arc, unload_node, unload_column : (unloads,) arrays
        Arc that unloads from a layer, its node (as rank), and which source it is; -1 = no service goes on from it.
    arc_start : (parts + 1,) array
        Where the arcs of each part start.
    arc : (part arcs,) array
        Arcs of the graph.
    node_start : (parts + 1,) array
        Rank where the nodes of each part start.
    source_start : (parts + 1,) array
        Where the sources of each part start.
    source : (sources,) array
        Their ranks.
    wanted : (nodes,) array of bool
        By rank, whether ways to where freight is unloaded may lead over it.
    """

    places: IntArray
    part: IntArray
    call_start: IntArray
    berth: IntArray
    stop: IntArray
    hop_km: FloatArray
    whole_km: FloatArray
    leg_start: IntArray
    load_start: IntArray
    unload_start: IntArray
    load_arc: IntArray
    load_column: IntArray
    unload_arc: IntArray
    unload_node: IntArray
    unload_column: IntArray
    arc_start: IntArray
    arc: IntArray
    node_start: IntArray
    source_start: IntArray
    source: IntArray
    wanted: BoolArray


@dataclass(frozen=True, eq=False)
class Lines(Brief):
    """The services of a timetable on the graph.

    Attributes
    ----------
    calls : Calls
        Where they stop.
    tail, head : (part arcs,) arrays
        Nodes of the parts' arcs: as ranks, or numbered as they are where there is no elimination.
    ways : Elimination or None
        That of all parts; None where too many arcs would come in.
    """

    calls: Calls
    tail: IntArray
    head: IntArray
    ways: Elimination | None

    def reach(self, part: int, weight: FloatArray) -> FloatArray:
        """Return distances within a part, by Dijkstra's algorithm.

        Parameters
        ----------
        part : int
            Which.
        weight : (part's arcs,) array
            At least 0; inf = closed.

        Returns
        -------
        (nodes, sources) array
            From the part's sources to all its nodes.
        """
        calls = self.calls
        arcs = slice(calls.arc_start[part], calls.arc_start[part + 1])
        first, end = calls.node_start[part : part + 2]
        sources = calls.source[calls.source_start[part] : calls.source_start[part + 1]]
        matrix = _matrix(self.tail[arcs] - first, self.head[arcs] - first, weight, int(end - first))
        return np.ascontiguousarray(dijkstra(matrix, indices=sources - first).T)


def build_lines(links: Links, graph: Graph, timetable: Timetable) -> Lines:
    """Lay services out on the graph.

    Parameters
    ----------
    links : Links
        The links.
    graph : Graph
        The graph made of them.
    timetable : Timetable
        The services; where they stop and by which modes they go, not how they run.

    Returns
    -------
    Lines
        The same one for draws and variants of a region.
    """
    parts = [graph, links.length_km, timetable.stops, timetable.modes]
    found: Lines = links.shared.once(
        "lines", parts, lambda: _lines(graph, links.length_km, timetable.stops, timetable.modes)
    )
    return found


def _lines(
    graph: Graph, length_km: FloatArray, stops: tuple[tuple[int, ...], ...], modes: tuple[frozenset[int], ...]
) -> Lines:
    sets = list(dict.fromkeys(modes))
    part = np.array([sets.index(each) for each in modes], dtype=np.int64)
    parts = [
        _Part.of(graph, each, [where for where, own in zip(stops, modes, strict=True) if own == each]) for each in sets
    ]
    node_start = _starts([len(each.nodes) for each in parts])
    tail, head = (
        _joined([np.searchsorted(each.nodes, ends[each.arcs]) + node_start[at] for at, each in enumerate(parts)])
        for ends in (graph.tail, graph.head)
    )
    nodes = int(node_start[-1])
    ways = eliminate(nodes, tail, head, part=np.repeat(np.arange(len(parts)), np.diff(node_start)))
    rank = np.arange(nodes) if ways is None else ways.rank
    calls = _calls(graph, parts, part, stops, node_start, rank, ways, length_km)
    return Lines(calls, rank[tail], rank[head], ways)


@dataclass(frozen=True)
class _Part:
    """Layers of some modes, and where services of these modes load and unload.

    Attributes
    ----------
    arcs : (arcs,) array
        Arcs of the graph between the layers.
    nodes : (nodes,) array
        The nodes, ascending.
    places : list of int
        Where services stop; each has a berth.
    loads, unloads : lists of arrays
        For each berth the arcs that load and unload there.
    sources : (sources,) array
        Nodes from which legs or their further hops start.
    hops : set of pairs of int
        Places between which some service does not stop.
    """

    arcs: IntArray
    nodes: IntArray
    places: list[int]
    loads: list[IntArray]
    unloads: list[IntArray]
    sources: IntArray
    hops: set[Hop]

    @classmethod
    def of(cls, graph: Graph, modes: frozenset[int], lines: Sequence[tuple[int, ...]]) -> _Part:
        within = np.isin(graph.mode_from, sorted(modes)) & np.isin(graph.mode_to, sorted(modes))
        load, unload = within & (graph.kind == LOAD), within & (graph.kind == UNLOAD)
        arcs = np.flatnonzero(within & ~load & ~unload)
        places = sorted({place for line in lines for place in line})
        left = {place for line in lines for place in line[:-1]}
        passed = {place for line in lines for place in line[1:-1]}
        loads = [np.flatnonzero(load & (graph.place == place)) for place in places]
        unloads = [np.flatnonzero(unload & (graph.place == place)) for place in places]
        starts = [graph.head[each] for place, each in zip(places, loads, strict=True) if place in left]
        onward = [graph.tail[each] for place, each in zip(places, unloads, strict=True) if place in passed]
        return cls(
            arcs=arcs,
            nodes=np.unique(_joined([graph.tail[arcs], graph.head[arcs], *starts, *(graph.tail[x] for x in unloads)])),
            places=places,
            loads=loads,
            unloads=unloads,
            sources=np.unique(_joined([*starts, *onward])),
            hops={hop for line in lines for hop in itertools.pairwise(line)},
        )

    def columns(self, nodes: IntArray) -> IntArray:
        """Which sources nodes are; -1 = none."""
        at = np.searchsorted(self.sources, nodes)
        at[at == len(self.sources)] = 0
        return np.where(self.sources[at] == nodes, at, -1) if len(self.sources) else np.full(len(nodes), -1)

    def hop_km(self, graph: Graph, length_km: FloatArray) -> dict[Hop, float]:
        """Shortest length of each hop."""
        tail, head = (np.searchsorted(self.nodes, of[self.arcs]) for of in (graph.tail, graph.head))
        length = np.where(graph.kind == LINK, length_km[graph.link], 0.0)[self.arcs]
        km = dijkstra(_matrix(tail, head, length, len(self.nodes)), indices=np.searchsorted(self.nodes, self.sources))
        start = {place: self.columns(graph.head[arcs]) for place, arcs in zip(self.places, self.loads, strict=True)}
        end = {
            place: np.searchsorted(self.nodes, graph.tail[arcs])
            for place, arcs in zip(self.places, self.unloads, strict=True)
        }
        return {(a, b): float(np.min(km[np.ix_(start[a], end[b])], initial=np.inf)) for a, b in self.hops}


def _calls(
    graph: Graph, parts: list[_Part], part: IntArray, stops: tuple[tuple[int, ...], ...],
    node_start: IntArray, rank: IntArray, ways: Elimination | None, length_km: FloatArray,
) -> Calls:  # fmt: skip
    berths = [(number, place) for number, each in enumerate(parts) for place in each.places]
    number_of = {berth: number for number, berth in enumerate(berths)}
    places = np.unique([place for line in stops for place in line]).astype(np.int64)
    km = [each.hop_km(graph, length_km) for each in parts]
    owned = list(zip(part.tolist(), stops, strict=True))
    hop_km = [[*(km[own][hop] for hop in itertools.pairwise(line)), 0.0] for own, line in owned]
    lengths = np.array([len(line) for line in stops], dtype=np.int64)
    loads = [arcs for each in parts for arcs in each.loads]
    unloads = [arcs for each in parts for arcs in each.unloads]

    def ranks(of: int, nodes: IntArray) -> IntArray:
        return rank[np.searchsorted(parts[of].nodes, nodes) + node_start[of]]

    unload_node = _joined([ranks(of, graph.tail[arcs]) for of, each in enumerate(parts) for arcs in each.unloads])
    return Calls(
        places=places,
        part=part,
        call_start=_starts(lengths),
        berth=np.array([number_of[own, place] for own, line in owned for place in line], dtype=np.int64),
        stop=np.searchsorted(places, np.array([place for line in stops for place in line], dtype=np.int64)),
        hop_km=np.array([km for row in hop_km for km in row], dtype=np.float64),
        whole_km=np.array([sum(km for km in row if np.isfinite(km)) for row in hop_km], dtype=np.float64),
        leg_start=_starts(lengths * (lengths - 1) // 2),
        load_start=_starts([len(arcs) for arcs in loads]),
        unload_start=_starts([len(arcs) for arcs in unloads]),
        load_arc=_joined(loads),
        load_column=_joined([each.columns(graph.head[arcs]) for each in parts for arcs in each.loads]),
        unload_arc=_joined(unloads),
        unload_node=unload_node,
        unload_column=_joined([each.columns(graph.tail[arcs]) for each in parts for arcs in each.unloads]),
        arc_start=_starts([len(each.arcs) for each in parts]),
        arc=_joined([each.arcs for each in parts]),
        node_start=node_start,
        source_start=_starts([len(each.sources) for each in parts]),
        source=_joined([ranks(of, each.sources) for of, each in enumerate(parts)]),
        wanted=np.ones(len(rank), dtype=np.bool_) if ways is None else above(ways, np.zeros(ways.size), unload_node),
    )


def _matrix(tail: IntArray, head: IntArray, weight: FloatArray, nodes: int) -> csr_array:
    """Weighted graph; of parallel arcs the cheapest."""
    arcs = np.flatnonzero(np.isfinite(weight))
    arcs = arcs[np.lexsort((weight[arcs], head[arcs], tail[arcs]))]
    pair = tail[arcs] * nodes + head[arcs]
    first = np.flatnonzero(np.r_[True, pair[1:] != pair[:-1]]) if len(arcs) else arcs
    arcs = arcs[first]
    return csr_array((np.maximum(weight[arcs], SMALLEST_WEIGHT), (tail[arcs], head[arcs])), shape=(nodes, nodes))


def _starts(lengths: Sequence[int] | IntArray) -> IntArray:
    """Where each group starts when all are written one after another, and where the last one ends."""
    return np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)


def _joined(groups: Sequence[IntArray]) -> IntArray:
    return np.concatenate(groups).astype(np.int64) if groups else np.zeros(0, dtype=np.int64)
