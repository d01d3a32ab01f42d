"""The cells of a table file: which separator it has, which rows count, and what is in the way of reading it."""

import csv
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from optimize.errors import InputError
from optimize.files import MOST_BYTES, read_text

MOST_NODES = 4000
"""Nodes of the largest matrix that is read: 128 MB of numbers; solvers end far below (a judgement)."""

_SEPARATORS = {"\t": "tabs", ";": "semicolons", ",": "commas", " ": "blanks"}
"""In the order in which they are preferred where several could be meant."""
_SAID = re.compile(r'"?sep=(.)"?', re.IGNORECASE)
"""How spreadsheets say the separator in the first row."""

SHOWN = 20  # faults of one file that are listed: what fits on a screen (a judgement)

BARE = "without headings"
"""Mark of a table whose nodes have no names, among its `attrs`."""

Fits = Callable[[list[list[str]]], bool]


@dataclass(frozen=True)
class Sheet:
    """The rows of a table file that are neither blank nor comments.

    Attributes
    ----------
    name : str
        Name of the file, for messages.
    rows : list of lists of str
        Cells without blanks around them.
    lines : list of int
        Row of the file in which each is, counted from 1.
    separator : str
        What stands between cells, in words.
    """

    name: str
    rows: list[list[str]]
    lines: list[int]
    separator: str


def read_sheet(path: str | Path, fits: Fits, faults: list[str], *, most_bytes: int = MOST_BYTES) -> Sheet | None:
    """Read a file of cells that are separated by commas, semicolons, tabs or blanks.

    Rows that are blank are left out; so are those before the first cells that begin with ``#``, and such rows of a
    single cell below.

    Parameters
    ----------
    path : str or Path
        The file.
    fits : callable
        Whether rows have the shape that is looked for: a separator with which they have is taken before others.
    faults : list of str
        Faults found are appended to it.
    most_bytes : int
        As for `optimize.files.read_text`.

    Returns
    -------
    Sheet or None
        None if there are faults.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    """
    name = Path(path).name
    try:
        text = read_text(path, most_bytes=most_bytes)
    except InputError as error:
        faults.extend(error.faults)
        return None
    lines = [(row, line) for row, line in enumerate(text.split("\n"), start=1) if line.strip(" \t,;")]
    said = _SAID.fullmatch(lines[0][1].strip()) if lines else None
    lines = lines[1:] if said else lines
    while lines and lines[0][1].lstrip(' \t"').startswith("#"):
        lines.pop(0)
    if not lines:
        faults.append(f"{name} is empty: give a table")
        return None
    most = MOST_NODES * (MOST_NODES + 1)
    if len(lines) > most or max(text.count(mark) for mark in _SEPARATORS) > most:
        faults.append(f"{name} has more than {most:,} cells, of more than {MOST_NODES:,} nodes: is it the right file?")
        return None
    marks = [said[1]] if said and said[1] in _SEPARATORS else [mark for mark in _SEPARATORS if mark in text]
    readings = [_reading(name, lines, mark) for mark in marks or [","]]
    sheet, found = max(readings, key=lambda each: _merit(each[0], each[1], fits))  # the first of equals
    faults.extend(found)
    return None if found else sheet


def _reading(name: str, lines: list[tuple[int, str]], mark: str) -> tuple[Sheet, list[str]]:
    """The cells with one separator, and what is wrong with them."""
    rows: list[list[str]] = []
    at: list[int] = []
    faults: list[str] = []
    for row, line in lines:
        text = line.strip(" ") if mark == " " else line
        try:
            words = next(csv.reader([text], delimiter=mark, skipinitialspace=True, strict=True))
        except csv.Error as error:
            faults.append(f"{name}, row {row}: {_quoting(str(error))}")
            continue
        cells = [word.strip() for word in words]
        if len(cells) == 1 and cells[0].startswith("#"):
            continue
        rows.append(cells)
        at.append(row)
    while rows and all(len(cells) > 1 and cells[-1] == "" for cells in rows):  # a column without anything in it
        rows = [cells[:-1] for cells in rows]
    heads, body = rows[:1], rows[1:]
    if body and all(len(cells) == len(heads[0]) + 1 for cells in body):
        rows[0] = ["", *heads[0]]  # R leaves out the corner, and so do blanks
    if len(faults) > SHOWN:
        faults[SHOWN:] = [f"{name}: and {len(faults) - SHOWN} more faults; correct these first"]
    return Sheet(name, rows, at, _SEPARATORS[mark]), faults


def _merit(sheet: Sheet, faults: list[str], fits: Fits) -> tuple[int, int]:
    """How well a separator fits the file: the larger, the better."""
    widths = {len(cells) for cells in sheet.rows}
    if not faults and sheet.rows and fits(sheet.rows):
        return 3, 0
    if not faults and len(widths) == 1 and max(widths) > 1:
        return 2, 0
    wide = len(sheet.rows[0]) if sheet.rows else 0
    return (0, wide) if sheet.separator == "blanks" else (1, wide) if wide > 1 else (0, 1)


def _quoting(error: str) -> str:
    if "field limit" in error:
        return f"a cell is longer than {csv.field_size_limit():,} characters; is a double quote before it not closed?"
    if "end of data" in error:
        return "a double quote is not closed, or its cell goes over several rows; close it in its row"
    if "expected after" in error:
        return "a cell goes on after its closing double quote; put the whole cell into quotes, or none of it"
    return f"not readable as CSV ({error}); save it as CSV UTF-8"
