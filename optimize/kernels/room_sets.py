"""Compiled kernels: sets of hubs with limited room priced one after the other, walked depth first.

A set's cost is that without limits, from the cheapest paths that the walk keeps, and what the limits add. Only pairs
whose cheapest path counts at a limited hub can have to give way, and only where such a hub is overrun there is
anything to solve (`optimize.kernels.room`), from the prices of the set before the last hub joined.
"""

import numpy as np

from optimize.kernels.blend import Blend, new_blend
from optimize.kernels.compiled import kernel
from optimize.kernels.crowd import Crowd, Desk, cheapest_of, count_uses, gather, join_crowd
from optimize.kernels.room import Limited, Uses, cheapest_option, overload, put_prices, settle
from optimize.problem import FloatArray, IntArray

_MOST = 250  # solutions kept of one set
_ROUNDING = 1e-12  # part of its room by which a hub may be overrun: sums of many pairs
_SPARE = 1e-9  # part of its room that a hub may have left while it counts as full: rounding
_OVER = 1e-11  # overload that is rounding, in parts of what a hub could be asked for
_DEARER = 1e3  # factor on the price of overload, where flows fit but the price was too low
_RAISES = 7  # how often the flows are sought, the attempt to find out whether they fit at all included
_LOST = 1e-9  # part of the cost by which bound and blend may differ at the end; beyond it rounding had the better of it


@kernel
def _limit(crowd: Crowd, hubs: IntArray, p: int, desk: Desk) -> tuple[int, bool]:
    """Give a row to each hub that could be overrun; say how many there are, and whether all fit without limits."""
    rows, fits = 0, True
    for q in range(p):
        room = crowd.capacity[hubs[q]]
        fits = fits and desk.load[q] <= room * (1.0 + _ROUNDING)
        desk.row[q] = -1
        if desk.fixed[q] + desk.asked[q] > room:
            desk.row[q] = rows
            rows += 1
    return rows, fits


@kernel
def _dear(uses: Uses, pairs: int, total: float) -> float:
    """Price of room at which no pair with an outside option stays at a hub."""
    flow, highest = 0.0, 0.0
    for p in range(pairs):
        room = uses.room[uses.block[p]]
        flow += room * uses.flow[p]
        for o in range(uses.start[p], uses.start[p + 1]):
            highest = max(highest, uses.cost[o] / room)
    dear = 2.0 * highest + total / flow
    return dear if dear > 0.0 else 1.0


@kernel
def _settle_set(
    uses: Uses, pairs: int, count: int, total: float, limited: Limited, guess: FloatArray, blend: Blend
) -> float:
    """Give what the limits add to the cost; ``inf`` if the flows do not fit, nan if rounding had the better of it."""
    m = len(guess)
    dear = _dear(uses, pairs, total)
    nothing = np.zeros(0)
    for attempt in range(_RAISES):
        # the second attempt finds out whether the flows fit at all: paths cost nothing, overload 1
        trying = attempt == 1
        if trying:
            nothing = np.zeros(uses.start[pairs])
        for k in range(m):
            blend.overload[k] = 1.0 if trying else dear * limited.size[k]
            guess[k] = 0.0 if trying else guess[k]
        cost = nothing if trying else uses.cost
        value, bound = settle(uses, cost, pairs, count, limited, guess, 1.0 if trying else total, blend)
        fits = overload(blend) <= _OVER
        if trying and not fits:
            return np.inf
        if not trying:
            if fits and value - bound <= _LOST * (total + value):
                return value
            dear *= _DEARER  # a price of overload that was too low, or rounding: another start
    return np.nan


@kernel
def price_set(
    crowd: Crowd, best: FloatArray, hubs: IntArray, p: int, both: bool, desk: Desk, price: FloatArray, load: FloatArray
) -> tuple[float, int, Blend]:
    """Price one set of hubs within their room.

    Parameters
    ----------
    crowd : Crowd
    best : (pairs,) array
        Cheapest paths over the hubs.
    hubs : (most,) int array
        Open hubs; the first p count.
    p : int
        Number of open hubs.
    both : bool
        Whether a path counts at its last hub as well as at its first.
    desk : Desk
        Work space; afterwards it holds the pairs that may have to give way.
    price : (most,) array
        A guess of the price of room at each hub, replaced by the price; nan where there is no solution.
    load : (most,) array
        Written to: the room used at each hub; nan where there is no solution.

    Returns
    -------
    cost : float
        ``inf`` if the flows do not fit; nan if rounding had the better of it.
    pairs : int
        How many pairs may have to give way.
    Blend
        Of their solutions; without rows if none has to.
    """
    pairs, total = gather(crowd, best, hubs, p, both, desk)
    rows, fits = _limit(crowd, hubs, p, desk) if total < np.inf else (0, True)
    blend = new_blend(1 if fits else _MOST, 0 if fits else rows, p)
    if fits:
        for q in range(p):
            price[q] = 0.0 if total < np.inf else np.nan
            load[q] = desk.load[q] if total < np.inf else np.nan
        return total, pairs, blend
    size, guess = np.empty(rows), np.empty(rows)
    for q in range(p):
        k = desk.row[q]
        if k >= 0:
            size[k] = desk.fixed[q] + desk.asked[q]
            blend.room[k] = crowd.capacity[hubs[q]] / size[k]
            guess[k] = price[q] * size[k] if price[q] > 0.0 else 0.0
    limited = Limited(desk.row[:p], desk.fixed[:p], size)
    extra = _settle_set(desk.uses, pairs, count_uses(p, both), total, limited, guess, blend)
    for q in range(p):
        k = desk.row[q]
        load[q], price[q] = 0.0, 0.0
        for r in range(rows + 1):
            if blend.basis[r] >= 0:
                load[q] += blend.share[r] * blend.load[blend.basis[r], q]
        if not extra < np.inf:
            load[q], price[q] = np.nan, np.nan
        elif k >= 0 and load[q] >= crowd.capacity[hubs[q]] * (1.0 - _SPARE):  # room that is left is worth nothing
            price[q] = guess[k] / size[k]
    return total + extra, pairs, blend


