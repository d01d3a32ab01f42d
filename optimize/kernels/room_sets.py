"""Compiled kernels: sets of hubs with limited room priced one after the other, from the hubs shared.

A set's cost is that without limits, from the cheapest paths that are kept as hubs join, and what the limits add. Only
where a hub is overrun there is anything to solve: by itself (`optimize.kernels.relief`), or where others are overrun as
well, all together (`optimize.kernels.room`), from the prices of the set before the last hub joined.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from optimize.kernels.asking import Desk, add_up_uses, gather
from optimize.kernels.blend import Blend, new_blend
from optimize.kernels.compiled import kernel
from optimize.kernels.crowd import Crowd, count_uses, join_crowd, start_outside
from optimize.kernels.relief import relieve
from optimize.kernels.room import Limited, Uses, cheapest_option, overload, put_prices, settle
from optimize.problem import FloatArray, IntArray

_MOST = 250  # solutions kept of one set
_ROUNDING = 1e-12  # part of its room by which a hub may be overrun: sums of many pairs
_SPARE = 1e-9  # part of its room that a hub may have left while it counts as full: rounding
_OVER = 1e-11  # overload that is rounding, in parts of what a hub could be asked for
_DEARER = 1e3  # factor on the price of overload, where flows fit but the price was too low
_RAISES = 7  # how often the flows are sought, the attempt to find out whether they fit at all included
_LOST = 1e-9  # part of the cost by which bound and blend may differ at the end; beyond it rounding had the better of it


class Paths(NamedTuple):
    """Cheapest paths over some hubs.

    Attributes
    ----------
    best : (pairs,) array
    use : (pairs,) int array
        Their uses of the hubs.
    total : float
        What all pairs cost, those that are not listed included; ``inf`` if some have no way.
    taken : (uses,) array
        Room taken by each use.
    """

    best: FloatArray
    use: npt.NDArray[np.int32]
    total: float
    taken: FloatArray


@kernel
def _limit(crowd: Crowd, hubs: IntArray, p: int, desk: Desk) -> int:
    """Give a row to each hub that could be overrun; say how many there are."""
    rows = 0
    for q in range(p):
        desk.row[q] = -1
        if desk.fixed[q] + desk.asked[q] > crowd.capacity[hubs[q]]:
            desk.row[q] = rows
            rows += 1
    return rows


@kernel
def _overrun(crowd: Crowd, hubs: IntArray, p: int, load: FloatArray) -> tuple[int, int]:
    """Count the hubs that are overrun, and give the place of one that is overrun the most."""
    count, most, at = 0, 1.0, 0
    for q in range(p):
        room = crowd.capacity[hubs[q]]
        if load[q] > room * (1.0 + _ROUNDING):
            count += 1
            if load[q] > most * room:
                most, at = load[q] / room if room > 0.0 else np.inf, q
    return count, at


@kernel
def _dear(uses: Uses, pairs: int, total: float) -> float:
    """Price of room at which no pair with an outside option stays at a hub."""
    flow, highest = 0.0, 0.0
    for p in range(pairs):
        room = uses.room[uses.cls[p]]
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
def _within(
    crowd: Crowd,
    paths: Paths,
    hubs: IntArray,
    p: int,
    both: bool,
    desk: Desk,
    price: FloatArray,
    load: FloatArray,
    fits: bool,
) -> tuple[float, int, Blend]:
    """Settle the flows of a set, if some hubs are overrun; see `price_set`."""
    pairs = gather(crowd, paths.use, hubs, p, both, desk)
    if fits:
        return paths.total, pairs, new_blend(1, 0, p)
    rows = _limit(crowd, hubs, p, desk)
    blend = new_blend(_MOST, rows, p)
    size, guess = np.empty(rows), np.empty(rows)
    for q in range(p):
        k = desk.row[q]
        if k >= 0:
            size[k] = desk.fixed[q] + desk.asked[q]
            blend.room[k] = crowd.capacity[hubs[q]] / size[k]
            guess[k] = price[q] * size[k] if price[q] > 0.0 else 0.0
    limited = Limited(desk.row[:p], desk.fixed[:p], size)
    extra = _settle_set(desk.uses, pairs, count_uses(p, both), paths.total, limited, guess, blend)
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
    return paths.total + extra, pairs, blend


@kernel
def price_set(
    crowd: Crowd, paths: Paths, hubs: IntArray, p: int, both: bool, desk: Desk, price: FloatArray, load: FloatArray
) -> float:
    """Price one set of hubs within their room.

    Parameters
    ----------
    crowd : Crowd
    paths : Paths
        The cheapest ones over the hubs.
    hubs : (most,) int array
        Open hubs; the first p count.
    p : int
        Number of open hubs.
    both : bool
        Whether a path counts at its last hub as well as at its first.
    desk : Desk
        Work space.
    price : (most,) array
        A guess of the price of room at each hub, replaced by the price; nan where there is no solution.
    load : (most,) array
        Written to: the room used at each hub; nan where there is no solution.

    Returns
    -------
    float
        ``inf`` if the flows do not fit; nan if rounding had the better of it.
    """
    if not paths.total < np.inf:
        for q in range(p):
            load[q], price[q] = np.nan, np.nan
        return np.inf
    add_up_uses(desk.uses, paths.taken, p, both, desk.load)
    over, q = _overrun(crowd, hubs, p, desk.load)
    extra, worth = 0.0, 0.0
    # those who leave a hub relieve another one as well where paths count at both their hubs
    alone = over == 1 or (over > 1 and both)
    if alone:
        extra, worth = relieve(crowd, paths.best, paths.use, hubs, p, both, q, desk)
    if over == 0 or (alone and worth < np.inf and _overrun(crowd, hubs, p, desk.load)[0] == 0):
        for place in range(p):
            load[place], price[place] = desk.load[place], 0.0
        if over > 0:
            price[q] = worth
        return paths.total + extra
    if alone and worth < np.inf:
        price[q] = worth
    return _within(crowd, paths, hubs, p, both, desk, price, load, False)[0]


@kernel
def price_listed(
    crowd: Crowd,
    desk: Desk,
    forced: IntArray,
    joined: IntArray,
    both: bool,
    limited: bool,
    cost: FloatArray,
    load: FloatArray,
    price: FloatArray,
) -> None:
    """Price sets of the forced hubs and others; the more neighbouring sets share their first hubs, the less work.

    Parameters
    ----------
    crowd : Crowd
    desk : Desk
        Work space for sets of f + width hubs.
    forced : (f,) int array
        Hubs in every set.
    joined : (sets, width) int array
        The others of each set, -1 behind the last one.
    both : bool
        Whether a path counts at its last hub as well as at its first.
    limited : bool
        Whether the room of hubs counts; without it loads and prices are not written.
    cost : (sets,) array
        Written to.
    load, price : (sets, f + width) arrays
        Written to: room used at each hub and its price, forced hubs first, then those that joined.
    """
    f, width, pairs = len(forced), joined.shape[1], len(crowd.flow)
    members, used = np.empty(f + width, dtype=np.int64), np.empty(f + width)
    # level 0 are the forced hubs, priced first for their prices of room
    best, use = np.empty((width + 1, pairs)), np.empty((width + 1, pairs), dtype=np.int32)
    taken, total = np.zeros((width + 1, count_uses(f + width, both))), np.empty(width + 1)
    prices = np.zeros((width + 1, f + width))
    total[0] = start_outside(crowd, best[0], use[0], taken[0])
    for p in range(f):
        members[p] = forced[p]
        total[0] = join_crowd(crowd, members, p, forced[p], both, best[0], use[0], taken[0], best[0], use[0], taken[0])
    known = 0  # levels above the first that hold the hubs of the row before
    for row in range(-1, len(joined)):
        level = 0
        while row >= 0 and level < known and joined[row, level] == members[f + level]:
            level += 1
        while row >= 0 and level < width and joined[row, level] >= 0:
            k, p = joined[row, level], f + level
            members[p] = k
            above = level + 1
            total[above] = join_crowd(
                crowd,
                members,
                p,
                k,
                both,
                best[level],
                use[level],
                taken[level],
                best[above],
                use[above],
                taken[above],
            )
            for q in range(p):
                prices[above, q] = prices[level, q]
            prices[above, p] = 0.0
            level = above
        known = level
        value = total[level]
        if limited:
            paths = Paths(best[level], use[level], total[level], taken[level])
            value = price_set(crowd, paths, members, f + level, both, desk, prices[level], used)
        if row >= 0:
            cost[row] = value
            for q in range(f + level if limited else 0):
                load[row, q], price[row, q] = used[q], prices[level, q]


@kernel
def _option_of(uses: Uses, x: int, use: int, other: int) -> int:
    """The option of a pair that is a certain use; another one where the use was found to be needless."""
    for o in range(uses.start[x], uses.start[x + 1]):
        if uses.option[o] == use:
            return o
    return other


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
        Finite, where they fit.
    """
    p = len(hubs)
    best, use = np.empty(len(crowd.flow)), np.empty(len(crowd.flow), dtype=np.int32)
    uses, count = desk.uses, count_uses(p, both)
    taken, price, load = np.zeros(count), np.zeros(p), np.empty(p)
    total = start_outside(crowd, best, use, taken)
    for q in range(p):
        total = join_crowd(crowd, hubs, q, hubs[q], both, best, use, taken, best, use, taken)
    if not total < np.inf:
        return 0, total
    add_up_uses(uses, taken, p, both, desk.load)
    fits = _overrun(crowd, hubs, p, desk.load)[0] == 0
    cost, pairs, blend = _within(crowd, Paths(best, use, total, taken), hubs, p, both, desk, price, load, fits)
    size = np.ones(blend.use.shape[1])
    for q in range(p):
        if fits:
            desk.row[q] = -1
        elif desk.row[q] >= 0:
            size[desk.row[q]] = desk.fixed[q] + desk.asked[q]
    limited = Limited(desk.row[:p], desk.fixed[:p], size)
    for o in range(uses.start[pairs]):
        share[o] = 0.0
    for r in range(len(size) + 1):
        t = -1 if fits else blend.basis[r]
        if t >= 0 or (fits and r == 0):
            put_prices(uses, count, limited, blend.trial[max(t, 0)])
            for x in range(pairs):
                o = cheapest_option(uses, uses.cost, x)
                if fits:  # the use whose room was counted: where costs count nothing all options tie
                    o = _option_of(uses, x, use[uses.pair[x]], o)
                share[o] += 1.0 if fits else blend.share[r]
    return pairs, cost
