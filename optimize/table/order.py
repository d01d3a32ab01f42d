"""The order of the hub sets in a table: depth first, a set before its supersets, candidates ascending."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from optimize.kernels import list_subsets
from optimize.problem import IntArray
from optimize.table.build import count_sets


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
