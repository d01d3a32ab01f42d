r"""Compiled kernels: the cheapest path of each pair over a set of hubs, and with one hub more.

For a set S of open hubs a pair costs :math:`F_{ij}(S) = \min\bigl(o_{ij}, \min_{k,m \in S} a_{ik} + t_{km} +
e_{mj}\bigr)`. When hub k joins S, only the paths that use k are new, and they fall into two families, k as the first
hub and k as the last:

.. math::
    F_{ij}(S \cup k) = \min\bigl(F_{ij}(S),\; a_{ik} + g_j,\; b_i + e_{kj}\bigr), \qquad
    g_j = \min_{m \in S \cup k} t_{km} + e_{mj}, \qquad b_i = \min_{m \in S \cup k} a_{im} + t_{mk},

so that a new hub costs two additions and two comparisons a pair, however many hubs are open.

A pair counts :math:`w_{ij} \max(F_{ij}, \tau)` with a floor tau (0 for the cost itself), or with a finite limit T
:math:`w_{ij} [F_{ij} > T]` (covering), or the largest F of all pairs that weigh anything counts (centre).
"""

import numpy as np

from optimize.kernels.compiled import kernel
from optimize.kernels.prepared import PreparedBlock
from optimize.problem import FloatArray, IntArray


@kernel
def cheapest(block: PreparedBlock, hubs: IntArray, cost: FloatArray) -> None:
    """Fill `cost` (n, n) with the cheapest path of each pair over `hubs`, or its outside option.

    Parameters
    ----------
    block : PreparedBlock
    hubs : (p,) int array
        Open hubs.
    cost : (n, m) array
    """
    a, t, e, outside = block.a, block.t, block.e, block.outside
    p = len(hubs)
    over = np.empty(p)  # from the origin at hand up to each last hub
    for i in range(cost.shape[0]):
        for place in range(p):
            over[place] = np.inf
        for k in hubs:
            to_hub = a[i, k]
            for place in range(p):
                way = to_hub + t[k, hubs[place]]
                over[place] = min(over[place], way)
        for j in range(cost.shape[1]):
            cost[i, j] = outside[i, j]
        for place in range(p):
            before, m = over[place], hubs[place]
            for j in range(cost.shape[1]):
                way = before + e[m, j]
                cost[i, j] = min(cost[i, j], way)


@kernel
def reach(block: PreparedBlock, hubs: IntArray, size: int, k: int, g: FloatArray, b: FloatArray) -> None:
    """Fill g (n,), the least cost from hub k on, and b (n,), the least cost up to it, over ``hubs[:size]`` and k.

    Parameters
    ----------
    block : PreparedBlock
    hubs : (p,) int array
        Open hubs.
    size : int
        How many entries of `hubs` count.
    k : int
        The hub that joins.
    g : (m,) array
        Least cost from hub k on, see `reach`.
    b : (n,) array
        Least cost up to hub k, see `reach`.
    """
    a, t, e = block.a, block.t, block.e
    for j in range(g.shape[0]):
        g[j] = e[k, j]
    for i in range(b.shape[0]):
        b[i] = a[i, k]
    for position in range(size):
        m = hubs[position]
        forth = t[k, m]
        for j in range(g.shape[0]):
            way = forth + e[m, j]
            g[j] = min(g[j], way)
        back = t[m, k]
        for i in range(b.shape[0]):
            way = a[i, m] + back
            b[i] = min(b[i], way)


@kernel
def _path(best: float, to_hub: float, onward: float, before: float, from_hub: float) -> float:
    """Least of the best path without a hub, the best with it first, and the best with it last."""
    return min(best, min(to_hub + onward, before + from_hub))


