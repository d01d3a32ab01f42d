r"""Compiled kernels: the least cost of a block between given hubs under a flow-dependent discount, by branch and bound.

A link is on one of some levels: closed, where its first piece has a fixed part, or on a piece. A node leaves each link
some successive levels, and so a range of flows. Two facts close it (O'Kelly and Bryan 1998 for the model):

- The ranges of all links narrow each other, see `optimize.links.discount_ranges`.
- The cost of a link is concave in its flow, so that the chord over its range is below it. With chords all costs are
  linear: every pair takes its cheapest path, and the sum is a bound. What those paths really cost is a solution. Beyond
  its range a chord is above the cost; so where all flows are, the node is solved, and elsewhere there is a link to
  branch on, at its flow.
"""

import numpy as np

from optimize.kernels import kernel
from optimize.links.discount_ranges import Levels, Served, narrow, served_by, unit_cost
from optimize.links.stacked import Stack
from optimize.problem import FloatArray, IntArray


@kernel
def _draw_chords(served: Served, levels: Levels, lowest: IntArray, highest: IntArray) -> float:
    """Fill in the chord of every link; returns what all of them cost beside their slopes."""
    fixed, slope, begin = levels.fixed, levels.slope, levels.begin
    p, total = len(served.handling), 0.0
    for k in range(p):
        for m in range(p):
            served.line[k, m], served.start[k, m] = 0.0, 0.0
            if k == m or served.ride[k, m] == 0.0:
                continue
            first, last = lowest[k, m], highest[k, m]
            served.line[k, m] = slope[last]
            if served.ride[k, m] == np.inf or slope[last] == np.inf:
                served.line[k, m] = np.inf
                continue
            if first == last:
                served.start[k, m] = fixed[last]
            else:
                left = max(begin[first], served.must[k, m])
                right = min(begin[last + 1], served.may[k, m])
                # at no flow a closed link costs nothing
                at_left = 0.0 if slope[first] == np.inf else fixed[first] + slope[first] * left
                left = 0.0 if slope[first] == np.inf else left
                at_right = fixed[last] + slope[last] * right
                if right > left:
                    served.line[k, m] = (at_right - at_left) / (right - left)
                served.start[k, m] = at_left - served.line[k, m] * left
            total += served.ride[k, m] * served.start[k, m]
    return total


@kernel
def _route(served: Served, before: FloatArray, via: IntArray) -> float:
    """Send every pair its cheapest path along the chords; returns what they cost, and fills in the flow of links."""
    a, e, weight, outside, low = served.a, served.e, served.weight, served.outside, served.low
    n, p = a.shape
    total = 0.0
    served.flow[:, :] = 0.0
    for k in range(p):
        for m in range(p):
            low[k, m] = unit_cost(served, k, m, served.line[k, m])
    for i in range(n):
        for m in range(p):
            before[m], via[m] = a[i, m], m
            for k in range(p):
                to_last = a[i, k] + low[k, m]
                if to_last < before[m]:
                    before[m], via[m] = to_last, k
        for j in range(n):
            w = weight[i, j]
            if w <= 0.0:
                continue
            best, last = outside[i, j], -1
            for m in range(p):
                over = before[m] + e[m, j]
                if over < best:
                    best, last = over, m
            total += w * best
            if last >= 0:
                served.flow[via[last], last] += w
    return total


@kernel
def _discounted(levels: Levels, flow: float) -> float:
    """What the flow of a link counts as."""
    if flow <= 0.0:
        return 0.0
    least = np.inf
    for q in range(len(levels.slope)):
        if levels.slope[q] < np.inf:
            priced = levels.fixed[q] + levels.slope[q] * flow
            least = min(least, priced)
    return least


@kernel
def _split(levels: Levels, first: int, last: int, flow: float) -> int:
    """The level from which on the second part of a link's levels begins: that which begins nearest to its flow."""
    best = first + 1
    for level in range(first + 2, last + 1):
        if abs(levels.begin[level] - flow) < abs(levels.begin[best] - flow):
            best = level
    return best


