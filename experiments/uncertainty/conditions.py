"""Under which conditions something happens: boxes of inputs in which it is frequent.

The patient rule induction method of Friedman and Fisher (1999), as scenario discovery uses it (Bryant and Lempert
2010): from all draws, a small part is peeled off again and again at that end of that input where the mean of what
remains grows most, as long as enough draws remain. The box chosen is the one on the way with the best balance of
density (how often it happens inside) and coverage (how much of all that happens lies inside). Limits that could as
well be chance are taken away again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import binom

FloatArray = np.ndarray[Any, np.dtype[np.float64]]
BoolArray = np.ndarray[Any, np.dtype[np.bool_]]

PEELED = 0.05
"""Share of the draws in a box that a step takes away: "patient" is 0.05 to 0.1 (Friedman and Fisher 1999)."""
FEWEST = 20
"""Draws that a box has at least; a judgement."""
MOST_BY_CHANCE = 0.05
"""A limit stays where chance would do as well with at most this probability (quasi-p-values of Bryant and Lempert)."""


@dataclass(frozen=True)
class Box:
    """Draws with some inputs between limits.

    Attributes
    ----------
    limits : mapping of str to (float, float)
        Lower and upper limit of the inputs that are limited, in the inputs' own values.
    draws : int
        How many lie inside.
    density : float
        Share of them in which it happens.
    coverage : float
        Share of all in which it happens that lie inside.
    base : float
        Share of all draws in which it happens.
    """

    limits: Mapping[str, tuple[float, float]]
    draws: int
    density: float
    coverage: float
    base: float


def find_box(inputs: pd.DataFrame, happens: pd.Series) -> Box | None:
    """Find a box of inputs in which something is frequent.

    Parameters
    ----------
    inputs : DataFrame
        (draws, inputs).
    happens : Series of bool
        (draws,).

    Returns
    -------
    Box or None
        None where it happens never or always, where there are too few draws, or no limit is better than chance.
    """
    x, hit = inputs.to_numpy(dtype=np.float64), happens.to_numpy(dtype=np.bool_)
    if not 0 < hit.sum() < len(hit) or len(hit) < 2 * FEWEST or not x.shape[1]:
        return None
    path = _peel(x, hit)
    low, high = max(path, key=lambda ends: _balance(x, hit, ends))
    low, high = _without_chance(x, hit, low, high)
    inside = _inside(x, low, high)
    limits = {
        str(name): (float(low[at]), float(high[at]))
        for at, name in enumerate(inputs.columns)
        if np.isfinite(low[at]) or np.isfinite(high[at])
    }
    if not limits:
        return None
    return Box(limits, int(inside.sum()), float(hit[inside].mean()), float(hit[inside].sum() / hit.sum()), hit.mean())


def box_frame(box: Box | None) -> pd.DataFrame:
    """Write a box as a table.

    Parameters
    ----------
    box : Box or None

    Returns
    -------
    DataFrame
        One row a limited input: ``input, above, below, draws, density, coverage, base``; limits that are open are
        missing.
    """
    columns = ["input", "above", "below", "draws", "share_inside", "share_covered", "share_of_all"]
    if box is None:
        return pd.DataFrame(columns=columns)
    told = [
        (name, low if np.isfinite(low) else np.nan, high if np.isfinite(high) else np.nan)
        for name, (low, high) in box.limits.items()
    ]
    return pd.DataFrame([(*row, box.draws, box.density, box.coverage, box.base) for row in told], columns=columns)


_Ends = tuple[FloatArray, FloatArray]


def _inside(x: FloatArray, low: FloatArray, high: FloatArray) -> BoolArray:
    return np.asarray(((x >= low) & (x <= high)).all(axis=1))


def _peel(x: FloatArray, hit: BoolArray) -> list[_Ends]:
    """The boxes on the way, from all draws on."""
    low, high = np.full(x.shape[1], -np.inf), np.full(x.shape[1], np.inf)
    path = [(low, high)]
    while True:
        inside = _inside(x, low, high)
        found = _best_peel(x[inside], hit[inside])
        if found is None:
            return path
        at, upper, limit = found
        low, high = low.copy(), high.copy()
        if upper:
            high[at] = limit
        else:
            low[at] = limit
        path.append((low, high))


def _best_peel(x: FloatArray, hit: BoolArray) -> tuple[int, bool, float] | None:
    """Input, end and new limit of the step after which it happens most often; None if no step may or helps."""
    count = len(hit)
    best, chosen = float(hit.mean()), None
    for at in range(x.shape[1]):
        for upper in (False, True):
            limit = float(np.quantile(x[:, at], 1 - PEELED if upper else PEELED))
            stays = x[:, at] <= limit if upper else x[:, at] >= limit
            if stays.all():  # many draws at the end: all of them go
                edge = x[:, at].max() if upper else x[:, at].min()
                stays = x[:, at] != edge
                if not stays.any():
                    continue
                limit = float(x[stays, at].max() if upper else x[stays, at].min())
            if stays.sum() < FEWEST or stays.sum() == count:
                continue
            mean = float(hit[stays].mean())
            if mean > best:
                best, chosen = mean, (at, upper, limit)
    return chosen


def _balance(x: FloatArray, hit: BoolArray, ends: _Ends) -> float:
    """Harmonic mean of density and coverage."""
    inside = _inside(x, *ends)
    got = hit[inside].sum()
    return float(2 * got / (inside.sum() + hit.sum()))


def _without_chance(x: FloatArray, hit: BoolArray, low: FloatArray, high: FloatArray) -> _Ends:
    """Take away limits without which the draws look alike: the least needed first."""
    while True:
        inside = _inside(x, low, high)
        doubtful = []
        for at in range(x.shape[1]):
            for upper in (False, True):
                if np.isfinite((high if upper else low)[at]):
                    wider_low, wider_high = _opened(low, high, at, upper=upper)
                    wider = _inside(x, wider_low, wider_high)
                    chance = float(binom.sf(hit[inside].sum() - 1, inside.sum(), hit[wider].mean()))
                    doubtful.append((chance, at, upper))
        worst = max(doubtful, default=(0.0, 0, False))
        if worst[0] <= MOST_BY_CHANCE:
            return low, high
        low, high = _opened(low, high, worst[1], upper=worst[2])


def _opened(low: FloatArray, high: FloatArray, at: int, *, upper: bool) -> _Ends:
    low, high = low.copy(), high.copy()
    if upper:
        high[at] = np.inf
    else:
        low[at] = -np.inf
    return low, high
