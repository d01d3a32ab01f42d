"""Checks of references."""

from __future__ import annotations

import math

from geodata.faults import FaultCollector
from geodata.files.checks.common import close_to, must_exist
from geodata.files.data import RegionData


def check_references(data: RegionData, faults: FaultCollector) -> None:
    """Note references to what the region does not have."""
    table = data["references"]
    places, countries = data["places"].mentioned, data["countries"].mentioned
    corridors = {name for row in data["links"] for name in row["corridors"]}
    must_exist(table, ("class",), data["classes"].mentioned, "class", "classes.csv", faults)
    complete = data["links"].complete and data["places"].complete
    passed = places | corridors | data["links"].mentioned
    for number, row in table.numbered():
        file, label, kind = table.spec.file, table.label(row), row["kind"]
        flows = kind in ("share_percent", "mass_mt")
        known = places | countries if flows else places
        for column in ("from", "to"):
            for name in row[column]:
                if known and name not in known:
                    faults.add(
                        file, number, column, label, f'unknown place "{name}"', close_to(name, known, "places.csv")
                    )
            if not row[column] and not (flows and row["via"]):
                faults.add(file, number, column, label, f"{kind} needs {column}", "fill it in")
            if not flows and len(row[column]) > 1:
                faults.add(file, number, column, label, f"{kind} is between two places", "name one")
        if not flows and row["from"] == row["to"]:
            faults.add(file, number, "to", label, "the route ends where it starts", "name another place")
        for entry in row["via"]:
            for name in entry.split("+"):
                if complete and name.strip() not in passed:
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
