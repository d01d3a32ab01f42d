"""Corridors by scenarios, in figures and colours."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap, TwoSlopeNorm

from experiments.files import lettered, plain_text
from experiments.maps import LIGHT
from experiments.pictures.rows import name_rows, room_of, rows_with_room, shortened_names
from experiments.pictures.sheet import shortened
from experiments.pictures.sizes import LEAST_PT, axes_for, small
from experiments.pictures.strip import text_width
from optimize import InputError

CHANGE = LinearSegmentedColormap.from_list("change", [LIGHT.less, "#f7f7f5", LIGHT.more])
"""Less, the same, more."""
UPRIGHT = 26
"""Most letters of the name of a column that stands upright."""
DARK_GROUND = 0.45
"""Luminance below which text on a ground is white."""


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
        Corridors x scenarios, tonnes a year; its index and columns are what they are called. Where there is no room
        for all columns at six points, those that change least are left out, which is said.
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
        wide, _ = room_of(on)
        text = small()
        beside = max(text_width(name, text) for name in shortened_names(on, frame.index))
        inner = max(wide - beside - 2.5 * text, 2 * text)
        frame, left_out = _fitting_columns(frame, max(int(inner / (1.3 * text)), 1))
        cell = inner / frame.shape[1]
        lines = _columns(on, [plain_text(str(column)) for column in frame.columns], cell)
        told = f"{words}; {left_out} columns with less change are left out" if left_out else words
        foot = _folded(told, max(int(0.9 * inner / text_width("e", float(mpl.rcParams["axes.labelsize"]))), 8))
        fitting = rows_with_room(on, len(frame), most, head=1.0 + lines + 1.6 * foot.count("\n") + 2.0 * bool(title))
        values = frame.head(fitting).to_numpy(dtype=np.float64) / 1e6
        change = values - values[:, :1]
        largest = max(float(np.abs(change).max(initial=0.0)), 1e-9)
        on.imshow(change, aspect="auto", cmap=CHANGE, norm=TwoSlopeNorm(0.0, -largest, largest))
        if text_width(f"{values.max():.1f}", text) < 0.95 * cell:
            for (row, column), value in np.ndenumerate(values):
                ground = CHANGE(0.5 + 0.5 * float(change[row, column]) / largest)
                dark = float(np.dot(ground[:3], (0.2126, 0.7152, 0.0722))) < DARK_GROUND
                on.text(column, row, f"{value:.1f}", ha="center", va="center", fontsize=text,
                        color="white" if dark else LIGHT.ink)  # fmt: skip
        name_rows(on, [str(name) for name in frame.index[:fitting]], len(frame) - fitting, inverted=False)
        on.tick_params(length=0)
        for side in on.spines.values():
            side.set_visible(False)
        on.set_xlabel(foot)
        on.set_title(plain_text(title))
    return on


def _fitting_columns(frame: pd.DataFrame, most: int) -> tuple[pd.DataFrame, int]:
    """The first column and those that change most against it, in their order; how many are left out."""
    left_out = frame.shape[1] - most
    if left_out <= 0:
        return frame, 0
    values = frame.to_numpy(dtype=np.float64)
    change = np.abs(values - values[:, :1]).sum(axis=0)
    change[0] = np.inf
    kept = np.sort(np.argsort(-change, kind="stable")[:most])
    return frame.iloc[:, kept], left_out


def _columns(on: Axes, names: Sequence[str], cell: float) -> float:
    """Write the names of columns above them: folded, or upright where they are too narrow; their height in lines."""
    text = small()
    longest = max((text_width(word, text) for name in names for word in name.split()), default=1.0)
    head = text * min(1.0, 0.96 * cell / max(longest, 1.0))
    upright = head < LEAST_PT
    letters = max(int(cell / text_width("e", head)), 4)
    told = [shortened(name.replace("\n", " "), UPRIGHT) if upright else _folded(name, letters) for name in names]
    on.set_xticks(range(len(names)), told, fontsize=text if upright else head, rotation=90 if upright else 0)
    on.xaxis.tick_top()
    if upright:
        return max(text_width(name, text) for name in told) / (1.3 * text)
    return 1.0 + max(name.count("\n") for name in told)


def _folded(text: str, letters: int) -> str:
    return textwrap.fill(plain_text(text), letters, max_lines=4, placeholder="…", break_long_words=True)
