"""The network at place level, as networkx and GIS programs like it."""

from __future__ import annotations

import geopandas as gpd
import networkx as nx
import numpy as np

from geodata.files import MODES
from geodata.network import LINK, link_state
from geodata.places import cut_line, unwrapped
from geodata.region.state import State


def build_network(state: State, cls: str, service: str) -> nx.MultiDiGraph[str]:
    """Return a graph with a node for each place and an edge for each usable directed link; edge keys are link ids.

    Edge attributes: ``mode``; ``length_km``; ``time_h`` (moving, waiting and reloading, hours); ``cost`` (generalised
    cost of the class and service on the link, USD/t, loading and unloading at the ends left out); ``price`` (the same
    without the value of time, USD/t); ``capacity`` (t/year, ``inf`` when not given); ``corridors`` (a ``;``-list of
    names); ``link`` (its id) and the hours in parts: ``moving_h, waiting_border_h, waiting_departure_h, reloading_h``.
    ``cost_usd_per_t`` and ``capacity_t_per_year`` repeat two of them with their units. The graph's attributes name
    region, scenario, class and service. All of them are texts and numbers, so that `networkx.write_graphml` and its
    like can write the graph.

    Parameters
    ----------
    state : State
        The region and scenario.
    cls : str
        Id of the class.
    service : {"consolidated", "single"}
        Service that carries it.

    Returns
    -------
    MultiDiGraph
    """
    links, graph = state.model.links, state.model.graph
    costs = state.arc_costs(cls, service)
    capacities = state.link_capacity
    network: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    name, scenario = state.inputs.name, state.scenario.name
    network.graph.update(region=name, scenario=scenario, cls=cls, service=service, crs="EPSG:4326")
    for row in state.inputs.data["places"]:
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
            corridors=";".join(links.corridors[index]),
            **{f"{part}_h": hours[part] for part in ("moving", "waiting_border", "waiting_departure", "reloading")},
        )
    return network


def link_lines(state: State) -> gpd.GeoDataFrame:
    """Return one line for each link (not for each direction), from place to place, for maps and GIS.

    Lines are straight between the places, so sea links may cross land; those over the 180th meridian are cut there.

    Parameters
    ----------
    state : State
        The region and scenario.

    Returns
    -------
    GeoDataFrame
        In EPSG:4326, indexed by link id: ``mode, from, to, length_km, capacity_t_per_year, corridors`` (``;``-list),
        ``planned``, ``open`` (in the scenario, to general freight), ``changed`` (touched by the scenario).
    """
    links = state.model.links
    after = link_state(links, state.changes)
    touched = np.zeros(len(links), dtype=np.bool_)
    for change in state.scenario.changes:
        touched |= links.select(change)
    forward = np.flatnonzero(links.forward)
    points = [(row["lon"], row["lat"]) for row in state.inputs.data["places"]]
    tails, heads = links.tail[forward], links.head[forward]
    other_way = {links.ids[index]: index for index in np.flatnonzero(~links.forward)}
    both = [[index, other_way.get(links.ids[index], index)] for index in forward]
    return gpd.GeoDataFrame(
        {
            "mode": [MODES[mode] for mode in links.mode[forward]],
            "from": [links.places[index] for index in tails],
            "to": [links.places[index] for index in heads],
            "length_km": links.length_km[forward],
            "capacity_t_per_year": state.link_capacity[forward],
            "corridors": [";".join(links.corridors[index]) for index in forward],
            "planned": links.planned[forward],
            "open": [bool(after.open[pair].any()) for pair in both],
            "changed": [bool(touched[pair].any()) for pair in both],
        },
        geometry=[cut_line(unwrapped([points[i], points[j]])) for i, j in zip(tails, heads, strict=True)],
        index=[links.ids[index] for index in forward],
        crs="EPSG:4326",
    )
