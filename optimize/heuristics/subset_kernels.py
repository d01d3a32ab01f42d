r"""Compiled kernels: which of the given hubs each node may use, at most r of them.

A pair then costs :math:`\min_{k \in R_i, m \in R_j} a_{ik} + t_{km} + e_{mj}`. With the others' choices fixed,
:math:`g_{kj} = \min_{m \in R_j} t_{km} + e_{mj}` and :math:`b_{kj} = \min_{m \in R_j} a_{jm} + t_{mk}` make the
price of any choice of node i a pass over its pairs, :math:`\min_{k \in R_i} a_{ik} + g_{kj}` out and
:math:`\min_{k \in R_i} b_{kj} + e_{ki}` in. r = 1 is single allocation.

The candidates of every view (`PreparedBlock`) that comes in here are the given hubs.
"""

from typing import NamedTuple

import numpy as np

from optimize.kernels import PreparedBlock, inlined, kernel
from optimize.problem import BoolArray, FloatArray, IntArray

_BETTER = 1e-9  # relative gain from which a change counts: less is rounding, and the search would go round in circles


class Others(NamedTuple):
    """What the choices of all nodes mean for one of them.

    Attributes
    ----------
    g, b : (p, n) arrays
        Least cost from each hub on to each node, and from each node up to each hub.
    floor, limit : float
        A pair counts ``max(cost, floor)``, or with a finite limit 1 if its cost is above it.
    """

    g: FloatArray
    b: FloatArray
    floor: float
    limit: float


@kernel
def _measure(weight: float, cost: float, floor: float, limit: float) -> float:
    if limit < np.inf:
        return weight if cost > limit else 0.0
    return weight * max(cost, floor)


@kernel
def _reach_over(view: PreparedBlock, uses: BoolArray, j: int, others: Others) -> None:
    """Fill column j of g and b."""
    a, t, e = view.a, view.t, view.e
    p = t.shape[0]
    for k in range(p):
        onward, before = np.inf, np.inf
        for m in range(p):
            if uses[j, m]:
                x = t[k, m] + e[m, j]
                onward = min(onward, x)
                y = a[j, m] + t[m, k]
                before = min(before, y)
        others.g[k, j] = onward
        others.b[k, j] = before


@inlined
def _node_measure(view: PreparedBlock, others: Others, i: int, chosen: IntArray, count: int) -> float:
    """Measure of all pairs of node i if it uses ``chosen[:count]``; as a call it takes half as long again."""
    floor, limit = others.floor, others.limit
    total = 0.0
    for j in range(view.weight.shape[0]):
        if j == i:
            continue
        there, back = view.weight[i, j], view.weight[j, i]
        if there > 0.0:
            x = view.outside[i, j]
            for c in range(count):
                y = view.a[i, chosen[c]] + others.g[chosen[c], j]
                x = min(x, y)
            total += _measure(there, x, floor, limit)
        if back > 0.0:
            x = view.outside[j, i]
            for c in range(count):
                y = others.b[chosen[c], j] + view.e[chosen[c], i]
                x = min(x, y)
            total += _measure(back, x, floor, limit)
    if view.weight[i, i] > 0.0:
        x = view.outside[i, i]
        for c in range(count):
            for d in range(count):
                y = view.a[i, chosen[c]] + view.t[chosen[c], chosen[d]] + view.e[chosen[d], i]
                x = min(x, y)
        total += _measure(view.weight[i, i], x, floor, limit)
    return total


@kernel
def _best_change(
    view: PreparedBlock, others: Others, i: int, own: int, r: int, hubs: IntArray, count: int, now: float
) -> tuple[float, int, int]:
    """Find the best hub for node i, which measures `now`, to take up in place of one of its own or beside them.

    Row 0 of `hubs` (2, p) begins with the `count` hubs that the node uses; row 1 is work space.

    Returns
    -------
    value : float
    place : int
        Where in that row the hub goes, `count` = at its end.
    hub : int
        -1 if nothing is better.
    """
    p = view.t.shape[0]
    chosen, trial = hubs[0], hubs[1]
    best, place, hub = now - _BETTER * abs(now), -1, -1
    for k in range(p):
        taken = False
        for c in range(count):
            taken = taken or chosen[c] == k
        if taken:
            continue
        for c in range(count + 1 if count < r else count):
            if c < count and chosen[c] == own:
                continue
            for d in range(count):
                trial[d] = chosen[d]
            trial[c] = k
            value = _node_measure(view, others, i, trial, count + 1 if c == count else count)
            if value < best:
                best, place, hub = value, c, k
    return best, place, hub


@kernel
def _improve_node(
    view: PreparedBlock, others: Others, i: int, own: int, r: int, uses: BoolArray, hubs: IntArray
) -> bool:
    """Let node i take up and exchange hubs while that helps; say whether it did."""
    p, chosen = view.t.shape[0], hubs[0]
    count = 0
    for k in range(p):
        if uses[i, k]:
            chosen[count] = k
            count += 1
    now = _node_measure(view, others, i, chosen, count)
    changed = False
    while True:
        now, place, hub = _best_change(view, others, i, own, r, hubs, count, now)
        if hub < 0:
            break
        chosen[place] = hub
        if place == count:
            count += 1
        changed = True
        if r == 1:
            break
    if changed:
        for k in range(p):
            uses[i, k] = False
        for c in range(count):
            uses[i, chosen[c]] = True
        _reach_over(view, uses, i, others)
    return changed


@kernel
def improve_subsets(view: PreparedBlock, floor: float, limit: float, own: IntArray, r: int, uses: BoolArray) -> None:
    """Let nodes take up and exchange hubs until none of that helps.

    Parameters
    ----------
    view : PreparedBlock
    floor, limit : float
        A pair counts ``max(cost, floor)``, or with a finite limit 1 if its cost is above it.
    own : (n,) int array
        Place of the hub at a node, which the node always uses, or -1.
    r : int
        Most hubs that a node may use.
    uses : (n, p) bool array
        Changed in place.
    """
    n, p = view.a.shape
    others = Others(np.empty((p, n)), np.empty((p, n)), floor, limit)
    hubs = np.empty((2, p), dtype=np.int64)
    for j in range(n):
        _reach_over(view, uses, j, others)
    improved = True
    while improved:
        improved = False
        for i in range(n):
            # a hub's own node has nothing to choose in single allocation
            if (own[i] < 0 or r > 1) and _improve_node(view, others, i, own[i], r, uses, hubs):
                improved = True


@kernel
def subset_costs(view: PreparedBlock, uses: BoolArray, cost: FloatArray) -> None:
    """Fill `cost` (n, n) with every pair's cheapest cost over hubs that both ends use.

    Parameters
    ----------
    view : PreparedBlock
    uses : (n, p) bool array
    cost : (n, n) array
        Filled.
    """
    a, t, e, outside = view.a, view.t, view.e, view.outside
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
def hub_use(view: PreparedBlock, use: FloatArray) -> None:
    """Add up how much each node sends and receives over each hub when every pair takes its cheapest path.

    Parameters
    ----------
    view : PreparedBlock
    use : (n, p) array
        Added to.
    """
    a, t, e, w, outside = view.a, view.t, view.e, view.weight, view.outside
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
