"""Taking values out of plain data, such as a file holds, and noting everything that is wrong with them and where."""

import math
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import numpy as np

from optimize.files import short
from optimize.problem import IntArray, few

_SHOWN = 20  # faults of one file that are listed: what fits on a screen (a judgement)
_WORDS = {"inf": math.inf, "-inf": -math.inf, "nan": math.nan}
"""Numbers that JSON has no number for, as they are written."""


def plain_number(value: float) -> float | str:
    """Give a number as JSON can hold it.

    Parameters
    ----------
    value : float

    Returns
    -------
    float or str
        The word for one that JSON has no number for.
    """
    number = float(value)
    return number if math.isfinite(number) else str(number)


class Reading:
    """Takes values out of plain data; what cannot be used is noted, and something harmless given in its place.

    Attributes
    ----------
    faults : list of str
        Each with the way to the value that is wrong.
    """

    def __init__(self) -> None:
        self.faults: list[str] = []
        self._way: list[str] = []

    @contextmanager
    def within(self, step: str) -> Iterator[None]:
        """Note faults, within a ``with`` block, as being in an entry.

        Parameters
        ----------
        step : str
            Its name.

        Yields
        ------
        None
        """
        self._way.append(step)
        try:
            yield
        finally:
            self._way.pop()

    def note(self, fault: str) -> None:
        """Note a fault of the entry that is being read.

        Parameters
        ----------
        fault : str
        """
        where = ".".join(self._way)
        if len(self.faults) < _SHOWN:
            self.faults.append(f"{where}: {fault}" if where else fault)
        elif len(self.faults) == _SHOWN:
            self.faults.append("and more; correct these first")

    def entries(self, data: Any, needed: Iterable[str], allowed: Iterable[str] = ()) -> dict[str, Any] | None:
        """Take entries by name.

        Parameters
        ----------
        data : object
            A mapping, if all is well.
        needed, allowed : iterable of str
            Names that have to be there, and names that may be.

        Returns
        -------
        dict or None
            None if it is no mapping; entries that are not there are None.
        """
        if not isinstance(data, Mapping):
            self.note(f"is {_what(data)}, and has to be entries by name")
            return None
        needed = tuple(needed)
        for name in needed:
            if name not in data:
                self.note(f"{name!r} is missing")
        unknown = [str(name) for name in data if name not in {*needed, *allowed}]
        if unknown:
            self.note(f"{few(map(repr, map(short, unknown)))} is not known")
        return {name: data.get(name) for name in (*needed, *allowed)}

    def items(self, data: Any, count: int | None = None, what: str = "entries") -> list[Any]:
        """Take a list.

        Parameters
        ----------
        data : object
            A list, if all is well.
        count : int, optional
            How many items it has to have.
        what : str
            What they are, for messages.

        Returns
        -------
        list
            Empty if it is no list, or of another length.
        """
        if not isinstance(data, list):
            self.note(f"is {_what(data)}, and has to be a list")
            return []
        if count is not None and len(data) != count:
            self.note(f"has {len(data)} {what} instead of {count}")
            return []
        return data

    def number(self, data: Any, *, least: float = -math.inf, most: float = math.inf, finite: bool = False) -> float:
        """Take a number.

        Parameters
        ----------
        data : object
            A number, or the word for one that JSON does not have.
        least, most : float
            The range in which it has to be, where it is a number at all.
        finite : bool
            Whether it has to be finite.

        Returns
        -------
        float
            ``nan`` if it is none.
        """
        if isinstance(data, str) and data in _WORDS:
            value = _WORDS[data]
        elif isinstance(data, (int, float)) and not isinstance(data, bool) and abs(data) <= _LARGEST:
            value = float(data)
        else:
            self.note(f"is {_what(data)}, and has to be a number")
            return math.nan
        if finite and not math.isfinite(value):
            self.note(f"is {value}, and has to be finite")
        elif value < least or value > most:
            self.note(f"is {value!r}, and has to be from {least:g} to {most:g}")
        return value

    def whole(self, data: Any, least: int, most: int | None = None) -> int:
        """Take a whole number.

        Parameters
        ----------
        data : object
        least, most : int
            The range in which it has to be; `most` None = no limit.

        Returns
        -------
        int
            `least` if it is none.
        """
        if isinstance(data, bool) or not isinstance(data, int):
            self.note(f"is {_what(data)}, and has to be a whole number")
        elif data < least or (most is not None and data > most):
            self.note(f"is {short(str(data)[:50])}, and has to be from {least} to {'any' if most is None else most}")
        else:
            return data
        return least

    def text(self, data: Any, among: Iterable[str] | None = None) -> str:
        """Take a text.

        Parameters
        ----------
        data : object
        among : iterable of str, optional
            What it may be.

        Returns
        -------
        str
            Empty if it is none.
        """
        if not isinstance(data, str):
            self.note(f"is {_what(data)}, and has to be text")
            return ""
        if among is not None and data not in (known := list(among)):
            self.note(f"is {short(data)!r}, and has to be one of {', '.join(known)}")
            return ""
        return data

    def positions(
        self,
        data: Any,
        count: int,
        what: str,
        *,
        lowest: int = 0,
        once: bool = False,
        length: int | None = None,
        of: str = "entries",
    ) -> IntArray:
        """Take positions among nodes or candidates.

        Parameters
        ----------
        data : object
            A list of whole numbers, if all is well.
        count : int
            How many nodes or candidates there are.
        what : str
            What they are, for messages.
        lowest : int
            Least number that is allowed.
        once : bool
            Whether none may appear twice.
        length : int, optional
            How many there have to be.
        of : str
            What these are, for messages.

        Returns
        -------
        int array
            Empty if there is a fault.
        """
        none = np.zeros(0, dtype=np.int64)
        values = self.items(data, length, of)
        wrong = [x for x in values if isinstance(x, bool) or not isinstance(x, int) or not lowest <= x < count]
        if wrong:
            said = few(_shown(x) for x in wrong)
            self.note(f"{what} {said} is not one of the {count} of this problem, which are numbered from 0")
            return none
        if once and len(set(values)) < len(values):
            twice = sorted({x for x in values if values.count(x) > 1})
            self.note(f"{what} {few(twice)} is named more than once")
            return none
        return np.array(values, dtype=np.int64)


_LARGEST = 1.7e308  # a whole number may be larger than any float


def _shown(value: Any) -> str:
    return (
        short(repr(value))
        if isinstance(value, (str, float, bool))
        else _what(value)
        if not _small(value)
        else repr(value)
    )


def _small(value: Any) -> bool:
    return isinstance(value, int) and abs(value) < 10**12


def _what(value: Any) -> str:
    """A value in a few words."""
    if isinstance(value, Mapping):
        return "entries by name"
    if isinstance(value, list):
        return f"a list of {len(value)}"
    if value is None:
        return "empty"
    if isinstance(value, int) and not isinstance(value, bool) and not _small(value):
        return "a very large number"
    return short(repr(value))
