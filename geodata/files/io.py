"""Reading the tables of a region folder, cell by cell, noting every fault."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from geodata.arrays import FloatArray
from geodata.faults import LONGEST_LABEL, FaultCollector
from geodata.files.cells import Commas, is_row, parse_cell, split_cells, swallowed
from geodata.files.columns import TableSpec
from geodata.files.numbers import has_comma
from geodata.files.source import read_text
from geodata.files.text import name_problem
from optimize.brief import Brief

Record = dict[str, Any]


@dataclass(frozen=True)
class Table(Brief):
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

    def __getstate__(self) -> dict[str, Any]:
        """Pickle the rows alone."""
        return {item.name: getattr(self, item.name) for item in fields(self)}

    @cached_property
    def _arrays(self) -> dict[str, FloatArray]:
        return {}

    def array(self, name: str) -> FloatArray:
        """Return a column of numbers.

        Parameters
        ----------
        name : str
            Its name.

        Returns
        -------
        (rows,) array
            NaN where no number is given; not to be changed, as it is kept.
        """
        if name not in self._arrays:
            values = np.array([row[name] for row in self.rows], dtype=np.float64)
            values.flags.writeable = False
            self._arrays[name] = values
        return self._arrays[name]

    def triple(self, name: str) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Return low, central and high of a column that has columns with these ends.

        Parameters
        ----------
        name : str
            Name of the central one.

        Returns
        -------
        low, central, high : (rows,) arrays
            As `array` returns them.
        """
        return self.array(f"{name}_low"), self.array(name), self.array(f"{name}_high")

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
    before = len(faults.faults)
    text = read_text(folder, spec.file, faults, needed=spec.required)
    if text is None:  # a file that need not be there, and is not, hides no rows
        return replace(empty_table(spec), complete=len(faults.faults) == before)
    raw = split_cells(text, spec.file, faults)
    if raw is None:
        return empty_table(spec)
    skipped = next((i for i, cells in enumerate(raw) if is_row(cells)), len(raw))
    if skipped == len(raw):
        faults.add(spec.file, 1, "", "", "there is no header row", "write the column names into row 1")
        return empty_table(spec)
    header = raw[skipped]
    for separator, name in ((";", "semicolons"), ("\t", "tabs"), ("|", "bars")):
        if len(header) == 1 and separator in header[0]:
            remedy = "save it separated by commas, with decimal points"
            faults.add(spec.file, skipped + 1, "", "", f"the cells are separated by {name}", remedy)
            return empty_table(spec)
    if not check_header(header, spec, faults, row=skipped + 1):
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
    commas = Commas(spec.file)
    for number, cells in enumerate(raw, start=first):
        if faults.full(spec.file):
            complete = False
            break
        if not is_row(cells):
            continue
        given = dict(zip(header, cells, strict=False))
        if (column := swallowed(given, len(header))) is not None:
            problem = "the cell goes over several lines, of which one looks like a row of its own"
            faults.add(spec.file, number, column, cells[0], problem, "close its double quotes")
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
        record = _parse_record(given, number, spec, faults, commas)
        complete &= record is not None
        if record is not None:
            records.append(record)
            numbers.append(number)
    commas.report(faults)
    if spec.required and complete and not records:
        complete = False
        faults.add(spec.file, None, "", "", "there is no row below the header", "add at least one")
    table = Table(spec, tuple(records), tuple(numbers), frozenset(mentioned), complete)
    _check_duplicates(table, faults)
    return table


def check_header(header: Sequence[str], spec: TableSpec, faults: FaultCollector, *, row: int = 1) -> bool:
    """Note unknown, repeated and missing columns.

    Parameters
    ----------
    header : sequence of str
        Column names.
    spec : TableSpec
        What the columns must be.
    faults : FaultCollector
        Receives every fault.
    row : int
        Row number of the header.

    Returns
    -------
    bool
        False when rows cannot be read.
    """
    known = [column.name for column in spec.columns]
    good = True
    for name in header:
        if name in known or (name.startswith("x_") and name_problem(name) is None):
            continue
        close = get_close_matches(name[:LONGEST_LABEL], known, n=1)
        hint = f"did you mean {close[0]}?" if close else "remove it, or start its name with x_ to keep it"
        faults.add(spec.file, row, name or "(empty)", "", "unknown column", hint)
    for name in sorted({name for name in header if name and header.count(name) > 1}):
        places = " and ".join(str(place) for place, other in enumerate(header, start=1) if other == name)
        faults.add(spec.file, row, name, "", f"the column is there twice, as columns {places}", "remove one")
        good = False
    for column in spec.columns:
        if column.required and column.name not in header:
            faults.add(spec.file, row, column.name, "", "the column is missing", "add it")
            good = False
    return good


def _parse_record(
    given: dict[str, str], number: int, spec: TableSpec, faults: FaultCollector, commas: Commas
) -> Record | None:
    """Turn one row's text into values; None when a cell is broken."""
    good = True
    record: Record = {}
    for column in spec.columns:
        text = given.get(column.name, "")
        record[column.name], problem = parse_cell(text, column)
        if problem is None:
            continue
        good = False
        label = " ".join(spec.label.format(*(given.get(name, "") for name in spec.key)).split())
        if column.kind == "number" and has_comma(text):
            commas.add(number, column.name, label, text)
        else:
            faults.add(spec.file, number, column.name, label, *problem)
    return record if good else None


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
