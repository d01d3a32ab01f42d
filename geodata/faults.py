"""What is wrong with a region folder: every fault, with its place and its remedy."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches

LONGEST_LABEL = 60  # characters of a label that are shown: a message stays on about two lines of a terminal
LONGEST_TEXT = 400  # characters of a problem or remedy: a cell of 100,000 characters is quoted in it
MOST_IN_FILE = 500  # faults of one file that are told apart: the first usually explain the rest


@dataclass(frozen=True, order=True)
class Fault:
    """One fault of an input.

    Attributes
    ----------
    file : str
        Name of the file within the region folder.
    row : int or None
        Row as a spreadsheet counts (the header is row 1); None when the fault is not in one row.
    column : str
        Column or key, empty when the fault is not in one column.
    label : str
        What the row is about, e.g. a place id or ``"CHN -> KAZ"``.
    problem, remedy : str
        What is wrong, and what to do.
    """

    file: str
    row: int | None
    column: str
    label: str
    problem: str
    remedy: str

    def __str__(self) -> str:
        where = self.file
        if self.row is not None:
            where += f", row {self.row}"
        if self.column:
            where += f", column {self.column}" if self.row is not None else f", {self.column}"
        if self.label:
            where += f" ({self.label})"
        return f"{where}: {self.problem}; {self.remedy}"


class RegionError(ValueError):
    """A region folder cannot be used.

    Parameters
    ----------
    folder : str
        The folder.
    faults : iterable of Fault
        Everything that is wrong with it, kept in ``.faults``.
    """

    def __init__(self, folder: str, faults: Iterable[Fault]) -> None:
        self.folder = folder
        self.faults: list[Fault] = list(faults)
        count = len(self.faults)
        lines = [f"region {printable(folder)} has {count} fault{'s' if count != 1 else ''}:"]
        lines += [f"  {fault}" for fault in self.faults]
        super().__init__("\n".join(lines))

    def __reduce__(self) -> tuple[type[RegionError], tuple[str, list[Fault]]]:
        """Pickle folder and faults, not their message: else a pool of processes could not hand the error on."""
        return type(self), (self.folder, self.faults)


class UnknownNameError(ValueError):
    """A place, scenario, class ... that the region does not have; the message has close matches."""


def printable(text: str, longest: int | None = None) -> str:
    r"""Return a text that any terminal can show on one line.

    Parameters
    ----------
    text : str
        Any text, perhaps a cell of a broken file.
    longest : int, optional
        A longer text is cut at its end.

    Returns
    -------
    str
        Control characters, marks that turn the direction of writing, and halves of characters are written as escapes.

    Examples
    --------
    >>> printable("a\tb"), printable("abcdef", 5)
    ('a\\tb', 'ab...')
    """
    if longest is not None and len(text) > longest:
        text = text[: longest - 3] + "..."
    if text.isprintable():
        return text
    return "".join(
        letter if letter.isprintable() or letter in _SPACES else letter.encode("unicode_escape").decode("ascii")
        for letter in text
    )


_SPACES = "\u00a0\u202f\u3000"  # blanks that are no danger, and that names have


def unknown(kind: str, name: str, known: list[str]) -> str:
    """Return a message about a name that the region does not have.

    Parameters
    ----------
    kind : str
        What it names, e.g. ``"class"``.
    name : str
        The name.
    known : list of str
        The names that there are.

    Returns
    -------
    str
    """
    name = printable(name, LONGEST_LABEL)
    close = get_close_matches(name, known, n=3, cutoff=0.4)
    return f"unknown {kind} {name!r}; " + (
        f"close matches: {', '.join(close)}" if close else f"the region has {', '.join(known)}"
    )


@dataclass
class FaultCollector:
    """Gathers faults while a folder is read, so that all are reported at once.

    Attributes
    ----------
    faults : list of Fault
        Those found so far.
    """

    faults: list[Fault] = field(default_factory=list)
    _counts: dict[str, int] = field(default_factory=dict)

    def add(self, file: str, row: int | None, column: str, label: str, problem: str, remedy: str) -> None:
        """Note one fault.

        Parameters
        ----------
        file : str
            Name of the file within the region folder.
        row : int or None
            Row as a spreadsheet counts; None when the fault is not in one row.
        column, label : str
            Column or key, and what the row is about; may be empty.
        problem, remedy : str
            What is wrong, and what to do.
        """
        count = self._counts[file] = self._counts.get(file, 0) + 1
        if count > MOST_IN_FILE:
            return
        short = [printable(text, LONGEST_LABEL) for text in (column, label)]
        told = [_middle_cut(printable(text)) for text in (problem, remedy)]
        self.faults.append(Fault(printable(file), row, *short, *told))

    def full(self, file: str) -> bool:
        """Tell whether a file has so many faults that it is not worth looking for more.

        Parameters
        ----------
        file : str
            Name of the file within the region folder.

        Returns
        -------
        bool
        """
        return self._counts.get(file, 0) > MOST_IN_FILE

    def raise_if_any(self, folder: str) -> None:
        """Raise an error when there are faults.

        Parameters
        ----------
        folder : str
            The region folder, for the message.

        Raises
        ------
        RegionError
            With all faults, in the order of files and rows.
        """
        if self.faults:
            raise RegionError(folder, self.sorted())

    def sorted(self) -> list[Fault]:
        """Return the faults in the order of files and rows, each once.

        Returns
        -------
        list of Fault
        """
        found = sorted(set(self.faults), key=lambda f: (f.file, f.row or 0, f.column, f.label, f.problem))
        return found + [
            Fault(file, None, "", "", f"more than {MOST_IN_FILE} faults; the rest is not shown", "correct these first")
            for file, count in sorted(self._counts.items())
            if count > MOST_IN_FILE
        ]


def _middle_cut(text: str) -> str:
    """Keep both ends of a text that is too long: what is wrong often stands after what is quoted."""
    if len(text) <= LONGEST_TEXT:
        return text
    half = LONGEST_TEXT // 2 - 2
    return f"{text[:half]} ... {text[-half:]}"
