"""Which pairs hubs cover within a radius, as sets of bits; see `optimize.center.method`."""

from typing import NamedTuple

import numpy as np

from optimize.center.bits import BitArray
from optimize.cover import BoolArray
from optimize.kernels import kernel
from optimize.problem import FloatArray, IntArray

_ROUNDING = 1e-12  # relative: sums of three costs in another order


class Question(NamedTuple):
    """Which pairs have to be covered, and at what cost they can be, in c cases.

    Attributes
    ----------
    collect : (c, n, h) array
        Unit cost of collection, handling included.
    transfer : (c, h, h) array
        Unit cost of transfer, handling included.
    distribute : (c, h, n) array
        Unit cost of distribution.
    free : (c, n, n) bool array
        Pairs that do not count or are covered by their outside option.
    limits : (c,) array
        Largest unit cost that counts as covered.
    single : bool
        Single allocation: a pair has to be covered in both directions, and each node uses one hub.
    pairs : (m, 3) int array
        Case, origin and destination of the pairs to cover, those that are hard to cover first.
    own : (h,) int array
        Node of each candidate, which uses it if it is open (single allocation).
    """

    collect: FloatArray
    transfer: FloatArray
    distribute: FloatArray
    free: BoolArray
    limits: FloatArray
    single: bool
    pairs: IntArray
    own: IntArray

    def of_multiple(self) -> "Question":
        """Ask the same of multiple allocation, which single allocation asks in both directions at once.

        Returns
        -------
        Question
        """
        c, i, j = self.pairs.T
        both = np.unique(np.concatenate([self.pairs, np.column_stack([c, j, i])]), axis=0)
        needed = ~self.free[tuple(both.T)]
        return self._replace(single=False, pairs=np.ascontiguousarray(both[needed]))


@kernel
def agrees(question: Question, c: int, i: int, k: int, j: int, m: int) -> bool:
    """Say whether a pair is covered if its nodes use two given hubs; for single allocation, in both directions.

    Parameters
    ----------
    question : Question
    c : int
        The case.
    i, k : int
        The origin and its hub.
    j, m : int
        The destination and its hub.

    Returns
    -------
    bool
    """
    collect, transfer, distribute = question.collect, question.transfer, question.distribute
    limit = question.limits[c]
    if not question.free[c, i, j] and (collect[c, i, k] + transfer[c, k, m]) + distribute[c, m, j] > limit:
        return False
    if not question.single:
        return True
    if i == j:
        return k == m
    return question.free[c, j, i] or (collect[c, j, m] + transfer[c, m, k]) + distribute[c, k, i] <= limit


@kernel
def count_couples(question: Question, hubs: IntArray) -> IntArray:
    """Count the couples of hubs that cover each pair: the fewer, the harder it is to cover.

    Parameters
    ----------
    question : Question
    hubs : (s,) int array
        Candidates to count.

    Returns
    -------
    (m,) int array
    """
    couples = np.zeros(len(question.pairs), np.int64)
    for q in range(len(question.pairs)):
        c, i, j = question.pairs[q]
        for k in hubs:
            for m in hubs:
                couples[q] += agrees(question, c, i, k, j, m)
    return couples


@kernel
def uncovered(question: Question, hubs: IntArray, most: int) -> IntArray:
    """Find pairs that hubs do not cover, each looked at by itself; for single allocation a hub's node uses that hub.

    Parameters
    ----------
    question : Question
    hubs : (p,) int array
        The open candidates.
    most : int
        How many to find.

    Returns
    -------
    (m,) int array
        Positions among the pairs of the question.
    """
    hosted = np.full(question.collect.shape[1], -1, np.int64)
    hosted[question.own[hubs]] = hubs
    found = np.zeros(most, np.int64)
    number = 0
    for q in range(len(question.pairs)):
        if number == most:
            break
        c, i, j = question.pairs[q]
        if not _covers(question, hubs, hosted, c, i, j):
            found[number] = q
            number += 1
    return found[:number]


@kernel
def _covers(question: Question, hubs: IntArray, hosted: IntArray, c: int, i: int, j: int) -> bool:
    single = question.single
    for k in hubs:
        if single and hosted[i] >= 0 and hosted[i] != k:
            continue
        for m in hubs:
            if single and hosted[j] >= 0 and hosted[j] != m:
                continue
            if agrees(question, c, i, k, j, m):
                return True
    return False


class Rows(NamedTuple):
    """Which hubs cover each of some pairs, as sets of bits: candidate k is bit k % 64 of word k // 64.

    Attributes
    ----------
    origin, destination : (m,) int arrays
        Nodes of the pairs.
    last : (m, h, w) array
        For each pair and first hub, the last hubs with which it covers the pair.
    first : (m, h, w) array
        For each pair and last hub, the first hubs with which it covers the pair.
    alone : (m, w) array
        Hubs that are both.
    firsts, lasts : (m, w) arrays
        Hubs that are the first, or the last, of any couple that covers the pair.
    start : (n + 1,) int array
        Single allocation: where the pairs of each node begin in `entry`; else 0 throughout.
    entry : (2m,) int array
        Twice the number of a pair, and one more where the node is its destination.
    """

    origin: IntArray
    destination: IntArray
    last: BitArray
    first: BitArray
    alone: BitArray
    firsts: BitArray
    lasts: BitArray
    start: IntArray
    entry: IntArray


