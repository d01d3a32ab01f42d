"""Reading the tables of a region folder, cell by cell, noting every fault."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from geodata.faults import FaultCollector
from geodata.files.schema import Column, TableSpec

Record = dict[str, Any]


@dataclass(frozen=True)
class Table:
    """The rows of one file.

    Attributes
    ----------
    spec : TableSpec
        Which file, and what its columns are.
    rows : tuple of dict
        Values by column name: text as strings (empty when not given), numbers as floats (NaN when not given), lists as
        tuples of strings.
    numbers : tuple of int
        Row number of each in the file.
    mentioned : frozenset of str
        First key of every row, the unusable ones included.
    complete : bool
        No row was unusable; if one was, what is missing may well be in it.
    """

    spec: TableSpec
    rows: tuple[Record, ...]
    numbers: tuple[int, ...]
    mentioned: frozenset[str] = frozenset()
    complete: bool = True

    def __iter__(self) -> Iterator[Record]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def numbered(self) -> Iterator[tuple[int, Record]]:
        """Go through the rows with their numbers.

        Returns
        -------
        iterator of (int, dict)
        """
        return zip(self.numbers, self.rows, strict=True)

    def label(self, row: Record) -> str:
        """Return what a row is about, for messages.

        Parameters
        ----------
        row : dict
            One of the rows.

        Returns
        -------
        str
        """
        return " ".join(self.spec.label.format(*(row[name] for name in self.spec.key)).split())

    def frame(self) -> pd.DataFrame:
        """Return the table as a DataFrame.

        Returns
        -------
        DataFrame
            All columns of the file's specification, in their order.
        """
        names = [column.name for column in self.spec.columns]
        frame = pd.DataFrame(list(self.rows), columns=names)
        for column in self.spec.columns:
            if column.kind == "number":
                frame[column.name] = frame[column.name].astype(np.float64)
        return frame


def empty_table(spec: TableSpec) -> Table:
    """Return the table of a file that is not there.

    Parameters
    ----------
    spec : TableSpec
        Which file.

    Returns
    -------
    Table
    """
    return Table(spec, (), (), complete=False)


def read_table(folder: Path, spec: TableSpec, faults: FaultCollector) -> Table:
    """Read one CSV file.

    Parameters
    ----------
    folder : Path
        The region folder.
    spec : TableSpec
        Which file, and what its columns must be.
    faults : FaultCollector
        Receives every fault.

    Returns
    -------
    Table
        Rows with faults are left out, but for their key.
    """
    path = folder / spec.file
    if not path.is_file():
        if spec.required:
            faults.add(
                spec.file,
                None,
                "",
                "",
                "the file is missing",
                "write it as docs/region-format.md says, or start from `silkhub region new`",
            )
        return empty_table(spec)
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            raw = list(csv.reader(stream))
    except UnicodeDecodeError as error:
        faults.add(spec.file, None, "", "", f"not UTF-8 (byte {error.start})", "save it as CSV UTF-8")
        return empty_table(spec)
    except csv.Error as error:
        faults.add(spec.file, None, "", "", f"not readable as CSV ({error})", "save it as CSV UTF-8")
        return empty_table(spec)
    raw = [[cell.strip() for cell in cells] for cells in raw]
    skipped = next((i for i, cells in enumerate(raw) if any(cells) and not cells[0].startswith("#")), len(raw))
    if skipped == len(raw):
        faults.add(spec.file, 1, "", "", "there is no header row", "write the column names into row 1")
        return empty_table(spec)
    header = raw[skipped]
    for separator, name in ((";", "semicolons"), ("\t", "tabs")):
        if len(header) == 1 and separator in header[0]:
            faults.add(spec.file, 1, "", "", f"the cells are separated by {name}", "save it separated by commas")
            return empty_table(spec)
    if not check_header(header, spec, faults):
        return empty_table(spec)
    return parse_rows(header, raw[skipped + 1 :], spec, faults, first=skipped + 2)


def parse_rows(
    header: list[str], raw: list[list[str]], spec: TableSpec, faults: FaultCollector, first: int = 2
) -> Table:
    """Parse the rows below the header.

    Parameters
    ----------
    header : list of str
        Column names.
    raw : list of list of str
        Cells of each row.
    spec : TableSpec
        What the columns must be.
    faults : FaultCollector
        Receives every fault.
    first : int
        Row number of the first of them.

    Returns
    -------
    Table
        Rows with faults are left out, but for their key.
    """
    records: list[Record] = []
    numbers: list[int] = []
    mentioned: set[str] = set()
    complete = True
    for number, cells in enumerate(raw, start=first):
        if not any(cells) or cells[0].startswith("#"):
            continue  # a blank or a comment row
        given = dict(zip(header, cells, strict=False))
        if "\n" in given.get(spec.key[0], ""):
            problem = "the cell goes over several lines, and nothing below it can be read"
            faults.add(spec.file, number, spec.key[0], "", problem, "close its double quotes")
            return empty_table(spec)
        mentioned.add(given.get(spec.key[0], ""))
        if len(cells) > len(header):
            complete = False
            faults.add(
                spec.file,
                number,
                "",
                cells[0],
                f"{len(cells)} cells under {len(header)} columns",
                "put a text that has a comma into double quotes, and write decimals as 12.5",
            )
            continue
        record = _parse_record(given, number, spec, faults)
        complete &= record is not None
        if record is not None:
            records.append(record)
            numbers.append(number)
    if spec.required and complete and not records:
        complete = False
        faults.add(spec.file, None, "", "", "there is no row below the header", "add at least one")
    table = Table(spec, tuple(records), tuple(numbers), frozenset(mentioned), complete)
    _check_duplicates(table, faults)
    return table


def check_header(header: list[str], spec: TableSpec, faults: FaultCollector) -> bool:
    """Note unknown, repeated and missing columns.

    Parameters
    ----------
    header : list of str
        Column names.
    spec : TableSpec
        What the columns must be.
    faults : FaultCollector
        Receives every fault.

    Returns
    -------
    bool
        False when rows cannot be read.
    """
    known = [column.name for column in spec.columns]
    good = True
    for name in header:
        if name in known or name.startswith("x_"):
            continue
        close = get_close_matches(name, known, n=1)
        hint = f"did you mean {close[0]}?" if close else "remove it, or start its name with x_ to keep it"
        faults.add(spec.file, 1, name or "(empty)", "", "unknown column", hint)
    for name in sorted({name for name in header if header.count(name) > 1}):
        faults.add(spec.file, 1, name, "", "the column is there twice", "remove one")
        good = False
    for column in spec.columns:
        if column.required and column.name not in header:
            faults.add(spec.file, 1, column.name, "", "the column is missing", "add it")
            good = False
    return good


def _parse_record(given: dict[str, str], number: int, spec: TableSpec, faults: FaultCollector) -> Record | None:
    """Turn one row's text into values; None when a cell is broken."""
    label = " ".join(spec.label.format(*(given.get(name, "") for name in spec.key)).split())
    before = len(faults.faults)
    record: Record = {}
    for column in spec.columns:
        text = given.get(column.name, "")
        problem = None
        if not text and column.filled:
            problem = ("the cell is empty", "fill it in")
        elif column.kind == "number":
            record[column.name], problem = _parse_number(text, column)
        elif column.kind == "list":
            items = tuple(item.strip() for item in text.split(";") if item.strip())
            record[column.name] = items
            wrong = [item for item in items if column.choices and item not in column.choices]
            if wrong:
                problem = _unknown_choice(wrong[0], column)
        else:
            record[column.name] = text or (column.default if column.default is not None else "")
            if text and column.choices and text not in column.choices:
                problem = _unknown_choice(text, column)
        if problem is not None:
            faults.add(spec.file, number, column.name, label, *problem)
    return record if len(faults.faults) == before else None


