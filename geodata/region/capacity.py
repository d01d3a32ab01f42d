"""Freight on a network with capacities: a region in a scenario as a multicommodity flow problem, not solved here.

A capacity belongs to a directed link, in tonnes a year: trains, ships and trucks that go out come back, and take as
much again. All classes and services share it. It is the smallest of ``capacity_t_per_year``, trains a day and trucks a
day, times the capacity factors of the scenario's changes. A link that is closed to a class costs that class inf, so
that a link that is closed to all carries nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from scipy import sparse

from geodata.arrays import FloatArray, IntArray
from geodata.network import links_frame
from geodata.region.arcs import Load, network_arcs
from geodata.region.flows import flows_in
from geodata.region.state import State
from optimize.brief import Brief
from optimize.flows import MulticommodityProblem
from optimize.networks import HubNetwork


@dataclass(frozen=True, eq=False)
class CapacitatedNetwork(Brief):
    """A region's freight and network in one scenario, with the labels of the problem's numbers.

    Attributes
    ----------
    problem : MulticommodityProblem
        Arcs as in `geodata.region.arcs`; capacities are those of the directed links in ``limited``, then of the
        services and hubs in ``rooms``. Its classes are ``loads``.
    loads : tuple of str
        Class of each kind of load.
    limited : (resources,) array
        Directed links (positions in ``region.model.links``) that have a capacity.
    rooms : DataFrame
        Services (in each direction) and hubs that have a capacity: ``kind`` ("service" or "hub"), ``id``, ``from, to``
        (first and last stop; the hub), ``unit``.
    pairs : DataFrame
        ``class, origin, destination, exporter, importer, flow_t`` of each demand.
    links : DataFrame
        Directed links as `geodata.network.links_frame` has them, ``capacity_t_per_year`` that of the scenario.
    arc_links : (arcs, links) csr_array
        How often each arc passes each directed link.
    hubs : DataFrame
        ``hub, node, fixed_usd``: id, node in the problem and fixed cost a year of each hub over which freight may go.
    """

    problem: MulticommodityProblem
    loads: tuple[str, ...]
    limited: IntArray
    rooms: pd.DataFrame
    pairs: pd.DataFrame
    links: pd.DataFrame
    arc_links: sparse.csr_array
    hubs: pd.DataFrame

    def choice(self, *, links: bool = True) -> HubNetwork:
        """Make each hub a candidate, which may be closed.

        Parameters
        ----------
        links : bool
            Whether the capacities of links count; those of services and hubs always do.

        Returns
        -------
        HubNetwork
            For `optimize.networks.hub_network_design`; labels are the hubs' ids.
        """
        flow = replace(self.problem, capacity=self.limits(links=links))
        return HubNetwork(
            flow, self.hubs["node"].to_numpy(), self.hubs["fixed_usd"].to_numpy(), tuple(self.hubs["hub"])
        )

    def limits(self, *, links: bool = True, hubs: bool = True) -> FloatArray:
        """Return the capacities of the problem, some of them lifted.

        Parameters
        ----------
        links, hubs : bool
            Whether those of links and of hubs count; those of services always do.

        Returns
        -------
        (resources,) array
            Inf where nothing limits.
        """
        hub = np.r_[np.zeros(len(self.limited), dtype=np.bool_), self.rooms["kind"] == "hub"]
        link = np.arange(len(hub)) < len(self.limited)
        lifted = (link & (not links)) | (hub & (not hubs))
        return np.where(lifted, np.inf, self.problem.capacity)

    def link_flow(self, flow: FloatArray) -> FloatArray:
        """Return tonnes on directed links.

        Parameters
        ----------
        flow : (loads, arcs) array
            Tonnes a year on arcs.

        Returns
        -------
        (loads, links) array
            Tonnes a year.
        """
        return np.asarray(flow @ self.arc_links)


def capacitated_network(
    state: State,
    *,
    classes: Sequence[str] | None = None,
    services: Mapping[str, str] | None = None,
    hubs: Sequence[str] = (),
    year: int | None = None,
) -> CapacitatedNetwork:
    """Put flows, costs and capacities together.

    Parameters
    ----------
    state : State
        The region and scenario: ``region.state(scenario)``.
    classes : sequence of str, optional
        Default: all.
    services : mapping, optional
        Service of some classes, by id; default each class's ``direct_service``.
    hubs : sequence of str
        Ids, names or aliases of open hubs, over which freight may go; their room is shared by all.
    year : int, optional
        Year to which trade is grown; default the base year.

    Returns
    -------
    CapacitatedNetwork

    Raises
    ------
    ValueError
        When a class, service or hub is not known.

    Notes
    -----
    What goods pay at hubs in third countries is left out.
    """
    model = state.model
    names = state.chosen_classes(classes)
    used = {name: model.direct_service[name] for name in names} | dict(services or {})
    loads, shares = _loads(state, names, used)
    parts = [_pairs(state, load.cls, share, year) for load, share in zip(loads, shares, strict=True)]
    pairs = pd.concat([part.assign(number=at) for at, part in enumerate(parts)], ignore_index=True)
    open_hubs = state.inputs.place_ids(list(hubs)) if hubs else []
    arcs = network_arcs(state, loads, open_hubs)
    capacity = state.link_capacity
    limited = np.flatnonzero(np.isfinite(capacity))
    rooms = _rooms(state, open_hubs)
    full = np.flatnonzero(np.isfinite(arcs.capacity) & (np.asarray(arcs.room.sum(axis=0)) > 0))
    usage = sparse.vstack([arcs.links[:, limited].T, arcs.room[:, full].T], format="csr")
    problem = MulticommodityProblem(
        nodes=arcs.nodes,
        tail=arcs.tail,
        head=arcs.head,
        cost=arcs.cost,
        usage=usage,
        capacity=np.r_[capacity[limited], arcs.capacity[full]],
        cls=pairs["number"].to_numpy(),
        origin=_positions(pairs["origin"], model.links.places),
        destination=_positions(pairs["destination"], model.links.places) + model.graph.n_places,
        demand=pairs["flow_t"].to_numpy(),
        penalty=np.array([state.unmet_usd_per_t(load.cls) for load in loads]),
    )
    table = links_frame(model.links)
    table["capacity_t_per_year"] = capacity
    return CapacitatedNetwork(
        problem=problem,
        loads=tuple(load.cls for load in loads),
        limited=limited,
        rooms=rooms.iloc[full].reset_index(drop=True),
        pairs=pairs.drop(columns="number"),
        links=table,
        arc_links=arcs.links,
        hubs=pd.DataFrame({"hub": open_hubs, "node": arcs.hub_node, "fixed_usd": _fixed(state, open_hubs)}),
    )


def _fixed(state: State, hubs: Sequence[str]) -> FloatArray:
    return state.hub_numbers(hubs)["fixed_usd_per_year"].to_numpy(dtype=np.float64)


def _loads(state: State, names: Sequence[str], service: Mapping[str, str]) -> tuple[list[Load], list[float]]:
    """Kinds of load and their share of the class: full loads apart where they may board a service."""
    timetable = state.model.timetable
    loads, shares = [], []
    for name in names:
        takes = len(timetable) > 0 and bool(timetable.class_ok[state.model.classes.index(name)].any())
        full = state.full_load_share(name) if takes else 0.0
        if full < 1.0:
            loads.append(Load(name, service[name]))
            shares.append(1.0 - full)
        if full > 0.0:
            loads.append(Load(name, service[name], full=True))
            shares.append(full)
    return loads, shares


def _rooms(state: State, hubs: Sequence[str]) -> pd.DataFrame:
    """Services in each direction, then hubs, with their units."""
    timetable, places = state.model.timetable, state.model.links.places
    unit = "TEU" if state.hub_room_in_teu else "t"
    services = [
        ("service", name, places[stops[0]], places[stops[-1]], "t")
        for name, stops in zip(timetable.ids, timetable.stops, strict=True)
    ]
    return pd.DataFrame(
        [*services, *(("hub", hub, hub, hub, unit) for hub in hubs)], columns=["kind", "id", "from", "to", "unit"]
    )


def _pairs(state: State, cls: str, share: float, year: int | None) -> pd.DataFrame:
    """Pairs of places between which a share of a class is sent, with their countries."""
    flows = share * flows_in(state, cls, year=year)
    country = {row["id"]: row["country"] for row in state.inputs.data["places"]}
    places, tonnes = flows.index.to_numpy(), flows.to_numpy()
    start, end = np.nonzero(tonnes > 0)
    pairs = pd.DataFrame(
        {"class": cls, "origin": places[start], "destination": places[end], "flow_t": tonnes[start, end]}
    )
    pairs["exporter"], pairs["importer"] = pairs["origin"].map(country), pairs["destination"].map(country)
    return pairs[pairs["origin"] != pairs["destination"]]


def _positions(ids: pd.Series, places: tuple[str, ...]) -> IntArray:
    return np.asarray(pd.Index(places).get_indexer(pd.Index(ids)), dtype=np.int64)
