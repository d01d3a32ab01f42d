"""The physical ways of one class's legs in one scenario: what they cost in parts, and the links that they take."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy import sparse

from geodata.arrays import BoolArray, FloatArray, IntArray
from geodata.costs import LegCosts, Scheduled
from geodata.region import State
from geodata.traffic.moves import OnRides, OnTrees
from geodata.traffic.parts import BORDER, HANDLING, PARTS, TIME, part_values
from geodata.traffic.rides import Rides
from geodata.traffic.sent import Sent, hub_positions
from geodata.traffic.trees import Trees
from optimize import HubProblem
from optimize.brief import Brief

LEGS = ("collection", "transfer", "distribution", "direct")
"""Parts of a way over hubs, and the way without."""


@dataclass(frozen=True, eq=False)
class Moved(Brief):
    """Tonnes of one class under ``d`` designs on their ways.

    Attributes
    ----------
    state : State
    at_hubs : (d, parts) array
        What they pay at hubs, USD a year.
    moves : list of (int, OnTrees or OnRides)
        What is moved, with the number of the leg in `LEGS`.
    """

    state: State
    at_hubs: FloatArray
    moves: list[tuple[int, OnTrees | OnRides]]

    def cost(self) -> FloatArray:
        """Return what they cost, in parts; handling and customs at hubs are in it, fixed costs and unmet freight not.

        Returns
        -------
        (d, parts) array
            USD a year by `geodata.traffic.PARTS`.
        """
        found = self.at_hubs.copy()
        for _, move in self.moves:
            found += move.cost()
        return found

    def loads(self) -> FloatArray:
        """Return what passes over links.

        Returns
        -------
        (legs, links, d) array
            Tonnes a year by `LEGS` on directed links.
        """
        graph, links = self.state.model.graph, self.state.model.links
        arcs = np.zeros((len(LEGS), len(graph.kind), len(self.at_hubs)))
        for leg, move in self.moves:
            move.load(arcs[leg])
        on = np.flatnonzero(graph.link >= 0)
        found = np.zeros((len(LEGS), len(links), arcs.shape[2]))
        found[:, graph.link[on]] = arcs[:, on]
        return found


@dataclass(frozen=True, eq=False)
class ClassWays(Brief):
    """Ways of one class between the nodes of a hub problem, those whose cost the problem has.

    Attributes
    ----------
    state : State
        The region and scenario.
    cls : str
        Id of the class.
    nodes : (n,) array
        Row numbers of the nodes among all places.
    hubs : (h,) array
        Positions of the candidate hubs among the nodes, in any order.
    trunk : tuple of str
        Modes that may be used between hubs; all when empty.
    """

    state: State
    cls: str
    nodes: IntArray
    hubs: IntArray
    trunk: tuple[str, ...] = ()

    @classmethod
    def of(cls, state: State, problem: HubProblem, class_id: str, trunk: Sequence[str] = ()) -> ClassWays:
        """Take nodes and hubs from a problem.

        Parameters
        ----------
        state : State
            The region and scenario.
        problem : HubProblem
            Made of it.
        class_id : str
            Id of the class.
        trunk : sequence of str
            Modes that the problem lets be used between hubs; all when empty.

        Returns
        -------
        ClassWays
        """
        row = {place: at for at, place in enumerate(state.model.links.places)}
        nodes = np.array([row[str(label)] for label in problem.labels], dtype=np.int64)
        return cls(state, class_id, nodes, hub_positions(problem), tuple(trunk))

    @cached_property
    def legs(self) -> LegCosts:
        """What the legs cost, without the restriction to the trunk's modes."""
        return self.state.legs_among(self.cls, self.nodes, np.sort(self.hubs))

    @property
    def hub_places(self) -> IntArray:
        """(h,) row numbers of the hubs among all places."""
        return self.nodes[self.hubs]

    @cached_property
    def single(self) -> Trees:
        """Trees from nodes and stops by single service."""
        stops = self.rides.legs.stops
        places = np.concatenate([self.nodes, stops[~np.isin(stops, self.nodes)]])
        return Trees.grow(self.state.model.graph, self.state.arc_costs(self.cls, "single").weight, places)

    @cached_property
    def own(self) -> Trees:
        """Trees from nodes by the service by which the class goes direct."""
        if self.state.model.direct_service[self.cls] == "single":
            return self.single
        return self._block(self.state, self.nodes)

    @cached_property
    def between(self) -> Trees:
        """Trees from hubs by consolidated service."""
        return self._block(self._trunk_state, self.hub_places)

    def _block(self, state: State, places: IntArray) -> Trees:
        return Trees.grow(state.model.graph, state.arc_costs(self.cls, "consolidated").weight, places)

    @cached_property
    def _trunk_state(self) -> State:
        return self.state.restricted("consolidated", self.trunk) if self.trunk else self.state

    @cached_property
    def rides(self) -> Rides:
        """Rides of full loads."""
        return Rides(self.state, self.cls)

    @cached_property
    def trunk_rides(self) -> Rides:
        """Rides between hubs."""
        return Rides(self._trunk_state, self.cls) if self.trunk else self.rides

    @cached_property
    def by_ride(self) -> BoolArray:
        """(h, h) whether a scheduled service is the cheapest between two hubs."""
        h, places = len(self.hubs), self.hub_places
        graph, weights = self.state.model.graph, self._trunk_state.arc_costs(self.cls, "consolidated").weight
        on_links = graph.costs(weights, places, places)
        legs = self.trunk_rides.legs
        found = np.zeros((h, h), dtype=np.bool_)
        if len(legs.stops):
            at = np.minimum(np.searchsorted(legs.stops, places), len(legs.stops) - 1)
            served = legs.stops[at] == places
            by = np.where(served[:, None] & served[None, :], legs.cost[np.ix_(at, at)], np.inf)
            found = by < on_links
        np.fill_diagonal(found, False)
        return found

    @cached_property
    def boards(self) -> BoolArray:
        """(n, n) whether full loads take a scheduled service."""
        if self.legs.scheduled is None:
            return np.zeros(self.legs.direct.shape, dtype=np.bool_)
        return self.legs.scheduled.cost < self.legs.direct

    @cached_property
    def stop_roots(self) -> IntArray:
        """(p,) where the stops of scheduled services are among the places of `single`."""
        order = np.argsort(self.single.places)
        found: IntArray = order[np.searchsorted(self.single.places[order], self.rides.legs.stops)]
        return found

    def moved(self, tonnes: Sent) -> Moved:
        """Put the tonnes of designs on their ways.

        Parameters
        ----------
        tonnes : Sent
            Of ``d`` designs.

        Returns
        -------
        Moved
        """
        return Moved(self.state, self._at_hubs(tonnes), list(self._moves(tonnes)))

    def _at_hubs(self, moved: Sent) -> FloatArray:
        state, places = self.state, [self.state.model.links.places[row] for row in self.hub_places.tolist()]
        numbers = state.hub_numbers(places)
        handling, dwell = numbers["handling_factor"].to_numpy(), numbers["dwell_factor"].to_numpy()
        money = state.model.handling(self.cls, handling, np.zeros_like(dwell), state.scenario.parameters)
        time = state.handling_cost(self.cls, numbers) - money
        countries = state.inputs.data.countries_of_places
        held = np.array([state.third_country_usd_per_t(self.cls, place) for place in places])
        paid = np.array(
            [state.parameters.get("third_country_usd_per_t", cls=self.cls, country=countries[p]) for p in places]
        )
        found = np.zeros((moved.through.shape[1], len(PARTS)))
        found[:, HANDLING] = money @ moved.through
        found[:, BORDER] = paid @ moved.held
        found[:, TIME] = time @ moved.through + (held - paid) @ moved.held
        return found

    def _moves(self, moved: Sent) -> Iterator[tuple[int, OnTrees | OnRides]]:
        """What is moved where, with the number of the leg."""
        nodes, hubs, single = self.nodes, self.hub_places, self._single_values
        everywhere = np.arange(len(nodes))
        yield LEGS.index("collection"), OnTrees(self.single, everywhere, hubs, moved.collection, single)
        yield LEGS.index("distribution"), OnTrees(self.single, self.hubs, nodes, moved.distribution, single)
        at = LEGS.index("transfer")
        if moved.transfer.any():
            ride = self.by_ride[:, :, None]
            values = self._values(self._trunk_state, "consolidated")
            yield at, OnTrees(self.between, np.arange(len(hubs)), hubs, np.where(ride, 0.0, moved.transfer), values)
            k, m = np.nonzero(((moved.transfer > 0) & ride).any(axis=2))
            yield at, OnRides(self.trunk_rides, self.trunk_rides.between(hubs[k], hubs[m]), moved.transfer[k, m])
        at = LEGS.index("direct")
        board = self.boards[:, :, None]
        own = moved.direct + np.where(board, 0.0, moved.full)
        yield at, OnTrees(self.own, everywhere, nodes, own, self._values(self.state, self._own_service))
        if self.legs.scheduled is not None:
            yield from ((at, move) for move in self._full(np.where(board, moved.full, 0.0), self.legs.scheduled))

    def _full(self, tonnes: FloatArray, scheduled: Scheduled) -> Iterator[OnTrees | OnRides]:
        """Full loads by scheduled service, with the ways to the first stop and from the last one."""
        i, j = np.nonzero(tonnes.any(axis=2))
        if not len(i):
            return
        sent, stops = tonnes[i, j], self.rides.legs.stops
        first, last = scheduled.first[i, j], scheduled.last[i, j]
        n, p = len(self.nodes), len(stops)
        to_stop = _added(i * p + np.searchsorted(stops, first), sent, n * p).reshape(n, p, -1)
        from_stop = _added(np.searchsorted(stops, last) * n + j, sent, n * p).reshape(p, n, -1)
        yield OnTrees(self.single, np.arange(n), stops, to_stop, self._single_values)
        yield OnTrees(self.single, self.stop_roots, self.nodes, from_stop, self._single_values)
        rides, of = np.unique(np.stack([scheduled.service[i, j], first, last]), axis=1, return_inverse=True)
        which = [(int(service), int(start), int(end)) for service, start, end in rides.T]
        yield OnRides(self.rides, which, _added(of.ravel(), sent, len(which)))

    @cached_property
    def _single_values(self) -> FloatArray:
        return self._values(self.state, "single")

    def _values(self, state: State, service: str) -> FloatArray:
        return part_values(state.arc_costs(self.cls, service))

    @property
    def _own_service(self) -> str:
        return self.state.model.direct_service[self.cls]


def _added(row: IntArray, values: FloatArray, rows: int) -> FloatArray:
    """(rows, d) sums of the values of each row."""
    ones = np.ones(len(row))
    return np.asarray(sparse.csr_array((ones, (row, np.arange(len(row)))), shape=(rows, len(row))) @ values)
