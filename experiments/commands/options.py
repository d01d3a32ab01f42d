"""Options that several commands share."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from typing import Annotated

import typer

from experiments.files import Written
from experiments.text import Screen, complain
from optimize import InputError
from optimize.files import short

RegionOption = Annotated[
    str, typer.Option("--region", "-r", help="A bundled region's name, or a folder (see docs/region-format.md).")
]
BUNDLED = "central-asia"
INCOMPLETE = 1
"""Exit status: the work is done, but not all that was asked for is there."""
DISAGREED = 3
"""Exit status: all is written, but two methods contradict each other."""


def names(given: str | None, known: Iterable[str] = ()) -> list[str] | None:
    """Split a list of names.

    Parameters
    ----------
    given : str or None
        As it was typed: names between commas, or between semicolons where there are any. Names that have one of these
        stand in double quotes.
    known : iterable of str
        Names that there are: the whole text may be one of them, commas and all.

    Returns
    -------
    list of str or None
        None stays None; an empty text or ``none`` is an empty list.

    Raises
    ------
    InputError
        If a double quote is not closed, or the text may be one name or several.
    """
    if given is None:
        return None
    text = given.strip()
    if text.lower() == "none":
        return []
    mark = ";" if ";" in re.sub(r'"[^"]*"', "", text) else ","
    try:
        cells = next(csv.reader([text], delimiter=mark, skipinitialspace=True, strict=True), [])
    except csv.Error as error:
        msg = f"the list {short(text)} has a double quote that is not closed, or something behind one"
        raise InputError([f"{msg}: write names with commas in it as 'a,\"b, c\"'"]) from error
    found = [cell.strip() for cell in cells if cell.strip()]
    there = set(known)
    if len(found) > 1 and text in there:
        if there.issuperset(found):
            raise InputError([f"{text!r} is a name, and {', '.join(found)} are too: put each into double quotes"])
        return [text]
    return found


def whole_number(text: str) -> int | None:
    """Read a whole number.

    Parameters
    ----------
    text : str

    Returns
    -------
    int or None
        None if it is none, or has more than nine digits.
    """
    return int(text) if re.fullmatch(r"[+-]?[0-9]{1,9}", text.strip()) else None


def tell_written(console: Screen, written: Written, before: str = "") -> int:
    """Say which files were written, and which could not be made.

    Parameters
    ----------
    console : Screen
    written : Written
    before : str
        What to put in front of the list.

    Returns
    -------
    int
        Exit status.
    """
    console.print(f"{before}Written: {', '.join(str(path) for path in written)}", soft_wrap=True)
    for name, why in written.failures.items():
        complain(f"{name} could not be made ({why}); all other files are there")
    return INCOMPLETE if written.failures else 0
