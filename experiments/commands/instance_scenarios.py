"""Scenarios of an instance, as a file names them: what differs from the instance, and how likely each is."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from optimize import HubProblem, InputError, ScenarioProblem
from optimize.files import named, read_text
from optimize.instances import add_tables

TABLES = {"flow": "flow", "cost": "cost", "hubs": "hubs", "direct": "direct_cost"}
"""Keys of a scenario that name a CSV table, and what `add_tables` calls it."""
FACTORS = ("collection", "transfer", "distribution")
PROBABILITIES = ("probability", "probability_low", "probability_high")


@dataclass(frozen=True)
class InstanceScenarios:
    """A problem in several scenarios.

    Attributes
    ----------
    problem : ScenarioProblem
    low, high : dict
        Least and largest probability of scenarios, where the file says them.
    """

    problem: ScenarioProblem
    low: dict[str, float] = field(default_factory=dict)
    high: dict[str, float] = field(default_factory=dict)


def read_scenarios(file: Path, problem: HubProblem) -> InstanceScenarios:
    """Read scenarios of a problem.

    Parameters
    ----------
    file : Path
        TOML with a table ``[scenario.NAME]`` for each. Its keys: ``probability`` (of all scenarios or none),
        ``probability_low``, ``probability_high``; ``flow``, ``cost``, ``hubs``, ``direct``, CSV tables that take the
        place of the problem's, beside the file; ``collection``, ``transfer``, ``distribution``, factors.
    problem : HubProblem
        As it is where a scenario says nothing else.

    Returns
    -------
    InstanceScenarios

    Raises
    ------
    InputError
        If the file or a table cannot be used; all faults are named.
    """
    try:
        content = tomllib.loads(read_text(file))
    except tomllib.TOMLDecodeError as error:
        raise InputError([f"{named(file)} is no TOML: {error}"]) from None
    tables = content.get("scenario")
    if not isinstance(tables, dict) or not tables or set(content) != {"scenario"}:
        raise InputError([f"{named(file)} has to consist of tables [scenario.NAME], one for each scenario"])
    faults: list[str] = []
    for name, table in tables.items():
        faults += [f"{named(file)}, scenario {name!r}: {fault}" for fault in _faults(table)]
    given = [name for name, table in tables.items() if isinstance(table, dict) and "probability" in table]
    if given and len(given) < len(tables):
        without = ", ".join(repr(name) for name in tables if name not in given)
        faults.append(f"{named(file)}: scenario {without} has no probability: give all of them, or none for equal ones")
    if faults:
        raise InputError(faults)
    problems = {}
    for name, table in tables.items():
        try:
            problems[name] = _changed(problem, table, file.parent)
        except (ValueError, FileNotFoundError) as error:
            faults += [f"scenario {name!r}: {fault}" for fault in getattr(error, "faults", (str(error),))]
    if faults:
        raise InputError(faults)
    numbers = {key: {name: table[key] for name, table in tables.items() if key in table} for key in PROBABILITIES}
    return InstanceScenarios(
        ScenarioProblem(problems, numbers["probability"] or None),
        numbers["probability_low"],
        numbers["probability_high"],
    )


def _faults(table: Any) -> list[str]:
    if not isinstance(table, dict):
        return ["it has to be a table: write [scenario.NAME] in a line of its own"]
    known = (*PROBABILITIES, *TABLES, *FACTORS)
    faults = [f"there is no key {key!r}; there are {', '.join(known)}" for key in table if key not in known]
    faults += [f"{key} has to be the name of a CSV file" for key in TABLES if not isinstance(table.get(key, ""), str)]
    for key in (*PROBABILITIES, *FACTORS):
        value = table.get(key, 0.0)
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
            faults.append(f"{key} is {value!r}: give a number")
    return faults


def _changed(problem: HubProblem, table: Mapping[str, Any], folder: Path) -> HubProblem:
    files = {argument: folder / table[key] for key, argument in TABLES.items() if key in table}
    factors = {key: float(table[key]) for key in FACTORS if key in table}
    changed = add_tables(problem, **files) if files else problem
    return changed.replace(**factors) if factors else changed
