"""Charts: who is ahead, how sure that is, what guarding against disruptions costs, what corridors carry."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from typing import Literal

import matplotlib as mpl
import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap, TwoSlopeNorm

from experiments.files import label_text, lettered, plain_text
from experiments.maps import LIGHT, OTHERS, SERIES, place_labels, regret_colour
from experiments.pictures.sheet import settle_layout, shortened
from experiments.pictures.sizes import LEAST_PT, axes_for, small
from experiments.pictures.strip import text_width
from experiments.text import scale_of
from optimize import InputError

FloatArray = npt.NDArray[np.float64]

NAME_SHARE = 0.42
"""Share of a chart's width that names may take."""
CHANGE = LinearSegmentedColormap.from_list("change", [LIGHT.less, "#f7f7f5", LIGHT.more])
"""Less, the same, more."""
UPRIGHT = 26
"""Most letters of the name of a column that stands upright."""
DARK_GROUND = 0.45
"""Luminance below which text on a ground is white."""


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
    _need(frame, [value, *(column for column in (low, high, mark) if column)])
    frame = frame.sort_values(value, kind="stable")
    with axes_for(ax, size, chart=True) as on:
        shown = frame.head(_rows_with_room(on, len(frame), most))
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
        _rows(on, [f"{number}  {told}" for number, told in enumerate(names, start=1)], len(frame) - len(shown))
        _plain(on, "x")
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
    _need(table, [share])
    frame = table.sort_values(share, ascending=False, kind="stable")
    with axes_for(ax, size, chart=True) as on:
        shown = frame.head(_rows_with_room(on, len(frame), most))
        at = np.arange(len(shown))
        line = 1.5 * float(mpl.rcParams["axes.linewidth"])
        values = 100 * shown[share].to_numpy(dtype=np.float64)
        on.barh(at, values, height=0.5, color=LIGHT.back, alpha=0.55)
        if low in shown.columns and high in shown.columns:
            on.hlines(at, 100 * shown[low], 100 * shown[high], color=LIGHT.ink, linewidth=line)
        on.plot(values, at, "o", color=LIGHT.flow, markersize=0.5 * small())
        label = next((column for column in (name, "hub") if column in shown.columns), None)
        _rows(on, [str(told) for told in (shown.index if label is None else shown[label])], len(frame) - len(shown))
        on.set_xlim(0, 100)
        _plain(on, "x")
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
    _need(table, [x, y])
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
        _plain(on, "both")
        if len(groups) > 1:
            on.legend(title=plain_text(group_words), frameon=False, loc="upper right", title_fontsize=small())
        if len(frame):
            names = frame[name] if name in frame.columns else frame.index
            _name_points(on, frame[x].to_numpy() / factor, frame[y].to_numpy() / factor, [str(told) for told in names])
    return on


@lettered
def plot_corridors(
    flows: pd.DataFrame,
    *,
    most: int | None = None,
    title: str = "",
    words: str = "Mt a year; blue: more than in the first column, orange: less",
    ax: Axes | None = None,
    size: str = "page",
) -> Axes:
    """Draw corridors by scenarios: what each carries in figures, the change from the first scenario in colour.

    Parameters
    ----------
    flows : DataFrame
        Corridors x scenarios, tonnes a year; its index and columns are what they are called.
    most : int, optional
        Most corridors, those that carry most in any scenario; as many as there is room for if not given.
    title : str
    words : str
        What the figures and colours are.
    ax, size
        See `plot_ranking`.

    Returns
    -------
    Axes

    Raises
    ------
    InputError
        If there is nothing to draw.
    """
    if flows.empty:
        raise InputError(["there are no corridors to draw: the table of flows is empty"])
    frame = flows.loc[flows.max(axis=1).sort_values(ascending=False, kind="stable").index]
    with axes_for(ax, size, chart=True) as on:
        fitting = _rows_with_room(on, len(frame), most, head=5.0)
        values = frame.head(fitting).to_numpy(dtype=np.float64) / 1e6
        change = values - values[:, :1]
        largest = max(float(np.abs(change).max(initial=0.0)), 1e-9)
        on.imshow(change, aspect="auto", cmap=CHANGE, norm=TwoSlopeNorm(0.0, -largest, largest))
        wide, _ = _room(on)
        text = small()
        beside = max(text_width(name, text) for name in _shortened(on, frame.index[:fitting]))
        cell = max(wide - beside - 2.5 * text, text) / values.shape[1]
        if text_width(f"{values.max():.1f}", text) < 0.95 * cell:
            for (row, column), value in np.ndenumerate(values):
                ground = CHANGE(0.5 + 0.5 * float(change[row, column]) / largest)
                dark = float(np.dot(ground[:3], (0.2126, 0.7152, 0.0722))) < DARK_GROUND
                on.text(column, row, f"{value:.1f}", ha="center", va="center", fontsize=text,
                        color="white" if dark else LIGHT.ink)  # fmt: skip
        _columns(on, [plain_text(str(column)) for column in frame.columns], cell)
        _rows(on, [str(name) for name in frame.index[:fitting]], len(frame) - fitting, inverted=False)
        on.tick_params(length=0)
        for side in on.spines.values():
            side.set_visible(False)
        on.set_xlabel(plain_text(words))
        on.set_title(plain_text(title))
    return on


