"""Checks of links and crossings: ends, gauges, lengths that can be, capacities that can be used."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from geodata.faults import FaultCollector
from geodata.files.checks.common import must_exist, places_must_exist
from geodata.files.data import RegionData
from geodata.files.schema import GAUGES_MM
from geodata.places import great_circle_km

SHORTER_ALLOWED = 0.02  # of the great circle, as places are given to about a kilometre ...
SHORTER_ALLOWED_KM = 5.0  # ... plus this


def check_links(data: RegionData, faults: FaultCollector) -> None:
    """Note unknown ends, wrong gauges and impossible lengths."""
    table, places = data["links"], data["places"]
    places_must_exist(data, "links", ("from", "to"), faults)
    must_exist(table, ("classes",), data["classes"].mentioned, "class", "classes.csv", faults)
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
                    f"use one of {', '.join(map(str, GAUGES_MM))}",
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


def check_crossings(data: RegionData, faults: FaultCollector) -> None:
    """Note crossings of unknown links, and capacities that cannot be used."""
    table = data["crossings"]
    must_exist(table, ("link",), data["links"].mentioned, "link", "links.csv", faults)
    must_exist(table, ("class",), data["classes"].mentioned, "class", "classes.csv", faults)
    named = {row["parameter"] for row in data["parameters"]}
    for number, row in table.numbered():
        for column, parameter in (
            ("capacity_trains_per_day", "tonnes_per_train"),
            ("capacity_trucks_per_day", "tonnes_per_truck"),
        ):
            if math.isnan(row[column]):
                continue
            if data["parameters"].complete and parameter not in named:
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
