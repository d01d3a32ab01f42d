"""Workbooks for spreadsheet programs, in which text is text: no formula, no error value, no letter that breaks a file.

Text stays as it is, unlike in CSV files: a cell of a workbook says itself that it holds text.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from experiments.files.whole import whole
from optimize import InputError
from optimize.brief import Brief

MOST_ROWS = 1_048_576
"""Of a sheet, by the format."""
LONGEST_TEXT = 32_767
"""Letters of a cell, by the format."""
LONGEST_NAME = 31
"""Letters of a sheet's name, by the format."""
WIDEST, NARROWEST = 48, 9
"""Letters that a column shows."""
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NO_NAME = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_BOLD, _GREY = Font(bold=True), PatternFill("solid", fgColor="E8E8E8")


@dataclass(frozen=True)
class Sheet(Brief):
    """A table of a workbook.

    Attributes
    ----------
    name : str
        Of the sheet; what the format does not allow in it is left out.
    head : tuple of str
        Lines above the table that say what it is: the first is its title.
    frame : DataFrame
        Without its index.
    units : dict of str to str
        By column, what a number of it is; a row below the names of the columns where there is any.
    """

    name: str
    head: tuple[str, ...]
    frame: pd.DataFrame
    units: dict[str, str] = field(default_factory=dict)


def write_workbook(sheets: Sequence[Sheet], path: Path, *, title: str = "") -> None:
    """Write tables as a workbook, whole or not at all.

    Parameters
    ----------
    sheets : sequence of Sheet
        In their order.
    path : Path
        Ends in ``.xlsx``; what is there is replaced.
    title : str
        Of the document.

    Raises
    ------
    InputError
        If there is no sheet, or one has more rows than the format allows.
    OSError
        If the file cannot be written.
    """
    faults = [
        f"sheet {sheet.name!r} has {len(sheet.frame):,} rows; a workbook takes {MOST_ROWS:,}: write it as CSV"
        for sheet in sheets
        if len(sheet.frame) + len(sheet.head) + 3 > MOST_ROWS
    ]
    if faults or not sheets:
        raise InputError(faults or ["a workbook needs at least one sheet"])
    book = Workbook()
    book.remove(book.active)
    book.properties.title, book.properties.creator = _text(title), "silkhub"
    taken: set[str] = set()
    for sheet in sheets:
        _fill(book.create_sheet(_sheet_name(sheet.name, taken)), sheet)
    with whole(path) as part:
        book.save(part)


def workbook_cell(value: Any) -> Any:
    r"""Make a value that a workbook can hold.

    Parameters
    ----------
    value : object

    Returns
    -------
    str, int, float, bool, date or None
        None for nothing; lists joined by ``;``; infinite numbers, which the format lacks, as words.

    Examples
    --------
    >>> [workbook_cell(value) for value in ("=1+1\x07", float("nan"), float("inf"), ("a", "b"), np.int64(3), pd.NA)]
    ['=1+1', None, 'inf', 'a;b', 3, None]
    """
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, list | tuple | set | frozenset | np.ndarray):
        return _text(";".join(str(item) for item in value))
    if value is None or value is pd.NA or value is pd.NaT:
        return None
    if isinstance(value, float):
        return value if math.isfinite(value) else None if math.isnan(value) else str(value)
    if isinstance(value, bool | date):  # a datetime is a date
        return value.replace(tzinfo=None) if isinstance(value, pd.Timestamp) else value
    if isinstance(value, int):
        return value if abs(value) < 2**53 else str(value)
    return _text(value)


def _text(value: Any) -> str:
    return _NO_XML.sub("", str(value))[:LONGEST_TEXT]


def _sheet_name(name: str, taken: set[str]) -> str:
    """A name that the format allows, and that no other sheet has."""
    plain = _NO_NAME.sub(" ", _text(name)).strip("' ")[:LONGEST_NAME] or "Sheet"
    found, number = plain, 1
    while found.casefold() in taken:
        number += 1
        found = f"{plain[: LONGEST_NAME - 4]} ({number})"
    taken.add(found.casefold())
    return found


def _fill(page: Any, sheet: Sheet) -> None:
    frame = sheet.frame
    names = [str(column) for column in frame.columns]
    rows = [[workbook_cell(value) for value in row] for row in frame.itertuples(index=False, name=None)]
    for position, name in enumerate(names):
        shown = [name, *(_shown(row[position]) for row in rows[:200])]
        width = max(map(len, shown)) + 2
        page.column_dimensions[get_column_letter(position + 1)].width = min(max(width, NARROWEST), WIDEST)
    under = len(sheet.head) + 1 + (1 if sheet.units else 0) + 1
    page.freeze_panes = f"A{under + 1}"
    if names:
        page.auto_filter.ref = f"A{under}:{get_column_letter(len(names))}{under + len(rows)}"
    for number, line in enumerate(sheet.head):
        page.append([_cell(page, line, font=Font(bold=True, size=14) if number == 0 else None)])
    page.append([])
    if sheet.units:
        page.append([_cell(page, sheet.units.get(name), font=Font(italic=True)) for name in names])
    page.append([_cell(page, name, font=_BOLD, fill=_GREY, alignment=Alignment(vertical="top")) for name in names])
    for row in rows:
        page.append([_cell(page, value) for value in row])


def _shown(value: Any) -> str:
    return f"{value:,.2f}" if isinstance(value, float) else "" if value is None else str(value)


def _cell(page: Any, value: Any, **look: Any) -> Any:
    """A cell that holds what it is given: text that looks like a formula or an error is text."""
    cell = Cell(page, row=1, column=1)
    value = workbook_cell(value)
    if isinstance(value, str):
        cell._value, cell.data_type = value, "s"  # noqa: SLF001  # `value` would take a formula for one
        cell.quotePrefix = True  # it stays text where it is edited
    else:
        cell.value = value
        if isinstance(value, float):
            cell.number_format = "#,##0.00" if abs(value) >= 1 else "General"
    for name, thing in look.items():
        if thing is not None:
            setattr(cell, name, thing)
    return cell
