r"""Hub sets within capacities: whether they have room, what they cost at least without transfers, and where to start.

For hubs S the linear part of the cost is at least

.. math::
    \max_{\lambda \ge 0} \; \sum_i \min_{k \in S} (c_{ik} + \lambda_k O_i) - \sum_{k \in S} \lambda_k \Gamma_k,

the Lagrangean bound of the generalised assignment problem (Fisher, Jaikumar and Van Wassenhove 1986).
"""

import numpy as np

from optimize.kernels import kernel
from optimize.problem import IntArray
from optimize.single.cover import demand_of_groups
from optimize.single.model import Model

_ROUNDS, _SHRINK = 20, 0.85
"""Steps of the multipliers, and the factor from one to the next: more get nearer to the bound, and a hub set is looked
at in less time than it takes to allocate to it (a judgement)."""
_REACH = 0.2
"""Furthest target of a step above the bound at hand, in parts of it: the target may be far away (a judgement)."""
_DEAR = 3.0
"""Price of a unit for which there is no room, in mean costs of a unit: dear enough that room is made, and so cheap that
a greedy choice looks at costs, too (a judgement)."""


@kernel
def has_room(model: Model, hubs: IntArray) -> bool:
    """Whether hubs can take in all demand of every scenario, if clients could be split.

    Parameters
    ----------
    model : Model
    hubs : (p,) int array

    Returns
    -------
    bool
    """
    demand = demand_of_groups(model)
    for g in range(len(demand)):
        room = 0.0
        for k in hubs:
            room += model.capacity[g, k]
        if room < demand[g]:
            return False
    return True


@kernel
def linear_bound(model: Model, hubs: IntArray, most: float, target: float) -> float:
    """Bound fixed costs and linear costs of an allocation to given hubs.

    Parameters
    ----------
    model : Model
    hubs : (p,) int array
    most : float
        Largest multiplier: what a unit for which there is no room costs; ``inf`` if there has to be room.
    target : float
        The bound need not be higher; may be ``inf``.

    Returns
    -------
    float
    """
    blocks, n, p = model.unary.shape[0], model.unary.shape[1], hubs.shape[0]
    groups = model.capacity.shape[0]
    fixed = 0.0
    at = np.full(n, -1, dtype=np.int64)
    for q in range(p):
        fixed += model.fixed[hubs[q]]
        if model.own[hubs[q]] >= 0:
            at[model.own[hubs[q]]] = q
    price = np.zeros((groups, p))
    excess = np.empty((groups, p))
    theta, best = 1.0, -np.inf
    for _ in range(_ROUNDS if groups > 0 else 1):
        bound = fixed
        for g in range(groups):
            for q in range(p):
                room = model.capacity[g, hubs[q]]
                excess[g, q] = -room if room < np.inf else 0.0
                bound += price[g, q] * excess[g, q]
        for b in range(blocks):
            g = model.group[b]
            for i in range(n):
                least, where = np.inf, 0
                for q in range(p):
                    cost = model.unary[b, i, hubs[q]]
                    if groups > 0:
                        cost += price[g, q] * model.demand[b, i]
                    if at[i] == q or (at[i] < 0 and cost < least):
                        least, where = cost, q
                bound += least
                if groups > 0:
                    excess[g, where] += model.demand[b, i]
        best = max(best, bound)
        norm = 0.0
        for g in range(groups):
            for q in range(p):
                if (excess[g, q] < 0 and price[g, q] == 0) or model.capacity[g, hubs[q]] == np.inf:
                    excess[g, q] = 0.0
                norm += excess[g, q] ** 2
        if norm == 0 or best >= target:
            break
        step = theta * max(min(target, bound + _REACH * abs(bound)) - bound, 0.0) / norm
        theta *= _SHRINK
        for g in range(groups):
            for q in range(p):
                price[g, q] = min(most, max(0.0, price[g, q] + step * excess[g, q]))
    return best


@kernel
def _grow(model: Model, hubs: IntArray, size: int, p_min: int, p_max: int, free: IntArray, most: float) -> int:
    """Add hubs, the first `size` being chosen, until all demand has room; returns how many there are."""
    chosen = np.zeros(model.fixed.shape[0], dtype=np.bool_)
    for q in range(size):
        chosen[hubs[q]] = True
    while size < p_max and (size < p_min or size == 0 or not has_room(model, hubs[:size])):
        best, which = np.inf, -1
        for k in free:
            if not chosen[k]:
                hubs[size] = k
                cost = linear_bound(model, hubs[: size + 1], most, best)
                if cost < best:
                    best, which = cost, k
        if which < 0:
            break
        hubs[size] = which
        chosen[which] = True
        size += 1
    return size


def greedy_hubs(model: Model, forced: IntArray, free: IntArray, p_min: int, p_max: int) -> IntArray:
    """Choose hubs with room for all demand: the one that makes the linear cost least, again and again.

    Where there are as many as may be and still no room, the largest are taken.

    Parameters
    ----------
    model : Model
    forced : int array
        Hubs that are open at any rate.
    free : int array
        Hubs that may be chosen.
    p_min, p_max : int
        Number of hubs.

    Returns
    -------
    int array
        The forced ones first.
    """
    most = _DEAR * float(model.unary.mean(axis=2).sum()) / max(float(model.demand.sum()), 1e-300)
    p_max = min(p_max, len(forced) + len(free))
    hubs = np.concatenate([forced, np.zeros(max(0, p_max - len(forced)), dtype=np.int64)])
    size = _grow(model, hubs, len(forced), p_min, p_max, free, most)
    hubs = hubs[:size]
    if not has_room(model, hubs):
        largest = free[np.argsort(-model.capacity[:, free].min(axis=0), kind="stable")]
        hubs[len(forced) :] = largest[: size - len(forced)]
    return hubs
