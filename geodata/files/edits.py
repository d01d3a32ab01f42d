"""Cells of a region's tables changed, as if they were changed in its files."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace

from geodata.changes import CellChange
from geodata.faults import FaultCollector
from geodata.files.checks import check_data
from geodata.files.data import RegionData
from geodata.files.io import Record, Table
from geodata.files.numbers import number_problem
from geodata.files.schema import TRIPLES
from optimize import InputError

SHOWN = 5
"""Faults that an edit brings about which are told."""


def with_cells(data: RegionData, changes: Iterable[CellChange]) -> RegionData:
    """Return the files of a region with cells changed.

    Parameters
    ----------
    data : RegionData
        The files of the region, without faults.
    changes : iterable of CellChange
        Settled by the gate; applied in turn.

    Returns
    -------
    RegionData

    Raises
    ------
    InputError
        When a cell has no number to change, or cannot have the new one, or files would not fit together.
    """
    tables = dict(data.tables)
    wrong: list[str] = []
    for change in changes:
        table = tables[change.table]
        rows = []
        for row in table:
            mine = row[table.spec.key[0]] == change.row
            rows.append(_edited(table, row, change, wrong) if mine else row)
        tables[change.table] = replace(table, rows=tuple(rows))
    if wrong:
        raise InputError(wrong)
    edited = replace(data, tables=tables)
    faults = FaultCollector()
    check_data(edited, faults)
    if found := faults.sorted():
        raise InputError(f"as changed, {fault}" for fault in found[:SHOWN])
    return edited


def _edited(table: Table, row: Record, change: CellChange, wrong: list[str]) -> Record:
    """A row with one cell changed, and its low and high with it."""
    name, what = change.column, f"{change.column} of {change.row}"
    column = table.spec.column(name)
    if column.kind == "text":
        if change.value not in column.choices:
            wrong.append(f"{what} cannot be {change.value!r}; use one of {', '.join(column.choices)}")
        return row | {name: change.value}
    if isinstance(change.value, str):
        wrong.append(f"{what} cannot be {change.value!r}; give a number")
        return row
    if change.value is None and math.isnan(row[name]):
        if "class" in table.spec.key and row["class"]:
            return row  # the general row has the number
        wrong.append(f"{what} is not given, so it cannot be multiplied or added to; set it to a number")
        return row
    if change.value is not None and "class" in table.spec.key and row["class"] and math.isnan(row[name]):
        return row
    number = change.apply(row[name])
    if problem := number_problem(number, column):
        wrong.append(f"{what} cannot be changed so: {problem}")
    new = row | {name: number}
    for low, central, high in TRIPLES.get(change.table, ()):
        if central == name:
            ends = {end: math.nan if change.value is not None else change.apply(row[end]) for end in (low, high)}
            new |= {end: value if math.isnan(value) else max(value, 0.0) for end, value in ends.items()}
    return new
