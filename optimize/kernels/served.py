"""Compiled kernels: which pairs of a scenario hubs may serve, and which of them each hub may.

Pairs that no hub serves cheaper than their outside option are most where direct service is offered: they cost the same
whatever is open, and are not listed. Of those that are, a hub may serve one in ten: the others need no look when it
joins. Both are told by lower bounds, with the lowest charges that any pair of the class pays at the hubs.
"""

from typing import NamedTuple

import numpy as np

from optimize.kernels.compiled import kernel
from optimize.kernels.crowd import Crowd
from optimize.problem import BoolArray, FloatArray, IntArray

_MOST_MARKS = 20_000_000  # pairs x candidates up to which it is worth while to list the pairs of each candidate


class Pairs(NamedTuple):
    """Pairs of nodes with flow.

    Attributes
    ----------
    cls, tariff, origin, destination : (pairs,) int arrays
        The class of each, its row of charges at hubs, and its nodes; an origin's pairs best follow each other.
    flow, outside : (pairs,) arrays
        Its flow, and the unit cost of its outside option; ``inf`` where there is none.
    """

    cls: IntArray
    tariff: IntArray
    origin: IntArray
    destination: IntArray
    flow: FloatArray
    outside: FloatArray


@kernel
def least_charges(pairs: Pairs, charge: FloatArray, least: FloatArray) -> None:
    """Fill in the lowest charge that a pair of each class pays at each hub.

    Parameters
    ----------
    pairs : Pairs
    charge : (tariffs, h) array
    least : (classes, h) array
        Written to; ``inf`` for a class without pairs.
    """
    met = np.zeros((least.shape[0], charge.shape[0]), dtype=np.bool_)
    for p in range(len(pairs.flow)):
        met[pairs.cls[p], pairs.tariff[p]] = True
    for c in range(least.shape[0]):
        for k in range(least.shape[1]):
            least[c, k] = np.inf
            for f in range(charge.shape[0]):
                if met[c, f]:
                    least[c, k] = min(least[c, k], charge[f, k])


@kernel
def _up_to_hubs(a: FloatArray, t: FloatArray, least: FloatArray, over: FloatArray) -> None:
    """Fill in the least cost from an origin up to each candidate, over one other at most."""
    h = len(a)
    for m in range(h):
        over[m] = a[m] + least[m]
    for k in range(h):
        to_hub = a[k] + least[k]
        for m in range(h):
            way = to_hub + t[k, m] + least[m]
            over[m] = min(over[m], way if m != k else to_hub)


@kernel
def mark_served(
    a: FloatArray, t: FloatArray, e: FloatArray, least: FloatArray, factor: FloatArray, pairs: Pairs, kept: IntArray
) -> tuple[int, float]:
    """Find the pairs that hubs may serve cheaper than their outside option, and what the others cost.

    Parameters
    ----------
    a, t, e : arrays
        As in `Crowd`.
    least : (classes, h) array
        Lowest charges at hubs.
    factor : (classes,) array
        As in `Crowd`.
    pairs : Pairs
    kept : (pairs,) int array
        Written to: positions of the pairs that are kept.

    Returns
    -------
    count : int
        How many.
    constant : float
        Cost of the others.
    """
    h = least.shape[1]
    over = np.empty(h)
    c, i, count, constant = -1, -1, 0, 0.0
    for p in range(len(pairs.flow)):
        limit = pairs.outside[p]
        if pairs.flow[p] == 0.0:
            continue
        served = limit == np.inf
        if not served and (pairs.cls[p] != c or pairs.origin[p] != i):
            c, i = pairs.cls[p], pairs.origin[p]
            _up_to_hubs(a[c, i], t[c], least[c], over)
        j = pairs.destination[p]
        for m in range(0 if served else h):
            served = served or over[m] + e[c, m, j] < limit
        if served:
            kept[count] = p
            count += 1
        else:
            constant += factor[c] * pairs.flow[p] * limit
    return count, constant


@kernel
def _from_hubs(e: FloatArray, back: FloatArray, j: int, least: FloatArray, onward: FloatArray) -> None:
    """Fill in the least cost from each candidate on, over one other at most; `back` is t transposed."""
    h = len(onward)
    for k in range(h):
        onward[k] = e[k, j]
    for m in range(h):
        from_hub = least[m] + e[m, j]
        for k in range(h):
            way = back[m, k] + from_hub
            onward[k] = min(onward[k], way)


