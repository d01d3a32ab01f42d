"""Checks of scenarios against the other files."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from geodata.faults import FaultCollector
from geodata.files.data import RegionData
from geodata.files.schema import HUB_NUMBERS, MODES, PARAMETER_KEYS, POSITIVE, SERVICES
from geodata.scenarios import Scenario, combination_faults

CHANGE_NAMES = {
    "links": "link", "corridor": "corridor", "country": "country", "place": "place", "mode": "mode", "cls": "class",
}  # fmt: skip
# where names come from: nothing is said about those of a table that could not be read whole
OF_TABLE = {
    "link": "links", "corridor": "links", "country": "countries", "place": "places", "class": "classes",
    "parameter": "parameters", "source": "sources", "scheduled service": "services",
}  # fmt: skip


def check_scenarios(data: RegionData, faults: FaultCollector) -> None:
    """Note unknown names, changes that select nothing, and combinations that go round in circles.

    Parameters
    ----------
    data : RegionData
        The files of the region.
    faults : FaultCollector
        Receives the faults.
    """
    links = data["links"]
    countries = data["countries"].mentioned | {name for row in links for name in row["through"]}
    known: dict[str, set[str]] = {
        "link": set(links.mentioned),
        "corridor": set(data.corridors),
        "country": set(countries),
        "place": set(data["places"].mentioned),
        "mode": set(MODES),
        "class": set(data["classes"].mentioned),
        "parameter": {row["parameter"] for row in data["parameters"]} | set(PARAMETER_KEYS) | set(HUB_NUMBERS),
        "service": set(SERVICES),
        "scheduled service": set(data["services"].mentioned),
        "scenario": {*data.scenarios, "base"},
        "source": set(data["sources"].mentioned),
    }
    sure = {kind: data[table].complete for kind, table in OF_TABLE.items()}
    known = {kind: names for kind, names in known.items() if sure.get(kind, True)}
    for scenario in data.scenarios.values():
        _check_one(scenario, f"scenarios/{scenario.name}.toml", known, faults)
        if not changes_something(scenario):
            remedy = "add a [[change]], [[demand]], [[parameter]] or [[service]]"
            faults.add(f"scenarios/{scenario.name}.toml", None, "", "", "the scenario changes nothing", remedy)
    for year, world in data.worlds.items():
        _check_one(world.changes, f"years/{year}/world.toml", known, faults)
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


def _check_one(scenario: Scenario, file: str, known: dict[str, set[str]], faults: FaultCollector) -> None:

    def must_exist(where: str, kind: str, names: Iterable[str]) -> None:
        for name in names:
            if faults.full(file):
                return
            if name and kind in known and name not in known[kind]:
                close = get_close_matches(name, sorted(known[kind]), n=3, cutoff=0.5)
                hint = f"did you mean {' or '.join(close)}?" if close else "correct it, or add it to the region"
                faults.add(file, None, where, "", f'unknown {kind} "{name}"', hint)

    must_exist("combine", "scenario", scenario.combine)
    must_exist("probability_source", "source", scenario.probability_source.split(";"))
    if scenario.correlation and not scenario.group:
        faults.add(file, None, "correlation", "", "a correlation without a group", 'add group = "..."')
    for number, change in enumerate(scenario.changes, start=1):
        for selector, kind in CHANGE_NAMES.items():
            must_exist(f"change {number}.{'class' if selector == 'cls' else selector}", kind, getattr(change, selector))
        if change.exclusive and not change.corridor:
            faults.add(file, None, f"change {number}.exclusive", "", "exclusive without corridor", "name the corridor")
    for number, shock in enumerate(scenario.demand, start=1):
        for key in ("exporter", "importer", "country"):
            must_exist(f"demand {number}.{key}", "country", getattr(shock, key))
        must_exist(f"demand {number}.class", "class", shock.cls)
    for number, schedule in enumerate(scenario.services, start=1):
        where = f"service {number}."
        must_exist(where + "services", "scheduled service", schedule.services)
        must_exist(where + "mode", "mode", schedule.mode)
        must_exist(where + "place", "place", schedule.place)
    for number, item in enumerate(scenario.parameters, start=1):
        where = f"parameter {number}."
        must_exist(where + "parameter", "parameter", [item.parameter])
        must_exist(where + "class", "class", [item.cls])
        must_exist(where + "mode", "mode", [item.mode])
        must_exist(where + "service", "service", [item.service])
        must_exist(where + "place", "place", [item.place])
        must_exist(where + "country", "country", [item.country])
        if item.parameter in POSITIVE and 0.0 in (item.value, item.factor):
            faults.add(file, None, where.rstrip("."), "", f"{item.parameter} must stay above 0", "correct the number")
        allowed = ("place",) if item.parameter in HUB_NUMBERS else PARAMETER_KEYS.get(item.parameter)
        given = {"class": item.cls, "mode": item.mode, "service": item.service, "place": item.place}
        for key, value in (given | {"country": item.country}).items():
            if value and allowed is not None and key not in allowed:
                faults.add(file, None, where + key, "", f"{item.parameter} does not differ by {key}", "leave it out")
