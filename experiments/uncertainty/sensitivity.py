r"""Which uncertain inputs a result hangs on, from the draws that are there.

Two indices are estimated from given data, without draws of their own (Plischke, Borgonovo and Smith 2013): draws are
sorted by an input and divided into classes of equal size. The first-order index of Sobol,

.. math:: S_i = \operatorname{Var}(\operatorname{E}[Y \mid X_i]) / \operatorname{Var}(Y),

is the variance of the classes' means, less the part of it that chance makes; the index of Borgonovo (2007),

.. math:: \delta_i = \tfrac12 \operatorname{E} \int | f_Y(y) - f_{Y \mid X_i}(y) | \, dy,

the mean distance between the distribution of the result in a class and in all draws. It is 0 for an input without
effect and misses no kind of it; what chance makes of it is measured by shuffled draws, and taken off.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import rankdata

FloatArray = np.ndarray[Any, np.dtype[np.float64]]

FEWEST = 100
"""Draws below which nothing is said: five classes of twenty. A judgement."""
RESAMPLES = 100
"""Bootstrap samples for intervals, and shuffles that show what chance makes."""
COLUMNS = ("input", "s1", "s1_low", "s1_high", "delta", "delta_low", "delta_high", "direction", "sure")
_MOST_CLASSES = 20


def sensitivity(inputs: pd.DataFrame, result: pd.Series, seed: int = 0) -> pd.DataFrame:
    """Estimate on which inputs a result hangs.

    Parameters
    ----------
    inputs : DataFrame
        (draws, inputs); independent of one another.
    result : Series
        (draws,); draws in which it is infinite or missing are left out.
    seed : int
        Of the resamples.

    Returns
    -------
    DataFrame
        One row an input, that with most effect first: ``input``; ``s1`` and ``delta`` with the ends of their 95%
        intervals (bootstrap); ``direction``, the rank correlation of Spearman, which says whether the result grows
        with the input; ``sure``, whether ``s1`` is more than chance gives any of the inputs in 95 of 100 shuffles of
        the results. Empty where there are fewer than `FEWEST` draws, or the result is always the same.
    """
    kept = np.isfinite(result.to_numpy(dtype=np.float64))
    x, y = inputs.to_numpy(dtype=np.float64)[kept], result.to_numpy(dtype=np.float64)[kept]
    if len(y) < FEWEST or not np.ptp(y) > 0 or not x.shape[1]:
        return pd.DataFrame(columns=list(COLUMNS))
    rng = np.random.default_rng(seed)
    classes = _classes(x)
    bins = _bins(y)
    s1, delta = _both(classes, y, bins)
    spread = np.array([_both(classes[pick], y[pick], bins[pick]) for pick in _resamples(rng, len(y))])
    mixed = np.array([_both(classes, y[mix], bins[mix]) for mix in _shuffles(rng, len(y))])
    chance, most = mixed[:, 1].mean(axis=0), np.quantile(mixed[:, 0].max(axis=1), 0.95)
    # a bootstrap sample has the chance of the draws and its own: centred on the estimate, its spread remains
    half = 1.96 * spread.std(axis=0, ddof=1)
    delta = np.maximum(delta - chance, 0.0)
    frame = pd.DataFrame(
        {
            "input": list(inputs.columns),
            "s1": s1,
            "s1_low": np.maximum(s1 - half[0], 0.0),
            "s1_high": np.minimum(s1 + half[0], 1.0),
            "delta": delta,
            "delta_low": np.maximum(delta - half[1], 0.0),
            "delta_high": np.minimum(delta + half[1], 1.0),
            "direction": _rank_correlation(x, y),
            "sure": s1 > most,
        }
    )
    return frame.sort_values(["s1", "delta"], ascending=False, kind="stable", ignore_index=True)


def _classes(x: FloatArray) -> np.ndarray[Any, np.dtype[np.int64]]:
    """(draws, inputs) class of each draw by each input; as many classes as leave about 25 draws in each."""
    count = int(np.clip(len(x) // 25, 5, _MOST_CLASSES))
    return ((rankdata(x, method="ordinal", axis=0) - 1) * count // len(x)).astype(np.int64)


def _bins(y: FloatArray) -> np.ndarray[Any, np.dtype[np.int64]]:
    """(draws,) cell of each result in a histogram of cells with equally many draws: robust against far values."""
    count = int(np.clip(np.sqrt(len(y)), 5, 30))
    return ((rankdata(y, method="average") - 1) * count // len(y)).astype(np.int64)


def _both(
    classes: np.ndarray[Any, np.dtype[np.int64]], y: FloatArray, bins: np.ndarray[Any, np.dtype[np.int64]]
) -> tuple[FloatArray, FloatArray]:
    """First-order index and distance of distributions of each input."""
    draws, inputs = classes.shape
    count, cells = int(classes.max()) + 1, int(bins.max()) + 1
    centred = y - y.mean()
    total = float(centred @ centred)
    whole = np.bincount(bins, minlength=cells) / draws
    s1, delta = np.empty(inputs), np.empty(inputs)
    for at in range(inputs):
        member = classes[:, at]
        size = np.bincount(member, minlength=count)
        sums = np.bincount(member, weights=centred, minlength=count)
        filled = size > 0
        between = float((sums[filled] ** 2 / size[filled]).sum())
        groups = int(filled.sum())
        # epsilon squared (Kelley 1935): the correlation ratio without what chance makes of it
        within = (total - between) / max(draws - groups, 1)
        s1[at] = max((between - (groups - 1) * within) / total, 0.0) if total > 0 else 0.0
        joint = np.bincount(member * cells + bins, minlength=count * cells).reshape(count, cells)[filled]
        own = joint / size[filled, None]
        delta[at] = float((size[filled] / draws) @ np.abs(own - whole).sum(axis=1)) / 2
    return s1, delta


def _resamples(rng: np.random.Generator, draws: int) -> np.ndarray[Any, np.dtype[np.int64]]:
    return rng.integers(0, draws, (RESAMPLES, draws))


def _shuffles(rng: np.random.Generator, draws: int) -> list[np.ndarray[Any, np.dtype[np.int64]]]:
    return [rng.permutation(draws) for _ in range(RESAMPLES)]


def _rank_correlation(x: FloatArray, y: FloatArray) -> FloatArray:
    ranks = rankdata(x, axis=0) - (len(x) + 1) / 2
    result = rankdata(y) - (len(y) + 1) / 2
    scale = np.sqrt((ranks**2).sum(axis=0) * (result**2).sum())
    return np.asarray(np.divide(ranks.T @ result, scale, out=np.zeros(x.shape[1]), where=scale > 0))
