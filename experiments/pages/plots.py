"""How the studies' plots begin and end, so that all look alike."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from experiments.files import plain_letters, whole, write_figure
from experiments.maps import INK

DPI = 140
"""Dots per inch of pictures."""


@contextmanager
def figure_file(path: Path, title: str, *, size: tuple[float, float] = (10.0, 5.6)) -> Iterator[Figure]:
    """Let a figure be drawn, and write it to a PNG file.

    Parameters
    ----------
    path : Path
    title : str
        Above the figure.
    size : (float, float)
        Width and height, inches.

    Yields
    ------
    Figure
        Empty.

    Raises
    ------
    OSError
        If the file cannot be written.
    """
    with plain_letters(font_size=8.5, text_color=INK, axes_labelcolor=INK, axes_titlesize=9.5), whole(path) as part:
        figure = Figure(figsize=size, layout="constrained")
        FigureCanvasAgg(figure)
        figure.suptitle(title, weight="bold", fontsize=13)
        yield figure
        write_figure(figure, part, dpi=DPI, title=title)


def plain_axes(ax: Axes) -> None:
    """Take the frame's upper and right side, and the ticks, away.

    Parameters
    ----------
    ax : Axes
    """
    for side in ("top", "right"):
        ax.spines[side].set_visible(False)
    ax.tick_params(length=0)
