"""Checks of places."""

from __future__ import annotations

from geodata.faults import FaultCollector
from geodata.files.checks.common import Note, close_to, noted_rows
from geodata.files.country_boxes import may_lie_in
from geodata.files.data import RegionData
from geodata.files.io import Record


def check_places(data: RegionData, faults: FaultCollector) -> None:
    """Note wrong countries, missing populations, coordinates that cannot be, and places without links.

    Parameters
    ----------
    data : RegionData
        The files of the region.
    faults : FaultCollector
        Receives the faults.
    """
    table = data["places"]
    if table.complete and not data.demand_places:
        Note(faults, table.spec.file)("roles", "no place has the role demand", "give it to those that trade")
    for row, note in noted_rows(table, faults):
        _check_country(row, data["countries"].mentioned, note)
        if "demand" in row["roles"]:
            _check_demand(row, note)
        if not may_lie_in(row["country"], row["lat"], row["lon"]):
            exchanged = may_lie_in(row["country"], row["lon"], row["lat"])
            note(
                "lat,lon",
                f"lat {row['lat']:g}, lon {row['lon']:g} is not in {row['country']}",
                "exchange lat and lon" if exchanged else "correct the coordinates or the country",
            )
    _check_linked(data, faults)


def _check_country(row: Record, countries: frozenset[str], note: Note) -> None:
    code = row["country"]
    if len(code) != 3 or not code.isupper():
        note("country", f'"{code}" is not an ISO 3166 alpha-3 code', "write three capital letters, e.g. KAZ")
    elif countries and code not in countries:
        note("country", f'country "{code}" is not in countries.csv', close_to(code, countries, "countries.csv"))


def _check_demand(row: Record, note: Note) -> None:
    if not row["population"] > 0:
        remedy = "fill it in, or take the role demand away"
        note("population", "a demand place needs a population above 0", remedy)
    if not row["mass_factor"] > 0:
        remedy = "correct it, or take the role demand away"
        note("mass_factor", "a demand place needs a mass_factor above 0", remedy)


def _check_linked(data: RegionData, faults: FaultCollector) -> None:
    """Note places that freight should start from, or pass as a hub, but that no link touches."""
    links = data["links"]
    if not links.complete:
        return
    linked = {row[end] for row in links for end in ("from", "to")}
    wanted = {*data.settings.candidates, *(data.settings.gateways or ())}
    for row, note in noted_rows(data["places"], faults):
        roles = [role for role in ("demand", "hub_candidate", "gateway") if role in row["roles"]]
        remedy = f"take the role {roles[0]} away" if roles else "take it out of region.toml"
        if row["id"] not in linked and (roles or row["id"] in wanted):
            note("id", "no link starts or ends here", f"add one to links.csv, or {remedy}")
