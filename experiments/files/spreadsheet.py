"""CSV tables that are safe to open in a spreadsheet, which runs cells that begin like a formula.

The rule: a text that begins with ``=``, ``+``, ``-`` or ``@`` (also after blanks, and in their full-width forms) and is
no number gets an apostrophe in front, as spreadsheets themselves mark text; line breaks and tabs become blanks, other
control characters go. Numbers are never touched.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pandas as pd

from experiments.files.whole import whole

_FORMULA = re.compile("[=+\\-@\uff1d\uff0b\uff0d\uff20]")
_BREAKS = re.compile(r"[\t\n\v\f\r\x1c-\x1e\x85\u2028\u2029]+")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")


def write_csv(frame: pd.DataFrame, path: Path) -> None:
    """Write a table as a CSV file, whole or not at all, without the index.

    Parameters
    ----------
    frame : DataFrame
    path : Path

    Raises
    ------
    OSError
        If the file cannot be written.
    """
    texts = {
        column: pd.Series([safe_cell(value) for value in frame[column]], index=frame.index, dtype=object)
        for column in frame.columns
        if not (pd.api.types.is_numeric_dtype(frame[column]) or pd.api.types.is_bool_dtype(frame[column]))
    }
    with whole(path) as part:
        frame.assign(**texts).to_csv(part, index=False, encoding="utf-8", errors="backslashreplace")


def rounded(frame: pd.DataFrame, ends: str | tuple[str, ...], decimals: int) -> pd.DataFrame:
    """Round the columns of some units.

    Parameters
    ----------
    frame : DataFrame
    ends : str or tuple of str
        How the names of these columns end, such as ``_usd``.
    decimals : int

    Returns
    -------
    DataFrame
    """
    return frame.round({column: decimals for column in frame.columns if column.endswith(ends)})


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
