"""Numbers in free format, one after another; every fault is reported with its row and column."""

import math
import re
from collections.abc import Iterator

from optimize.errors import report
from optimize.files import number, number_fault, short

_SHOWN = 10  # faults of one file that are listed: the first usually explain the rest (a judgement)
_WORD = re.compile(r"[^\s,;]+", re.ASCII)


class NumberStream:
    """The numbers of a free-format file, one after another, regardless of line breaks.

    Parameters
    ----------
    text : str
        Content of the file.
    name : str
        Name of the file, for messages.
    first_row : int
        Row of the file in which `text` begins.
    """

    def __init__(self, text: str, name: str, first_row: int = 1) -> None:
        self.name = name
        self.faults: list[str] = []
        self.count = sum(len(words) for _, words in word_rows(text))
        self._words = _words(text, first_row)
        self._row = first_row
        self._taken = 0

    def take(self, count: int, what: str) -> list[float]:
        """Read the next numbers; words that are not numbers, and the end of the file, are faults.

        Parameters
        ----------
        count : int
            How many numbers.
        what : str
            What the numbers are, for messages.

        Returns
        -------
        list of float
            As many as asked for.

        Raises
        ------
        InputError
            If the file ends before: with all faults so far. Nothing is made for numbers that are not there.
        """
        there = min(count, self.left)
        values: list[float] = []
        for _ in range(there):
            self._row, column, word = next(self._words)
            value = number(word)
            if value is None:
                problem, remedy = number_fault(word)
                where = f"{self.name}, row {self._row}, column {column}"
                self._fault(f"{where}: {short(word)!r} in {what} {problem}; {remedy}")
            values.append(0.0 if value is None else value)
        self._taken += there
        if there < count:
            self.faults.append(
                f"{self.name}: the file ends in row {self._row}, in {what}, after {there} of {count:.10g} numbers; it "
                "is truncated or in another format, get it again"
            )
            report(self.faults)
        return values

    def whole(self, what: str) -> int:
        """Read the next number as a whole number, which has to be at least 1.

        Parameters
        ----------
        what : str
            What the number is, for messages.

        Returns
        -------
        int
            1 if it is not.
        """
        before = len(self.faults)
        value = self.take(1, what)[0]
        if len(self.faults) > before:
            return 1
        if not (math.isfinite(value) and value >= 1 and value == int(value)):
            self._fault(
                f"{self.name}, row {self._row}: {what} is {value:g}; it has to be a whole number >= 1, "
                "is this a file in this format?"
            )
            return 1
        return int(value)

    def size(self, what: str, least: int) -> int:
        """Read the next number as the number of nodes, for whose matrices there have to be enough numbers.

        Parameters
        ----------
        what : str
            What the number is, for messages.
        least : int
            How many n x n matrices follow.

        Returns
        -------
        int

        Raises
        ------
        InputError
            If it is no whole number >= 1, or far larger than the file can hold.
        """
        n = self.whole(what)
        report(self.faults)
        # a file that lost a part is told where it ends; one that has not even a row a matrix begins with something else
        if least * n > self.count:
            self._fault(
                f"{self.name}, row {self._row}: {what} is {n:.10g}, which takes more than {float(least) * n * n:.3g} "
                f"numbers, but the file has {self.count}; is this a file in this format?"
            )
            report(self.faults)
        return n

    @property
    def left(self) -> int:
        """Number of words that follow."""
        return self.count - self._taken

    def rest(self) -> int:
        """Count the words that follow, and skip them.

        Returns
        -------
        int
        """
        left, self._taken = self.left, self.count
        return left

    def _fault(self, message: str) -> None:
        if len(self.faults) == _SHOWN:
            self.faults.append(f"{self.name}: and more; correct these first")
        if len(self.faults) < _SHOWN:
            self.faults.append(message)


def word_rows(text: str, first_row: int = 1) -> Iterator[tuple[int, list[str]]]:
    r"""Split a text into words: what stands between blanks, commas and semicolons.

    Parameters
    ----------
    text : str
        Its lines end with ``\n``.
    first_row : int
        Row of the file in which it begins.

    Yields
    ------
    row : int
    words : list of str
        At least one; rows that are blank or begin with ``#`` are left out.
    """
    for row, line in enumerate(text.split("\n"), start=first_row):
        words = _WORD.findall(line)
        if words and not words[0].startswith("#"):
            yield row, words


def _words(text: str, first_row: int) -> Iterator[tuple[int, int, str]]:
    for row, words in word_rows(text, first_row):
        for column, word in enumerate(words, start=1):
            yield row, column, word
