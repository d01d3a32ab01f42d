"""A first region on a GMNS network: what the network does not say is assumed, and told."""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from geodata.builders import write_region
from geodata.faults import FaultCollector
from geodata.files import PARAMETERS
from geodata.gmns.fields import NODE
from geodata.gmns.read import GmnsNetwork, read_gmns

Row = dict[str, Any]
POPULATION = 1_000_000.0
"""Of a place that does not say its own: all are alike then."""
USD_PER_HEAD = 10_000.0
"""GDP a head of a country that does not say its own, about that of the world."""
MOST_CANDIDATES = 10
MORE_PARAMETERS = {
    "air": (
        ("tariff_usd_per_tkm", 0.6, "USD/t-km"),
        ("speed_kmh", 700, "km/h"),
        ("terminal_usd_per_t", 200, "USD/t"),
        ("terminal_h", 12, "h"),
    ),
    "ferry": (("tariff_usd_per_tkm", 0.05, "USD/t-km"),),
    "sea": (
        ("tariff_usd_per_tkm", 0.005, "USD/t-km"),
        ("speed_kmh", 30, "km/h"),
        ("terminal_usd_per_t", 10, "USD/t"),
        ("terminal_h", 48, "h"),
    ),
}
"""Round numbers for modes of which the template says none, or not all."""
MOST_DEMAND = 200
"""Places that are taken as demand where no node says that it is a zone."""


def region_from_gmns(
    source: str | Path,
    folder: str | Path,
    *,
    name: str | None = None,
    country: str | None = None,
    gdp_bn_usd: Mapping[str, float] | None = None,
    base_year: int = 2023,
) -> tuple[str, ...]:
    """Write a first region with the nodes and links of a GMNS network as its places and links.

    Countries come from a column ``country`` of the nodes. Demand is at nodes with ``roles`` that say so, else at those
    with a ``zone_id``, else everywhere; candidate hubs are the ten of them with most links. What no file says is
    assumed: populations, GDP, trade by gravity, border crossings, cost numbers of the template.

    Parameters
    ----------
    source : str or Path
        Folder with ``node.csv`` and ``link.csv``.
    folder : str or Path
        A new or empty folder.
    name : str, optional
        Name of the region; default that of the dataset.
    country : str, optional
        ISO 3166 alpha-3 code of nodes that do not say their country.
    gdp_bn_usd : mapping, optional
        GDP of countries, in billions of USD.
    base_year : int
        Year of the numbers.

    Returns
    -------
    tuple of str
        Sentences: what was assumed, and what was left out of the network.

    Raises
    ------
    RegionError
        With every fault of the network's files; where nodes have no country, or all have the same.
    FileExistsError
        When the folder has files already.
    """
    network = read_gmns(source)
    notes = list(network.notes)
    _check_countries(network, country, str(source))
    degree = Counter(end for row in network.links for end in (row["from"], row["to"]))
    places = [{**row, "country": row.get("country") or country} for row in network.places]
    given = any(row.get("roles") for row in places)
    if not given:
        _assume_roles(places, network, degree, notes, str(source))
    _assume_population(places, notes)
    countries = _countries(places, gdp_bn_usd or {}, notes)
    title = network.name or Path(source).resolve().name
    for row in (*places, *network.links):
        row["source"], row["confidence"] = row.get("source") or "gmns", row.get("confidence") or "assumed"
    known = {each for row in (*places, *network.links) for each in str(row["source"]).split(";")} - {"", "gmns"}
    sources = [{"id": each, "title": each} for each in sorted(known)]
    sources.append({"id": "gmns", "title": f"GMNS network {title}"})
    settings = f"name = {_quoted(name or title)}\ntitle = {_quoted(title)}\nbase_year = {base_year}\n"
    target = write_region(folder, places, countries, network.links, settings, sources=sources)
    _add_parameters(target, {row["mode"] for row in network.links})
    notes.append("trade by gravity, border crossings and cost numbers are round ones: see confidence in the files")
    return tuple(notes)


