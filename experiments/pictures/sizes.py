"""Sizes of pictures: a journal's column and page, a slide; no text under six points."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure, SubFigure

from experiments.files import plain_letters, whole, write_figure
from experiments.maps import INK
from optimize import InputError

MM = 1 / 25.4
"""Inches a millimetre."""
LEAST_PT = 6.0
"""Smallest text of a picture, points: what journals ask for."""
ENDINGS = (".png", ".svg", ".pdf")


@dataclass(frozen=True)
class Size:
    """A size of pictures.

    Attributes
    ----------
    width_mm, height_mm : float
    text_pt : float
        Size of most text, points.
    dpi : int
        Dots per inch of PNG files.
    """

    width_mm: float
    height_mm: float
    text_pt: float
    dpi: int

    @property
    def inches(self) -> tuple[float, float]:
        """Width and height."""
        return self.width_mm * MM, self.height_mm * MM


SIZES = {
    "column": Size(88.0, 75.0, 6.5, 300),
    "page": Size(180.0, 120.0, 7.5, 300),
    "slide": Size(13.333 / MM, 7.5 / MM, 15.0, 150),
    "poster": Size(400.0, 270.0, 9.0, 150),
}
"""A journal's column and page, a slide of 16:9, and an A3 sheet with its margins."""


def size_of(name: str) -> Size:
    """Find a size.

    Parameters
    ----------
    name : str

    Returns
    -------
    Size

    Raises
    ------
    InputError
        For an unknown one.
    """
    if name not in SIZES:
        raise InputError([f"there is no size {name!r}: use {', '.join(SIZES)}, or give axes of your own with ax="])
    return SIZES[name]


@contextmanager
def picture_style(size: str = "page") -> Iterator[Size]:
    """Let figures of one's own be drawn as the pictures of this package are: fonts, sizes of text, widths of lines.

    Parameters
    ----------
    size : str
        ``column`` (88 mm), ``page`` (180 mm), ``slide`` (16:9) or ``poster`` (400 mm).

    Yields
    ------
    Size
        Its `inches` are for ``figsize``.

    Raises
    ------
    InputError
        For an unknown size.
    """
    chosen = size_of(size)
    text = chosen.text_pt
    thin = text / 12.0
    settings: dict[Any, Any] = {
        "font.size": text, "axes.titlesize": 1.15 * text, "axes.titleweight": "bold", "axes.titlelocation": "left",
        "axes.labelsize": text, "xtick.labelsize": small(text), "ytick.labelsize": text, "legend.fontsize": text,
        "figure.titlesize": 1.3 * text, "figure.titleweight": "bold", "text.color": INK, "axes.labelcolor": INK,
        "xtick.color": INK, "ytick.color": INK, "axes.edgecolor": INK, "axes.linewidth": thin,
        "lines.linewidth": 2 * thin,
        "xtick.major.width": thin, "ytick.major.width": thin, "figure.dpi": chosen.dpi, "hatch.linewidth": thin,
    }  # fmt: skip
    with plain_letters(), mpl.rc_context(settings):
        yield chosen


def small(text_pt: float | None = None, factor: float = 0.9) -> float:
    """Return the size of text that stands back.

    Parameters
    ----------
    text_pt : float, optional
        Size of most text; that of Matplotlib's settings if not given.
    factor : float
        Share of it.

    Returns
    -------
    float
        Points, six at least.
    """
    return max(LEAST_PT, factor * (float(mpl.rcParams["font.size"]) if text_pt is None else text_pt))


@contextmanager
def axes_for(ax: Axes | None, size: str, *, chart: bool = False) -> Iterator[Axes]:
    """Draw on axes that were given, or on new ones of a size.

    Parameters
    ----------
    ax : Axes or None
    size : str
        Of a new figure.
    chart : bool
        Whether there are labels outside the axes; a map fills its figure.

    Yields
    ------
    Axes
    """
    if ax is not None:
        yield ax
        return
    import matplotlib.pyplot as plt  # so that notebooks show it; chooses a backend, which takes time

    with picture_style(size) as chosen:
        figure = plt.figure(figsize=chosen.inches, layout="constrained" if chart else None)
        if chart:
            yield figure.add_subplot()
        else:
            edge, head = 0.06 * chosen.text_pt / 72 * 25.4, 2.2 * chosen.text_pt / 72 * 25.4
            wide, tall = chosen.width_mm, chosen.height_mm
            yield figure.add_axes((edge / wide, edge / tall, 1 - 2 * edge / wide, 1 - (edge + head) / tall))


def write_picture(picture: Axes | Figure, path: str | Path) -> Path:
    """Write a picture to a file, whole or not at all.

    Parameters
    ----------
    picture : Axes or Figure
        Axes stand for their figure.
    path : str or Path
        Ending with ``.png``, ``.svg`` or ``.pdf``; what is there is replaced.

    Returns
    -------
    Path

    Raises
    ------
    InputError
        For another ending.
    OSError
        If the file cannot be written.
    """
    path = Path(path)
    if path.suffix.lower() not in ENDINGS:
        raise InputError([f"{path.name} has no ending of a picture: use {', '.join(ENDINGS)}"])
    figure: Figure | SubFigure | None = picture.get_figure() if isinstance(picture, Axes) else picture
    while isinstance(figure, SubFigure):
        figure = figure.figure
    if figure is None:
        raise InputError(["the axes are on no figure"])
    with whole(path) as part:
        write_figure(figure, part, dpi=figure.dpi)
    return path
