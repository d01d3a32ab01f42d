"""Switching values as pictures: how far leads swing, and who wins where."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import ListedColormap

from experiments.files import label_text, lettered
from experiments.maps import INK
from experiments.pages import figure_file, plain_axes
from experiments.text import figure, rows
from experiments.turning.study import Tipping

SHOWN = 16
"""Inputs of the tornado."""
_LOW, _HIGH, _DOT = "#9fb4c7", "#e0a46a", "#c8102e"
_HUBS = ("#4e79a7", "#f28e2b", "#59a14f", "#e15759", "#b07aa1", "#76b7b2", "#edc948", "#9c755f")
_LONGEST = 70


def draw_tornado(found: Tipping, path: Path) -> None:
    """Draw how far the lead of the best hub swings between low and high of what it hangs on most.

    Parameters
    ----------
    found : Tipping
    path : Path

    Raises
    ------
    OSError
        If the file cannot be written.
    """
    bench = found.switches.bench
    title = f"{found.study.region.title}: what the lead of {found.study.name(bench.hubs[bench.best])} hangs on"
    table = swinging(found.rows)
    with figure_file(path, title, size=(12.0, 1.6 + 0.3 * max(len(table), 4))) as canvas:
        plot_tornado(table, bench.lead, canvas.subplots())


def swinging(table: pd.DataFrame) -> pd.DataFrame:
    """Pick the rows of the tornado.

    Parameters
    ----------
    table : DataFrame
        As `experiments.turning.switching_rows`.

    Returns
    -------
    DataFrame
        Those with the widest swing, as far as it is finite.
    """
    leads = table[["lead_low_usd", "lead_high_usd"]].to_numpy(dtype=np.float64)
    return table[np.isfinite(leads).all(axis=1) & (table["swing_usd"] > 0)].head(SHOWN)


@lettered
def plot_tornado(table: pd.DataFrame, lead: float, ax: Axes) -> None:
    """Draw leads at low and high as bars from the central lead.

    Parameters
    ----------
    table : DataFrame
        As `swinging` returns it.
    lead : float
        Lead at central values, USD a year.
    ax : Axes
    """
    at = np.arange(len(table))
    for column, colour, label in (("lead_low_usd", _LOW, "at low"), ("lead_high_usd", _HIGH, "at high")):
        ends = table[column].to_numpy(dtype=np.float64)
        ax.barh(at, (ends - lead) / 1e6, left=lead / 1e6, color=colour, label=label, height=0.7)
    ax.axvline(lead / 1e6, color=INK, linewidth=0.8)
    ax.axvline(0.0, color=_DOT, linewidth=1.2, label="beyond: another hub wins")
    ax.set_yticks(at, [_short(str(name)) for name in table["name"]])
    ax.invert_yaxis()
    ax.set_xlabel("lead over the best other hub, million USD a year")
    ax.legend(frameon=False, fontsize=7.5, loc="lower right")
    plain_axes(ax)


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def draw_map(found: Tipping, path: Path) -> None:
    """Draw who wins where when two things move at once.

    Parameters
    ----------
    found : Tipping
        With a map.
    path : Path

    Raises
    ------
    OSError
        If the file cannot be written.
    """
    pairs = list(found.map.groupby(["a", "b"], sort=False))
    size = (6.4 * len(pairs) + 1.0, 5.6)
    with figure_file(path, f"{found.study.region.title}: the best single hub", size=size) as canvas:
        for ax, (_, part) in zip(canvas.subplots(1, len(pairs), squeeze=False)[0], pairs, strict=True):
            plot_map(found, part, ax)


@lettered
def plot_map(found: Tipping, part: pd.DataFrame, ax: Axes) -> None:
    """Draw the best hub at each pair of values, and its lead.

    Parameters
    ----------
    found : Tipping
    part : DataFrame
        Of one pair.
    ax : Axes
    """
    hubs = list(dict.fromkeys(found.map["hub"].value_counts().index))
    grid = part.pivot_table(index="b_value", columns="a_value", values="hub", aggfunc="first")
    x, y = (np.asarray(axis, dtype=np.float64) for axis in (grid.columns, grid.index))
    codes = grid.map(hubs.index).to_numpy(dtype=np.float64)
    colours = ListedColormap([_HUBS[k % len(_HUBS)] for k in range(len(hubs))])
    ax.pcolormesh(x, y, codes, cmap=colours, vmin=-0.5, vmax=len(hubs) - 0.5, shading="nearest", alpha=0.75)
    for row in rows(part):
        ax.annotate(
            f"{row['lead_usd'] / 1e6:.0f}", (row["a_value"], row["b_value"]), ha="center", va="center", fontsize=6.5
        )
    one, other = (found.switches.levers[str(part[key].iloc[0])] for key in ("a", "b"))
    ax.plot(one.central, other.central, marker="o", markersize=22, markerfacecolor="none", markeredgecolor=INK)
    for k, hub in enumerate(hubs):
        ax.scatter(
            [], [], marker="s", color=_HUBS[k % len(_HUBS)], alpha=0.75, label=label_text(found.study.name(str(hub)))
        )
    ax.legend(frameon=False, ncols=3, loc="lower left", bbox_to_anchor=(0.0, 1.0), fontsize=7.5)
    ax.set_xlabel(f"{_short(one.name)}; central {figure(one.central)}")
    ax.set_ylabel(f"{_short(other.name)}; central {figure(other.central)}")
    plain_axes(ax)
