"""Trees of cheapest ways from places: what is summed along them, and tonnes pushed up them. Compiled kernels."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from geodata.arrays import FloatArray, IntArray
from geodata.network import SMALLEST_WEIGHT, Elimination, Graph, customise, sweep
from optimize.kernels import kernel

COLUMNS = 128  # sources whose distances are found at once, see `geodata.network.distances`


@dataclass(frozen=True, eq=False)
class Trees:
    """The cheapest ways from some places over a graph whose arcs have weights.

    Attributes
    ----------
    graph : Graph
    places : (s,) array
        Row numbers of the places where the trees have their roots.
    came : (s, nodes) array
        Arc by which each node is reached, -1 at the root and where there is no way.
    """

    graph: Graph
    places: IntArray
    came: IntArray

    @classmethod
    def grow(cls, graph: Graph, weights: FloatArray, places: IntArray) -> Trees:
        """Find the trees: by the elimination of the graph where it has one, else by Dijkstra's algorithm.

        Parameters
        ----------
        graph : Graph
        weights : (arcs,) array
            USD/t; inf = closed.
        places : (s,) array
            Row numbers of places, each once.

        Returns
        -------
        Trees
        """
        came = np.full((len(places), graph.nodes), -1, dtype=np.int64)
        if graph.elimination is not None:
            by_head = np.argsort(graph.head, kind="stable")
            start = np.searchsorted(graph.head[by_head], np.arange(graph.nodes + 1))
            weight = np.maximum(weights, SMALLEST_WEIGHT)
            if _tight(graph.elimination, weight, graph.tail, by_head, start, places, came):
                return cls(graph, places, came)
            came[:] = -1
        before = graph.trees(weights, places)[1]
        _arcs_before(before, graph.indptr, graph.indices, graph.cheapest_arcs(weights), came)
        return cls(graph, places, came)

    def along(self, starts: IntArray, ends: IntArray, values: FloatArray) -> FloatArray:
        """Sum up values of arcs along ways.

        Parameters
        ----------
        starts : (a,) array
            Positions in ``places``.
        ends : (b,) array
            Row numbers of places.
        values : (arcs, p) array

        Returns
        -------
        (a, b, p) array
            0 from a place to itself, inf where there is no way.
        """
        found = np.empty((len(starts), len(ends), values.shape[1]))
        _along(self.came, self.graph.tail, self.places, starts, ends, self.graph.n_places, values, found)
        return found

    def push(self, starts: IntArray, ends: IntArray, tonnes: FloatArray, loads: FloatArray) -> None:
        """Add tonnes to the arcs on their ways.

        Parameters
        ----------
        starts : (a,) array
            Positions in ``places``.
        ends : (b,) array
            Row numbers of places.
        tonnes : (a, b, d) array
            From each start to each end; none are moved from a place to itself.
        loads : (arcs, d) array
            Added to.
        """
        _push(self.came, self.graph.tail, self.places, starts, ends, self.graph.n_places, tonnes, loads)


@kernel
def _tight(
    ways: Elimination, weights: FloatArray, tail: IntArray, by_head: IntArray, start: IntArray, places: IntArray,
    came: IntArray,
) -> bool:  # fmt: skip
    """Find the arc by which each node is reached from its distances; False where arcs without a cost make a circle."""
    slots = customise(ways, weights)
    nodes, columns = came.shape[1], min(len(places), COLUMNS)
    wanted = np.ones(nodes, dtype=np.bool_)
    rows, seen = np.empty((nodes, columns)), np.empty(nodes, dtype=np.int64)
    for first in range(0, len(places), max(columns, 1)):
        these = places[first : first + columns]
        sweep(ways, slots, ways.rank[these], wanted, 0, rows)
        for column in range(len(these)):
            row = came[first + column]
            for node in range(nodes):
                best = np.inf
                for k in range(start[node], start[node + 1]):
                    arc = by_head[k]
                    way = rows[ways.rank[tail[arc]], column] + weights[arc]
                    if way < best:
                        best, row[node] = way, arc
            row[these[column]] = -1
            if not _is_tree(row, tail, seen):
                return False
    return True


@kernel
def _is_tree(came: IntArray, tail: IntArray, seen: IntArray) -> bool:
    """Tell whether the way back from every node ends."""
    seen[:] = -1
    for end in range(len(came)):
        node = end
        while seen[node] < 0 and came[node] >= 0:
            seen[node] = end
            node = tail[came[node]]
        if seen[node] == end:  # back where this way began
            return False
    return True


@kernel
def _arcs_before(before: IntArray, indptr: IntArray, indices: IntArray, cheapest: IntArray, came: IntArray) -> None:
    """Turn the node before each node into the arc between the two."""
    for row in range(before.shape[0]):
        for node in range(before.shape[1]):
            tail = before[row, node]
            if tail >= 0:
                for pair in range(indptr[tail], indptr[tail + 1]):
                    if indices[pair] == node:
                        came[row, node] = cheapest[pair]


@kernel
def _way_up(came: IntArray, tail: IntArray, end: int, mark: int, seen: IntArray, order: IntArray, count: int) -> int:
    """Append the nodes on the way to ``end`` that are new to ``order``, the first first; return their number."""
    node, first = end, count
    while seen[node] != mark and came[node] >= 0:
        seen[node] = mark
        order[count] = node
        count += 1
        node = tail[came[node]]
    last = count - 1
    while first < last:
        order[first], order[last] = order[last], order[first]
        first += 1
        last -= 1
    return count


@kernel
def _along(
    came: IntArray, tail: IntArray, places: IntArray, starts: IntArray, ends: IntArray, n_places: int,
    values: FloatArray, found: FloatArray,
) -> None:  # fmt: skip
    nodes, parts = came.shape[1], values.shape[1]
    seen, order = np.full(nodes, -1, dtype=np.int64), np.empty(nodes, dtype=np.int64)
    total = np.zeros((nodes, parts))
    for x in range(len(starts)):
        row, count = starts[x], 0
        total[places[row]] = 0.0
        for y in range(len(ends)):
            end = n_places + ends[y]
            if ends[y] == places[row]:
                found[x, y] = 0.0
                continue
            if came[row, end] < 0:
                found[x, y] = np.inf
                continue
            first = count
            count = _way_up(came[row], tail, end, x, seen, order, count)
            for at in range(first, count):
                node = order[at]
                arc = came[row, node]
                for part in range(parts):
                    total[node, part] = total[tail[arc], part] + values[arc, part]
            found[x, y] = total[end]


@kernel
def _push(
    came: IntArray, tail: IntArray, places: IntArray, starts: IntArray, ends: IntArray, n_places: int,
    tonnes: FloatArray, loads: FloatArray,
) -> None:  # fmt: skip
    nodes, designs = came.shape[1], tonnes.shape[2]
    seen, order = np.full(nodes, -1, dtype=np.int64), np.empty(nodes, dtype=np.int64)
    load = np.zeros((nodes, designs))
    for x in range(len(starts)):
        row, count = starts[x], 0
        for y in range(len(ends)):
            end = n_places + ends[y]
            if ends[y] == places[row] or came[row, end] < 0:
                continue
            some = False
            for design in range(designs):
                some = some or tonnes[x, y, design] > 0.0
            if some:
                count = _way_up(came[row], tail, end, x, seen, order, count)
                for design in range(designs):
                    load[end, design] += tonnes[x, y, design]
        for at in range(count - 1, -1, -1):
            node = order[at]
            arc = came[row, node]
            for design in range(designs):
                moved = load[node, design]
                loads[arc, design] += moved
                load[tail[arc], design] += moved
                load[node, design] = 0.0
        load[places[row]] = 0.0
