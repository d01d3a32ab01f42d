"""What couples of hubs cover, as sets of bits, and kernels that weigh such sets."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from optimize.kernels import kernel
from optimize.problem import Block, FloatArray, IntArray
from optimize.rules import Look

BitArray = npt.NDArray[np.uint64]

_WORD = 64


class Coverage(NamedTuple):
    """The pairs that each couple of hubs covers.

    Attributes
    ----------
    sets : (h, h, w) array
        Pairs that two hubs cover together or alone, pair q as bit q % 64 of word q // 64.
    worth : (8 w, 256) array
        What the pairs of each byte of a set are worth in all.
    """

    sets: BitArray
    worth: FloatArray


class _Pairs(NamedTuple):
    """Pairs with flow of one block; for costs that are the same both ways, both directions in one."""

    origin: IntArray
    destination: IntArray
    flow: FloatArray


def coverage_of(blocks: Sequence[tuple[Block, float]], limit: float, hubs: IntArray, look: Look) -> Coverage:
    """Find what couples of hubs cover.

    Parameters
    ----------
    blocks : sequence of (Block, float)
        Blocks, and what a unit of their flow is worth.
    limit : float
        Largest unit cost that counts as covered.
    hubs : (h,) int array
        Positions of the candidates that may be open.
    look : callable
        Called now and then: it may look at a clock, and raise.

    Returns
    -------
    Coverage
        Pairs that their outside option covers are left out.
    """
    pairs = [_pairs(block, limit) for block, _ in blocks]
    words = [-(-len(each.origin) // _WORD) for each in pairs]
    sets = np.zeros((len(hubs), len(hubs), sum(words)), dtype=np.uint64)
    worth = np.zeros((sum(words) * _WORD,))
    at = 0
    for (block, unit), each, size in zip(blocks, pairs, words, strict=True):
        legs = (
            block.collection_handled[:, hubs].T,
            block.transfer_handled[np.ix_(hubs, hubs)],
            block.distribution[hubs],
        )
        collect, transfer, distribute = (np.ascontiguousarray(leg) for leg in legs)
        for k in range(len(hubs)):
            look()
            _cover(sets, at, k, collect, transfer, distribute, each.origin, each.destination, limit)
        worth[at * _WORD : at * _WORD + len(each.flow)] = unit * each.flow
        at += size
    _with_each_alone(sets)
    bits = np.unpackbits(np.arange(256, dtype=np.uint8)[:, None], axis=1, bitorder="little").astype(float)
    return Coverage(sets, np.ascontiguousarray(worth.reshape(-1, 8) @ bits.T))


def _pairs(block: Block, limit: float) -> _Pairs:
    flow = block.flow
    if block.outside is not None:
        flow = np.where(block.outside <= limit, 0.0, flow)
    if np.array_equal(block.collection_handled.T, block.distribution) and np.array_equal(
        block.transfer_handled, block.transfer_handled.T
    ):
        flow = np.triu(flow + flow.T - np.diag(np.diag(flow)))
    i, j = np.nonzero(flow)
    return _Pairs(i, j, flow[i, j])


@kernel
def _cover(
    sets: BitArray,
    at: int,
    k: int,
    collect: FloatArray,
    transfer: FloatArray,
    distribute: FloatArray,
    origin: IntArray,
    destination: IntArray,
    limit: float,
) -> None:
    """Mark the pairs that one hub covers with itself and each later one."""
    for m in range(k, len(transfer)):
        there, back = transfer[k, m], transfer[m, k]
        for q in range(len(origin)):
            i, j = origin[q], destination[q]
            if (collect[k, i] + there) + distribute[m, j] <= limit or (collect[m, i] + back) + distribute[
                k, j
            ] <= limit:
                sets[k, m, at + (q >> 6)] |= np.uint64(1) << np.uint64(q & 63)


@kernel
def _with_each_alone(sets: BitArray) -> None:
    """Add to each couple's set what one of the two covers alone, and fill in the couples in the other order."""
    h, _, words = sets.shape
    for k in range(h):
        for m in range(k + 1, h):
            for word in range(words):
                sets[k, m, word] |= sets[k, k, word] | sets[m, m, word]
                sets[m, k, word] = sets[k, m, word]


