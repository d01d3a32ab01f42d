"""Fewest hubs that hit every vertex cover of every pair: a set-covering program whose rows are found as needed.

Rows are found for the solution of its linear relaxation, for hubs of a local search and for those of the program
itself, see `optimize.covering.vertex_covers`. What the program needs at least is a bound; hubs that break no row of any
pair cover them all.
"""

import math
from collections.abc import Callable

import numpy as np

from optimize.center import Question
from optimize.cover import BoolArray
from optimize.covering.row_weighting import hit_rows, listed
from optimize.covering.vertex_covers import find_rows
from optimize.problem import FloatArray, IntArray
from optimize.run import Clock, Limits, OutOfTimeError
from optimize.solvers import GrowingLP

# rows that are found before the program is solved again; pairs that are looked at between two looks at the clock
_ROWS, _PAIRS = 60, 5_000
_STEPS, _ROUNDS = 3_000, 60  # of the local search: exchanges, and how often rows are found for what they lead to
_ROUNDING = 1e-5  # of the program's bound on a whole number


class HittingSet:
    """A program under way.

    Parameters
    ----------
    question : Question
        Of multiple allocation.
    alive, forced : (h,) bool arrays
        Candidates that may be open, and that must be.
    most : int
        Largest number of hubs.
    limits : Limits
    found : callable
        Takes hubs that cover every pair.
    proven : callable
        Takes numbers of hubs that are needed at least.
    """

    def __init__(
        self,
        question: Question,
        alive: BoolArray,
        forced: BoolArray,
        most: int,
        limits: Limits,
        found: Callable[[IntArray], None],
        proven: Callable[[int], None],
    ) -> None:
        self._question, self._alive, self._forced = question, alive, forced
        self._clock: Clock = limits.clock
        self._found, self._proven = found, proven
        self._hubs = np.flatnonzero(alive)
        self._program = GrowingLP(threads=limits.threads, seed=limits.seed)
        self._program.add_columns(np.ones(len(alive)), low=forced.astype(float), up=alive.astype(float), integer=True)
        self._rows: BoolArray = np.zeros((0, len(alive)), dtype=np.bool_)
        self._begin, self._random = 0, np.random.default_rng(limits.seed)
        self._number = most + 1  # of the best hubs
        self._least = 0
        self._weight: IntArray = np.zeros(0, dtype=np.int64)

    def run(self, least: int, best: IntArray | None) -> None:
        """Search until the number is proven.

        Parameters
        ----------
        least : int
            Known to be needed.
        best : int array, optional
            Hubs that cover every pair.

        Raises
        ------
        OutOfTimeError
        """
        self._least = least
        opened = np.zeros(len(self._alive), dtype=np.bool_)
        if best is not None:
            self._number = min(self._number, len(best))
            opened[best] = True
        values = self._relax()
        if best is None and self._least < self._number:
            opened[:] = values > 0.5
            self._begin_with(opened)
        while self._least < self._number and self._improve(self._number - 1, opened):
            pass
        self._prove(opened)

    def _begin_with(self, opened: BoolArray) -> None:
        """Look for any number of hubs, from the few that the rows at hand need on."""
        number = self._greedy()
        while number < self._number and not self._improve(number, opened):
            number += max(1, number // 10)

    def _prove(self, opened: BoolArray) -> None:
        """Raise the bound to the number of the best hubs, which are found on the way."""
        while self._least < self._number:
            if self._improve(self._least, opened):
                return
            self._relax()
            if self._least >= self._number:
                return
            values, bound = self._solve()
            self._raise(bound)
            if self._least < self._number:
                opened = values > 0.5
                if not self._break(opened.astype(float), all_pairs=True):
                    self._take(opened)
                elif self._least < self._number - 1:
                    self._improve(self._number - 1, opened.copy())

    def _solve(self) -> tuple[FloatArray, float]:
        point = self._program.solve(mip=True, clock=self._clock.silent(), gap=0.0)
        if point.primal is None or self._clock.over:
            self._raise(point.bound)
            raise OutOfTimeError
        return point.primal, point.bound

    def _relax(self) -> FloatArray:
        """Solve the linear relaxation, with rows as it breaks them."""
        while True:
            point = self._program.solve(clock=self._clock.silent())
            if point.primal is None:
                self._raise(point.bound)
                if math.isinf(point.bound) and point.bound > 0:
                    return np.zeros(len(self._alive))
                raise OutOfTimeError
            self._raise(point.bound)
            if self._least >= self._number or not self._break(point.primal, all_pairs=False):
                return point.primal

    def _raise(self, bound: float) -> None:
        least = self._number if bound == math.inf else math.ceil(bound - _ROUNDING) if bound > 0 else 0
        if least > self._least:
            self._least = min(least, self._number)
            self._proven(self._least)

    def _take(self, opened: BoolArray) -> None:
        hubs = np.flatnonzero(opened)
        if len(hubs) < self._number:
            self._number = len(hubs)
            self._found(hubs)

    def _break(self, values: FloatArray, *, all_pairs: bool) -> int:
        """Add rows that a solution breaks, some or of all pairs; say how many."""
        pairs, looked, some = len(self._question.pairs), 0, []
        number = 0
        while looked < pairs and (all_pairs or number < _ROWS):
            self._clock.check()
            rows = np.zeros((_ROWS, len(self._alive)), dtype=np.bool_)
            most = min(_PAIRS, pairs - looked)
            new, seen = find_rows(self._question, self._hubs, values, self._begin, most, rows)
            some.append(rows[:new])
            self._begin = (self._begin + seen) % pairs
            looked, number = looked + seen, number + new
        if number:
            self._add(np.unique(np.concatenate(some), axis=0))
        return number

    def _add(self, rows: BoolArray) -> None:
        start = np.concatenate([[0], np.cumsum(rows.sum(axis=1))])
        self._program.add_rows(start, np.nonzero(rows)[1], np.ones(int(rows.sum())), low=1.0)
        self._rows = np.concatenate([self._rows, rows])
        self._weight = np.concatenate([self._weight, np.ones(len(rows), dtype=np.int64)])

    def _greedy(self) -> int:
        """Number of hubs that hit all rows, each time the one that hits most of what is left."""
        left, number = self._rows[~self._rows[:, self._forced].any(axis=1)], int(self._forced.sum())
        while len(left):
            left = left[~left[:, left.sum(axis=0).argmax()]]
            number += 1
        return max(number, self._least)

    def _improve(self, number: int, opened: BoolArray) -> bool:
        """Look for so many hubs that cover every pair, from some that are open; false where it gets stuck."""
        self._resize(number, opened)
        for _ in range(_ROUNDS):
            self._clock.check()
            draws = self._random.random(_STEPS)
            if not hit_rows(listed(self._rows), opened, self._forced, self._weight, draws):
                return False
            if not self._break(opened.astype(float), all_pairs=True):
                self._take(opened)
                return True
        return False

    def _resize(self, number: int, opened: BoolArray) -> None:
        """Open or close hubs until there are so many."""
        opened |= self._forced
        opened &= self._alive
        while opened.sum() > number:
            lost = self._rows[self._rows[:, opened].sum(axis=1) == 1].sum(axis=0)
            may = np.flatnonzero(opened & ~self._forced)
            opened[may[lost[may].argmin()]] = False
        while opened.sum() < number:
            gained = self._rows[~self._rows[:, opened].any(axis=1)].sum(axis=0)
            may = np.flatnonzero(self._alive & ~opened)
            opened[may[gained[may].argmax()]] = True