@kernel
def walk_with_room(
    crowd: Crowd,
    desk: Desk,
    forced: IntArray,
    elements: IntArray,
    start: int,
    depth: int,
    both: bool,
    cost: FloatArray,
    load: FloatArray,
    price: FloatArray,
) -> None:
    """Price all sets of `forced` and a set that begins with ``elements[start]``, in the order of `walk_subtree`.

    Parameters
    ----------
    crowd : Crowd
    desk : Desk
        Work space for sets of f + depth hubs.
    forced : (f,) int array
        Hubs in every set.
    elements : (c,) int array
        Hubs that may join, ascending.
    start : int
        Position in `elements` of the first hub to join; -1 = the forced hubs alone.
    depth : int
        How many hubs may join at most.
    both : bool
        Whether a path counts at its last hub as well as at its first.
    cost : (sets,) array
        Written to.
    load, price : (sets, f + depth) arrays
        Written to: room used at each hub and its price, forced hubs first, then those that joined.
    """
    f = len(forced)
    width = f + depth
    members = np.empty(width, dtype=np.int64)
    for q in range(f):
        members[q] = forced[q]
    best, onward = np.empty((depth + 1, len(crowd.flow))), np.empty(crowd.e.shape[2])
    cheapest_of(crowd, forced, best[0])
    prices, used = np.zeros((depth + 1, width)), np.empty(width)
    chosen = np.zeros(depth + 1, dtype=np.int64)
    # level 0 are the forced hubs, priced first for their prices of room
    level, written, p = 0, 0, f
    while True:
        for q in range(p if level > 0 else 0):
            prices[level, q] = prices[level - 1, q] if q < p - 1 else 0.0
        value = price_set(crowd, best[level], members, p, both, desk, prices[level], used)[0]
        if level > 0 or start < 0:
            cost[written] = value
            for q in range(p):
                load[written, q], price[written, q] = used[q], prices[level, q]
            written += 1
        if start < 0:
            return
        if level < depth:
            level += 1
            chosen[level] = start if level == 1 else chosen[level - 1] + 1
        else:
            chosen[level] += 1
        while level > 0 and (chosen[level] >= len(elements) or (level == 1 and chosen[level] > start)):
            level -= 1
            chosen[level] += 1
        if level == 0:
            return
        k = elements[chosen[level]]
        p = f + level
        members[p - 1] = k
        join_crowd(crowd, members, p - 1, k, best[level - 1], onward, best[level])


@kernel
def shares_within_room(crowd: Crowd, hubs: IntArray, both: bool, desk: Desk, share: FloatArray) -> tuple[int, float]:
    """Find which part of each pair's flow takes which use, over given hubs.

    Parameters
    ----------
    crowd : Crowd
    hubs : (p,) int array
        Open hubs.
    both : bool
        Whether a path counts at its last hub as well as at its first.
    desk : Desk
        Afterwards it holds the pairs that may have to give way, and their options.
    share : (options,) array
        Written to: the part of its pair's flow that takes each option.

    Returns
    -------
    pairs : int
        How many pairs may have to give way; all others keep their cheapest path.
    cost : float
        Finite.
    """
    p = len(hubs)
    best = np.empty(len(crowd.flow))
    cheapest_of(crowd, hubs, best)
    price, load = np.zeros(p), np.empty(p)
    cost, pairs, blend = price_set(crowd, best, hubs, p, both, desk, price, load)
    uses, rows = desk.uses, blend.use.shape[1]
    size = np.empty(rows)
    for q in range(p):
        if rows == 0:
            desk.row[q] = -1
        elif desk.row[q] >= 0:
            size[desk.row[q]] = desk.fixed[q] + desk.asked[q]
    limited = Limited(desk.row[:p], desk.fixed[:p], size)
    for o in range(uses.start[pairs]):
        share[o] = 0.0
    for r in range(rows + 1):
        t = blend.basis[r] if rows > 0 else 0
        if t >= 0:
            put_prices(uses, count_uses(p, both), limited, blend.trial[t])
            for x in range(pairs):
                share[cheapest_option(uses, uses.cost, x)] += blend.share[r] if rows > 0 else 1.0
    return pairs, cost
