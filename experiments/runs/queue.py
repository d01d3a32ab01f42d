"""Which cases are still to be evaluated, and how many of them a worker gets at once."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from typing import Any

import numpy as np

from experiments.runs.cases import Cases
from experiments.runs.piece import Piece

PIECE_S, _EACH_S = 1.0, 0.01
"""Seconds that a piece should take: what a kill may cost each worker, and long beside a message and a small file. With
many workers so many more for each, as one process writes what all of them hand in."""
_GROWTH = 4
"""Pieces become at most so many times larger from one to the next, as cases may differ much."""


class Queue:
    """Cases that wait, in their order; those that come back are handed out one by one before all others.

    Parameters
    ----------
    plan : Cases
    done : array of bool
        Cases whose results are there already.
    workers : int
    """

    def __init__(self, plan: Cases, done: np.ndarray[Any, np.dtype[np.bool_]], workers: int) -> None:
        self._plan = plan
        self._open = ~done
        self._next = 0
        self._left = int(self._open.sum())
        self._workers = workers
        self._again: deque[tuple[int, ...]] = deque()
        self._size = plan.batch
        self._pace = 0.0

    def __bool__(self) -> bool:
        return bool(self._again) or self._left > 0

    def take(self) -> Piece | None:
        """Hand out the next cases.

        Returns
        -------
        Piece or None
            None if none is waiting.
        """
        numbers = self._again.popleft() if self._again else self._following()
        return Piece.of(self._plan, numbers) if numbers else None

    def back(self, numbers: Sequence[int], *, apart: bool) -> None:
        """Take cases back.

        Parameters
        ----------
        numbers : sequence of int
            Of one part.
        apart : bool
            Whether each becomes a piece of its own.
        """
        if apart:
            self._again.extend((number,) for number in numbers)
        elif numbers:
            self._again.append(tuple(numbers))

    def measured(self, count: int, seconds: float) -> None:
        """Learn from a piece how long cases take.

        Parameters
        ----------
        count : int
            Its cases.
        seconds : float
            That it took.
        """
        if not count or self._plan.fresh:
            return
        pace = seconds / count
        self._pace = pace if not self._pace else 0.7 * self._pace + 0.3 * pace
        wanted = int(max(PIECE_S, _EACH_S * self._workers) / max(self._pace, 1e-9))
        self._size = max(self._plan.batch, min(wanted, _GROWTH * self._size))

    def _following(self) -> tuple[int, ...]:
        if not self._left:
            return ()
        size = self._plan.part_size
        ahead = self._open[self._next :]
        first = self._next + int(np.argmax(ahead))
        end = (first // size + 1) * size
        # towards the end pieces become small, so that all workers are done at about the same time
        fair = max(1, self._left // (2 * self._workers)) if self._workers > 1 else self._left
        numbers = first + np.flatnonzero(self._open[first:end])[: max(1, min(self._size, fair))]
        self._next = int(numbers[-1]) + 1
        self._left -= len(numbers)
        return tuple(numbers.tolist())
