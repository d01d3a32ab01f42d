"""What uncertain inputs have in common, so that they err together: a rule over the rows of a region's files.

The rule is an assumption, as few sources say how their errors depend on one another. A row's own ``cause`` goes before
it. Scenarios have their ``group``.

- A tariff, and the cost of a departure, err with all of their mode: fuel, wages and the market of carriers are the same
  in all classes and countries. So do speeds, departures, gathering, loading and change of mode, each with its own kind.
- Dwell and fee of a crossing by rail or road err with all crossings of the same border; those at airports with all
  airports, those at ports with all ports, whose numbers come from a few of them.
- Costs of hubs (handling, building) err with those of their country: its wages and rents. Room of hubs errs with that
  of all others, as one way of counting terminals gives all of them.
- Trade errs with what else its source says.
- Other parameters err with the rows of the same name.
"""

from __future__ import annotations

from collections.abc import Mapping

from geodata.files import Record, RegionData

MODAL = {
    "tariff_usd_per_tkm": "tariffs",
    "speed_kmh": "speeds",
    "terminal_usd_per_t": "terminals",
    "terminal_h": "terminals",
    "transfer_usd_per_t": "transfers",
    "transfer_h": "transfers",
    "consolidation_wait_h": "gathering",
}
GENERAL = {
    "gauge_usd_per_t": "change of gauge",
    "gauge_h": "change of gauge",
    "hub_handling_usd_per_t": "handling at hubs",
    "hub_handling_h": "handling at hubs",
    "third_country_usd_per_t": "third customs areas",
    "third_country_h": "third customs areas",
    "value_usd_per_t": "value of goods",
    "time_percent_per_day": "value of time",
    "unmet_usd_per_t": "penalty of unmet demand",
    "deterrence_per_1000km": "deterrence by distance",
    "class_share": "shares of classes",
    "growth_percent_per_year": "growth of trade",
    "full_load_share": "full loads",
}


def cause_of(data: RegionData, table: str, column: str, row: Record, border: Mapping[str, str]) -> str:
    """Return what a number shares with others.

    Parameters
    ----------
    data : RegionData
        The files of the region.
    table, column : str
        Where the number stands.
    row : dict
        Its row.
    border : mapping
        Causes of what is waited and paid on links, as `borders` returns them.

    Returns
    -------
    str
    """
    if row["cause"]:
        return str(row["cause"])
    match table:
        case "parameters":
            return _of_parameter(row)
        case "crossings":
            return border[row["link"]]
        case "hubs":
            return "room of hubs" if column.startswith("capacity") else f"hubs {data.countries_of_places[row['place']]}"
        case "trade":
            return f"trade {_first_source(row)}"
        case _:
            what = "tariffs" if column == "usd_per_departure" else "departures"
            return f"{what} {row['mode'] if table == 'links' else '+'.join(row['modes'])}"


def borders(data: RegionData) -> dict[str, str]:
    """Return the cause of what is waited and paid on each link, by its id.

    Parameters
    ----------
    data : RegionData
        The files of the region.

    Returns
    -------
    dict
    """
    at = {"air": "customs at airports", "ferry": "customs at ports", "sea": "customs at ports"}
    ends = link_countries(data)
    return {row["id"]: at.get(row["mode"], f"border {'-'.join(ends[row['id']])}") for row in data["links"]}


def link_countries(data: RegionData) -> dict[str, tuple[str, ...]]:
    """Return the countries at the ends of each link, by its id.

    Parameters
    ----------
    data : RegionData
        The files of the region.

    Returns
    -------
    dict
        Codes in their alphabet, each once.
    """
    country = data.countries_of_places
    return {row["id"]: tuple(sorted({country[row["from"]], country[row["to"]]})) for row in data["links"]}


def _of_parameter(row: Record) -> str:
    name = row["parameter"]
    if name in MODAL:
        return f"{MODAL[name]} {row['mode']}".rstrip()
    return GENERAL.get(name, str(name))


def _first_source(row: Record) -> str:
    """The source that is named first, which is the one that the number comes from."""
    return str(row["source"]).split(";", maxsplit=1)[0].strip() or "without a source"
