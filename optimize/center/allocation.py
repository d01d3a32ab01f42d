"""Single allocation to given hubs within a radius, decided by backtracking with arc consistency."""

import numpy as np
import numpy.typing as npt

from optimize.center.kernels import Question, agrees
from optimize.kernels import kernel
from optimize.problem import IntArray

BitArray = npt.NDArray[np.uint64]


@kernel
def _mates(question: Question, c: int, hubs: IntArray) -> BitArray:
    """(n, p, n) hubs of another node, as bits, that agree with each hub of each node."""
    n, p = question.collect.shape[1], len(hubs)
    mates = np.zeros((n, p, n), np.uint64)
    for i in range(n):
        for a in range(p):
            for j in range(n):
                bits = np.uint64(0)
                for b in range(p):
                    if agrees(question, c, i, hubs[a], j, hubs[b]):
                        bits |= np.uint64(1) << np.uint64(b)
                mates[i, a, j] = bits
    return mates


@kernel
def _possible(question: Question, hubs: IntArray, mates: BitArray) -> BitArray:
    """(n,) hubs that each node may use, as bits: its own if it is a hub, and those that cover it with itself."""
    n, p = mates.shape[0], mates.shape[1]
    one = np.uint64(1)
    left = np.full(n, (one << np.uint64(p)) - one, np.uint64)
    for a in range(p):
        left[question.own[hubs[a]]] = one << np.uint64(a)
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


@kernel
def allocate(question: Question, c: int, hubs: IntArray, budget: int) -> tuple[int, IntArray]:
    """Allocate each node to one of the hubs so that every pair is within the limit.

    Parameters
    ----------
    question : Question
        For single allocation; its `pairs` are not used.
    c : int
        The case.
    hubs : (p,) int array
        Positions of the open candidates, at most 63.
    budget : int
        Largest number of steps.

    Returns
    -------
    int
        1 = done, 0 = impossible, -1 = out of budget.
    (n,) int array
        Position of each node's hub in `hubs`.
    """
    n, p = question.collect.shape[1], len(hubs)
    one, zero = np.uint64(1), np.uint64(0)
    mates = _mates(question, c, hubs)
    left = np.zeros((n + 1, n), np.uint64)
    left[0] = _possible(question, hubs, mates)
    node_at = np.zeros(n + 1, np.int64)
    next_hub = np.zeros(n + 1, np.int64)
    result = np.zeros(n, np.int64)
    depth = 0
    fresh = True
    for _ in range(budget):
        now = left[depth]
        back = False
        if fresh:
            fresh = False
            if _prune(mates, now):
                pick = _undecided(now, p, result)
                if pick < 0:
                    return 1, result
                node_at[depth] = pick
                next_hub[depth] = 0
            else:
                back = True
        if not back:
            i = node_at[depth]
            a = next_hub[depth]
            while a < p and now[i] & (one << np.uint64(a)) == zero:
                a += 1
            back = a == p
        if back:
            if depth == 0:
                return 0, result
            depth -= 1
            continue
        next_hub[depth] = a + 1
        left[depth + 1] = now
        left[depth + 1, i] = one << np.uint64(a)
        depth += 1
        fresh = True
    return -1, result
