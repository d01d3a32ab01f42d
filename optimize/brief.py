"""Results that show themselves in a few lines: a short text, and HTML for notebooks in which user text stays text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import fields, is_dataclass
from html import escape
from pathlib import PurePath
from typing import Any

import numpy as np

from optimize.late import is_frame, is_table, pd

MOST_LETTERS = 1_000
"""Of a whole text: what fits on a screen."""
LONGEST_VALUE = 120
MOST_ITEMS = 6
_LARGE = 1e5  # from here on the decimals of a number do not matter to a reader (a judgement)
MOST_ROWS, MOST_COLUMNS = 10, 14
"""Of a table in HTML; the table itself is an attribute."""
_PLAIN = (str, bytes, bool, int, float, complex, np.generic, PurePath, type(None))


class Brief:
    """A base of results: `repr` is short whatever they hold, and notebooks show what is in them.

    A dataclass that has it is shown by its fields; long ones by their kind and size.
    """

    def __init_subclass__(cls, **options: Any) -> None:
        """Keep dataclasses from writing a text of their own, which has all that they hold in it."""
        super().__init_subclass__(**options)
        if "__repr__" not in cls.__dict__:
            cls.__repr__ = cls.__repr__  # type: ignore[method-assign]

    def __repr__(self) -> str:
        parts: list[str] = []
        for name, value in self._brief_values().items():
            parts.append(f"{name}={in_brief(value)}")
            if sum(map(len, parts)) > MOST_LETTERS:
                parts[-1] = "..."
                break
        return f"{type(self).__name__}({', '.join(parts)})"

    def _repr_html_(self) -> str:
        told = {name: value for name, value in self._brief_values().items() if not is_frame(value)}
        rows = "".join(
            f"<tr><th>{cell(name)}</th><td>{cell(in_brief(value))}</td></tr>" for name, value in told.items()
        )
        lines = f"<pre>{cell(text)}</pre>" if (text := self._brief_words()) else f"<table>{rows}</table>"
        tables = [html_table(frame, name) for name, frame in self._brief_tables().items() if len(frame)]
        return f"<div><strong>{cell(type(self).__name__)}</strong>{lines}{''.join(tables)}</div>"

    def _brief_values(self) -> dict[str, Any]:
        """What is shown of it, by name."""
        if not is_dataclass(self):
            return {}
        return {item.name: getattr(self, item.name) for item in fields(self) if item.repr and item.name[0] != "_"}

    def _brief_words(self) -> str:
        """Lines that say what was found; without them the values are listed."""
        summary = getattr(self, "summary", None)
        return str(summary()) if callable(summary) else ""

    def _brief_tables(self) -> dict[str, pd.DataFrame]:
        """The tables that notebooks show, by name."""
        return {name: value for name, value in self._brief_values().items() if is_frame(value)}


def in_brief(value: Any) -> str:
    """Write a value in a few letters.

    Parameters
    ----------
    value : object

    Returns
    -------
    str
        Values and short lists in full; long ones, tables, arrays and other things by kind and size.

    Examples
    --------
    >>> [in_brief(value) for value in ((1, 2), list(range(50)), {"a": 1}, pd.DataFrame({"a": [1, 2]}), np.ones((3, 4)))]
    ['(1, 2)', 'list of 50', "{'a': 1}", 'DataFrame of 2 x 1', 'array of 3 x 4']
    """
    if isinstance(value, _PLAIN):
        return shortened(repr(value))
    if is_table(value) or isinstance(value, np.ndarray):
        kind = "array" if isinstance(value, np.ndarray) else type(value).__name__
        return f"{kind} of {' x '.join(map(str, value.shape))}"
    if isinstance(value, Brief):
        return shortened(repr(value))
    if isinstance(value, (Mapping, Sequence, AbstractSet)):
        return _collection(value)
    if is_dataclass(value):
        return type(value).__name__
    return shortened(repr(value))


def _collection(value: Any) -> str:
    """A mapping, sequence or set: in full where it is short and holds plain values."""
    few = len(value) <= MOST_ITEMS
    if few:
        inner = [*value, *value.values()] if isinstance(value, Mapping) else value
        text = repr(value) if all(isinstance(item, _PLAIN) or _is_short(item) for item in inner) else ""
        if text and len(text) <= LONGEST_VALUE:
            return text
    named = isinstance(value, Mapping) and few and len(value) > 0
    return shortened(f"{type(value).__name__} of {', '.join(map(repr, value)) if named else len(value)}")


def _is_short(item: Any) -> bool:
    return isinstance(item, tuple) and len(item) <= MOST_ITEMS and all(isinstance(each, _PLAIN) for each in item)


def shortened(text: str, longest: int = LONGEST_VALUE) -> str:
    """Cut a text that is too long.

    Parameters
    ----------
    text : str
    longest : int
        Most letters.

    Returns
    -------
    str
        With dots for what is left out.
    """
    return text if len(text) <= longest else f"{text[: longest - 3]}..."


def cell(text: Any) -> str:
    """Write a text for HTML: no mark-up of its own, and no letter that turns what stands around it.

    Parameters
    ----------
    text : object

    Returns
    -------
    str
    """
    letters = str(text).encode("utf-8", "backslashreplace").decode()
    shown = "".join(" " if letter < " " and letter != "\n" else letter for letter in letters)
    return f"<bdi>{escape(shown)}</bdi>"


def html_table(frame: pd.DataFrame, name: str = "") -> str:
    """Write the beginning of a table as HTML.

    Parameters
    ----------
    frame : DataFrame
    name : str
        What it is.

    Returns
    -------
    str
        At most `MOST_ROWS` rows and `MOST_COLUMNS` columns, and how many there are.
    """
    top = frame.iloc[:MOST_ROWS, :MOST_COLUMNS]
    names = frame.index.names if any(each is not None for each in frame.index.names) else [""]
    heads = "".join(f"<th>{cell('' if each is None else each)}</th>" for each in (*names, *top.columns))
    rows = []
    for label, values in zip(top.index, top.itertuples(index=False, name=None), strict=True):
        labels = label if isinstance(label, tuple) and len(names) > 1 else (label,)
        rows.append("".join(f"<th>{cell(shortened(str(each)))}</th>" for each in labels))
        rows[-1] += "".join(f"<td>{cell(_value(value))}</td>" for value in values)
    body = "".join(f"<tr>{row}</tr>" for row in rows)
    size = f"{len(frame):,} rows, {frame.shape[1]} columns"
    title = f"<summary>{cell(name or type(frame).__name__)} ({size})</summary>"
    return f"<details open>{title}<table><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table></details>"


def _value(value: Any) -> str:
    if isinstance(value, (float, np.floating)):
        number = float(value)
        return "" if np.isnan(number) else f"{number:,.0f}" if abs(number) >= _LARGE else f"{number:.6g}"
    return shortened(str(value))
