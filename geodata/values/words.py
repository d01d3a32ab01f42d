"""Uncertain inputs in plain words, for people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from geodata.files import Record, RegionData

KINDS = {
    "parameters": "parameter",
    "crossings": "crossing",
    "hubs": "hub",
    "trade": "trade",
    "links": "link",
    "services": "service",
}
UNITS = {
    "dwell_h": "h",
    "fee_usd_per_t": "USD/t",
    "handling_factor": "",
    "fixed_usd_per_year": "USD/year",
    "capacity_teu_per_year": "TEU/year",
    "value_bn_usd": "bn USD/year",
    "departures_per_week": "1/week",
    "usd_per_departure": "USD",
}
COLUMN_WORDS = {
    "dwell_h": "waiting at the border",
    "fee_usd_per_t": "border fee",
    "handling_factor": "factor on handling",
    "fixed_usd_per_year": "fixed cost of the hub",
    "capacity_teu_per_year": "room of the hub",
    "departures_per_week": "departures",
    "usd_per_departure": "cost of a departure",
}
PARAMETER_WORDS = {
    "tariff_usd_per_tkm": "tariff",
    "speed_kmh": "speed",
    "terminal_usd_per_t": "loading or unloading",
    "terminal_h": "time of loading or unloading",
    "transfer_usd_per_t": "change of mode",
    "transfer_h": "time of a change of mode",
    "gauge_usd_per_t": "change of gauge",
    "gauge_h": "time of a change of gauge",
    "consolidation_wait_h": "gathering of a load",
    "hub_handling_usd_per_t": "handling at hubs",
    "hub_handling_h": "time at hubs",
    "third_country_usd_per_t": "charge in a third customs area",
    "third_country_h": "wait in a third customs area",
    "full_load_share": "share of full loads",
    "value_usd_per_t": "value of a tonne",
    "time_percent_per_day": "cost of a day",
    "unmet_usd_per_t": "penalty of unmet demand",
    "deterrence_per_1000km": "deterrence by distance",
    "class_share": "share of the class in trade",
    "growth_percent_per_year": "growth of trade",
    "reexport_share": "share of imports sent on",
    "tonnes_per_train": "load of a train",
    "tonnes_per_truck": "load of a truck",
}


@dataclass(frozen=True)
class Words:
    """Names of what the ids of a region stand for.

    Attributes
    ----------
    place, country, cls, link : dict
        Names by id; a link's is that of its two ends with the mode.
    """

    place: dict[str, str]
    country: dict[str, str]
    cls: dict[str, str]
    link: dict[str, str]

    @classmethod
    def of(cls, data: RegionData) -> Self:
        """Collect the names of a region.

        Parameters
        ----------
        data : RegionData
            The files of the region.

        Returns
        -------
        Words
        """
        place = {row["id"]: str(row["name"]) for row in data["places"]}
        return cls(
            place=place,
            country={row["iso3"]: str(row["name"]) for row in data["countries"]},
            cls={row["id"]: str(row["name"]) for row in data["classes"]},
            link={row["id"]: f"{place[row['from']]} - {place[row['to']]} by {row['mode']}" for row in data["links"]},
        )

    @staticmethod
    def kind(table: str) -> str:
        """Return what a table is about.

        Parameters
        ----------
        table : str
            Its name.

        Returns
        -------
        str
        """
        return KINDS[table]

    @staticmethod
    def unit(column: str) -> str:
        """Return the unit of a column; parameters have theirs in the file.

        Parameters
        ----------
        column : str
            Its name.

        Returns
        -------
        str
        """
        return UNITS[column]

    def name(self, table: str, column: str, row: Record, unit: str) -> str:
        """Return what a number is, e.g. "rail tariff, consolidated, Kazakhstan (USD/t-km)".

        Parameters
        ----------
        table, column : str
            Where it stands.
        row : dict
            Its row.
        unit : str
            Its unit.

        Returns
        -------
        str
        """
        match table:
            case "parameters":
                what = PARAMETER_WORDS.get(row["parameter"], row["parameter"])
                parts: list[str] = [f"{row['mode']} {what}".strip(), row["service"]]
                parts += [self.cls.get(row["class"], ""), self.place.get(row["place"], "")]
                parts += [self.country.get(row["country"], "")]
            case "crossings":
                direction = "" if row["direction"] == "both" else row["direction"]
                parts = [COLUMN_WORDS[column], self.link[row["link"]], self.cls.get(row["class"], ""), direction]
            case "hubs":
                parts = [COLUMN_WORDS[column], self.place[row["place"]]]
            case "trade":
                sides = (str(self.country.get(row[side], row[side])) for side in ("exporter", "importer"))
                parts = [f"trade from {' to '.join(sides)}", self.cls.get(row["class"], "")]
            case "links":
                parts = [COLUMN_WORDS[column], self.link[row["id"]]]
            case _:
                parts = [COLUMN_WORDS[column], row["name"]]
        return ", ".join(filter(None, parts)) + (f" ({unit})" if unit else "")
