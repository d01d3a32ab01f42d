"""Compiled walk through the tree of hub sets of the p-hub centre, see `optimize.center.method`."""

import numpy as np

from optimize.cover import BoolArray
from optimize.kernels import kernel
from optimize.problem import FloatArray, IntArray

DONE, PAUSED, COVERED = 0, 1, 2
"""How a walk ends: whole tree seen; out of steps; at hubs that cover every pair one by one."""

_TRIES = 48


@kernel
def agrees(
    collect: FloatArray,
    transfer: FloatArray,
    distribute: FloatArray,
    free: BoolArray,
    limits: FloatArray,
    single: bool,
    c: int,
    i: int,
    k: int,
    j: int,
    m: int,
) -> bool:
    """Whether i at k and j at m are within the limit; under single allocation in both directions, each at one hub."""
    if not free[c, i, j] and (collect[c, i, k] + transfer[c, k, m]) + distribute[c, m, j] > limits[c]:
        return False
    if not single:
        return True
    if i == j:
        return k == m
    return free[c, j, i] or (collect[c, j, m] + transfer[c, m, k]) + distribute[c, k, i] <= limits[c]


@kernel
def count_ways(
    collect: FloatArray,
    transfer: FloatArray,
    distribute: FloatArray,
    free: BoolArray,
    limits: FloatArray,
    single: bool,
    pairs: IntArray,
    hubs: IntArray,
) -> IntArray:
    """Count, for each pair (case, i, j), the couples of hubs that cover it: the fewer, the harder."""
    ways = np.zeros(len(pairs), np.int64)
    for q in range(len(pairs)):
        c, i, j = pairs[q]
        for k in hubs:
            for m in hubs:
                ways[q] += agrees(collect, transfer, distribute, free, limits, single, c, i, k, j, m)
    return ways


@kernel
def _covered(
    collect: FloatArray,
    transfer: FloatArray,
    distribute: FloatArray,
    free: BoolArray,
    limits: FloatArray,
    single: bool,
    c: int,
    hosted: IntArray,
    chosen: IntArray,
    count: int,
    i: int,
    j: int,
) -> bool:
    """Whether some of the chosen hubs cover a pair; under single allocation a chosen hub's node is at home."""
    for a in range(count):
        k = chosen[a]
        if single and hosted[i] >= 0 and hosted[i] != k:
            continue
        for b in range(count):
            m = chosen[b]
            if single and hosted[j] >= 0 and hosted[j] != m:
                continue
            if agrees(collect, transfer, distribute, free, limits, single, c, i, k, j, m):
                return True
    return False


@kernel
def _completes(
    collect: FloatArray,
    transfer: FloatArray,
    distribute: FloatArray,
    free: BoolArray,
    limits: FloatArray,
    single: bool,
    c: int,
    hosted: IntArray,
    own: IntArray,
    k: int,
    m: int,
    i: int,
    j: int,
) -> bool:
    """Whether opening hub k, with hub m open, covers the pair; under single allocation both hubs' nodes are at home."""
    for turn in range(2):
        # k first, then k last
        a, b = (i, j) if turn == 0 else (j, i)
        if single and (
            (hosted[a] >= 0 and hosted[a] != k)
            or (hosted[b] >= 0 and hosted[b] != m)
            or (k != m and (own[k] == b or own[m] == a))
        ):
            continue
        if turn == 0:
            fits = agrees(collect, transfer, distribute, free, limits, single, c, i, k, j, m)
        else:
            fits = agrees(collect, transfer, distribute, free, limits, single, c, i, m, j, k)
        if fits:
            return True
    return False


@kernel
def _find_helpers(
    collect: FloatArray,
    transfer: FloatArray,
    distribute: FloatArray,
    free: BoolArray,
    limits: FloatArray,
    single: bool,
    c: int,
    nobody: IntArray,
    own: IntArray,
    alive: BoolArray,
    i: int,
    j: int,
    helps: BoolArray,
) -> None:
    """Mark the hubs that cover the pair alone or with any other."""
    for k in range(len(alive)):
        helps[k] = False
        if alive[k]:
            for m in range(len(alive)):
                if alive[m] and _completes(
                    collect, transfer, distribute, free, limits, single, c, nobody, own, k, m, i, j
                ):
                    helps[k] = True
                    break


