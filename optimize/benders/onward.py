r"""What pairs have in common before any dual of theirs is asked for: least costs from every candidate on, and up to it.

Candidates come in the order in which they are to be raised (`optimize.benders.cover`). The first of them are *near*:
those that are open at a point where duals are asked for, and those that promise much.
"""

from typing import NamedTuple

import numpy as np

from optimize.kernels import PreparedBlock, kernel
from optimize.problem import FloatArray, IntArray

_ROUNDING = 1e-12  # relative: transfers that break the triangle inequality by no more obey it


class Points(NamedTuple):
    """Where duals are asked for.

    Attributes
    ----------
    z : (points, h) array
        Fractions open.
    hubs : (points, width) int array
        Candidates with z > 0, ascending, as many as `size` says.
    size : (points,) int array
    share : (n, points) array
        For each origin the shares of the points' duals in its own, at most 1 in all.
    """

    z: FloatArray
    hubs: IntArray
    size: IntArray
    share: FloatArray


class Onward(NamedTuple):
    """What all origins of a block have in common.

    Attributes
    ----------
    ends : (n, h) array
        Last legs, by destination.
    back : (h, h) array
        Transfers, transposed.
    ahead, beyond : (n, near), (n, h) arrays
        Least cost from a candidate on over the near ones, and over the others.
    open_ahead : (points, n, width) array
        Least cost from a hub of a point on over hubs of that point.
    """

    ends: FloatArray
    back: FloatArray
    ahead: FloatArray
    beyond: FloatArray
    open_ahead: FloatArray


class Before(NamedTuple):
    """The same from an origin: least costs up to each candidate.

    Attributes
    ----------
    near, beyond : (near,), (h,) arrays
        Over the near candidates, and over the others.
    open : (points, width) array
        Over the hubs of a point.
    """

    near: FloatArray
    beyond: FloatArray
    open: FloatArray


@kernel
def is_metric(t: FloatArray) -> bool:
    """Say whether transfers obey the triangle inequality: none is cheaper by way of a third hub.

    Parameters
    ----------
    t : (h, h) array

    Returns
    -------
    bool
    """
    h = t.shape[0]
    for k in range(h):
        for q in range(h):
            first = t[k, q] * (1.0 + _ROUNDING)
            broken = 0
            for m in range(h):
                broken += t[k, m] > first + t[q, m] * (1.0 + _ROUNDING)
            if broken > 0:
                return False
    return True


@kernel
def _least_over(legs: FloatArray, transfer: FloatArray, start: int, stop: int, least: FloatArray) -> None:
    """Fill in the least cost by any of the hubs from `start` to `stop`: its leg (h,), and the transfer (h, h) there."""
    for k in range(least.shape[0]):
        least[k] = np.inf
    for m in range(start, stop):
        leg, row = legs[m], transfer[m]
        for k in range(least.shape[0]):
            way = leg + row[k]
            least[k] = min(least[k], way)


@kernel
def _least_among(legs: FloatArray, transfer: FloatArray, hubs: IntArray, size: int, least: FloatArray) -> None:
    """Fill in the least cost from each of some hubs by any of them, as in `_least_over`."""
    for q in range(size):
        least[q] = np.inf
    for p in range(size):
        leg, row = legs[hubs[p]], transfer[hubs[p]]
        for q in range(size):
            way = leg + row[hubs[q]]
            least[q] = min(least[q], way)


@kernel
def onward(view: PreparedBlock, near: int, points: Points) -> Onward:
    """Find what all origins have in common.

    Parameters
    ----------
    view : PreparedBlock
        Candidates in the order in which they are to be raised.
    near : int
        How many of them, from the first on, are near; all that are open at a point are.
    points : Points

    Returns
    -------
    Onward
    """
    t, e = view.t, view.e
    h, n = e.shape
    ends = np.empty((n, h))
    back = np.empty((h, h))
    for k in range(h):
        for j in range(n):
            ends[j, k] = e[k, j]
        for m in range(h):
            back[k, m] = t[m, k]
    ahead, beyond = np.empty((n, near)), np.empty((n, h))
    open_ahead = np.empty((points.hubs.shape[0], n, points.hubs.shape[1]))
    for j in range(n):
        _least_over(ends[j], back, 0, near, ahead[j])
        _least_over(ends[j], back, near, h, beyond[j])
    for p in range(points.hubs.shape[0]):
        for j in range(n):
            _least_among(ends[j], back, points.hubs[p], points.size[p], open_ahead[p, j])
    return Onward(ends, back, ahead, beyond, open_ahead)


@kernel
def before_room(near: int, h: int, points: Points) -> Before:
    """Allocate what `depart` fills.

    Parameters
    ----------
    near, h : int
        How many candidates are near, and how many there are.
    points : Points

    Returns
    -------
    Before
    """
    return Before(np.empty(near), np.empty(h), np.empty(points.hubs.shape))


@kernel
def depart(a: FloatArray, t: FloatArray, near: int, points: Points, before: Before) -> None:
    """Fill in the least costs from an origin.

    Parameters
    ----------
    a : (h,) array
        First legs.
    t : (h, h) array
        Transfers.
    near : int
    points : Points
    before : Before
        Filled.
    """
    h = t.shape[0]
    _least_over(a, t, 0, near, before.near)
    _least_over(a, t, near, h, before.beyond)
    for p in range(points.hubs.shape[0]):
        _least_among(a, t, points.hubs[p], points.size[p], before.open[p])
