"""Charts: who is ahead, how sure that is, what guarding against disruptions costs, what corridors carry."""

from __future__ import annotations

import matplotlib as mpl
import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.axes import Axes

from experiments.files import label_text, lettered, plain_text
from experiments.maps import LIGHT, SERIES, place_labels, regret_colour
from experiments.pictures.rows import name_rows, need_numbers, plain_axes, rows_with_room
from experiments.pictures.sheet import settle_layout, shortened
from experiments.pictures.sizes import axes_for, small
from experiments.pictures.strip import text_width
from experiments.text import scale_of

FloatArray = npt.NDArray[np.float64]


@lettered
def plot_ranking(
    table: pd.DataFrame | pd.Series,
    value: str = "expected_regret_usd",
    *,
    low: str | None = None,
    high: str | None = None,
    mark: str | None = None,
    name: str = "name",
    words: str = "",
    most: int | None = None,
    title: str = "",
    ax: Axes | None = None,
    size: str = "page",
) -> Axes:
    """Draw a ranking as bars, the least on top, the nearer to it the darker.

    Parameters
    ----------
    table : DataFrame or Series
        A row for each hub; a series has the values alone.
    value : str
        Column of the bars, such as costs above the best hub's.
    low, high : str, optional
        Columns of the ends of an interval.
    mark : str, optional
        Column that is marked with a tick, such as the largest regret.
    name : str
        Column of the names; the index where there is none.
    words : str
        What the values are, for the axis; the column's name if not given.
    most : int, optional
        Most bars; as many as there is room for at six points if not given. How many are left out is said.
    title : str
    ax : Axes, optional
        A new figure if not given.
    size : str
        Of a new figure: ``column``, ``page``, ``slide`` or ``poster``.

    Returns
    -------
    Axes

    Raises
    ------
    InputError
        If the data cannot be drawn; it names what is wrong.
    """
    frame = table.to_frame(value) if isinstance(table, pd.Series) else table
    need_numbers(frame, [value, *(column for column in (low, high, mark) if column)])
    frame = frame.sort_values(value, kind="stable")
    with axes_for(ax, size, chart=True) as on:
        shown = frame.head(rows_with_room(on, len(frame), most))
        columns = [column for column in (value, low, high, mark) if column]
        factor, unit = scale_of(float(np.abs(shown[columns].to_numpy(dtype=np.float64)).max(initial=0.0)) / 10)
        at = np.arange(len(shown))
        bars = shown[value].to_numpy(dtype=np.float64) / factor
        widest = float(frame[value].max()) / factor
        colours = [regret_colour(bar / widest if widest > 0 else 0.0) for bar in bars]
        on.barh(at, bars, height=0.66, color=colours, edgecolor=LIGHT.soft, linewidth=0.3)
        line = 1.5 * float(mpl.rcParams["axes.linewidth"])
        if low and high:
            on.hlines(at, shown[low] / factor, shown[high] / factor, color=LIGHT.ink, linewidth=line)
        if mark:
            on.plot(shown[mark] / factor, at, "|", color=LIGHT.ink, markersize=small(), markeredgewidth=line)
        names = shown[name] if name in shown.columns else shown.index
        name_rows(on, [f"{number}  {told}" for number, told in enumerate(names, start=1)], len(frame) - len(shown))
        plain_axes(on, "x")
        on.set_xlabel(f"{plain_text(words or value)}{f', {unit}' if unit else ''}")
        on.set_title(plain_text(title))
        on.set_xlim(left=min(0.0, float(bars.min(initial=0.0))))
    return on


@lettered
def plot_shares(
    table: pd.DataFrame,
    share: str = "share_best",
    low: str | None = "share_low",
    high: str | None = "share_high",
    *,
    name: str = "name",
    words: str = "% of draws in which a hub is best",
    most: int | None = None,
    title: str = "",
    ax: Axes | None = None,
    size: str = "page",
) -> Axes:
    """Draw how often each hub is best, with its interval, the most often on top.

    Parameters
    ----------
    table : DataFrame
        A row for each hub, as in ``robustness.csv``.
    share : str
        Column of the shares, 0 to 1.
    low, high : str, optional
        Columns of the ends of their intervals; left out where the table has none.
    name, words, most, title, ax, size
        See `plot_ranking`.

    Returns
    -------
    Axes

    Raises
    ------
    InputError
        If the data cannot be drawn; it names what is wrong.
    """
    need_numbers(table, [share])
    frame = table.sort_values(share, ascending=False, kind="stable")
    with axes_for(ax, size, chart=True) as on:
        shown = frame.head(rows_with_room(on, len(frame), most))
        at = np.arange(len(shown))
        line = 1.5 * float(mpl.rcParams["axes.linewidth"])
        values = 100 * shown[share].to_numpy(dtype=np.float64)
        on.barh(at, values, height=0.5, color=LIGHT.back, alpha=0.55)
        if low in shown.columns and high in shown.columns:
            on.hlines(at, 100 * shown[low], 100 * shown[high], color=LIGHT.ink, linewidth=line)
        on.plot(values, at, "o", color=LIGHT.flow, markersize=0.5 * small())
        label = next((column for column in (name, "hub") if column in shown.columns), None)
        name_rows(on, [str(told) for told in (shown.index if label is None else shown[label])], len(frame) - len(shown))
        on.set_xlim(0, 100)
        plain_axes(on, "x")
        on.set_xlabel(plain_text(words))
        on.set_title(plain_text(title))
    return on


