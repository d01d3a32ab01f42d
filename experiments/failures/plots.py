"""Losses as pictures: bars of the worst, and a map of links by what their loss costs."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap, LogNorm

from experiments.failures.elements import KINDS
from experiments.failures.losses import UNCHANGED_USD
from experiments.failures.study import Criticality
from experiments.failures.words import KIND_WORDS
from experiments.files import lettered
from experiments.maps import (
    BORDER,
    FAINT,
    INK,
    LAND,
    SOURCE,
    WATER,
    Frame,
    countries_within,
    degree_box,
    degrees_of,
    link_lines,
    projection,
)
from experiments.pages import figure_file, plain_axes

_BARS = 12
_FIXED, _ANEW = "#c8102e", "#0b5c73"
_RAMP = LinearSegmentedColormap.from_list("loss", ["#f2c14e", "#e07b2a", "#c8102e", "#5a0a1c"])
_RANGE = 1e3
"""The map's colours span so many times the smallest loss that is told apart: three decades."""


def draw_losses(found: Criticality, path: Path) -> None:
    """Draw bars of the worst losses of each kind.

    Parameters
    ----------
    found : Criticality
    path : Path

    Raises
    ------
    OSError
        If the file cannot be written.
    """
    kinds = [kind for kind in KINDS if (found.table["kind"] == kind).any()]
    lines = [min(_BARS, int((found.table["kind"] == kind).sum())) + 2 for kind in kinds]
    height = 1.6 + 0.26 * sum(lines)
    with figure_file(path, f"{found.study.region.title}: what a loss costs", size=(10.0, height)) as figure:
        if not kinds:
            return
        axes = figure.subplots(len(kinds), 1, squeeze=False, gridspec_kw={"height_ratios": lines})[:, 0]
        for kind, ax in zip(kinds, axes, strict=True):
            plot_kind(found.table[found.table["kind"] == kind].head(_BARS), KIND_WORDS[kind], ax)
        axes[0].legend(frameon=False, fontsize=7.5, loc="lower right")
        axes[-1].set_xlabel("extra cost, million USD a year")


@lettered
def plot_kind(table: pd.DataFrame, title: str, ax: Axes) -> None:
    """Draw the losses of one kind: a bar with hubs fixed, a mark with the hub chosen anew.

    Parameters
    ----------
    table : DataFrame
        Rows of `Criticality.table`.
    title : str
    ax : Axes
    """
    fixed = table["cost_fixed_usd"].to_numpy(dtype=np.float64) / 1e6
    finite = np.isfinite(fixed)
    longest = float(fixed[finite].max(initial=0.0)) or 1.0
    at = np.arange(len(table))
    ax.barh(at, np.where(finite, fixed, longest), color=np.where(finite, _FIXED, INK), alpha=0.75, label="hubs fixed")
    ax.plot(
        table["cost_rechosen_usd"] / 1e6, at, linestyle="none", marker="D", markersize=4, color=_ANEW,
        label="hub chosen anew",
    )  # fmt: skip
    for y, number in zip(at, finite, strict=True):
        if not number:
            ax.annotate("some freight has no way", (longest, y), ha="right", va="center", color="white", fontsize=7.5)
    ax.set_yticks(at, [str(name) for name in table["name"]])
    ax.invert_yaxis()
    ax.set_title(title.capitalize(), loc="left")
    plain_axes(ax)


