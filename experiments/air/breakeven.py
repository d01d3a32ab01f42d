"""Where something begins to pay: bracketed from both sides, each side computed."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

TOLERANCE = 0.01
"""Relative width of the bracket: inputs are known to a tenth at best."""
MOST = 100.0
"""Factor beyond which nobody would believe the model."""
LEAST = 1.0 / MOST
LARGEST_STEP = 4.0


@dataclass(frozen=True)
class Crossing:
    """Where a gain changes sign.

    Attributes
    ----------
    below, above : float
        Factors at which it does not pay and at which it does, both computed: NaN where none was found down to `LEAST`
        or up to `MOST`.
    gain_below, gain_above : float
        Gains there, USD a year.
    """

    below: float
    above: float
    gain_below: float
    gain_above: float

    @property
    def middle(self) -> float:
        """Between the two sides; NaN where one is missing."""
        return math.sqrt(self.below * self.above)


def crossing(
    gain: Callable[[float], float], start: float = 1.0, step: float = 1.0 + TOLERANCE / 2, tolerance: float = TOLERANCE
) -> Crossing:
    """Bracket the factor from which on something pays.

    The search leaves `start` in growing steps until the gain has changed sign, and then narrows the bracket. What
    happens between two steps is not seen: where the gain changes sign several times, one of them is found.

    Parameters
    ----------
    gain : callable
        USD a year at a factor; it pays from 0 on.
    start : float
        Where to begin: the closer to the crossing, the fewer evaluations.
    step : float
        Factor of the first step; small where `start` is thought to be close.
    tolerance : float
        Relative width of the bracket.

    Returns
    -------
    Crossing

    Examples
    --------
    >>> found = crossing(lambda factor: 2.0 * factor - 5.0, start=2.5)
    >>> found.below < 2.5 <= found.above
    True
    """
    at = min(max(start, LEAST), MOST)
    here = gain(at)
    pays = here >= 0
    other, there = at, here
    while (there >= 0) == pays:
        at, here = other, there
        if at == (LEAST if pays else MOST):
            return Crossing(math.nan, at, math.nan, here) if pays else Crossing(at, math.nan, here, math.nan)
        other = max(at / step, LEAST) if pays else min(at * step, MOST)
        there = gain(other)
        step = min(step**2, LARGEST_STEP)
    below, above = (other, at) if pays else (at, other)
    gain_below, gain_above = (there, here) if pays else (here, there)
    turn = 0
    while above / below > 1.0 + tolerance:
        halfway = math.sqrt(below * above)
        line = below + gain_below / (gain_below - gain_above) * (above - below)
        # where a straight line meets zero, a little to one side and then to the other, so that both sides close in
        middle = (line * (1.0 + tolerance / 3), line / (1.0 + tolerance / 3), halfway)[turn % 3]
        if not below < middle < above:
            middle = halfway
        value = gain(middle)
        if value >= 0:
            above, gain_above = middle, value
        else:
            below, gain_below = middle, value
        turn += 1
    return Crossing(below, above, gain_below, gain_above)
