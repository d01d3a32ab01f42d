"""What is wrong with a region folder: every fault, with its place and its remedy."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches

LONGEST_LABEL = 60  # characters of a label that are shown: a message stays on about two lines of a terminal


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
        lines = [f"region {folder} has {count} fault{'s' if count != 1 else ''}:"]
        lines += [f"  {fault}" for fault in self.faults]
        super().__init__("\n".join(lines))


class UnknownNameError(ValueError):
    """A place, scenario, class ... that the region does not have; the message has close matches."""


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
        short = label if len(label) <= LONGEST_LABEL else label[: LONGEST_LABEL - 3] + "..."
        self.faults.append(Fault(file, row, column, short, problem, remedy))

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
        return sorted(set(self.faults), key=lambda f: (f.file, f.row or 0, f.column, f.label, f.problem))
