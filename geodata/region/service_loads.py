"""What scheduled services carry: tonnes on each service, and on the links on its way."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd

from geodata.arrays import BoolArray, FloatArray, IntArray
from geodata.network import LINK
from geodata.region.blocks import ClassFreight, by_service, class_freight, service_use
from geodata.region.state import State
from geodata.routes import load_links


@dataclass(frozen=True)
class ServiceLoads:
    """Full loads on scheduled services, when no hub is open.

    Attributes
    ----------
    freight : dict of str to array
        By class, (d, d) tonnes a year that go by a service, between demand places.
    link_t : dict of str to array
        By class, (links,) tonnes a year on directed links, the way to the first stop and from the last one included.
    table : DataFrame
        One row for each service and direction that runs: ``service, from, to, departures_per_week,
        capacity_t_per_year, wanted_t, carried_t, use`` (wanted over room).
    """

    freight: dict[str, FloatArray]
    link_t: dict[str, FloatArray]
    table: pd.DataFrame


def service_loads(state: State, year: int | None = None, between: BoolArray | None = None) -> ServiceLoads:
    """Put full loads on the services that they take when no hub is open.

    Parameters
    ----------
    state : State
        The region and scenario.
    year : int, optional
        Year to which trade is grown; default the base year.
    between : (d, d) array of bool, optional
        Pairs of demand places whose freight is wanted, in the order of the flows; the room is shared out among all.

    Returns
    -------
    ServiceLoads
    """
    inputs, timetable = state.inputs, state.model.timetable.changed(state.services, state.model.links.places)
    freight = [class_freight(state, cls, inputs.candidates, year) for cls in inputs.data.class_ids]
    use = service_use(freight)
    carried, on_links = {}, {}
    tonnes = np.zeros(len(timetable))
    for item in freight:
        sent = by_service(item, use)
        tonnes += _by_number(item, sent, len(timetable))
        here = [item.legs.labels.index(place) for place in inputs.demand.places]
        carried[item.cls] = sent[np.ix_(here, here)]
        if between is not None:
            wanted = np.zeros(sent.shape, dtype=np.bool_)
            wanted[np.ix_(here, here)] = between
            sent = np.where(wanted, sent, 0.0)
        nodes = np.array([state.model.links.places.index(place) for place in item.legs.labels], dtype=np.int64)
        on_links[item.cls] = _on_links(state, item, sent, nodes)
    running = timetable.class_ok.any(axis=0)
    wanted_t = (use if len(use) else np.zeros(len(timetable))) * timetable.capacity_t
    places = state.model.links.places
    table = pd.DataFrame(
        {
            "service": timetable.ids,
            "from": [places[stops[0]] for stops in timetable.stops],
            "to": [places[stops[-1]] for stops in timetable.stops],
            "departures_per_week": timetable.departures_per_week,
            "capacity_t_per_year": timetable.capacity_t,
            "wanted_t": wanted_t,
            "carried_t": tonnes,
            "use": use if len(use) else 0.0,
        }
    )
    return ServiceLoads(carried, on_links, table.loc[np.flatnonzero(running)].reset_index(drop=True))


def _by_number(item: ClassFreight, sent: FloatArray, count: int) -> FloatArray:
    """(services,) tonnes of a class."""
    if item.legs.scheduled is None:
        return np.zeros(count)
    on = sent > 0
    return np.bincount(item.legs.scheduled.service[on], weights=sent[on], minlength=count).astype(np.float64)


def _on_links(state: State, item: ClassFreight, sent: FloatArray, nodes: IntArray) -> FloatArray:
    """(links,) tonnes of a class on the way to services, by them and from them."""
    model, scheduled = state.model, item.legs.scheduled
    total = np.zeros(len(model.links))
    if scheduled is None or not sent.any():
        return total
    feeders: dict[tuple[int, int], float] = defaultdict(float)
    hops: dict[frozenset[int], dict[tuple[int, int], float]] = defaultdict(lambda: defaultdict(float))
    for i, j in zip(*np.nonzero(sent > 0), strict=True):
        first, last, tonnes = int(scheduled.first[i, j]), int(scheduled.last[i, j]), float(sent[i, j])
        feeders[int(nodes[i]), first] += tonnes
        feeders[last, int(nodes[j])] += tonnes
        service = int(scheduled.service[i, j])
        stops = model.timetable.stops[service]
        for hop in pairwise(stops[stops.index(first) : stops.index(last) + 1]):
            hops[model.timetable.modes[service]][hop] += tonnes
    single = state.arc_costs(item.cls, "single").weight
    block = state.arc_costs(item.cls, "consolidated").weight
    graph = model.graph
    jobs = [(single, feeders)]
    for modes, pairs in hops.items():
        other = (graph.kind == LINK) & ~np.isin(graph.mode_to, sorted(modes))
        jobs.append((np.where(other, np.inf, block), pairs))
    for weights, pairs in jobs:
        places = np.unique([place for pair in pairs for place in pair]).astype(np.int64)
        flows = np.zeros((len(places), len(places)))
        for (start, end), tonnes in pairs.items():
            if start != end:
                flows[np.searchsorted(places, start), np.searchsorted(places, end)] += tonnes
        total += load_links(graph, model.links, weights, flows, places)[0]
    return total
