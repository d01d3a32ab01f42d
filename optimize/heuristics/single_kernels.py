r"""Compiled kernels: who uses which of the given hubs, single allocation.

For given hubs this is a quadratic semi-assignment problem: choose h(i) for every node to minimise

.. math::
    \sum_i c_{i h(i)} + \sum_{ij} w_{ij} t_{h(i) h(j)}, \qquad c_{ik} = O_i a_{ik} + D_i e_{ki},

subject to :math:`\sum_{i: h(i)=k} O_i \le \Gamma_k` where hubs have capacities. With
:math:`g_{ik} = \sum_{j \ne i} w_{ij} t_{k h(j)} + w_{ji} t_{h(j) k}` the change of cost when a node goes over to
another hub is a difference of two numbers, and a move changes g in O(n p).
"""

import numpy as np

from optimize.kernels import kernel


@kernel
def transfer_table(w, t, place, g):  # type: ignore[no-untyped-def]
    """Fill g (n, p): the transfer cost of each node at each hub, the others staying where they are."""
    n, p = g.shape
    for i in range(n):
        for k in range(p):
            g[i, k] = 0.0
        for j in range(n):
            if j != i:
                m = place[j]
                there, back = w[i, j], w[j, i]
                for k in range(p):
                    g[i, k] += there * t[k, m] + back * t[m, k]


@kernel
def _move(w, t, place, g, j, m):  # type: ignore[no-untyped-def]
    """Let node j go over to hub m and bring g up to date."""
    k = place[j]
    place[j] = m
    for i in range(len(place)):
        if i != j:
            there, back = w[i, j], w[j, i]
            if there != 0.0 or back != 0.0:
                for q in range(t.shape[0]):
                    g[i, q] += there * (t[q, m] - t[q, k]) + back * (t[m, q] - t[k, q])


@kernel
def improve(linear, w, t, out, capacity, load, penalty, movable, place, g):  # type: ignore[no-untyped-def]
    """Shift nodes, and exchange them where capacities bind, until neither helps. Changes `place`, `g` and `load`.

    A unit over a capacity costs `penalty`; an infinite capacity never binds.
    """
    n, p = linear.shape
    limited = False
    for k in range(p):
        limited = limited or np.isfinite(capacity[k])
    improved = True
    while improved:
        improved = False
        for i in range(n):
            if not movable[i]:
                continue
            k = place[i]
            here = linear[i, k] + g[i, k]
            best, least = k, -1e-9 * (abs(here) + 1e-300)
            freed = penalty * (max(0.0, load[k] - out[i] - capacity[k]) - max(0.0, load[k] - capacity[k]))
            for m in range(p):
                if m == k:
                    continue
                change = linear[i, m] + g[i, m] - here
                if limited:
                    over = max(0.0, load[m] + out[i] - capacity[m]) - max(0.0, load[m] - capacity[m])
                    change += penalty * over + freed
                if change < least:
                    best, least = m, change
            if best != k:
                load[k] -= out[i]
                load[best] += out[i]
                _move(w, t, place, g, i, best)
                improved = True
        if limited and not improved:
            improved = _exchange(linear, w, t, out, capacity, load, penalty, movable, place, g)


@kernel
def _exchange(linear, w, t, out, capacity, load, penalty, movable, place, g):  # type: ignore[no-untyped-def]
    """Exchange the hubs of two nodes wherever that helps, in one pass; say whether it did."""
    n = linear.shape[0]
    improved = False
    for i in range(n):
        if not movable[i]:
            continue
        for j in range(i + 1, n):
            k, m = place[i], place[j]
            if not movable[j] or k == m:
                continue
            change = linear[i, m] + g[i, m] - linear[i, k] - g[i, k] + linear[j, k] + g[j, k] - linear[j, m] - g[j, m]
            change += (w[i, j] + w[j, i]) * (t[k, m] + t[m, k])
            shift = out[j] - out[i]
            change += penalty * (max(0.0, load[k] + shift - capacity[k]) - max(0.0, load[k] - capacity[k]))
            change += penalty * (max(0.0, load[m] - shift - capacity[m]) - max(0.0, load[m] - capacity[m]))
            if change < -1e-9 * (abs(linear[i, k] + g[i, k]) + abs(linear[j, m] + g[j, m]) + 1e-300):
                load[k] += shift
                load[m] -= shift
                _move(w, t, place, g, i, m)
                _move(w, t, place, g, j, k)
                improved = True
    return improved
