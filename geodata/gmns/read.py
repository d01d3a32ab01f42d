"""GMNS nodes and links, as places and links of a region, with what was assumed and what was left out."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError

from geodata.builders import CIRCUITY
from geodata.faults import FaultCollector
from geodata.files import Record, Table, read_foreign
from geodata.gmns.fields import (
    CONFIG,
    LENGTH_UNITS,
    LINK,
    NO_FREIGHT,
    NODE,
    OWN_LINK,
    OWN_NODE,
    SPEED_UNITS,
    WORDS,
)
from geodata.places import great_circle_km
from optimize.brief import Brief

Row = dict[str, Any]
_MODE_OF = {word: mode for mode, words in WORDS.items() for word in words}
_CODE = re.compile(r"[A-Za-z]{2,10}:\w{1,20}|[0-9]{4,6}", re.ASCII)
"""Of a coordinate system."""
_TRUE, _FALSE = ("true", "t", "1", "yes"), ("false", "f", "0", "no")


@dataclass(frozen=True)
class GmnsNetwork(Brief):
    """What a GMNS network says of a region's places and links.

    Attributes
    ----------
    name : str
        Of the dataset; empty where it has none.
    places, links : list of dict
        Rows of places.csv and links.csv; of places without ``roles``, ``population`` and ``country`` where the nodes do
        not have these columns.
    zones : frozenset of str
        Ids of the places that have a zone.
    notes : tuple of str
        Sentences: what was assumed, and what was left out.
    """

    name: str
    places: list[Row]
    links: list[Row]
    zones: frozenset[str]
    notes: tuple[str, ...]


def read_gmns(folder: str | Path) -> GmnsNetwork:
    """Read ``node.csv`` and ``link.csv`` of a GMNS network, and ``config.csv`` where it is there.

    Coordinates are brought to EPSG:4326, lengths to km and speeds to km/h. The mode of a link is that of its
    ``facility_type``, else of its ``allowed_uses``: one link for each, where they are several. Links of walkers,
    cyclists and passenger transport are left out. Columns that are called as in places.csv and links.csv are taken as
    they are.

    Parameters
    ----------
    folder : str or Path

    Returns
    -------
    GmnsNetwork

    Raises
    ------
    RegionError
        With every fault of the files, by row.
    """
    home, faults = Path(folder), FaultCollector()
    config = read_foreign(home, CONFIG, faults)
    nodes, links = read_foreign(home, NODE, faults), read_foreign(home, LINK, faults)
    said = config.rows[0] if config.rows else {}
    notes = _Notes()
    length, speed = _units(said, faults, notes)
    where = _degrees(nodes, str(said.get("crs", "")), faults, notes)
    faults.raise_if_any(str(folder))
    rows = _Links(links, where, length, speed, faults, notes).rows()
    faults.raise_if_any(str(folder))
    places = [_place(row, *where[row["node_id"]]) for row in nodes]
    zones = frozenset(row["node_id"] for row in nodes if row.get("zone_id"))
    return GmnsNetwork(str(said.get("dataset_name", "")), places, rows, zones, notes.sentences())


class _Notes:
    """Sentences, with how many links or nodes each is about."""

    def __init__(self) -> None:
        self._counts: dict[str, int] = {}

    def add(self, what: str, count: int = 1) -> None:
        self._counts[what] = self._counts.get(what, 0) + count

    def sentences(self) -> tuple[str, ...]:
        return tuple(what.format(n=f"{count:,}") for what, count in self._counts.items() if count)


def _units(said: Record, faults: FaultCollector, notes: _Notes) -> tuple[float, float]:
    """Kilometres of the unit of length, and km/h of that of speed."""
    found = []
    for key, known, usual in (("long_length", LENGTH_UNITS, "km"), ("speed", SPEED_UNITS, "km/h")):
        word = str(said.get(key, "")).strip().lower()
        if not word:
            notes.add(f"config.csv does not say {key}: taken as {usual}")
        elif word not in known:
            faults.add(CONFIG.file, 2, key, "", f'unknown unit "{word}"', f"write one of {', '.join(known)}")
        found.append(known.get(word, 1.0))
    return found[0], found[1]


def _degrees(nodes: Table, crs: str, faults: FaultCollector, notes: _Notes) -> dict[str, tuple[float, float]]:
    """Latitude and longitude of each node."""
    xs, ys = nodes.array("x_coord"), nodes.array("y_coord")
    # a code and nothing else: other texts may name files
    code = crs if _CODE.fullmatch(crs) else "EPSG:0"
    try:
        reference = CRS.from_user_input(code if crs else "EPSG:4326")
    except CRSError:
        remedy = "write a code such as EPSG:4326"
        faults.add(CONFIG.file, 2, "crs", "", f'"{crs}" is no coordinate system that is known', remedy)
        return {}
    if not crs:
        notes.add("config.csv does not say crs: coordinates taken as degrees, EPSG:4326")
    if reference != CRS.from_epsg(4326):
        xs, ys = Transformer.from_crs(reference, 4326, always_xy=True).transform(xs, ys)
    for (number, row), x, y in zip(nodes.numbered(), xs, ys, strict=True):
        if not (abs(x) <= 180 and abs(y) <= 90):
            problem = f"x {row['x_coord']:g}, y {row['y_coord']:g} is no place on earth"
            remedy = "correct it, or say the coordinate system in config.csv"
            faults.add(NODE.file, number, "x_coord,y_coord", row["node_id"], problem, remedy)
    at = zip(nodes, np.round(ys, 9), np.round(xs, 9), strict=True)
    return {row["node_id"]: (float(lat), float(lon)) for row, lat, lon in at}


def _place(row: Record, lat: float, lon: float) -> Row:
    own = {column.name: row[column.name] for column in OWN_NODE if column.name in row}
    return {"id": row["node_id"], "name": row.get("name") or row["node_id"], "lat": lat, "lon": lon, **own}


class _Links:
    """Links of a region from those of a network."""

    def __init__(
        self, table: Table, where: dict[str, tuple[float, float]], length: float, speed: float,
        faults: FaultCollector, notes: _Notes,
    ) -> None:  # fmt: skip
        self.table, self.where, self.length, self.speed = table, where, length, speed
        self.faults, self.notes = faults, notes

    def rows(self) -> list[Row]:
        """Make them."""
        found = [made for number, row in self.table.numbered() for made in self._made(number, row)]
        has = {column.name for column in self.table.spec.columns}
        if "capacity" in has and "capacity_t_per_year" not in has:
            self.notes.add("capacity is in cars an hour and lane, and was left out: give capacity_t_per_year")
        if "toll" in has:
            self.notes.add("toll was left out: give it as a fee in crossings.csv")
        if not found and not self.faults.faults:
            self.faults.add(LINK.file, None, "", "", "no link carries freight", "see facility_type and allowed_uses")
        return found

    def _made(self, number: int, row: Record) -> Iterable[Row]:
        ends = (row["from_node_id"], row["to_node_id"])
        for column, node in zip(("from_node_id", "to_node_id"), ends, strict=True):
            if node not in self.where:
                self._fault(number, column, row, f'node "{node}" is not in node.csv', "add it, or correct the id")
        directed = row["directed"].lower()
        if directed not in (*_TRUE, *_FALSE):
            self._fault(number, "directed", row, f'"{row["directed"]}" is neither true nor false', "write one of them")
        if not set(ends) <= self.where.keys():
            return
        if ends[0] == ends[1]:
            self.notes.add("{n} links from a node to itself were left out")
            return
        modes = self._modes(row)
        for mode in modes:
            own = {column.name: row[column.name] for column in OWN_LINK if column.name in row}
            yield {
                "id": row["link_id"] if len(modes) == 1 else f"{row['link_id']}-{mode}",
                "from": ends[0],
                "to": ends[1],
                "mode": mode,
                "direction": "forward" if directed in _TRUE else "both",
                "length_km": self._length_km(row, mode, *ends),
                **({} if "speed_kmh" in own else {"speed_kmh": self._speed_kmh(row)}),
                **own,
            }

    def _modes(self, row: Record) -> list[str]:
        """Modes of a link: by its type, else by who may use it."""
        kind = _word(row.get("facility_type", ""))
        if kind in _MODE_OF:
            return [_MODE_OF[kind]]
        uses = [_word(use) for use in str(row.get("allowed_uses", "")).replace(";", ",").split(",") if use.strip()]
        modes = list(dict.fromkeys(_MODE_OF[use] for use in uses if use in _MODE_OF))
        if modes:
            return modes
        words = [word for word in (kind, *uses) if word]
        if words and all(word in NO_FREIGHT for word in words):
            self.notes.add("{n} links of walkers, cyclists and passenger transport were left out")
            return []
        self.notes.add("{n} links whose facility_type and allowed_uses say no mode that is known were taken as road")
        return ["road"]

    def _length_km(self, row: Record, mode: str, start: str, end: str) -> float:
        given = float(row.get("length", math.nan)) * self.length
        if given > 0:
            return round(given, 9)
        (lat_a, lon_a), (lat_b, lon_b) = self.where[start], self.where[end]
        km = float(great_circle_km(*(np.array([value]) for value in (lat_a, lon_a, lat_b, lon_b)))[0])
        self.notes.add("{n} links without a length got the great circle, times 1.3 by road and 1.4 by rail")
        return max(round(km * CIRCUITY.get(mode, 1.0), 1), 0.1)

    def _speed_kmh(self, row: Record) -> float:
        speed = float(row.get("free_speed", math.nan)) * self.speed
        return round(speed, 9) if speed > 0 else math.nan

    def _fault(self, number: int, column: str, row: Record, problem: str, remedy: str) -> None:
        self.faults.add(LINK.file, number, column, row["link_id"], problem, remedy)


def _word(text: str) -> str:
    return "_".join(text.lower().replace("-", " ").replace("_", " ").split())
