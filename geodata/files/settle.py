"""Scenarios with ids for the names of their changes, and what they combine written out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from geodata.coerce import refuse_others
from geodata.files.data import RegionData
from geodata.files.gate import Wrong, gate_of, refuse
from geodata.files.names import Unknown
from geodata.scenarios import BASE, Scenario, combined

KINDS = ("changes", "demand", "parameters", "services")
"""Fields of a scenario that hold changes."""


def settle_scenario(data: RegionData, scenario: Scenario, known: Mapping[str, Scenario]) -> Scenario:
    """Return a scenario with ids for names, and what it combines written out.

    Parameters
    ----------
    data : RegionData
        The files of the region.
    scenario : Scenario
        One that a program made.
    known : mapping
        Scenarios of the region, written out.

    Returns
    -------
    Scenario

    Raises
    ------
    UnknownNameError, InputError
        Naming all that is wrong.
    """
    refuse_others([scenario], (Scenario,), "a scenario is a geodata.Scenario, and several are given one by one: *them")
    gate = gate_of(data)
    wrong: list[tuple[str, Wrong]] = []
    settled: dict[str, Any] = {}
    for key in KINDS:
        kept = []
        for number, change in enumerate(getattr(scenario, key), start=1):
            found, faults = gate.settle(change)
            kept.append(found)
            wrong += [(f"scenario {scenario.name}, {key} {number}", item) for item in faults]
        settled[key] = tuple(kept)
    parts = [known.get(name) for name in scenario.combine]
    if not any(settled.values()):
        names = tuple(known)
        wrong += [
            (f"scenario {scenario.name}", Wrong("combine", "", "", Unknown("scenario", name, names)))
            for name, part in zip(scenario.combine, parts, strict=True)
            if part is None
        ]
    refuse(wrong)
    whole = combined(scenario.name, [part for part in parts if part is not None and part is not BASE])
    for key, own in settled.items():
        before = getattr(whole, key)
        if None not in parts and own[: len(before)] != before:  # those of the parts are not written out yet
            settled[key] = before + own
    return replace(scenario, **settled)


def unwritten(scenario: Scenario, known: Mapping[str, Scenario]) -> Scenario:
    """Return a scenario as a file would have it: what it combines named, and its own changes alone.

    Parameters
    ----------
    scenario : Scenario
        Written out, as `settle_scenario` returns it.
    known : mapping
        Scenarios by name, written out.

    Returns
    -------
    Scenario
        Written out all the same, and combining nothing, where it combines what is not known.
    """
    if any(name not in known for name in scenario.combine):
        return replace(scenario, combine=())
    whole = combined(scenario.name, [known[name] for name in scenario.combine])
    own: dict[str, Any] = {key: getattr(scenario, key)[len(getattr(whole, key)) :] for key in KINDS}
    return replace(scenario, **own)


def settle_region(data: RegionData) -> RegionData:
    """Return the files of a region with ids for names in all scenarios and years.

    Parameters
    ----------
    data : RegionData
        Without faults.

    Returns
    -------
    RegionData
    """
    gate = gate_of(data)

    def settled(scenario: Scenario) -> Scenario:
        found: dict[str, Any] = {
            key: tuple(gate.settle(change)[0] for change in getattr(scenario, key)) for key in KINDS
        }
        return replace(scenario, **found)

    worlds = {year: replace(world, changes=settled(world.changes)) for year, world in data.worlds.items()}
    return replace(data, scenarios={name: settled(item) for name, item in data.scenarios.items()}, worlds=worlds)
