"""Checks of references."""

from __future__ import annotations

import math

from geodata.faults import FaultCollector
from geodata.files.checks.common import Names, Note, close_to, must_exist, noted_rows
from geodata.files.data import RegionData
from geodata.files.io import Record

FLOW_KINDS = ("share_percent", "mass_mt")
"""Kinds of reference that are about flows; the others are about one route."""


def check_references(data: RegionData, faults: FaultCollector) -> None:
    """Note references to what the region does not have.

    Parameters
    ----------
    data : RegionData
        The files of the region.
    faults : FaultCollector
        Receives the faults.
    """
    table = data["references"]
    must_exist(table, ("class",), Names.of_table(data, "class", "classes"), faults)
    for row, note in noted_rows(table, faults):
        _check_ends(data, row, note)
        _check_via(data, row, note)
        if row["scenario"] != "base" and row["scenario"] not in data.scenarios:
            remedy = close_to(row["scenario"], data.scenarios, "scenarios/")
            note("scenario", f'unknown scenario "{row["scenario"]}"', remedy)
        if row["kind"] == "cost_usd_per_feu":
            _check_containers(data, row, note)


def _check_ends(data: RegionData, row: Record, note: Note) -> None:
    kind, flows = row["kind"], row["kind"] in FLOW_KINDS
    places, countries = data["places"].mentioned, data["countries"].mentioned
    known = places | countries if flows else places
    for column in ("from", "to"):
        for name in row[column]:
            if known and name not in known:
                note(column, f'unknown place "{name}"', close_to(name, known, "places.csv"))
        if not row[column] and not (flows and row["via"]):
            note(column, f"{kind} needs {column}", "fill it in")
        if not flows and len(row[column]) > 1:
            note(column, f"{kind} is between two places", "name one")
    if not flows and row["from"] == row["to"]:
        note("to", "the route ends where it starts", "name another place")


def _check_via(data: RegionData, row: Record, note: Note) -> None:
    passed = data["places"].mentioned | data["links"].mentioned | data.corridors
    if data["links"].complete and data["places"].complete:
        for name in (name.strip() for entry in row["via"] for name in entry.split("+")):
            if name not in passed:
                problem = f'unknown link, place or corridor "{name}"'
                note("via", problem, close_to(name, passed, "links.csv"))
    if row["kind"] == "share_percent" and len(row["via"]) == 1:
        note("via", "a share needs at least two entries", "name what it is a share of")


def _check_containers(data: RegionData, row: Record, note: Note) -> None:
    per_teu = {item["id"]: item["tonnes_per_teu"] for item in data["classes"]}
    cls = row["class"] or data.settings.reference_class or next(iter(per_teu), "")
    if math.isnan(per_teu.get(cls, 1.0)):
        note("kind", f"class {cls} has no tonnes_per_teu", "give it in classes.csv")
