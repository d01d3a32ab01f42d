r"""Compiled kernels: lower bounds of hub sets whose room has prices.

At prices :math:`\lambda \ge 0` of room every pair takes its cheapest path, prices included, and

.. math::
    L(\lambda) = \sum_{b,i,j} \min\Bigl(\omega_b w_{ij} o_{ij}, \min_{k,m \in S} \omega_b w_{ij} F_{ij}(k,m)
        + u_b w_{ij} \lambda(k,m)\Bigr) - \sum_{k \in S} \lambda_k \Gamma_k

is a lower bound on what the flows of the set cost within its room, with loads less room as a subgradient. Prices are
raised along it by as much as the bound falls short of its target (Polyak 1969): few steps tell most sets that do not
count from those that may.
"""

from typing import NamedTuple

import numpy as np

from optimize.kernels import kernel
from optimize.problem import FloatArray, IntArray


class Stack(NamedTuple):
    """All blocks of a scenario, one on top of the other.

    Attributes
    ----------
    a, t, e : (B, n, h), (B, h, h), (B, h, n) arrays
        Unit costs up to the first hub, between hubs and from the last one, handling included.
    weight : (B, n, n) array
        What a unit of a pair's cost counts.
    outside : (B, n, n) array
        Unit cost of the outside option.
    room : (B, n, n) array
        Room that each pair takes.
    ratio : (B,) array
        What a price of room adds to a unit's cost.
    capacity : (h,) array
        Room of each candidate.
    """

    a: FloatArray
    t: FloatArray
    e: FloatArray
    weight: FloatArray
    outside: FloatArray
    room: FloatArray
    ratio: FloatArray
    capacity: FloatArray


@kernel
def priced_flows(stack: Stack, hubs: IntArray, price: FloatArray, both: bool, load: FloatArray) -> float:
    """Send every pair its cheapest way at prices of room.

    Parameters
    ----------
    stack : Stack
    hubs : (p,) int array
        Open hubs.
    price : (p,) array
        Of a unit of room.
    both : bool
        Whether a path takes room at its last hub as well as at its first.
    load : (p,) array
        Written to: room taken at each hub.

    Returns
    -------
    float
        The lower bound: cost and prices paid, less what all room is worth.
    """
    blocks, n, _ = stack.a.shape
    p = len(hubs)
    onward, last = np.empty((p, n)), np.empty((p, n), dtype=np.int64)
    best, first = np.empty(n), np.empty(n, dtype=np.int64)
    total = 0.0
    for x in range(p):
        load[x] = 0.0
        if price[x] > 0.0:
            total -= price[x] * stack.capacity[hubs[x]]
    for b in range(blocks):
        a, t, e, weight, room, ratio = (
            stack.a[b],
            stack.t[b],
            stack.e[b],
            stack.weight[b],
            stack.room[b],
            stack.ratio[b],
        )
        for x in range(p):
            for j in range(n):
                onward[x, j] = np.inf
                last[x, j] = x
            for y in range(p):
                step = t[hubs[x], hubs[y]] + (ratio * price[y] if both and y != x else 0.0)
                for j in range(n):
                    way = step + e[hubs[y], j]
                    if way < onward[x, j]:
                        onward[x, j] = way
                        last[x, j] = y
        for i in range(n):
            for j in range(n):
                best[j] = stack.outside[b, i, j]
                first[j] = -1
            for x in range(p):
                to_hub = a[i, hubs[x]] + ratio * price[x]
                for j in range(n):
                    way = to_hub + onward[x, j]
                    first[j] = x if way < best[j] else first[j]
                    best[j] = min(best[j], way)
            for j in range(n):
                if weight[i, j] > 0.0:
                    total += weight[i, j] * best[j]
                    x = first[j]
                    if x >= 0:
                        load[x] += room[i, j]
                        if both and last[x, j] != x:
                            load[last[x, j]] += room[i, j]
    return total


@kernel
def raise_bounds(
    stack: Stack, sets: IntArray, size: IntArray, both: bool, target: FloatArray, steps: int,
    price: FloatArray, bound: FloatArray,
) -> None:  # fmt: skip
    """Raise the lower bounds of hub sets towards their targets.

    Parameters
    ----------
    stack : Stack
    sets : (rows, width) int array
        Hubs of each set, then -1.
    size : (rows,) int array
    both : bool
        Whether a path takes room at its last hub as well as at its first.
    target : (rows,) array
        Sets whose bound reaches it are left alone.
    steps : int
        Prices tried for each set.
    price : (rows, width) array
        Prices to start from, replaced by the best.
    bound : (rows,) array
        Written to: the best bounds.
    """
    width = sets.shape[1]
    trial, load = np.empty(width), np.empty(width)
    for r in range(len(size)):
        p = size[r]
        hubs = sets[r, :p]
        bound[r] = -np.inf
        for q in range(p):
            trial[q] = price[r, q]
        for _ in range(steps):
            value = priced_flows(stack, hubs, trial[:p], both, load[:p])
            if value > bound[r]:
                bound[r] = value
                for q in range(p):
                    price[r, q] = trial[q]
            norm = 0.0
            for q in range(p):
                over = load[q] - stack.capacity[hubs[q]]
                if over > 0.0 or trial[q] > 0.0:
                    norm += over * over
            if bound[r] >= target[r] or not 0.0 < norm < np.inf:
                break
            step = (target[r] - value) / norm
            for q in range(p):
                over = load[q] - stack.capacity[hubs[q]]
                if over > 0.0 or trial[q] > 0.0:
                    trial[q] = max(0.0, trial[q] + step * over)
