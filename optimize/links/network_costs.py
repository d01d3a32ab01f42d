"""Compiled kernels: what all flow costs over given links between given hubs."""

from typing import NamedTuple

import numpy as np

from optimize.kernels import kernel
from optimize.links.stacked import Stack
from optimize.problem import FloatArray, IntArray

# what is decided of a link: that it is not there, that it is, nothing yet
GONE, KEPT, OPEN = 0, 1, 2


class Inside(NamedTuple):
    """What a hub set needs of a problem: `Stack` with its hubs alone, and room to work in.

    Attributes
    ----------
    a, t, e : (b, n, p), (b, p, p) and (b, p, n) arrays
        Legs; t with the handling of the hub that is entered.
    weight, outside : (b, n, n) arrays
    way : (p, p) array
        Cheapest ways between hubs.
    step : (p, p) int array
        The next hub on each.
    row : (n,) array
        Cheapest ways from one origin.
    """

    a: FloatArray
    t: FloatArray
    e: FloatArray
    weight: FloatArray
    outside: FloatArray
    way: FloatArray
    step: IntArray
    row: FloatArray


@kernel
def inside_of(stack: Stack, hubs: IntArray) -> Inside:
    """Give the view of a problem with some hubs alone.

    Parameters
    ----------
    stack : Stack
    hubs : (p,) int array

    Returns
    -------
    Inside
    """
    blocks, n = stack.a.shape[0], stack.a.shape[1]
    p = len(hubs)
    a, e, t = np.empty((blocks, n, p)), np.empty((blocks, p, n)), np.empty((blocks, p, p))
    for b in range(blocks):
        for q in range(p):
            for i in range(n):
                a[b, i, q] = stack.a[b, i, hubs[q]]
                e[b, q, i] = stack.e[b, hubs[q], i]
            for r in range(p):
                t[b, q, r] = stack.ride[b, hubs[q], hubs[r]] + stack.handling[b, hubs[r]]
    return Inside(a, t, e, stack.weight, stack.outside, np.empty((p, p)), np.empty((p, p), np.int64), np.empty(n))


@kernel
def shortest(inside: Inside, b: int, linked: IntArray) -> None:
    """Fill in the cheapest ways between hubs over the links that are not gone (Floyd 1962).

    Parameters
    ----------
    inside : Inside
        Its `way` and `step` are written to.
    b : int
        The block.
    linked : (p, p) int array
    """
    way, step, t = inside.way, inside.step, inside.t
    p = way.shape[0]
    for k in range(p):
        for m in range(p):
            way[k, m] = t[b, k, m] if linked[k, m] != GONE else np.inf
            step[k, m] = m
        way[k, k] = 0.0
        step[k, k] = k
    for via in range(p):
        for k in range(p):
            to_via = way[k, via]
            if k == via or to_via == np.inf:
                continue
            for m in range(p):
                over = to_via + way[via, m]
                if over < way[k, m]:
                    way[k, m] = over
                    step[k, m] = step[k, via]


@kernel
def block_cost(inside: Inside, b: int, linked: IntArray, stop: float) -> float:
    """Cost of a block's flow over the links that are not gone; at least `stop` if it is not below that.

    Parameters
    ----------
    inside : Inside
    b : int
        The block.
    linked : (p, p) int array
    stop : float

    Returns
    -------
    float
    """
    a, e, weight, outside, way, row = inside.a, inside.e, inside.weight, inside.outside, inside.way, inside.row
    _, n, p = a.shape
    total = 0.0
    shortest(inside, b, linked)
    for i in range(n):
        for j in range(n):
            row[j] = outside[b, i, j]
        for m in range(p):
            before = np.inf
            for k in range(p):
                to_last = a[b, i, k] + way[k, m]
                before = min(before, to_last)
            if before < np.inf:
                for j in range(n):
                    over = before + e[b, m, j]
                    row[j] = min(row[j], over)
        part = 0.0
        for j in range(n):
            part += weight[b, i, j] * row[j]
        total += part
        if total >= stop:
            return total
    return total


@kernel
def flow_cost(inside: Inside, linked: IntArray, stop: float) -> float:
    """Cost of all flow over the links that are not gone; at least `stop` if it is not below that.

    Parameters
    ----------
    inside : Inside
    linked : (p, p) int array
    stop : float

    Returns
    -------
    float
    """
    total = 0.0
    for b in range(inside.a.shape[0]):
        total += block_cost(inside, b, linked, stop - total)
        if total >= stop:
            return total
    return total


@kernel
def mark_longest(inside: Inside, linked: IntArray, longest: IntArray) -> None:
    """Fill in, for every link, the most links of a cheapest way that contains it.

    Parameters
    ----------
    inside : Inside
    linked : (p, p) int array
    longest : (p, p) int array
        Written to.
    """
    p = inside.way.shape[0]
    longest[:, :] = 1
    for b in range(inside.a.shape[0]):
        shortest(inside, b, linked)
        for k in range(p):
            for m in range(p):
                if k == m or inside.way[k, m] == np.inf:
                    continue
                at, steps = k, 0
                while at != m and steps < p:
                    at = inside.step[at, m]
                    steps += 1
                if at != m:  # rides that cost nothing go in a circle: no simple way has more links than this
                    longest[:, :] = max(1, p - 1)
                    return
                at = k
                while at != m:
                    onward = inside.step[at, m]
                    longest[at, onward] = max(longest[at, onward], steps)
                    longest[onward, at] = max(longest[onward, at], steps)
                    at = onward


@kernel
def mark(linked: IntArray, k: int, m: int, as_what: int) -> None:
    """Mark both directions of a link.

    Parameters
    ----------
    linked : (p, p) int array
        Written to.
    k, m : int
    as_what : int
    """
    linked[k, m] = as_what
    linked[m, k] = as_what


@kernel
def price_networks(stack: Stack, group: IntArray, hubs: IntArray, linked: IntArray, cost: FloatArray) -> None:
    """Add what all flow costs over each of some sets of links.

    Parameters
    ----------
    stack : Stack
    group : (b,) int array
        The column of each block.
    hubs : (p,) int array
    linked : (rows, p, p) int array
        `GONE` where there is no link.
    cost : (rows, columns) array
        Added to.
    """
    inside = inside_of(stack, hubs)
    for row in range(len(linked)):
        for b in range(len(group)):
            cost[row, group[b]] += block_cost(inside, b, linked[row], np.inf)
