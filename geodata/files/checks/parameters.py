"""Checks of parameters and hubs: those that the models need, and the keys that each may have."""

from __future__ import annotations

import math
from difflib import get_close_matches

from geodata.faults import FaultCollector
from geodata.files.checks.common import Names, Note, must_exist, noted_rows
from geodata.files.data import RegionData
from geodata.files.schema import PARAMETER_KEYS, POSITIVE, SERVICES, SHARES

NEEDED_BY_CLASSES = ("value_usd_per_t", "time_percent_per_day", "unmet_usd_per_t")


def check_parameters(data: RegionData, faults: FaultCollector) -> None:
    """Note parameters that are missing, misspelt or keyed by what they cannot differ by.

    Parameters
    ----------
    data : RegionData
        The files of the region.
    faults : FaultCollector
        Receives the faults.
    """
    table = data["parameters"]
    if not table.mentioned:
        return
    must_exist(table, ("class",), Names.of_table(data, "class", "classes"), faults)
    must_exist(table, ("place",), Names.places(data), faults)
    must_exist(table, ("country",), Names.of_table(data, "country", "countries"), faults)
    _check_rows(data, faults)
    if table.complete:  # else what is missing may be in a row that could not be read
        _check_needs_of_classes(data, faults)
        _check_needs_of_modes(data, faults)


def _check_rows(data: RegionData, faults: FaultCollector) -> None:
    for row, note in noted_rows(data["parameters"], faults):
        name = row["parameter"]
        keys = PARAMETER_KEYS.get(name)
        if keys is None:
            close = get_close_matches(name, PARAMETER_KEYS, n=1, cutoff=0.75)
            if close:
                note("parameter", f'"{name}" is not a parameter of the models', f"did you mean {close[0]}?")
            continue
        for key in ("class", "mode", "service", "place", "country"):
            if row[key] and key not in keys:
                note(key, f"{name} does not differ by {key}", "empty the cell")
        if name in POSITIVE and not min(v for v in (row["low"], row["central"]) if not math.isnan(v)) > 0:
            note("central", "must be above 0", "correct it")
        if name in SHARES:
            for key in ("low", "central", "high"):
                if row[key] > 1:
                    note(key, f"{row[key]:g} is above 1", f"{name} is a share: write 0.7 for 70 percent")


def _given(data: RegionData, name: str, **keys: str) -> bool:
    """Whether some row of a parameter holds for the keys."""
    rows = (row for row in data["parameters"] if row["parameter"] == name)
    return any(all(row[key] in ("", value) for key, value in keys.items()) for row in rows)


def _missing(name: str, whom: str, faults: FaultCollector) -> None:
    Note(faults, "parameters.csv", label=lambda: whom)("parameter", f"{name} is missing", "add a row for it")


def _check_needs_of_classes(data: RegionData, faults: FaultCollector) -> None:
    needs_share = any(not row["class"] for row in data["trade"])
    for cls in data.class_ids:
        for name in NEEDED_BY_CLASSES:
            if not _given(data, name, **{"class": cls}):
                _missing(name, f"class {cls}", faults)
        if needs_share and not _given(data, "class_share", **{"class": cls}):
            _missing("class_share", f"class {cls}; trade.csv has totals without a class", faults)
        served = any(not row["classes"] or cls in row["classes"] for row in data["services"])
        if served and not _given(data, "full_load_share", **{"class": cls}):
            _missing("full_load_share", f"class {cls}, which services of services.csv take", faults)


def _check_needs_of_modes(data: RegionData, faults: FaultCollector) -> None:
    """Note modes that have links but no tariff for any class and service, or no speed."""
    pairs = [{"class": cls, "service": service} for cls in data.class_ids for service in SERVICES]
    for mode in dict.fromkeys(row["mode"] for row in data["links"]):
        here = [row for row in data["links"] if row["mode"] == mode]
        if pairs and not any(_given(data, "tariff_usd_per_tkm", mode=mode, **keys) for keys in pairs):
            _missing("tariff_usd_per_tkm", f"mode {mode}, which has {len(here)} link{'s' * (len(here) > 1)}", faults)
        timeless = any(math.isnan(row["speed_kmh"]) and math.isnan(row["time_h"]) for row in here)
        if timeless and not any(_given(data, "speed_kmh", mode=mode, service=service) for service in SERVICES):
            _missing("speed_kmh", f"mode {mode}, which has links without speed_kmh and time_h", faults)


def check_hubs(data: RegionData, faults: FaultCollector) -> None:
    """Note hubs that are no places, and capacities in two units.

    Parameters
    ----------
    data : RegionData
        The files of the region.
    faults : FaultCollector
        Receives the faults.
    """
    table = data["hubs"]
    must_exist(table, ("place",), Names.places(data), faults)
    in_teu = next((row["place"] for row in table if row["capacity_teu_per_year"] >= 0), "")
    for row, note in noted_rows(table, faults):
        if in_teu and row["capacity_t_per_year"] >= 0:
            problem = f"a capacity in tonnes, while that of {in_teu} is in TEU"
            note("capacity_t_per_year", problem, "give the capacities of all hubs in the same unit")
    if in_teu and data["classes"].complete:
        for row, note in noted_rows(data["classes"], faults):
            if not row["tonnes_per_teu"] > 0:
                note("tonnes_per_teu", "capacities of hubs are in TEU", "say how many tonnes of the class fill one")
