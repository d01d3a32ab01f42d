r"""The order in which nodes of a graph are eliminated, once for all weights that its arcs may have.

Eliminating a node x from a graph puts an arc from u to w, as heavy as the way by x, wherever there were arcs from u to
x and from x to w, so that distances among the nodes that are left stay what they were: Gaussian elimination over
(min, +) (Carre 1971). Which arcs that makes depends on where there are arcs and not on what they weigh. So the order,
the arcs that come in and the triangles u, x, w are found once; a vector of weights then takes one pass over the
triangles, and distances from any nodes one pass up and one down over the arcs, see `geodata.network.distances`.
That is a customisable contraction hierarchy (Dibbelt, Strasser and Wagner 2016), of a directed graph.

A node is eliminated next whose elimination would bring in the fewest arcs (minimum fill; Rose 1972). On road and
railway maps few come in; where they would be too many, there is no elimination, and whoever asked searches instead.
"""

from __future__ import annotations

import heapq
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from geodata.arrays import IntArray

# Triangles above which a graph is searched instead: each takes 4 bytes, a few microseconds when they are listed and
# about a nanosecond with each vector of weights. The bundled region has 0.08 million.
MOST_TRIANGLES = 1_000_000

# Pairs of arcs that may be looked at for each of these triangles while the order is sought: what would come in is not
# counted for minutes before the graph is given up. Two seconds at most.
EFFORT = 60

ShortIntArray = npt.NDArray[np.int32]  # what is read most, so that the processor's cache holds it


class Elimination(NamedTuple):
    """The order of elimination of a graph's nodes, and its arcs with those that came in.

    Arcs *up* lead from a node to one eliminated later, arcs *down* from one eliminated later to it. Weights of all are
    in one array: those up, by rank of their tail, then those down, by rank of their head, then one that is of no arc.

    Attributes
    ----------
    rank : (nodes,) array
        When each node is eliminated.
    near : (nodes,) array
        By rank: numbers that are close for nodes with common ways up.
    slot : (arcs,) array
        Where the weight of each arc of the graph belongs.
    up_start : (nodes + 1,) array
        By rank, where the arcs up start.
    up_head : (up,) array
        Their heads' ranks, ascending from each tail.
    down_start : (nodes + 1,) array
        By rank, where the arcs down start.
    down_tail : (down,) array
        Their tails' ranks, ascending to each head.
    triangle_start : (nodes + 1,) array
        By rank, where the triangles of each node start.
    beside : (triangles,) array
        For each node, each arc down to it and each arc up from it: where the weight of the arc beside the two is.
    """

    rank: IntArray
    near: IntArray
    slot: IntArray
    up_start: IntArray
    up_head: ShortIntArray
    down_start: IntArray
    down_tail: ShortIntArray
    triangle_start: IntArray
    beside: ShortIntArray

    @property
    def size(self) -> int:
        """Number of weights."""
        return len(self.up_head) + len(self.down_tail) + 1


def eliminate(
    nodes: int,
    tail: IntArray,
    head: IntArray,
    *,
    part: IntArray | None = None,
    most_triangles: int | None = None,
) -> Elimination | None:
    """Find the order of elimination of a graph's nodes, and the arcs that come in.

    Parameters
    ----------
    nodes : int
        Number of nodes.
    tail, head : (arcs,) arrays
        Nodes of the arcs, which may be parallel.
    part : (nodes,) array, optional
        Nodes of a lower number are eliminated before those of a higher one; no arc leads from number to number.
    most_triangles : int, optional
        How many triangles there may be; default `MOST_TRIANGLES`.

    Returns
    -------
    Elimination or None
        None when there would be more triangles, or finding the order takes too much.
    """
    into: list[set[int]] = [set() for _ in range(nodes)]
    out: list[set[int]] = [set() for _ in range(nodes)]
    for start, end in zip(tail.tolist(), head.tolist(), strict=True):
        if start != end:
            out[start].add(end)
            into[end].add(start)
    found = _order(into, out, MOST_TRIANGLES if most_triangles is None else most_triangles)
    if found is None:
        return None
    order = np.array(found, dtype=np.int64)
    if part is not None:
        order = order[np.argsort(part[order], kind="stable")]
    return _laid_out(order, into, out, tail, head)