@kernel
def _narrow(
    collect: FloatArray,
    transfer: FloatArray,
    distribute: FloatArray,
    free: BoolArray,
    limits: FloatArray,
    single: bool,
    c: int,
    hosted: IntArray,
    own: IntArray,
    chosen: IntArray,
    count: int,
    i: int,
    j: int,
    last: BoolArray,
) -> int:
    """Leave those hubs that cover the pair as the last one to open; return how many are left."""
    number = 0
    for k in range(len(last)):
        if not last[k]:
            continue
        last[k] = _completes(collect, transfer, distribute, free, limits, single, c, hosted, own, k, k, i, j)
        for a in range(count):
            if last[k]:
                break
            last[k] = _completes(
                collect, transfer, distribute, free, limits, single, c, hosted, own, k, chosen[a], i, j
            )
        number += last[k]
    return number


@kernel
def _plan(
    collect: FloatArray,
    transfer: FloatArray,
    distribute: FloatArray,
    free: BoolArray,
    limits: FloatArray,
    single: bool,
    pairs: IntArray,
    own: IntArray,
    spare: int,
    alive: BoolArray,
    usable: BoolArray,
    hosted: IntArray,
    chosen: IntArray,
    count: int,
    helps: BoolArray,
    known: BoolArray,
    children: IntArray,
) -> int:
    """Fill in the hubs to try next and return how many; -1 if every pair is covered.

    With one hub to go it has to cover all that is not covered. With more, one pair's helpers are tried, and more pairs
    without a common helper than hubs to go mean that there is no way.
    """
    h = len(usable)
    nobody = np.full(len(hosted), -1, np.int64)
    last = usable.copy()
    taken = np.zeros(h, np.bool_)
    fewest, tries, apart = h + 1, 0, 0
    for q in range(len(pairs)):
        c, i, j = pairs[q]
        if _covered(collect, transfer, distribute, free, limits, single, c, hosted, chosen, count, i, j):
            continue
        if spare == 0 or (single and hosted[i] >= 0 and hosted[j] >= 0):
            return 0
        if spare == 1:
            fewest = _narrow(
                collect, transfer, distribute, free, limits, single, c, hosted, own, chosen, count, i, j,
                last,
            )  # fmt: skip
            if fewest == 0:
                return 0
            continue
        if not known[q]:
            _find_helpers(collect, transfer, distribute, free, limits, single, c, nobody, own, alive, i, j, helps[q])
            known[q] = True
        number, common = 0, False
        for k in range(h):
            if helps[q, k] and usable[k]:
                number += 1
                common |= taken[k]
        if not common:
            apart += 1
            if apart > spare:
                return 0
            for k in range(h):
                taken[k] |= helps[q, k] and usable[k]
        if number < fewest:
            fewest = number
            size = 0
            for k in range(h):
                if helps[q, k] and usable[k]:
                    children[size] = k
                    size += 1
        tries += 1
        if fewest == 0 or tries == _TRIES:
            return fewest
    if fewest > h:
        return -1
    if spare == 1:
        fewest = 0
        for k in range(h):
            if last[k]:
                children[fewest] = k
                fewest += 1
    return fewest


@kernel
def walk(
    collect: FloatArray,
    transfer: FloatArray,
    distribute: FloatArray,
    free: BoolArray,
    limits: FloatArray,
    single: bool,
    pairs: IntArray,
    own: IntArray,
    p_max: int,
    alive: BoolArray,
    usable: BoolArray,
    hosted: IntArray,
    chosen: IntArray,
    helps: BoolArray,
    known: BoolArray,
    branch: IntArray,
    size: IntArray,
    place: IntArray,
    state: IntArray,
    steps: int,
) -> int:
    """Walk on through the tree of hub sets: at each node one more hub is opened.

    ``state`` = (number of chosen hubs, number of forced hubs, whether the node has been seen, nodes seen). Level d of
    the tree chooses hub number d; ``branch[d, :size[d]]`` are its hubs and ``place[d]`` the one that is next. Hubs
    tried before at the same node are not usable below it. ``helps[q]``, once ``known[q]``, are the hubs that can have a
    part in covering pair q.
    """
    for _ in range(steps):
        count = state[0]
        if state[2] == 0:
            state[3] += 1
            number = _plan(
                collect, transfer, distribute, free, limits, single, pairs, own, p_max - count, alive, usable, hosted,
                chosen, count, helps, known, branch[count],
            )  # fmt: skip
            if number < 0:
                # what is to be done with hubs that cover every pair is for the caller to say
                return COVERED
            size[count] = number
            place[count] = 0
            state[2] = 1
        elif place[count] < size[count]:
            k = branch[count, place[count]]
            place[count] += 1
            usable[k] = False
            chosen[count] = k
            hosted[own[k]] = k
            state[0] = count + 1
            state[2] = 0
        else:
            for b in range(size[count]):
                usable[branch[count, b]] = True
            if count == state[1]:
                return DONE
            state[0] = count - 1
            hosted[own[chosen[count - 1]]] = -1
    return PAUSED