@kernel
def mark_reach(crowd: Crowd, back: FloatArray, least: FloatArray, reached: BoolArray, size: IntArray) -> None:
    """Mark the pairs that each candidate may serve cheaper than their outside option, alone or with another.

    Parameters
    ----------
    crowd : Crowd
    back : (classes, h, h) array
        Its t, transposed.
    least : (classes, h) array
        Lowest charges at hubs.
    reached : (h, pairs) array of bool
        Written to.
    size : (h,) int array
        Written to: how many there are of each candidate.
    """
    h, nodes = crowd.e.shape[1], crowd.e.shape[2]
    over, known = np.empty(h), np.zeros((len(crowd.factor), nodes), dtype=np.bool_)
    onward = np.empty((len(crowd.factor), nodes, h))
    for k in range(h):
        size[k] = 0
    for r in range(len(crowd.cls)):
        c = crowd.cls[r]
        a = crowd.a[c, crowd.origin[r]]
        _up_to_hubs(a, crowd.t[c], least[c], over)
        for pair in range(crowd.start[r], crowd.start[r + 1]):
            j, limit = crowd.destination[pair], crowd.outside[pair]
            if not known[c, j]:
                known[c, j] = True
                _from_hubs(crowd.e[c], back[c], j, least[c], onward[c, j])
            for k in range(h):
                way = min(a[k] + least[c, k] + onward[c, j, k], over[k] + crowd.e[c, k, j])
                reached[k, pair] = way < limit
                size[k] += 1 if way < limit else 0


def with_reach(crowd: Crowd, least: FloatArray) -> Crowd:
    """List the pairs that each candidate may serve; of very many pairs all, as the lists would be longer than they.

    Parameters
    ----------
    crowd : Crowd
    least : (classes, h) array
        Lowest charges at hubs.

    Returns
    -------
    Crowd
    """
    h, pairs = crowd.charge.shape[1], len(crowd.flow)
    if h * pairs > _MOST_MARKS:
        nothing = np.zeros(h, dtype=np.int64)
        return crowd._replace(reach=np.arange(pairs), first=nothing, last=nothing + pairs)
    reached, size = np.empty((h, pairs), dtype=np.bool_), np.empty(h, dtype=np.int64)
    mark_reach(crowd, np.ascontiguousarray(crowd.t.transpose(0, 2, 1)), least, reached, size)
    last = np.cumsum(size)
    return crowd._replace(reach=np.flatnonzero(reached) % max(pairs, 1), first=last - size, last=last)


def new_crowd(
    legs: tuple[FloatArray, FloatArray, FloatArray],
    charge: FloatArray,
    factor: FloatArray,
    room: FloatArray,
    capacity: FloatArray,
    pairs: Pairs,
) -> Crowd:
    """List the pairs of a scenario that a hub may serve.

    Parameters
    ----------
    legs : tuple of (classes, ...) arrays
        a, t and e.
    charge, factor, room, capacity : arrays
        See `Crowd`.
    pairs : Pairs
        All of the scenario's.

    Returns
    -------
    Crowd
    """
    kept, constant, least = _listed(pairs, legs, charge, factor)
    count = len(kept)
    cls, tariff, origin, destination = pairs.cls[kept], pairs.tariff[kept], pairs.origin[kept], pairs.destination[kept]
    flow, outside = pairs.flow[kept], pairs.outside[kept]
    new_row = np.ones(count, dtype=np.bool_)
    new_row[1:] = (np.diff(cls) != 0) | (np.diff(tariff) != 0) | (np.diff(origin) != 0)
    first = np.flatnonzero(new_row)
    nothing = np.zeros(0, dtype=np.int64)
    crowd = Crowd(
        *legs,
        charge,
        factor,
        room,
        capacity,
        cls[first],
        tariff[first],
        origin[first],
        np.append(first, count),
        destination,
        factor[cls] * flow,
        outside,
        flow,
        constant,
        np.cumsum(new_row) - 1,
        nothing,
        nothing,
        nothing,
    )
    return with_reach(crowd, least)


def listed_pairs(
    pairs: Pairs, legs: tuple[FloatArray, FloatArray, FloatArray], charge: FloatArray, factor: FloatArray
) -> IntArray:
    """Say which pairs `new_crowd` lists.

    Parameters
    ----------
    pairs : Pairs
        All of the scenario's.
    legs : tuple of (classes, ...) arrays
        a, t and e.
    charge, factor : arrays
        See `Crowd`.

    Returns
    -------
    (listed,) int array
        Their positions among all, in the order in which they are listed.
    """
    return _listed(pairs, legs, charge, factor)[0]


def _listed(
    pairs: Pairs, legs: tuple[FloatArray, FloatArray, FloatArray], charge: FloatArray, factor: FloatArray
) -> tuple[IntArray, float, FloatArray]:
    """Pairs that are listed, class by class and tariff by tariff, what the others cost, and the lowest charges."""
    kept, least = np.empty(len(pairs.flow), dtype=np.int64), np.empty((len(factor), charge.shape[1]))
    least_charges(pairs, charge, least)
    count, constant = mark_served(*legs, least, factor, pairs, kept)
    kept = kept[:count]
    key = pairs.cls[kept] * len(charge) + pairs.tariff[kept]
    return kept[np.argsort(key, kind="stable")], constant, least
