"""Pictures whose letters are those of the data."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib.figure import Figure

from experiments.files.letters import plain_text, settle_letters


@contextmanager
def plain_letters(**settings: Any) -> Iterator[None]:
    """Draw within the block in the font of all pictures, and write names as they are.

    Without it Matplotlib reads a dollar sign in a name as the beginning of a formula, and fails where it is none.

    Parameters
    ----------
    **settings
        Further settings of Matplotlib, with ``_`` for the dot: ``font_size=9``.

    Yields
    ------
    None
    """
    own: dict[Any, Any] = {name.replace("_", ".", 1): value for name, value in settings.items()}
    # 42: letters stay letters in PDF, which journals ask for
    fixed: dict[Any, Any] = {
        "font.family": "DejaVu Sans", "text.parse_math": False, "text.usetex": False, "pdf.fonttype": 42,
    }  # fmt: skip
    with mpl.rc_context({**fixed, **own}), warnings.catch_warnings():
        # a letter that no font has is drawn as a box: no reason to do without the picture
        warnings.filterwarnings("ignore", message="Glyph .* missing from")
        yield


def write_figure(figure: Figure, path: Path, *, dpi: float, title: str = "") -> None:
    """Write a figure, its texts as they are, in the format that the file's name ends with.

    Parameters
    ----------
    figure : Figure
    path : Path
        PNG, SVG or PDF.
    dpi : float
        Dots per inch of PNG.
    title : str
        Written into the file.
    """
    settle_letters(figure)
    told = {"Title": plain_text(title).replace("\n", " ")} if title else None
    with plain_letters():
        figure.savefig(path, dpi=dpi, facecolor="white", metadata=told)
