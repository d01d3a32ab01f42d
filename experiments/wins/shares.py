"""Shares of draws in which each hub is best, with intervals, and the spread of its lead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd
from scipy.stats import binomtest

FloatArray = np.ndarray[Any, np.dtype[np.float64]]

LEVEL = 0.95
"""Confidence of the intervals of shares."""

Answer = Literal["yes", "no", "undecided"]
_TIE = 1e-9  # costs that differ by less, relative to the best, are the same up to rounding


def win_table(cost: pd.DataFrame) -> pd.DataFrame:
    """Count in how many draws each hub is best, and measure its lead.

    Parameters
    ----------
    cost : DataFrame
        (draws, hubs); labels of the columns are the hubs. Infinite where a hub serves nobody.

    Returns
    -------
    DataFrame
        One row a hub, best share first: ``hub``; ``share_best`` with ``share_low`` and ``share_high``, its 95%
        interval (Wilson 1927); ``lead_mean`` and ``lead_sd``, the mean and standard deviation over draws of the cost
        of the best other hub minus its own, in the unit of the costs (negative where it is behind); ``cost_mean``.
        Hubs that are equal in a draw share it.

    Examples
    --------
    >>> win_table(pd.DataFrame({"a": [1.0, 1.0], "b": [2.0, 4.0]}))[["hub", "share_best", "lead_mean"]].values.tolist()
    [['a', 1.0, 2.0], ['b', 0.0, -2.0]]
    """
    values = cost.to_numpy(dtype=np.float64)
    draws, hubs = values.shape
    least = values.min(axis=1, keepdims=True)
    best = values <= least + _TIE * np.abs(np.where(np.isfinite(least), least, 0.0))
    share = (best / best.sum(axis=1, keepdims=True)).sum(axis=0) / draws
    with np.errstate(invalid="ignore"):  # hubs that serve nobody
        lead = _best_others(values) - values
        spread = lead.std(axis=0, ddof=1) if draws > 1 and hubs > 1 else np.zeros(hubs)
    ends = [_interval(value, draws) for value in share]
    frame = pd.DataFrame(
        {
            "hub": list(cost.columns),
            "share_best": share,
            "share_low": [low for low, _ in ends],
            "share_high": [high for _, high in ends],
            "lead_mean": lead.mean(axis=0),
            "lead_sd": spread,
            "cost_mean": values.mean(axis=0),
        }
    )
    return frame.sort_values(["share_best", "cost_mean"], ascending=[False, True], kind="stable", ignore_index=True)


def _best_others(values: FloatArray) -> FloatArray:
    """(draws, hubs) least cost of all other hubs; nan where there are none."""
    if values.shape[1] < 2:
        return np.full(values.shape, np.nan)
    two = np.partition(values, 1, axis=1)[:, :2]
    first = values.argmin(axis=1)
    others = np.repeat(two[:, :1], values.shape[1], axis=1)
    others[np.arange(len(values)), first] = two[:, 1]
    return others


def _interval(share: float, draws: int) -> tuple[float, float]:
    """Wilson's interval of a share of draws; draws that are shared count in part, rounded."""
    found = binomtest(round(share * draws), draws).proportion_ci(confidence_level=LEVEL, method="wilson")
    return float(found.low), float(found.high)


@dataclass(frozen=True)
class Lead:
    """By how much one hub is ahead of the others.

    Attributes
    ----------
    hub, rival : str
        The hub, and that of the others whose mean cost is least.
    mean, sd : float
        Of the rival's cost minus the hub's over draws.
    share, low, high : float
        Of the draws in which the hub costs less than the rival, with its interval.
    """

    hub: str
    rival: str
    mean: float
    sd: float
    share: float
    low: float
    high: float

    @property
    def holds(self) -> Answer:
        """Whether the hub is the better one.

        ``yes`` where its mean lead is at least one standard deviation and its share of draws is surely above a half,
        ``no`` where both are so for the rival, else ``undecided``. Two hubs that cost the same are undecided.
        """
        if self.mean > 0 and self.mean >= self.sd and self.low > 0.5:
            return "yes"
        if self.mean < 0 and -self.mean >= self.sd and self.high < 0.5:
            return "no"
        return "undecided"


def lead_over(cost: pd.DataFrame, hub: str, rivals: Sequence[str] | None = None) -> Lead:
    """Measure a hub's lead over its closest rival.

    Parameters
    ----------
    cost : DataFrame
        (draws, hubs).
    hub : str
    rivals : sequence of str, optional
        Default all others; at least one.

    Returns
    -------
    Lead
    """
    others = [name for name in (cost.columns if rivals is None else rivals) if name != hub]
    rival = str(cost[others].mean().idxmin())
    with np.errstate(invalid="ignore"):
        gap = (cost[rival] - cost[hub]).to_numpy(dtype=np.float64)
    gap = np.where(np.isnan(gap), 0.0, gap)  # both serve nobody
    wins = float(np.where(gap == 0, 0.5, gap > 0).mean())
    low, high = _interval(wins, len(gap))
    return Lead(hub, rival, float(gap.mean()), float(gap.std(ddof=1)) if len(gap) > 1 else 0.0, wins, low, high)


def standing(cost: pd.DataFrame) -> Lead:
    """Measure the lead of the hub whose mean cost is least.

    Parameters
    ----------
    cost : DataFrame
        (draws, hubs), at least two hubs.

    Returns
    -------
    Lead
    """
    return lead_over(cost, str(cost.mean().idxmin()))
