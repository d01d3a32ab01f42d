"""What is wrong with a region folder: every fault, with its place and its remedy."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches

LONGEST_LABEL = 60
"""Characters of a label that are shown."""


@dataclass(frozen=True, order=True)
class Fault:
    """One fault of an input.

    Parameters
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
    """A region folder cannot be used; ``faults`` lists everything that is wrong with it."""

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
    """Message about a name that the region does not have."""
    close = get_close_matches(name, known, n=3, cutoff=0.4)
    return f"unknown {kind} {name!r}; " + (
        f"close matches: {', '.join(close)}" if close else f"the region has {', '.join(known)}"
    )


@dataclass
class FaultCollector:
    """Gathers faults while a folder is read, so that all are reported at once."""

    faults: list[Fault] = field(default_factory=list)

    def add(self, file: str, row: int | None, column: str, label: str, problem: str, remedy: str) -> None:
        """Note one fault."""
        short = label if len(label) <= LONGEST_LABEL else label[: LONGEST_LABEL - 3] + "..."
        self.faults.append(Fault(file, row, column, short, problem, remedy))

    def raise_if_any(self, folder: str) -> None:
        """Raise `RegionError` with all faults, in the order of files and rows."""
        if self.faults:
            raise RegionError(folder, self.sorted())

    def sorted(self) -> list[Fault]:
        """Faults in the order of files and rows, without repetition."""
        return sorted(set(self.faults), key=lambda f: (f.file, f.row or 0, f.column, f.label, f.problem))