def make_rows(question: Question, alive: BoolArray, allowed: BoolArray, pairs: IntArray) -> Rows:
    """Find which hubs cover some pairs.

    Parameters
    ----------
    question : Question
    alive : (h,) bool array
        Candidates that may be open.
    allowed : (c, n, h) bool array
        Hubs that each node may use.
    pairs : (m,) int array
        Positions among the pairs of the question.

    Returns
    -------
    Rows
    """
    words = -(-len(alive) // 64)
    size = (len(pairs), len(alive), words)
    flat = (len(pairs), words)
    wanted = question.pairs[pairs]
    legs = [np.ascontiguousarray(wanted[:, side]) for side in (1, 2)]
    last, first, alone, firsts, lasts = (np.zeros(shape, dtype=np.uint64) for shape in (size, size, flat, flat, flat))
    start, entry = _by_node(question, legs[0], legs[1])
    rows = Rows(legs[0], legs[1], last, first, alone, firsts, lasts, start, entry)
    _fill(question, alive, allowed, np.ascontiguousarray(wanted), rows)
    return rows


def _by_node(question: Question, origin: IntArray, destination: IntArray) -> tuple[IntArray, IntArray]:
    """The pairs of each node, see `Rows`."""
    n = question.collect.shape[1]
    if not question.single or len(question.collect) > 1:
        return np.zeros(n + 1, dtype=np.int64), np.zeros(0, dtype=np.int64)
    number = np.arange(len(origin))
    apart = origin != destination
    node = np.concatenate([origin, destination[apart]])
    entry = np.concatenate([2 * number, 2 * number[apart] + 1])
    order = np.argsort(node, kind="stable")
    start = np.concatenate([[0], np.cumsum(np.bincount(node, minlength=n))])
    return start.astype(np.int64), np.ascontiguousarray(entry[order])


def joined(question: Question, some: Rows, more: Rows) -> Rows:
    """Put rows together.

    Parameters
    ----------
    question : Question
    some, more : Rows

    Returns
    -------
    Rows
    """
    parts = [np.concatenate(both) for both in zip(some, more, strict=True)]
    found = Rows(*parts)
    start, entry = _by_node(question, found.origin, found.destination)
    return found._replace(start=start, entry=entry)


@kernel
def _fill(question: Question, alive: BoolArray, allowed: BoolArray, wanted: IntArray, rows: Rows) -> None:
    own = question.own
    hubs = np.flatnonzero(alive)
    for q in range(len(wanted)):
        c, i, j = wanted[q]
        for k in hubs:
            if not allowed[c, i, k]:
                continue
            for m in hubs:
                if not allowed[c, j, m]:
                    continue
                # an open hub's own node uses that hub
                if question.single and k != m and (own[k] == j or own[m] == i):
                    continue
                if agrees(question, c, i, k, j, m):
                    at_k, at_m = _bit(k), _bit(m)
                    rows.last[q, k, m >> 6] |= at_m
                    rows.first[q, m, k >> 6] |= at_k
                    rows.firsts[q, k >> 6] |= at_k
                    rows.lasts[q, m >> 6] |= at_m
                    if k == m:
                        rows.alone[q, k >> 6] |= at_k


@kernel
def narrow(question: Question, alive: BoolArray, allowed: BoolArray) -> int:
    """Remove, for single allocation, hubs of a node from which some other node cannot be reached within the limit.

    Hubs that their own nodes may not use cannot be open.

    Parameters
    ----------
    question : Question
    alive : (h,) bool array
        Candidates that may be open; changed.
    allowed : (c, n, h) bool array
        Hubs that each node may use; changed.

    Returns
    -------
    int
        How many were removed.
    """
    cases, n, h = question.collect.shape
    removed = 0
    onward, back = np.empty((h, n)), np.empty((h, n))
    for c in range(cases):
        # what comes is a sum in another order than elsewhere
        limit = question.limits[c] + _ROUNDING * abs(question.limits[c])
        _farther(question, c, allowed, onward, back)
        for i in range(n):
            for k in range(h):
                if not allowed[c, i, k]:
                    continue
                fits = True
                for j in range(n):
                    if i == j:
                        fits = agrees(question, c, i, k, i, k)
                    else:
                        there = question.free[c, i, j] or question.collect[c, i, k] + onward[k, j] <= limit
                        fits = there and (question.free[c, j, i] or back[k, j] + question.distribute[c, k, i] <= limit)
                    if not fits:
                        break
                if not fits:
                    allowed[c, i, k] = False
                    removed += 1
                    if question.own[k] == i:
                        alive[k] = False
                        allowed[:, :, k] = False
    return removed


@kernel
def _farther(question: Question, c: int, allowed: BoolArray, onward: FloatArray, back: FloatArray) -> None:
    """Least cost from each hub to each node over a hub that the node may use, and the other way."""
    onward[:] = np.inf
    back[:] = np.inf
    h, n = onward.shape
    for j in range(n):
        for m in range(h):
            if allowed[c, j, m]:
                for k in range(h):
                    onward[k, j] = min(onward[k, j], question.transfer[c, k, m] + question.distribute[c, m, j])
                    back[k, j] = min(back[k, j], question.collect[c, j, m] + question.transfer[c, m, k])


@kernel
def _bit(k: int) -> np.uint64:
    return np.uint64(1) << np.uint64(k & 63)
