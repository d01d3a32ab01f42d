"""Choosing values between the low, central and high of uncertain inputs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Literal

import numpy as np

from geodata.arrays import FloatArray, IntArray

Level = Literal["low", "central", "high"]
LEVELS: tuple[Level, ...] = ("low", "central", "high")


class Stream(IntEnum):
    """Which uncertain numbers are drawn: each kind has a random stream of its own.

    Draws of one kind are independent of the others, and a row added to one table leaves the draws of the others as
    they are. The numbers are part of what a seed means: changing one changes every sampled region.
    """

    PARAMETERS = 1
    DWELL = 2
    FEE = 3
    HUBS = 4
    TRADE = 5
    LINK_DEPARTURES = 6
    LINK_USD = 7
    SERVICE_DEPARTURES = 8
    SERVICE_USD = 9
    HUB_FIXED = 10
    HUB_CAPACITY = 11
    FREQUENCY = 12
    PROBABILITY = 13


@dataclass(frozen=True)
class Choice:
    """Which value uncertain inputs take: one level for all, or a triangular draw for each.

    Attributes
    ----------
    level : {"low", "central", "high"}
        The level, when ``seed`` is None.
    seed : int or None
        Seed of independent draws, one for each number, triangular with the mode at the central value.
    given : mapping
        Rows and values of numbers that are set, by stream and name; they go before level and seed.
    """

    level: Level = "central"
    seed: int | None = None
    given: Mapping[tuple[Stream, str], tuple[IntArray, FloatArray]] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        if self.level not in LEVELS:
            message = f"level {self.level!r} is not known; use one of {', '.join(LEVELS)}"
            raise ValueError(message)

    def pick(
        self, low: FloatArray, central: FloatArray, high: FloatArray, *, stream: Stream, name: str = ""
    ) -> FloatArray:
        """Return one value for each row.

        Parameters
        ----------
        low, central, high : (n,) arrays
            Bounds and central value of each row; a low or high that is NaN counts as the central value.
        stream : Stream
            Which numbers these are.
        name : str
            Of what they are, where each has draws of its own.

        Returns
        -------
        (n,) array
            The value in use of each row.
        """
        low = np.where(np.isnan(low), central, low)
        high = np.where(np.isnan(high), central, high)
        if self.seed is None:
            values = {"low": low, "central": central, "high": high}[self.level].copy()
        else:
            uniform = np.random.default_rng([self.seed, int(stream), *name.encode()]).random(len(central))
            values = triangular(uniform, low, central, high)
        if (stream, name) in self.given:
            rows, numbers = self.given[stream, name]
            values[rows] = numbers
        return values


CENTRAL = Choice()


def triangular(uniform: FloatArray, low: FloatArray, mode: FloatArray, high: FloatArray) -> FloatArray:
    """Return quantiles of triangular distributions (the inverse of the distribution function).

    Parameters
    ----------
    uniform : (n,) array
        Probabilities, 0 to 1.
    low, mode, high : (n,) arrays
        Ends and mode of each distribution.

    Returns
    -------
    (n,) array
        The quantiles; a distribution without width gives its mode.

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
