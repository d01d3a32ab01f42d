"""The order of the hub sets in a table: depth first, a set before its supersets, candidates ascending; or as listed."""

import math
from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from optimize.errors import InputError
from optimize.kernels import list_subsets
from optimize.problem import IntArray, find_labels


def count_sets(elements: int, extra: int) -> int:
    """Count the subsets up to a size.

    Parameters
    ----------
    elements : int
        Number of elements.
    extra : int
        Largest size of a subset.

    Returns
    -------
    int
        The empty set included.
    """
    return sum(math.comb(elements, size) for size in range(min(extra, elements) + 1))


@dataclass(frozen=True)
class SetOrder:
    """All sets of at most `p_max` hubs that hold the forced ones, each with its row.

    Attributes
    ----------
    p_max : int
        Largest size of a set.
    forced : tuple of int
        Positions of the candidates that are in every set.
    elements : tuple of int
        Positions of the candidates that vary, ascending.
    """

    p_max: int
    forced: tuple[int, ...]
    elements: tuple[int, ...]

    def __len__(self) -> int:
        """Count the sets."""
        return count_sets(len(self.elements), self.extra)

    @property
    def extra(self) -> int:
        """How many hubs may join the forced ones."""
        return self.p_max - len(self.forced)

    @cached_property
    def joined(self) -> npt.NDArray[np.int16]:
        """(sets, extra) positions of the candidates in each row's set besides the forced ones, then -1."""
        rows = np.full((count_sets(len(self.elements), self.extra), self.extra), -1, dtype=np.int16)
        if self.extra > 0:
            list_subsets(np.array(self.elements, dtype=np.int64), self.extra, rows)
        return rows

    @cached_property
    def size(self) -> IntArray:
        """(sets,) number of hubs of each row's set."""
        sizes: IntArray = len(self.forced) + (self.joined >= 0).sum(axis=1)
        return sizes

    def positions(self, row: int) -> tuple[int, ...]:
        """Positions of the open candidates of a row's set.

        Parameters
        ----------
        row : int

        Returns
        -------
        tuple of int
            Ascending.
        """
        return tuple(sorted((*self.forced, *(int(k) for k in self.joined[row] if k >= 0))))

    def row(self, positions: Iterable[int]) -> int | None:
        """Row of a set of hubs.

        Parameters
        ----------
        positions : iterable of int
            In any order.

        Returns
        -------
        int or None
            None if there is no such set.
        """
        chosen, forced = set(positions), set(self.forced)
        where = {k: at for at, k in enumerate(self.elements)}
        joined = sorted(where[k] for k in chosen - forced if k in where)
        if not (forced <= chosen <= forced | set(where)) or len(joined) > self.extra:
            return None
        row, previous = 0, -1
        for depth, at in enumerate(joined):
            left = self.extra - depth - 1
            row += 1 + sum(count_sets(len(self.elements) - between - 1, left) for between in range(previous + 1, at))
            previous = at
        return row


@dataclass(frozen=True)
class ListedSets:
    """Some sets of hubs, each with its row.

    Attributes
    ----------
    p_max : int
        Size of the largest set.
    sets : tuple of tuples of int
        Positions of the open candidates of each row's set, ascending; each set once.
    forced, elements : tuple of int
        None: see `SetOrder`.
    """

    p_max: int
    sets: tuple[tuple[int, ...], ...]
    forced: tuple[int, ...] = ()
    elements: tuple[int, ...] = ()

    @classmethod
    def of(cls, sets: tuple[tuple[int, ...], ...]) -> "ListedSets":
        """Make the order of a list.

        Parameters
        ----------
        sets : tuple of tuples of int

        Returns
        -------
        ListedSets
        """
        return cls(max(1, *map(len, sets)), sets)

    def __len__(self) -> int:
        """Count the sets."""
        return len(self.sets)

    @property
    def extra(self) -> int:
        """How many hubs may join: any."""
        return self.p_max

    @cached_property
    def joined(self) -> npt.NDArray[np.int16]:
        """(sets, p_max) positions of the candidates in each row's set, those of most sets first, then -1.

        Sets whose first hubs are the same share the work on these.
        """
        often = Counter(k for hubs in self.sets for k in hubs)
        rows = np.full((len(self.sets), self.p_max), -1, dtype=np.int16)
        for row, hubs in enumerate(self.sets):
            rows[row, : len(hubs)] = sorted(hubs, key=lambda k: (-often[k], k))
        return rows

    @cached_property
    def size(self) -> IntArray:
        """(sets,) number of hubs of each row's set."""
        sizes: IntArray = (self.joined >= 0).sum(axis=1)
        return sizes

    @cached_property
    def _rows(self) -> dict[tuple[int, ...], int]:
        return {hubs: row for row, hubs in enumerate(self.sets)}

    def positions(self, row: int) -> tuple[int, ...]:
        """Positions of the open candidates of a row's set.

        Parameters
        ----------
        row : int

        Returns
        -------
        tuple of int
            Ascending.
        """
        return self.sets[row]

    def row(self, positions: Iterable[int]) -> int | None:
        """Row of a set of hubs.

        Parameters
        ----------
        positions : iterable of int
            In any order.

        Returns
        -------
        int or None
            None if there is no such set.
        """
        return self._rows.get(tuple(sorted(set(positions))))


def list_sets(sets: Iterable[Iterable[Hashable]], candidates: Sequence[Hashable]) -> tuple[tuple[int, ...], ...]:
    """Find hub sets among the candidates.

    Parameters
    ----------
    sets : iterable of iterables of labels
        The sets, each once; one label stands for a set of one hub.
    candidates : sequence of labels

    Returns
    -------
    tuple of tuples of int
        Positions of the hubs of each set, ascending.

    Raises
    ------
    InputError
        If there is no set, one is given twice, or a hub is unknown.
    """
    faults: list[str] = []
    found = []
    for number, hubs in enumerate(sets, start=1):
        named = [hubs] if isinstance(hubs, str) or not isinstance(hubs, Iterable) else list(hubs)
        positions = find_labels(named, tuple(candidates), f"set {number} of sets", faults, positions=False)
        found.append(tuple(sorted(set(positions))))
    twice = [hubs for hubs, times in Counter(found).items() if times > 1]
    if not found:
        faults.append("sets names no hub set: name at least one, or leave it out")
    if not faults and twice:
        faults.append(f"the set {[candidates[k] for k in twice[0]]} is in sets more than once: name each once")
    if faults:
        raise InputError(faults)
    return tuple(found)
