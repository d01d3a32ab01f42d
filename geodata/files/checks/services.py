"""Checks of scheduled services: stops in order with a way between them, and schedules that are whole."""

from __future__ import annotations

import math
from itertools import pairwise

import networkx as nx

from geodata.faults import FaultCollector
from geodata.files.checks.common import Names, Note, must_exist, noted_rows
from geodata.files.checks.links import check_schedule
from geodata.files.data import RegionData
from geodata.files.io import Record


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
    networks: dict[frozenset[str], nx.Graph[str]] = {}
    for row, note in noted_rows(table, faults):
        check_schedule(row, note)
        if row["tariff_factor"] != 1 and not math.isnan(row["usd_per_departure"]):
            note("tariff_factor", "usd_per_departure takes the place of the tariff", "keep one of the two")
        stops, modes = row["stops"], frozenset(row["modes"])
        if len(stops) < 2:
            note("stops", "a service needs two stops", "write them in order, separated by semicolons")
        for stop in dict.fromkeys(stops):
            if stops.count(stop) > 1:
                note("stops", f"{stop} is there twice", "name each stop once; a round trip runs in both directions")
        if not modes:
            note("modes", "the cell is empty", "name the modes that it uses, as rail;ferry")
        elif data["links"].complete:
            _check_way(row, note, networks.setdefault(modes, _network(data, modes)))


def _network(data: RegionData, modes: frozenset[str]) -> nx.Graph[str]:
    """Links of some modes, planned ones included, whatever their direction; places without one stand alone."""
    network: nx.Graph[str] = nx.Graph()
    network.add_nodes_from(data["places"].mentioned)
    network.add_edges_from((link["from"], link["to"]) for link in data["links"] if link["mode"] in modes)
    return network


def _check_way(row: Record, note: Note, network: nx.Graph[str]) -> None:
    """Note stops that no link touches, and pairs of stops with no way between them."""
    on = " or ".join(row["modes"])
    known = [stop for stop in dict.fromkeys(row["stops"]) if stop in network]
    alone = [stop for stop in known if not network.degree(stop)]
    for stop in alone:
        note("stops", f"no {on} link touches {stop}", "correct the stop or the modes")
    for start, end in pairwise(known):
        if start not in alone and end not in alone and not nx.has_path(network, start, end):
            note("stops", f"there is no way by {on} from {start} to {end}", "correct the stops or modes, or add links")
