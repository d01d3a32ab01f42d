"""Freight on a network with capacities: a region in a scenario as a multicommodity flow problem, not solved here.

A capacity is a directed link's, in tonnes a year, each direction for itself: trains, ships and trucks that go out come
back, and take as much again. All classes and services share it, and the smallest of ``capacity_t_per_year``, trains a
day and trucks a day holds; capacity factors of the scenario's changes multiply it. What is closed to a class has no
cost there, so that a link that is closed to all carries nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import sparse

from geodata.arrays import FloatArray, IntArray
from geodata.network import capacity_in, links_frame
from geodata.region.region import Region
from geodata.scenarios import Scenario
from optimize.flows import MulticommodityProblem


@dataclass(frozen=True, eq=False)
class CapacitatedNetwork:
    """A region's freight and network in one scenario, with the labels of the problem's numbers.

    Attributes
    ----------
    problem : MulticommodityProblem
        Arcs as in ``region.model.graph``; capacities are the directed links in ``limited``.
    limited : (resources,) array
        Directed links (positions in ``region.model.links``) that have a capacity.
    pairs : DataFrame
        ``class, origin, destination, exporter, importer, flow_t`` of each demand.
    links : DataFrame
        Directed links as `geodata.network.links.links_frame` has them, ``capacity_t_per_year`` that of the scenario.
    arc_link : (arcs,) array
        Directed link of each arc, -1 for arcs at a place.
    """

    problem: MulticommodityProblem
    limited: IntArray
    pairs: pd.DataFrame
    links: pd.DataFrame
    arc_link: IntArray

    def link_flow(self, flow: FloatArray) -> FloatArray:
        """Turn (classes, arcs) flows into (classes, links)."""
        on = self.arc_link >= 0
        return np.stack([np.bincount(self.arc_link[on], row[on], minlength=len(self.links)) for row in flow])

    def arcs_of(self, links: IntArray) -> IntArray:
        """Return the arcs that are one of the directed links."""
        return np.flatnonzero(np.isin(self.arc_link, links))


def link_capacity(region: Region, scenario: str | Scenario = "base") -> FloatArray:
    """Return (links,) tonnes a year that each directed link takes in a scenario, inf where there is no limit."""
    return capacity_in(region.model.links, region.changes + region.scenario(scenario).changes)


def capacitated_network(
    region: Region,
    scenario: str | Scenario = "base",
    *,
    classes: Sequence[str] | None = None,
    services: dict[str, str] | None = None,
    year: int | None = None,
) -> CapacitatedNetwork:
    """Put flows, costs and capacities together.

    Parameters
    ----------
    region : Region
    scenario : str or Scenario
    classes : sequence of str, optional
        Default: all.
    services : dict, optional
        Service that each class uses; default its ``direct_service``.
    year : int, optional
        Year to which trade is grown; default the base year.
    """
    state = region.scenario(scenario)
    names = list(region.classes.index) if classes is None else [region.class_id(cls) for cls in classes]
    used = {name: region.model.direct_service[name] for name in names} | (services or {})
    graph, links = region.model.graph, region.model.links
    numbers = region.model.parameters.changed(state.parameters)
    country = region.places["country"].to_dict()
    parts = []
    for index, cls in enumerate(names):
        flows = region.flows(state, cls, year=year)
        labels = flows.index.to_numpy()
        start, end = np.nonzero(flows.to_numpy() > 0)
        part = pd.DataFrame(
            {
                "class": cls,
                "origin": labels[start],
                "destination": labels[end],
                "flow_t": flows.to_numpy()[start, end],
                "number": index,
            }
        )
        parts.append(part[part["origin"] != part["destination"]])
    pairs = pd.concat(parts, ignore_index=True)
    for side, place in (("exporter", "origin"), ("importer", "destination")):
        pairs[side] = pairs[place].map(country)
    capacity = link_capacity(region, state)
    limited = np.flatnonzero(np.isfinite(capacity))
    arc_of_limit = np.flatnonzero((graph.link >= 0) & np.isin(graph.link, limited))
    which = np.searchsorted(limited, graph.link[arc_of_limit])
    usage = sparse.csr_array((np.ones(len(which)), (which, arc_of_limit)), shape=(len(limited), len(graph.kind)))
    problem = MulticommodityProblem(
        nodes=graph.nodes,
        tail=graph.tail,
        head=graph.head,
        cost=np.stack([region.arc_costs(state, cls, used[cls]).weight for cls in names]),
        usage=usage,
        capacity=capacity[limited],
        cls=pairs["number"].to_numpy(),
        origin=_positions(pairs["origin"], links.places),
        destination=_positions(pairs["destination"], links.places) + graph.n_places,
        demand=pairs["flow_t"].to_numpy(),
        penalty=np.array([numbers.get("unmet_usd_per_t", cls=cls) for cls in names]),
    )
    table = links_frame(links)
    table["capacity_t_per_year"] = capacity
    return CapacitatedNetwork(problem, limited, pairs.drop(columns="number"), table, graph.link)


def _positions(ids: pd.Series, places: tuple[str, ...]) -> IntArray:
    return np.asarray(pd.Index(places).get_indexer(pd.Index(ids)), dtype=np.int64)
