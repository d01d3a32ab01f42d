"""Checks across the files of a region: names that must exist, numbers that must fit together."""

from __future__ import annotations

import math
from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any

import numpy as np

from geodata.check_scenarios import check_scenarios
from geodata.data import RegionData
from geodata.faults import FaultCollector
from geodata.io import Table
from geodata.places import PlaceNames, great_circle_km
from geodata.schema import GAUGES_MM, PARAMETER_KEYS, SERVICES, TRIPLES

SHORTER_ALLOWED = 0.02  # of the great circle, as places are given to about a kilometre ...
SHORTER_ALLOWED_KM = 5.0  # ... plus this


def check_data(data: RegionData, faults: FaultCollector) -> None:
    """Note every fault that shows only when files are held against each other."""
    for name in data.tables:
        _check_sources(data, data[name], faults)
        _check_triples(name, data[name], faults)
    _check_places(data, faults)
    _check_links(data, faults)
    _check_crossings(data, faults)
    _check_parameters(data, faults)
    _check_hubs(data, faults)
    _check_trade(data, faults)
    _check_settings(data, faults)
    _check_references(data, faults)
    check_scenarios(data, faults)


def close_to(name: str, known: Iterable[str], file: str) -> str:
    """Remedy for an unknown name."""
    close = get_close_matches(name, list(known), n=3, cutoff=0.5)
    return f"did you mean {' or '.join(close)}? Or add it to {file}" if close else f"add it to {file}, or correct it"


def _must_exist(
    table: Table, columns: tuple[str, ...], known: frozenset[str], kind: str, file: str, faults: FaultCollector
) -> None:
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
                        close_to(name, known, file),
                    )


def _check_sources(data: RegionData, table: Table, faults: FaultCollector) -> None:
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


def _check_triples(name: str, table: Table, faults: FaultCollector) -> None:
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


def _check_places(data: RegionData, faults: FaultCollector) -> None:
    table = data["places"]
    countries = data["countries"].mentioned
    demanded = [row for row in table if "demand" in row["roles"]]
    if len(table) and not demanded:
        faults.add(table.spec.file, None, "roles", "", "no place has the role demand", "give it to those that trade")
    for number, row in table.numbered():
        file, label = table.spec.file, table.label(row)
        if len(row["country"]) != 3 or not row["country"].isupper():
            faults.add(
                file,
                number,
                "country",
                label,
                f'"{row["country"]}" is not an ISO 3166 alpha-3 code',
                "write three capital letters, e.g. KAZ",
            )
        elif countries and row["country"] not in countries:
            faults.add(
                file,
                number,
                "country",
                label,
                f'country "{row["country"]}" is not in countries.csv',
                close_to(row["country"], countries, "countries.csv"),
            )
        if "demand" in row["roles"] and not row["population"] > 0:
            faults.add(
                file,
                number,
                "population",
                label,
                "a demand place needs a population above 0",
                "fill it in, or take the role demand away",
            )
        if "demand" in row["roles"] and not row["mass_factor"] > 0:
            faults.add(
                file,
                number,
                "mass_factor",
                label,
                "a demand place needs a mass_factor above 0",
                "correct it, or take the role demand away",
            )
    _check_swapped(table, faults)


def _check_swapped(table: Table, faults: FaultCollector) -> None:
    """Note places whose latitude and longitude look exchanged: far from the rest, and amid it when turned round."""
    rows = list(table.numbered())
    if len(rows) < 4:
        return
    lat = np.array([row["lat"] for _, row in rows])
    lon = np.array([row["lon"] for _, row in rows])
    centre = np.array([np.median(lat)]), np.array([np.median(lon)])
    away = great_circle_km(lat, lon, *centre)
    turned_lat = np.clip(lon, -90, 90)
    turned = great_circle_km(turned_lat, lat, *centre)
    typical = float(np.median(away))
    for index, (number, row) in enumerate(rows):
        if abs(lon[index]) <= 90 and away[index] > 3 * typical + 500 and turned[index] < 1.5 * typical + 200:
            faults.add(
                table.spec.file,
                number,
                "lat,lon",
                table.label(row),
                f"{lat[index]:g}, {lon[index]:g} is {away[index]:.0f} km from the middle of the region, "
                f"but {turned[index]:.0f} km when lat and lon are exchanged",
                "exchange the two",
            )


