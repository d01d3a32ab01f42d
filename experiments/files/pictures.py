"""Pictures whose letters are those of the data."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import matplotlib as mpl


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
    fixed: dict[Any, Any] = {"font.family": "DejaVu Sans", "text.parse_math": False, "text.usetex": False}
    with mpl.rc_context({**fixed, **own}), warnings.catch_warnings():
        # a letter that the font lacks is drawn as a box: no reason to do without the picture
        warnings.filterwarnings("ignore", message="Glyph .* missing from")
        yield
