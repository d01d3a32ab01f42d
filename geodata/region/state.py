"""A region in one scenario: what prices, flows, routes and problems are computed from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import pandas as pd

from geodata.arrays import FloatArray, IntArray
from geodata.costs import ArcCosts, CostModel, LegCosts, time_value
from geodata.faults import UnknownNameError, unknown
from geodata.files import MODES, SERVICES
from geodata.network import capacity_in
from geodata.region.inputs import Inputs
from geodata.region.overrides import changes_of
from geodata.scenarios import Change, Scenario, ServiceChange
from geodata.values import Parameters, changed_hubs


@dataclass(frozen=True, eq=False)
class State:
    """A region in one scenario.

    Attributes
    ----------
    inputs : Inputs
        The region, every number decided.
    scenario : Scenario
        What is changed.
    """

    inputs: Inputs
    scenario: Scenario

    @property
    def model(self) -> CostModel:
        """Links, graph and parameters of the region, before the scenario."""
        return self.inputs.model

    @property
    def changes(self) -> tuple[Change, ...]:
        """Changes of links: those of the overrides, then those of the scenario."""
        return self.inputs.changes + self.scenario.changes

    @property
    def services(self) -> tuple[ServiceChange, ...]:
        """Changes of scheduled services: those of the overrides, then those of the scenario."""
        return changes_of(self.inputs.overrides, ServiceChange) + self.scenario.services

    @cached_property
    def parameters(self) -> Parameters:
        """Parameters with the overrides and the scenario on top."""
        return self.model.parameters.changed(self.scenario.parameters)

    def restricted(self, service: str, modes: Sequence[str]) -> State:
        """Return the region with a service closed to all but some modes.

        Parameters
        ----------
        service : {"consolidated", "single"}
            Service.
        modes : sequence of str
            Modes that stay open.

        Returns
        -------
        State

        Raises
        ------
        UnknownNameError
            When there is no such mode.
        """
        for mode in modes:
            if mode not in MODES:
                raise UnknownNameError(unknown("mode", mode, list(MODES)))
        others = tuple(mode for mode in MODES if mode not in modes)
        if not others:  # a change that names no mode would close all
            return self
        closed = Change(mode=others, service=(service,), close=True)
        return replace(self, scenario=replace(self.scenario, changes=(*self.scenario.changes, closed)))

    @cached_property
    def link_capacity(self) -> FloatArray:
        """(links,) tonnes a year that each directed link takes, inf where there is no limit."""
        return capacity_in(self.model.links, self.changes)

    def unmet_usd_per_t(self, cls: str) -> float:
        """Return the penalty for freight that is not carried.

        Parameters
        ----------
        cls : str
            Id of the class.

        Returns
        -------
        float
            USD/t.
        """
        return self.parameters.get("unmet_usd_per_t", cls=cls)

    def full_load_share(self, cls: str) -> float:
        """Return the share of a class that travels as full loads.

        Parameters
        ----------
        cls : str
            Id of the class.

        Returns
        -------
        float
            At most 1, whatever a scenario multiplies it by.
        """
        return min(self.parameters.get("full_load_share", cls=cls), 1.0)

    def customs_area(self, place: str) -> str:
        """Return the customs area of a place: that of its country, or the country itself.

        Parameters
        ----------
        place : str
            Id of the place.

        Returns
        -------
        str
        """
        return self.inputs.data.customs_areas[place]

    def third_country_usd_per_t(self, cls: str, place: str) -> float:
        """Return what goods pay at a hub outside the customs areas of their origin and destination.

        Parameters
        ----------
        cls : str
            Id of the class.
        place : str
            Id of the hub.

        Returns
        -------
        float
            USD/t: bond, transit documents and permits, and the value of their time.
        """
        country = self.inputs.data.countries_of_places[place]
        key = cls, country
        if key not in self._third_country:
            money = self.parameters.get("third_country_usd_per_t", cls=cls, country=country)
            hours = self.parameters.get("third_country_h", cls=cls, country=country)
            self._third_country[key] = money + hours * time_value(self.parameters, cls)
        return self._third_country[key]

    @cached_property
    def _third_country(self) -> dict[tuple[str, str], float]:
        """What was asked for already, by class and country: many places have one country."""
        return {}

    def chosen_classes(self, classes: str | Sequence[str] | None) -> list[str]:
        """Return ids of classes.

        Parameters
        ----------
        classes : str, sequence of str or None
            Ids or names; None takes all.

        Returns
        -------
        list of str

        Raises
        ------
        UnknownNameError
            When there is no such class.
        """
        if classes is None:
            return list(self.inputs.data.class_ids)
        return [self.inputs.class_id(cls) for cls in ([classes] if isinstance(classes, str) else classes)]

    def chosen_hubs(self, candidates: str | Sequence[str] | None) -> list[str]:
        """Return ids of candidate hubs.

        Parameters
        ----------
        candidates : str, sequence of str or None
            Ids, names or aliases; None takes the region's own.

        Returns
        -------
        list of str

        Raises
        ------
        UnknownNameError
            When there is no such place.
        """
        return list(self.inputs.candidates) if candidates is None else self.inputs.place_ids(candidates)

    def nodes(self, hubs: Sequence[str]) -> list[str]:
        """Return the nodes of a hub problem: demand places and hubs, in the order of places.csv.

        Parameters
        ----------
        hubs : sequence of str
            Ids of the hubs.

        Returns
        -------
        list of str
        """
        wanted = {*self.inputs.demand.places, *hubs}
        return [place for place in self.model.links.places if place in wanted]

    def arc_costs(self, cls: str, service: str) -> ArcCosts:
        """Return cost and time of every arc of ``model.graph``.

        Parameters
        ----------
        cls : str
            Id of the class.
        service : {"consolidated", "single"}
            Service that carries it.

        Returns
        -------
        ArcCosts

        Raises
        ------
        ValueError
            When there is no such service.
        """
        if service not in SERVICES:
            message = f"service {service!r} is not known; use one of {', '.join(SERVICES)}"
            raise ValueError(message)
        return self.model.arcs(cls, service, self.changes, self.scenario.parameters)

    def leg_costs(self, cls: str, hubs: Sequence[str]) -> LegCosts:
        """Return what a tonne costs on the legs among the demand places and hubs.

        Parameters
        ----------
        cls : str
            Id of the class.
        hubs : sequence of str
            Ids of the hubs, in any order.

        Returns
        -------
        LegCosts
            Rows and columns are `nodes` of the hubs.
        """
        return self.legs_among(cls, *self.places_of(hubs))

    def places_of(self, hubs: Sequence[str]) -> tuple[IntArray, IntArray]:
        """Return where the nodes of a hub problem are among all places, and where its hubs are among the nodes.

        Parameters
        ----------
        hubs : sequence of str
            Ids of the hubs, in any order.

        Returns
        -------
        rows : (n,) int array
            Row numbers of the nodes.
        positions : (h,) int array
            Ascending.
        """
        nodes = self.nodes(hubs)
        row_of = {place: row for row, place in enumerate(self.model.links.places)}
        return (
            np.array([row_of[place] for place in nodes], dtype=np.int64),
            np.array(sorted(nodes.index(place) for place in hubs), dtype=np.int64),
        )

    def legs_among(self, cls: str, rows: IntArray, positions: IntArray) -> LegCosts:
        """Return what a tonne costs on the legs among some places.

        Parameters
        ----------
        cls : str
            Id of the class.
        rows, positions : int arrays
            As `places_of` returns them.

        Returns
        -------
        LegCosts
        """
        return self.model.legs(cls, rows, positions, self.changes, self.scenario.parameters, self.services)

    def hub_numbers(self, places: Sequence[str]) -> pd.DataFrame:
        """Return handling and dwell factors, fixed costs and capacities of places as hubs.

        Parameters
        ----------
        places : sequence of str
            Ids of the places.

        Returns
        -------
        DataFrame
            Columns ``handling_factor, dwell_factor, fixed_usd_per_year, capacity_t_per_year``, indexed by place id.
        """
        return changed_hubs(self.inputs.hub_numbers_of(tuple(places)), places, self.scenario.parameters)

    def handling_cost(self, cls: str, numbers: pd.DataFrame) -> FloatArray:
        """Return what a tonne costs that passes each hub.

        Parameters
        ----------
        cls : str
            Id of the class.
        numbers : DataFrame
            As `hub_numbers` returns it.

        Returns
        -------
        (hubs,) array
            USD/t: handling and the value of its time.
        """
        handling, dwell = numbers["handling_factor"].to_numpy(), numbers["dwell_factor"].to_numpy()
        return self.model.handling(cls, handling, dwell, self.scenario.parameters)

    @cached_property
    def hub_room_in_teu(self) -> bool:
        """Whether the room of hubs is counted in TEU, not in tonnes: some hub has its capacity in TEU."""
        return bool(np.isfinite(self.hub_numbers(self.model.links.places)["capacity_teu_per_year"]).any())

    def room_per_t(self, cls: str) -> float:
        """Return what a tonne takes of the room of a hub.

        Parameters
        ----------
        cls : str
            Id of the class.

        Returns
        -------
        float
            TEU, or 1 where the room is counted in tonnes.

        Raises
        ------
        ValueError
            When the room is counted in TEU, and it is not known how many tonnes of the class fill one.
        """
        if not self.hub_room_in_teu:
            return 1.0
        tonnes = float(self.inputs.classes["tonnes_per_teu"][cls])
        if not tonnes > 0:
            message = f"capacities of hubs are in TEU, and class {cls} has no tonnes_per_teu; add it to classes.csv"
            raise ValueError(message)
        return 1.0 / tonnes

    def hub_room(self, numbers: pd.DataFrame) -> FloatArray:
        """Return the room of hubs.

        Parameters
        ----------
        numbers : DataFrame
            As `hub_numbers` returns it.

        Returns
        -------
        (hubs,) array
            TEU or tonnes a year, inf where there is no limit. Where others are in TEU, tonnes are those of the
            region's reference class.
        """
        tonnes, teu = (numbers[f"capacity_{unit}_per_year"].to_numpy(dtype=np.float64) for unit in ("t", "teu"))
        return (
            np.minimum(teu, tonnes * self.room_per_t(self.inputs.reference_class)) if self.hub_room_in_teu else tonnes
        )
