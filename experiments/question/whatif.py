"""Questions of one's own: changes as short texts, only some modes, scenarios of a file."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from geodata import CellChange, Change, ParameterChange, Region, Scenario, ServiceChange, read_scenario
from geodata.faults import unknown
from geodata.files import HUB_NUMBERS, MODES, ROWS, Effect, columns_of, gate_of, keys_of
from optimize import InputError

GRAMMAR = 'write it as "TAS.handling_factor*0.7": what it is about, a dot, the number, one of = * + -, and by how much'
_TRADE = ("value_bn_usd", "mass_mt")
_TEXT = re.compile(r"(?:(?P<key>.+)\.)?(?P<name>[A-Za-z]\w*)\s*(?P<sign>[=*+-])\s*(?P<by>[^=*\s]+)", re.DOTALL)


def parse_change(region: Region, text: str) -> Effect:
    """Read a change of a number, as ``TAS.handling_factor*0.7``.

    Parameters
    ----------
    region : Region
    text : str
        What is changed, one of ``= * + -``, and by how much. What is changed is a parameter (``rail.speed_kmh``, its
        class, mode, service, place and country before it, as far as it differs by them), a column of hubs.csv or
        places.csv (``TAS.fixed_usd_per_year``), or a column of links.csv, crossings.csv, services.csv, countries.csv or
        classes.csv, after the id or name of its row.

    Returns
    -------
    change

    Raises
    ------
    InputError
        If it cannot be read, or names what is not there.
    """
    found = _TEXT.fullmatch(text.strip())
    if found is None:
        raise InputError([f"--set {text!r} cannot be read: {GRAMMAR}"])
    key, name = (found["key"] or "").strip(), found["name"]
    how = _how(text, found["sign"], found["by"])
    names = gate_of(region.data).names
    if name in names.known("parameter"):
        keys = _keys(region, text, key, name)
        # a mode has a speed in general, a link its own
        if keys is not None and not isinstance(how["value"], str):
            where: dict[str, Any] = {"cls" if kind == "class" else kind: id_ for kind, id_ in keys.items()}
            return ParameterChange(name, **how, **where)
    tables = [table for table in ROWS if name in columns_of(table)]
    rows = [(table, names.find(ROWS[table], key)) for table in tables]
    there = [(table, id_) for table, id_ in rows if isinstance(id_, str)]
    if there:
        table, id_ = _with_row(region, there)
        return CellChange(table, id_, name, **how)
    if name in names.known("parameter"):
        wanted = ", ".join(keys_of(name)) or "nothing"
        raise InputError([f"--set {text!r}: {name} has no {key!r}; it differs by {wanted}"])
    if tables:
        raise InputError([f"--set {text!r}: {_links_at(region, tables, key, name) or rows[0][1]}"])
    if name in _TRADE:
        remedy = "a [[demand]] table of a scenario, with exporter, importer and factor (docs/what-if.md)"
        raise InputError([f"--set {text!r}: trade is changed by {remedy}; give its file with --scenario-file"])
    every = sorted(
        {*names.known("parameter"), *HUB_NUMBERS, *(column for table in ROWS for column in columns_of(table))}
    )
    raise InputError([f"--set {text!r}: {unknown('number', name, every)}"])


def _links_at(region: Region, tables: Sequence[str], key: str, name: str) -> str:
    """Where a place is named in the stead of a link: the links there that have the number; empty elsewhere."""
    place = gate_of(region.data).names.find("place", key)
    kinds = [table for table in tables if ROWS[table] == "link"]
    if not isinstance(place, str) or not kinds:
        return ""
    own = {row[region.data[table].spec.key[0]] for table in kinds for row in region.data[table]}
    links = [row["id"] for row in region.data["links"] if place in (row["from"], row["to"]) and row["id"] in own]
    there = f"there it has {', '.join(f'{link}.{name}' for link in links)}" if links else "no link there has it"
    return f"{key} is a place, and {name} is a number of a link; {there}"


def _with_row(region: Region, there: Sequence[tuple[str, str]]) -> tuple[str, str]:
    """Of tables that may be meant, the first that has the row."""
    for table, id_ in there:
        key = region.data[table].spec.key[0]
        if any(row[key] == id_ for row in region.data[table]):
            return table, id_
    return there[0]


def _how(text: str, sign: str, by: str) -> dict[str, Any]:
    try:
        number: float | str = float(by)
    except ValueError:
        if sign != "=":
            raise InputError([f"--set {text!r}: {by!r} is no number; {GRAMMAR}"]) from None
        number = by
    if sign == "=":
        return {"value": number, "factor": 1.0, "add": 0.0}
    amount = float(number)
    if sign == "*":
        return {"value": None, "factor": amount, "add": 0.0}
    return {"value": None, "factor": 1.0, "add": amount if sign == "+" else -amount}


def _keys(region: Region, text: str, key: str, name: str) -> dict[str, str] | None:
    """What of class, mode, service, place and country a key names; None where it is something else."""
    if not key:
        return {}
    names = gate_of(region.data).names
    found: dict[str, str] = {}
    for part in [key] if _kinds(region, key, name) else key.split("."):
        kinds = [kind for kind in _kinds(region, part.strip(), name) if kind not in found]
        if not kinds:
            return None
        if len(kinds) > 1:
            raise InputError(
                [f"--set {text!r}: {part!r} may be a {' or a '.join(kinds)}; use an id that is one of them"]
            )
        found[kinds[0]] = str(names.find(kinds[0], part.strip()))
    return found


def _kinds(region: Region, part: str, name: str) -> list[str]:
    names = gate_of(region.data).names
    return [kind for kind in keys_of(name) if isinstance(names.find(kind, part), str)]


def parse_changes(region: Region, changes: Sequence[str | Effect]) -> tuple[Region, list[str]]:
    """Make changes to a region, in every scenario.

    Parameters
    ----------
    region : Region
    changes : sequence of str or change
        Texts as `parse_change` reads them, or changes.

    Returns
    -------
    region : Region
    faults : list of str
        What cannot be; these changes are not made.
    """
    faults: list[str] = []
    for item in changes:
        try:
            change = parse_change(region, item) if isinstance(item, str) else item
            changed = region.with_overrides(change)
            if isinstance(change, CellChange) and _same(region, changed, change.table):
                faults.append(f"{item} changes nothing: it is like that already")
            region = changed
        except ValueError as error:
            prefix = f"--set {item!r}: " if isinstance(item, str) and "--set" not in str(error) else ""
            faults += [f"{prefix}{line}" for line in getattr(error, "faults", (str(error),))]
    return region, faults


def _same(one: Region, other: Region, table: str) -> bool:
    return one.data[table].frame().equals(other.data[table].frame())


def only_modes(region: Region, modes: Sequence[str]) -> Region:
    """Close a region to all but some modes.

    Parameters
    ----------
    region : Region
    modes : sequence of str

    Returns
    -------
    Region
        Scheduled services that use another mode do not run.

    Raises
    ------
    InputError
        If there is no such mode, or no mode is named.
    """
    names = gate_of(region.data).names
    found = [names.find("mode", mode) for mode in modes]
    if wrong := [str(item) for item in found if not isinstance(item, str)]:
        raise InputError(wrong)
    if not found:
        raise InputError([f"no mode is named: give at least one of {', '.join(MODES)}"])
    others = tuple(mode for mode in MODES if mode not in found)
    links = [Change(mode=others, close=True)] if any(row["mode"] in others for row in region.data["links"]) else []
    lines = any(set(others) & set(row["modes"]) for row in region.data["services"])
    return region.with_overrides(*links, *([ServiceChange(mode=others, close=True)] if lines else []))


def scenarios_of_files(files: Sequence[Path]) -> list[Scenario]:
    """Read scenarios from files of one's own, in the format of a region's.

    Parameters
    ----------
    files : sequence of Path

    Returns
    -------
    list of Scenario
        Named by their files.

    Raises
    ------
    InputError
        If a file cannot be read; all faults are named.
    """
    found, faults = [], []
    for file in files:
        try:
            found.append(read_scenario(file))
        except ValueError as error:
            faults += list(getattr(error, "faults", (str(error),)))
    if faults:
        raise InputError(map(str, faults))
    return found
