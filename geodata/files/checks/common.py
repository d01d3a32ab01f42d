"""Checks that every table has: names that must exist, sources, low <= central <= high."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from difflib import get_close_matches

from geodata.faults import FaultCollector
from geodata.files.data import RegionData
from geodata.files.io import Table
from geodata.files.schema import TRIPLES
from geodata.places import folded


def close_to(name: str, known: Iterable[str], file: str, names: Mapping[str, str] | None = None) -> str:
    """Remedy for an unknown name; ``names`` are further ones (folded), with the id that each stands for."""
    meant = ({folded(item): item for item in known} | dict(names or {})).get(folded(name))
    if meant and folded(name):
        return f"write its id, {meant}" if folded(meant) != folded(name) else f"write it as {meant}"
    close = get_close_matches(name, list(known), n=3, cutoff=0.5)
    return f"did you mean {' or '.join(close)}? Or add it to {file}" if close else f"add it to {file}, or correct it"


def must_exist(
    table: Table,
    columns: tuple[str, ...],
    known: frozenset[str],
    kind: str,
    file: str,
    faults: FaultCollector,
    names: Mapping[str, str] | None = None,
) -> None:
    """Note names in the columns that are not among the known.

    Nothing is noted when nothing is known: then the file of the names is missing, which is a fault of its own.
    """
    if not known:
        return
    for number, row in table.numbered():
        for column in columns:
            for name in [row[column]] if isinstance(row[column], str) else row[column]:
                if name and name not in known:
                    faults.add(
                        table.spec.file,
                        number,
                        column,
                        table.label(row),
                        f'unknown {kind} "{name}"',
                        close_to(name, known, file, names),
                    )


def places_must_exist(data: RegionData, table: str, columns: tuple[str, ...], faults: FaultCollector) -> None:
    """Note places that are not in places.csv; who wrote a name is told the id."""
    places = data["places"]
    must_exist(data[table], columns, places.mentioned, "place", places.spec.file, faults, names=data.place_names.names)


def check_sources(data: RegionData, table: Table, faults: FaultCollector) -> None:
    """Note sources that are not in sources.csv."""
    known = data["sources"].mentioned
    if not known or not any(column.name == "source" for column in table.spec.columns):
        return
    for number, row in table.numbered():
        for name in row["source"].split(";"):
            if name.strip() and name.strip() not in known:
                faults.add(
                    table.spec.file,
                    number,
                    "source",
                    table.label(row),
                    f'unknown source "{name.strip()}"',
                    close_to(name, known, "sources.csv"),
                )


def check_triples(name: str, table: Table, faults: FaultCollector) -> None:
    """Note low, central and high numbers that do not rise."""
    for low, central, high in TRIPLES.get(name, ()):
        for number, row in table.numbered():
            values = [row[low], row[central], row[high]]
            given = [value for value in values if not math.isnan(value)]
            if given != sorted(given):
                faults.add(
                    table.spec.file,
                    number,
                    central,
                    table.label(row),
                    f"{low} {row[low]:g}, {central} {row[central]:g}, {high} {row[high]:g} are not in order",
                    f"they must rise: {low} <= {central} <= {high}",
                )
            if math.isnan(row[central]) and given:
                faults.add(
                    table.spec.file,
                    number,
                    central,
                    table.label(row),
                    f"{low} or {high} is given without {central}",
                    f"give {central} too",
                )
