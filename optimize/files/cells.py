"""Cells of CSV tables that a spreadsheet does not run, as it does with those that begin like a formula.

The rule: a text that begins with ``=``, ``+``, ``-`` or ``@`` (also after blanks, and in their full-width forms) and is
no number gets an apostrophe in front, as spreadsheets themselves mark text; line breaks and tabs become blanks, other
control characters go. Numbers are never touched.
"""

import re
from typing import Any

_FORMULA = re.compile("[=+\\-@\uff1d\uff0b\uff0d\uff20]")
_BREAKS = re.compile(r"[\t\n\v\f\r\x1c-\x1e\x85\u2028\u2029]+")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")


def safe_cell(value: Any) -> Any:
    r"""Make a cell that no spreadsheet takes for a formula.

    Parameters
    ----------
    value : anything
        What is no text is returned as it is.

    Returns
    -------
    anything

    Examples
    --------
    >>> [safe_cell(cell) for cell in ("=1+1", " @SUM(A1)", "-12.5", "A-B", "Osh\x1b", -3)]
    ["'=1+1", "' @SUM(A1)", '-12.5', 'A-B', 'Osh', -3]
    """
    if not isinstance(value, str):
        return value
    text = _CONTROL.sub("", _BREAKS.sub(" ", value.encode("utf-8", "backslashreplace").decode("utf-8")))
    if not _FORMULA.match(text.lstrip()):
        return text
    try:
        float(text)
    except ValueError:
        return f"'{text}"
    return text
