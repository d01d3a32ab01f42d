"""Checks of region.toml."""

from __future__ import annotations

from geodata.faults import FaultCollector
from geodata.files.checks.common import close_to
from geodata.files.data import RegionData


def check_settings(data: RegionData, faults: FaultCollector) -> None:
    """Note wrong defaults and re-exports."""
    settings, places = data.settings, data["places"]
    named = {key: getattr(settings, key) or () for key in ("candidates", "gateways")}
    named |= {key: [getattr(settings, key)] for key in ("incumbent", "challenger") if getattr(settings, key)}
    for key, given in named.items():
        for name in given:
            if places.complete and name not in data.place_names.shown:
                faults.add(
                    "region.toml",
                    None,
                    f"defaults.{key}",
                    "",
                    f'unknown place "{name}"',
                    close_to(name, places.mentioned, places.spec.file, data.place_names.names),
                )
    if settings.incumbent and settings.incumbent == settings.challenger:
        faults.add(
            "region.toml",
            None,
            "defaults.challenger",
            "",
            "the same place as the incumbent",
            "name another place, or leave one of the two out",
        )
    classes = data["classes"].mentioned
    if settings.reference_class and classes and settings.reference_class not in classes:
        faults.add(
            "region.toml",
            None,
            "defaults.reference_class",
            "",
            f'unknown class "{settings.reference_class}"',
            close_to(settings.reference_class, classes, "classes.csv"),
        )
    if not settings.candidates and places.complete and not any("hub_candidate" in row["roles"] for row in places):
        faults.add(
            "region.toml",
            None,
            "defaults.candidates",
            "",
            "there is no candidate hub",
            "name some here, or give places the role hub_candidate",
        )
    for name in settings.scenarios:
        if name != "base" and name not in data.scenarios:
            faults.add(
                "region.toml",
                None,
                "defaults.scenarios",
                "",
                f'unknown scenario "{name}"',
                close_to(name, data.scenarios, "scenarios/"),
            )
    with_places = {row["country"] for row in places if "demand" in row["roles"]}
    parameters = {row["parameter"] for row in data["parameters"]}
    for number, item in enumerate(settings.reexports, start=1):
        for code in (item.country, item.origin, *item.destinations):
            if places.complete and code not in with_places:
                faults.add(
                    "region.toml",
                    None,
                    f"reexport {number}",
                    "",
                    f"{code} has no demand place",
                    "name countries that have one",
                )
        if item.country in item.destinations:
            faults.add(
                "region.toml",
                None,
                f"reexport {number}",
                "",
                f"{item.country} sends on to itself",
                "take it out of destinations",
            )
        if data["parameters"].complete and item.parameter not in parameters:
            faults.add(
                "region.toml",
                None,
                f"reexport {number}",
                "",
                f'unknown parameter "{item.parameter}"',
                "add it to parameters.csv",
            )