def _unknown_choice(text: str, column: Column) -> tuple[str, str]:
    """Problem and remedy for a word that is not among a column's choices."""
    return f'"{text}" is not known here', "use one of " + ", ".join(column.choices)


def _parse_number(text: str, column: Column) -> tuple[float, tuple[str, str] | None]:
    """Parse one numeric cell; the second item is problem and remedy, or None."""
    if not text:
        return (float(column.default) if column.default is not None else math.nan), None
    try:
        value = float(text)
    except ValueError:
        dotted = text.replace(",", ".")
        try:
            float(dotted)
        except ValueError:
            return math.nan, (f'"{text}" is not a number', "write digits with a decimal point, or leave it empty")
        return math.nan, (f'"{text}" is not a number', f"write it with a decimal point: {dotted}")
    if not math.isfinite(value):
        return math.nan, (f'"{text}" is not a usable number', "write a finite number, or leave it empty")
    if "_" in text:
        return math.nan, (f'"{text}" is not a number', f"write it without underscores: {text.replace('_', '')}")
    if column.above is not None and value <= column.above:
        return math.nan, (f"{text} is not above {column.above:g}", "correct the number")
    if column.low is not None and value < column.low:
        what = "is negative" if column.low == 0 else f"is below {column.low:g}"
        return math.nan, (f"{text} {what}", column.hint or f"the smallest sensible value is {column.low:g}: correct it")
    if column.high is not None and value > column.high:
        return math.nan, (
            f"{text} is above {column.high:g}",
            column.hint or f"the largest sensible value is {column.high:g}: correct it",
        )
    return value, None


def _check_duplicates(table: Table, faults: FaultCollector) -> None:
    """Note rows with the same key."""
    seen: dict[tuple[Any, ...], int] = {}
    for number, row in table.numbered():
        key = tuple(row[name] for name in table.spec.key)
        if key in seen:
            faults.add(
                table.spec.file,
                number,
                ",".join(table.spec.key),
                table.label(row),
                f"the same as row {seen[key]}",
                "keep one of the two",
            )
        else:
            seen[key] = number
