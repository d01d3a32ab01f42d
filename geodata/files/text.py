"""Texts that names, ids and notes may be."""

from __future__ import annotations

import re
import unicodedata

LONGEST_NAME = 200
"""Characters of an id or name: a longer one is a cell that has swallowed others."""
_BREAKS_NAMES = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
_BREAKS_TEXTS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def strange_letter(text: str, *, free: bool = False) -> str | None:
    r"""Return the first character that makes a text unusable: it does not show, or turns what stands around it.

    Parameters
    ----------
    text : str
        An id or name, or a free text.
    free : bool
        Whether it is a free text, which may have lines and tabs.

    Returns
    -------
    str or None
        Code and name of the character, as ``U+0007``.

    Examples
    --------
    >>> strange_letter("Xi'an"), strange_letter("Al\tmaty"), strange_letter("Al\tmaty", free=True)
    (None, 'U+0009', None)
    """
    if text.isascii() and text.isprintable():
        return None
    found = (_BREAKS_TEXTS if free else _BREAKS_NAMES).search(text)
    if found is None:
        return None
    name = unicodedata.name(found.group(), "").lower()
    return f"U+{ord(found.group()):04X}" + (f" ({name})" if name else "")


def name_problem(text: str) -> tuple[str, str] | None:
    """Return what is wrong with an id or name, and what to do.

    Parameters
    ----------
    text : str
        The id or name.

    Returns
    -------
    tuple of str or None
        None when it can be used.
    """
    if len(text) > LONGEST_NAME:
        return f"{len(text)} characters, more than {LONGEST_NAME}", "shorten it; are double quotes closed?"
    letter = strange_letter(text)
    if letter is not None:
        return f"has the character {letter}, which a name cannot have", "take it out"
    if text != text.strip() or not text:
        return "is blank, or begins or ends with a blank", "take the blanks away"
    return None


def text_problem(text: str) -> tuple[str, str] | None:
    """Return what is wrong with a text, and what to do.

    Parameters
    ----------
    text : str
        A free text.

    Returns
    -------
    tuple of str or None
        None when it can be shown to people.
    """
    letter = strange_letter(text, free=True)
    return None if letter is None else (f"has the character {letter}, which cannot be shown", "take it out")
