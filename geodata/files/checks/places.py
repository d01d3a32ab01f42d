"""Checks of places."""

from __future__ import annotations

from geodata.faults import FaultCollector
from geodata.files.checks.common import close_to
from geodata.files.country_boxes import may_lie_in
from geodata.files.data import RegionData


def check_places(data: RegionData, faults: FaultCollector) -> None:
    """Note wrong countries, missing populations, coordinates that cannot be, and places without links."""
    table = data["places"]
    countries = data["countries"].mentioned
    demanded = [row for row in table if "demand" in row["roles"]]
    if table.complete and not demanded:
        faults.add(table.spec.file, None, "roles", "", "no place has the role demand", "give it to those that trade")
    for number, row in table.numbered():
        file, label = table.spec.file, table.label(row)
        if len(row["country"]) != 3 or not row["country"].isupper():
            faults.add(
                file,
                number,
                "country",
                label,
                f'"{row["country"]}" is not an ISO 3166 alpha-3 code',
                "write three capital letters, e.g. KAZ",
            )
        elif countries and row["country"] not in countries:
            faults.add(
                file,
                number,
                "country",
                label,
                f'country "{row["country"]}" is not in countries.csv',
                close_to(row["country"], countries, "countries.csv"),
            )
        if "demand" in row["roles"] and not row["population"] > 0:
            faults.add(
                file,
                number,
                "population",
                label,
                "a demand place needs a population above 0",
                "fill it in, or take the role demand away",
            )
        if "demand" in row["roles"] and not row["mass_factor"] > 0:
            faults.add(
                file,
                number,
                "mass_factor",
                label,
                "a demand place needs a mass_factor above 0",
                "correct it, or take the role demand away",
            )
        if not may_lie_in(row["country"], row["lat"], row["lon"]):
            exchanged = may_lie_in(row["country"], row["lon"], row["lat"])
            faults.add(
                file,
                number,
                "lat,lon",
                label,
                f"lat {row['lat']:g}, lon {row['lon']:g} is not in {row['country']}",
                "exchange lat and lon" if exchanged else "correct the coordinates or the country",
            )
    _check_linked(data, faults)


def _check_linked(data: RegionData, faults: FaultCollector) -> None:
    """Note places that freight should start from, or pass as a hub, but that no link touches."""
    table, links = data["places"], data["links"]
    if not links.complete:
        return
    linked = {row[end] for row in links for end in ("from", "to")}
    wanted = {*data.settings.candidates, *(data.settings.gateways or ())}
    for number, row in table.numbered():
        roles = [role for role in ("demand", "hub_candidate", "gateway") if role in row["roles"]]
        remedy = f"take the role {roles[0]} away" if roles else "take it out of region.toml"
        if row["id"] not in linked and (roles or row["id"] in wanted):
            faults.add(
                table.spec.file,
                number,
                "id",
                table.label(row),
                "no link starts or ends here",
                f"add one to links.csv, or {remedy}",
            )
