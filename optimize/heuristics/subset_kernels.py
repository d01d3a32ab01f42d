r"""Compiled kernels: which of the given hubs each node may use, at most r of them.

A pair then costs :math:`\min_{k \in R_i, m \in R_j} a_{ik} + t_{km} + e_{mj}`. With the others' choices fixed,
:math:`g_{kj} = \min_{m \in R_j} t_{km} + e_{mj}` and :math:`b_{kj} = \min_{m \in R_j} a_{jm} + t_{mk}` make the
price of any choice of node i a pass over its pairs, :math:`\min_{k \in R_i} a_{ik} + g_{kj}` out and
:math:`\min_{k \in R_i} b_{kj} + e_{ki}` in. r = 1 is single allocation.
"""

import numpy as np

from optimize.kernels import kernel


@kernel
def _measure(w, cost, outside, floor, limit):  # type: ignore[no-untyped-def]
    x = min(cost, outside)
    if limit < np.inf:
        return w if x > limit else 0.0
    return w * max(x, floor)


@kernel
def reach_over(a, t, e, uses, j, g, b):  # type: ignore[no-untyped-def]
    """Fill column j of g and b (p, n)."""
    p = t.shape[0]
    for k in range(p):
        g[k, j] = np.inf
        b[k, j] = np.inf
        for m in range(p):
            if uses[j, m]:
                x = t[k, m] + e[m, j]
                g[k, j] = min(g[k, j], x)
                y = a[j, m] + t[m, k]
                b[k, j] = min(b[k, j], y)


@kernel
def _node_measure(a, t, e, w, outside, floor, limit, i, chosen, count, g, b):  # type: ignore[no-untyped-def]
    """Measure of all pairs of node i if it uses ``chosen[:count]``."""
    total = 0.0
    for j in range(w.shape[0]):
        if j == i:
            continue
        there, back = w[i, j], w[j, i]
        if there > 0.0:
            x = np.inf
            for c in range(count):
                y = a[i, chosen[c]] + g[chosen[c], j]
                x = min(x, y)
            total += _measure(there, x, outside[i, j], floor, limit)
        if back > 0.0:
            x = np.inf
            for c in range(count):
                y = b[chosen[c], j] + e[chosen[c], i]
                x = min(x, y)
            total += _measure(back, x, outside[j, i], floor, limit)
    if w[i, i] > 0.0:
        x = np.inf
        for c in range(count):
            for d in range(count):
                y = a[i, chosen[c]] + t[chosen[c], chosen[d]] + e[chosen[d], i]
                x = min(x, y)
        total += _measure(w[i, i], x, outside[i, i], floor, limit)
    return total


@kernel
def improve_subsets(a, t, e, w, outside, floor, limit, own, r, uses):  # type: ignore[no-untyped-def]
    """Let nodes take up, drop and exchange hubs until none of that helps. Changes `uses` (n, p).

    `own` (n,) is the place of the hub at a node, which the node always uses, or -1.
    """
    n, p = a.shape
    g = np.empty((p, n))
    b = np.empty((p, n))
    for j in range(n):
        reach_over(a, t, e, uses, j, g, b)
    chosen = np.empty(p, dtype=np.int64)
    trial = np.empty(p, dtype=np.int64)
    improved = True
    while improved:
        improved = False
        for i in range(n):
            if own[i] >= 0 and r == 1:
                continue
            count = 0
            for k in range(p):
                if uses[i, k]:
                    chosen[count] = k
                    count += 1
            now = _node_measure(a, t, e, w, outside, floor, limit, i, chosen, count, g, b)
            changed = False
            again = True
            while again:
                again = False
                best, gone, come = now - 1e-9 * abs(now), -1, -1
                for k in range(p):
                    taken = False
                    for c in range(count):
                        taken = taken or chosen[c] == k
                    if taken:
                        continue
                    for c in range(count + 1 if count < r else count):
                        if c < count and chosen[c] == own[i]:
                            continue
                        for d in range(count):
                            trial[d] = chosen[d]
                        trial[c] = k
                        size = count + 1 if c == count else count
                        value = _node_measure(a, t, e, w, outside, floor, limit, i, trial, size, g, b)
                        if value < best:
                            best, gone, come = value, c, k
                if come >= 0:
                    chosen[gone] = come
                    if gone == count:
                        count += 1
                    now = best
                    changed = again = r > 1
                    improved = True
                    if r == 1:
                        changed = True
            if changed:
                for k in range(p):
                    uses[i, k] = False
                for c in range(count):
                    uses[i, chosen[c]] = True
                reach_over(a, t, e, uses, i, g, b)


@kernel
def subset_costs(a, t, e, outside, uses, cost):  # type: ignore[no-untyped-def]
    """Fill `cost` (n, n) with every pair's cheapest cost over hubs that both ends use."""
    n, p = a.shape
    v = np.empty(p)
    for i in range(n):
        for m in range(p):
            v[m] = np.inf
            for k in range(p):
                if uses[i, k]:
                    x = a[i, k] + t[k, m]
                    v[m] = min(v[m], x)
        for j in range(n):
            x = outside[i, j]
            for m in range(p):
                if uses[j, m]:
                    y = v[m] + e[m, j]
                    x = min(x, y)
            cost[i, j] = x


@kernel
def hub_use(a, t, e, w, outside, use):  # type: ignore[no-untyped-def]
    """Add to use (n, p) how much each node sends and receives over each hub when every pair takes its cheapest path."""
    n, p = a.shape
    v = np.empty(p)
    first = np.empty(p, dtype=np.int64)
    for i in range(n):
        for m in range(p):
            v[m] = np.inf
            first[m] = 0
            for k in range(p):
                x = a[i, k] + t[k, m]
                if x < v[m]:
                    v[m] = x
                    first[m] = k
        for j in range(n):
            if w[i, j] <= 0.0:
                continue
            best = outside[i, j]
            last = -1
            for m in range(p):
                x = v[m] + e[m, j]
                if x < best:
                    best = x
                    last = m
            if last >= 0:
                use[i, first[last]] += w[i, j]
                use[j, last] += w[i, j]
