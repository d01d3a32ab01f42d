"""`Region`: what can be asked of a region, the problems made of it, and its variants."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import networkx as nx
import numpy as np
import pandas as pd

from geodata.arrays import BoolArray, FloatArray
from geodata.calibration import calibrate
from geodata.costs import ArcCosts, LegCosts, arcs_frame
from geodata.demand import Trade, build_trade, trade_parameters
from geodata.faults import UnknownNameError, unknown
from geodata.files import MODES, SERVICES
from geodata.network import capacity_in
from geodata.places import folded
from geodata.region.nx import build_network, link_lines
from geodata.region.overrides import Override, changes_of, parameter_changes
from geodata.region.problems import hub_problem, scenario_problem
from geodata.region.region_view import RegionView
from geodata.region.sampling import sample_scenarios
from geodata.routes import Assignment, ClassLoad, Route, assign, find_route, passable
from geodata.scenarios import Change, DemandChange, ParameterChange, Scenario
from geodata.values import Choice, Level

if TYPE_CHECKING:
    from optimize import HubProblem, ScenarioProblem


class Region(RegionView):
    """A region: read it with `geodata.load_region`, change it with the ``with_...`` methods.

    A region is never changed in place; each ``with_...`` method returns a new one, whose ``overrides`` tell what
    differs from the folder.

    Parameters
    ----------
    data : RegionData
        What stands in the folder.
    choice : Choice
        Which value uncertain inputs take: a level, or draws with a seed.
    overrides : tuple
        Changes of links, demand and parameters that hold in every scenario.
    """

    # -- what can be asked ---------------------------------------------------------------------------------------

    @cached_property
    def network(self) -> nx.MultiDiGraph[str]:
        """Open links between places; see `geodata.region.nx.build_network`."""
        return self.network_in("base")

    def network_in(
        self, scenario: str | Scenario = "base", cls: str | None = None, service: str = "single"
    ) -> nx.MultiDiGraph[str]:
        """Return the open links in a scenario, with the costs of a class (default: the reference class)."""
        return build_network(self, self.scenario(scenario), self._class(cls), _service(service))

    def lines(self, scenario: str | Scenario = "base") -> gpd.GeoDataFrame:
        """Return links as lines, with which of them a scenario opens, closes or touches; see `link_lines`."""
        return link_lines(self, self.scenario(scenario))

    def _class(self, cls: str | None) -> str:
        return self.reference_class if cls is None else self.class_id(cls)

    def trade(self, scenario: str | Scenario = "base", year: int | None = None) -> Trade:
        """Return country-to-country trade in a scenario (``.frame()`` for a table)."""
        state = self.scenario(scenario)
        numbers = self.model.parameters.changed(state.parameters)
        trade = self._base_trade
        if trade_parameters(self.data) & {change.parameter for change in state.parameters}:
            trade = build_trade(self.data, numbers, self.choice)
        demand = changes_of(self.overrides, DemandChange) + state.demand
        if demand:
            trade = trade.changed(demand)
        return trade if year is None else trade.grown(numbers, year - self.base_year)

    def flows(
        self, scenario: str | Scenario = "base", cls: str | None = None, *, year: int | None = None, unit: str = "t"
    ) -> pd.DataFrame:
        """Return flows between demand places, from row to column.

        Parameters
        ----------
        scenario : str or Scenario
            Closed corridors do not change demand, only its ``[[demand]]`` and ``[[parameter]]`` tables do.
        cls : str, optional
            The class; None adds all classes up.
        year : int, optional
            Year to which trade is grown; default the base year.
        unit : {"t", "usd"}
            Tonnes or US dollars a year.
        """
        if unit not in ("t", "usd"):
            message = f'unit {unit!r} is not known; use "t" or "usd"'
            raise ValueError(message)
        state = self.scenario(scenario)
        trade = self.trade(state, year)
        numbers = self.model.parameters.changed(state.parameters)
        chosen = list(self.classes.index) if cls is None else [self.class_id(cls)]
        matrices = [self._demand.flows(trade, item, numbers.get("deterrence_per_1000km", cls=item)) for item in chosen]
        total = np.sum([pair[0 if unit == "t" else 1] for pair in matrices], axis=0)
        return pd.DataFrame(total, index=list(self._demand.places), columns=list(self._demand.places))

    def nodes(self, candidates: Sequence[str] = ()) -> list[str]:
        """Return the demand places and candidates, in the order of ``places``."""
        wanted = {*self._demand.places, *candidates}
        return [str(place) for place in self.places.index if place in wanted]

    def arc_costs(self, scenario: str | Scenario, cls: str | None, service: str) -> ArcCosts:
        """Return cost and time of every arc of ``model.graph``."""
        state = self.scenario(scenario)
        return self.model.arcs(self._class(cls), _service(service), self.changes + state.changes, state.parameters)

    def arcs(self, scenario: str | Scenario = "base", cls: str | None = None, service: str = "single") -> pd.DataFrame:
        """Return the usable arcs of the multimodal graph, for models of flows on it; see `geodata.costs.arcs_frame`."""
        state = self.scenario(scenario)
        costs = self.arc_costs(state, cls, service)
        return arcs_frame(self.model.links, self.model.graph, costs, self._capacity(state))

    def leg_costs(
        self, scenario: str | Scenario = "base", cls: str | None = None, candidates: Sequence[str] | None = None
    ) -> LegCosts:
        """Return collection, transfer, distribution and direct costs of a class, USD/t."""
        state = self.scenario(scenario)
        hubs = self.place_ids(candidates) if candidates is not None else list(self.candidates)
        nodes = self.nodes(hubs)
        rows = np.array([self.places.index.get_loc(place) for place in nodes], dtype=np.int64)
        positions = np.array(sorted(nodes.index(place) for place in hubs), dtype=np.int64)
        return self.model.legs(self._class(cls), rows, positions, self.changes + state.changes, state.parameters)

    def route(
        self,
        origin: str,
        destination: str,
        cls: str | None = None,
        service: str | None = None,
        scenario: str | Scenario = "base",
        *,
        via: Sequence[str] = (),
        modes: Sequence[str] = (),
    ) -> Route | None:
        """Return the cheapest route between two places, None when there is no way.

        ``service`` defaults to the class's ``direct_service``, ``cls`` to the reference class. ``via`` names links,
        places or corridors to pass, in order; ``modes`` are those that may be used (default all).
        """
        start, end = self.place_ids([origin])[0], self.place_ids([destination])[0]
        if start == end:
            message = f"a route from {origin} to {destination} has no length; name two places"
            raise ValueError(message)
        for mode in modes:
            if mode not in MODES:
                raise UnknownNameError(unknown("mode", mode, list(MODES)))
        name = self._class(cls)
        used = _service(service or self.model.direct_service[name])
        points = [(row["lon"], row["lat"]) for row in self.data["places"]]
        state = self.scenario(scenario)
        if modes:
            others = Change(mode=tuple(mode for mode in MODES if mode not in modes), close=True)
            state = replace(state, changes=(*state.changes, others))
        places, entries = self.model.links.places, [via] if isinstance(via, str) else via
        return find_route(
            self.model, self.arc_costs(state, name, used), places.index(start), places.index(end), points,
            cls=name, service=used, scenario=state.name, via=[self._passed(entry) for entry in entries],
        )  # fmt: skip

    def _passed(self, entry: str) -> str:
        """Write an entry of ``via`` with ids for the names of places; links and corridors stay as they are."""
        known, found = passable(self.model), self.data.place_names.names
        parts = [part.strip() for part in entry.split("+")]
        return "+".join(part if part in known else found.get(folded(part), part) for part in parts)

    def assignment(
        self,
        scenario: str | Scenario = "base",
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
        cls : str, optional
            A class; None adds all classes up.
        service : str, optional
            None takes each class's ``direct_service``.
        between : (d, d) array of bool, optional
            Pairs of demand places to assign, in the order of `flows`.
        limit : bool
            False: capacities are not looked at, and ``frame()["use"]`` shows where the flow is above them.
            True: links fill up, what finds no room goes another way, and what finds none, or only one dearer than
            ``unmet_usd_per_t``, is unmet; see `geodata.routes.assignment.assign`.
        """
        state = self.scenario(scenario)
        chosen = list(self.classes.index) if cls is None else [self.class_id(cls)]
        numbers = self.model.parameters.changed(state.parameters)
        loads = []
        for item in chosen:
            costs = self.arc_costs(state, item, service or self.model.direct_service[item])
            flows = self.flows(state, item, year=year).to_numpy()
            kept = flows if between is None else np.where(between, flows, 0.0)
            loads.append(ClassLoad(costs.weight, kept, numbers.get("unmet_usd_per_t", cls=item)))
        capacity = self._capacity(state)
        return assign(self.model.graph, self.model.links, loads, self._demand.index, capacity, limit=limit)

    def _capacity(self, state: Scenario) -> FloatArray:
        return capacity_in(self.model.links, self.changes + state.changes)

    def calibration(self) -> pd.DataFrame:
        """Compare the model with every row of references.csv; see `geodata.calibration`."""
        return calibrate(self)

    # -- problems ------------------------------------------------------------------------------------------------

    def problem(
        self,
        scenario: str | Scenario = "base",
        candidates: Sequence[str] | None = None,
        *,
        year: int | None = None,
        classes: Sequence[str] | None = None,
        services: str = "all",
    ) -> HubProblem:
        """Return the hub problem: one block a class, flows in tonnes a year, costs in USD a tonne.

        Parameters
        ----------
        scenario : str or Scenario
        candidates : sequence of str, optional
            Ids or names; default `candidates`.
        year : int, optional
            Year of the demand.
        classes : sequence of str, optional
            Classes to take; default all.
        services : {"all", "hubs"}
            ``"hubs"`` leaves direct service out, so that all freight must pass a hub (a stress case).
        """
        return hub_problem(self, self.scenario(scenario), candidates, year=year, classes=classes, services=services)

    def scenario_problem(
        self,
        scenarios: Sequence[str | Scenario],
        candidates: Sequence[str] | None = None,
        *,
        probability: Mapping[str, float] | Sequence[float] | None = None,
        **options: Any,
    ) -> ScenarioProblem:
        """Return one problem over several scenarios.

        ``probability`` is by name, or in the order of ``scenarios``; None weighs them by their shares of the time, see
        `geodata.scenario_probabilities`. ``options`` go to `problem`.
        """
        return scenario_problem(self, scenarios, candidates, probability, **options)

    def sample_scenarios(self, n: int, seed: int, names: Iterable[str] | None = None) -> list[Scenario]:
        """Draw ``n`` combined disruptions from the scenarios' probabilities; see `geodata.region.sampling`."""
        chosen = self.scenarios.values() if names is None else [self.scenario(name) for name in names]
        return sample_scenarios(chosen, n, seed)

    # -- other values --------------------------------------------------------------------------------------------

    def at_level(self, level: Level) -> Region:
        """Return the region with all uncertain inputs at ``"low"``, ``"central"`` or ``"high"``."""
        return Region(self.data, Choice(level), self.overrides)

    def sample_parameters(self, seed: int) -> Region:
        """Return the region with each uncertain input drawn from its triangular distribution."""
        return Region(self.data, Choice("central", seed), self.overrides)

    def with_overrides(self, *overrides: Override) -> Region:
        """Return the region with changes that hold in every scenario."""
        return replace(self, overrides=self.overrides + overrides)

    def with_parameters(self, values: Mapping[str | tuple[str, ...], float]) -> Region:
        """Return the region with parameters set.

        Keys are names (everywhere), or tuples ``(name, class, mode, service, place)`` whose tail may be left out.
        """
        return self.with_overrides(*parameter_changes(self, values))

    def with_parameter(self, parameter: str, **change: Any) -> Region:
        """Return the region with one parameter changed: ``factor=`` or ``value=``, where ``cls=, mode=, ...`` match."""
        return self.with_overrides(*parameter_changes(self, {}, ParameterChange(parameter, **change)))

    def with_hub(self, place: str, **numbers: float) -> Region:
        """Return the region with a hub's numbers set, e.g. ``with_hub("Tashkent", handling_factor=0.5)``."""
        where = self.place_id(place)
        return self.with_overrides(
            *parameter_changes(self, {}, *(ParameterChange(k, value=v, place=where) for k, v in numbers.items()))
        )

    def with_demand(
        self,
        factor: float,
        *,
        exporter: str | Sequence[str] = (),
        importer: str | Sequence[str] = (),
        country: str | Sequence[str] = (),
        cls: str | Sequence[str] = (),
    ) -> Region:
        """Return the region with some trade multiplied, e.g. ``with_demand(2, country="UZB")``."""
        known = set(self._demand.countries)
        picked = {"exporter": _listed(exporter), "importer": _listed(importer), "country": _listed(country)}
        strange = [code for codes in picked.values() for code in codes if code not in known]
        if strange:
            raise UnknownNameError(unknown("country", strange[0], sorted(known)))
        if not (np.isfinite(factor) and factor >= 0):
            message = f"factor {factor} must be a number of at least 0"
            raise ValueError(message)
        classes = tuple(self.class_id(item) for item in _listed(cls))
        return self.with_overrides(DemandChange(factor=factor, cls=classes, **picked))


def _listed(items: str | Sequence[str]) -> tuple[str, ...]:
    return (items,) if isinstance(items, str) else tuple(items)


def _service(service: str) -> str:
    if service not in SERVICES:
        message = f"service {service!r} is not known; use one of {', '.join(SERVICES)}"
        raise ValueError(message)
    return service
