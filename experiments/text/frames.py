"""Rows of DataFrames as dictionaries, where a table is read cell by cell."""

from __future__ import annotations

from typing import Any

import pandas as pd

Row = dict[str, Any]


def rows(frame: pd.DataFrame) -> list[Row]:
    """Rows in order, the index left out."""
    return [{str(key): value for key, value in row.items()} for row in frame.to_dict("records")]


def rows_by(frame: pd.DataFrame) -> dict[str, Row]:
    """Rows by their index, in order."""
    return {str(key): row for key, row in zip(frame.index, rows(frame), strict=True)}


def blank_missing(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the frame with empty texts where nothing is given."""
    plain = frame.astype(object)
    return plain.where(plain.notna(), "")
