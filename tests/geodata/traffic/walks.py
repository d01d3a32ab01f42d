"""An independent count of what passes over links: every pair of places walked by networkx, one after another."""

from collections import Counter
from itertools import pairwise

import networkx as nx
import numpy as np

from geodata.network import LINK
from optimize.rules import DIRECT


def network(state, cls, service, *, modes=None, gathering=True, tariff=1.0):
    """Arcs with what they cost, and the directed link that each of them is, if any."""
    graph, costs = state.model.graph, state.arc_costs(cls, service)
    weight = costs.weight + (tariff - 1.0) * costs.money["tariff"]
    if not gathering:
        weight = weight - costs.rate_usd_per_th * costs.hours["gathering"]
    found = nx.DiGraph()
    for arc in np.flatnonzero(np.isfinite(weight)).tolist():
        if modes is not None and graph.kind[arc] == LINK and int(graph.mode_to[arc]) not in modes:
            continue
        tail, head = int(graph.tail[arc]), int(graph.head[arc])
        if not found.has_edge(tail, head) or found[tail][head]["weight"] > weight[arc]:
            found.add_edge(tail, head, weight=float(weight[arc]), link=int(graph.link[arc]))
    return found


def way(found, start, end):
    """Directed links of the cheapest way between two nodes."""
    nodes = nx.dijkstra_path(found, start, end)
    return [found[a][b]["link"] for a, b in pairwise(nodes) if found[a][b]["link"] >= 0]


class Walker:
    """Ways of one class in one scenario."""

    def __init__(self, state, cls, trunk=()):
        self.state, self.cls = state, cls
        self.between = state.restricted("consolidated", trunk) if trunk else state
        self.count = state.model.graph.n_places
        self.known = {}

    def by(self, service, start, end, state=None):
        """From place to place by a service; nothing from a place to itself."""
        key = service, start, end, state is self.between
        if key not in self.known:
            found = network(state or self.state, self.cls, service)
            self.known[key] = [] if start == end else way(found, start, self.count + end)
        return self.known[key]

    def transfer(self, first, last):
        legs = self.between.model.scheduled(
            self.cls, self.between.changes, self.between.scenario.parameters, self.between.services
        )
        found = network(self.between, self.cls, "consolidated")
        try:
            cost = nx.dijkstra_path_length(found, first, self.count + last)
        except nx.NetworkXNoPath:
            cost = np.inf
        stops = legs.stops.tolist()
        if first in stops and last in stops and legs.cost[stops.index(first), stops.index(last)] < cost:
            number = int(legs.service[stops.index(first), stops.index(last)])
            return self.ride(number, first, last, self.between)
        return way(found, first, self.count + last)

    def ride(self, number, first, last, state=None):
        """From stop to stop: a copy of the network for each hop, the next one entered where freight has arrived."""
        state = state or self.state
        timetable = state.model.timetable.changed(state.services, state.model.links.places)
        factor = 0.0 if np.isfinite(timetable.usd_per_t[number]) else float(timetable.tariff_factor[number])
        found = network(state, self.cls, "consolidated", modes=timetable.modes[number], gathering=False, tariff=factor)
        graph, stops = state.model.graph, timetable.stops[number]
        stops = stops[stops.index(first) : stops.index(last) + 1]
        copies = nx.DiGraph()
        for hop in range(len(stops) - 1):
            for a, b, what in found.edges(data=True):
                copies.add_edge((hop, a), (hop, b), **what)
            if hop > 0:
                here = (graph.place == stops[hop]) & (graph.head == self.count + stops[hop])
                for node in graph.tail[here].tolist():
                    copies.add_edge((hop - 1, node), (hop, node), weight=0.0, link=-1)
        return way(copies, (0, first), (len(stops) - 2, self.count + last))


def walked(state, problem, routings, cls, trunk=()):
    """Every path of a class that moves: its tonnes, and its directed links by leg."""
    walker = Walker(state, cls, trunk)
    row = {place: at for at, place in enumerate(state.model.links.places)}
    nodes = [row[label] for label in problem.labels]
    hubs = [row[label] for label in problem.candidates]
    legs = state.legs_among(cls, np.array(nodes), np.arange(len(nodes)))
    own = state.model.direct_service[cls]
    for block, routing in zip(problem.blocks, routings, strict=True):
        if problem.metadata["class_of_block"][block.name] != cls:
            continue
        full = "/scheduled" in block.name
        for i, j, k, m, share in zip(
            routing.origin, routing.destination, routing.first, routing.last, routing.share, strict=True
        ):
            start, end, amount = nodes[i], nodes[j], share * block.flow[i, j]
            parts = {}
            if k >= 0:
                parts["collection"] = walker.by("single", start, hubs[k])
                parts["transfer"] = walker.transfer(hubs[k], hubs[m]) if k != m else []
                parts["distribution"] = walker.by("single", hubs[m], end)
            elif k == DIRECT and full and legs.scheduled.cost[i, j] < legs.direct[i, j]:
                first, last = int(legs.scheduled.first[i, j]), int(legs.scheduled.last[i, j])
                by_train = walker.ride(int(legs.scheduled.service[i, j]), first, last)
                parts["direct"] = walker.by("single", start, first) + by_train + walker.by("single", last, end)
            elif k == DIRECT:
                parts["direct"] = walker.by(own, start, end)
            yield amount, parts


def count(*asked):
    """Tonnes of a class by (leg, directed link), as `walked` is asked."""
    tonnes = Counter()
    for amount, parts in walked(*asked):
        for part, links in parts.items():
            for link in links:
                tonnes[part, link] += amount
    return tonnes