@kernel
def best_pieces(
    stack: Stack, block: int, levels: Levels, hubs: IntArray, cutoff: float, nodes: int, flow: FloatArray
) -> tuple[float, float]:
    """Find the best pieces of the links between hubs.

    Parameters
    ----------
    stack : Stack
    block : int
        The block.
    levels : Levels
    hubs : (p,) int array
        Open hubs.
    cutoff : float
        Only costs below it are of interest.
    nodes : int
        Most nodes to look at.
    flow : (p, p) array
        The flow on each link, by position in `hubs`: written to if a cost below the cut-off is found.

    Returns
    -------
    float
        The least cost found; ``inf`` if none is below the cut-off.
    float
        The block does not cost less, if that is below the cut-off.
    """
    p, count = len(hubs), len(levels.slope)
    served = served_by(stack, block, hubs)
    ways, before, via = np.empty((p * p, 2), np.int64), np.empty(p), np.empty(p, np.int64)
    # a node waits for each split of its ancestors
    most = p * p * count + 2
    lowest, highest = np.zeros((most, p, p), np.int64), np.empty((most, p, p), np.int64)
    waiting = np.empty(most)
    highest[0] = count - 1
    waiting[0] = -np.inf
    size, looked_at, value = 1, 0, np.inf
    while size > 0 and looked_at < nodes:
        size -= 1
        limit = min(value, cutoff)
        if waiting[size] >= limit:
            continue
        looked_at += 1
        first, last = lowest[size], highest[size]
        if not narrow(served, levels, first, last, ways):
            continue
        base = _draw_chords(served, levels, first, last)
        linear = base + _route(served, before, via)
        bound = max(waiting[size], linear)
        real, widest, at_k, at_m = linear, 0.0, -1, -1
        for k in range(p):
            for m in range(p):
                if served.line[k, m] < np.inf and served.ride[k, m] > 0.0 and k != m:
                    more = served.ride[k, m] * (
                        _discounted(levels, served.flow[k, m])
                        - served.start[k, m]
                        - served.line[k, m] * served.flow[k, m]
                    )
                    real += more
                    if first[k, m] < last[k, m] and more > widest:
                        widest, at_k, at_m = more, k, m
        if real < limit:
            value = real
            flow[:, :] = served.flow
            limit = min(value, cutoff)
        if bound >= limit or at_k < 0:
            continue
        here = served.flow[at_k, at_m]
        cut = _split(levels, first[at_k, at_m], last[at_k, at_m], here)
        lowest[size + 1], highest[size + 1] = first, last
        waiting[size], waiting[size + 1] = bound, bound
        below = here < levels.begin[cut]
        # the part with the flow is looked at first
        one, other = (size + 1, size) if below else (size, size + 1)
        highest[one, at_k, at_m] = cut - 1
        lowest[other, at_k, at_m] = cut
        size += 2
    proven = min(value, cutoff)
    for x in range(size):
        proven = min(proven, waiting[x])
    return value, proven


@kernel
def price_block(
    stack: Stack,
    block: int,
    levels: Levels,
    sets: IntArray,
    size: IntArray,
    cutoff: FloatArray,
    nodes: int,
    value: FloatArray,
    proven: FloatArray,
    flow: FloatArray,
) -> None:
    """Find what a block costs with each of some hub sets.

    Parameters
    ----------
    stack, block, levels
        As in `best_pieces`.
    sets : (rows, width) int array
        Hubs of each set, then anything.
    size : (rows,) int array
        Number of hubs of each.
    cutoff : (rows,) array
        Only costs below it are of interest.
    nodes : int
        Most nodes to look at for one set.
    value, proven : (rows,) arrays
        Written to, see `best_pieces`.
    flow : (rows, width, width) array
        Flow on each link, by position in the row: written to where a cost below the cut-off is found.
    """
    for r in range(len(size)):
        p = size[r]
        value[r], proven[r] = best_pieces(stack, block, levels, sets[r, :p], cutoff[r], nodes, flow[r, :p, :p])
