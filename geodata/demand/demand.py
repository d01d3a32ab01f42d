"""Demand: trade between countries, spread over places."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from geodata.arrays import FloatArray, IntArray
from geodata.demand.gravity import beyond_nearest, gravity_flows, spread
from geodata.demand.trade import Trade
from geodata.files import RegionData
from geodata.places import distance_matrix_km
from optimize.brief import Brief

REMEMBERED = 64  # flows kept, memory against computing again: 117 x 117 numbers, 0.1 MB each in the bundled region


@dataclass(frozen=True)
class Demand(Brief):
    """Who trades: the demand places, their masses and distances.

    Attributes
    ----------
    places : tuple of str
        Ids of the demand places.
    index : (d,) array
        Their row numbers among all places.
    countries : tuple of str
        Countries of the demand places.
    zone : (d,) array
        Index of each place's country in ``countries``.
    mass : (d,) array
        GDP per head (USD) x population x mass_factor.
    production : dict
        By class and direction ("export" or "import"): (d,) masses in place of ``mass``, where production.csv has rows.
        In countries with rows they are the rows' weights; masses are compared within a country alone.
    distance_1000km : (d, d) array
        Geodesic distances. Demand depends on them alone, not on the network's state: a closed corridor does not
        make trade vanish from the demand side.
    """

    places: tuple[str, ...]
    index: IntArray
    countries: tuple[str, ...]
    zone: IntArray
    mass: FloatArray
    distance_1000km: FloatArray
    production: dict[tuple[str, str], FloatArray] = field(default_factory=dict)
    _flows: dict[tuple[str, float, bytes], FloatArray] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def beyond_nearest_1000km(self) -> FloatArray:
        """(d, d) distances less that of the nearest places of the two countries."""
        return beyond_nearest(self.distance_1000km, self.zone)

    def spread(self, cls: str, totals: FloatArray, deterrence: float) -> FloatArray:
        """Spread country-to-country totals over places; see `geodata.demand.gravity`.

        Parameters
        ----------
        cls : str
            Id of the class.
        totals : (countries, countries) array
            What each country sends each other one.
        deterrence : float
            Fall of the flow with distance, per 1000 km.

        Returns
        -------
        (d, d) array
            In the unit of the totals.
        """
        sends, receives = (self.production.get((cls, flow), self.mass) for flow in ("export", "import"))
        own = cls if self.production.keys() & {(cls, "export"), (cls, "import")} else ""
        key = (own, deterrence, totals.tobytes())
        if key not in self._flows:
            if len(self._flows) > REMEMBERED:
                self._flows.clear()
            self._flows[key] = gravity_flows(
                totals,
                self.zone,
                sends,
                self.distance_1000km,
                deterrence,
                mass_in=receives,
                measured=self.beyond_nearest_1000km,
            ).flows
        return self._flows[key]

    def flows(self, trade: Trade, cls: str, deterrence: float) -> tuple[FloatArray, FloatArray]:
        """Return the flows of one class between the demand places.

        Parameters
        ----------
        trade : Trade
            Trade between the countries.
        cls : str
            Id of the class.
        deterrence : float
            Fall of the flow with distance, per 1000 km.

        Returns
        -------
        tonnes, usd : (d, d) arrays
            A year. Both have the same pattern within a pair of countries, since a pair's goods have one price.
        """
        which = trade.classes.index(cls)
        value, mass = trade.value_usd[which], trade.mass_t[which]
        usd = self.spread(cls, value, deterrence)
        price = np.divide(mass, value, out=np.zeros_like(mass), where=value > 0)
        return usd * spread(price, self.zone), usd


def build_demand(data: RegionData) -> Demand:
    """Collect the demand places and their economic masses.

    Parameters
    ----------
    data : RegionData
        The files of the region.

    Returns
    -------
    Demand
    """
    row_of = {row["id"]: number for number, row in enumerate(data["places"])}
    chosen, countries = data.demand_places, data.trading_countries
    per_head = {row["iso3"]: row["gdp_bn_usd"] * 1e9 / (row["population_m"] * 1e6) for row in data["countries"]}
    mass = np.array([per_head[row["country"]] * row["population"] * row["mass_factor"] for row in chosen])
    lat, lon = (np.array([row[key] for row in chosen]) for key in ("lat", "lon"))
    return Demand(
        places=tuple(row["id"] for row in chosen),
        index=np.array([row_of[row["id"]] for row in chosen], dtype=np.int64),
        countries=countries,
        zone=np.array([countries.index(row["country"]) for row in chosen], dtype=np.int64),
        mass=mass,
        distance_1000km=distance_matrix_km(lat, lon) / 1000.0,
        production=_production(data, mass),
    )


def _production(data: RegionData, mass: FloatArray) -> dict[tuple[str, str], FloatArray]:
    """Masses by class and direction: the weights of production.csv in the countries that have rows there."""
    number = {row["id"]: index for index, row in enumerate(data.demand_places)}
    country = {row["id"]: row["country"] for row in data.demand_places}
    found: dict[tuple[str, str], FloatArray] = {}
    given: dict[tuple[str, str], set[str]] = {}
    for row in data["production"]:
        key = row["class"], row["flow"]
        masses = found.setdefault(key, mass.copy())
        nation = country[row["place"]]
        if nation not in given.setdefault(key, set()):
            given[key].add(nation)
            masses[[number[place] for place in number if country[place] == nation]] = 0.0
        masses[number[row["place"]]] = row["weight"]
    return found