@lettered
def plot_frontier(
    table: pd.DataFrame,
    x: str = "expected_usd",
    y: str = "value_usd",
    *,
    group: str | None = "p",
    name: str = "name",
    x_words: str = "expected cost",
    y_words: str = "worst case",
    group_words: str = "hubs",
    title: str = "",
    ax: Axes | None = None,
    size: str = "page",
) -> Axes:
    """Draw what less of one thing costs of another: the designs that none beats in both, a line for each group.

    Parameters
    ----------
    table : DataFrame
        A row for each design; those that are infinite in a column are left out.
    x, y : str
        Columns, less is better, USD a year.
    group : str, optional
        Column of the groups, such as the number of hubs.
    name : str
        Column of the designs' names, written where there is room; the index where there is none.
    x_words, y_words, group_words : str
        What they are.
    title, ax, size
        See `plot_ranking`.

    Returns
    -------
    Axes

    Raises
    ------
    InputError
        If the data cannot be drawn; it names what is wrong.
    """
    need_numbers(table, [x, y])
    frame = table[np.isfinite(table[x].to_numpy(dtype=np.float64)) & np.isfinite(table[y].to_numpy(dtype=np.float64))]
    with axes_for(ax, size, chart=True) as on:
        factor, unit = scale_of(float(frame[[x, y]].to_numpy(dtype=np.float64).max(initial=0.0)) / 10)
        groups = [("", frame)] if group is None or group not in frame.columns else list(frame.groupby(group, sort=True))
        line = 1.8 * float(mpl.rcParams["axes.linewidth"])
        for number, (key, part) in enumerate(groups):
            ordered = part.sort_values([x, y], kind="stable")
            on.plot(
                ordered[x] / factor, ordered[y] / factor, color=SERIES[number % len(SERIES)], linewidth=line,
                marker="os^Dv"[number % 5], markersize=0.6 * small(), label=label_text(str(key)),
            )  # fmt: skip
        on.margins(0.08, 0.12)
        on.ticklabel_format(useOffset=False, style="plain")
        on.set_xlabel(f"{plain_text(x_words)}, {unit} USD a year".replace(",  USD", ", USD"))
        on.set_ylabel(f"{plain_text(y_words)}, {unit} USD a year".replace(",  USD", ", USD"))
        on.set_title(plain_text(title))
        plain_axes(on, "both")
        if len(groups) > 1:
            on.legend(title=plain_text(group_words), frameon=False, loc="upper right", title_fontsize=small())
        if len(frame):
            names = frame[name] if name in frame.columns else frame.index
            _name_points(on, frame[x].to_numpy() / factor, frame[y].to_numpy() / factor, [str(told) for told in names])
    return on


def _name_points(on: Axes, x: FloatArray, y: FloatArray, names: list[str]) -> None:
    """Write as many names beside points as there is room for."""
    settle_layout(on)
    scale = 72 / on.figure.dpi
    at = on.transData.transform(np.column_stack([x, y])) * scale
    box = on.get_window_extent()
    bounds = (box.x0 * scale, box.y0 * scale, box.x1 * scale, box.y1 * scale)
    text = small(factor=0.86)
    shown = [shortened(plain_text(name), 24) for name in names]
    taken = []
    legend = on.get_legend()
    if legend is not None:
        there = legend.get_window_extent()
        taken.append((there.x0 * scale, there.y0 * scale, there.x1 * scale, there.y1 * scale))
    sizes = [(text_width(name, text) + 2, 1.3 * text) for name in shown]
    points = [(float(across), float(up)) for across, up in at]
    placed = place_labels(points, sizes, bounds, radius=2.5, taken=taken, give_up=9.0)
    back = on.transData.inverted()
    for name, label, (wide, tall) in zip(shown, placed, sizes, strict=True):
        if label is None or label.leads:
            continue
        # the best place may still touch another name
        own = (label.x - wide / 2, label.y - tall / 2, label.x + wide / 2, label.y + tall / 2)
        if any(own[0] < right and left < own[2] and own[1] < high and low < own[3] for left, low, right, high in taken):
            continue
        taken.append(own)
        x_at, y_at = back.transform((label.x / scale, label.y / scale))
        on.text(x_at, y_at, name, fontsize=text, color=LIGHT.soft, ha="center", va="center", gid="name")
