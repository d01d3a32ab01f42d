"""A cheapest path through the graph, on request by way of given arcs."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from geodata.arrays import BoolArray, FloatArray, IntArray
from geodata.network.graph import NO_NODE, SMALLEST_WEIGHT, Graph


def cheapest_path(
    graph: Graph, weights: FloatArray, origin: int, destination: int, through: Sequence[BoolArray] = ()
) -> IntArray | None:
    """Return the arcs of the cheapest path from one place to another.

    Parameters
    ----------
    graph : Graph
        The graph.
    weights : (arcs,) array
        USD/t; inf = closed.
    origin, destination : int
        Row numbers of places.
    through : sequence of (arcs,) bool arrays
        Sets of arcs; the path must use one arc of each, in this order.

    Returns
    -------
    (m,) array or None
        Arcs in order; None when there is no path.

    Notes
    -----
    The search runs on copies of the graph, one more than there are sets; an arc of a set also leads to the next copy.
    """
    usable = np.flatnonzero(np.isfinite(weights))
    tails, heads, arcs = [], [], []
    for copy in range(len(through) + 1):
        tails.append(graph.tail[usable] + copy * graph.nodes)
        heads.append(graph.head[usable] + copy * graph.nodes)
        arcs.append(usable)
        if copy < len(through):
            chosen = usable[through[copy][usable]]
            tails.append(graph.tail[chosen] + copy * graph.nodes)
            heads.append(graph.head[chosen] + (copy + 1) * graph.nodes)
            arcs.append(chosen)
    tail, head, arc = (np.concatenate(parts) for parts in (tails, heads, arcs))
    size = graph.nodes * (len(through) + 1)
    pair = tail * size + head
    ranked = np.lexsort((weights[arc], pair))
    keys, first = np.unique(pair[ranked], return_index=True)
    best = arc[ranked[first]]
    data = np.maximum(weights[best], SMALLEST_WEIGHT)
    matrix = csr_array((data, (keys // size, keys % size)), shape=(size, size))
    end = graph.n_places + destination + graph.nodes * len(through)
    reached, before = dijkstra(matrix, indices=np.array([origin]), return_predecessors=True)
    reached, before = reached[0], before[0]
    if not np.isfinite(reached[end]):
        return None
    path = [end]
    while before[path[-1]] != NO_NODE:
        path.append(int(before[path[-1]]))
    nodes = np.array(path[::-1], dtype=np.int64)
    return np.asarray(best[np.searchsorted(keys, nodes[:-1] * size + nodes[1:])])
