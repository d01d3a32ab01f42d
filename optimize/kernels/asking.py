"""Compiled kernels: the pairs that may have to give way at hubs with limited room, each with its uses of the hubs.

A pair whose cheapest path counts at no limited hub keeps it whatever room costs; the others are listed with their uses,
each at its cheapest path.
"""

from typing import NamedTuple

import numpy as np

from optimize.kernels.compiled import kernel
from optimize.kernels.crowd import Crowd, count_uses, list_uses
from optimize.kernels.room import Uses
from optimize.problem import FloatArray, IntArray


class Desk(NamedTuple):
    """Work space for pricing one set after the other.

    Attributes
    ----------
    uses : Uses
    row : (p,) int array
        See `Limited`.
    fixed, asked, load : (p,) arrays
        Room used by pairs that never give way; room that the others could ask for; room used without limits.
    cost : (uses,) array
        Cost of the pair at hand in each use.
    amount, dearer : (pairs,) arrays
        See `optimize.kernels.relief`: room that a pair could leave, and what a unit of it costs.
    instead, order : (pairs,) int arrays
        The use that it would turn to; and places of pairs, those first that leave first.
    """

    uses: Uses
    row: IntArray
    fixed: FloatArray
    asked: FloatArray
    load: FloatArray
    cost: FloatArray
    amount: FloatArray
    dearer: FloatArray
    instead: IntArray
    order: IntArray


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
    classes, pairs = len(crowd.factor), len(crowd.flow)
    first, last = list_uses(most, both)
    count = len(first)
    uses = Uses(
        first,
        last,
        np.empty(pairs, dtype=np.int64),
        np.empty(pairs, dtype=np.int64),
        np.empty(pairs),
        np.zeros(pairs + 1, dtype=np.int64),
        np.empty(pairs * count, dtype=np.int64),
        np.empty(pairs * count),
        crowd.room,
        np.empty((classes, count)),
        np.empty((classes, count)),
        np.empty((classes, count)),
        np.empty(pairs, dtype=np.int64),
        np.empty(pairs),
    )
    return Desk(
        uses,
        np.empty(most, dtype=np.int64),
        np.empty(most),
        np.empty(most),
        np.empty(most),
        np.empty(count),
        np.empty(pairs),
        np.empty(pairs),
        np.empty(pairs, dtype=np.int64),
        np.empty(pairs, dtype=np.int64),
    )


@kernel
def cost_uses(crowd: Crowd, r: int, pair: int, hubs: IntArray, p: int, both: bool, but: int, cost: FloatArray) -> None:
    """Fill in what a unit of a pair costs in each use.

    Parameters
    ----------
    crowd : Crowd
    r, pair : int
        The pair and its row.
    hubs : (most,) int array
        Open hubs; the first p count.
    p : int
    both : bool
        Whether a path counts at its last hub as well as at its first.
    but : int
        Place of a hub whose uses are left out, with a cost of ``inf``; -1 = none.
    cost : (uses,) array
        Written to.
    """
    b, j = crowd.cls[r], crowd.destination[pair]
    a, t, e, charge = crowd.a[b, crowd.origin[r]], crowd.t[b], crowd.e[b], crowd.charge[crowd.tariff[r]]
    cost[0] = crowd.outside[pair]
    u = 0
    for y in range(p):
        m = hubs[y]
        to_hub, from_hub = a[m] + charge[m], e[m, j]
        onward = from_hub
        for x in range(y if both else p):
            if x == y:
                continue
            k = hubs[x]
            if both:
                u += 1
            if both and (x == but or y == but):
                cost[u] = np.inf
                continue
            forth = t[m, k] + charge[k] + e[k, j]
            if both:
                cost[u] = min(a[k] + charge[k] + t[k, m] + charge[m] + from_hub, to_hub + forth)
            else:
                onward = min(onward, forth)
        u += 1
        cost[u] = to_hub + onward if y != but else np.inf


@kernel
def _add(values: FloatArray, first: int, last: int, amount: float) -> None:
    """Count an amount at the hubs of a use, once at each."""
    if first >= 0:
        values[first] += amount
        if last != first:
            values[last] += amount


@kernel
def add_up_uses(uses: Uses, taken: FloatArray, p: int, both: bool, load: FloatArray) -> None:
    """Fill in the room used at each hub from that taken by each use.

    Parameters
    ----------
    uses : Uses
    taken : (uses,) array
    p : int
        Number of open hubs.
    both : bool
        Whether a path counts at its last hub as well as at its first.
    load : (p,) array
        Written to.
    """
    for q in range(p):
        load[q] = 0.0
    for u in range(1, count_uses(p, both)):
        _add(load, uses.first[u], uses.last[u], max(taken[u], 0.0))  # below 0 by rounding


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
def gather(crowd: Crowd, use: IntArray, hubs: IntArray, p: int, both: bool, desk: Desk) -> int:
    """List the pairs that may have to give way.

    Parameters
    ----------
    crowd : Crowd
    use : (pairs,) int array
        The use of each pair's cheapest path.
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
    int
        How many.
    """
    uses = desk.uses
    count = count_uses(p, both)
    for q in range(p):
        desk.fixed[q], desk.asked[q] = 0.0, 0.0
    pairs, at = 0, uses.start[0]
    for r in range(len(crowd.cls)):
        b = crowd.cls[r]
        room = crowd.room[b]
        for pair in range(crowd.start[r], crowd.start[r + 1] if room > 0.0 else crowd.start[r]):
            if use[pair] == 0:
                continue
            cost_uses(crowd, r, pair, hubs, p, both, -1, desk.cost)
            end, chosen = _list_options(uses, desk.cost, count, at)
            first, last = uses.first[uses.option[chosen]], uses.last[uses.option[chosen]]
            amount = room * crowd.flow[pair]
            if first < 0 or (crowd.capacity[hubs[first]] == np.inf and crowd.capacity[hubs[last]] == np.inf):
                _add(desk.fixed, first, last, amount)
                continue
            least = uses.cost[chosen]
            for o in range(at, end):
                uses.cost[o] = crowd.factor[b] * (uses.cost[o] - least)
                _add(desk.asked, uses.first[uses.option[o]], uses.last[uses.option[o]], amount)
            at = end
            uses.cls[pairs], uses.flow[pairs], uses.pair[pairs] = b, crowd.flow[pair], pair
            pairs += 1
            uses.start[pairs] = at
    return pairs
