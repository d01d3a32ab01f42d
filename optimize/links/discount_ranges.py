"""Compiled kernels: the levels that hub links may be on under a flow-dependent discount, by who may and must use them.

At the optimum every pair takes its cheapest path at the slopes of the pieces that its links are on: with other paths
the same pieces would cost less. So the lowest and the highest slope of each link tell which pairs *may* and which
*must* use it, whose flows narrow its range, and that its slopes.
"""

from typing import NamedTuple

import numpy as np

from optimize.kernels import PreparedBlock, kernel
from optimize.links.stacked import Stack
from optimize.problem import FloatArray, IntArray

_ROUNDING = 1e-11  # relative: paths whose costs differ by less may be as good as each other
_ROUNDS = 3  # of narrowing the flow of a link whatever the other hubs: more of them hardly change any


class Levels(NamedTuple):
    """What a hub link can be on, by increasing flow.

    Attributes
    ----------
    fixed, slope : (l,) arrays
        The pieces; where the first of them has a fixed part there is one before it, of fixed part 0 and slope ``inf``,
        for no flow.
    begin : (l + 1,) array
        Flow from which on each is the cheapest; last the most flow there can be.
    """

    fixed: FloatArray
    slope: FloatArray
    begin: FloatArray


class Served(NamedTuple):
    """A block between given hubs, and room to work in.

    Attributes
    ----------
    a, ride, handling, e, weight, outside
        As in `Stack`, of one block and the hubs alone.
    low, high : (p, p) arrays
        Unit cost of each link at the lowest and the highest slope that it may have.
    may, must : (p, p) arrays
        Flow that may use each link, and that must.
    line, start : (p, p) arrays
        Slope and intercept of each link's chord; the slope is ``inf`` where the link is closed.
    flow : (p, p) array
        Flow on each link.
    """

    a: FloatArray
    ride: FloatArray
    handling: FloatArray
    e: FloatArray
    weight: FloatArray
    outside: FloatArray
    low: FloatArray
    high: FloatArray
    may: FloatArray
    must: FloatArray
    line: FloatArray
    start: FloatArray
    flow: FloatArray


@kernel
def served_by(stack: Stack, block: int, hubs: IntArray) -> Served:
    """Give the view of a block with some hubs alone.

    Parameters
    ----------
    stack : Stack
    block : int
    hubs : (p,) int array

    Returns
    -------
    Served
    """
    n, p = stack.a.shape[1], len(hubs)
    a, e, ride, handling = np.empty((n, p)), np.empty((p, n)), np.empty((p, p)), np.empty(p)
    for q in range(p):
        handling[q] = stack.handling[block, hubs[q]]
        for i in range(n):
            a[i, q] = stack.a[block, i, hubs[q]]
            e[q, i] = stack.e[block, hubs[q], i]
        for r in range(p):
            ride[q, r] = stack.ride[block, hubs[q], hubs[r]]
    room = np.zeros((7, p, p))
    return Served(
        a, ride, handling, e, stack.weight[block], stack.outside[block],
        room[0], room[1], room[2], room[3], room[4], room[5], room[6],
    )  # fmt: skip


@kernel
def unit_cost(served: Served, k: int, m: int, slope: float) -> float:
    """Cost of a unit on a link at a slope, with the handling at its end.

    Parameters
    ----------
    served : Served
    k, m : int
    slope : float

    Returns
    -------
    float
    """
    if k == m:
        return 0.0
    ride = served.ride[k, m]
    # rides that cost nothing, and links that are not there, are so at any slope
    return (ride if ride == 0.0 or ride == np.inf else ride * slope) + served.handling[m]


