"""Choosing values between the low, central and high of uncertain inputs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from geodata.arrays import FloatArray

Level = Literal["low", "central", "high"]
LEVELS: tuple[Level, ...] = ("low", "central", "high")


@dataclass(frozen=True)
class Choice:
    """Which value uncertain inputs take: one level for all, or a triangular draw for each.

    Parameters
    ----------
    level : {"low", "central", "high"}
        The level, when ``seed`` is None.
    seed : int or None
        Seed of independent draws, one a number, triangular with the mode at the central value.
    """

    level: Level = "central"
    seed: int | None = None

    def __post_init__(self) -> None:
        if self.level not in LEVELS:
            message = f"level {self.level!r} is not known; use one of {', '.join(LEVELS)}"
            raise ValueError(message)

    def pick(self, low: FloatArray, central: FloatArray, high: FloatArray, *, stream: int) -> FloatArray:
        """Return one value for each row; a missing low or high counts as the central value.

        Parameters
        ----------
        low, central, high : (n,) arrays
            NaN where not given.
        stream : int
            Number of the table, so that draws in one table do not move those in another.
        """
        low = np.where(np.isnan(low), central, low)
        high = np.where(np.isnan(high), central, high)
        if self.seed is None:
            return {"low": low, "central": central, "high": high}[self.level].copy()
        uniform = np.random.default_rng([self.seed, stream]).random(len(central))
        return triangular(uniform, low, central, high)


CENTRAL = Choice()


def triangular(uniform: FloatArray, low: FloatArray, mode: FloatArray, high: FloatArray) -> FloatArray:
    """Quantiles of triangular distributions (inverse of the distribution function); a zero width gives the mode.

    Examples
    --------
    >>> triangular(np.array([0.25, 1.0]), np.zeros(2), np.ones(2), np.full(2, 4.0)).tolist()
    [1.0, 4.0]
    """
    width = high - low
    safe = np.where(width > 0, width, 1.0)
    split = (mode - low) / safe
    rising = low + np.sqrt(uniform * safe * (mode - low))
    falling = high - np.sqrt((1 - uniform) * safe * (high - mode))
    return np.where(width > 0, np.where(uniform < split, rising, falling), mode)
