"""Checks of places."""

from __future__ import annotations

import numpy as np

from geodata.checks.common import close_to
from geodata.data import RegionData
from geodata.faults import FaultCollector
from geodata.io import Table
from geodata.places import great_circle_km


def check_places(data: RegionData, faults: FaultCollector) -> None:
    """Note wrong countries, missing populations and exchanged coordinates."""
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
    _check_swapped(table, faults)


def _check_swapped(table: Table, faults: FaultCollector) -> None:
    """Note places whose latitude and longitude look exchanged: far from the rest, and amid it when turned round."""
    rows = list(table.numbered())
    if len(rows) < 4:
        return
    lat = np.array([row["lat"] for _, row in rows])
    lon = np.array([row["lon"] for _, row in rows])
    centre = np.array([np.median(lat)]), np.array([np.median(lon)])
    away = great_circle_km(lat, lon, *centre)
    turned_lat = np.clip(lon, -90, 90)
    turned = great_circle_km(turned_lat, lat, *centre)
    typical = float(np.median(away))
    for index, (number, row) in enumerate(rows):
        if abs(lon[index]) <= 90 and away[index] > 3 * typical + 500 and turned[index] < 1.5 * typical + 200:
            faults.add(
                table.spec.file,
                number,
                "lat,lon",
                table.label(row),
                f"{lat[index]:g}, {lon[index]:g} is {away[index]:.0f} km from the middle of the region, "
                f"but {turned[index]:.0f} km when lat and lon are exchanged",
                "exchange the two",
            )
