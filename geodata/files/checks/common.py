"""Checks that every table has: names that must exist, sources, low <= central <= high."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import partial

from geodata.faults import FaultCollector
from geodata.files.data import RegionData
from geodata.files.io import Record, Table
from geodata.files.schema import TRIPLES
from geodata.places import folded


@dataclass(frozen=True)
class Note:
    """Notes faults of one row, or of no row in particular.

    Attributes
    ----------
    faults : FaultCollector
        Receives the faults.
    file : str
        The file.
    row : int or None
        Row number.
    label : callable
        Returns what the row is about: only asked for when there is a fault, as there mostly is none.
    """

    faults: FaultCollector
    file: str
    row: int | None = None
    label: Callable[[], str] = str

    def __call__(self, column: str, problem: str, remedy: str) -> None:
        """Note one fault.

        Parameters
        ----------
        column : str
            Column or key.
        problem, remedy : str
            What is wrong, and what to do.
        """
        self.faults.add(self.file, self.row, column, self.label(), problem, remedy)


def noted_rows(table: Table, faults: FaultCollector) -> Iterator[tuple[Record, Note]]:
    """Go through the rows of a table, each with what notes its faults.

    Parameters
    ----------
    table : Table
        The table.
    faults : FaultCollector
        Receives the faults.

    Yields
    ------
    row : dict
        Values by column name.
    note : Note
        To be called with column, problem and remedy.
    """
    for number, row in table.numbered():
        if faults.full(table.spec.file):
            return
        yield row, Note(faults, table.spec.file, number, partial(table.label, row))


def close_to(name: str, known: Iterable[str], file: str, names: Mapping[str, str] | None = None) -> str:
    """Return the remedy for an unknown name.

    Parameters
    ----------
    name : str
        The name.
    known : iterable of str
        The names that there are.
    file : str
        File to which it could be added.
    names : mapping, optional
        Further names (folded), with the id that each stands for.

    Returns
    -------
    str
    """
    meant = ({folded(item): item for item in known} | dict(names or {})).get(folded(name))
    if meant and folded(name):
        return f"write its id, {meant}" if folded(meant) != folded(name) else f"write it as {meant}"
    close = get_close_matches(name, list(known), n=3, cutoff=0.5)
    return f"did you mean {' or '.join(close)}? Or add it to {file}" if close else f"add it to {file}, or correct it"


@dataclass(frozen=True)
class Names:
    """Names that a cell may hold, and where they come from.

    Attributes
    ----------
    kind : str
        What they name, e.g. ``"class"``.
    known : collection of str
        The names.
    file : str
        File that has them.
    others : mapping
        Further names (folded), with the id that each stands for.
    """

    kind: str
    known: Collection[str]
    file: str
    others: Mapping[str, str] | None = None

    @classmethod
    def places(cls, data: RegionData) -> Names:
        """Return the places, by id; who wrote a name is told the id.

        Parameters
        ----------
        data : RegionData
            The files of the region.

        Returns
        -------
        Names
        """
        return cls("place", data["places"].mentioned, data["places"].spec.file, data.place_names.names)

    @classmethod
    def of_table(cls, data: RegionData, kind: str, table: str) -> Names:
        """Return the names in the first key of a table.

        Parameters
        ----------
        data : RegionData
            The files of the region.
        kind : str
            What they name.
        table : str
            Name of the table.

        Returns
        -------
        Names
        """
        return cls(kind, data[table].mentioned, data[table].spec.file)

    def remedy(self, name: str) -> str:
        """Return what to do about an unknown name.

        Parameters
        ----------
        name : str
            The name.

        Returns
        -------
        str
        """
        return close_to(name, self.known, self.file, self.others)


def must_exist(table: Table, columns: tuple[str, ...], names: Names, faults: FaultCollector) -> None:
    """Note names in some columns that are not there.

    Nothing is noted when there are no names at all: then their file is missing, which is a fault of its own.

    Parameters
    ----------
    table : Table
        The table.
    columns : tuple of str
        Its columns that hold names, or lists of names.
    names : Names
        The names that there are.
    faults : FaultCollector
        Receives the faults.
    """
    if not names.known:
        return
    for row, note in noted_rows(table, faults):
        for column in columns:
            for name in [row[column]] if isinstance(row[column], str) else row[column]:
                if faults.full(table.spec.file):
                    return
                if name and name not in names.known:
                    note(column, f'unknown {names.kind} "{name}"', names.remedy(name))


def check_sources(data: RegionData, table: Table, faults: FaultCollector) -> None:
    """Note sources that are not in sources.csv.

    Parameters
    ----------
    data : RegionData
        The files of the region.
    table : Table
        The table whose sources are checked.
    faults : FaultCollector
        Receives the faults.
    """
    known = data["sources"].mentioned
    if not known or not any(column.name == "source" for column in table.spec.columns):
        return
    for row, note in noted_rows(table, faults):
        for name in row["source"].split(";"):
            if name.strip() and name.strip() not in known:
                note("source", f'unknown source "{name.strip()}"', close_to(name, known, "sources.csv"))


def check_triples(name: str, table: Table, faults: FaultCollector) -> None:
    """Note low, central and high numbers that do not rise.

    Parameters
    ----------
    name : str
        Name of the table.
    table : Table
        The table.
    faults : FaultCollector
        Receives the faults.
    """
    for low, central, high in TRIPLES.get(name, ()):
        for row, note in noted_rows(table, faults):
            given = [value for value in (row[low], row[central], row[high]) if not math.isnan(value)]
            if given != sorted(given):
                note(
                    central,
                    f"{low} {row[low]:g}, {central} {row[central]:g}, {high} {row[high]:g} are not in order",
                    f"they must rise: {low} <= {central} <= {high}",
                )
            if math.isnan(row[central]) and given:
                note(central, f"{low} or {high} is given without {central}", f"give {central} too")
