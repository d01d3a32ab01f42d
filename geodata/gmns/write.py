"""A region's network as GMNS."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from geodata.files import Record, free_folder
from geodata.gmns.fields import DEFINITIONS, OWN_LINK, OWN_NODE, USES, VERSION
from geodata.region import Region

Row = dict[str, Any]
_EXACT = 1e15
"""Whole numbers below are written without a point."""


def write_gmns(region: Region, folder: str | Path) -> list[Path]:
    """Write places and links of a region as ``node.csv`` and ``link.csv`` of GMNS 0.96, with ``config.csv``.

    Lengths are in km, speeds in km/h, coordinates degrees of EPSG:4326. ``facility_type`` is the mode; ``free_speed``
    is the link's own speed or that of its mode. ``capacity`` and ``lanes``, which GMNS counts in passenger cars, stay
    empty: further columns have what a region knows, under the names of places.csv and links.csv, so that
    `region_from_gmns` gives back places and links as they were. Planned links are there with ``status`` planned.

    Parameters
    ----------
    region : Region
    folder : str or Path
        A new or empty folder.

    Returns
    -------
    list of Path
        The files.

    Raises
    ------
    FileExistsError
        When the folder has files already: nothing is overwritten.
    """
    target = free_folder(folder)
    target.mkdir(parents=True, exist_ok=True)
    shapes = region.lines().geometry
    links = region.data["links"].rows
    used = {USES[row["mode"]] for row in links}
    tables: dict[str, list[Row]] = {
        "config.csv": [
            {"dataset_name": region.name, "short_length": "m", "long_length": "km", "speed": "kph",
             "crs": "EPSG:4326", "geometry_field_format": "WKT", "currency": "USD", "version_number": VERSION,
             "id_type": "string"}
        ],
        "node.csv": [_node(row) for row in region.data["places"].rows],
        "link.csv": [_link(row, shapes[row["id"]].wkt, _speed(region, row)) for row in links],
        "use_definition.csv": [
            {"use": use, "persons_per_vehicle": persons, "pce": cars, "special_conditions": "", "description": about}
            for use, (persons, cars, about) in DEFINITIONS.items()
            if use in used
        ],
    }  # fmt: skip
    for name, rows in tables.items():
        _write(target / name, rows)
    return [target / name for name in tables]


def _node(row: Record) -> Row:
    roles = row["roles"]
    return {
        "node_id": row["id"],
        "name": row["name"],
        "x_coord": row["lon"],
        "y_coord": row["lat"],
        "node_type": next((role for role in roles if role not in ("demand", "hub_candidate")), "city"),
        # a zone is where demand comes from
        "zone_id": row["id"] if "demand" in roles else "",
        **{column.name: row[column.name] for column in OWN_NODE},
    }


def _link(row: Record, shape: str, speed_kmh: float) -> Row:
    one_way = row["direction"] == "forward"
    return {
        "link_id": row["id"],
        "from_node_id": row["from"],
        "to_node_id": row["to"],
        "directed": "true" if one_way else "false",
        "geometry": shape,
        "dir_flag": 1 if one_way else 0,
        "length": row["length_km"],
        "facility_type": row["mode"],
        "capacity": "",
        "free_speed": speed_kmh,
        "lanes": "",
        "allowed_uses": USES[row["mode"]],
        **{column.name: row[column.name] for column in OWN_LINK},
    }


def _speed(region: Region, row: Record) -> float:
    """Speed on a link: its own, that of its length and time, or the fastest of its mode."""
    if not math.isnan(row["speed_kmh"]):
        return float(row["speed_kmh"])
    if row["time_h"] > 0:
        return float(row["length_km"] / row["time_h"])
    speeds = [
        each["central"]
        for each in region.data["parameters"]
        if each["parameter"] == "speed_kmh" and each["mode"] in ("", row["mode"]) and not each["country"]
    ]
    return max(speeds, default=math.nan)


def _cell(value: Any) -> str:
    if isinstance(value, tuple):
        return ";".join(value)
    if not isinstance(value, float):
        return str(value)
    if math.isnan(value):
        return ""
    return f"{value:.0f}" if value.is_integer() and abs(value) < _EXACT else repr(value)


def _write(path: Path, rows: Iterable[Row]) -> None:
    listed = list(rows)
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(listed[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows({key: _cell(value) for key, value in row.items()} for row in listed)
