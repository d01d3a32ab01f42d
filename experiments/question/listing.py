"""What a region holds, as tables to read: places, hubs, scenarios, corridors, classes, links, parameters."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from geodata import Region
from geodata.change_words import change_words
from optimize import InputError


def region_table(region: Region, part: str) -> pd.DataFrame:
    """List a part of a region.

    Parameters
    ----------
    region : Region
    part : str
        One of `PARTS`.

    Returns
    -------
    DataFrame
        A row for each thing, its id first; numbers are those in use.

    Raises
    ------
    InputError
        If there is no such part.
    """
    if part not in PARTS:
        raise InputError([f"a region has no {part!r} to show; use one of {', '.join(PARTS)}"])
    return PARTS[part](region)


def _places(region: Region) -> pd.DataFrame:
    frame = pd.DataFrame(region.places.drop(columns="geometry")).reset_index(names="id")
    frame["roles"] = frame["roles"].map(";".join)
    frame["aliases"] = frame["aliases"].map(";".join)
    return frame[["id", "name", "country", "roles", "population", "mass_factor", "aliases"]]


def _hubs(region: Region) -> pd.DataFrame:
    shown = tuple(dict.fromkeys((*region.candidates, *region.gateways)))
    own = {row["place"] for row in region.data["hubs"]}
    numbers = region.hub_numbers_of(shown)
    frame = numbers.reset_index(names="id")
    frame.insert(1, "name", [region.places["name"][hub] for hub in shown])
    role = [("gateway" if hub in region.gateways else "candidate") for hub in shown]
    frame.insert(2, "role", role)
    frame["in_hubs_csv"] = [hub in own for hub in shown]
    return frame


def _scenarios(region: Region) -> pd.DataFrame:
    changed = [
        "; ".join([*map(change_words, one.changes), *map(change_words, one.services),
                   *map(change_words, one.demand), *map(change_words, one.parameters)])
        for one in region.scenarios.values()
    ]  # fmt: skip
    return pd.DataFrame(
        {
            "id": list(region.scenarios),
            "title": [one.title for one in region.scenarios.values()],
            "probability": pd.array([one.probability for one in region.scenarios.values()], dtype="Float64"),
            "default": [name in region.default_scenarios for name in region.scenarios],
            "combines": ["+".join(one.combine) for one in region.scenarios.values()],
            "changes": changed,
        }
    )


def _corridors(region: Region) -> pd.DataFrame:
    found = []
    for name in sorted(region.data.corridors):
        own = [row for row in region.data["links"] if name in row["corridors"]]
        ends = {region.data.countries_of_places[row[end]] for row in own for end in ("from", "to")}
        found.append(
            {
                "id": name,
                "links": len(own),
                "length_km": sum(row["length_km"] for row in own),
                "modes": ";".join(sorted({row["mode"] for row in own})),
                "countries": ";".join(sorted(ends | {code for row in own for code in row["through"]})),
            }
        )
    return pd.DataFrame(found, columns=["id", "links", "length_km", "modes", "countries"])


def _classes(region: Region) -> pd.DataFrame:
    frame = region.classes.reset_index(names="id")[["id", "name", "tonnes_per_teu", "direct_service"]]
    for name in ("value_usd_per_t", "time_percent_per_day", "unmet_usd_per_t"):
        frame[name] = [region.model.parameters.get(name, cls=cls) for cls in frame["id"]]
    return frame


def _links(region: Region) -> pd.DataFrame:
    frame = region.data["links"].frame()
    frame["corridors"] = frame["corridors"].map(";".join)
    names = ["id", "from", "to", "mode", "direction", "length_km", "speed_kmh", "time_h", "wait_h",
             "capacity_t_per_year", "departures_per_week", "status", "corridors"]  # fmt: skip
    return frame[names]


def _parameters(region: Region) -> pd.DataFrame:
    names = ["parameter", "class", "mode", "service", "place", "country", "low", "central", "high", "value", "unit"]
    return region.parameters[names]


PARTS: dict[str, Callable[[Region], pd.DataFrame]] = {
    "places": _places,
    "hubs": _hubs,
    "scenarios": _scenarios,
    "corridors": _corridors,
    "classes": _classes,
    "links": _links,
    "parameters": _parameters,
}
"""Parts of a region that can be listed."""
