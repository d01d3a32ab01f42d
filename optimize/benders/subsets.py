r"""The hub sets that certificates cannot exclude, listed depth first.

With certificates :math:`c_0^q + r^q z`, a partial set S (in the order of rising r^0) and the later candidates T, no
completion of S counts if for some q the least completion
:math:`c_0^q + r^q(S) + \min_{R \subseteq T} r^q(R)` reaches the cutoff.
"""

from collections.abc import Generator, Sequence
from typing import NamedTuple

import numpy as np

from optimize.benders.certificate import Certificate, Domain
from optimize.kernels import kernel
from optimize.problem import FloatArray, IntArray


class Tree(NamedTuple):
    """What the walk over sets of candidates has to know.

    Attributes
    ----------
    slope : (certificates, c) array
    base : (certificates,) array
        Bound of the empty choice.
    completion : (certificates, c + 1, most + 1) array
        Least sum that candidates from a position on can add, for a number already chosen.
    least, most : int
        How many may be chosen.
    """

    slope: FloatArray
    base: FloatArray
    completion: FloatArray
    least: int
    most: int


class Place(NamedTuple):
    """Where a walk is, beside its level.

    Attributes
    ----------
    chosen : (most + 1,) int array
        The position tried at each level.
    sums : (most + 1, certificates) array
        Sums of the slopes chosen before each level.
    """

    chosen: IntArray
    sums: FloatArray


@kernel
def walk(
    tree: Tree, cutoff: float, place: Place, level: int, out: IntArray, size: IntArray, limit: int
) -> tuple[int, int]:
    """List sets of later and later candidates whose every bound is below the cutoff, up to `limit`.

    Parameters
    ----------
    tree : Tree
    cutoff : float
    place : Place
        Changed; start with ``chosen[0] = 0``.
    level : int
        Current level; start with 0.
    out : (limit or 0, >= most) int array
        Positions of each set found are written here; with no rows sets are only counted.
    size : (limit or 0,) int array
        Number of positions in each set.
    limit : int

    Returns
    -------
    found, level : int
        Number of sets; the level to go on with, -1 when all have been listed.
    """
    slope, base, completion, least, most = tree.slope, tree.base, tree.completion, tree.least, tree.most
    chosen, sums = place.chosen, place.sums
    certificates, count = slope.shape
    found = 0
    while level >= 0:
        position = chosen[level]
        if position >= count:
            level -= 1
            if level >= 0:
                chosen[level] += 1
            continue
        subtree = True
        itself = True
        for q in range(certificates):
            value = base[q] + sums[level, q] + slope[q, position]
            if value + completion[q, position + 1, level + 1] >= cutoff:
                subtree = False
                if q == 0:
                    # later positions have larger slopes and fewer to follow
                    chosen[level] = count
                break
            if value >= cutoff:
                itself = False
        if not subtree:
            if chosen[level] < count:
                chosen[level] += 1
            continue
        if itself and level + 1 >= least:
            if found == limit:
                return found, level
            if out.shape[0] > 0:
                for at in range(level + 1):
                    out[found, at] = chosen[at]
                size[found] = level + 1
            found += 1
        if level + 1 < most:
            for q in range(certificates):
                sums[level + 1, q] = sums[level, q] + slope[q, position]
            level += 1
            chosen[level] = position + 1
        else:
            chosen[level] += 1
    return found, level


