"""Compiled walk through the tree of hub sets of the p-hub centre, see `optimize.center.method`.

A pair that is not covered yet needs a first and a last hub, at least one of them new. So one of the hubs that may be
its first, or that go as the last with a first one that is open, has to be opened; and the same with the sides
exchanged.
These sets of hubs, of which each has to be hit, are what the walk branches on; more of them without a common hub than
hubs to open mean that there is no solution below. One hub before the end, the hubs that complete all pairs are the
intersection of the sets of those that complete each.
"""

import numpy as np

from optimize.center.bits import BitArray, count_bits, has, list_bits
from optimize.center.kernels import Rows
from optimize.center.nodes import narrow_by_nodes, plan_by_nodes
from optimize.center.tree import Tree
from optimize.kernels import kernel
from optimize.problem import IntArray

DONE, PAUSED, COVERED = 0, 1, 2
"""How a walk ends: the whole tree was visited; out of steps; the chosen hubs cover every pair by itself."""

# pairs that are looked at before one is chosen to branch on: a smaller tree, against time at each node (a judgement)
_TRIES = 24


@kernel
def _covered(rows: Rows, tree: Tree, q: int) -> bool:
    """Whether two of the open hubs cover a pair."""
    at_i, at_j = tree.hosted[rows.origin[q]], tree.hosted[rows.destination[q]]
    for a in range(tree.state[0]):
        k = tree.chosen[a]
        if at_i >= 0 and at_i != k:
            continue
        if at_j >= 0:
            if has(rows.last[q, k], at_j):
                return True
            continue
        for word in range(len(tree.usable)):
            if rows.last[q, k, word] & tree.open_bits[word] != np.uint64(0):
                return True
    return False


@kernel
def _with_open(rows: Rows, tree: Tree, q: int, as_last: bool, members: BitArray) -> None:
    """Add the hubs that cover a pair with an open hub: as its last hub, or as its first.

    Where the node at that end has a hub of its own no other can be it.
    """
    sets = rows.last if as_last else rows.first
    bound, far = tree.hosted[rows.origin[q]], tree.hosted[rows.destination[q]]
    if not as_last:
        bound, far = far, bound
    if far >= 0:
        return
    for a in range(tree.state[0]):
        k = tree.chosen[a]
        if bound < 0 or bound == k:
            for word in range(len(members)):
                members[word] |= sets[q, k, word]


@kernel
def _plan_last(rows: Rows, tree: Tree, spare: int, children: IntArray) -> int:
    """Plan with at most one hub to open: it has to complete all pairs that are not covered yet."""
    h, words = rows.last.shape[1], len(tree.usable)
    left = tree.usable.copy()
    fits = np.zeros(words, np.uint64)
    complete = True
    for place in range(len(tree.order)):
        q = tree.order[place]
        if _covered(rows, tree, q):
            continue
        complete = False
        fits[:] = np.uint64(0)
        if tree.hosted[rows.origin[q]] < 0 and tree.hosted[rows.destination[q]] < 0:
            fits[:] = rows.alone[q]
        _with_open(rows, tree, q, True, fits)
        _with_open(rows, tree, q, False, fits)
        some = np.uint64(0)
        for word in range(words):
            left[word] &= fits[word]
            some |= left[word]
        if spare == 0 or some == np.uint64(0):
            _come_forward(tree.order, place)
            return 0
    if rows.start[-1] > 0:
        complete = narrow_by_nodes(rows, tree, spare, left) and complete
    return -1 if complete else list_bits(left, h, children)


@kernel
def _come_forward(order: IntArray, place: int) -> None:
    """Bring a row that ended a branch half the way to the front."""
    other = place >> 1
    order[place], order[other] = order[other], order[place]


