"""The network at place level, as networkx and GIS programs like it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import geopandas as gpd
import networkx as nx
import numpy as np
from shapely.geometry import LineString

from geodata.files import MODES
from geodata.network import LINK, capacity_in, link_state

if TYPE_CHECKING:
    from geodata.region.region import Region
    from geodata.scenarios import Scenario


def build_network(region: Region, scenario: Scenario, cls: str, service: str) -> nx.MultiDiGraph[str]:
    """Return a graph with a node a place and an edge a usable directed link; edge keys are link ids.

    Edge attributes: ``mode``; ``length_km``; ``time_h`` (moving, waiting and reloading, hours); ``cost`` (generalised
    cost of the class and service on the link, USD/t, loading and unloading at the ends left out); ``price`` (the same
    without the value of time, USD/t); ``capacity`` (t/year, ``inf`` when not given); ``corridors`` (tuple of names);
    ``link`` (its id) and the hours in parts: ``moving_h, waiting_border_h, waiting_departure_h, reloading_h``.
    ``cost_usd_per_t`` and ``capacity_t_per_year`` repeat two of them with their units. The graph's attributes name
    region, scenario, class and service.
    """
    model = region.model
    links, graph = model.links, model.graph
    costs = region.arc_costs(scenario, cls, service)
    capacities = capacity_in(links, region.changes + scenario.changes)
    network: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    network.graph.update(region=region.name, scenario=scenario.name, cls=cls, service=service, crs="EPSG:4326")
    for row in region.data["places"]:
        network.add_node(row["id"], name=row["name"], country=row["country"], x=row["lon"], y=row["lat"])
    for arc in np.flatnonzero((graph.kind == LINK) & np.isfinite(costs.weight)):
        index = int(graph.link[arc])
        hours = {part: float(values[arc]) for part, values in costs.hours.items()}
        capacity = float(capacities[index])
        network.add_edge(
            links.places[links.tail[index]],
            links.places[links.head[index]],
            key=links.ids[index],
            link=links.ids[index],
            mode=MODES[links.mode[index]],
            length_km=float(links.length_km[index]),
            time_h=sum(hours.values()),
            cost=float(costs.weight[arc]),
            cost_usd_per_t=float(costs.weight[arc]),
            price=sum(float(values[arc]) for values in costs.money.values()),
            capacity=capacity,
            capacity_t_per_year=capacity,
            corridors=links.corridors[index],
            **{f"{part}_h": hours[part] for part in ("moving", "waiting_border", "waiting_departure", "reloading")},
        )
    return network


def link_lines(region: Region, scenario: Scenario) -> gpd.GeoDataFrame:
    """Return one line a link (not a direction), from place to place, in EPSG:4326, for maps and GIS.

    Columns: ``mode, from, to, length_km, capacity_t_per_year, corridors`` (``;``-list), ``planned``, ``open`` (in the
    scenario, to general freight), ``changed`` (touched by the scenario); indexed by link id. Lines are straight between
    the places, so sea links may cross land.
    """
    links = region.model.links
    after = link_state(links, region.changes + scenario.changes)
    touched = np.zeros(len(links), dtype=np.bool_)
    for change in scenario.changes:
        touched |= links.select(change)
    forward = np.flatnonzero(links.forward)
    points = [(row["lon"], row["lat"]) for row in region.data["places"]]
    tails, heads = links.tail[forward], links.head[forward]
    other_way = {links.ids[index]: index for index in np.flatnonzero(~links.forward)}
    both = [[index, other_way.get(links.ids[index], index)] for index in forward]
    return gpd.GeoDataFrame(
        {
            "mode": [MODES[mode] for mode in links.mode[forward]],
            "from": [links.places[index] for index in tails],
            "to": [links.places[index] for index in heads],
            "length_km": links.length_km[forward],
            "capacity_t_per_year": capacity_in(links, region.changes + scenario.changes)[forward],
            "corridors": [";".join(links.corridors[index]) for index in forward],
            "planned": links.planned[forward],
            "open": [bool(after.open[pair].any()) for pair in both],
            "changed": [bool(touched[pair].any()) for pair in both],
        },
        geometry=[LineString([points[i], points[j]]) for i, j in zip(tails, heads, strict=True)],
        index=[links.ids[index] for index in forward],
        crs="EPSG:4326",
    )
