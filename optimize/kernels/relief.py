r"""Compiled kernels: one hub that is overrun, relieved at least cost.

With one limited hub the price of room is found without trying any: each pair that uses the hub would turn to its
cheapest way past it, at a cost of :math:`\rho` a unit of room, and those with the least :math:`\rho` go, the last of
them in part (the continuous knapsack, Dantzig 1957). The last one's :math:`\rho` is the price. Where no other hub is
overrun afterwards, prices and flows prove each other optimal.
"""

import numpy as np

from optimize.kernels.asking import Desk, cost_uses
from optimize.kernels.compiled import kernel
from optimize.kernels.crowd import Crowd, count_uses
from optimize.problem import FloatArray, IntArray


@kernel
def _median(a: float, b: float, c: float) -> float:
    """The middle one of three numbers."""
    return max(min(a, b), min(max(a, b), c))


@kernel
def choose_cheapest(dearer: FloatArray, amount: FloatArray, order: IntArray, count: int, need: float) -> int:
    """Order items so that the cheapest come first which together reach an amount.

    Parameters
    ----------
    dearer : (items,) array
        Cost of a unit of each.
    amount : (items,) array
        How much there is of each, > 0.
    order : (items,) int array
        Written to: the items.
    count : int
        Number of items.
    need : float
        The amount, > 0.

    Returns
    -------
    int
        How many of them reach it, the last one perhaps with more than is needed; all of them where all are too few.
    """
    for x in range(count):
        order[x] = x
    low, high, rest = 0, count, need
    while low < high:
        pivot = _median(dearer[order[low]], dearer[order[(low + high) // 2]], dearer[order[high - 1]])
        less, x, more, below = low, low, high, 0.0
        while x < more:  # below the pivot, at it, above it
            item = order[x]
            if dearer[item] < pivot:
                order[x], order[less] = order[less], item
                below += amount[item]
                less += 1
                x += 1
            elif dearer[item] > pivot:
                more -= 1
                order[x], order[more] = order[more], item
            else:
                x += 1
        if rest <= below:
            high = less
            continue
        rest -= below
        for y in range(less, more):
            rest -= amount[order[y]]
            if rest <= 0.0:
                return y + 1
        low = more
    return count


@kernel
def _list_users(
    crowd: Crowd, best: FloatArray, use: IntArray, hubs: IntArray, p: int, both: bool, q: int, desk: Desk
) -> int:
    """List the pairs that use the hub in place q, with their cheapest ways past it; say how many there are."""
    first, last, cost = desk.uses.first, desk.uses.last, desk.cost
    count, users = count_uses(p, both), 0
    for r in range(len(crowd.cls)):
        b = crowd.cls[r]
        room = crowd.room[b]
        for pair in range(crowd.start[r], crowd.start[r + 1] if room > 0.0 else crowd.start[r]):
            u = use[pair]
            if first[u] != q and last[u] != q:
                continue
            cost_uses(crowd, r, pair, hubs, p, both, q, cost)
            other = 0
            for v in range(1, count):
                if cost[v] < cost[other]:
                    other = v
            gap = max(cost[other] - best[pair], 0.0)
            desk.dearer[users] = crowd.factor[b] * gap / room if gap < np.inf else np.inf
            desk.amount[users] = room * crowd.flow[pair]
            desk.instead[users] = other
            desk.uses.pair[users] = pair
            users += 1
    return users


@kernel
def relieve(
    crowd: Crowd, best: FloatArray, use: IntArray, hubs: IntArray, p: int, both: bool, q: int, desk: Desk
) -> tuple[float, float]:
    """Relieve one hub that is overrun.

    Parameters
    ----------
    crowd : Crowd
    best, use : (pairs,) arrays
        Cheapest paths over the hubs, and their uses.
    hubs : (most,) int array
        Open hubs; the first p count.
    p : int
        Number of open hubs.
    both : bool
        Whether a path counts at its last hub as well as at its first.
    q : int
        Place of the hub.
    desk : Desk
        With the room used at each hub, which is changed.

    Returns
    -------
    cost : float
        What it costs; ``inf`` if some pairs have no way past the hub.
    price : float
        What a unit of room at the hub is worth.
    """
    first, last, load = desk.uses.first, desk.uses.last, desk.load
    users = _list_users(crowd, best, use, hubs, p, both, q, desk)
    room = crowd.capacity[hubs[q]]
    need = load[q] - room
    leaving = choose_cheapest(desk.dearer, desk.amount, desk.order, users, need)
    total, price = 0.0, 0.0
    for x in range(leaving):
        item = desk.order[x]
        amount = min(desk.amount[item], need)
        need -= amount
        price = max(price, desk.dearer[item])
        total += amount * desk.dearer[item]
        u, v = use[desk.uses.pair[item]], desk.instead[item]
        for place in range(p):
            if first[u] == place or last[u] == place:
                load[place] -= amount
            if first[v] == place or last[v] == place:
                load[place] += amount
    load[q] = room
    return total, price