@kernel
def join(block: PreparedBlock, best: FloatArray, g: FloatArray, b: FloatArray, k: int, joined: FloatArray) -> None:
    """Write the cheapest paths with hub k to `joined`, which may be `best` (those without it); g and b: `reach`.

    Parameters
    ----------
    block : PreparedBlock
    best : (n, m) array
        Cheapest paths without hub k.
    g : (m,) array
        Least cost from hub k on, see `reach`.
    b : (n,) array
        Least cost up to hub k, see `reach`.
    k : int
        The hub that joins.
    joined : (n, m) array
        Written to; may be `best`.
    """
    a, e = block.a, block.e
    for i in range(best.shape[0]):
        to_hub, before = a[i, k], b[i]
        for j in range(best.shape[1]):
            joined[i, j] = _path(best[i, j], to_hub, g[j], before, e[k, j])


@kernel
def total(weight: FloatArray, cost: FloatArray, floor: float, limit: float) -> float:
    """Sum what all pairs count.

    Parameters
    ----------
    weight : (n, m) array
        What a unit of a pair's cost counts.
    cost : (n, m) array
    floor : float
        A pair counts at least this much a unit.
    limit : float
        If finite, a pair counts 1 above it and 0 below.

    Returns
    -------
    float
    """
    result = 0.0
    for i in range(cost.shape[0]):
        row = 0.0
        if limit < np.inf:
            for j in range(cost.shape[1]):
                row += weight[i, j] if cost[i, j] > limit else 0.0
        else:
            for j in range(cost.shape[1]):
                row += weight[i, j] * max(cost[i, j], floor)
        result += row
    return result


@kernel
def total_with(
    block: PreparedBlock, best: FloatArray, g: FloatArray, b: FloatArray, k: int, floor: float, limit: float
) -> float:
    """Sum what all pairs count with hub k on top of the cheapest paths `best`, without writing them down.

    Parameters
    ----------
    block : PreparedBlock
    best : (n, m) array
        Cheapest paths without hub k.
    g : (m,) array
        Least cost from hub k on, see `reach`.
    b : (n,) array
        Least cost up to hub k, see `reach`.
    k : int
        The hub that joins.
    floor : float
        A pair counts at least this much a unit.
    limit : float
        If finite, a pair counts 1 above it and 0 below.

    Returns
    -------
    float
    """
    a, e, weight = block.a, block.e, block.weight
    result = 0.0
    for i in range(best.shape[0]):
        to_hub, before = a[i, k], b[i]
        row = 0.0
        if limit < np.inf:
            for j in range(best.shape[1]):
                row += weight[i, j] if _path(best[i, j], to_hub, g[j], before, e[k, j]) > limit else 0.0
        else:
            for j in range(best.shape[1]):
                row += weight[i, j] * max(_path(best[i, j], to_hub, g[j], before, e[k, j]), floor)
        result += row
    return result


@kernel
def largest(weight: FloatArray, cost: FloatArray) -> float:
    """Give the largest cost of a pair that weighs anything; 0 if there is none.

    Parameters
    ----------
    weight : (n, m) array
        What a unit of a pair's cost counts.
    cost : (n, m) array

    Returns
    -------
    float
    """
    worst = 0.0
    for i in range(cost.shape[0]):
        for j in range(cost.shape[1]):
            x = cost[i, j] if weight[i, j] > 0.0 else 0.0
            worst = max(worst, x)
    return worst


@kernel
def largest_with(block: PreparedBlock, best: FloatArray, g: FloatArray, b: FloatArray, k: int) -> float:
    """Give the largest cost with hub k on top of the cheapest paths `best`, without writing them down.

    Parameters
    ----------
    block : PreparedBlock
    best : (n, m) array
        Cheapest paths without hub k.
    g : (m,) array
        Least cost from hub k on, see `reach`.
    b : (n,) array
        Least cost up to hub k, see `reach`.
    k : int
        The hub that joins.

    Returns
    -------
    float
    """
    a, e, weight = block.a, block.e, block.weight
    worst = 0.0
    for i in range(best.shape[0]):
        to_hub, before = a[i, k], b[i]
        for j in range(best.shape[1]):
            x = _path(best[i, j], to_hub, g[j], before, e[k, j])
            x = x if weight[i, j] > 0.0 else 0.0
            worst = max(worst, x)
    return worst
