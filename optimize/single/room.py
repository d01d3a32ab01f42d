r"""Hub sets within capacities: whether they have room, what they cost at least without transfers, and where to start.

For hubs S the linear part of the cost is at least

.. math::
    \max_{\lambda \ge 0} \; \sum_i \min_{k \in S} (c_{ik} + \lambda_k O_i) - \sum_{k \in S} \lambda_k \Gamma_k,

the Lagrangean bound of the generalised assignment problem (Fisher, Jaikumar and Van Wassenhove 1986).
"""

import numpy as np

from optimize.kernels import kernel
from optimize.problem import IntArray
from optimize.run import Clock
from optimize.single.cover import demand_of_groups
from optimize.single.model import Model

_ROUNDS, _SHRINK = 20, 0.85
"""Steps of the multipliers, and the factor from one to the next: more get nearer to the bound, and a hub set is looked
at in less time than it takes to allocate to it (a judgement)."""
_WORK = 3e8
"""Client costs that a step of the greedy choice may look at: about half a second (a judgement)."""
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
def _best_addition(model: Model, hubs: IntArray, some: IntArray, most: float) -> int:
    """The one of some hubs that makes the linear cost least when it comes to `hubs`, whose last place is for it."""
    best, which = np.inf, some[0]
    for k in some:
        hubs[-1] = k
        cost = linear_bound(model, hubs, most, best)
        if cost < best:
            best, which = cost, k
    return which


def greedy_hubs(
    model: Model, forced: IntArray, free: IntArray, p_min: int, p_max: int, clock: Clock | None = None
) -> IntArray:
    """Choose hubs with room for all demand: the one that makes the linear cost least, again and again.

    Where there are as many as may be and still no room, and where time is over, the largest are taken.

    Parameters
    ----------
    model : Model
    forced : int array
        Hubs that are open at any rate.
    free : int array
        Hubs that may be chosen.
    p_min, p_max : int
        Number of hubs.
    clock : Clock, optional
        When to end at the latest.

    Returns
    -------
    int array
        The forced ones first.
    """
    most = _DEAR * float(model.unary.mean(axis=2).sum()) / max(float(model.demand.sum()), 1e-300)
    p_max = min(p_max, len(forced) + len(free))
    hubs = forced
    while len(hubs) < p_max and (len(hubs) < max(p_min, 1) or not has_room(model, hubs)):
        left = np.setdiff1d(free, hubs)
        if clock is not None and clock.over:
            return _with_largest(model, hubs, left, p_min, p_max)
        # of very many hubs every so manieth is looked at, another part of them in every step
        stride = 1 + int(len(left) * (len(hubs) + 1) * model.demand.size * _ROUNDS / _WORK)
        some = left[len(hubs) % min(stride, len(left)) :: stride]
        new = _best_addition(model, np.append(hubs, 0), some, most)
        hubs = np.append(hubs, new)
    if not has_room(model, hubs):
        return _with_largest(model, forced, np.setdiff1d(free, forced), len(hubs), len(hubs))
    return hubs


def _with_largest(model: Model, hubs: IntArray, left: IntArray, p_min: int, p_max: int) -> IntArray:
    """Add the largest hubs until there is room for all demand, or as many hubs as may be."""
    largest = left[np.argsort(-model.capacity[:, left].min(axis=0), kind="stable")]
    for k in largest:
        if len(hubs) >= p_max or (len(hubs) >= max(p_min, 1) and has_room(model, hubs)):
            break
        hubs = np.append(hubs, k)
    return hubs
