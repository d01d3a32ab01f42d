"""Numbers in cells, and what to write in place of what is none."""

from __future__ import annotations

import math
import re

from geodata.faults import LONGEST_LABEL, printable
from geodata.files.columns import Column

Problem = tuple[str, str]
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_DOTTED_THOUSANDS = re.compile(r"[+-]?\d{1,3}(?:\.\d{3})+(?:,\d+)?")
_BLANKS = re.compile(r"(?<=\d)[\s'\u2019_](?=\d)")
_COMMA = re.compile(r"[+-]?(?:\d+(?:[.,]\d+)+|,\d+|\d+,)")
SMALLEST = 1e-12
"""Least number beside 0: products of smaller ones vanish, and nothing is left to divide by."""
LONGEST_NUMBER = 60
"""Characters of a number that is read: more digits than any number has that means something."""


def parse_number(text: str, column: Column) -> tuple[float, Problem | None]:
    """Read the number in a cell.

    Parameters
    ----------
    text : str
        What is in the cell; an empty one has the column's default.
    column : Column
        What it must be.

    Returns
    -------
    value : float
        NaN where it is not given, or cannot be used.
    problem : tuple of str or None
        What is wrong and what to do.
    """
    if not text:
        return (float(column.default) if column.default is not None else math.nan), None
    try:
        value = float(text) if len(text) <= LONGEST_NUMBER and "_" not in text else None
    except ValueError:
        value = None
    if value is None:
        return math.nan, (f'"{printable(text, LONGEST_LABEL)}" is not a number', number_remedy(text))
    if not math.isfinite(value):
        return math.nan, (f'"{text}" is not a usable number', "write a finite number, or leave it empty")
    problem = _range_problem(text, value, column)
    return (value, None) if problem is None else (math.nan, problem)


def number_problem(value: float, column: Column) -> str | None:
    """Say why a number cannot be in a column.

    Parameters
    ----------
    value : float
        The number.
    column : Column
        What it must be.

    Returns
    -------
    str or None
        None when it may be there.
    """
    if not math.isfinite(value):
        return f"{value:g} is not a usable number"
    problem = _range_problem(f"{value:g}", value, column)
    return None if problem is None else problem[0]


def _range_problem(text: str, value: float, column: Column) -> Problem | None:
    if column.above is not None and value <= column.above:
        return f"{text} is not above {column.above:g}", "correct the number"
    if column.low is not None and value < column.low:
        what = "is negative" if column.low == 0 else f"is below {column.low:g}"
        return f"{text} {what}", column.hint or f"the smallest sensible value is {column.low:g}: correct it"
    if column.high is not None and value > column.high:
        remedy = column.hint or f"the largest sensible value is {column.high:g}: correct it"
        return f"{text} is above {column.high:g}", remedy
    if 0 < abs(value) < SMALLEST:
        return f"{text} is nearer to 0 than any number that means something", "write 0, or correct it"
    return None


def has_comma(text: str) -> bool:
    """Tell whether a text is a number but for its decimal commas or thousands separators.

    Parameters
    ----------
    text : str
        What is in the cell.

    Returns
    -------
    bool
    """
    return "," in text and len(text) <= LONGEST_NUMBER and _COMMA.fullmatch(text) is not None


def number_remedy(text: str) -> str:
    """Return what to write in place of a text that is no number.

    Where a comma may be either, both are said: 1,920 is more likely a thousand than a number with three decimals, and
    a factor of a thousand is worse than a question.

    Parameters
    ----------
    text : str
        What is in the cell.

    Returns
    -------
    str

    Examples
    --------
    >>> number_remedy("12,5")
    'write it with a decimal point: 12.5'
    >>> number_remedy("1,920")
    'write 1920, or 1.92 if a decimal comma is meant'
    """
    plain = "write digits with a decimal point, or leave it empty"
    if len(text) > LONGEST_NUMBER:
        return f"write at most {LONGEST_NUMBER} characters"
    joined = _BLANKS.sub("", text)
    if joined != text and _is_number(joined):
        without = "underscores" if "_" in text else "separators"
        return f"write it without {without}: {joined}"
    if _THOUSANDS.fullmatch(joined):
        whole = joined.replace(",", "")
        if joined.count(",") > 1 or "." in joined:
            return f"write it without separators: {whole}"
        decimal = float(joined.replace(",", "."))
        if joined.lstrip("+-").startswith("0"):
            return f"write it with a decimal point: {decimal:.15g}"
        return f"write {whole}, or {decimal:.15g} if a decimal comma is meant"
    if _DOTTED_THOUSANDS.fullmatch(joined):
        return f"write it without separators: {joined.replace('.', '').replace(',', '.')}"
    dotted = joined.replace(",", ".")
    if has_comma(joined) and _is_number(dotted):
        return f"write it with a decimal point: {dotted}"
    return plain


def _is_number(text: str) -> bool:
    try:
        return math.isfinite(float(text))
    except ValueError:
        return False
