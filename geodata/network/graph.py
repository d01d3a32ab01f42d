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
from functools import cached_property

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from geodata.arrays import BoolArray, FloatArray, IntArray
from geodata.network.distances import distances
from geodata.network.elimination import Elimination, eliminate
from geodata.network.links import Links
from optimize.brief import Brief

LINK, CHANGE, LOAD, UNLOAD, PASS = range(5)
NO_NODE = -9999  # what csgraph writes for "no predecessor"
SMALLEST_WEIGHT = 1e-12  # USD/t: a sparse matrix reads 0 as no arc; far below the cost of any path


@dataclass(frozen=True, eq=False)
class Graph(Brief):
    """Structure of the graph; weights come with each class, service and scenario.

    Draws and variants of a region share one.

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
    count = len(links.places)
    layers: dict[tuple[int, int, float], int] = {}  # the departing node; the arrived one is the next
    for place, mode, gauge in [
        *zip(links.tail.tolist(), links.mode.tolist(), links.gauge_tail.tolist(), strict=True),
        *zip(links.head.tolist(), links.mode.tolist(), links.gauge_head.tolist(), strict=True),
    ]:
        layers.setdefault((place, mode, gauge), 2 * (count + len(layers)))
    rows: list[tuple[int, int, int, int, int, int, int, bool]] = []
    for index in range(len(links)):
        mode = int(links.mode[index])
        start = layers[int(links.tail[index]), mode, float(links.gauge_tail[index])]
        end = layers[int(links.head[index]), mode, float(links.gauge_head[index])] + 1
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