def draw_loss_map(found: Criticality, path: Path) -> None:
    """Draw the links by what closing them alone costs.

    Parameters
    ----------
    found : Criticality
    path : Path

    Raises
    ------
    OSError
        If the file cannot be written.
    """
    region = found.study.region
    links = link_lines(region)
    ends = set(links.loc[~links["mode"].isin(["air", "sea"]), ["from", "to"]].to_numpy().ravel())
    core = region.places.loc[region.places.index.isin(ends)] if ends else region.places
    crs = projection(core)
    points = core.to_crs(crs).geometry
    frame = Frame.around(points.x.to_numpy(), points.y.to_numpy()).padded(0.03)
    size = (11.0, float(np.clip(1.2 + 9.2 * frame.height / max(frame.width, 1.0), 3.6, 11.0)))
    with figure_file(path, f"{region.title}: what closing a link costs", size=size) as figure:
        ax = figure.subplots()
        _backdrop(ax, frame, crs)
        west, south, east, north = degrees_of(frame.padded(0.05), crs)
        links.geometry = shapely.intersection(
            links.geometry.to_numpy(), degree_box(west - 15, south - 5, east + 15, north + 5)
        )
        plot_links(found, links[~links.geometry.is_empty & ~links["planned"]].to_crs(crs), ax)
        hubs = region.places.loc[list(found.stakes.open_hubs)].to_crs(crs).geometry
        ax.scatter(hubs.x, hubs.y, s=46, color=_ANEW, edgecolor="white", zorder=6, label="open hub")
        ax.legend(frameon=True, fontsize=7.5, loc="lower left")
        ax.set(xlabel="", ylabel="")
        ax.annotate(f"Outlines: {SOURCE}", (1, 0), xycoords="axes fraction", ha="right", va="bottom", fontsize=6)


@lettered
def plot_links(found: Criticality, lines: gpd.GeoDataFrame, ax: Axes) -> None:
    """Draw links in the colours of what their loss costs; grey = nothing, or not looked at.

    Parameters
    ----------
    found : Criticality
    lines : GeoDataFrame
        Projected, index = link id.
    ax : Axes
    """
    cost = link_losses(found).reindex(lines.index)
    lines.plot(ax=ax, color="#9aa5b1", linewidth=0.5, aspect=None, zorder=2)
    dear = cost[cost >= UNCHANGED_USD].sort_values()
    shown = lines.loc[dear.index]
    if shown.empty:
        return
    numbers = dear[np.isfinite(dear)]
    most = float(numbers.max()) if len(numbers) else _RANGE
    norm = LogNorm(most / _RANGE, most)
    colours = [
        _RAMP(float(norm(min(max(value, most / _RANGE), most)))) if np.isfinite(value) else INK for value in dear
    ]
    widths = [0.6 + 2.6 * float(norm(min(max(value, most / _RANGE), most))) for value in dear]
    flown = (shown["mode"] == "air").to_numpy()  # there are many, and they cross the others
    for some, alpha in ((flown, 0.35), (~flown, 1.0)):
        if some.any():
            kept = np.flatnonzero(some)
            shown.iloc[kept].plot(
                ax=ax, color=[colours[at] for at in kept], linewidth=[widths[at] for at in kept], alpha=alpha,
                aspect=None, zorder=3,
            )  # fmt: skip
    if ax.figure is not None:
        from matplotlib.cm import ScalarMappable

        bar = ax.figure.colorbar(ScalarMappable(LogNorm(most / 1e6 / _RANGE, most / 1e6), _RAMP), ax=ax, shrink=0.6)
        bar.ax.yaxis.set_major_formatter(lambda value, _: f"{value:g}")
        bar.set_label("extra cost with hubs fixed, million USD a year (below: lightest)")
    if not np.isfinite(dear).all():
        ax.plot([], [], color=INK, linewidth=3.2, label="some freight then has no way")


def link_losses(found: Criticality) -> pd.Series:
    """Look up what the loss of each link costs.

    Parameters
    ----------
    found : Criticality

    Returns
    -------
    Series
        USD a year by link, of links that were looked at; a crossing of several links counts for none of them.
    """
    alone = found.table[found.table["kind"].isin(["link", "crossing"]) & ~found.table["links"].str.contains(";")]
    return pd.Series(alone["cost_fixed_usd"].to_numpy(dtype=np.float64), index=alone["links"].to_numpy())


def _backdrop(ax: Axes, frame: Frame, crs: object) -> None:
    ax.set_xlim(frame.west, frame.east)
    ax.set_ylim(frame.south, frame.north)
    ax.set_xticks([])
    ax.set_yticks([])
    ax.set_aspect("equal")
    ax.set_facecolor(WATER)
    land = countries_within(degrees_of(frame, crs)).to_crs(crs)  # type: ignore[arg-type]
    if not land.empty:
        land.plot(ax=ax, color=LAND, edgecolor=BORDER, linewidth=0.5, aspect=None)
    for spine in ax.spines.values():
        spine.set_color(FAINT)
