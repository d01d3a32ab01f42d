"""Tonnes on links: freight on its cheapest routes, pushed along the trees of shortest paths, with or without limits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from geodata.arrays import FloatArray, IntArray
from geodata.network import NO_NODE, Graph, Links, links_frame
from optimize.brief import Brief

FULL = 1e-9  # share of its capacity (or of a tonne) that a full link may have left: rounding


@dataclass(frozen=True)
class ClassLoad(Brief):
    """One class to be assigned.

    Attributes
    ----------
    weights : (arcs,) array
        Generalised cost of each arc, USD/t; inf = closed.
    flows : (d, d) array
        Tonnes a year between demand places, from row to column.
    unmet_usd_per_t : float
        Penalty for freight that is not carried.
    """

    weights: FloatArray
    flows: FloatArray
    unmet_usd_per_t: float = np.inf


@dataclass(frozen=True)
class Assignment(Brief):
    """What passes over each directed link.

    Attributes
    ----------
    links : Links
        The directed links.
    flow_t : (links,) array
        Tonnes a year.
    capacity_t : (links,) array
        What each can carry in the scenario, tonnes a year.
    places : (d,) array
        Row numbers of the demand places.
    unmet_pairs_t : (d, d) array
        Tonnes a year that are not carried, by pair of demand places.
    """

    links: Links
    flow_t: FloatArray
    capacity_t: FloatArray
    places: IntArray
    unmet_pairs_t: FloatArray

    @property
    def unmet_t(self) -> float:
        """Tonnes a year that are not carried."""
        return float(self.unmet_pairs_t.sum())

    def unmet(self) -> pd.DataFrame:
        """Return what is not carried.

        Returns
        -------
        DataFrame
            (d, d) tonnes a year, from row to column, by place id.
        """
        labels = [self.links.places[place] for place in self.places]
        return pd.DataFrame(self.unmet_pairs_t, index=labels, columns=labels)

    def frame(self) -> pd.DataFrame:
        """Return the links with what they carry.

        Returns
        -------
        DataFrame
            One row for each directed link: the columns of `geodata.network.links_frame`, with
            ``capacity_t_per_year`` that of the scenario, ``flow_t`` and ``use`` (share of the capacity).
        """
        frame = links_frame(self.links)
        frame["flow_t"] = self.flow_t
        frame["capacity_t_per_year"] = self.capacity_t
        frame["use"] = np.divide(self.flow_t, self.capacity_t, out=np.zeros(len(frame)), where=self.flow_t > 0)
        return frame

    def through(self, entry: str) -> float:
        """Return tonnes over a link, through a place or on a corridor, both directions together.

        Parameters
        ----------
        entry : str
            Id of a link or place, name of a corridor, or several of them joined by ``+``.

        Returns
        -------
        float
            Tonnes a year. For a place the larger of what comes in and what goes out; for a corridor what its busiest
            link carries, so that freight that runs over all of its links is counted once. Entries joined by ``+`` are
            added up.

        Raises
        ------
        ValueError
            When a name is neither a link, nor a place, nor a corridor.
        """
        return sum(self._through(name.strip()) for name in entry.split("+"))

    def _through(self, name: str) -> float:
        links = self.links
        if name in links.ids:
            return float(self.flow_t[np.array(links.ids) == name].sum())
        if name in links.places:
            place = links.places.index(name)
            into = self.flow_t[links.head == place].sum()
            out = self.flow_t[links.tail == place].sum()
            return float(max(into, out))
        on = np.array([name in names for names in links.corridors], dtype=np.bool_)
        if not on.any():
            message = f"{name!r} is neither a link, nor a place, nor a corridor"
            raise ValueError(message)
        ids = np.array(links.ids)
        return max(float(self.flow_t[on & (ids == link)].sum()) for link in set(ids[on]))


def load_links(
    graph: Graph, links: Links, weights: FloatArray, flows: FloatArray, places: IntArray
) -> tuple[FloatArray, FloatArray]:
    """Send flows along the cheapest routes.

    Parameters
    ----------
    graph : Graph
        The graph.
    links : Links
        The links that it is made of.
    weights : (arcs,) array
        Generalised cost of each arc.
    flows : (d, d) array
        Tonnes from each place to each other.
    places : (d,) array
        Row numbers of those places.

    Returns
    -------
    flow_t : (links,) array
        Tonnes on each directed link.
    cost : (d, d) array
        Of the routes, USD/t; inf where there is none, and the flow is left out.
    """
    reached, before = graph.trees(weights, places)
    count, nodes = reached.shape
    load = np.zeros((count, nodes))
    sinks = places + graph.n_places
    cost = reached[:, sinks]
    load[:, sinks] = np.where(np.isfinite(cost), flows, 0.0)
    flat_load = load.ravel()
    offset = (np.arange(count) * nodes)[:, None]
    parent = np.where(before == NO_NODE, -1, before + offset).ravel()
    cheapest = graph.cheapest_arcs(weights)
    arc_flow = np.zeros(len(graph.kind))
    for level in reversed(_tree_levels(parent)):
        tonnes = flat_load[level]
        level, tonnes = level[tonnes > 0], tonnes[tonnes > 0]
        if len(level):
            flat_load += np.bincount(parent[level], weights=tonnes, minlength=len(flat_load))
            arcs = graph.arcs_of(cheapest, parent[level] % nodes, level % nodes)
            arc_flow += np.bincount(arcs, weights=tonnes, minlength=len(arc_flow))
    on = graph.link >= 0
    link_flow = np.bincount(graph.link[on], weights=arc_flow[on], minlength=len(links))
    return link_flow.astype(np.float64), cost


def assign(
    graph: Graph,
    links: Links,
    classes: Sequence[ClassLoad],
    places: IntArray,
    capacity_t: FloatArray,
    *,
    limit: bool = False,
) -> Assignment:
    """Put the freight of all classes on its cheapest routes.

    Parameters
    ----------
    graph : Graph
        The graph.
    links : Links
        The links that it is made of.
    classes : sequence of ClassLoad
        Weights and flows of each class.
    places : (d,) array
        Row numbers of the demand places.
    capacity_t : (links,) array
        Tonnes a year, shared by the classes.
    limit : bool
        False: capacities are ignored. True: links fill up, see the notes.

    Returns
    -------
    Assignment

    Notes
    -----
    With ``limit``, the largest share of the remaining freight is loaded that overfills no link, full links are closed,
    and the rest is routed anew, until all is sent or has no route below its penalty. All pairs fill a link in
    proportion, which need not be the cheapest use of it: for that, see `geodata.region.capacitated_network`.
    """
    waiting = [load.flows.copy() for load in classes]
    weights = [load.weights.copy() for load in classes]
    room = capacity_t.copy()
    total = np.zeros(len(links))
    unmet = np.zeros((len(places), len(places)))
    on = graph.link >= 0
    while True:
        wanted = np.zeros(len(links))
        for index, load in enumerate(classes):
            flow, cost = load_links(graph, links, weights[index], waiting[index], places)
            lost = ~np.isfinite(cost) | (limit & (cost > load.unmet_usd_per_t))
            if (waiting[index][lost] > 0).any():
                unmet += np.where(lost, waiting[index], 0.0)
                waiting[index] = np.where(lost, 0.0, waiting[index])
                flow, _ = load_links(graph, links, weights[index], waiting[index], places)
            wanted += flow
        tight = (wanted > room) & limit
        share = float(np.min(room[tight] / wanted[tight], initial=1.0))
        total += share * wanted
        if share >= 1.0:
            return Assignment(links, total, capacity_t, places, unmet)
        room = np.maximum(room - share * wanted, 0.0)
        full = np.zeros(len(links), dtype=np.bool_)
        full[tight] = room[tight] <= FULL * np.maximum(capacity_t[tight], 1.0)
        for index in range(len(classes)):
            waiting[index] *= 1.0 - share
            weights[index][on] = np.where(full[graph.link[on]], np.inf, weights[index][on])


def _tree_levels(parent: IntArray) -> list[IntArray]:
    """Nodes of a forest by depth, roots (parent -1) left out."""
    depth = np.where(parent < 0, 0, -1)
    levels: list[IntArray] = []
    waiting = np.flatnonzero(parent >= 0)
    while len(waiting):
        here = waiting[depth[parent[waiting]] == len(levels)]
        depth[here] = len(levels) + 1
        levels.append(here)
        waiting = waiting[depth[waiting] < 0]
    return levels
