"""Freight on a network with capacities: a region in a scenario as a multicommodity flow problem, not solved here.

A capacity belongs to a directed link, in tonnes a year: trains, ships and trucks that go out come back, and take as
much again. All classes and services share it. It is the smallest of ``capacity_t_per_year``, trains a day and trucks a
day, times the capacity factors of the scenario's changes. A link that is closed to a class costs that class inf, so
that a link that is closed to all carries nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import sparse

from geodata.arrays import FloatArray, IntArray
from geodata.network import links_frame
from geodata.region.flows import flows_in
from geodata.region.state import State
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
        Directed links as `geodata.network.links_frame` has them, ``capacity_t_per_year`` that of the scenario.
    arc_link : (arcs,) array
        Directed link of each arc, -1 for arcs at a place.
    """

    problem: MulticommodityProblem
    limited: IntArray
    pairs: pd.DataFrame
    links: pd.DataFrame
    arc_link: IntArray

    def link_flow(self, flow: FloatArray) -> FloatArray:
        """Return tonnes on directed links.

        Parameters
        ----------
        flow : (classes, arcs) array
            Tonnes a year on arcs.

        Returns
        -------
        (classes, links) array
            Tonnes a year.
        """
        on = self.arc_link >= 0
        return np.stack([np.bincount(self.arc_link[on], row[on], minlength=len(self.links)) for row in flow])

    def arcs_of(self, links: IntArray) -> IntArray:
        """Return the arcs that are one of some directed links.

        Parameters
        ----------
        links : (m,) array
            Positions of directed links.

        Returns
        -------
        (arcs,) array
            Positions of arcs.
        """
        return np.flatnonzero(np.isin(self.arc_link, links))


def capacitated_network(
    state: State,
    *,
    classes: Sequence[str] | None = None,
    services: Mapping[str, str] | None = None,
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
    year : int, optional
        Year to which trade is grown; default the base year.

    Returns
    -------
    CapacitatedNetwork

    Raises
    ------
    ValueError
        When a class or service is not known.
    """
    model, graph, links = state.model, state.model.graph, state.model.links
    names = state.chosen_classes(classes)
    used = {name: model.direct_service[name] for name in names} | dict(services or {})
    pairs = pd.concat([_pairs(state, cls, year).assign(number=at) for at, cls in enumerate(names)], ignore_index=True)
    capacity = state.link_capacity
    limited = np.flatnonzero(np.isfinite(capacity))
    arc_of_limit = np.flatnonzero((graph.link >= 0) & np.isin(graph.link, limited))
    which = np.searchsorted(limited, graph.link[arc_of_limit])
    usage = sparse.csr_array((np.ones(len(which)), (which, arc_of_limit)), shape=(len(limited), len(graph.kind)))
    problem = MulticommodityProblem(
        nodes=graph.nodes,
        tail=graph.tail,
        head=graph.head,
        cost=np.stack([state.arc_costs(cls, used[cls]).weight for cls in names]),
        usage=usage,
        capacity=capacity[limited],
        cls=pairs["number"].to_numpy(),
        origin=_positions(pairs["origin"], links.places),
        destination=_positions(pairs["destination"], links.places) + graph.n_places,
        demand=pairs["flow_t"].to_numpy(),
        penalty=np.array([state.unmet_usd_per_t(cls) for cls in names]),
    )
    table = links_frame(links)
    table["capacity_t_per_year"] = capacity
    return CapacitatedNetwork(problem, limited, pairs.drop(columns="number"), table, graph.link)


def _pairs(state: State, cls: str, year: int | None) -> pd.DataFrame:
    """Pairs of places between which a class is sent, with their countries."""
    flows = flows_in(state, cls, year=year)
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
