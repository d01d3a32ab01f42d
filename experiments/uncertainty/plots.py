"""Draws as pictures: who wins how often, how leads spread, and on what they hang."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from experiments.files import lettered
from experiments.maps import FAINT, INK
from experiments.pages import figure_file, plain_axes
from experiments.question import single_designs
from experiments.uncertainty.study import Robustness

SHOWN = 10
"""Most hubs or inputs of a plot."""
_BAR, _DOT = "#9fb4c7", "#c8102e"


def draw_shares(found: Robustness, path: Path) -> None:
    """Draw in which share of the draws each hub is best, with intervals, and how the costs spread.

    Parameters
    ----------
    found : Robustness
    path : Path

    Raises
    ------
    OSError
        If the file cannot be written.
    """
    with figure_file(path, f"{found.study.region.title}: {found.count} draws of all uncertain inputs") as figure:
        left, right = figure.subplots(1, 2)
        plot_shares(found.hubs, left)
        plot_spread(found, right)


@lettered
def plot_shares(wins: pd.DataFrame, ax: Axes) -> None:
    """Draw shares of draws with their intervals.

    Parameters
    ----------
    wins : DataFrame
        As `experiments.wins.win_table`, with ``name``.
    ax : Axes
    """
    table = wins.head(SHOWN)
    at = np.arange(len(table))
    share = 100 * table["share_best"].to_numpy()
    ends = np.abs(100 * table[["share_low", "share_high"]].to_numpy().T - share)
    ax.barh(at, share, color=_BAR)
    ax.errorbar(share, at, xerr=ends, fmt="none", ecolor=INK, elinewidth=1.0, capsize=3)
    ax.set_yticks(at, [str(name) for name in table["name"]])
    ax.invert_yaxis()
    ax.set_title("Best hub in % of the draws, with 95% interval", loc="left")
    plain_axes(ax)


@lettered
def plot_spread(found: Robustness, ax: Axes) -> None:
    """Draw by how much each hub is behind or ahead of the best other, over the draws.

    Parameters
    ----------
    found : Robustness
    ax : Axes
    """
    costs = found.costs(single_designs(found.study))
    hubs = [hub for hub in found.hubs["hub"].head(SHOWN) if costs.shape[1] > 1]
    if not hubs:
        ax.set_axis_off()
        return
    leads = [(costs.drop(columns=hub).min(axis=1) - costs[hub]) / 1e6 for hub in hubs]
    at = np.arange(len(hubs))
    low, first, middle, third, high = np.quantile(np.array(leads), [0.05, 0.25, 0.5, 0.75, 0.95], axis=1)
    ax.hlines(at, low, high, color=INK, linewidth=1.0)
    ax.barh(at, third - first, left=first, height=0.5, color=_BAR)
    ax.vlines(middle, at - 0.25, at + 0.25, color=_DOT)
    ax.set_yticks(at, [found.study.name(str(hub)) for hub in hubs])
    ax.invert_yaxis()
    ax.axvline(0.0, color=FAINT, linewidth=0.8)
    ax.set_title(
        "Lead over the best other hub, million USD a year\n(half of the draws in the box, 90% in the lines)", loc="left"
    )
    plain_axes(ax)


def draw_sensitivity(found: Robustness, path: Path) -> None:
    """Draw on which causes of uncertainty each lead hangs.

    Parameters
    ----------
    found : Robustness
        With some sensitivity.
    path : Path

    Raises
    ------
    OSError
        If the file cannot be written.
    """
    duels = list(found.sensitivity.groupby(["hub", "rival"], sort=False))
    size = (6.0 * len(duels) + 1.0, 5.2)
    with figure_file(path, f"{found.study.region.title}: on what the lead hangs", size=size) as figure:
        for ax, (pair, table) in zip(figure.subplots(1, len(duels), squeeze=False)[0], duels, strict=True):
            hub, rival = (found.study.name(str(place)) for place in pair)
            plot_sensitivity(table.head(SHOWN), ax)
            ax.set_title(f"{hub} over {rival}: % of the variance of the lead", loc="left")


@lettered
def plot_sensitivity(table: pd.DataFrame, ax: Axes) -> None:
    """Draw first-order indices with intervals; colours say whether the lead grows, pale ones that it may be chance.

    Parameters
    ----------
    table : DataFrame
        As `experiments.uncertainty.sensitivity`.
    ax : Axes
    """
    at = np.arange(len(table))
    s1 = 100 * table["s1"].to_numpy(dtype=float)
    ends = np.abs(100 * table[["s1_low", "s1_high"]].to_numpy(dtype=float).T - s1)
    bars = ax.barh(at, s1, color=[_BAR if value >= 0 else "#e0a46a" for value in table["direction"]])
    for bar, sure in zip(bars, table["sure"], strict=True):
        bar.set_alpha(1.0 if sure else 0.35)
    ax.errorbar(s1, at, xerr=ends, fmt="none", ecolor=INK, elinewidth=1.0, capsize=3)
    ax.set_yticks(at, [str(name) for name in table["input"]])
    ax.invert_yaxis()
    ax.set_xlabel("blue: the lead grows with it; orange: it falls; pale: no more than chance gives")
    plain_axes(ax)
