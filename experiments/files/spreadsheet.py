"""CSV tables that are safe to open in a spreadsheet, see `optimize.files.cells`."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from experiments.files.whole import whole
from optimize.files import safe_cell as safe_cell


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
