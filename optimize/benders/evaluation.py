r"""Costs of hub sets, many at a time: all additions to one set, and lists of sets that share prefixes.

When hub m joins S, the paths that use m have it first or last,

.. math::
    F_{ij}(S \cup m) = \min\bigl(F_{ij}(S),\; a_{im} + g_{mj},\; b_{im} + e_{mj}\bigr), \quad
    g_{mj} = \min_{k \in S \cup m} t_{mk} + e_{kj}, \quad b_{im} = \min_{k \in S \cup m} a_{ik} + t_{km}.
"""

from collections.abc import Sequence
from concurrent.futures import Executor

import numpy as np

from optimize.benders.instance import Instance
from optimize.kernels import kernel
from optimize.problem import FloatArray


@kernel
def _copy(source, target):  # type: ignore[no-untyped-def]
    """Copy a matrix; array assignment would compile the text of its error messages as well, for seconds."""
    for i in range(source.shape[0]):
        for j in range(source.shape[1]):
            target[i, j] = source[i, j]


@kernel
def _reach(a, t, e, hubs, size, m, g, b):  # type: ignore[no-untyped-def]
    """Fill g (n,) and b (n,) for hub m joining ``hubs[:size]``."""
    for j in range(g.shape[0]):
        g[j] = e[m, j]
    for i in range(b.shape[0]):
        b[i] = a[i, m]
    for position in range(size):
        k = hubs[position]
        forth = t[m, k]
        for j in range(g.shape[0]):
            way = forth + e[k, j]
            g[j] = min(g[j], way)
        last = t[k, m]
        for i in range(b.shape[0]):
            way = a[i, k] + last
            b[i] = min(b[i], way)


@kernel
def _joined(weight, best, a, e, g, b, m):  # type: ignore[no-untyped-def]
    """Cost with hub m on top of the running minimum `best`."""
    total = 0.0
    for i in range(weight.shape[0]):
        first = a[i, m]
        last = b[i]
        row = 0.0
        for j in range(weight.shape[1]):
            way = min(first + g[j], last + e[m, j])
            row += weight[i, j] * min(best[i, j], way)
        total += row
    return total


@kernel
def _join(best, a, e, g, b, m, into):  # type: ignore[no-untyped-def]
    """Write the running minimum with hub m."""
    for i in range(best.shape[0]):
        first = a[i, m]
        last = b[i]
        for j in range(best.shape[1]):
            way = min(first + g[j], last + e[m, j])
            into[i, j] = min(best[i, j], way)


@kernel
def add_each(weight, a, t, e, outside, hubs, cost):  # type: ignore[no-untyped-def]
    """Fill ``cost[m]`` with the block's cost of ``hubs + (m,)``, for every candidate m."""
    n, h = a.shape
    g = np.empty(n)
    b = np.empty(n)
    best = np.empty(outside.shape)
    _copy(outside, best)
    for position in range(len(hubs)):
        _reach(a, t, e, hubs, position, hubs[position], g, b)
        _join(best, a, e, g, b, hubs[position], best)
    for m in range(h):
        _reach(a, t, e, hubs, len(hubs), m, g, b)
        cost[m] = _joined(weight, best, a, e, g, b, m)


@kernel
def add_sets(weight, a, t, e, outside, sets, size, first, last, cost):  # type: ignore[no-untyped-def]
    """Add the block's cost, or some origins' part of it, of the hub sets in rows ``first <= r < last`` to ``cost[r]``.

    Rows are sorted so that neighbours share prefixes: a running minimum is kept for each.

    Parameters
    ----------
    sets : (rows, width) int array
        Hubs, -1 behind the last one.
    size : (rows,) int array
        Number of hubs, >= 1.
    """
    origins, destinations = weight.shape
    width = 1
    for r in range(first, last):
        width = max(width, size[r])
    g = np.empty(destinations)
    b = np.empty(origins)
    best = np.empty((width, origins, destinations))
    _copy(outside, best[0])
    known = 0  # best[level] holds the hubs before[:level] for level <= known
    before = np.empty(width, dtype=np.int64)
    for r in range(first, last):
        hubs = sets[r]
        level = 0
        while level < known and level < size[r] - 1 and hubs[level] == before[level]:
            level += 1
        while level < size[r] - 1:
            _reach(a, t, e, hubs, level, hubs[level], g, b)
            _join(best[level], a, e, g, b, hubs[level], best[level + 1])
            before[level] = hubs[level]
            level += 1
        known = level
        m = hubs[level]
        _reach(a, t, e, hubs, level, m, g, b)
        cost[r] += _joined(weight, best[level], a, e, g, b, m)


def additions(instance: Instance, hubs: Sequence[int], pool: Executor) -> FloatArray:
    """Objective of ``hubs + (m,)`` for every candidate m; a hub that is already there: of the hubs themselves.

    Returns
    -------
    (h,) array
    """
    given = np.array(hubs, dtype=np.int64)
    cost = np.empty((len(instance.pieces), instance.h))

    def work(b: int) -> None:
        piece = instance.pieces[b]
        add_each(piece.weight, piece.a, piece.t, piece.e, piece.outside, given, cost[b])

    list(pool.map(work, range(len(instance.pieces))))
    total = instance.fixed[:, given].sum(axis=1, keepdims=True) + instance.fixed
    total[:, given] -= instance.fixed[:, given]
    for b, piece in enumerate(instance.pieces):
        total[piece.group] += cost[b]
    return instance.objective(total.T)
