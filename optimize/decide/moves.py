r"""Least cost of getting from any hub set to any other by opening and closing hubs, without comparing all pairs.

With costs :math:`o_k` of opening and :math:`c_k` of closing a hub, both >= 0, the cheapest way from a set to another
first closes what has to go and then opens what is missing. So

.. math::
    \min_{S'} \Big[ v(S') + \sum_{k \in S' \setminus S} c_k + \sum_{k \in S \setminus S'} o_k \Big]

is found by one sweep over the sets from the largest to the smallest, in which each set hears from those with one hub
more, and one sweep back: m p steps for m sets of at most p hubs, where comparing pairs takes m squared.
"""

from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

import numpy as np

from optimize.problem import BoolArray, FloatArray, IntArray


@dataclass(frozen=True, eq=False)
class Family:
    """All sets of at most `largest` out of `count` hubs, the smaller sets first.

    Attributes
    ----------
    count, largest : int
    """

    count: int
    largest: int

    @cached_property
    def levels(self) -> tuple[IntArray, ...]:
        """For each size the (sets, size) members of the sets of that size, ascending, in lexicographic order."""
        return tuple(
            np.array(list(combinations(range(self.count), size)), dtype=np.int64) for size in range(self.largest + 1)
        )

    @cached_property
    def first(self) -> IntArray:
        """Row of the first set of each size, then the number of sets."""
        return np.concatenate([[0], np.cumsum([len(level) for level in self.levels])])

    def __len__(self) -> int:
        """Count the sets."""
        return int(self.first[-1])

    @cached_property
    def member(self) -> BoolArray:
        """(sets, count) whether each hub is in each set."""
        inside = np.zeros((len(self), self.count), dtype=bool)
        for size, level in enumerate(self.levels):
            rows = np.arange(self.first[size], self.first[size + 1])
            inside[rows[:, None], level] = True
        return inside

    @cached_property
    def _ranks(self) -> IntArray:
        """(largest + 1, count + 1) how many sets of each size can be made of the last hubs; rows of sizes."""
        ranks = np.zeros((self.largest + 1, self.count + 1), dtype=np.int64)
        ranks[0] = 1
        for left in range(1, self.count + 1):
            ranks[1:, left] = ranks[1:, left - 1] + ranks[:-1, left - 1]
        return ranks

    def rows(self, members: IntArray) -> IntArray:
        """Rows of sets of one size.

        Parameters
        ----------
        members : (m, size) int array
            Ascending.

        Returns
        -------
        (m,) int array
        """
        size = members.shape[1]
        before = np.zeros(len(members), dtype=np.int64)
        for place in range(size):
            # sets that come later in lexicographic order differ first at this place, in a later hub
            before += self._ranks[size - place, self.count - 1 - members[:, place]]
        total = int(self.first[size + 1] - self.first[size])
        return self.first[size] + total - 1 - before

    @cached_property
    def without(self) -> tuple[IntArray, ...]:
        """For each size the (sets, size) rows of each set without one of its members."""
        found = []
        for size, level in enumerate(self.levels):
            rows = np.empty((len(level), size), dtype=np.int64)
            for place in range(size):
                rows[:, place] = self.rows(np.delete(level, place, axis=1))
            found.append(rows)
        return tuple(found)


def moved(family: Family, value: FloatArray, opening: FloatArray, closing: FloatArray) -> tuple[FloatArray, IntArray]:
    """Least of a value at some set and of the cost of getting from there, for every set.

    Parameters
    ----------
    family : Family
    value : (sets,) array
    opening, closing : (count,) array
        Cost of opening and of closing each hub, >= 0; ``inf`` where it cannot be done.

    Returns
    -------
    (sets,) array
    (sets,) int array
        The set that it comes from; where there are several equal ones, a set stays as it is if it may.
    """
    best, origin = value.copy(), np.arange(len(family))
    for size in range(family.largest, 0, -1):  # close: tell the sets with one hub less
        level, less, own = family.levels[size], family.without[size], slice(family.first[size], family.first[size + 1])
        for place in range(size):
            offer = best[own] + closing[level[:, place]]
            _take(best, origin, less[:, place], offer, origin[own])
    for size in range(1, family.largest + 1):  # open: hear from the sets with one hub less
        level, less, own = family.levels[size], family.without[size], slice(family.first[size], family.first[size + 1])
        for place in range(size):
            offer = best[less[:, place]] + opening[level[:, place]]
            better = offer < best[own]
            best[own] = np.where(better, offer, best[own])
            origin[own] = np.where(better, origin[less[:, place]], origin[own])
    return best, origin


def _take(best: FloatArray, origin: IntArray, rows: IntArray, offer: FloatArray, source: IntArray) -> None:
    """Give each row the least of its offers, where that is less than it has; a row may have several."""
    order = np.lexsort((offer, rows))
    ranked = rows[order]
    head = order[np.concatenate([[True], ranked[1:] != ranked[:-1]])] if len(order) else order
    better = head[offer[head] < best[rows[head]]]
    best[rows[better]] = offer[better]
    origin[rows[better]] = source[better]
