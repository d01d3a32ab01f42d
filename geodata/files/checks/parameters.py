"""Checks of parameters and hubs: those that the models need, and the keys that each may have."""

from __future__ import annotations

import math
from difflib import get_close_matches

from geodata.faults import FaultCollector
from geodata.files.checks.common import must_exist, places_must_exist
from geodata.files.data import RegionData
from geodata.files.schema import PARAMETER_KEYS, SERVICES


def check_parameters(data: RegionData, faults: FaultCollector) -> None:
    """Note parameters that are missing, misspelt or keyed by what they cannot differ by."""
    table = data["parameters"]
    if not table.mentioned:
        return
    classes = [row["id"] for row in data["classes"]]
    must_exist(table, ("class",), data["classes"].mentioned, "class", "classes.csv", faults)
    places_must_exist(data, "parameters", ("place",), faults)
    for number, row in table.numbered():
        keys = PARAMETER_KEYS.get(row["parameter"])
        if keys is None:
            close = get_close_matches(row["parameter"], PARAMETER_KEYS, n=1, cutoff=0.75)
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
        if not table.complete:
            return  # it may stand in the row that could not be read
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
        if classes and not any(
            given("tariff_usd_per_tkm", **{"class": cls, "mode": mode, "service": service})
            for cls in classes
            for service in SERVICES
        ):
            missing("tariff_usd_per_tkm", f"mode {mode}, which has {len(here)} link{'s' * (len(here) > 1)}")
        timeless = any(math.isnan(row["speed_kmh"]) and math.isnan(row["time_h"]) for row in here)
        if timeless and not any(given("speed_kmh", mode=mode, service=service) for service in SERVICES):
            missing("speed_kmh", f"mode {mode}, which has links without speed_kmh and time_h")


def check_hubs(data: RegionData, faults: FaultCollector) -> None:
    """Note hubs that are no places."""
    places_must_exist(data, "hubs", ("place",), faults)
