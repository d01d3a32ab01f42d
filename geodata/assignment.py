"""Tonnes on links: all freight on its cheapest route (all-or-nothing), pushed along the trees of shortest paths."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from geodata.arrays import FloatArray, IntArray
from geodata.graph import NO_NODE, Graph
from geodata.links import Links, links_frame


@dataclass(frozen=True)
class Assignment:
    """What passes over each directed link.

    Attributes
    ----------
    links : Links
    flow_t : (links,) array
        Tonnes a year.
    unmet_t : float
        Tonnes that have no way.
    """

    links: Links
    flow_t: FloatArray
    unmet_t: float

    def __add__(self, other: Assignment) -> Assignment:
        return Assignment(self.links, self.flow_t + other.flow_t, self.unmet_t + other.unmet_t)

    def frame(self) -> pd.DataFrame:
        """One row a directed link, with ``flow_t`` and ``use`` (share of the capacity)."""
        frame = links_frame(self.links)
        frame["flow_t"] = self.flow_t
        frame["use"] = self.flow_t / self.links.capacity_t
        return frame

    def through(self, entry: str) -> float:
        """Tonnes over a link or place (all links there) or on a corridor; ``+`` joins several entries.

        For a corridor or a join of links it is the largest flow on any one of them, not the sum: freight that runs
        over all links of a corridor is counted once.
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

    def corridors(self) -> pd.Series:
        """Largest flow on a link of each corridor, both directions, tonnes a year."""
        names = sorted({name for names in self.links.corridors for name in names})
        return pd.Series({name: self._through(name) for name in names}, name="flow_t", dtype=np.float64)

    def tonne_km(self) -> pd.Series:
        """Tonne-kilometres by mode."""
        frame = self.frame()
        return (frame["flow_t"] * frame["length_km"]).groupby(frame["mode"]).sum()


def assign(graph: Graph, links: Links, weights: FloatArray, flows: FloatArray, places: IntArray) -> Assignment:
    """Send flows along the cheapest routes.

    Parameters
    ----------
    weights : (arcs,) array
        Generalised cost of each arc.
    flows : (d, d) array
        Tonnes from each place to each other.
    places : (d,) array
        Row numbers of those places.
    """
    reached, before = graph.trees(weights, places)
    count, nodes = reached.shape
    load = np.zeros((count, nodes))
    sinks = places + graph.n_places
    possible = np.isfinite(reached[:, sinks])
    load[:, sinks] = np.where(possible, flows, 0.0)
    flat_load = load.ravel()
    offset = (np.arange(count) * nodes)[:, None]
    parent = np.where(before == NO_NODE, -1, before + offset).ravel()
    cheapest = graph.cheapest_arcs(weights)
    arc_flow = np.zeros(len(graph.kind))
    for level in reversed(tree_levels(parent)):
        tonnes = flat_load[level]
        level, tonnes = level[tonnes > 0], tonnes[tonnes > 0]
        if len(level):
            flat_load += np.bincount(parent[level], weights=tonnes, minlength=len(flat_load))
            arcs = graph.arcs_of(cheapest, parent[level] % nodes, level % nodes)
            arc_flow += np.bincount(arcs, weights=tonnes, minlength=len(arc_flow))
    on = graph.link >= 0
    link_flow = np.bincount(graph.link[on], weights=arc_flow[on], minlength=len(links))
    return Assignment(links, link_flow.astype(np.float64), float(flows[~possible].sum()))


def tree_levels(parent: IntArray) -> list[IntArray]:
    """Return the nodes of a forest by depth, roots (parent -1) left out."""
    depth = np.where(parent < 0, 0, -1)
    levels: list[IntArray] = []
    waiting = np.flatnonzero(parent >= 0)
    while len(waiting):
        here = waiting[depth[parent[waiting]] == len(levels)]
        if not len(here):
            break
        depth[here] = len(levels) + 1
        levels.append(here)
        waiting = waiting[depth[waiting] < 0]
    return levels
