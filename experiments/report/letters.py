"""Texts of users on the page: letters that turn the direction of reading act within their own text alone."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from markupsafe import Markup

OPEN, CLOSE = "\u2068", "\u2069"
"""First strong isolate, and its end."""
_TURNING = re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")


def isolated(text: str) -> str:
    r"""Shut in what turns the direction of reading, so that what follows it is read as before.

    Parameters
    ----------
    text : str
        A name or title.

    Returns
    -------
    str
        The text itself where nothing in it turns. Else in an isolate (Unicode standard annex 9), isolates within it
        closed; control characters, which browsers show as boxes or drop, are blanks.

    Examples
    --------
    >>> isolated("Osh"), isolated("a\u202eb") == "\u2068a\u202eb\u2069"
    ('Osh', True)
    """
    plain = "".join(" " if unicodedata.category(letter) == "Cc" else letter for letter in text)
    if not _TURNING.search(plain) and not _right_to_left(plain):
        return plain
    inner = plain.strip(OPEN + CLOSE) if plain.startswith(OPEN) and plain.endswith(CLOSE) else plain
    opened = 0
    for letter in inner:
        opened += letter in "\u2066\u2067\u2068"
        opened -= letter == CLOSE and opened > 0
    return OPEN + _closed_early(inner) + CLOSE * (opened + 1)


def _right_to_left(text: str) -> bool:
    return any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in text)


def _closed_early(text: str) -> str:
    """Leave out ends of isolates that were not begun: they would end ours."""
    kept, depth = [], 0
    for letter in text:
        if letter == CLOSE and not depth:
            continue
        depth += (letter in "\u2066\u2067\u2068") - (letter == CLOSE)
        kept.append(letter)
    return "".join(kept)


def spelled_out(text: str) -> str:
    r"""Write letters that turn the direction of reading as JSON may: ``\\u202e``.

    Parameters
    ----------
    text : str
        JSON.

    Returns
    -------
    str
    """
    return _TURNING.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def isolated_all(value: Any) -> Any:
    """Isolate all texts within lists and mappings.

    Parameters
    ----------
    value : anything
        What JSON can hold.

    Returns
    -------
    anything
        Of the same shape; keys are left.
    """
    if isinstance(value, str) and not isinstance(value, Markup):
        return isolated(value)
    if isinstance(value, dict):
        return {key: isolated_all(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [isolated_all(item) for item in value]
    return value
