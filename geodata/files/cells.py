"""The cells of a CSV file: split, and turned into values one by one."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from geodata.faults import LONGEST_LABEL, FaultCollector, printable
from geodata.files.columns import Column
from geodata.files.numbers import Problem, number_remedy, parse_number
from geodata.files.text import name_problem, text_problem

MOST_ROWS = 1_000_000
"""Rows of a table: each takes about 2 KB of memory."""
MOST_CELLS = 1_000
"""Cells of a row, and items of a list in a cell."""
SHOWN_ROWS = 10
"""Rows that are named in one fault of many."""


def is_row(cells: Sequence[str]) -> bool:
    """Tell whether cells are a row of the table, not blank and no comment.

    Parameters
    ----------
    cells : sequence of str
        Cells of the row.

    Returns
    -------
    bool
    """
    return any(cells) and not cells[0].startswith("#")


def split_cells(text: str, file: str, faults: FaultCollector) -> list[list[str]] | None:
    """Split a CSV file into rows of cells.

    Parameters
    ----------
    text : str
        Content of the file.
    file : str
        Its name.
    faults : FaultCollector
        Receives what is wrong with it.

    Returns
    -------
    list of list of str or None
        None when it cannot be split, or has too many rows or cells.
    """
    raw: list[list[str]] = []

    def fault(problem: str, remedy: str, column: str = "") -> None:
        faults.add(file, len(raw) + 1, column, "", problem, remedy)

    try:
        for cells in csv.reader(io.StringIO(text, newline=""), strict=True):
            if len(cells) > MOST_CELLS:
                fault(f"{len(cells)} cells", f"keep at most {MOST_CELLS}, and write one row on one line")
                return None
            if len(raw) == MOST_ROWS:
                fault(f"more than {MOST_ROWS:,} rows", "leave some out")
                return None
            raw.append([cell.strip() for cell in cells])
    except csv.Error as error:
        if "unexpected end" in str(error):
            *_, last = csv.reader(io.StringIO(text, newline=""))
            header = next((row for row in raw if is_row(row)), [])
            column = header[len(last) - 1] if len(last) <= len(header) else ""
            problem = "the cell goes over several lines, and nothing below it can be read"
            fault(problem, "close its double quotes", column)
        elif "limit" in str(error):
            problem = f"a cell has more than {csv.field_size_limit():,} characters"
            fault(problem, "shorten it; are double quotes closed?")
        else:
            fault(f"not readable as CSV ({error})", "close double quotes, and write those within a text twice")
        return None
    return raw


@dataclass
class Commas:
    """Numbers with commas: a program has written them all alike, so that they are one fault of the file.

    Attributes
    ----------
    file : str
        Name of the file.
    first : tuple or None
        Row, column, label and text of the first of them.
    rows : list of int
        Row of each.
    columns : dict
        Their columns, as keys.
    """

    file: str
    first: tuple[int, str, str, str] | None = None
    rows: list[int] = field(default_factory=list)
    columns: dict[str, None] = field(default_factory=dict)

    def add(self, number: int, column: str, label: str, text: str) -> None:
        """Note one.

        Parameters
        ----------
        number : int
            Row number.
        column, label : str
            Column, and what the row is about.
        text : str
            What is in the cell.
        """
        self.first = self.first or (number, column, label, text)
        self.rows.append(number)
        self.columns[column] = None

    def report(self, faults: FaultCollector) -> None:
        """Note one fault for all of them.

        Parameters
        ----------
        faults : FaultCollector
            Receives the fault.
        """
        if self.first is None:
            return
        number, column, label, text = self.first
        problem, remedy = f'"{text}" is not a number', number_remedy(text)
        if len(self.rows) > 1:
            rows = sorted(set(self.rows))
            named = ", ".join(map(str, rows[:SHOWN_ROWS])) + (f" ... {rows[-1]}" if len(rows) > SHOWN_ROWS else "")
            problem += f", and {len(self.rows) - 1} more with commas: rows {named}; columns {', '.join(self.columns)}"
            remedy += "; write all with a decimal point, and thousands without a separator"
        faults.add(self.file, number, column, label, problem, remedy)


def swallowed(given: dict[str, str], width: int) -> str | None:
    """Return the column of a cell that has rows of the table in it, as quotes that are not closed make them.

    Parameters
    ----------
    given : dict
        Cells of a row, by column.
    width : int
        Number of columns.

    Returns
    -------
    str or None
        None, as mostly, when there is none.
    """
    for name, cell in given.items():
        if "\n" in cell and any(line.count(",") >= width - 1 for line in cell.split("\n")[1:]):
            return name
    return None


def parse_cell(text: str, column: Column) -> tuple[Any, Problem | None]:
    """Return the value in a cell.

    Parameters
    ----------
    text : str
        What is in the cell.
    column : Column
        What it must be.

    Returns
    -------
    value : str, float or tuple of str
        By the kind of the column.
    problem : tuple of str or None
        What is wrong and what to do.
    """
    if not text and column.filled:
        return None, ("the cell is empty", "fill it in")
    if column.kind == "number":
        return parse_number(text, column)
    if column.kind == "list":
        items = tuple(item.strip() for item in text.split(";") if item.strip())
        if len(items) > MOST_CELLS:
            return items, (f"{len(items)} items", f"keep at most {MOST_CELLS}")
        wrong = next((item for item in items if column.choices and item not in column.choices), None)
        problem = next((problem for item in items if (problem := name_problem(item))), None)
        return items, problem or (None if wrong is None else _unknown_choice(wrong, column))
    if column.free:
        return text, text_problem(text)
    if text and (problem := name_problem(text)):
        return text, problem
    if text and column.choices and text not in column.choices:
        return text, _unknown_choice(text, column)
    return text or (column.default if column.default is not None else ""), None


def _unknown_choice(text: str, column: Column) -> Problem:
    """Problem and remedy for a word that is not among a column's choices."""
    return f'"{printable(text, LONGEST_LABEL)}" is not known here', "use one of " + ", ".join(column.choices)
