"""Rows of DataFrames as dictionaries, where a table is read cell by cell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

Row = dict[str, Any]


def rows(frame: pd.DataFrame) -> list[Row]:
    """List the rows of a table, the index left out.

    Parameters
    ----------
    frame : DataFrame

    Returns
    -------
    list of dict
        Column to value, in the table's order.
    """
    return [{str(key): value for key, value in row.items()} for row in frame.to_dict("records")]


def rows_by(frame: pd.DataFrame) -> dict[str, Row]:
    """Look up the rows of a table by their index.

    Parameters
    ----------
    frame : DataFrame
        With a unique index.

    Returns
    -------
    dict of str to dict
        Index to row, in the table's order.
    """
    return {str(key): row for key, row in zip(frame.index, rows(frame), strict=True)}


def blank_missing(frame: pd.DataFrame) -> pd.DataFrame:
    """Put empty texts where a table has no value.

    Parameters
    ----------
    frame : DataFrame

    Returns
    -------
    DataFrame
        A copy of type object.
    """
    plain = frame.astype(object)
    return plain.where(plain.notna(), "")
