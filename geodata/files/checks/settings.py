"""Checks of region.toml."""

from __future__ import annotations

from geodata.faults import FaultCollector
from geodata.files.checks.common import Names, Note, close_to
from geodata.files.data import Reexport, RegionData


def check_settings(data: RegionData, faults: FaultCollector) -> None:
    """Note wrong defaults and re-exports.

    Parameters
    ----------
    data : RegionData
        The files of the region.
    faults : FaultCollector
        Receives the faults.
    """
    note = Note(faults, "region.toml")
    _check_places(data, note)
    _check_other_defaults(data, note)
    for number, item in enumerate(data.settings.reexports, start=1):
        _check_reexport(data, item, f"reexport {number}", note)


def _check_places(data: RegionData, note: Note) -> None:
    settings, places = data.settings, data["places"]
    named = {key: getattr(settings, key) or () for key in ("candidates", "gateways", "air_hubs", "air_gateways")}
    named |= {key: [getattr(settings, key)] for key in ("incumbent", "challenger") if getattr(settings, key)}
    named["gateway_sets"] = list(dict.fromkeys(name for chosen in settings.gateway_sets for name in chosen))
    for key, given in named.items():
        for name in given:
            if places.complete and name not in data.place_names.shown:
                note(f"defaults.{key}", f'unknown place "{name}"', Names.places(data).remedy(name))
    for number, chosen in enumerate(settings.gateway_sets, start=1):
        if len(set(chosen)) < len(chosen):
            note("defaults.gateway_sets", f"a place is twice in set {number}", "name each place once")
        if any(set(chosen) == set(earlier) for earlier in settings.gateway_sets[: number - 1]):
            note("defaults.gateway_sets", f"set {number} is there already", "remove one of the two")
    if settings.incumbent and settings.incumbent == settings.challenger:
        remedy = "name another place, or leave one of the two out"
        note("defaults.challenger", "the same place as the incumbent", remedy)
    if not settings.candidates and places.complete and not any("hub_candidate" in row["roles"] for row in places):
        remedy = "name some here, or give places the role hub_candidate"
        note("defaults.candidates", "there is no candidate hub", remedy)


def _check_other_defaults(data: RegionData, note: Note) -> None:
    settings, classes = data.settings, data["classes"].mentioned
    flights = {row["id"] for row in data["links"] if row["mode"] == "air"}
    for name in settings.watched_links:
        if data["links"].complete and name not in flights:
            note("defaults.watched_links", f'unknown flight "{name}"', close_to(name, flights, "links.csv, mode air"))
    if settings.reference_class and classes and settings.reference_class not in classes:
        remedy = close_to(settings.reference_class, classes, "classes.csv")
        note("defaults.reference_class", f'unknown class "{settings.reference_class}"', remedy)
    for name in settings.scenarios:
        if name != "base" and name not in data.scenarios:
            remedy = close_to(name, data.scenarios, "scenarios/")
            note("defaults.scenarios", f'unknown scenario "{name}"', remedy)


def _check_reexport(data: RegionData, item: Reexport, where: str, note: Note) -> None:
    if data["places"].complete:
        for code in (item.country, item.origin, *item.destinations):
            if code not in data.trading_countries:
                note(where, f"{code} has no demand place", "name countries that have one")
    if item.country in item.destinations:
        note(where, f"{item.country} sends on to itself", "take it out of destinations")
    parameters = {row["parameter"] for row in data["parameters"]}
    if data["parameters"].complete and item.parameter not in parameters:
        note(where, f'unknown parameter "{item.parameter}"', "add it to parameters.csv")
