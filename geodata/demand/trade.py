"""Country-to-country trade by class, in USD and tonnes, as trade.csv gives it, with re-exports, shocks and growth."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from geodata.arrays import FloatArray, multiply
from geodata.files import Record, RegionData
from geodata.scenarios import DemandChange
from geodata.values import Choice, Parameters, Stream


@dataclass(frozen=True)
class Trade:
    """Trade between countries.

    Attributes
    ----------
    countries, classes : tuples of str
        Codes of the trading countries, ids of the classes.
    value_usd, mass_t : (classes, exporters, importers) arrays
        US dollars and tonnes a year.
    """

    countries: tuple[str, ...]
    classes: tuple[str, ...]
    value_usd: FloatArray
    mass_t: FloatArray

    def frame(self) -> pd.DataFrame:
        """Return trade as a table.

        Returns
        -------
        DataFrame
            One row for each ``exporter, importer, class`` that trade: ``value_usd, mass_t``.
        """
        cls, exporter, importer = np.nonzero(self.value_usd)
        return pd.DataFrame(
            {
                "exporter": [self.countries[index] for index in exporter],
                "importer": [self.countries[index] for index in importer],
                "class": [self.classes[index] for index in cls],
                "value_usd": self.value_usd[cls, exporter, importer],
                "mass_t": self.mass_t[cls, exporter, importer],
            }
        )

    def changed(self, changes: Iterable[DemandChange]) -> Trade:
        """Return trade after demand shocks.

        Parameters
        ----------
        changes : iterable of DemandChange
            Each multiplies the trade that it names; several that name the same trade multiply.

        Returns
        -------
        Trade
        """
        factor = np.ones_like(self.value_usd)
        names = np.array(self.countries)
        for change in changes:
            chosen = np.ones_like(factor, dtype=np.bool_)
            if change.exporter:
                chosen &= np.isin(names, change.exporter)[None, :, None]
            if change.importer:
                chosen &= np.isin(names, change.importer)[None, None, :]
            if change.country:
                either = np.isin(names, change.country)
                chosen &= (either[:, None] | either[None, :])[None]
            if change.cls:
                chosen &= np.isin(np.array(self.classes), change.cls)[:, None, None]
            multiply(factor, chosen, change.factor)
        with np.errstate(over="ignore"):  # who asks for trade checks how much it is
            return Trade(self.countries, self.classes, self.value_usd * factor, self.mass_t * factor)

    def grown(self, parameters: Parameters, years: float) -> Trade:
        """Return trade some years later.

        Parameters
        ----------
        parameters : Parameters
            For ``growth_percent_per_year`` of each class.
        years : float
            May be negative.

        Returns
        -------
        Trade
        """
        rates = np.array([parameters.get("growth_percent_per_year", cls=cls) for cls in self.classes])
        factor = ((1 + rates / 100.0) ** years)[:, None, None]
        return Trade(self.countries, self.classes, self.value_usd * factor, self.mass_t * factor)


def build_trade(data: RegionData, parameters: Parameters, choice: Choice) -> Trade:
    """Read the trade table into arrays.

    A row without a class is the total of all: what the pair's rows with a class leave of it is split by
    ``class_share`` over the classes without a row. Groups are split over their members by GDP. Mass is
    value / ``value_usd_per_t`` unless the row gives it (then it scales with a sampled value).

    Parameters
    ----------
    data : RegionData
        The files of the region.
    parameters : Parameters
        For the names in `trade_parameters`.
    choice : Choice
        Which value uncertain trade takes.

    Returns
    -------
    Trade
        That of the base year.
    """
    countries, classes = data.trading_countries, data.class_ids
    shares = np.array([parameters.get("class_share", cls=cls) for cls in classes])
    price = np.array([parameters.get("value_usd_per_t", cls=cls) for cls in classes])
    value = np.zeros((len(classes), len(countries), len(countries)))
    mass = np.zeros_like(value)
    number = {name: index for index, name in enumerate(countries)}
    pairs = _rows_by_pair(data, choice)
    members = {actor: _members(data, actor, number) for actor in {actor for pair in pairs for actor in pair}}
    for pair, rows in pairs.items():
        values, masses = _split_by_class(rows, classes, shares, price)
        for exporter, share_out in members[pair[0]].items():
            for importer, share_in in members[pair[1]].items():
                if exporter != importer:
                    at = (slice(None), number[exporter], number[importer])
                    value[at] += values * share_out * share_in
                    mass[at] += masses * share_out * share_in
    return _with_reexports(Trade(countries, classes, value, mass), data, parameters)


def trade_parameters(data: RegionData) -> set[str]:
    """Return the names of the parameters that trade of the base year depends on.

    Parameters
    ----------
    data : RegionData
        The files of the region, for the parameters of re-exports.

    Returns
    -------
    set of str
    """
    return {"value_usd_per_t", "class_share", *(item.parameter for item in data.settings.reexports)}


def _rows_by_pair(data: RegionData, choice: Choice) -> dict[tuple[str, str], list[Record]]:
    """Rows by exporter and importer, with the values in use in USD and tonnes."""
    frame = data["trade"].frame()
    central = frame["value_bn_usd"].to_numpy(dtype=np.float64)
    used = choice.pick(
        frame["value_bn_usd_low"].to_numpy(dtype=np.float64),
        central,
        frame["value_bn_usd_high"].to_numpy(dtype=np.float64),
        stream=Stream.TRADE,
    )
    pairs: dict[tuple[str, str], list[Record]] = {}
    for index, row in enumerate(data["trade"]):
        scale = used[index] / central[index] if central[index] > 0 else 1.0
        numbers = {"class": row["class"], "usd": used[index] * 1e9, "t": row["mass_mt"] * 1e6 * scale}
        pairs.setdefault((row["exporter"], row["importer"]), []).append(numbers)
    return pairs


def _split_by_class(
    rows: list[Record], classes: tuple[str, ...], shares: FloatArray, price: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """(classes,) values in USD and masses in tonnes of one pair."""
    values, masses = np.zeros(len(classes)), np.zeros(len(classes))
    own = np.zeros(len(classes), dtype=np.bool_)
    for row in rows:
        if row["class"]:
            index = classes.index(row["class"])
            own[index] = True
            values[index] = row["usd"]
            masses[index] = row["usd"] / price[index] if math.isnan(row["t"]) else row["t"]
    for row in rows:
        if row["class"]:
            continue
        rest = np.where(own, 0.0, shares)
        left = max(row["usd"] - values[own].sum(), 0.0)
        if rest.sum() > 0:
            values = values + left * rest / rest.sum()
            added = np.where(own, 0.0, values) / price
            if not math.isnan(row["t"]) and added.sum() > 0:
                added *= max(row["t"] - masses[own].sum(), 0.0) / added.sum()
            masses = masses + added
    return values, masses


def _members(data: RegionData, actor: str, countries: Collection[str]) -> dict[str, float]:
    """Shares of a country, or of a group's members, in the actor's trade (they sum to 1)."""
    if actor in countries:
        return {actor: 1.0}
    gdp = {
        row["iso3"]: row["gdp_bn_usd"]
        for row in data["countries"]
        if row["group"] == actor and row["iso3"] in countries
    }
    total = sum(gdp.values())
    return {name: number / total for name, number in gdp.items()}


def _with_reexports(trade: Trade, data: RegionData, parameters: Parameters) -> Trade:
    """Add the onward flows of [[reexport]]: a share of the imports leaves again, mass and value alike."""
    value, mass = trade.value_usd.copy(), trade.mass_t.copy()
    for item in data.settings.reexports:
        via, origin = trade.countries.index(item.country), trade.countries.index(item.origin)
        shares = np.array([parameters.get(item.parameter, cls=cls) for cls in trade.classes])
        for name, weight in item.destinations.items():
            to = trade.countries.index(name)
            value[:, via, to] += shares * weight * trade.value_usd[:, origin, via]
            mass[:, via, to] += shares * weight * trade.mass_t[:, origin, via]
    return Trade(trade.countries, trade.classes, value, mass)