def _check_links(data: RegionData, faults: FaultCollector) -> None:
    table, places = data["links"], data["places"]
    _must_exist(table, ("from", "to"), places.mentioned, "place", places.spec.file, faults)
    _must_exist(table, ("classes",), data["classes"].mentioned, "class", "classes.csv", faults)
    if not len(table):
        return
    at = {row["id"]: (row["lat"], row["lon"]) for row in places}
    some_gauge = any(row["gauge_from_mm"] > 0 for row in table)
    for number, row in table.numbered():
        file, label = table.spec.file, f"{row['id']}: {row['from']} - {row['to']}"
        if row["from"] == row["to"]:
            faults.add(file, number, "to", label, "the link ends where it starts", "correct from or to")
            continue
        gauges = [row["gauge_from_mm"], row["gauge_to_mm"]]
        given = [gauge for gauge in gauges if not math.isnan(gauge)]
        if row["mode"] != "rail" and given:
            faults.add(file, number, "gauge_from_mm", label, f"a {row['mode']} link has no gauge", "empty the cells")
        if row["mode"] == "rail" and len(given) != 2 and (given or some_gauge):
            faults.add(
                file,
                number,
                "gauge_from_mm",
                label,
                "a gauge is missing",
                "give gauge_from_mm and gauge_to_mm on all rail links, or on none",
            )
        for gauge in given:
            if gauge not in GAUGES_MM:
                faults.add(
                    file,
                    number,
                    "gauge_from_mm",
                    label,
                    f"{gauge:g} mm is no gauge that is known here",
                    "use e.g. 1435 or 1520",
                )
        if row["from"] in at and row["to"] in at:
            _check_length(number, row, label, at, file, faults)
        if math.isfinite(row["time_h"]) and row["time_h"] > 0 and math.isfinite(row["length_km"]):
            speed = row["length_km"] / row["time_h"]
            if speed > 1200:
                faults.add(
                    file,
                    number,
                    "time_h",
                    label,
                    f"{row['length_km']:g} km in {row['time_h']:g} h are {speed:.0f} km/h",
                    "time_h is in hours; correct it",
                )


def _check_length(
    number: int,
    row: dict[str, Any],
    label: str,
    at: dict[str, tuple[float, float]],
    file: str,
    faults: FaultCollector,
) -> None:
    (lat1, lon1), (lat2, lon2) = at[row["from"]], at[row["to"]]
    straight = float(great_circle_km(*(np.array([x]) for x in (lat1, lon1, lat2, lon2)))[0])
    if row["length_km"] < straight * (1 - SHORTER_ALLOWED) - SHORTER_ALLOWED_KM:
        faults.add(
            file,
            number,
            "length_km",
            label,
            f"{row['length_km']:g} km is shorter than the great circle of {straight:.0f} km",
            "lengths are along the route, in km; correct it or the coordinates",
        )
    if row["length_km"] > 6 * straight + 500 and row["mode"] != "sea":
        faults.add(
            file,
            number,
            "length_km",
            label,
            f"{row['length_km']:g} km is more than 6 times the great circle of {straight:.0f} km",
            "lengths are in km, not metres; correct it or the coordinates",
        )


def _check_crossings(data: RegionData, faults: FaultCollector) -> None:
    table = data["crossings"]
    _must_exist(table, ("link",), data["links"].mentioned, "link", "links.csv", faults)
    _must_exist(table, ("class",), data["classes"].mentioned, "class", "classes.csv", faults)
    named = {row["parameter"] for row in data["parameters"]}
    for number, row in table.numbered():
        for column, parameter in (
            ("capacity_trains_per_day", "tonnes_per_train"),
            ("capacity_trucks_per_day", "tonnes_per_truck"),
        ):
            if math.isnan(row[column]):
                continue
            if parameter not in named:
                faults.add(
                    table.spec.file,
                    number,
                    column,
                    table.label(row),
                    f"there is no parameter {parameter} to turn it into tonnes",
                    "add it to parameters.csv",
                )
            if row["class"]:
                faults.add(
                    table.spec.file,
                    number,
                    column,
                    table.label(row),
                    "a capacity in a row of one class",
                    "capacities are for all classes: move it to a row without",
                )


