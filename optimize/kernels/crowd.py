"""Compiled kernels: what the pairs of a scenario ask of open hubs, and their cheapest paths as hubs join.

All classes of a scenario share the room of the hubs. `optimize.kernels.served` lists their pairs.

A *use* of open hubs is the hubs at which a path counts: none (the outside option, use 0); the first hub; or on
throughput the first and the last, in either direction. Uses are numbered so that those of the first p hubs come first.
"""

from typing import NamedTuple

import numpy as np

from optimize.kernels.compiled import kernel
from optimize.problem import FloatArray, IntArray


class Crowd(NamedTuple):
    """The pairs of a scenario that a hub may serve, which share the room of the hubs, one after another.

    A row is an origin in a class with one tariff. A class may have few pairs, so that those without flow are not there.

    Attributes
    ----------
    a : (classes, n, h) array
        Unit cost from each origin to each candidate as its first hub; ``inf`` = no way, as in all legs.
    t : (classes, h, h) array
        Unit cost between hubs, zero on the diagonal.
    e : (classes, h, m) array
        Unit cost from each candidate as the last hub to each destination.
    charge : (tariffs, h) array
        Unit cost of passing each hub.
    factor : (classes,) array
        Weight of each class in the objective.
    room : (classes,) array
        Room that a unit of each class's flow uses.
    capacity : (h,) array
        Room at each candidate.
    cls, tariff, origin : (rows,) int arrays
        What each row is.
    start : (rows + 1,) int array
        First pair of each row.
    destination : (pairs,) int array
    weight, outside, flow : (pairs,) arrays
        What a unit of a pair's cost counts, the cost of its outside option, and its flow.
    constant : float
        What the pairs that are not listed cost.
    row : (pairs,) int array
        Row of each pair.
    reach : int array
        Pairs that each candidate may serve cheaper than their outside option, alone or with another, one candidate
        after the other.
    first, last : (h,) int arrays
        Where those of each candidate begin and end.
    """

    a: FloatArray
    t: FloatArray
    e: FloatArray
    charge: FloatArray
    factor: FloatArray
    room: FloatArray
    capacity: FloatArray
    cls: IntArray
    tariff: IntArray
    origin: IntArray
    start: IntArray
    destination: IntArray
    weight: FloatArray
    outside: FloatArray
    flow: FloatArray
    constant: float
    row: IntArray
    reach: IntArray
    first: IntArray
    last: IntArray


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


def list_uses(most: int, both: bool) -> tuple[IntArray, IntArray]:
    """List the uses of open hubs.

    Parameters
    ----------
    most : int
        Largest number of open hubs.
    both : bool
        Whether a path counts at its last hub as well as at its first.

    Returns
    -------
    first, last : (uses,) int arrays
        Places among the open hubs at which a use counts, the same for one hub; -1 for the outside option.
    """
    hubs = [(-1, -1), *((x, y) for y in range(most) for x in range(0 if both else y, y + 1))]
    first, last = (np.array(ends, dtype=np.int64) for ends in zip(*hubs, strict=True))
    return first, last


@kernel
def start_outside(crowd: Crowd, best: FloatArray, use: IntArray, taken: FloatArray) -> float:
    """Give each pair its outside option.

    Parameters
    ----------
    crowd : Crowd
    best, use : (pairs,) arrays
        Written to: what it costs, and use 0.
    taken : (uses,) array
        Written to: room taken by each use, as if the outside option took any.

    Returns
    -------
    float
        What all pairs cost; ``inf`` if some have none.
    """
    total = crowd.constant
    for u in range(len(taken)):
        taken[u] = 0.0
    for pair in range(len(best)):
        best[pair], use[pair] = crowd.outside[pair], 0
        taken[0] += crowd.room[crowd.cls[crowd.row[pair]]] * crowd.flow[pair]
        total += crowd.weight[pair] * best[pair] if best[pair] < np.inf else np.inf
    return total


@kernel
def join_crowd(
    crowd: Crowd,
    hubs: IntArray,
    size: int,
    k: int,
    both: bool,
    best: FloatArray,
    use: IntArray,
    before: FloatArray,
    joined: FloatArray,
    joined_use: IntArray,
    taken: FloatArray,
) -> float:
    """Write the cheapest path of each pair with one hub more, and its use of the hubs.

    Parameters
    ----------
    crowd : Crowd
    hubs : (most,) int array
        Open hubs; the first ``size`` count.
    size : int
    k : int
        The hub that joins, in the next place.
    both : bool
        Whether a path counts at its last hub as well as at its first.
    best, use : (pairs,) arrays
        Cheapest paths without it, and their uses.
    before : (uses,) array
        Room taken by each use without it.
    joined, joined_use, taken : arrays
        Written to: the same with it; may be `best`, `use` and `before`.

    Returns
    -------
    float
        What all pairs cost; ``inf`` if some have no way.
    """
    forth, back = np.empty(size), np.empty(size)
    newest = size * (size + 1) // 2 + 1 if both else size + 1  # the use of the new hub and that in place 0
    alone = newest + size if both else newest
    for u in range(newest, alone + 1):
        taken[u] = 0.0
    for u in range(newest):
        taken[u] = before[u]
    for pair in range(len(best)):
        joined[pair], joined_use[pair] = best[pair], use[pair]
    r, b, to_hub = -1, 0, 0.0
    for at in range(crowd.first[k], crowd.last[k]):
        pair = crowd.reach[at]
        if crowd.row[pair] != r:
            r = crowd.row[pair]
            b, f = crowd.cls[r], crowd.tariff[r]
            a, t = crowd.a[b, crowd.origin[r]], crowd.t[b]
            to_hub = a[k] + crowd.charge[f, k]
            for s in range(size):
                m = hubs[s]
                forth[s] = to_hub + t[k, m] + crowd.charge[f, m]
                back[s] = a[m] + crowd.charge[f, m] + t[m, k] + crowd.charge[f, k]
        j, least, u = crowd.destination[pair], joined[pair], -1
        from_hub = crowd.e[b, k, j]
        if to_hub + from_hub < least:
            least, u = to_hub + from_hub, alone
        for s in range(size):
            there = forth[s] + crowd.e[b, hubs[s], j]
            if there < least:
                least, u = there, newest + s if both else alone
            here = back[s] + from_hub
            if here < least:
                least, u = here, newest + s if both else s + 1
        if u >= 0:
            amount = crowd.room[b] * crowd.flow[pair]
            taken[joined_use[pair]] -= amount
            taken[u] += amount
            joined[pair], joined_use[pair] = least, u
    total = crowd.constant
    for pair in range(len(joined)):
        total += crowd.weight[pair] * joined[pair]
    return min(np.inf, total)