def _order(into: list[set[int]], out: list[set[int]], most_triangles: int) -> list[int] | None:
    """Nodes in the order of their elimination; neighbours of each are left as they are when it is eliminated."""

    def fill(node: int) -> int:
        behind = out[node]
        return sum(len(behind - out[before]) - (before in behind) for before in into[node])

    heap = [(fill(node), node) for node in range(len(out))]
    score = [value for value, _ in heap]
    heapq.heapify(heap)
    order: list[int] = []
    triangles = looked_at = 0
    gone = [False] * len(out)
    while heap:
        value, node = heapq.heappop(heap)
        if gone[node] or value != score[node]:
            continue
        gone[node] = True
        order.append(node)
        before_it, behind = into[node], out[node]
        triangles += len(before_it) * len(behind)
        for before in before_it:
            out[before].discard(node)
            out[before] |= behind
            out[before].discard(before)
        for after in behind:
            into[after].discard(node)
            into[after] |= before_it
            into[after].discard(after)
        touched = before_it | behind
        looked_at += sum(len(into[near]) * len(out[near]) for near in touched)
        if triangles > most_triangles or looked_at > EFFORT * most_triangles:
            return None
        for near in touched:
            score[near] = fill(near)
            heapq.heappush(heap, (score[near], near))
    return order


def _laid_out(
    order: IntArray, into: list[set[int]], out: list[set[int]], tail: IntArray, head: IntArray
) -> Elimination:
    nodes = len(order)
    rank = np.empty(nodes, dtype=np.int64)
    rank[order] = np.arange(nodes)
    up_start, up_head = _by_rank(order, rank, out)
    down_start, down_tail = _by_rank(order, rank, into)
    ups, downs = np.diff(up_start), np.diff(down_start)
    lower, upper = np.repeat(np.arange(nodes), ups), np.repeat(np.arange(nodes), downs)
    keys = np.concatenate([lower * nodes + up_head, down_tail * nodes + upper])
    sorter = np.argsort(keys)

    def where(tails: IntArray, heads: IntArray) -> IntArray:
        """Places of arcs' weights; a node's way to itself is none."""
        found = np.full(len(tails), len(keys), dtype=np.int64)
        proper = tails != heads
        asked = tails[proper] * nodes + heads[proper]
        found[proper] = sorter[np.searchsorted(keys, asked, sorter=sorter)]
        return found

    each = ups[upper]  # triangles of an arc down: one for each arc up from its head
    first = np.repeat(np.cumsum(each) - each, each)
    behind = np.repeat(up_start[upper], each) + np.arange(int(each.sum())) - first
    return Elimination(
        rank=rank,
        near=_near(up_start, up_head, down_start, down_tail),
        slot=where(rank[tail], rank[head]),
        up_start=up_start,
        up_head=up_head.astype(np.int32),
        down_start=down_start,
        down_tail=down_tail.astype(np.int32),
        triangle_start=np.concatenate([[0], np.cumsum(ups * downs)]),
        beside=where(np.repeat(down_tail, each), up_head[behind]).astype(np.int32),
    )


def _by_rank(order: IntArray, rank: IntArray, beside: list[set[int]]) -> tuple[IntArray, IntArray]:
    """Neighbours' ranks, ascending, of each node in order, and where those of each start."""
    groups = [sorted(rank[list(beside[node])].tolist()) for node in order.tolist()]
    start = np.cumsum([0, *(len(group) for group in groups)]).astype(np.int64)
    return start, np.array([other for group in groups for other in group], dtype=np.int64)


def _near(up_start: IntArray, up_head: IntArray, down_start: IntArray, down_tail: IntArray) -> IntArray:
    """Positions in a walk through the tree in which each node hangs below its first neighbour above it."""
    nodes = len(up_start) - 1
    below: list[list[int]] = [[] for _ in range(nodes + 1)]
    for node in range(nodes):
        above = (up_head[up_start[node] : up_start[node + 1]], down_tail[down_start[node] : down_start[node + 1]])
        below[min((int(ranks[0]) for ranks in above if len(ranks)), default=nodes)].append(node)
    position = np.zeros(nodes + 1, dtype=np.int64)
    stack = [nodes]
    count = 0
    while stack:
        node = stack.pop()
        position[node] = count
        count += 1
        stack.extend(below[node])
    return position[:-1]