def _columns(on: Axes, names: Sequence[str], cell: float) -> None:
    """Write the names of columns above them: folded, or upright where they are too narrow for their words."""
    text = small()
    longest = max((text_width(word, text) for name in names for word in name.split()), default=1.0)
    head = text * min(1.0, 0.96 * cell / max(longest, 1.0))
    upright = head < LEAST_PT
    letters = max(int(cell / text_width("e", head)), 4)
    told = [shortened(name.replace("\n", " "), UPRIGHT) if upright else _folded(name, letters) for name in names]
    on.set_xticks(range(len(names)), told, fontsize=text if upright else head, rotation=90 if upright else 0)
    on.xaxis.tick_top()


def _folded(text: str, letters: int) -> str:
    return textwrap.fill(plain_text(text), letters, max_lines=4, placeholder="…", break_long_words=True)


def _need(frame: pd.DataFrame, columns: Sequence[str]) -> None:
    """Refuse a table without rows or without columns of numbers that are needed."""
    faults = [] if len(frame) else ["there is nothing to draw: the table has no rows"]
    for column in columns:
        if column not in frame.columns:
            numbers = ", ".join(map(str, frame.select_dtypes("number").columns)) or "none"
            faults.append(f"the table has no column {column!r}; columns of numbers are: {numbers}")
        elif not pd.api.types.is_numeric_dtype(frame[column]):
            faults.append(f"column {column!r} has to have numbers")
    if faults:
        raise InputError(faults)


def _room(on: Axes) -> tuple[float, float]:
    """Width and height of the room of axes with their labels, points."""
    figure = on.figure
    spec = on.get_subplotspec()
    box = on.get_position()
    wide, tall = figure.bbox.width * 72 / figure.dpi, figure.bbox.height * 72 / figure.dpi
    if spec is not None and figure.get_layout_engine() is not None:
        rows, columns = spec.get_gridspec().get_geometry()
        return wide * len(spec.colspan) / columns, tall * len(spec.rowspan) / rows
    return wide * box.width, tall * box.height


def _rows_with_room(on: Axes, rows: int, most: int | None, head: float = 4.0) -> int:
    """How many rows of text find room without touching, one less where it has to be said that some are left out."""
    _, tall = _room(on)
    text = small()
    fitting = max(int((tall - head * 1.3 * text) / (1.25 * text)), 1)
    wanted = rows if most is None else min(rows, most)
    return wanted if wanted <= fitting else max(fitting - 1, 1)


def _rows(on: Axes, names: Sequence[str], left_out: int, *, inverted: bool = True) -> None:
    """Name rows, shortened to the room that names have, and say how many are left out."""
    text = small()
    on.set_yticks(range(len(names)), _shortened(on, names), fontsize=text)
    on.tick_params(axis="y", length=0)
    if inverted:
        on.invert_yaxis()
    if left_out:
        # a row of its own, so that it stands clear of the last bar
        low, high = on.get_ylim()
        on.set_ylim(max(low, high) + 1.0, min(low, high))
        on.text(0.0, len(names), f"… and {left_out} more", transform=on.get_yaxis_transform(), fontsize=text,
                va="center", color=LIGHT.soft)  # fmt: skip


def _shortened(on: Axes, names: Iterable[object]) -> list[str]:
    """Names cut to the share of axes' width that they may take."""
    wide, _ = _room(on)
    letters = max(int(NAME_SHARE * wide / text_width("n", small())), 6)
    return [shortened(plain_text(str(name)), letters) for name in names]


def _plain(on: Axes, grid: Literal["both", "x", "y"]) -> None:
    for side in ("top", "right"):
        on.spines[side].set_visible(False)
    on.tick_params(length=0)
    on.grid(visible=True, axis=grid, color=OTHERS, linewidth=0.5 * float(mpl.rcParams["axes.linewidth"]))
    on.set_axisbelow(True)


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
    for name, label in zip(shown, placed, strict=True):
        if label is not None and not label.leads:
            x_at, y_at = back.transform((label.x / scale, label.y / scale))
            on.text(x_at, y_at, name, fontsize=text, color=LIGHT.soft, ha="center", va="center", gid="name")
