"""Where many sets of hubs are in a table of all sets: rows for a whole array at once."""

from typing import Any

import numpy as np
import numpy.typing as npt

from optimize.problem import IntArray
from optimize.table import count_sets


class Ranks:
    """Rows of the sets in a table of all sets of at most so many elements, see `HubSetTable`.

    Parameters
    ----------
    elements : (c,) int array
        Positions of the candidates that vary, ascending; no hub is forced.
    p_max : int
        Largest size of a set.
    """

    def __init__(self, elements: IntArray, p_max: int) -> None:
        c = len(elements)
        self._where = np.full(int(elements.max(initial=-1)) + 1, -1, dtype=np.int64)
        self._where[elements] = np.arange(c)
        self._most = p_max
        # [left, at]: sets in the branches before element `at`, where so many more may join the element
        self._before = np.zeros((p_max, c + 1), dtype=np.int64)
        for left in range(p_max):
            self._before[left, 1:] = np.cumsum([count_sets(c - at - 1, left) for at in range(c)])

    def rows(self, sets: npt.NDArray[np.integer[Any]]) -> IntArray:
        """Rows of sets.

        Parameters
        ----------
        sets : (m, k) int array
            Positions of the candidates in each set, ascending, none of them twice; negative entries stand for none,
            and may stand anywhere. No set has more than `p_max` candidates.

        Returns
        -------
        (m,) int array
        """
        row, depth, after = (np.zeros(len(sets), dtype=np.int64) for _ in range(3))
        for column in sets.T:
            there = column >= 0
            at = self._where[column[there]]
            left = self._most - depth[there] - 1
            row[there] += 1 + self._before[left, at] - self._before[left, after[there]]
            depth[there] += 1
            after[there] = at + 1
        return row