def _check_parameters(data: RegionData, faults: FaultCollector) -> None:
    table = data["parameters"]
    if not table.mentioned:
        return
    classes = [row["id"] for row in data["classes"]]
    _must_exist(table, ("class",), data["classes"].mentioned, "class", "classes.csv", faults)
    _must_exist(table, ("place",), data["places"].mentioned, "place", data["places"].spec.file, faults)
    for number, row in table.numbered():
        keys = PARAMETER_KEYS.get(row["parameter"])
        if keys is None:
            close = get_close_matches(row["parameter"], PARAMETER_KEYS, n=1, cutoff=0.85)
            if close:
                faults.add(
                    table.spec.file,
                    number,
                    "parameter",
                    table.label(row),
                    f'"{row["parameter"]}" is not a parameter of the models',
                    f"did you mean {close[0]}?",
                )
            continue
        for key in ("class", "mode", "service", "place"):
            if row[key] and key not in keys:
                faults.add(
                    table.spec.file,
                    number,
                    key,
                    table.label(row),
                    f"{row['parameter']} does not differ by {key}",
                    "empty the cell",
                )
    rows = list(table)

    def given(name: str, **keys: str) -> bool:
        return any(
            row["parameter"] == name and all(row[key] in ("", value) for key, value in keys.items()) for row in rows
        )

    def missing(name: str, whom: str) -> None:
        faults.add("parameters.csv", None, "parameter", whom, f"{name} is missing", "add a row for it")

    needs_share = any(not row["class"] for row in data["trade"])
    for cls in classes:
        for name in ("value_usd_per_t", "time_percent_per_day", "unmet_usd_per_t"):
            if not given(name, **{"class": cls}):
                missing(name, f"class {cls}")
        if needs_share and not given("class_share", **{"class": cls}):
            missing("class_share", f"class {cls}; trade.csv has totals without a class")
    for number, row in table.numbered():
        if (
            row["parameter"] in ("value_usd_per_t", "speed_kmh")
            and not min(value for value in (row["low"], row["central"]) if not math.isnan(value)) > 0
        ):
            faults.add("parameters.csv", number, "central", table.label(row), "must be above 0", "correct it")
    for mode in dict.fromkeys(row["mode"] for row in data["links"]):
        here = [row for row in data["links"] if row["mode"] == mode]
        if not any(
            given("tariff_usd_per_tkm", **{"class": cls, "mode": mode, "service": service})
            for cls in classes
            for service in SERVICES
        ):
            missing("tariff_usd_per_tkm", f"mode {mode}, which has {len(here)} links")
        timeless = any(math.isnan(row["speed_kmh"]) and math.isnan(row["time_h"]) for row in here)
        if timeless and not any(given("speed_kmh", mode=mode, service=service) for service in SERVICES):
            missing("speed_kmh", f"mode {mode}, which has links without speed_kmh and time_h")


def _check_hubs(data: RegionData, faults: FaultCollector) -> None:
    _must_exist(data["hubs"], ("place",), data["places"].mentioned, "place", data["places"].spec.file, faults)


def _check_trade(data: RegionData, faults: FaultCollector) -> None:
    table, countries = data["trade"], list(data["countries"])
    if not table.mentioned or not countries:
        return
    _must_exist(table, ("class",), data["classes"].mentioned, "class", "classes.csv", faults)
    member = {row["iso3"]: row["group"] for row in countries}
    with_places = {row["country"] for row in data["places"] if "demand" in row["roles"]}
    groups = set(member.values()) - {""}
    trading: set[str] = set()
    known = data["countries"].mentioned | groups
    for number, row in table.numbered():
        file, label = table.spec.file, table.label(row)
        for column in ("exporter", "importer"):
            actor = row[column]
            if actor not in known:
                faults.add(
                    file, number, column, label, f'unknown country "{actor}"', close_to(actor, known, "countries.csv")
                )
                continue
            inside = {iso3 for iso3, group in member.items() if actor in (iso3, group)} & with_places
            trading |= inside
            if not inside and data["places"].mentioned:
                faults.add(
                    file,
                    number,
                    column,
                    label,
                    f"{actor} trades but has no demand place",
                    "add a place with the role demand to places.csv, or remove the row",
                )
        if row["exporter"] == row["importer"]:
            faults.add(
                file, number, "importer", label, "a country trades with itself", "domestic trade is out; remove the row"
            )
        if row["value_bn_usd"] == 0 and row["mass_mt"] > 0:
            faults.add(file, number, "value_bn_usd", label, "a mass without a value", "give the value too")
    for number, row in data["places"].numbered():
        if "demand" in row["roles"] and row["country"] in member and row["country"] not in trading:
            faults.add(
                data["places"].spec.file,
                number,
                "country",
                data["places"].label(row),
                f"a demand place in {row['country']}, which has no row in trade.csv",
                "add its trade, or take the role demand away",
            )
    _check_trade_overlap(data, member, faults)


