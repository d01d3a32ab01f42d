"""Country-to-country trade by class, in USD and tonnes, as trade.csv gives it, with re-exports, shocks and growth."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Self

import numpy as np
import pandas as pd

from geodata.arrays import FloatArray, IntArray, multiply
from geodata.files import RegionData
from geodata.scenarios import DemandChange
from geodata.values import Choice, Parameters, Stream
from optimize.brief import Brief


@dataclass(frozen=True)
class Trade(Brief):
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
    tables = [data[name] for name in ("trade", "classes", "countries", "places")]
    rows: TradeRows = data.made.once("trade", tables, lambda: TradeRows.of(data))
    shares = np.array([parameters.get("class_share", cls=cls) for cls in classes])
    price = np.array([parameters.get("value_usd_per_t", cls=cls) for cls in classes])
    used = choice.pick(*data["trade"].triple("value_bn_usd"), stream=Stream.TRADE)
    value, mass = rows.between(*rows.by_class(used, shares, price), len(countries))
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


@dataclass(frozen=True)
class TradeRows:
    """What the rows of trade.csv are about: the same whatever their values.

    Attributes
    ----------
    central, mass_t : (rows,) arrays
        Billion US dollars, and tonnes where they are given (else NaN).
    pair, cls : (rows,) arrays
        Which pair of exporter and importer a row is about, and which class; -1 stands for the total of all.
    share : tuple of arrays
        For each two countries that a pair stands for: the pair, exporter, importer, and the shares of the two in it.
    """

    central: FloatArray
    mass_t: FloatArray
    pair: IntArray
    cls: IntArray
    share: tuple[IntArray, IntArray, IntArray, FloatArray, FloatArray]

    @classmethod
    def of(cls, data: RegionData) -> Self:
        """Number the pairs of a region.

        Parameters
        ----------
        data : RegionData
            The files of the region.

        Returns
        -------
        TradeRows
        """
        table, classes = data["trade"], data.class_ids
        number = {name: index for index, name in enumerate(data.trading_countries)}
        pairs: dict[tuple[str, str], int] = {}
        for row in table:
            pairs.setdefault((row["exporter"], row["importer"]), len(pairs))
        members = {actor: _members(data, actor, number) for actor in {actor for pair in pairs for actor in pair}}
        parts = [
            (at, number[exporter], number[importer], share_out, share_in)
            for (actor, other), at in pairs.items()
            for exporter, share_out in members[actor].items()
            for importer, share_in in members[other].items()
            if exporter != importer
        ]
        columns = [list(column) for column in zip(*parts, strict=True)] if parts else [[]] * 5
        at, exporter, importer = (np.array(column, dtype=np.int64) for column in columns[:3])
        share_out, share_in = (np.array(column, dtype=np.float64) for column in columns[3:])
        return cls(
            central=table.array("value_bn_usd"),
            mass_t=table.array("mass_mt") * 1e6,
            pair=np.array([pairs[row["exporter"], row["importer"]] for row in table], dtype=np.int64),
            cls=np.array([classes.index(row["class"]) if row["class"] else -1 for row in table], dtype=np.int64),
            share=(at, exporter, importer, share_out, share_in),
        )

    def by_class(self, used: FloatArray, shares: FloatArray, price: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Split what is sent between each pair by class.

        Parameters
        ----------
        used : (rows,) array
            Values in use, billion US dollars. A mass that is given changes in proportion.
        shares, price : (classes,) arrays
            Shares of the classes in a total, and USD/t.

        Returns
        -------
        values, masses : (pairs, classes) arrays
            US dollars and tonnes.
        """
        usd = used * 1e9
        scale = np.divide(used, self.central, out=np.ones_like(used), where=self.central > 0)
        tonnes = self.mass_t * scale
        values = np.zeros((int(self.pair.max(initial=-1)) + 1, len(shares)))
        masses, own = np.zeros_like(values), np.zeros(values.shape, dtype=np.bool_)
        some = self.cls >= 0
        at = self.pair[some], self.cls[some]
        own[at], values[at] = True, usd[some]
        masses[at] = np.where(np.isnan(tonnes[some]), usd[some] / price[self.cls[some]], tonnes[some])
        total, pair = np.flatnonzero(~some), self.pair[~some]
        rest = np.where(own[pair], 0.0, shares)
        weight = rest.sum(axis=1)
        left = np.maximum(usd[total] - values[pair].sum(axis=1), 0.0)
        split = left[:, None] * rest / np.where(weight > 0, weight, 1.0)[:, None]
        added = split / price
        sums = added.sum(axis=1)
        given = ~np.isnan(tonnes[total]) & (sums > 0)
        room = np.maximum(tonnes[total] - masses[pair].sum(axis=1), 0.0)
        added *= np.divide(room, sums, out=np.ones_like(sums), where=given)[:, None]
        values[pair] += split
        masses[pair] += added
        return values, masses

    def between(self, values: FloatArray, masses: FloatArray, countries: int) -> tuple[FloatArray, FloatArray]:
        """Share what groups send and receive out over their members.

        Parameters
        ----------
        values, masses : (pairs, classes) arrays
            As `by_class` returns them.
        countries : int
            Their number.

        Returns
        -------
        values, masses : (classes, exporters, importers) arrays
        """
        at, exporter, importer, share_out, share_in = self.share
        results = []
        for numbers in (values, masses):
            result = np.zeros((countries, countries, numbers.shape[1]))
            np.add.at(result, (exporter, importer), numbers[at] * share_out[:, None] * share_in[:, None])
            results.append(np.ascontiguousarray(result.transpose(2, 0, 1)))
        return results[0], results[1]


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
