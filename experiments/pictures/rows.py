"""Rows of charts that are named and never touch, whatever their number."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

import matplotlib as mpl
import pandas as pd
from matplotlib.axes import Axes

from experiments.files import plain_text
from experiments.maps import LIGHT, OTHERS
from experiments.pictures.sheet import shortened
from experiments.pictures.sizes import small
from experiments.pictures.strip import text_width
from optimize import InputError

NAME_SHARE = 0.42
"""Share of a chart's width that names may take."""


def need_numbers(frame: pd.DataFrame, columns: Sequence[str]) -> None:
    """Refuse a table without rows or without columns of numbers that are needed.

    Parameters
    ----------
    frame : DataFrame
    columns : sequence of str

    Raises
    ------
    InputError
        If it has no rows, or lacks a column.
    """
    faults = [] if len(frame) else ["there is nothing to draw: the table has no rows"]
    for column in columns:
        if column not in frame.columns:
            numbers = ", ".join(map(str, frame.select_dtypes("number").columns)) or "none"
            faults.append(f"the table has no column {column!r}; columns of numbers are: {numbers}")
        elif not pd.api.types.is_numeric_dtype(frame[column]):
            faults.append(f"column {column!r} has to have numbers")
    if faults:
        raise InputError(faults)


def room_of(on: Axes) -> tuple[float, float]:
    """Width and height of the room of axes with their labels, points.

    Parameters
    ----------
    on : Axes

    Returns
    -------
    (width, height) : tuple of float
    """
    figure = on.figure
    spec = on.get_subplotspec()
    box = on.get_position()
    wide, tall = figure.bbox.width * 72 / figure.dpi, figure.bbox.height * 72 / figure.dpi
    if spec is not None and figure.get_layout_engine() is not None:
        rows, columns = spec.get_gridspec().get_geometry()
        return wide * len(spec.colspan) / columns, tall * len(spec.rowspan) / rows
    return wide * box.width, tall * box.height


def rows_with_room(on: Axes, rows: int, most: int | None, head: float = 4.0) -> int:
    """How many rows of text find room without touching, one less where it has to be said that some are left out.

    Parameters
    ----------
    on : Axes
    rows : int
        How many there are.
    most : int or None
        How many are wanted; None for all.
    head : float
        Lines above and below them.

    Returns
    -------
    int
    """
    _, tall = room_of(on)
    text = small()
    fitting = max(int((tall - head * 1.3 * text) / (1.25 * text)), 1)
    wanted = rows if most is None else min(rows, most)
    return wanted if wanted <= fitting else max(fitting - 1, 1)


def name_rows(on: Axes, names: Sequence[str], left_out: int, *, inverted: bool = True) -> None:
    """Name rows, shortened to the room that names have, and say how many are left out.

    Parameters
    ----------
    on : Axes
    names : sequence of str
    left_out : int
        How many rows are not shown.
    inverted : bool
        Whether the axis has to be turned so that the first is on top.
    """
    text = small()
    on.set_yticks(range(len(names)), shortened_names(on, names), fontsize=text)
    on.tick_params(axis="y", length=0)
    if inverted:
        on.invert_yaxis()
    if left_out:
        # a row of its own, so that it stands clear of the last bar
        low, high = on.get_ylim()
        on.set_ylim(max(low, high) + 1.0, min(low, high))
        on.text(0.0, len(names), f"… and {left_out} more", transform=on.get_yaxis_transform(), fontsize=text,
                va="center", color=LIGHT.soft)  # fmt: skip


def shortened_names(on: Axes, names: Iterable[object]) -> list[str]:
    """Names cut to the share of axes' width that they may take.

    Parameters
    ----------
    on : Axes
    names : iterable

    Returns
    -------
    list of str
    """
    wide, _ = room_of(on)
    letters = max(int(NAME_SHARE * wide / text_width("n", small())), 6)
    return [shortened(plain_text(str(name)), letters) for name in names]


def plain_axes(on: Axes, grid: Literal["both", "x", "y"]) -> None:
    """Take the upper and right side of axes away, and draw a faint grid.

    Parameters
    ----------
    on : Axes
    grid : str
        Of which axis there is a grid.
    """
    for side in ("top", "right"):
        on.spines[side].set_visible(False)
    on.tick_params(length=0)
    on.grid(visible=True, axis=grid, color=OTHERS, linewidth=0.5 * float(mpl.rcParams["axes.linewidth"]))
    on.set_axisbelow(True)