def _check_trade_overlap(data: RegionData, member: dict[str, str], faults: FaultCollector) -> None:
    """Note a member country's row beside its group's, and classes that add up to more than their total."""
    table = data["trade"]
    rows = {(row["exporter"], row["importer"], row["class"]): number for number, row in table.numbered()}
    for number, row in table.numbered():
        exporter, importer = row["exporter"], row["importer"]
        wider = {
            (a, b, row["class"])
            for a in (exporter, member.get(exporter) or exporter)
            for b in (importer, member.get(importer) or importer)
        } - {(exporter, importer, row["class"])}
        for key in wider & set(rows):
            faults.add(
                table.spec.file,
                number,
                "exporter",
                table.label(row),
                f"counted in row {rows[key]} already, which is about the group",
                "keep either the group's row or its members'",
            )
        if not row["class"]:
            parts = sum(
                other["value_bn_usd"]
                for other in table
                if other["class"] and (other["exporter"], other["importer"]) == (exporter, importer)
            )
            if parts > row["value_bn_usd"] * (1 + 1e-9):
                faults.add(
                    table.spec.file,
                    number,
                    "value_bn_usd",
                    table.label(row),
                    f"the pair's classes add up to {parts:g}, more than the total of {row['value_bn_usd']:g}",
                    "raise the total, or lower the classes",
                )


def _check_settings(data: RegionData, faults: FaultCollector) -> None:
    settings, places = data.settings, data["places"]
    names = PlaceNames.from_table(places)
    for key in ("candidates", "gateways"):
        for name in getattr(settings, key):
            if name not in names.shown and name not in places.mentioned:
                faults.add(
                    "region.toml",
                    None,
                    f"defaults.{key}",
                    "",
                    f'unknown place "{name}"',
                    close_to(name, places.mentioned, places.spec.file) + "; use the id",
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
    if not settings.candidates and places.mentioned and not any("hub_candidate" in row["roles"] for row in places):
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
    named = {row["parameter"] for row in data["parameters"]}
    for number, item in enumerate(settings.reexports, start=1):
        for code in (item.country, item.origin, *item.destinations):
            if with_places and code not in with_places:
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
        if named and item.parameter not in named:
            faults.add(
                "region.toml",
                None,
                f"reexport {number}",
                "",
                f'unknown parameter "{item.parameter}"',
                "add it to parameters.csv",
            )


def _check_references(data: RegionData, faults: FaultCollector) -> None:
    table = data["references"]
    places, countries = data["places"].mentioned, data["countries"].mentioned
    corridors = {name for row in data["links"] for name in row["corridors"]}
    _must_exist(table, ("class",), data["classes"].mentioned, "class", "classes.csv", faults)
    passed = places | corridors | data["links"].mentioned
    for number, row in table.numbered():
        file, label, kind = table.spec.file, table.label(row), row["kind"]
        flows = kind in ("share_percent", "mass_mt")
        known = places | countries if flows else places
        for column in ("from", "to"):
            for name in row[column]:
                if name not in known:
                    faults.add(
                        file, number, column, label, f'unknown place "{name}"', close_to(name, known, "places.csv")
                    )
            if not row[column] and not (flows and row["via"]):
                faults.add(file, number, column, label, f"{kind} needs {column}", "fill it in")
            if not flows and len(row[column]) > 1:
                faults.add(file, number, column, label, f"{kind} is between two places", "name one")
        for entry in row["via"]:
            for name in entry.split("+"):
                if name.strip() not in passed:
                    faults.add(
                        file,
                        number,
                        "via",
                        label,
                        f'unknown link, place or corridor "{name.strip()}"',
                        close_to(name.strip(), passed, "links.csv"),
                    )
        if kind == "share_percent" and len(row["via"]) == 1:
            faults.add(file, number, "via", label, "a share needs at least two entries", "name what it is a share of")
        if row["scenario"] != "base" and row["scenario"] not in data.scenarios:
            faults.add(
                file,
                number,
                "scenario",
                label,
                f'unknown scenario "{row["scenario"]}"',
                close_to(row["scenario"], data.scenarios, "scenarios/"),
            )
        per_teu = {item["id"]: item["tonnes_per_teu"] for item in data["classes"]}
        cls = row["class"] or data.settings.reference_class or next(iter(per_teu), "")
        if kind == "cost_usd_per_feu" and math.isnan(per_teu.get(cls, 1.0)):
            faults.add(file, number, "kind", label, f"class {cls} has no tonnes_per_teu", "give it in classes.csv")
