"""Checks of scenarios against the other files."""

from __future__ import annotations

from collections.abc import Iterable

from geodata.changes import Change, DemandChange, ParameterChange, ServiceChange
from geodata.faults import FaultCollector
from geodata.files.data import RegionData
from geodata.files.gate import gate_of
from geodata.files.names import Unknown
from geodata.scenarios import Scenario, combination_faults


def check_scenarios(data: RegionData, faults: FaultCollector) -> None:
    """Note unknown names, changes that select nothing, and combinations that go round in circles.

    Parameters
    ----------
    data : RegionData
        The files of the region.
    faults : FaultCollector
        Receives the faults.
    """
    for scenario in data.scenarios.values():
        _check_one(data, scenario, f"scenarios/{scenario.name}.toml", faults)
        if not changes_something(scenario):
            remedy = "add a [[change]], [[demand]], [[parameter]] or [[service]]"
            faults.add(f"scenarios/{scenario.name}.toml", None, "", "", "the scenario changes nothing", remedy)
    for year, world in data.worlds.items():
        _check_one(data, world.changes, f"years/{year}/world.toml", faults)
    for name, problem in combination_faults(data.scenarios).items():
        faults.add(f"scenarios/{name}.toml", None, "combine", "", problem, "take one step out, or combine fewer")


def changes_something(scenario: Scenario) -> bool:
    """Tell whether a scenario has any change.

    Parameters
    ----------
    scenario : Scenario
        The scenario, combinations written out or not.

    Returns
    -------
    bool
    """
    parts = (scenario.combine, scenario.changes, scenario.demand, scenario.parameters, scenario.services)
    return any(parts)


def _check_one(data: RegionData, scenario: Scenario, file: str, faults: FaultCollector) -> None:
    gate = gate_of(data)
    for name in scenario.combine:
        if name not in data.scenarios and name != "base":
            strange = Unknown("scenario", name, (*data.scenarios, "base"))
            faults.add(file, None, "combine", "", strange.problem, strange.remedy)
    for name in filter(None, scenario.probability_source.split(";")):
        if data["sources"].complete and name not in data["sources"].mentioned:
            strange = Unknown("source", name, tuple(sorted(data["sources"].mentioned)))
            faults.add(file, None, "probability_source", "", strange.problem, strange.remedy)
    if scenario.correlation and not scenario.group:
        faults.add(file, None, "correlation", "", "a correlation without a group", 'add group = "..."')
    kinds: dict[str, Iterable[Change | DemandChange | ParameterChange | ServiceChange]] = {
        "change": scenario.changes,
        "demand": scenario.demand,
        "service": scenario.services,
        "parameter": scenario.parameters,
    }
    for kind, changes in kinds.items():
        for number, change in enumerate(changes, start=1):
            if faults.full(file):
                return
            for wrong in gate.settle(change)[1]:
                where = f"{kind} {number}.{wrong.key}".rstrip(".")
                faults.add(file, None, where, "", wrong.problem, wrong.remedy)