@kernel
def _share_out(served: Served, ways: IntArray) -> None:
    """Fill in the flow that may use each link, and that must."""
    a, e, weight, outside, low, high = served.a, served.e, served.weight, served.outside, served.low, served.high
    n, p = a.shape
    served.may[:, :] = 0.0
    served.must[:, :] = 0.0
    surely = np.empty(p)
    for i in range(n):
        for m in range(p):
            surely[m] = np.inf
            for k in range(p):
                to_last = a[i, k] + high[k, m]
                surely[m] = min(surely[m], to_last)
        count = 0
        for m in range(p):
            for k in range(p):
                least = a[i, k] + low[k, m]
                if least < np.inf and least <= surely[m] * (1.0 + _ROUNDING):
                    ways[count, 0], ways[count, 1] = k, m
                    count += 1
        for j in range(n):
            w = weight[i, j]
            if w <= 0.0:
                continue
            most = outside[i, j]
            for m in range(p):
                over = surely[m] + e[m, j]
                most = min(most, over)
            best, second, at = outside[i, j], np.inf, -1
            for x in range(count):
                k, m = ways[x, 0], ways[x, 1]
                least = a[i, k] + low[k, m] + e[m, j]
                if least <= most * (1.0 + _ROUNDING) and least < np.inf:
                    if k != m:
                        served.may[k, m] += w
                    if least < best:
                        best, second, at = least, best, x
                    elif least < second:
                        second = least
            if at >= 0:
                k, m = ways[at, 0], ways[at, 1]
                if k != m and (a[i, k] + high[k, m] + e[m, j]) * (1.0 + _ROUNDING) < second:
                    served.must[k, m] += w


@kernel
def narrow(served: Served, levels: Levels, lowest: IntArray, highest: IntArray, ways: IntArray) -> bool:
    """Narrow the levels of all links until nothing changes.

    Parameters
    ----------
    served : Served
        Its `low`, `high`, `may` and `must` are written to.
    levels : Levels
    lowest, highest : (p, p) int arrays
        Levels that each link may be on; written to.
    ways : (p * p, 2) int array
        Room to work in.

    Returns
    -------
    bool
        Whether the optimum can be there.
    """
    p = len(served.handling)
    slope, begin = levels.slope, levels.begin
    slack = _ROUNDING * begin[-1]
    changed = True
    while changed:
        changed = False
        for k in range(p):
            for m in range(p):
                served.low[k, m] = unit_cost(served, k, m, slope[highest[k, m]])
                served.high[k, m] = unit_cost(served, k, m, slope[lowest[k, m]])
        _share_out(served, ways)
        for k in range(p):
            for m in range(p):
                if k == m or served.ride[k, m] == 0.0 or served.ride[k, m] == np.inf:
                    continue
                may, must = served.may[k, m] + slack, max(0.0, served.must[k, m] - slack)
                if may < begin[lowest[k, m]] or must > begin[highest[k, m] + 1]:
                    return False
                while lowest[k, m] < highest[k, m] and served.may[k, m] <= begin[highest[k, m]]:
                    highest[k, m] -= 1
                    changed = True
                # what must be carried opens a closed link
                while lowest[k, m] < highest[k, m] and must > 0.0 and must >= begin[lowest[k, m] + 1]:
                    lowest[k, m] += 1
                    changed = True
    return True


@kernel
def fill_most_flows(
    block: PreparedBlock,
    ride: FloatArray,
    handling: FloatArray,
    origin: IntArray,
    destination: IntArray,
    flow: FloatArray,
    levels: Levels,
    most: FloatArray,
) -> None:
    """Fill in the most flow that each link can carry at the optimum of any hub set.

    Parameters
    ----------
    block : PreparedBlock
    ride : (h, h) array
        Unit cost of each link, without handling.
    handling : (h,) array
    origin, destination : (pairs,) int arrays
    flow : (pairs,) array
        Positive.
    levels : Levels
        For all flow of the block.
    most : (h, h) array
        Written to.
    """
    a, e, outside = block.a, block.e, block.outside
    for k in range(len(handling)):
        for m in range(len(handling)):
            most[k, m] = 0.0
            if k == m or ride[k, m] == np.inf:
                continue
            most[k, m] = levels.begin[-1]
            dearest = np.inf
            if levels.slope[0] < np.inf:
                dearest = ride[k, m] * levels.slope[0] + handling[m]
            for _ in range(_ROUNDS):
                level = len(levels.slope) - 1
                while level > 0 and levels.begin[level] >= most[k, m]:
                    level -= 1
                if levels.slope[level] == np.inf:
                    most[k, m] = 0.0
                    break
                least = ride[k, m] * levels.slope[level] + handling[m]
                carried = 0.0
                for x in range(len(flow)):
                    i, j = origin[x], destination[x]
                    ends = a[i, k] + e[m, j]
                    surely = min(outside[i, j], min(a[i, k] + e[k, j], a[i, m] + e[m, j]))
                    surely = min(surely, ends + dearest)
                    if ends + least <= surely * (1.0 + _ROUNDING) and ends < np.inf:
                        carried += flow[x]
                if carried >= most[k, m]:
                    break
                most[k, m] = carried
