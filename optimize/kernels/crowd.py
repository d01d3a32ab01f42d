"""Compiled kernels: what the blocks of a scenario ask of open hubs, and which pairs may have to give way.

All blocks of a scenario share the room of the hubs. A pair whose cheapest path counts at no limited hub keeps it
whatever room costs; the others are listed with their uses of hubs, each at its cheapest path.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from optimize.kernels.compiled import kernel
from optimize.kernels.room import Uses
from optimize.problem import FloatArray, IntArray


class Crowd(NamedTuple):
    """All blocks of a scenario, which share the room of the hubs: their pairs with flow, one after another.

    A row is an origin in a block. Blocks may have few pairs each, so that pairs without flow are not there.

    Attributes
    ----------
    a, t, e : (blocks, ...) arrays
        As in `PreparedBlock`.
    block, origin : (rows,) int arrays
        Which block a row is of, ascending, and its origin.
    start : (rows + 1,) int array
        First pair of each row.
    destination : (pairs,) int array
    weight, outside, flow : (pairs,) arrays
        What a unit of a pair's cost counts, the cost of its outside option, and its flow.
    factor : (blocks,) array
        Weight of each block in the objective.
    room : (blocks,) array
        Room that a unit of each block's flow uses.
    capacity : (h,) array
        Room at each candidate.
    """

    a: FloatArray
    t: FloatArray
    e: FloatArray
    block: IntArray
    origin: IntArray
    start: IntArray
    destination: IntArray
    weight: FloatArray
    outside: FloatArray
    flow: FloatArray
    factor: FloatArray
    room: FloatArray
    capacity: FloatArray


def new_crowd(
    legs: tuple[FloatArray, FloatArray, FloatArray],
    flows: Sequence[FloatArray],
    outsides: Sequence[FloatArray],
    factor: FloatArray,
    room: FloatArray,
    capacity: FloatArray,
) -> Crowd:
    """List the pairs of some blocks.

    Parameters
    ----------
    legs : tuple of (blocks, ...) arrays
        a, t and e.
    flows, outsides : sequences of (n, m) arrays
        Flow, and cost of the outside option, of each block.
    factor, room : (blocks,) arrays
        See `Crowd`.
    capacity : (h,) array
        Room at each candidate.

    Returns
    -------
    Crowd
    """
    places = [np.nonzero(flow) for flow in flows]
    block = np.concatenate([np.full(len(i), b) for b, (i, _) in enumerate(places)])
    origin, destination = (np.concatenate([place[end] for place in places]) for end in (0, 1))
    flow = np.concatenate([each[place] for each, place in zip(flows, places, strict=True)])
    new_row = np.r_[True, (np.diff(block) != 0) | (np.diff(origin) != 0)] if len(block) else np.zeros(0, np.bool_)
    first = np.flatnonzero(new_row)
    return Crowd(
        *legs,
        block[first].astype(np.int64),
        origin[first].astype(np.int64),
        np.r_[first, len(block)].astype(np.int64),
        destination.astype(np.int64),
        factor[block] * flow,
        np.concatenate([each[place] for each, place in zip(outsides, places, strict=True)]),
        flow,
        factor,
        room,
        capacity,
    )


class Desk(NamedTuple):
    """Work space for pricing one set after the other.

    Attributes
    ----------
    uses : Uses
    row : (p,) int array
        See `Limited`.
    fixed, asked, load : (p,) arrays
        Room used by pairs that never give way; room that the others could ask for; room used without limits.
    onward : (p, m) array
        Least cost from each open hub on.
    cost : (uses,) array
        Cost of the pair at hand in each use.
    """

    uses: Uses
    row: IntArray
    fixed: FloatArray
    asked: FloatArray
    load: FloatArray
    onward: FloatArray
    cost: FloatArray


@kernel
def cheapest_of(crowd: Crowd, hubs: IntArray, best: FloatArray) -> None:
    """Fill in the cheapest path of each pair over some hubs, or its outside option.

    Parameters
    ----------
    crowd : Crowd
    hubs : (p,) int array
        Open hubs.
    best : (pairs,) array
    """
    p = len(hubs)
    over = np.empty(p)  # from the origin at hand up to each last hub
    for r in range(len(crowd.block)):
        b, i = crowd.block[r], crowd.origin[r]
        a, t, e = crowd.a[b], crowd.t[b], crowd.e[b]
        for place in range(p):
            over[place] = np.inf
            for k in hubs:
                over[place] = min(over[place], a[i, k] + t[k, hubs[place]])
        for pair in range(crowd.start[r], crowd.start[r + 1]):
            least, j = crowd.outside[pair], crowd.destination[pair]
            for place in range(p):
                least = min(least, over[place] + e[hubs[place], j])
            best[pair] = least


@kernel
def join_crowd(
    crowd: Crowd, hubs: IntArray, size: int, k: int, best: FloatArray, onward: FloatArray, joined: FloatArray
) -> None:
    """Write the cheapest paths with one hub more, see `optimize.kernels.paths`.

    Parameters
    ----------
    crowd : Crowd
    hubs : (most,) int array
        Open hubs; the first ``size`` count.
    size : int
    k : int
        The hub that joins.
    best : (pairs,) array
        Cheapest paths without it.
    onward : (m,) array
        Work space.
    joined : (pairs,) array
        Written to.
    """
    now = -1
    for r in range(len(crowd.block)):
        b, i = crowd.block[r], crowd.origin[r]
        a, t, e = crowd.a[b], crowd.t[b], crowd.e[b]
        if b != now:
            now = b
            for j in range(len(onward)):
                onward[j] = e[k, j]
            for place in range(size):
                forth = t[k, hubs[place]]
                for j in range(len(onward)):
                    onward[j] = min(onward[j], forth + e[hubs[place], j])
        to_hub = a[i, k]
        before = to_hub
        for place in range(size):
            before = min(before, a[i, hubs[place]] + t[hubs[place], k])
        for pair in range(crowd.start[r], crowd.start[r + 1]):
            j = crowd.destination[pair]
            joined[pair] = min(best[pair], min(to_hub + onward[j], before + e[k, j]))


@kernel
def count_uses(p: int, both: bool) -> int:
    """Count the uses of open hubs, the outside option included.

    Parameters
    ----------
    p : int
        Number of open hubs.
    both : bool
        Whether a path counts at its last hub as well as at its first.

    Returns
    -------
    int
    """
    return 1 + (p * (p + 1) // 2 if both else p)


def new_desk(crowd: Crowd, most: int, both: bool) -> Desk:
    """Make work space for sets of a size.

    Parameters
    ----------
    crowd : Crowd
    most : int
        Largest number of open hubs.
    both : bool
        Whether a path counts at its last hub as well as at its first.

    Returns
    -------
    Desk
    """
    blocks, m = len(crowd.factor), crowd.e.shape[2]
    counted = np.repeat(crowd.room[crowd.block] > 0, np.diff(crowd.start))
    pairs = int(np.count_nonzero(counted))
    # the uses of the first p hubs come first, so that they are the same in every set
    hubs = [(-1, -1), *((x, y) for y in range(most) for x in range(0 if both else y, y + 1))]
    first, last = (np.array(ends, dtype=np.int64) for ends in zip(*hubs, strict=True))
    count = len(hubs)
    uses = Uses(
        first,
        last,
        np.empty(pairs, dtype=np.int64),
        np.empty(pairs, dtype=np.int64),
        np.empty(pairs, dtype=np.int64),
        np.empty(pairs),
        np.zeros(pairs + 1, dtype=np.int64),
        np.empty(pairs * count, dtype=np.int64),
        np.empty(pairs * count),
        crowd.room,
        np.empty((blocks, count)),
        np.empty((blocks, count)),
        np.empty((blocks, count)),
        np.empty(pairs, dtype=np.int64),
        np.empty(pairs),
    )
    return Desk(
        uses,
        np.empty(most, dtype=np.int64),
        np.empty(most),
        np.empty(most),
        np.empty(most),
        np.empty((most, m)),
        np.empty(count),
    )


@kernel
def _onward(crowd: Crowd, b: int, hubs: IntArray, p: int, onward: FloatArray) -> None:
    """Fill in the least cost from each open hub on."""
    t, e = crowd.t[b], crowd.e[b]
    for q in range(p):
        for j in range(onward.shape[1]):
            onward[q, j] = e[hubs[q], j]
        for s in range(p):
            if s != q:
                forth = t[hubs[q], hubs[s]]
                for j in range(onward.shape[1]):
                    onward[q, j] = min(onward[q, j], forth + e[hubs[s], j])


@kernel
def _cost_uses(crowd: Crowd, r: int, pair: int, hubs: IntArray, p: int, both: bool, desk: Desk) -> None:
    """Fill in what a unit of a pair costs in each use."""
    b, i, j = crowd.block[r], crowd.origin[r], crowd.destination[pair]
    a, t, e, cost = crowd.a[b], crowd.t[b], crowd.e[b], desk.cost
    cost[0] = crowd.outside[pair]
    u = 0
    for y in range(p):
        m = hubs[y]
        for x in range(y if both else 0):
            u += 1
            k = hubs[x]
            cost[u] = min(a[i, k] + t[k, m] + e[m, j], a[i, m] + t[m, k] + e[k, j])
        u += 1
        cost[u] = a[i, m] + (e[m, j] if both else desk.onward[y, j])


@kernel
def _add(values: FloatArray, first: int, last: int, amount: float) -> None:
    """Count an amount at the hubs of a use, once at each."""
    if first >= 0:
        values[first] += amount
        if last != first:
            values[last] += amount


@kernel
def _list_options(uses: Uses, cost: FloatArray, count: int, start: int) -> tuple[int, int]:
    """List what a pair may do at some prices of room; give the place after the last option, and the cheapest one."""
    at, best = start, start
    for u in range(count):
        x, y = uses.first[u], uses.last[u]
        if cost[u] == np.inf or (u > 0 and cost[u] >= cost[0]):
            continue
        # over two hubs and no cheaper than over one of them: use x, x has the number (x + 1)(x + 2) / 2
        if x != y and cost[u] >= min(cost[(x + 1) * (x + 2) // 2], cost[(y + 1) * (y + 2) // 2]):
            continue
        uses.option[at] = u
        uses.cost[at] = cost[u]
        if cost[u] < uses.cost[best]:
            best = at
        at += 1
    return at, best


@kernel
def _sum_row(weight: FloatArray, best: FloatArray, outside: FloatArray) -> tuple[float, int, int]:
    """Add up what an origin's pairs cost; count those that use a hub, and those that have no way. Without a branch."""
    total, over, lost = 0.0, 0, 0
    for j in range(len(best)):
        total += weight[j] * best[j]
        over += 1 if best[j] < outside[j] else 0
        lost += 1 if best[j] == np.inf else 0
    return total, over, lost


