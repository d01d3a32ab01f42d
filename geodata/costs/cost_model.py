"""Costs of a region's links, routes and legs in any scenario, computed when asked for and remembered."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from geodata.arrays import FloatArray, IntArray
from geodata.costs.arc_costs import FIXED_BY, ArcCosts, FixedParts, arc_costs, fixed_parts, time_value
from geodata.costs.lines import Lines, build_lines
from geodata.costs.scheduled import Fares, ScheduledLegs, door_to_door, scheduled_legs
from geodata.network import Graph, Links, Timetable, link_state
from geodata.scenarios import Change, ParameterChange, ServiceChange
from geodata.values import Parameters
from optimize.brief import Brief

# Results kept: memory against computing again. A study of the bundled region asks for the legs of 6 classes in up to 27
# scenarios; legs are 8 matrices of 118 x 118 numbers, 0.9 MB, so that all that is kept is below 200 MB.
REMEMBERED = 256


@dataclass(frozen=True)
class Scheduled(Brief):
    """Ways from door to door by one scheduled service each.

    Attributes
    ----------
    cost : (n, n) array
        USD/t, single service to the first stop and from the last one included; inf where no service helps.
    service : (n, n) array
        Which service of the timetable; -1 where none helps.
    first, last : (n, n) arrays
        Row numbers of the places where it is boarded and left; -1 where none helps.
    capacity_t : (services,) array
        Tonnes a year that each service takes.
    """

    cost: FloatArray
    service: IntArray
    first: IntArray
    last: IntArray
    capacity_t: FloatArray


@dataclass(frozen=True)
class LegCosts(Brief):
    """Costs of the four ways to be carried, for one class in one scenario, USD/t; inf = no way.

    Attributes
    ----------
    labels : tuple of str
        Place ids of rows and columns.
    collection : (n, n) array
        ``single`` service from origins to hubs; columns of places that are no candidates are inf.
    transfer : (n, n) array
        ``consolidated`` service between candidates; inf elsewhere.
    distribution : (n, n) array
        ``single`` service from hubs to destinations; rows of places that are no candidates are inf.
    direct : (n, n) array
        Door to door without a hub, by the class's ``direct_service``.
    scheduled : `Scheduled` or None
        Door to door by scheduled service, for loads that need no hub; None where no service takes the class.
    """

    labels: tuple[str, ...]
    collection: FloatArray
    transfer: FloatArray
    distribution: FloatArray
    direct: FloatArray
    scheduled: Scheduled | None = None

    def frame(self, leg: str) -> pd.DataFrame:
        """Return one of the matrices with labels.

        Parameters
        ----------
        leg : {"collection", "transfer", "distribution", "direct"}
            Which.

        Returns
        -------
        DataFrame
            (n, n), USD/t.
        """
        return pd.DataFrame(getattr(self, leg), index=list(self.labels), columns=list(self.labels))


@dataclass(frozen=True)
class CostModel(Brief):
    """Links, graph and numbers of a region; each method takes the changes that are in force.

    Attributes
    ----------
    links : Links
        The links, planned ones included.
    graph : Graph
        The graph made of them.
    parameters : Parameters
        Those that hold in every scenario.
    classes : tuple of str
        Ids of the classes.
    direct_service : dict
        Service by which each class goes door to door.
    timetable : Timetable
        Scheduled services, planned ones included.
    """

    links: Links
    graph: Graph
    parameters: Parameters
    classes: tuple[str, ...]
    direct_service: dict[str, str]
    timetable: Timetable
    _memory: OrderedDict[Any, Any] = field(default_factory=OrderedDict, repr=False, compare=False)

    @cached_property
    def lines(self) -> Lines:
        """The scheduled services on the graph."""
        return build_lines(self.links, self.graph, self.timetable)

    def _remember(self, key: Any, make: Any) -> Any:
        if key in self._memory:
            self._memory.move_to_end(key)
        else:
            self._memory[key] = make()
            if len(self._memory) > REMEMBERED:
                self._memory.popitem(last=False)
        return self._memory[key]

    def fixed(self, cls: str, service: str, parameters: tuple[ParameterChange, ...] = ()) -> FixedParts:
        """Return the parts of the costs that do not depend on the state of the links.

        Parameters
        ----------
        cls, service : str
            The class and service.
        parameters : tuple of ParameterChange
            Changes in force.

        Returns
        -------
        FixedParts
        """
        parameters = tuple(change for change in parameters if change.parameter in FIXED_BY and change.cls in ("", cls))

        def make() -> FixedParts:
            numbers = self.parameters.changed(parameters)
            return fixed_parts(self.links, self.graph, numbers, self.classes, cls, service)

        found: FixedParts = self._remember(("fixed", cls, service, parameters), make)
        return found

    def arcs(
        self,
        cls: str,
        service: str,
        changes: tuple[Change, ...] = (),
        parameters: tuple[ParameterChange, ...] = (),
    ) -> ArcCosts:
        """Return cost and time of every arc.

        Parameters
        ----------
        cls, service : str
            The class and service.
        changes : tuple of Change
            Changes of links in force.
        parameters : tuple of ParameterChange
            Changes of parameters in force.

        Returns
        -------
        ArcCosts
        """
        state = link_state(self.links, changes, cls, service)
        fixed = self.fixed(cls, service, parameters)
        return arc_costs(self.links, self.graph, fixed, state, self.classes.index(cls))

    def legs(
        self,
        cls: str,
        nodes: IntArray,
        candidates: IntArray,
        changes: tuple[Change, ...] = (),
        parameters: tuple[ParameterChange, ...] = (),
        services: tuple[ServiceChange, ...] = (),
    ) -> LegCosts:
        """Return the leg costs among some places.

        Parameters
        ----------
        cls : str
            The class.
        nodes : (n,) array
            Row numbers of the places.
        candidates : (h,) array
            Positions of the hubs in ``nodes``.
        changes : tuple of Change
            Changes of links in force.
        parameters : tuple of ParameterChange
            Changes of parameters in force.
        services : tuple of ServiceChange
            Changes of scheduled services in force.

        Returns
        -------
        LegCosts
        """
        changes = _for_class(changes, cls)
        key = ("legs", cls, changes, parameters, services, nodes.tobytes(), candidates.tobytes())
        found: LegCosts = self._remember(key, lambda: self._legs(cls, nodes, candidates, changes, parameters, services))
        return found

    def scheduled(
        self,
        cls: str,
        changes: tuple[Change, ...] = (),
        parameters: tuple[ParameterChange, ...] = (),
        services: tuple[ServiceChange, ...] = (),
    ) -> ScheduledLegs:
        """Return what a tonne costs by scheduled service from stop to stop.

        Parameters
        ----------
        cls : str
            The class.
        changes : tuple of Change
            Changes of links in force.
        parameters : tuple of ParameterChange
            Changes of parameters in force.
        services : tuple of ServiceChange
            Changes of scheduled services in force.

        Returns
        -------
        ScheduledLegs
        """
        changes = _for_class(changes, cls)
        return self._scheduled(
            cls, changes, parameters, services, lambda: self.arcs(cls, "consolidated", changes, parameters)
        )

    def _scheduled(
        self,
        cls: str,
        changes: tuple[Change, ...],
        parameters: tuple[ParameterChange, ...],
        services: tuple[ServiceChange, ...],
        arcs: Callable[[], ArcCosts],
    ) -> ScheduledLegs:
        def make() -> ScheduledLegs:
            running, fares = self._running(services)
            return scheduled_legs(self.lines, arcs(), fares, running.class_ok[self.classes.index(cls)])

        found: ScheduledLegs = self._remember(("scheduled", cls, changes, parameters, services), make)
        return found

    def _running(self, services: tuple[ServiceChange, ...]) -> tuple[Timetable, Fares]:
        def make() -> tuple[Timetable, Fares]:
            running = self.timetable.changed(services, self.links.places)
            return running, Fares.of(self.lines, running)

        found: tuple[Timetable, Fares] = self._remember(("timetable", services), make)
        return found

    def _legs(
        self,
        cls: str,
        nodes: IntArray,
        candidates: IntArray,
        changes: tuple[Change, ...],
        parameters: tuple[ParameterChange, ...],
        services: tuple[ServiceChange, ...],
    ) -> LegCosts:
        single = self.arcs(cls, "single", changes, parameters).weight
        consolidated = self.arcs(cls, "consolidated", changes, parameters)
        by_service = self._scheduled(cls, changes, parameters, services, lambda: consolidated)
        n, hubs, stops = len(nodes), nodes[candidates], by_service.stops
        if self.direct_service[cls] == "single":
            places, ends = _with_stops(nodes, stops)
            table = self.graph.costs(single, places, places)
            np.fill_diagonal(table, 0.0)
            direct = table[:n, :n] if len(places) == n else table[:n, :n].copy()
            to_hub, from_hub = direct[:, candidates], direct[candidates, :]
            between = self.graph.costs(consolidated.weight, hubs, hubs)
            to_stop, from_stop = np.take(table[:n], ends, axis=1), table[ends][:, :n]
        else:
            places, ends = _with_stops(hubs, stops)
            same = nodes[:, None] == places[None, :]
            to = np.where(same, 0.0, self.graph.costs(single, nodes, places))
            back = np.where(same.T, 0.0, self.graph.costs(single, places, nodes))
            to_hub, from_hub, to_stop, from_stop = to[:, : len(hubs)], back[: len(hubs)], to[:, ends], back[ends]
            direct = self.graph.costs(consolidated.weight, nodes, nodes)
            between = direct[np.ix_(candidates, candidates)]
        collection, transfer, distribution = (np.full((n, n), np.inf) for _ in range(3))
        collection[:, candidates] = to_hub
        distribution[candidates, :] = from_hub
        transfer[np.ix_(candidates, candidates)] = between
        for matrix in (direct, transfer):
            np.fill_diagonal(matrix, 0.0)
        labels = tuple([self.links.places[index] for index in nodes.tolist()])
        if not len(stops):
            return LegCosts(labels, collection, transfer, distribution, direct)
        _by_schedule(transfer, by_service, nodes, candidates)
        ways = door_to_door(by_service, to_stop, from_stop)
        scheduled = Scheduled(*ways, capacity_t=self._running(services)[0].capacity_t)
        return LegCosts(labels, collection, transfer, distribution, direct, scheduled)

    def handling(
        self,
        cls: str,
        handling_factor: FloatArray,
        dwell_factor: FloatArray,
        parameters: tuple[ParameterChange, ...] = (),
    ) -> FloatArray:
        """Return what a tonne costs that passes each hub: handling and the value of its time.

        Parameters
        ----------
        cls : str
            The class.
        handling_factor, dwell_factor : (h,) arrays
            What the region's handling cost and time are multiplied by at each hub.
        parameters : tuple of ParameterChange
            Changes of parameters in force.

        Returns
        -------
        (h,) array
            USD/t.
        """
        numbers = self.parameters.changed(parameters)
        money = numbers.get("hub_handling_usd_per_t", cls=cls)
        hours = numbers.get("hub_handling_h", cls=cls)
        return handling_factor * money + dwell_factor * hours * time_value(numbers, cls)


def _for_class(changes: tuple[Change, ...], cls: str) -> tuple[Change, ...]:
    """Changes that may do something to a class."""
    return tuple(change for change in changes if not change.cls or cls in change.cls)


def _with_stops(places: IntArray, stops: IntArray) -> tuple[IntArray, IntArray]:
    """Places and those stops that are not among them, and where the stops are in that."""
    position = np.full(max(places.max(initial=-1), stops.max(initial=-1)) + 1, -1, dtype=np.int64)
    position[places] = np.arange(len(places))
    more = stops[position[stops] < 0]
    position[more] = len(places) + np.arange(len(more))
    return np.concatenate([places, more]), position[stops]


def _by_schedule(transfer: FloatArray, by_service: ScheduledLegs, nodes: IntArray, candidates: IntArray) -> None:
    """Lower the cost between hubs to that of scheduled services between them."""
    at = np.searchsorted(by_service.stops, nodes[candidates])
    at[at == len(by_service.stops)] = 0
    served = by_service.stops[at] == nodes[candidates]
    hubs, stops = candidates[served], at[served]
    between = np.ix_(hubs, hubs)
    transfer[between] = np.minimum(transfer[between], by_service.cost[np.ix_(stops, stops)])
    transfer[hubs, hubs] = 0.0
