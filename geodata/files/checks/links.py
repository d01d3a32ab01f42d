"""Checks of links and crossings: ends, gauges, lengths that can be, capacities that can be used."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import partial

import numpy as np

from geodata.faults import FaultCollector
from geodata.files.checks.common import Names, Note, must_exist, noted_rows
from geodata.files.data import RegionData
from geodata.files.io import Record
from geodata.files.schema import GAUGES_MM
from geodata.places import great_circle_km

# A length may be this much below the great circle, as places are given to about a kilometre.
SHORTER_ALLOWED = 0.02  # of the great circle ...
SHORTER_ALLOWED_KM = 5.0  # ... and this much more
# Above, a length is likely in metres: the longest detour in the bundled region is below half of it.
LONGEST_DETOUR, LONGEST_DETOUR_KM = 6, 500  # times the great circle, and this much more
FASTEST_KMH = 1200  # above the cruising speed of any freighter


def check_links(data: RegionData, faults: FaultCollector) -> None:
    """Note unknown ends, wrong gauges and impossible lengths.

    Parameters
    ----------
    data : RegionData
        The files of the region.
    faults : FaultCollector
        Receives the faults.
    """
    table = data["links"]
    must_exist(table, ("from", "to"), Names.places(data), faults)
    must_exist(table, ("classes",), Names.of_table(data, "class", "classes"), faults)
    at = {row["id"]: (row["lat"], row["lon"]) for row in data["places"]}
    some_gauge = any(row["gauge_from_mm"] > 0 for row in table)
    for row, short in noted_rows(table, faults):
        note = replace(short, label=partial("{id}: {from} - {to}".format_map, row))
        if row["from"] == row["to"]:
            note("to", "the link ends where it starts", "correct from or to")
            continue
        _check_gauges(row, note, some_gauge)
        check_schedule(row, note)
        _check_given_twice(row, note)
        if row["from"] in at and row["to"] in at:
            _check_length(row, note, at)
        if math.isfinite(row["time_h"]) and row["time_h"] > 0 and math.isfinite(row["length_km"]):
            speed = row["length_km"] / row["time_h"]
            if speed > FASTEST_KMH:
                problem = f"{row['length_km']:g} km in {row['time_h']:g} h are {speed:.0f} km/h"
                note("time_h", problem, "time_h is in hours; correct it")


def check_schedule(row: Record, note: Note) -> None:
    """Note a schedule that is not whole.

    Parameters
    ----------
    row : dict
        A row of links.csv or services.csv.
    note : Note
        Receives the faults.
    """
    names = ("departures_per_week", "t_per_departure", "usd_per_departure")
    given = {name for name in names if not math.isnan(row[name])}
    if "t_per_departure" in given and "departures_per_week" not in given:
        note("departures_per_week", "t_per_departure is given without it", "say how many departures there are a week")
    if "usd_per_departure" in given and "t_per_departure" not in given:
        note("t_per_departure", "usd_per_departure is given without it", "say how many tonnes a departure takes")
    if row["fill"] != 1 and "t_per_departure" not in given:
        note("t_per_departure", "fill is given without it", "say how many tonnes a departure takes")


def _check_given_twice(row: Record, note: Note) -> None:
    """Note a wait or capacity beside the schedule that it follows from, and a factor for a way back that is none."""
    if row["wait_h"] > 0 and not math.isnan(row["departures_per_week"]):
        note("wait_h", "it follows from departures_per_week", "keep one of the two")
    if not (math.isnan(row["capacity_t_per_year"]) or math.isnan(row["t_per_departure"])):
        note("capacity_t_per_year", "it follows from t_per_departure", "keep one of the two")
    if row["direction"] == "forward" and not math.isnan(row["tariff_factor_back"]):
        note("tariff_factor_back", "the link has no way back", "empty the cell, or write direction both")


def _check_gauges(row: Record, note: Note, some_gauge: bool) -> None:
    given = [row[name] for name in ("gauge_from_mm", "gauge_to_mm") if not math.isnan(row[name])]
    if row["mode"] != "rail" and given:
        note("gauge_from_mm", f"a {row['mode']} link has no gauge", "empty the cells")
    if row["mode"] == "rail" and len(given) != 2 and (given or some_gauge):
        remedy = "give gauge_from_mm and gauge_to_mm on all rail links, or on none"
        note("gauge_from_mm", "a gauge is missing", remedy)
    for gauge in given:
        if gauge not in GAUGES_MM:
            remedy = f"use one of {', '.join(map(str, GAUGES_MM))}"
            note("gauge_from_mm", f"{gauge:g} mm is no gauge that is known here", remedy)


def _check_length(row: Record, note: Note, at: dict[str, tuple[float, float]]) -> None:
    (lat1, lon1), (lat2, lon2) = at[row["from"]], at[row["to"]]
    straight = float(great_circle_km(*(np.array([x]) for x in (lat1, lon1, lat2, lon2)))[0])
    if row["length_km"] < straight * (1 - SHORTER_ALLOWED) - SHORTER_ALLOWED_KM:
        note(
            "length_km",
            f"{row['length_km']:g} km is shorter than the great circle of {straight:.0f} km",
            "lengths are along the route, in km; correct it or the coordinates",
        )
    if row["length_km"] > LONGEST_DETOUR * straight + LONGEST_DETOUR_KM and row["mode"] != "sea":
        note(
            "length_km",
            f"{row['length_km']:g} km is more than {LONGEST_DETOUR} times the great circle of {straight:.0f} km",
            "lengths are in km, not metres; correct it or the coordinates",
        )


def check_crossings(data: RegionData, faults: FaultCollector) -> None:
    """Note crossings of unknown links, and capacities that cannot be used.

    Parameters
    ----------
    data : RegionData
        The files of the region.
    faults : FaultCollector
        Receives the faults.
    """
    table = data["crossings"]
    must_exist(table, ("link",), Names.of_table(data, "link", "links"), faults)
    must_exist(table, ("class",), Names.of_table(data, "class", "classes"), faults)
    named = {row["parameter"] for row in data["parameters"]}
    for row, note in noted_rows(table, faults):
        for column, parameter in (
            ("capacity_trains_per_day", "tonnes_per_train"),
            ("capacity_trucks_per_day", "tonnes_per_truck"),
        ):
            if math.isnan(row[column]):
                continue
            if data["parameters"].complete and parameter not in named:
                problem = f"there is no parameter {parameter} to turn it into tonnes"
                note(column, problem, "add it to parameters.csv")
            if row["class"]:
                remedy = "capacities are for all classes: move it to a row without"
                note(column, "a capacity in a row of one class", remedy)
