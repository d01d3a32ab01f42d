"""Checks of scheduled services: stops in order, and schedules that are whole."""

from __future__ import annotations

from geodata.faults import FaultCollector
from geodata.files.checks.common import Names, must_exist, noted_rows
from geodata.files.checks.links import check_schedule
from geodata.files.data import RegionData


def check_services(data: RegionData, faults: FaultCollector) -> None:
    """Note unknown stops and classes, services without a way, and schedules that are not whole.

    Parameters
    ----------
    data : RegionData
        The files of the region.
    faults : FaultCollector
        Receives the faults.
    """
    table = data["services"]
    must_exist(table, ("stops",), Names.places(data), faults)
    must_exist(table, ("classes",), Names.of_table(data, "class", "classes"), faults)
    linked: dict[str, set[str]] = {}
    for link in data["links"]:
        for end in ("from", "to"):
            linked.setdefault(link[end], set()).add(link["mode"])
    for row, note in noted_rows(table, faults):
        check_schedule(row, note)
        stops = row["stops"]
        if len(stops) < 2:
            note("stops", "a service needs two stops", "write them in order, separated by semicolons")
        for stop in dict.fromkeys(stops):
            if stops.count(stop) > 1:
                note("stops", f"{stop} is there twice", "name each stop once; a round trip runs in both directions")
        if not row["modes"]:
            note("modes", "the cell is empty", "name the modes that it uses, as rail;ferry")
        for stop in stops:
            if data["links"].complete and stop in linked and not linked[stop] & set(row["modes"]):
                note("stops", f"no {' or '.join(row['modes'])} link touches {stop}", "correct the stop or the modes")
