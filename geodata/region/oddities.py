"""What is odd in a region without faults: it can be used, but somebody should look at it."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from geodata.arrays import FloatArray
from geodata.change_words import change_words
from geodata.faults import Fault
from geodata.files import MODES, SERVICES
from geodata.places import distance_matrix_km
from geodata.region.idle import idle_changes, idle_overrides, idle_words
from geodata.region.region import Region

MOST_PERSONS = 45e6
"""Of a city: no urban area has more."""
GDP_USD_PER_HEAD = (100.0, 300_000.0)
"""Least and most of any country."""
USD_PER_T = (5.0, 5e6)
"""Least and most of a row of trade that has its mass: sand, and watches."""
TRADE_OF_GDP = 5.0
"""Exports and imports of a country as a multiple of its GDP: those of the most open cities are below four."""
DETOUR, DETOUR_KM = 3.5, 100.0
"""Length of a link by land or air as a multiple of the great circle, from that many kilometres on."""


def oddities(region: Region) -> list[Fault]:
    """Return what is odd in a region.

    Parameters
    ----------
    region : Region
        As it was loaded.

    Returns
    -------
    list of Fault
        By file: numbers that are hardly meant, changes that alter nothing, costs that are left out.
    """
    parts = (_people, _lengths, _loading, _consolidated, _hubs, _trade, _trade_of_gdp, _idle)
    return [fault for part in parts for fault in part(region)]


def _people(region: Region) -> Iterator[Fault]:
    for number, row in region.data["places"].numbered():
        if row["population"] > MOST_PERSONS:
            problem = f"{row['population']:,.0f} persons live there, more than in any city"
            yield Fault("places.csv", number, "population", row["id"], problem, "is it in persons?")
    for number, row in region.data["countries"].numbered():
        head = row["gdp_bn_usd"] * 1e3 / row["population_m"]
        if not GDP_USD_PER_HEAD[0] <= head <= GDP_USD_PER_HEAD[1]:
            problem = f"GDP is {head:,.0f} USD a head, which no country has"
            remedy = "are they in thousand millions of USD, and in millions of persons?"
            yield Fault("countries.csv", number, "gdp_bn_usd", row["iso3"], problem, remedy)


def _lengths(region: Region) -> Iterator[Fault]:
    places = {row["id"]: (row["lat"], row["lon"]) for row in region.data["places"]}
    for number, row in region.data["links"].numbered():
        if row["mode"] in ("rail", "road", "air") and row["length_km"] > DETOUR_KM:
            lat, lon = (np.array(ends) for ends in zip(places[row["from"]], places[row["to"]], strict=True))
            km = float(distance_matrix_km(lat, lon)[0, 1])
            if row["length_km"] > DETOUR * max(km, 1.0):
                problem = f"{row['length_km']:,.0f} km, where the great circle has {km:,.0f}"
                yield Fault("links.csv", number, "length_km", row["id"], problem, "are the two ends right?")


def _loading(region: Region) -> Iterator[Fault]:
    """Modes on which loading costs or takes nothing."""
    numbers, links = region.model.parameters, region.model.links
    for name, what in (("terminal_usd_per_t", "costs nothing"), ("terminal_h", "takes no time")):
        for mode in (mode for number, mode in enumerate(MODES) if np.any(links.mode == number)):
            free = [
                (cls, service)
                for cls in region.data.class_ids
                for service in SERVICES
                if numbers.find("tariff_usd_per_tkm", cls=cls, mode=mode, service=service) is not None
                and not numbers.get(name, cls=cls, mode=mode, service=service)
            ]
            if free:
                problem = f"loading and unloading by {mode} {what}"
                whose = "" if len(free) > 1 else f" of {free[0][0]} by {free[0][1]} service"
                yield Fault("parameters.csv", None, name, "", problem + whose, f"add a row of {name} for {mode}")


def _consolidated(region: Region) -> Iterator[Fault]:
    if not region.consolidates:
        problem = "nothing is cheaper by consolidated service than by single service, so no hub can save anything"
        remedy = "add rows of consolidated service, with lower tariffs, for the modes on which hubs gather freight"
        yield Fault("parameters.csv", None, "tariff_usd_per_tkm", "", problem, remedy)


def _hubs(region: Region) -> Iterator[Fault]:
    if bare := without_row(region, (*region.candidates, *region.gateways)):
        some = len(bare) > 1
        problem = (
            f"{', '.join(bare)} {'have' if some else 'has'} no row, so {'they cost' if some else 'it costs'} nothing"
        )
        yield Fault(
            "hubs.csv",
            None,
            "",
            "",
            f"{problem} to keep open and {'have' if some else 'has'} room without limit",
            "add rows",
        )
    if not region.gateways:
        problem = "no gateway is given, so freight is gathered for long hauls only between two hubs that a design opens"
        yield Fault(
            "region.toml", None, "defaults.gateways", "", problem, "name the places where trains are gathered anyway"
        )


def without_row(region: Region, places: tuple[str, ...]) -> list[str]:
    """Return which places have no row in hubs.csv, so that they cost nothing to keep and have room without limit.

    Parameters
    ----------
    region : Region
    places : tuple of str
        Ids.

    Returns
    -------
    list of str
    """
    own = {row["place"] for row in region.data["hubs"]}
    return [place for place in dict.fromkeys(places) if place not in own]


def _trade(region: Region) -> Iterator[Fault]:
    table = region.data["trade"]
    for number, row in table.numbered():
        value: float | FloatArray = row["value_bn_usd"] * 1e3 / row["mass_mt"] if row["mass_mt"] > 0 else np.nan
        if value < USD_PER_T[0] or value > USD_PER_T[1]:
            problem = f"{value:,.2g} USD a tonne, which hardly anything is worth"
            remedy = "are they in thousand millions of USD, and in millions of tonnes?"
            yield Fault(table.spec.file, number, "mass_mt", table.label(row), problem, remedy)


def _trade_of_gdp(region: Region) -> Iterator[Fault]:
    """The largest row of each country whose trade is out of all proportion; a row that spoils two countries once."""
    table = region.data["trade"]
    gdp = {row["iso3"]: row["gdp_bn_usd"] for row in region.data["countries"]}
    total = dict.fromkeys(gdp, 0.0)
    largest: dict[str, tuple[float, int]] = {}
    rows = dict(table.numbered())
    for number, row in rows.items():
        for country in {row["exporter"], row["importer"]} & set(gdp):
            total[country] += row["value_bn_usd"]
            largest[country] = max(largest.get(country, (0.0, 0)), (row["value_bn_usd"], number))
    told: set[int] = set()
    for country, trade in total.items():
        if trade > TRADE_OF_GDP * gdp[country] and (number := largest[country][1]) not in told:
            told.add(number)
            problem = (
                f"trade of {country} is {trade:,.4g} bn USD, {trade / gdp[country]:,.2g} times its GDP of "
                f"{gdp[country]:,.4g}; this row has {rows[number]['value_bn_usd']:,.4g} of it"
            )
            remedy = "is it in billions of USD, not in millions?"
            yield Fault(table.spec.file, number, "value_bn_usd", table.label(rows[number]), problem, remedy)


def _idle(region: Region) -> Iterator[Fault]:
    remedy = "take it out, or correct what it selects: it is like that already, or nothing uses it"
    for name in region.data.scenarios:
        state = region.state(name)
        where = [place for place, _ in idle_changes(state)]
        for column, text in zip(where, idle_words(state), strict=False):
            whole = text.startswith("scenario ")
            problem = text if whole else "alters nothing" + text.partition(" alters nothing")[2]
            yield Fault(f"scenarios/{name}.toml", None, "" if whole else column, "", problem, remedy)
    for year in region.years[1:]:
        then = region.in_year(year)
        for change in idle_overrides(then, [region.scenarios["base"]]):
            problem = f"alters nothing: {change_words(change)}"
            yield Fault(f"years/{year}/world.toml", None, "", "", problem, remedy)
