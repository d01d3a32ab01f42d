"""Reading numbers from text files; every fault is reported with its row and column."""

import math
from collections.abc import Iterator
from pathlib import Path

from optimize.errors import report

_SHOWN = 10  # faults of one file that are listed: the first usually explain the rest (a judgement)


def read_text(path: str | Path) -> str:
    """Read a text file with any kind of line ends.

    Parameters
    ----------
    path : str or Path
        The file.

    Returns
    -------
    str

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    InputError
        If it is not a text file.
    """
    file = Path(path)
    if not file.is_file():
        msg = f"{file}: there is no such file; give the path of an instance that exists"
        raise FileNotFoundError(msg)
    try:
        return file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        report([f"{file}: this is not a text file; unpack it, or save it as plain text"])
        raise


def number(word: str) -> float | None:
    """Convert a word to a number.

    Parameters
    ----------
    word : str

    Returns
    -------
    float or None
        None if it is not a number; ``inf`` is one, ``nan`` is not.
    """
    try:
        value = float(word)
    except ValueError:
        return None
    return None if math.isnan(value) else value


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
        self._words = _words(text, first_row)
        self._row = first_row
        self._ended = False

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
            As many as asked for, with 0 in place of those that are missing.
        """
        values: list[float] = []
        while len(values) < count and not self._ended:
            found = next(self._words, None)
            if found is None:
                self._ended = True
                self.faults.append(
                    f"{self.name}: the file ends in row {self._row}, in {what}, after {len(values)} of {count} "
                    "numbers; it is truncated, get it again"
                )
                break
            self._row, column, word = found
            value = number(word)
            if value is None:
                self._fault(
                    f"{self.name}, row {self._row}, column {column}: {word!r} in {what} is not a number; correct it"
                )
            values.append(0.0 if value is None else value)
        return values + [0.0] * (count - len(values))

    def whole(self, what: str) -> int:
        """Read the next number as a whole number, which has to be at least 1.

        Parameters
        ----------
        what : str
            What the number is, for messages.

        Returns
        -------
        int
        """
        value = self.take(1, what)[0]
        if not self.faults and not (value >= 1 and value == int(value)):
            self._fault(
                f"{self.name}, row {self._row}: {what} is {value:g}; it has to be a whole number >= 1, "
                "is this a file in this format?"
            )
        return int(value) if math.isfinite(value) else 0

    def rest(self) -> int:
        """Count the words that follow, and skip them.

        Returns
        -------
        int
        """
        return sum(1 for _ in self._words)

    def _fault(self, message: str) -> None:
        if len(self.faults) == _SHOWN:
            self.faults.append(f"{self.name}: and more; correct these first")
        if len(self.faults) < _SHOWN:
            self.faults.append(message)


def _words(text: str, first_row: int) -> Iterator[tuple[int, int, str]]:
    for row, line in enumerate(text.splitlines(), start=first_row):
        if line.lstrip().startswith("#"):
            continue
        for column, word in enumerate(line.replace(",", " ").replace(";", " ").split(), start=1):
            yield row, column, word