@kernel
def gather(crowd: Crowd, best: FloatArray, hubs: IntArray, p: int, both: bool, desk: Desk) -> tuple[int, float]:
    """List the pairs that may have to give way, and add up what all pairs cost and use without limits.

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
        Written to.

    Returns
    -------
    pairs : int
        How many may have to give way.
    total : float
        Cost without limits; ``inf`` if some pair has no way.
    """
    uses = desk.uses
    count = count_uses(p, both)
    for q in range(p):
        desk.fixed[q], desk.asked[q], desk.load[q] = 0.0, 0.0, 0.0
    pairs, at, total, now = 0, uses.start[0], 0.0, -1
    for r in range(len(crowd.block)):
        b = crowd.block[r]
        room = crowd.room[b]
        if not both and b != now:
            now = b
            _onward(crowd, b, hubs, p, desk.onward)
        begin, end_of_row = crowd.start[r], crowd.start[r + 1]
        row = crowd.outside[begin:end_of_row]
        cost, over, lost = _sum_row(crowd.weight[begin:end_of_row], best[begin:end_of_row], row)
        if lost > 0:
            return 0, np.inf
        total += cost
        for pair in range(begin, end_of_row if over > 0 and room > 0.0 else begin):
            if best[pair] >= crowd.outside[pair]:
                continue
            _cost_uses(crowd, r, pair, hubs, p, both, desk)
            end, use = _list_options(uses, desk.cost, count, at)
            first, last = uses.first[uses.option[use]], uses.last[uses.option[use]]
            amount = room * crowd.flow[pair]
            _add(desk.load, first, last, amount)
            if first < 0 or (crowd.capacity[hubs[first]] == np.inf and crowd.capacity[hubs[last]] == np.inf):
                _add(desk.fixed, first, last, amount)
                continue
            least = uses.cost[use]
            for o in range(at, end):
                uses.cost[o] = crowd.factor[b] * (uses.cost[o] - least)
                _add(desk.asked, uses.first[uses.option[o]], uses.last[uses.option[o]], amount)
            at = end
            uses.origin[pairs], uses.destination[pairs], uses.block[pairs] = crowd.origin[r], crowd.destination[pair], b
            uses.flow[pairs] = crowd.flow[pair]
            pairs += 1
            uses.start[pairs] = at
    return pairs, total
