"""Single allocation to given hubs within a radius, decided by backtracking with arc consistency."""

import numpy as np

from optimize.center.kernels import agrees
from optimize.cover import BoolArray
from optimize.kernels import kernel
from optimize.problem import FloatArray, IntArray


@kernel
def allocate(
    collect: FloatArray,
    transfer: FloatArray,
    distribute: FloatArray,
    free: BoolArray,
    limits: FloatArray,
    c: int,
    own: IntArray,
    hubs: IntArray,
    budget: int,
) -> tuple[int, IntArray]:
    """Allocate each node to one of the hubs so that every pair is within the limit.

    Backtracking with arc consistency over bit sets; a hub that agrees with all that is left of the others is taken at
    once.

    Returns
    -------
    int
        1 = done, 0 = impossible, -1 = out of budget.
    (n,) int array
        Position of each node's hub in `hubs`.
    """
    n, p = collect.shape[1], len(hubs)
    one = np.uint64(1)
    zero = np.uint64(0)
    mates = np.zeros((n, p, n), np.uint64)
    for i in range(n):
        for a in range(p):
            for j in range(n):
                bits = zero
                for b in range(p):
                    if agrees(collect, transfer, distribute, free, limits, True, c, i, hubs[a], j, hubs[b]):
                        bits |= one << np.uint64(b)
                mates[i, a, j] = bits
    left = np.zeros((n + 1, n), np.uint64)
    left[0, :] = (one << np.uint64(p)) - one
    for a in range(p):
        left[0, own[hubs[a]]] = one << np.uint64(a)
    for i in range(n):
        for a in range(p):
            if mates[i, a, i] & (one << np.uint64(a)) == zero:
                left[0, i] &= ~(one << np.uint64(a))
    node_at = np.zeros(n + 1, np.int64)
    next_hub = np.zeros(n + 1, np.int64)
    result = np.zeros(n, np.int64)
    depth = 0
    fresh = True
    for _ in range(budget):
        now = left[depth]
        if fresh:
            possible = True
            changed = True
            while changed and possible:
                changed = False
                for i in range(n):
                    bits = now[i]
                    if bits == zero:
                        possible = False
                        break
                    for a in range(p):
                        bit = one << np.uint64(a)
                        if bits & bit == zero:
                            continue
                        supported, harmless = True, True
                        for j in range(n):
                            if j != i:
                                both = mates[i, a, j] & now[j]
                                if both == zero:
                                    supported = False
                                    break
                                if both != now[j]:
                                    harmless = False
                        if not supported:
                            bits &= ~bit
                            changed = True
                        elif harmless and bits != bit:
                            bits = bit
                            changed = True
                            break
                    now[i] = bits
                    if bits == zero:
                        possible = False
                        break
            pick, fewest = -1, p + 1
            if possible:
                for i in range(n):
                    number = 0
                    for a in range(p):
                        if now[i] & (one << np.uint64(a)) != zero:
                            number += 1
                            result[i] = a
                    if 1 < number < fewest:
                        pick, fewest = i, number
                if pick < 0:
                    return 1, result
            if not possible:
                if depth == 0:
                    return 0, result
                depth -= 1
                fresh = False
                continue
            node_at[depth] = pick
            next_hub[depth] = 0
        fresh = False
        i = node_at[depth]
        a = next_hub[depth]
        while a < p and now[i] & (one << np.uint64(a)) == zero:
            a += 1
        if a == p:
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
