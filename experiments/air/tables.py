"""The air study in the terminal."""

from __future__ import annotations

from rich.table import Table

from experiments.air.study import AirStudy
from experiments.text import percent, plain_table, rows, scaled, tonnes

AIRPORTS = 15
"""Most airports of a table."""


def hub_table(study: AirStudy) -> Table:
    """Make one row a hub, in ``base``.

    Parameters
    ----------
    study : AirStudy

    Returns
    -------
    Table
    """
    places = study.question.study
    table = plain_table(
        f"Hubs of air cargo beside {places.names(places.gateways, ', ')}, undisturbed (USD and tonnes a year)",
        f"Saving against the gateways alone. Fixed cost: {study.question.fixed}. Expected: over all scenarios. "
        "Flown: tonnes between gateways and hub. Room: of open flights between them, both ways.",
    )
    for name in ("hub", "saving", "fixed", "saving\nafter it", "expected", "flown", "room"):
        table.add_column(name, justify="left" if name == "hub" else "right")
    for row in rows(study.base):
        table.add_row(
            row["name"],
            scaled(row["gross_saving_usd"]),
            scaled(row["fixed_usd"]),
            scaled(row["saving_usd"]),
            scaled(row["expected_saving_usd"]),
            tonnes(row["air_t"]),
            tonnes(row["flight_room_t"]) if row["flight_room_t"] < float("inf") else "no limit",
        )
    return table


def airport_rows(study: AirStudy) -> Table:
    """Make one row an airport, those with most stated loads and all candidate hubs.

    Parameters
    ----------
    study : AirStudy

    Returns
    -------
    Table
    """
    table = plain_table(
        "Airports: tonnes of these classes on flights, no hub open, and what the flights are said to carry",
        "Stated: departures x payload x fill, in and out.",
    )
    for name in ("airport", "flights", "modelled", "stated", "share"):
        table.add_column(name, justify="left" if name == "airport" else "right")
    frame = study.airports
    shown = frame[(frame.index < AIRPORTS) | frame["airport"].isin(study.question.study.hubs)]
    for row in rows(shown):
        known = row["stated_t"] > 0
        table.add_row(
            row["name"],
            str(row["flights"]),
            tonnes(row["modelled_t"]),
            tonnes(row["stated_t"]) if known else "-",
            percent(row["use"]) if known else "-",
        )
    return table
