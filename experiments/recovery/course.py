"""The course of a disruption: which level of recourse holds when, and what that adds up to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from optimize import InputError

FloatArray = np.ndarray[Any, np.dtype[np.float64]]
LEVELS = ("fixed", "reroute", "backup")
"""Levels of recourse, in the order in which they come into force, see `optimize.decide.recourse`."""


@dataclass(frozen=True)
class Piece:
    """A part of the course, over which a value runs evenly from one number to another.

    Attributes
    ----------
    start, end : float
        Days since the disruption began.
    first, last : float
        The value at its start and just before its end.
    """

    start: float
    end: float
    first: float
    last: float


@dataclass(frozen=True)
class Course:
    """When a disruption ends, when loads are rerouted, when a backup hub opens, and how long recovery takes.

    Attributes
    ----------
    duration_days : float
        From the beginning to the end of the disruption, above 0.
    recovery_days : float
        From there until all is as before, evenly.
    react_days : float
        Until then loads keep their hubs; from then on they are rerouted.
    backup_days : float
        From then on a backup hub is open, where it saves more than it costs; ``inf`` = never.
    """

    duration_days: float
    recovery_days: float = 0.0
    react_days: float = 0.0
    backup_days: float = np.inf

    def __post_init__(self) -> None:
        faults = []
        if not 0 < self.duration_days < np.inf:
            faults.append(f"the duration is {self.duration_days:g} days: give a number above 0")
        if not 0 <= self.recovery_days < np.inf:
            faults.append(f"the recovery takes {self.recovery_days:g} days: give 0 or more")
        if not self.react_days >= 0:
            faults.append(f"rerouting begins after {self.react_days:g} days: give 0 or more")
        if not self.backup_days >= self.react_days:
            words = (
                f"a backup hub opens after {self.backup_days:g} days, and rerouting begins after {self.react_days:g}"
            )
            faults.append(f"{words}: it cannot open before loads are rerouted")
        if faults:
            raise InputError(faults)

    @property
    def end_days(self) -> float:
        """When all is as before, days since the beginning."""
        return self.duration_days + self.recovery_days

    def phases(self) -> list[tuple[float, float, str]]:
        """List the levels of recourse that come into force before the disruption ends.

        Returns
        -------
        list of (start, end, level)
        """
        edges = [
            0.0,
            *(min(day, self.duration_days) for day in (self.react_days, self.backup_days)),
            self.duration_days,
        ]
        spans = zip(edges[:-1], edges[1:], LEVELS, strict=True)
        return [(start, end, level) for start, end, level in spans if end > start]

    def pieces(self, levels: Mapping[str, float], usual: float = 0.0) -> list[Piece]:
        """Say how a value runs during the disruption and the recovery.

        Parameters
        ----------
        levels : mapping of str to float
            The value at each level of recourse.
        usual : float
            The value before and after.

        Returns
        -------
        list of Piece
        """
        found = [Piece(start, end, levels[level], levels[level]) for start, end, level in self.phases()]
        if self.recovery_days > 0:
            found.append(Piece(self.duration_days, self.end_days, found[-1].last, usual))
        return found


def integral(pieces: list[Piece], start: FloatArray, end: FloatArray, usual: float = 0.0) -> FloatArray:
    """Add a value up over spans of time.

    Parameters
    ----------
    pieces : list of Piece
    start, end : (k,) arrays
        Days since the disruption began.
    usual : float
        The value where there is no piece.

    Returns
    -------
    (k,) array
        Value times days.

    Examples
    --------
    >>> fall = Course(2.0, 4.0).pieces({"fixed": 9.0, "reroute": 3.0, "backup": 1.0})
    >>> integral(fall, np.array([-1.0]), np.array([10.0]))
    array([12.])
    """
    total = usual * (end - start)
    for piece in pieces:
        low = np.clip(start, piece.start, piece.end) - piece.start
        high = np.clip(end, piece.start, piece.end) - piece.start
        inside = high > low
        if not np.isfinite(piece.first):
            total = np.where(inside, piece.first, total)
            continue
        slope = (piece.last - piece.first) / (piece.end - piece.start)
        total = total + (piece.first - usual) * (high - low) + slope * (high**2 - low**2) / 2
    return total