class SetWalk:
    """All hub sets of a domain that no certificate excludes.

    Parameters
    ----------
    domain : Domain
    certificates : sequence of Certificate
        The first one gives the order.
    """

    def __init__(self, domain: Domain, certificates: Sequence[Certificate]) -> None:
        free = np.flatnonzero(domain.free)
        self.elements: IntArray = free[np.argsort(certificates[0].slope[free], kind="stable")]
        self.opened: IntArray = np.flatnonzero(domain.opened)
        self.least, self.most = domain.least, domain.most
        slope = np.array([c.slope[self.elements] for c in certificates])
        base = np.array([c.constant + c.slope[self.opened].sum() for c in certificates])
        completion = np.array([self._least_completions(s) for s in slope])
        self._tree = Tree(slope, base, completion, self.least, self.most)

    def _least_completions(self, slope: FloatArray) -> FloatArray:
        """(c + 1, most + 1): least sum of the choices still to be made among ``slope[position:]``."""
        used = np.arange(self.most + 1)
        low, high = np.maximum(0, self.least - used), self.most - used
        table = np.full((len(slope) + 1, self.most + 1), np.inf)
        for position in range(len(slope) + 1):
            rest = np.sort(slope[position:])[: self.most]
            prefix = np.concatenate([[0.0], np.cumsum(rest)])
            # sums of the smallest fall while they are negative, and rise from there
            size = np.clip(np.searchsorted(rest, 0.0), low, high)
            possible = low <= len(rest)
            table[position, possible] = prefix[np.minimum(size, len(rest))[possible]]
        return table

    def count(self, cutoff: float, limit: int) -> int:
        """Count the sets.

        Parameters
        ----------
        cutoff : float
        limit : int
            Where to stop counting.

        Returns
        -------
        int
        """
        total = 1 if self._empty_counts(cutoff) else 0
        if self.most > 0:
            nothing = np.zeros((0, 0), dtype=np.int64)
            total += walk(self._tree, cutoff, self._start(), 0, nothing, np.zeros(0, dtype=np.int64), limit)[0]
        return total

    def batches(self, cutoff: float, rows: int) -> Generator[tuple[IntArray, IntArray], float | None, None]:
        """List the sets in batches; send a lower cutoff to go on with that.

        Parameters
        ----------
        cutoff : float
        rows : int
            Sets in a batch at most.

        Yields
        ------
        sets : (rows, width) int array
            Candidates, -1 behind the last one; rows sorted so that neighbours share prefixes.
        size : (rows,) int array
        """
        fixed = len(self.opened)
        if self._empty_counts(cutoff):
            sets = np.full((1, max(1, fixed + self.most)), -1, dtype=np.int64)
            sets[0, :fixed] = self.opened
            lower = yield sets, np.array([fixed])
            cutoff = cutoff if lower is None else lower
        if self.most == 0:
            return
        place, level = self._start(), 0
        while level >= 0:
            sets, size, level = self._list(cutoff, place, level, rows)
            if len(sets):
                lower = yield sets, size
                cutoff = cutoff if lower is None else lower

    def sample(self, cutoff: float, runs: int, rows: int, rng: np.random.Generator) -> tuple[IntArray, IntArray]:
        """List some sets that follow random ones.

        Parameters
        ----------
        cutoff : float
        runs, rows : int
            So many times so many sets that follow each other.
        rng : numpy.random.Generator

        Returns
        -------
        sets, size : int arrays
            As in `batches`.
        """
        found_sets, found_sizes = [], []
        for _ in range(runs):
            depth = int(rng.integers(max(1, self.least), self.most + 1))
            place = self._start()
            place.chosen[:depth] = np.sort(rng.choice(len(self.elements), depth, replace=False))
            for level in range(1, depth):
                place.sums[level] = place.sums[level - 1] + self._tree.slope[:, place.chosen[level - 1]]
            sets, size, _ = self._list(cutoff, place, depth - 1, rows)
            found_sets.append(sets)
            found_sizes.append(size)
        return np.concatenate(found_sets), np.concatenate(found_sizes)

    def _list(self, cutoff: float, place: Place, level: int, rows: int) -> tuple[IntArray, IntArray, int]:
        """List up to `rows` sets from the given state on; return them, their sizes and the level to go on with."""
        out = np.full((rows, self.most), -1, dtype=np.int64)
        size = np.zeros(rows, dtype=np.int64)
        found, level = walk(self._tree, cutoff, place, level, out, size, rows)
        out = out[:found]
        fixed = len(self.opened)
        sets = np.full((found, max(1, fixed + self.most)), -1, dtype=np.int64)
        sets[:, :fixed] = self.opened
        sets[:, fixed:] = np.where(out >= 0, self.elements[out], -1)
        return sets, fixed + size[:found], level

    def _start(self) -> Place:
        return Place(np.zeros(self.most + 1, dtype=np.int64), np.zeros((self.most + 1, len(self._tree.base))))

    def _empty_counts(self, cutoff: float) -> bool:
        """Whether the hubs already open are a set by themselves."""
        return self.least == 0 and len(self.opened) > 0 and bool((self._tree.base < cutoff).all())
