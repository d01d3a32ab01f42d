"""The one gate for changes, from scenario files, programs and the command line: ids for names, faults told.

A change is refused when it names what the region does not have, when a number cannot be, or when it selects nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from typing import Any, TypeVar, cast, get_args

from geodata.changes import CellChange, Change, DemandChange, InputChange, ParameterChange, ServiceChange
from geodata.coerce import refuse_others
from geodata.faults import UnknownNameError
from geodata.files.data import RegionData
from geodata.files.names import Names, Unknown
from geodata.files.schema import HUB_NUMBERS, PARAMETER_KEYS, POSITIVE, SHARES, TRIPLES
from geodata.files.schema import TABLES as TABLES_SPEC
from optimize import InputError

Effect = Change | CellChange | DemandChange | InputChange | ParameterChange | ServiceChange
T = TypeVar("T", bound=Effect)
REMEMBERED = 4096
"""Changes whose outcome is kept: a study passes the same ones again and again."""
TABLES = ("places", "links", "classes", "countries", "parameters", "services", "sources")
"""Tables that the gate depends on."""
_KINDS: dict[type, dict[str, str]] = {
    Change: {
        "links": "link", "corridor": "corridor", "country": "country", "place": "place", "mode": "mode",
        "cls": "class", "service": "service",
    },
    ServiceChange: {"services": "scheduled service", "mode": "mode", "place": "place"},
    DemandChange: {"exporter": "country", "importer": "country", "country": "country", "cls": "class"},
    ParameterChange: {
        "parameter": "parameter", "cls": "class", "mode": "mode", "service": "service", "place": "place",
        "country": "country",
    },
}  # fmt: skip
"""What the names in each field of a change name."""
ROWS = {
    "places": "place", "links": "link", "crossings": "link", "services": "scheduled service", "countries": "country",
    "classes": "class",
}  # fmt: skip
"""Tables whose cells may be changed, and what their first key names."""
KEYS = ("class", "mode", "service", "place", "country")
"""What a parameter may differ by."""


@dataclass(frozen=True)
class Wrong:
    """What is wrong with a change.

    Attributes
    ----------
    key : str
        Which of its keys, empty where it is the whole.
    problem, remedy : str
        What is wrong, and what to do.
    unknown : `Unknown` or None
        The name that is not there.
    """

    key: str
    problem: str
    remedy: str
    unknown: Unknown | None = None

    def __str__(self) -> str:
        return str(self.unknown) if self.unknown is not None else f"{self.problem}; {self.remedy}"


class Gate:
    """Checks changes against a region.

    Parameters
    ----------
    data : RegionData
        The files of the region, perhaps with faults.
    """

    def __init__(self, data: RegionData) -> None:
        self.names = Names(data)
        self._data = data
        self._passed: dict[Effect, tuple[Effect, tuple[Wrong, ...]]] = {}
        country = data.countries_of_places
        self._links = [
            (
                row["id"], set(row["corridors"]),
                {country.get(row["from"], ""), country.get(row["to"], ""), *row["through"]},
                {row["from"], row["to"]}, row["mode"], row["direction"],
            )
            for row in data["links"]
        ]  # fmt: skip

    def settle(self, change: T) -> tuple[T, tuple[Wrong, ...]]:
        """Return a change with ids for names, and what is wrong with it.

        Parameters
        ----------
        change : Change, CellChange, ServiceChange, DemandChange or ParameterChange
            An `InputChange`, which is checked where it is made, passes as it is.

        Returns
        -------
        change : of the same kind
            What is wrong with it stays as it was.
        wrong : tuple of `Wrong`
        """
        if isinstance(change, InputChange):
            return change, ()
        if change not in self._passed:
            if len(self._passed) >= REMEMBERED:
                self._passed.clear()
            self._passed[change] = self._settle(change)
        return cast("tuple[T, tuple[Wrong, ...]]", self._passed[change])

    def _settle(self, change: Effect) -> tuple[Effect, tuple[Wrong, ...]]:
        wrong: list[Wrong] = []
        found: dict[str, Any] = {}
        if isinstance(change, CellChange):
            if change.table not in ROWS:
                return change, (Wrong("table", f"no cells of {change.table} can be changed", f"use {', '.join(ROWS)}"),)
            kinds = {"row": ROWS[change.table]}
        else:
            kinds = _KINDS[type(change)]
        for field, kind in kinds.items():
            given = getattr(change, field)
            ids = tuple(self._ids(kind, "class" if field == "cls" else field, _listed(given), wrong))
            found[field] = ids if isinstance(given, tuple) else ids[0] if ids else ""
        settled = replace(change, **found)
        if not wrong:
            wrong.extend(self._check(settled))
        return settled, tuple(wrong)

    def _check(self, change: Effect) -> Iterable[Wrong]:
        """What is wrong beside names."""
        if isinstance(change, Change):
            return self._check_links(change)
        if isinstance(change, ServiceChange):
            return self._check_services(change)
        if isinstance(change, DemandChange):
            return self._check_demand(change)
        if isinstance(change, CellChange):
            return self._check_cell(change)
        return self._check_parameter(change) if isinstance(change, ParameterChange) else ()

    def _ids(self, kind: str, key: str, names: Iterable[str], wrong: list[Wrong]) -> Iterable[str]:
        for name in names:
            found = self.names.find(kind, name)
            if isinstance(found, Unknown):
                wrong.append(Wrong(key, found.problem, found.remedy, found))
            yield name if isinstance(found, Unknown) else found

    def _check_cell(self, change: CellChange) -> Iterable[Wrong]:
        columns = columns_of(change.table)
        if change.column not in columns:
            yield Wrong("", "", "", Unknown(f"column of {change.table}.csv", change.column, columns))
        elif all(row[TABLES_SPEC[change.table].key[0]] != change.row for row in self._data[change.table]):
            yield Wrong("", f"{change.table}.csv has no row of {change.row}", "add one to the region's file")

    def _check_links(self, change: Change) -> Iterable[Wrong]:
        if change.exclusive and not change.corridor:
            yield Wrong("exclusive", "exclusive without corridor", "name the corridor")
        elif all(self.names.sure(kind) for kind in ("link", "place")) and not any(
            _selected(change, *row) for row in self._links
        ):
            yield Wrong("", f"selects no links: none has {_told(change)}", "name what one link has together")

    def _check_services(self, change: ServiceChange) -> Iterable[Wrong]:
        modes, stops = set(change.mode), set(change.place)
        some = any(
            (not change.services or row["id"] in change.services)
            and (not modes or modes & set(row["modes"]))
            and (not stops or stops & set(row["stops"]))
            for row in self._data["services"]
        )
        if not some and self.names.sure("scheduled service"):
            yield Wrong("", f"selects no services: none has {_told(change)}", "name what one service has together")

    def _check_demand(self, change: DemandChange) -> Iterable[Wrong]:
        if not self.names.sure("place"):
            return
        trading = set(self._data.trading_countries)
        strange = [
            (key, code) for key in ("exporter", "importer", "country") for code in getattr(change, key)
            if code not in trading
        ]  # fmt: skip
        for key, code in strange:
            yield Wrong(key, f"{code} has no place with demand, so it trades nothing", "take it out")
        sellers, buyers = (set(getattr(change, key)) or trading for key in ("exporter", "importer"))
        either = set(change.country) or trading
        if not strange and not (either & sellers and buyers) and not (either & buyers and sellers):
            yield Wrong("", "selects no trade: country is neither exporter nor importer", "take one of them out")

    def _check_parameter(self, change: ParameterChange) -> Iterable[Wrong]:
        name = change.parameter
        if name in POSITIVE and 0.0 in (change.value, change.factor):
            yield Wrong("", f"{name} must stay above 0", "correct the number")
        if name in SHARES and change.value is not None and change.value > 1:
            yield Wrong("", f"{name} is a share and cannot be {change.value:g}", "give a number from 0 to 1")
        allowed = keys_of(name)
        for key in KEYS:
            if getattr(change, "cls" if key == "class" else key) and key not in allowed:
                yield Wrong(key, f"{name} does not differ by {key}", _what_differs(name, key))


def columns_of(table: str) -> tuple[str, ...]:
    """Return the columns of a table whose cells may be changed: numbers, and words of a list.

    Parameters
    ----------
    table : str
        One of `ROWS`.

    Returns
    -------
    tuple of str
        Without the ends of ranges, which follow their central numbers, and what no model reads.
    """
    ends = {end for low, _, high in TRIPLES.get(table, ()) for end in (low, high)}
    return tuple(
        column.name
        for column in TABLES_SPEC[table].columns
        if (column.kind == "number" or (column.choices and column.kind == "text"))
        and column.name not in (*TABLES_SPEC[table].key, *ends, "confidence", "year", "mode")
    )


def keys_of(parameter: str) -> tuple[str, ...]:
    """Return what a parameter, or column of hubs.csv, may differ by.

    Parameters
    ----------
    parameter : str
        Its name.

    Returns
    -------
    tuple of str
        Some of class, mode, service, place and country; all of them for parameters that no model reads.
    """
    return ("place",) if parameter in HUB_NUMBERS else PARAMETER_KEYS.get(parameter, KEYS)


def _what_differs(name: str, key: str) -> str:
    """What to do about a key by which a parameter does not differ."""
    if key == "place" and name.startswith("hub_handling"):
        column = "handling_factor" if name.endswith("usd_per_t") else "dwell_factor"
        return f"leave that out, or change {column} of the place"
    return "leave that out"


def _selected(
    change: Change, name: str, corridors: set[str], countries: set[str], ends: set[str], mode: str, direction: str
) -> bool:
    """Whether a link is among those that a change acts on, as `geodata.network.Links.select` has it."""
    return not (
        (change.links and name not in change.links)
        or (change.corridor and corridors.isdisjoint(change.corridor))
        or (change.exclusive and not corridors <= set(change.corridor))
        or (change.country and countries.isdisjoint(change.country))
        or (change.place and ends.isdisjoint(change.place))
        or (change.mode and mode not in change.mode)
        or (change.direction == "backward" and direction != "both")
    )


def _told(change: Change | ServiceChange) -> str:
    """The selectors of a change in words."""
    parts = []
    for item in fields(change):
        given = getattr(change, item.name)
        if isinstance(given, tuple) and given and item.name not in ("cls", "service"):
            parts.append(f"{item.name} {' or '.join(given)}")
    if isinstance(change, Change) and change.direction != "both":
        parts.append(f"direction {change.direction}")
    if isinstance(change, Change) and change.exclusive:
        parts.append("no other corridor")
    return " and ".join(parts)


def _listed(given: str | tuple[str, ...]) -> tuple[str, ...]:
    return given if isinstance(given, tuple) else (given,) if given else ()


def gate_of(data: RegionData) -> Gate:
    """Return the gate of a region, made once.

    Parameters
    ----------
    data : RegionData
        The files of the region.

    Returns
    -------
    `Gate`
    """
    found: Gate = data.made.once("gate", [data[name] for name in TABLES], lambda: Gate(data))
    return found


def refuse(wrong: Iterable[tuple[str, Wrong]]) -> None:
    """Raise one error for all that is wrong.

    Parameters
    ----------
    wrong : iterable of (str, Wrong)
        With what each is about, in words to put before it; may be empty.

    Raises
    ------
    UnknownNameError
        When all that is wrong is names that are not there.
    InputError
        When something else is wrong.
    """
    found = [(f"{where}: {item}" if where else str(item), item) for where, item in wrong]
    if found and all(item.unknown is not None for _, item in found):
        raise UnknownNameError("\n".join(text for text, _ in found))
    if found:
        raise InputError(text for text, _ in found)


def settle_changes(data: RegionData, changes: Iterable[T]) -> tuple[T, ...]:
    """Return changes with ids for names.

    Parameters
    ----------
    data : RegionData
        The files of the region.
    changes : iterable of changes
        Of any kind.

    Returns
    -------
    tuple of changes

    Raises
    ------
    UnknownNameError, InputError
        Naming all that is wrong.
    """
    gate = gate_of(data)
    given = list(changes)
    kinds = " or ".join(kind.__name__ for kind in get_args(Effect))
    refuse_others(given, get_args(Effect), f"a change is a {kinds}")
    found = [gate.settle(change) for change in given]
    refuse(("", item) for _, wrong in found for item in wrong)
    return tuple(change for change, _ in found)