def _check_countries(network: GmnsNetwork, country: str | None, source: str) -> None:
    """Raise where the region would have no trade: it is between countries."""
    faults = FaultCollector()
    codes = {row.get("country") or country for row in network.places}
    if None in codes:
        lacking = [row["id"] for row in network.places if not row.get("country")]
        problem = f"{len(lacking):,} nodes have no country, {lacking[0]} among them"
        faults.add(
            NODE.file, None, "country", "", problem, "add a column with ISO 3166 alpha-3 codes, or say one for all"
        )
    elif len(codes) == 1:
        problem = f"all nodes are in {codes.pop()}, and trade is between countries"
        remedy = "give nodes at least two, or codes of three capital letters for provinces"
        faults.add(NODE.file, None, "country", "", problem, remedy)
    faults.raise_if_any(source)


def _assume_roles(places: list[Row], network: GmnsNetwork, degree: Counter[str], notes: list[str], source: str) -> None:
    """Give demand, candidate hubs and a gateway to nodes that have none."""
    linked = [row for row in places if degree[row["id"]]]
    zones = [row for row in linked if row["id"] in network.zones]
    demand = {row["id"] for row in zones or linked}
    if not zones and len(linked) > MOST_DEMAND:
        faults = FaultCollector()
        problem = f"no node is said to be a zone, and {len(linked):,} cannot all have demand"
        faults.add(NODE.file, None, "zone_id", "", problem, "fill it where freight starts and ends")
        faults.raise_if_any(source)
    for code in {row["country"] for row in linked}:
        own = [row for row in linked if row["country"] == code]
        if not demand & {row["id"] for row in own}:
            demand.add(max(own, key=lambda row: degree[row["id"]])["id"])
    ranked = sorted(demand, key=lambda node: (-degree[node], node))
    candidates, gateway = set(ranked[:MOST_CANDIDATES]), ranked[0]
    for row in places:
        roles = ["demand"] if row["id"] in demand else ["junction"]
        roles += ["hub_candidate"] if row["id"] in candidates else []
        row["roles"] = tuple([*roles, "gateway"] if row["id"] == gateway else roles)
    where = "nodes with a zone_id" if zones else "all nodes with links"
    notes.append(f"demand is at {where}; the {len(candidates)} with most links may be hubs, {gateway} is the gateway")


def _assume_population(places: list[Row], notes: list[str]) -> None:
    lacking = [row for row in places if "demand" in row["roles"] and not row.get("population", 0) > 0]
    for row in lacking:
        row["population"] = POPULATION
    if lacking:
        notes.append(f"{len(lacking):,} places with demand say no population: {POPULATION:,.0f} each")


def _countries(places: list[Row], gdp_bn_usd: Mapping[str, float], notes: list[str]) -> list[Row]:
    """Rows of countries.csv: those of all places."""
    people: Counter[str] = Counter()
    for row in places:
        size = row.get("population", math.nan)
        people[row["country"]] += 0 if math.isnan(size) else size
    lacking = sorted(set(people) - set(gdp_bn_usd))
    if lacking:
        notes.append(f"GDP of {', '.join(lacking)} is {USD_PER_HEAD:,.0f} USD a head of the places' population")
    return [
        {
            "iso3": code,
            "name": code,
            "gdp_bn_usd": gdp_bn_usd.get(code, max(size, 1.0) * USD_PER_HEAD / 1e9),
            "population_m": max(size, 1.0) / 1e6,
            "source": "round",
            "confidence": "assumed",
        }
        for code, size in sorted(people.items())
    ]


def _add_parameters(folder: Path, modes: set[str]) -> None:
    """Add what the template does not say of modes."""
    lines = [
        f"{name},,{mode},,,,{number:g},,{unit},round,,assumed,"
        for mode in sorted(modes)
        for name, number, unit in MORE_PARAMETERS.get(mode, ())
    ]
    with (folder / PARAMETERS.file).open("a", encoding="utf-8", newline="") as stream:
        stream.writelines(f"{line}\n" for line in lines)


def _quoted(text: str) -> str:
    """A text as TOML writes it."""
    return json.dumps(text, ensure_ascii=False)
