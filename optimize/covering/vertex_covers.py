r"""Rows of the hitting-set program of hub covering, found where a solution breaks them.

The couples of hubs that cover a pair are the edges of a graph (a hub that covers it alone is a loop). Open hubs cover
the pair if and only if they hold an edge, that is if and only if they hit every vertex cover C of the graph,

.. math::
    \sum_{k \in C} z_k \ge 1.

For given z a light vertex cover comes from a largest flow through the couples, each hub letting at most :math:`z_k`
through as the first hub and as the last: where that is below 1, the ends of a least cut are a vertex cover that weighs
no more (Koenig 1931). Where no hub is both, none is lighter. Hubs that it does not need are taken out.
"""

import numpy as np

from optimize.center import Question
from optimize.cover import BoolArray
from optimize.kernels import kernel
from optimize.problem import FloatArray, IntArray

_NONE = 1e-9  # a hub that is open by less lets nothing through
_BROKEN = 1e-4  # by how much a row has to be broken to be added


@kernel
def find_rows(
    question: Question, hubs: IntArray, z: FloatArray, begin: int, pairs: int, rows: BoolArray
) -> tuple[int, int]:
    """Find rows that a solution breaks, pair after pair.

    Parameters
    ----------
    question : Question
        Of multiple allocation.
    hubs : (a,) int array
        Candidates that may be open.
    z : (h,) array
        By how much each is open.
    begin, pairs : int
        The first pair to look at, and how many at most; after the last one comes the first.
    rows : (most, h) bool array
        Takes the hubs of each row.

    Returns
    -------
    int
        How many were found.
    int
        How many pairs were looked at.
    """
    some = hubs[z[hubs] > _NONE]
    mass = z[some]
    s, h = len(some), len(z)
    edge, adjacent = np.zeros((s, s), np.bool_), np.zeros((h, h), np.bool_)
    left, right, rest = np.empty(s), np.empty(s), np.empty(s)
    number, looked = 0, 0
    while looked < pairs and number < len(rows):
        q = (begin + looked) % len(question.pairs)
        looked += 1
        alone = _draw_edges(question, q, some, mass, edge, left, right, rest)
        if alone < 0.0:
            continue
        flow, reached, ended = _most_flow(edge, left, right, 1.0 - alone)
        if alone + flow > 1.0 - _BROKEN:
            continue
        row = rows[number]
        row[:] = False
        row[hubs] = True
        for x in range(s):
            if left[x] > 0.0 and reached[x] and not ended[x]:
                row[some[x]] = False
        _thin_out(question, q, hubs, adjacent, row)
        weight = 0.0
        for k in hubs:
            weight += z[k] if row[k] else 0.0
        if weight < 1.0 - _BROKEN:
            number += 1
    return number, looked


@kernel
def _draw_edges(
    question: Question, q: int, some: IntArray, mass: FloatArray, edge: BoolArray, left: FloatArray,
    right: FloatArray, rest: FloatArray,
) -> float:  # fmt: skip
    """Find the couples that cover a pair, and what hubs let through; -1 if a quick look finds a flow of 1.

    Otherwise what covers it alone, of which no part is in the couples.
    """
    c, i, j = question.pairs[q]
    limit, s, total = question.limits[c], len(some), 0.0
    collect, transfer, distribute = question.collect[c, i], question.transfer[c], question.distribute[c]
    for x in range(s):
        k = some[x]
        left[x] = mass[x]
        if (collect[k] + transfer[k, k]) + distribute[k, j] <= limit:
            total += mass[x]
            left[x] = 0.0
        right[x] = left[x]
        rest[x] = left[x]
    alone = total
    for x in range(s):
        if total >= 1.0 - _NONE:
            return -1.0
        edge[x] = False
        k, spare = some[x], left[x]
        if spare == 0.0:
            continue
        for y in range(s):
            m = some[y]
            edge[x, y] = x != y and right[y] > 0.0 and (collect[k] + transfer[k, m]) + distribute[m, j] <= limit
            if edge[x, y] and spare > 0.0 and rest[y] > 0.0:
                through = min(spare, rest[y])
                spare -= through
                rest[y] -= through
                total += through
    return -1.0 if total >= 1.0 - _NONE else alone


@kernel
def _most_flow(
    edge: BoolArray, left: FloatArray, right: FloatArray, enough: float
) -> tuple[float, BoolArray, BoolArray]:
    """Send flow along shortest augmenting paths (Edmonds and Karp 1972), until there is enough or no more.

    In the last case, marks say which hubs can still be reached, on either side.
    """
    s = len(edge)
    flow, spare, room, total = np.zeros((s, s)), left.copy(), right.copy(), 0.0
    reached, ended = np.zeros(s, np.bool_), np.zeros(s, np.bool_)
    came, went, queue = np.empty(s, np.int64), np.empty(s, np.int64), np.empty(2 * s, np.int64)
    while total < enough - _NONE:
        end = _reach(edge, flow, spare, room, reached, ended, came, went, queue)
        if end < 0:
            break
        through, y = room[end], end
        while came[went[y]] >= 0:
            through = min(through, flow[went[y], came[went[y]]])
            y = came[went[y]]
        through = min(through, spare[went[y]])
        room[end] -= through
        y = end
        while True:
            x = went[y]
            flow[x, y] += through
            if came[x] < 0:
                spare[x] -= through
                break
            flow[x, came[x]] -= through
            y = came[x]
        total += through
    return total, reached, ended


@kernel
def _reach(
    edge: BoolArray, flow: FloatArray, spare: FloatArray, room: FloatArray, reached: BoolArray, ended: BoolArray,
    came: IntArray, went: IntArray, queue: IntArray,
) -> int:  # fmt: skip
    """Search breadth first for a last hub with room; -1 if none can be reached."""
    s = len(edge)
    reached[:], ended[:] = False, False
    head, tail = 0, 0
    for x in range(s):
        if spare[x] > _NONE:
            reached[x], came[x], queue[tail] = True, -1, x
            tail += 1
    while head < tail:
        at = queue[head]
        head += 1
        if at < s:
            for y in range(s):
                if edge[at, y] and not ended[y]:
                    ended[y], went[y], queue[tail] = True, at, s + y
                    tail += 1
                    if room[y] > _NONE:
                        return y
        else:
            for x in range(s):
                if not reached[x] and flow[x, at - s] > _NONE:
                    reached[x], came[x], queue[tail] = True, at - s, x
                    tail += 1
    return -1


@kernel
def _thin_out(question: Question, q: int, hubs: IntArray, adjacent: BoolArray, row: BoolArray) -> None:
    """Take hubs out of a vertex cover as long as it is one, first those in the fewest couples."""
    c, i, j = question.pairs[q]
    limit = question.limits[c]
    collect, transfer, distribute = question.collect[c, i], question.transfer[c], question.distribute[c]
    for k in hubs:
        for m in hubs:
            adjacent[k, m] = (collect[k] + transfer[k, m]) + distribute[m, j] <= limit
    number = np.zeros(len(hubs), np.int64)
    for a in range(len(hubs)):
        for b in range(a, len(hubs)):
            k, m = hubs[a], hubs[b]
            adjacent[k, m] |= adjacent[m, k]
            adjacent[m, k] = adjacent[k, m]
            number[a] += adjacent[k, m]
            number[b] += adjacent[k, m]
    for a in np.argsort(number):
        k = hubs[a]
        if row[k] and not adjacent[k, k]:
            needed = False
            for m in hubs:
                if adjacent[k, m] and not row[m]:
                    needed = True
                    break
            row[k] = needed
