"""Compiled kernels: shortest-path trees by Dijkstra's algorithm with a heap of four children a node.

Johnson (1975): with more children a heap is flatter, and pushing, which is done more often than taking, is cheaper. A
node that has become cheaper is pushed again, and its older entries are passed over. Nodes without a way on are never
pushed.

References
----------
Dijkstra, E. W. (1959). A note on two problems in connexion with graphs. Numerische Mathematik 1, 269-271.
Johnson, D. B. (1975). Priority queues with update and finding minimum spanning trees. Information Processing Letters
4(3), 53-57.
"""

import numpy as np

from optimize.kernels.compiled import kernel
from optimize.problem import FloatArray, IntArray

NO_NODE = -1
"""The node before the first one, or before one that is not reached."""


@kernel
def shortest_trees(
    start: IntArray, head: IntArray, weight: FloatArray, roots: IntArray, length: FloatArray, before: IntArray
) -> None:
    """Fill ``length[r]`` with the lengths of the shortest ways from ``roots[r]`` to all nodes, ``before[r]`` with them.

    Parameters
    ----------
    start : (nodes + 1,) int array
        Arcs ``start[i]:start[i + 1]`` begin at node i.
    head : (arcs,) int array
        Where they end.
    weight : (arcs,) array
        Their lengths, >= 0.
    roots : (m,) int array
    length : (m, nodes) array
        Filled; ``inf`` where there is no way.
    before : (m, nodes) int array
        Filled with the node before each on its way, or `NO_NODE`.
    """
    keys, nodes = np.empty(len(head) + 1), np.empty(len(head) + 1, dtype=np.int64)
    for row in range(len(roots)):
        _tree(start, head, weight, roots[row], length[row], before[row], keys, nodes)


@kernel
def _tree(
    start: IntArray,
    head: IntArray,
    weight: FloatArray,
    root: int,
    length: FloatArray,
    before: IntArray,
    keys: FloatArray,
    nodes: IntArray,
) -> None:
    """Grow one tree; ``keys, nodes`` are the heap. One function, as calls for each entry take half as long again."""
    for node in range(len(start) - 1):
        length[node] = np.inf
        before[node] = NO_NODE
    length[root] = 0.0
    keys[0], nodes[0] = 0.0, root
    size = 1
    while size > 0:
        near, node = keys[0], nodes[0]
        size -= 1
        key, last, at = keys[size], nodes[size], 0  # the last entry sinks from the top
        while 4 * at + 1 < size:
            child = 4 * at + 1
            least, least_key = child, keys[child]
            for other in range(child + 1, min(child + 4, size)):
                if keys[other] < least_key:
                    least, least_key = other, keys[other]
            if least_key >= key:
                break
            keys[at], nodes[at] = least_key, nodes[least]
            at = least
        keys[at], nodes[at] = key, last
        if near > length[node]:
            continue
        for arc in range(start[node], start[node + 1]):
            end, reached = head[arc], near + weight[arc]
            if reached < length[end]:
                length[end] = reached
                before[end] = node
                if start[end] == start[end + 1]:
                    continue
                at = size  # the new entry rises from the bottom
                size += 1
                while at > 0 and keys[(at - 1) >> 2] > reached:
                    keys[at], nodes[at] = keys[(at - 1) >> 2], nodes[(at - 1) >> 2]
                    at = (at - 1) >> 2
                keys[at], nodes[at] = reached, end
