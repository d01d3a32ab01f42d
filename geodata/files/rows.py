"""Writing rows of a region's tables."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from geodata.files.columns import TableSpec

Row = dict[str, Any]


def write_rows(folder: Path, spec: TableSpec, rows: Iterable[Row]) -> None:
    """Write one CSV file of a region folder with all its columns.

    Parameters
    ----------
    folder : Path
        The region folder.
    spec : TableSpec
        Which file.
    rows : iterable of dict
        Values by column name; cells that are not there, or no number, stay empty.
    """
    names = [column.name for column in spec.columns]
    with (folder / spec.file).open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, names, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows({name: _cell(value) for name, value in row.items()} for row in rows)


def _cell(value: Any) -> Any:
    if isinstance(value, tuple):
        return ";".join(value)
    return "" if isinstance(value, float) and math.isnan(value) else value
