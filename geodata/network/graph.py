"""The multimodal graph: places in layers, one layer for each mode and rail gauge.

A place has an *out* node, where freight is loaded, an *in* node, where it is unloaded, and for each mode (and rail
gauge) that its links have a layer of two nodes, *departing* and *arrived*. Arcs are of five kinds:

====== ====================================================
LINK   departing at one place -> arrived at another
PASS   arrived -> departing in the same layer, free
CHANGE arrived -> departing in another layer of the place
LOAD   out -> departing
UNLOAD arrived -> in
====== ====================================================

A layer has two nodes so that freight cannot be loaded in one mode and change to another before it has moved, which
would dodge the second mode's (dearer) loading.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from geodata.arrays import BoolArray, FloatArray, IntArray
from geodata.network.distances import distances
from geodata.network.elimination import Elimination, eliminate
from geodata.network.links import Links

LINK, CHANGE, LOAD, UNLOAD, PASS = range(5)
NO_NODE = -9999  # what csgraph writes for "no predecessor"
SMALLEST_WEIGHT = 1e-12  # USD/t: a sparse matrix reads 0 as no arc; far below the cost of any path


@dataclass(frozen=True, eq=False)
class Graph:
    """Structure of the graph; weights come with each class, service and scenario.

    Regions whose links join the same places, by the same modes and gauges, share one.

    Attributes
    ----------
    n_places : int
        Number of places.
    nodes : int
        Their number. Node ``i`` is the out node of place ``i``, ``n_places + i`` its in node.
    kind, tail, head : (arcs,) arrays
        Kind of arc (``LINK`` ...), and its nodes.
    link : (arcs,) array
        Index of the directed link, -1 for other arcs.
    place, mode_from, mode_to : (arcs,) arrays
        For arcs at a place: where, and between which modes (the mode twice for loading and unloading).
    gauge_break : (arcs,) array of bool
        For changes: between two gauges of rail.
    order, starts : arrays
        Arcs sorted by tail and head, and where each pair of nodes starts in that order.
    pairs : (pairs,) array
        The pairs of nodes as ``tail * nodes + head``, ascending.
    indptr, indices : arrays
        CSR structure of the pairs.
    """

    n_places: int
    nodes: int
    kind: IntArray
    tail: IntArray
    head: IntArray
    link: IntArray
    place: IntArray
    mode_from: IntArray
    mode_to: IntArray
    gauge_break: BoolArray
    order: IntArray
    starts: IntArray
    pairs: IntArray
    indptr: IntArray
    indices: IntArray

    @cached_property
    def elimination(self) -> Elimination | None:
        """Order in which nodes are eliminated; None where too many arcs would come in."""
        return eliminate(self.nodes, self.tail, self.head)

    def matrix(self, weights: FloatArray) -> csr_array:
        """Return the weighted graph; of parallel arcs the cheapest.

        Parameters
        ----------
        weights : (arcs,) array
            USD/t; inf = closed.

        Returns
        -------
        (nodes, nodes) csr_array
        """
        lightest = np.minimum.reduceat(weights[self.order], self.starts)
        data = np.maximum(lightest, SMALLEST_WEIGHT)
        return csr_array((data, self.indices, self.indptr), shape=(self.nodes, self.nodes))

    def costs(self, weights: FloatArray, sources: IntArray, targets: IntArray) -> FloatArray:
        """Return shortest-path costs between places.

        Without an elimination the search starts from the smaller of the two sets, on the reversed graph if that is the
        targets.

        Parameters
        ----------
        weights : (arcs,) array
            USD/t; inf = closed.
        sources, targets : (s,) and (t,) arrays
            Row numbers of places.

        Returns
        -------
        (s, t) array
            USD/t from the sources' out nodes to the targets' in nodes, inf where there is no path.
        """
        if self.elimination is not None:
            return distances(self.elimination, np.maximum(weights, SMALLEST_WEIGHT), sources, targets + self.n_places)
        matrix = self.matrix(weights)
        if len(targets) < len(sources):
            reached = dijkstra(matrix.T.tocsr(), indices=targets + self.n_places)
            return np.asarray(reached[:, sources].T)
        reached = dijkstra(matrix, indices=sources)
        return np.asarray(reached[:, targets + self.n_places])

    def trees(self, weights: FloatArray, sources: IntArray) -> tuple[FloatArray, IntArray]:
        """Return the trees of shortest paths from places.

        Parameters
        ----------
        weights : (arcs,) array
            USD/t; inf = closed.
        sources : (s,) array
            Row numbers of places.

        Returns
        -------
        cost : (s, nodes) array
            USD/t to each node, inf where there is no path.
        before : (s, nodes) array
            The node before each on its path, `NO_NODE` at the source and where there is no path.
        """
        reached, before = dijkstra(self.matrix(weights), indices=sources, return_predecessors=True)
        return np.asarray(reached), np.asarray(before, dtype=np.int64)

    def cheapest_arcs(self, weights: FloatArray) -> IntArray:
        """Return the cheapest arc of each pair of nodes.

        Parameters
        ----------
        weights : (arcs,) array
            USD/t.

        Returns
        -------
        (pairs,) array
            Arcs, in the order of ``pairs``.
        """
        ranked = np.lexsort((weights, self.tail * self.nodes + self.head))
        return np.asarray(ranked[self.starts])

    def arcs_of(self, cheapest: IntArray, tails: IntArray, heads: IntArray) -> IntArray:
        """Return the arcs between adjacent nodes.

        Parameters
        ----------
        cheapest : (pairs,) array
            As `cheapest_arcs` returns it.
        tails, heads : (m,) arrays
            Nodes.

        Returns
        -------
        (m,) array
            The cheapest arc from each tail to each head.
        """
        return np.asarray(cheapest[np.searchsorted(self.pairs, tails * self.nodes + heads)])


def build_graph(links: Links) -> Graph:
    """Lay out the layers and arcs of a region's links, planned ones included.

    Parameters
    ----------
    links : Links
        The links.

    Returns
    -------
    Graph
    """
    ends = (links.tail, links.head, links.mode, links.gauge_tail, links.gauge_head)
    return _laid_out(len(links.places), *(array.tobytes() for array in ends))


@lru_cache(maxsize=8)
def _laid_out(count: int, tails: bytes, heads: bytes, modes: bytes, gauges_tail: bytes, gauges_head: bytes) -> Graph:
    """The graph of links with these ends: draws and variants of a region have the same."""
    starting, ending, by = (np.frombuffer(each, dtype=np.int64).tolist() for each in (tails, heads, modes))
    gauge_start, gauge_end = (np.frombuffer(each, dtype=np.float64).tolist() for each in (gauges_tail, gauges_head))
    layers: dict[tuple[int, int, float], int] = {}  # the departing node; the arrived one is the next
    for place, mode, gauge in [
        *zip(starting, by, gauge_start, strict=True),
        *zip(ending, by, gauge_end, strict=True),
    ]:
        layers.setdefault((place, mode, gauge), 2 * (count + len(layers)))
    rows: list[tuple[int, int, int, int, int, int, int, bool]] = []
    for index, mode in enumerate(by):
        start = layers[starting[index], mode, gauge_start[index]]
        end = layers[ending[index], mode, gauge_end[index]] + 1
        rows.append((LINK, start, end, index, -1, mode, mode, False))
    at_place: dict[int, list[tuple[int, int]]] = {}
    for (place, mode, _), node in layers.items():
        at_place.setdefault(place, []).append((mode, node))
        rows.append((LOAD, place, node, -1, place, mode, mode, False))
        rows.append((UNLOAD, node + 1, count + place, -1, place, mode, mode, False))
        rows.append((PASS, node + 1, node, -1, place, mode, mode, False))
    for place, here in at_place.items():
        for mode, node in here:
            for other_mode, other in here:
                if node != other:  # layers of one mode differ by their gauge
                    rows.append((CHANGE, node + 1, other, -1, place, mode, other_mode, mode == other_mode))
    table = np.array([row[:7] for row in rows], dtype=np.int64).reshape(-1, 7)
    tail, head = table[:, 1], table[:, 2]
    nodes = 2 * (count + len(layers))
    pairs = tail * nodes + head
    order = np.argsort(pairs, kind="stable")
    unique, starts = np.unique(pairs[order], return_index=True)
    indptr = np.searchsorted(unique // nodes, np.arange(nodes + 1))
    return Graph(
        n_places=count,
        nodes=nodes,
        kind=table[:, 0],
        tail=tail,
        head=head,
        link=table[:, 3],
        place=table[:, 4],
        mode_from=table[:, 5],
        mode_to=table[:, 6],
        gauge_break=np.array([row[7] for row in rows], dtype=np.bool_),
        order=order.astype(np.int64),
        starts=starts.astype(np.int64),
        pairs=unique.astype(np.int64),
        indptr=indptr.astype(np.int64),
        indices=(unique % nodes).astype(np.int64),
    )
