"""Where the best hub changes along one number: looked for outwards from the central value on both sides."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from scipy.optimize import brentq

from experiments.turning.levers import Lever

FloatArray = np.ndarray[Any, np.dtype[np.float64]]
CostsOf = Callable[[float], FloatArray]

APART = (1e-4, 1e-3, 1e-2)
"""Distances from a switching value, as shares of it, at which both sides are evaluated until they differ."""
_NARROW = 1e-8  # of the way in which a switch lies
_MOST = 1e18  # in place of infinite leads, for the search of a root


@dataclass
class Line:
    """Costs along a lever, each value evaluated once.

    Attributes
    ----------
    costs_of : callable
        Takes a value and returns the costs of the hubs.
    best : int
        Hub that is the best at the central value.
    """

    costs_of: CostsOf
    best: int
    known: dict[float, FloatArray] = field(default_factory=dict)

    def costs(self, value: float) -> FloatArray:
        """Evaluate the hubs at a value.

        Parameters
        ----------
        value : float

        Returns
        -------
        (hubs,) array
            Their costs.
        """
        if value not in self.known:
            self.known[value] = self.costs_of(value)
        return self.known[value]

    def lead(self, value: float) -> float:
        """Measure by how much the hub that is the best at the central value leads.

        Parameters
        ----------
        value : float

        Returns
        -------
        float
            Cost of the best other hub less its own; 0 where nobody serves.
        """
        costs = self.costs(value)
        with np.errstate(invalid="ignore"):
            gap = float(np.delete(costs, self.best).min() - costs[self.best])
        return 0.0 if math.isnan(gap) else min(max(gap, -_MOST), _MOST)

    def winner(self, value: float) -> int:
        """Find the best hub at a value.

        Parameters
        ----------
        value : float

        Returns
        -------
        int
            Position; of hubs that cost the same the one that is the best at the central value.
        """
        costs = self.costs(value)
        return self.best if costs[self.best] <= costs.min() else int(costs.argmin())


@dataclass(frozen=True)
class Turn:
    """A value at which another hub becomes the best.

    Attributes
    ----------
    value : float
    hub : int
        Which hub.
    confirmed : bool
        Whether just inside the hub that is best at the central value is still the best, and just outside another.
    """

    value: float
    hub: int
    confirmed: bool


def find_turn(line: Line, lever: Lever) -> Turn | None:
    """Find the value nearest to the central one at which another hub becomes the best.

    Between two values that are evaluated (the middle and the end of each side, first within low and high, then beyond)
    a hub may be the best unnoticed, unless the lever has a single turn.

    Parameters
    ----------
    line : Line
    lever : Lever

    Returns
    -------
    Turn or None
        None where the same hub is the best at all values that are evaluated.
    """
    inner = [(lever.central, lever.low), (lever.central, lever.high)]
    outer = [(lever.low, lever.floor), (lever.high, lever.ceiling)]
    for sides in (inner, outer):
        found = [turn for start, end in sides if (turn := _turn_between(line, lever, start, end)) is not None]
        if found:
            return min(found, key=lambda turn: abs(turn.value - lever.central))
    return None


def _turn_between(line: Line, lever: Lever, start: float, end: float) -> Turn | None:
    if start == end:
        return None
    stations = [end] if lever.single_turn else [(start + end) / 2, end]
    inside = start
    for outside in stations:
        try:
            lost = line.lead(outside) < 0
        except ValueError:  # a value far beyond what is known, of which no problem can be made
            return None
        if lost:
            return _settled(line, lever, inside, outside)
        inside = outside
    return None


def _settled(line: Line, lever: Lever, inside: float, outside: float) -> Turn:
    width = abs(outside - inside)
    value = inside if line.lead(inside) <= 0 else brentq(line.lead, inside, outside, xtol=_NARROW * width, rtol=1e-14)
    sign = math.copysign(1.0, outside - inside)
    for apart in APART:
        step = sign * apart * (abs(value) or width)
        before, after = _within(value - step, lever), _within(value + step, lever)
        hub = line.winner(after)
        if hub != line.best and line.winner(before) == line.best:
            return Turn(float(value), hub, confirmed=True)
    return Turn(float(value), line.winner(outside), confirmed=False)


def _within(value: float, lever: Lever) -> float:
    return min(max(value, lever.floor), lever.ceiling)