@kernel
def _entrances(rows: Rows, tree: Tree, q: int, as_first: bool, members: BitArray) -> None:
    """Find the usable hubs of which one has to be opened to cover a pair, seen from one of its ends.

    Those that may be at this end, with a partner that is open or may be; and those at the other end whose partner at
    this end is open.
    """
    fixed = tree.hosted[rows.origin[q]] if as_first else tree.hosted[rows.destination[q]]
    members[:] = np.uint64(0)
    _with_open(rows, tree, q, as_first, members)
    if fixed < 0:
        sets = rows.last if as_first else rows.first
        far = tree.hosted[rows.destination[q]] if as_first else tree.hosted[rows.origin[q]]
        anyone = rows.firsts[q] if as_first else rows.lasts[q]
        for k in range(rows.last.shape[1]):
            if not (has(anyone, k) and has(tree.usable, k)):
                continue
            if far >= 0:
                fits = has(sets[q, k], far)
            else:
                fits = False
                for word in range(len(members)):
                    if sets[q, k, word] & (tree.usable[word] | tree.open_bits[word]) != np.uint64(0):
                        fits = True
            if fits:
                members[k >> 6] |= np.uint64(1) << np.uint64(k & 63)
    for word in range(len(members)):
        members[word] &= tree.usable[word]


@kernel
def _plan(rows: Rows, tree: Tree, spare: int, children: IntArray) -> int:
    """Write the hubs to try next to `children` and return how many; -1 if every pair is covered."""
    if spare < 2:
        return _plan_last(rows, tree, spare, children)
    h, words = rows.last.shape[1], len(tree.usable)
    taken, members = np.zeros(words, np.uint64), np.zeros(words, np.uint64)
    fewest, tries, apart = h + 1, 0, 0
    for place in range(len(tree.order)):
        q = tree.order[place]
        if _covered(rows, tree, q):
            continue
        for end in range(2):
            _entrances(rows, tree, q, end == 0, members)
            number = count_bits(members)
            if number < fewest:
                fewest = number
                list_bits(members, h, children)
            common = np.uint64(0)
            for word in range(words):
                common |= members[word] & taken[word]
            if common == np.uint64(0):
                apart += 1
                for word in range(words):
                    taken[word] |= members[word]
            if fewest == 0 or apart > spare:
                _come_forward(tree.order, place)
                return 0
        tries += 1
        if tries == _TRIES:
            return fewest
    if fewest <= h:
        return fewest
    return plan_by_nodes(rows, tree, spare, children)


@kernel
def _move(tree: Tree, k: int, opens: bool) -> None:
    """Open a hub, or close it again; either way it is not usable any more."""
    bit = np.uint64(1) << np.uint64(k & 63)
    tree.usable[k >> 6] &= ~bit
    node = tree.own[k]
    bound = node < len(tree.hosted) - 1
    if opens:
        tree.open_bits[k >> 6] |= bit
    else:
        tree.open_bits[k >> 6] &= ~bit
    if bound:
        tree.hosted[node] = k if opens else -1


@kernel
def walk(rows: Rows, tree: Tree, p_max: int, steps: int) -> int:
    """Continue a walk through the tree of hub sets; at each node one more hub is opened.

    Parameters
    ----------
    rows : Rows
    tree : Tree
        Where the walk stands; changed.
    p_max : int
        Largest number of hubs.
    steps : int
        Number of steps after which to pause.

    Returns
    -------
    int
        `DONE`, `PAUSED` or `COVERED`. In the last case ``chosen[:state[0]]`` are the hubs, and the caller decides
        whether the walk continues below them.
    """
    state, size, place, branch = tree.state, tree.size, tree.place, tree.branch
    for _ in range(steps):
        count = state[0]
        if state[2] == 0:
            state[3] += 1
            number = _plan(rows, tree, p_max - count, branch[count])
            if number < 0:
                return COVERED
            size[count] = number
            place[count] = 0
            state[2] = 1
        elif place[count] < size[count]:
            k = branch[count, place[count]]
            place[count] += 1
            tree.chosen[count] = k
            _move(tree, k, True)
            state[0] = count + 1
            state[2] = 0
        else:
            for b in range(size[count]):
                k = branch[count, b]
                tree.usable[k >> 6] |= np.uint64(1) << np.uint64(k & 63)
            if count == state[1]:
                return DONE
            state[0] = count - 1
            _move(tree, tree.chosen[count - 1], False)
    return PAUSED
