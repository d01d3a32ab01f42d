"""Checks of production: places that trade, classes, and weights that can be shared out."""

from __future__ import annotations

from geodata.faults import FaultCollector
from geodata.files.checks.common import Names, must_exist, noted_rows
from geodata.files.data import RegionData


def check_production(data: RegionData, faults: FaultCollector) -> None:
    """Note unknown names, places that do not trade, and weights that are all 0.

    Parameters
    ----------
    data : RegionData
        The files of the region.
    faults : FaultCollector
        Receives the faults.
    """
    table = data["production"]
    must_exist(table, ("place",), Names.places(data), faults)
    must_exist(table, ("class",), Names.of_table(data, "class", "classes"), faults)
    country = {row["id"]: row["country"] for row in data.demand_places}
    known = data["places"].mentioned
    total: dict[tuple[str, str, str], float] = {}
    for row, note in noted_rows(table, faults):
        place = row["place"]
        if place in known and place not in country and data["places"].complete:
            note("place", f"{place} is no demand place", "give it the role demand in places.csv, or take the row out")
        key = country.get(place, ""), row["class"], row["flow"]
        total[key] = total.get(key, 0.0) + row["weight"]
    for row, note in noted_rows(table, faults) if table.complete else ():
        key = country.get(row["place"], ""), row["class"], row["flow"]
        if key[0] and total.pop(key, 1.0) == 0:
            problem = f"all weights of {key[0]}, {row['class']}, {row['flow']} are 0"
            note("weight", problem, "give at least one place a weight above 0, or take the rows out")
