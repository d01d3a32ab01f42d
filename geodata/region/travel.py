"""Which way freight goes: single routes, and all freight on its cheapest routes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from geodata.arrays import BoolArray
from geodata.faults import UnknownNameError, unknown
from geodata.files import MODES
from geodata.places import folded
from geodata.region.flows import flows_in
from geodata.region.service_loads import service_loads
from geodata.region.state import State
from geodata.routes import Assignment, ClassLoad, Route, Trip, assign, find_route, passable
from geodata.scenarios import Change


def cheapest_route(state: State, trip: Trip, modes: Sequence[str] = ()) -> Route | None:
    """Return the cheapest route of a tonne.

    Parameters
    ----------
    state : State
        The region and scenario.
    trip : Trip
        From where to where, with what, by way of what; places and entries of ``via`` may be names.
    modes : sequence of str
        Modes that may be used; all when empty.

    Returns
    -------
    Route or None
        None when there is no way.

    Raises
    ------
    UnknownNameError
        When a place, class, service or mode, or an entry of ``via``, is not there.
    ValueError
        When the trip ends where it starts.
    """
    inputs = state.inputs
    start, end = inputs.place_id(trip.origin), inputs.place_id(trip.destination)
    if start == end:
        message = f"a route from {trip.origin} to {trip.destination} has no length; name two places"
        raise ValueError(message)
    modes = [modes] if isinstance(modes, str) else modes
    for mode in modes:
        if mode not in MODES:
            raise UnknownNameError(unknown("mode", mode, list(MODES)))
    if modes and (others := tuple(mode for mode in MODES if mode not in modes)):
        closed = Change(mode=others, close=True)
        state = State(inputs, replace(state.scenario, changes=(*state.scenario.changes, closed)))
    asked = replace(trip, origin=start, destination=end, via=tuple(_passed(state, entry) for entry in trip.via))
    points = [(row["lon"], row["lat"]) for row in inputs.data["places"]]
    return find_route(state.model, state.arc_costs(trip.cls, trip.service), asked, points, state.scenario.name)


def _passed(state: State, entry: str) -> str:
    """Write an entry of ``via`` with ids for the names of places; links and corridors stay as they are."""
    known, found = passable(state.model), state.inputs.data.place_names.names
    parts = [part.strip() for part in entry.split("+")]
    return "+".join(part if part in known else found.get(folded(part), part) for part in parts)


def assignment_in(
    state: State,
    cls: str | None = None,
    service: str | None = None,
    *,
    year: int | None = None,
    between: BoolArray | None = None,
    limit: bool = False,
) -> Assignment:
    """Return tonnes on links with all freight on its cheapest routes.

    Parameters
    ----------
    state : State
        The region and scenario.
    cls : str, optional
        A class; None adds all classes up.
    service : str, optional
        None takes each class's ``direct_service``, and the region's scheduled services for full loads.
    year : int, optional
        Year to which trade is grown; default the base year.
    between : (d, d) array of bool, optional
        Pairs of demand places to assign, in the order of the flows; default all.
    limit : bool
        Whether links fill up; see `geodata.routes.assign`. Scheduled services are left out then.

    Returns
    -------
    Assignment
    """
    model = state.model
    loads = []
    by_service = None if service or limit or not len(model.timetable) else service_loads(state, year, between)
    names = state.chosen_classes(cls)
    for item in names:
        costs = state.arc_costs(item, service or model.direct_service[item])
        flows = flows_in(state, item, year=year).to_numpy()
        own_way = flows if by_service is None else np.maximum(flows - by_service.freight[item], 0.0)
        kept = own_way if between is None else np.where(between, own_way, 0.0)
        loads.append(ClassLoad(costs.weight, kept, state.unmet_usd_per_t(item)))
    found = assign(model.graph, model.links, loads, state.inputs.demand.index, state.link_capacity, limit=limit)
    if by_service is None:
        return found
    return replace(found, flow_t=found.flow_t + sum(by_service.link_t[item] for item in names))
