"""Compiled kernels: many sets of hubs priced at once, out of the paths of `optimize.kernels.paths`.

All newcomers to one set; a list of sets whose neighbours share prefixes; a tree of sets, walked depth first. Each level
of a list or tree keeps the cheapest paths of the hubs so far, so that one more hub costs two additions a pair.
"""

import numpy as np

from optimize.kernels.compiled import kernel
from optimize.kernels.paths import join, largest, largest_with, reach, total, total_with
from optimize.kernels.prepared import PreparedBlock
from optimize.problem import FloatArray, IntArray


@kernel
def _copy(source: FloatArray, target: FloatArray) -> None:
    """Copy a matrix; array assignment would compile the text of its error messages as well, for seconds."""
    for i in range(source.shape[0]):
        for j in range(source.shape[1]):
            target[i, j] = source[i, j]


@kernel
def additions(
    block: PreparedBlock,
    hubs: IntArray,
    best: FloatArray,
    newcomers: IntArray,
    floor: float,
    limit: float,
    value: FloatArray,
) -> None:
    """Fill ``value[r]`` with what all pairs count when ``newcomers[r]`` joins the hubs.

    Parameters
    ----------
    block : PreparedBlock
    hubs : (p,) int array
        Open hubs.
    best : (n, n) array
        Cheapest paths over them, see `optimize.kernels.paths.cheapest`.
    newcomers : (c,) int array
    floor, limit : float
        What a pair counts, see `optimize.kernels.paths`.
    value : (c,) array
        Filled.
    """
    g = np.empty(best.shape[1])
    b = np.empty(best.shape[0])
    for row in range(len(newcomers)):
        reach(block, hubs, len(hubs), newcomers[row], g, b)
        value[row] = total_with(block, best, g, b, newcomers[row], floor, limit)


@kernel
def price_sets(block: PreparedBlock, sets: IntArray, size: IntArray, cost: FloatArray) -> None:
    """Add the weighted cost of each hub set to ``cost[r]``.

    Parameters
    ----------
    block : PreparedBlock
        Or some origins of one.
    sets : (rows, width) int array
        Hubs, -1 behind the last one; the more neighbouring rows share their first hubs, the less work.
    size : (rows,) int array
        Number of hubs, >= 1.
    cost : (rows,) array
        Added to.
    """
    origins, destinations = block.weight.shape
    width = 1
    for r in range(len(size)):
        width = max(width, size[r])
    g = np.empty(destinations)
    b = np.empty(origins)
    best = np.empty((width, origins, destinations))
    _copy(block.outside, best[0])
    known = 0  # best[level] holds the hubs before[:level] for level <= known
    before = np.empty(width, dtype=np.int64)
    for r in range(len(size)):
        hubs = sets[r]
        level = 0
        while level < known and level < size[r] - 1 and hubs[level] == before[level]:
            level += 1
        while level < size[r] - 1:
            reach(block, hubs, level, hubs[level], g, b)
            join(block, best[level], g, b, hubs[level], best[level + 1])
            before[level] = hubs[level]
            level += 1
        known = level
        reach(block, hubs, level, hubs[level], g, b)
        cost[r] += total_with(block, best[level], g, b, hubs[level], 0.0, np.inf)


@kernel
def walk_subtree(
    block: PreparedBlock,
    root: FloatArray,
    hubs: IntArray,
    elements: IntArray,
    start: int,
    depth: int,
    worst: bool,
    out: FloatArray,
) -> None:
    """Price all sets of `hubs` and a set that begins with ``elements[start]``, in depth-first order.

    Parameters
    ----------
    block : PreparedBlock
        Compressed: pairs of weight 0 have the outside option 0.
    root : (n, n) array
        Cheapest paths over `hubs`.
    hubs : (f,) int array
        Hubs in every set.
    elements : (c,) int array
        Hubs that may join, ascending.
    start : int
        Position in `elements` of the first hub to join.
    depth : int
        How many hubs may join at most, >= 1.
    worst : bool
        Take the largest path cost (centre) instead of the weighted sum.
    out : (count,) array
        Filled in depth-first order: a set before its supersets, elements ascending.
    """
    origins, destinations = root.shape
    g = np.empty(destinations)
    b = np.empty(origins)
    forced = len(hubs)
    members = np.empty(forced + depth, dtype=np.int64)
    for position in range(forced):
        members[position] = hubs[position]
    best = np.empty((depth, origins, destinations))
    _copy(root, best[0])
    chosen = np.empty(depth, dtype=np.int64)
    written = 0
    level = 0
    chosen[0] = start
    while level >= 0:
        position = chosen[level]
        if position >= len(elements) or (level == 0 and position > start):
            level -= 1
            if level >= 0:
                chosen[level] += 1
            continue
        k = elements[position]
        members[forced + level] = k
        reach(block, members, forced + level, k, g, b)
        if level == depth - 1:
            if worst:
                out[written] = largest_with(block, best[level], g, b, k)
            else:
                out[written] = total_with(block, best[level], g, b, k, 0.0, np.inf)
            chosen[level] += 1
        else:
            above = best[level + 1]
            join(block, best[level], g, b, k, above)
            out[written] = largest(block.weight, above) if worst else total(block.weight, above, 0.0, np.inf)
            level += 1
            chosen[level] = position + 1
        written += 1


@kernel
def list_subsets(elements: IntArray, extra: int, out: IntArray) -> None:
    """List the subsets of at most so many elements, depth first.

    Parameters
    ----------
    elements : (c,) int array
    extra : int
        Largest size of a subset, at least 1.
    out : (count, extra) int array
        Written to: the elements of each subset, then -1.
    """
    chosen = np.empty(extra, dtype=np.int64)
    out[0, :] = -1
    row = 1
    level = 0
    chosen[0] = 0
    while level >= 0:
        if chosen[level] >= len(elements):
            level -= 1
            if level >= 0:
                chosen[level] += 1
            continue
        for at in range(level + 1):
            out[row, at] = elements[chosen[at]]
        for at in range(level + 1, extra):
            out[row, at] = -1
        row += 1
        if level < extra - 1:
            level += 1
            chosen[level] = chosen[level - 1] + 1
        else:
            chosen[level] += 1
