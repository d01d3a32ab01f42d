r"""Compiled kernels of the table of hub sets.

For a set S of open hubs a pair of nodes costs :math:`\min_{k,m \in S} a_{ik} + t_{km} + e_{mj}`. When hub k joins S,
only the paths that use k are new, and they fall into two families, k as the first hub and k as the last:

.. math::
    F_{ij}(S \cup k) = \min\bigl(F_{ij}(S),\; a_{ik} + g_j,\; b_i + e_{kj}\bigr), \qquad
    g_j = \min_{m \in S \cup k} t_{km} + e_{mj}, \qquad b_i = \min_{m \in S \cup k} a_{im} + t_{mk},

so that a new hub costs two additions and two comparisons a pair, however many hubs are open. The sets are walked depth
first, and each level keeps its own running minimum.
"""

import numpy as np

from optimize.kernels.compiled import kernel


@kernel
def _reach(a, t, e, members, size, k, g, b):  # type: ignore[no-untyped-def]
    """Fill g (n,) and b (n,) for hub k joining ``members[:size]`` (k included among them or not)."""
    for j in range(e.shape[1]):
        g[j] = e[k, j]
    for i in range(a.shape[0]):
        b[i] = a[i, k]
    for position in range(size):
        m = members[position]
        if m == k:
            continue
        forth = t[k, m]
        for j in range(e.shape[1]):
            over = forth + e[m, j]
            g[j] = min(g[j], over)
        back = t[m, k]
        for i in range(a.shape[0]):
            over = a[i, m] + back
            b[i] = min(b[i], over)


@kernel
def _join_sum(best, a, e, g, b, weight, k, joined):  # type: ignore[no-untyped-def]
    """Write the running minimum with hub k to `joined` and return its weighted sum."""
    total = 0.0
    for i in range(best.shape[0]):
        to_hub = a[i, k]
        row = 0.0
        before = b[i]
        for j in range(best.shape[1]):
            x = best[i, j]
            first = to_hub + g[j]
            x = min(x, first)
            last = before + e[k, j]
            x = min(x, last)
            joined[i, j] = x
            row += weight[i, j] * x
        total += row
    return total


@kernel
def _leaf_sum(best, a, e, g, b, weight, k):  # type: ignore[no-untyped-def]
    """Weighted sum of the running minimum with hub k, without storing it."""
    total = 0.0
    for i in range(best.shape[0]):
        to_hub = a[i, k]
        row = 0.0
        before = b[i]
        for j in range(best.shape[1]):
            x = best[i, j]
            first = to_hub + g[j]
            x = min(x, first)
            last = before + e[k, j]
            x = min(x, last)
            row += weight[i, j] * x
        total += row
    return total


@kernel
def _join_max(best, a, e, g, b, weight, k, joined):  # type: ignore[no-untyped-def]
    """Write the running minimum with hub k to `joined` and return its largest entry of positive weight."""
    worst = 0.0
    for i in range(best.shape[0]):
        to_hub = a[i, k]
        before = b[i]
        for j in range(best.shape[1]):
            x = best[i, j]
            first = to_hub + g[j]
            x = min(x, first)
            last = before + e[k, j]
            x = min(x, last)
            joined[i, j] = x
            x = x if weight[i, j] > 0.0 else 0.0
            worst = max(worst, x)
    return worst


@kernel
def walk_subtree(a, t, e, weight, best, members, size, elements, start, depth, largest, out):  # type: ignore[no-untyped-def]
    """Values of all sets ``members[:size]`` + a set that begins with ``elements[start]``, in depth-first order.

    Parameters
    ----------
    a, t, e : (n, h), (h, h), (h, n) arrays
        Unit costs of the legs, handling included.
    weight : (n, n) array
        Flow times weight; pairs of weight 0 must have `best` 0.
    best : (levels, n, n) array
        Work space; ``best[0]`` is the running minimum of ``members[:size]``.
    members : (>= size + depth,) int array
        Work space; the first `size` entries are open hubs.
    elements : (c,) int array
        Hubs that may join, ascending.
    start : int
        Position in `elements` of the first hub to join.
    depth : int
        How many hubs may join at most, >= 1.
    largest : bool
        Take the largest path cost (centre) instead of the weighted sum.
    out : (count,) array
        Filled in depth-first order: a set before its supersets, elements ascending.
    """
    n_rows, n_columns = weight.shape
    g = np.empty(n_columns)
    b = np.empty(n_rows)
    chosen = np.empty(depth, dtype=np.int64)
    written = 0
    level = 0
    chosen[0] = start
    while level >= 0:
        position = chosen[level]
        if position >= len(elements) or (level == 0 and position > start):
            level -= 1
            if level >= 0:
                chosen[level] += 1
            continue
        k = elements[position]
        members[size + level] = k
        _reach(a, t, e, members, size + level + 1, k, g, b)
        if largest:
            out[written] = _join_max(best[level], a, e, g, b, weight, k, best[level + 1])
        elif level == depth - 1:
            out[written] = _leaf_sum(best[level], a, e, g, b, weight, k)
        else:
            out[written] = _join_sum(best[level], a, e, g, b, weight, k, best[level + 1])
        written += 1
        if level < depth - 1:
            level += 1
            chosen[level] = position + 1
        else:
            chosen[level] += 1
    return written


@kernel
def running_minimum(a, t, e, start, hubs):  # type: ignore[no-untyped-def]
    """(n, n) cheapest path of each pair over `hubs`, not dearer than `start` (n, n)."""
    best = start.copy()
    g = np.empty(e.shape[1])
    b = np.empty(a.shape[0])
    for position in range(len(hubs)):
        k = hubs[position]
        _reach(a, t, e, hubs, position + 1, k, g, b)
        for i in range(best.shape[0]):
            for j in range(best.shape[1]):
                x = best[i, j]
                first = a[i, k] + g[j]
                x = min(x, first)
                last = b[i] + e[k, j]
                best[i, j] = min(x, last)
    return best


@kernel
def list_subsets(elements, extra, out):  # type: ignore[no-untyped-def]
    """Fill `out` (count, extra) with the subsets of at most `extra` `elements`, depth first; -1 after the last."""
    chosen = np.empty(extra, dtype=np.int64)
    out[0, :] = -1
    row = 1
    level = 0
    chosen[0] = 0
    while level >= 0:
        if chosen[level] >= len(elements):
            level -= 1
            if level >= 0:
                chosen[level] += 1
            continue
        for at in range(level + 1):
            out[row, at] = elements[chosen[at]]
        for at in range(level + 1, extra):
            out[row, at] = -1
        row += 1
        if level < extra - 1:
            level += 1
            chosen[level] = chosen[level - 1] + 1
        else:
            chosen[level] += 1
