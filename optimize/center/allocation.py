"""Single allocation to given hubs within a radius, decided by backtracking with arc consistency."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from optimize.center.kernels import Question, agrees
from optimize.kernels import kernel
from optimize.problem import IntArray

BitArray = npt.NDArray[np.uint64]


@kernel
def _mates(question: Question, c: int, hubs: IntArray, nodes: IntArray) -> BitArray:
    """(n, p, n) hubs of another node, as bits, that agree with each hub of each node."""
    n, p = len(nodes), len(hubs)
    mates = np.zeros((n, p, n), np.uint64)
    one = np.uint64(1)
    for i in range(n):
        for j in range(i, n):
            for a in range(p):
                for b in range(p):
                    if agrees(question, c, nodes[i], hubs[a], nodes[j], hubs[b]):
                        mates[i, a, j] |= one << np.uint64(b)
                        mates[j, b, i] |= one << np.uint64(a)
    return mates


@kernel
def _possible(question: Question, hubs: IntArray, nodes: IntArray, mates: BitArray) -> BitArray:
    """(n,) hubs that each node may use, as bits: its own if it is a hub, and those that cover it with itself."""
    n, p = mates.shape[0], mates.shape[1]
    one = np.uint64(1)
    left = np.full(n, (one << np.uint64(p)) - one, np.uint64)
    for i in range(n):
        for a in range(p):
            if question.own[hubs[a]] == nodes[i]:
                left[i] = one << np.uint64(a)
    for i in range(n):
        for a in range(p):
            if mates[i, a, i] & (one << np.uint64(a)) == np.uint64(0):
                left[i] &= ~(one << np.uint64(a))
    return left


@kernel
def _support(mates: BitArray, left: BitArray, i: int, a: int) -> int:
    """0 if hub a of node i leaves another node without a hub, 2 if it agrees with all that are left, else 1."""
    level = 2
    for j in range(len(left)):
        if j != i:
            both = mates[i, a, j] & left[j]
            if both == np.uint64(0):
                return 0
            if both != left[j]:
                level = 1
    return level


@kernel
def _prune(mates: BitArray, left: BitArray) -> bool:
    """Remove hubs without support until nothing changes; return whether every node has a hub left.

    A hub that agrees with all that are left of the other nodes is chosen at once.
    """
    n, p = mates.shape[0], mates.shape[1]
    one, zero = np.uint64(1), np.uint64(0)
    changed = True
    while changed:
        changed = False
        for i in range(n):
            bits = left[i]
            for a in range(p):
                bit = one << np.uint64(a)
                if bits & bit == zero:
                    continue
                level = _support(mates, left, i, a)
                if level == 0:
                    bits &= ~bit
                    changed = True
                elif level == 2 and bits != bit:
                    bits = bit
                    changed = True
                    break
            left[i] = bits
            if bits == zero:
                return False
    return True


@kernel
def _undecided(left: BitArray, p: int, place: IntArray) -> int:
    """Node with the fewest hubs left of those that have several, or -1; `place` takes a hub that each node has left."""
    pick, fewest = -1, p + 1
    for i in range(len(left)):
        number = 0
        for a in range(p):
            if left[i] & (np.uint64(1) << np.uint64(a)) != np.uint64(0):
                number += 1
                place[i] = a
        if 1 < number < fewest:
            pick, fewest = i, number
    return pick


class Backtrack(NamedTuple):
    """Where a search for an allocation stands; its arrays change as it goes on.

    Attributes
    ----------
    mates : (n, p, n) array
        Hubs of another node, as bits, that agree with each hub of each node.
    left : (n + 1, n) array
        At each depth, the hubs that each node may still use, as bits.
    node_at, next_hub : (n + 1,) int arrays
        At each depth, the node that is decided, and which of its hubs is next.
    place : (n,) int array
        Position of the hub of each node among the hubs, at the end.
    state : (2,) int array
        Depth, and whether it has just been reached.
    """

    mates: BitArray
    left: BitArray
    node_at: IntArray
    next_hub: IntArray
    place: IntArray
    state: IntArray


def begin_allocation(question: Question, c: int, hubs: IntArray, nodes: IntArray) -> Backtrack:
    """Begin to allocate nodes to hubs so that every pair is within the limit.

    Parameters
    ----------
    question : Question
        For single allocation; its `pairs` are not used.
    c : int
        The case.
    hubs : (p,) int array
        Positions of the open candidates, at most 63.
    nodes : (n,) int array
        The nodes to allocate.

    Returns
    -------
    Backtrack
    """
    n = len(nodes)
    mates = _mates(question, c, hubs, nodes)
    left = np.zeros((n + 1, n), np.uint64)
    left[0] = _possible(question, hubs, nodes, mates)
    node_at, next_hub, place = (np.zeros(size, dtype=np.int64) for size in (n + 1, n + 1, n))
    return Backtrack(mates, left, node_at, next_hub, place, np.array([0, 1], dtype=np.int64))


@kernel
def allocate(search: Backtrack, budget: int) -> int:
    """Go on with allocating.

    Parameters
    ----------
    search : Backtrack
    budget : int
        Largest number of steps.

    Returns
    -------
    int
        1 = done, 0 = impossible, -1 = out of budget.
    """
    mates, state = search.mates, search.state
    p = mates.shape[1]
    one, zero = np.uint64(1), np.uint64(0)
    for _ in range(budget):
        depth = state[0]
        now = search.left[depth]
        back = False
        if state[1]:
            state[1] = 0
            if _prune(mates, now):
                pick = _undecided(now, p, search.place)
                if pick < 0:
                    return 1
                search.node_at[depth] = pick
                search.next_hub[depth] = 0
            else:
                back = True
        if not back:
            i = search.node_at[depth]
            a = search.next_hub[depth]
            while a < p and now[i] & (one << np.uint64(a)) == zero:
                a += 1
            back = a == p
        if back:
            if depth == 0:
                return 0
            state[0] = depth - 1
            continue
        search.next_hub[depth] = a + 1
        search.left[depth + 1] = now
        search.left[depth + 1, i] = one << np.uint64(a)
        state[0] = depth + 1
        state[1] = 1
    return -1


@kernel
def stuck_pairs(question: Question, hubs: IntArray, most: int) -> IntArray:
    """Find nodes none of whose hubs goes with some hub of each other node, and the pairs that say so.

    Parameters
    ----------
    question : Question
        For single allocation and one case.
    hubs : (p,) int array
        The open candidates.
    most : int
        How many pairs to find.

    Returns
    -------
    (m, 2) int array
        Nodes of the pairs, the smaller one first.
    """
    n, p = question.collect.shape[1], len(hubs)
    hosted = np.full(n, -1, np.int64)
    hosted[question.own[hubs]] = hubs
    found = np.zeros((most + p, 2), np.int64)
    number = 0
    for i in range(n):
        at = number
        for k in hubs:
            if hosted[i] >= 0 and hosted[i] != k:
                continue
            j = _hindrance(question, hubs, hosted, i, k)
            if j < 0:
                at = -1
                break
            found[at] = min(i, j), max(i, j)
            at += 1
        number = max(number, at)
        if number >= most:
            break
    return found[:number]


@kernel
def _hindrance(question: Question, hubs: IntArray, hosted: IntArray, i: int, k: int) -> int:
    """Find another node none of whose hubs goes with a hub of a node, or -1."""
    for j in range(len(hosted)):
        fits = i == j and agrees(question, 0, i, k, i, k)
        for m in hubs:
            if fits:
                break
            fits = i != j and (hosted[j] < 0 or hosted[j] == m) and agrees(question, 0, i, k, j, m)
        if not fits:
            return j
    return -1
