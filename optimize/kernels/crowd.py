"""Compiled kernels: what the blocks of a scenario ask of open hubs, and which pairs may have to give way.

All blocks of a scenario share the room of the hubs. A pair whose cheapest path counts at no limited hub keeps it
whatever room costs; the others are listed with their uses of hubs, each at its cheapest path.
"""

from typing import NamedTuple

import numpy as np

from optimize.kernels.compiled import kernel
from optimize.kernels.prepared import PreparedBlock
from optimize.kernels.room import Uses
from optimize.problem import FloatArray, IntArray


class Crowd(NamedTuple):
    """All blocks of a scenario, which share the room of the hubs.

    Attributes
    ----------
    a, t, e, weight, outside : (blocks, ...) arrays
        As in `PreparedBlock`; the outside option of pairs without flow costs 0.
    flow : (blocks, n, m) array
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
    weight: FloatArray
    outside: FloatArray
    flow: FloatArray
    factor: FloatArray
    room: FloatArray
    capacity: FloatArray


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
def block_of(crowd: Crowd, b: int) -> PreparedBlock:
    """Give the view of one block.

    Parameters
    ----------
    crowd : Crowd
    b : int

    Returns
    -------
    PreparedBlock
    """
    return PreparedBlock(crowd.a[b], crowd.t[b], crowd.e[b], crowd.weight[b], crowd.outside[b])


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
    blocks, _, m = crowd.flow.shape
    pairs = int(np.count_nonzero(crowd.flow[crowd.room > 0]))
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
def _cost_uses(crowd: Crowd, b: int, i: int, j: int, hubs: IntArray, p: int, both: bool, desk: Desk) -> None:
    """Fill in what a unit of a pair costs in each use."""
    a, t, e, cost = crowd.a[b], crowd.t[b], crowd.e[b], desk.cost
    cost[0] = crowd.outside[b, i, j]
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
    best : (blocks, n, m) array
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
    blocks, n, m = crowd.flow.shape
    count = count_uses(p, both)
    for q in range(p):
        desk.fixed[q], desk.asked[q], desk.load[q] = 0.0, 0.0, 0.0
    pairs, at, total = 0, uses.start[0], 0.0
    for b in range(blocks):
        room = crowd.room[b]
        if not both:
            _onward(crowd, b, hubs, p, desk.onward)
        for i in range(n):
            cost, over, lost = _sum_row(crowd.weight[b, i], best[b, i], crowd.outside[b, i])
            if lost > 0:
                return 0, np.inf
            total += cost
            for j in range(m if over > 0 and room > 0.0 else 0):
                if best[b, i, j] >= crowd.outside[b, i, j]:
                    continue
                _cost_uses(crowd, b, i, j, hubs, p, both, desk)
                end, use = _list_options(uses, desk.cost, count, at)
                first, last = uses.first[uses.option[use]], uses.last[uses.option[use]]
                amount = room * crowd.flow[b, i, j]
                _add(desk.load, first, last, amount)
                if first < 0 or (crowd.capacity[hubs[first]] == np.inf and crowd.capacity[hubs[last]] == np.inf):
                    _add(desk.fixed, first, last, amount)
                    continue
                least = uses.cost[use]
                for o in range(at, end):
                    uses.cost[o] = crowd.factor[b] * (uses.cost[o] - least)
                    _add(desk.asked, uses.first[uses.option[o]], uses.last[uses.option[o]], amount)
                at = end
                uses.origin[pairs], uses.destination[pairs], uses.block[pairs] = i, j, b
                uses.flow[pairs] = crowd.flow[b, i, j]
                pairs += 1
                uses.start[pairs] = at
    return pairs, total