@kernel
def _weigh(worth: FloatArray, word: int, bits: np.uint64) -> float:
    """What the pairs in a word of a set are worth."""
    total = 0.0
    rest = bits
    byte = word * 8
    while rest != np.uint64(0):
        total += worth[byte, np.int64(rest & np.uint64(255))]
        rest >>= np.uint64(8)
        byte += 1
    return total


@kernel
def total_worth(coverage: Coverage, members: BitArray) -> float:
    """Weigh a set of pairs.

    Parameters
    ----------
    coverage : Coverage
    members : (w,) array
        The set.

    Returns
    -------
    float
    """
    total = 0.0
    for word in range(len(members)):
        total += _weigh(coverage.worth, word, members[word])
    return total


@kernel
def extend(
    coverage: Coverage, chosen: IntArray, covered: BitArray, usable: IntArray, wider: BitArray, gain: FloatArray
) -> None:
    """Find what each further hub adds.

    Parameters
    ----------
    coverage : Coverage
    chosen : (s,) int array
        The open hubs.
    covered : (w,) array
        What they cover.
    usable : (u,) int array
        The hubs to try.
    wider : (u, w) array
        Takes what is covered with each of them.
    gain : (u,) array
        Takes what that is worth beyond what is covered.
    """
    sets, worth = coverage.sets, coverage.worth
    for a in range(len(usable)):
        k = usable[a]
        total = 0.0
        for word in range(len(covered)):
            bits = sets[k, k, word]
            for s in chosen:
                bits |= sets[s, k, word]
            new = bits & ~covered[word]
            wider[a, word] = covered[word] | new
            total += _weigh(worth, word, new)
        gain[a] = total


@kernel
def couple_gains(coverage: Coverage, usable: IntArray, wider: BitArray) -> FloatArray:
    """Find what each two further hubs cover together, and neither of them does with the open hubs.

    Parameters
    ----------
    coverage : Coverage
    usable : (u,) int array
        The hubs.
    wider : (u, w) array
        What is covered with each of them.

    Returns
    -------
    (u, u) array
    """
    u, words = wider.shape
    gain = np.zeros((u, u))
    for a in range(u):
        for b in range(a + 1, u):
            total = 0.0
            for word in range(words):
                new = coverage.sets[usable[a], usable[b], word] & ~(wider[a, word] | wider[b, word])
                total += _weigh(coverage.worth, word, new)
            gain[a, b] = total
            gain[b, a] = total
    return gain


@kernel
def best_couple(
    coverage: Coverage,
    covered: BitArray,
    usable: IntArray,
    wider: BitArray,
    gain: FloatArray,
    together: FloatArray,
    least: float,
) -> tuple[float, int, int, int]:
    """Find the two hubs that add most.

    Parameters
    ----------
    coverage : Coverage
    covered : (w,) array
        What the open hubs cover.
    usable : (u,) int array
        The hubs.
    wider : (u, w) array
        What is covered with each of them.
    gain : (u,) array
        What each of them adds.
    together : (u, u) array
        At least what two of them cover together and neither does with the open hubs.
    least : float
        What they have to add more than.

    Returns
    -------
    float
        What they add; `least` if none add more.
    int, int
        Their places in `usable`, or -1.
    int
        How many couples were weighed.
    """
    best, first, second, weighed = least, -1, -1, 0
    for a in range(len(usable)):
        for b in range(a + 1, len(usable)):
            if gain[a] + gain[b] + together[a, b] <= best:
                continue
            weighed += 1
            total = 0.0
            for word in range(len(covered)):
                bits = wider[a, word] | wider[b, word] | coverage.sets[usable[a], usable[b], word]
                total += _weigh(coverage.worth, word, bits & ~covered[word])
            if total > best:
                best, first, second = total, a, b
    return best, first, second, weighed
