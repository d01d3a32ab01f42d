"""`Region`: places, network, demand and scenarios, and what can be asked of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import cached_property
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import networkx as nx
import numpy as np
import pandas as pd

from geodata.arrays import BoolArray
from geodata.assignment import Assignment, assign
from geodata.calibration import calibrate
from geodata.cost_model import CostModel, LegCosts
from geodata.costs import ArcCosts
from geodata.data import RegionData
from geodata.demand import Demand, build_demand
from geodata.faults import UnknownNameError
from geodata.graph import build_graph
from geodata.links import build_links
from geodata.network import build_network
from geodata.overrides import Override, changes_of, parameter_changes
from geodata.parameters import Entry, Parameters
from geodata.places import PlaceNames, folded, places_frame
from geodata.problems import hub_problem, scenario_problem
from geodata.route import Route, find_route
from geodata.sampling import sample_scenarios
from geodata.scenarios import BASE, Change, DemandChange, ParameterChange, Scenario, resolve
from geodata.schema import HUB_NUMBERS, HUBS, MODES, SERVICES
from geodata.trade import Trade, build_trade
from geodata.uncertainty import CENTRAL, Choice, Level

if TYPE_CHECKING:
    from optimize import HubProblem, ScenarioProblem


@dataclass(frozen=True)
class Region:
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

    data: RegionData
    choice: Choice = CENTRAL
    overrides: tuple[Override, ...] = ()

    def __repr__(self) -> str:
        return (
            f"Region({self.name}: {len(self.places)} places, {len(self.data['links'])} links, "
            f"{len(self.classes)} classes, {len(self.scenarios)} scenarios)"
        )

    # -- what there is -------------------------------------------------------------------------------------------

    @property
    def name(self) -> str:
        """Short name."""
        return self.data.settings.name

    @property
    def title(self) -> str:
        """Title for people."""
        return self.data.settings.title

    @property
    def base_year(self) -> int:
        """Year of the trade figures."""
        return self.data.settings.base_year

    @cached_property
    def places(self) -> gpd.GeoDataFrame:
        """Places with their columns and points, indexed by id, in EPSG:4326."""
        return places_frame(self.data["places"])

    @cached_property
    def classes(self) -> pd.DataFrame:
        """Commodity classes, indexed by id."""
        return self.data["classes"].frame().set_index("id")

    @cached_property
    def scenarios(self) -> dict[str, Scenario]:
        """Scenarios by name, ``"base"`` first, combinations written out."""
        return {"base": BASE} | resolve(self.data.scenarios)

    @property
    def candidates(self) -> tuple[str, ...]:
        """Ids of the default candidate hubs."""
        return self.data.settings.candidates or self._with_role("hub_candidate")

    @property
    def gateways(self) -> tuple[str, ...]:
        """Ids of the hubs that studies take as given."""
        return self.data.settings.gateways or self._with_role("gateway")

    @property
    def default_scenarios(self) -> tuple[str, ...]:
        """Scenarios of a default study: those of region.toml, or ``base`` and all with a probability."""
        likely = [name for name, item in self.scenarios.items() if item.probability]
        return self.data.settings.scenarios or ("base", *likely)

    def _with_role(self, role: str) -> tuple[str, ...]:
        return tuple(row["id"] for row in self.data["places"] if role in row["roles"])

    @cached_property
    def network(self) -> nx.MultiDiGraph[str]:
        """Open links between places; see `geodata.network.build_network`."""
        return self.network_in("base")

    @cached_property
    def parameters(self) -> pd.DataFrame:
        """parameters.csv with the value in use (of a level or draw; overrides are not shown here)."""
        frame = self.data["parameters"].frame()
        frame["value"] = self._parameter_values()
        return frame

    @cached_property
    def sources(self) -> pd.DataFrame:
        """Sources of the numbers, indexed by id."""
        return self.data["sources"].frame().set_index("id")

    # -- finding things by name ----------------------------------------------------------------------------------

    @cached_property
    def _names(self) -> PlaceNames:
        return PlaceNames.from_table(self.data["places"])

    def place_id(self, name: str) -> str:
        """Return the id of a place from its id, name or alias, whatever the case and punctuation."""
        return self._names.find(name)

    def place_ids(self, names: Sequence[str]) -> list[str]:
        """Return the ids of several places; all unknown names are reported in one error."""
        return self._names.find_all([names] if isinstance(names, str) else names)

    def class_id(self, cls: str) -> str:
        """Return the id of a class from its id or name."""
        for row in self.data["classes"]:
            if folded(cls) in (folded(row["id"]), folded(row["name"])):
                return str(row["id"])
        raise UnknownNameError(_unknown("class", cls, list(self.classes.index)))

    def scenario(self, scenario: str | Scenario) -> Scenario:
        """Return a scenario from its name; a `Scenario` is passed through."""
        if isinstance(scenario, Scenario):
            return scenario
        for name, item in self.scenarios.items():
            if folded(scenario) in (folded(name), folded(item.title)):
                return item
        raise UnknownNameError(_unknown("scenario", scenario, list(self.scenarios)))

    # -- the models behind ---------------------------------------------------------------------------------------

    def _parameter_values(self) -> np.ndarray[Any, np.dtype[np.float64]]:
        frame = self.data["parameters"].frame()
        low, central, high = (frame[name].to_numpy(dtype=np.float64) for name in ("low", "central", "high"))
        return self.choice.pick(low, central, high, stream=1)

    @property
    def changes(self) -> tuple[Change, ...]:
        """Changes of links that hold in every scenario, from the overrides."""
        return changes_of(self.overrides, Change)

    @cached_property
    def model(self) -> CostModel:
        """The cost model."""
        entries: dict[str, list[Entry]] = {}
        for row, value in zip(self.data["parameters"], self._parameter_values(), strict=True):
            entry = Entry(row["class"], row["mode"], row["service"], row["place"], float(value))
            entries.setdefault(row["parameter"], []).append(entry)
        numbers = Parameters(
            {name: tuple(rows) for name, rows in entries.items()}, changes_of(self.overrides, ParameterChange)
        )
        links = build_links(self.data, numbers, self.choice)
        return CostModel(
            links,
            build_graph(links),
            numbers,
            tuple(self.classes.index),
            {row["id"]: row["direct_service"] for row in self.data["classes"]},
        )

    @cached_property
    def _demand(self) -> Demand:
        return build_demand(self.data)

    @cached_property
    def _base_trade(self) -> Trade:
        return build_trade(self.data, self.model.parameters, self.choice)

    @cached_property
    def _hubs(self) -> pd.DataFrame:
        table = self.data["hubs"]
        frame = table.frame().set_index("place")
        frame["handling_factor"] = self.choice.pick(
            *(frame[f"handling_factor{end}"].to_numpy(dtype=np.float64) for end in ("_low", "", "_high")), stream=4
        )
        full = frame[list(HUB_NUMBERS)].reindex(self.places.index)
        defaults = {name: HUBS.column(name).default for name in HUB_NUMBERS}
        return full.fillna({k: v for k, v in (defaults | {"capacity_t_per_year": np.inf}).items() if v is not None})

    def hub_numbers(self, places: Sequence[str], scenario: str | Scenario = "base") -> pd.DataFrame:
        """Return ``handling_factor, dwell_factor, fixed_usd_per_year, capacity_t_per_year`` of places as hubs."""
        frame = self._hubs.loc[list(places)].copy()
        overrides = changes_of(self.overrides, ParameterChange)
        for change in (*overrides, *self.scenario(scenario).parameters):
            if change.parameter in HUB_NUMBERS:
                where = frame.index == change.place if change.place else np.ones(len(frame), dtype=np.bool_)
                frame.loc[where, change.parameter] = frame.loc[where, change.parameter].map(change.apply)
        return frame

    # -- what can be asked ---------------------------------------------------------------------------------------

    def network_in(
        self, scenario: str | Scenario = "base", cls: str | None = None, service: str = "single"
    ) -> nx.MultiDiGraph[str]:
        """Return the open links in a scenario, with the costs of a class (default: the reference class)."""
        return build_network(self, self.scenario(scenario), self._class(cls), _service(service))

    @property
    def reference_class(self) -> str:
        """Class that stands for freight in general."""
        return self.data.settings.reference_class or str(self.classes.index[0])

    def _class(self, cls: str | None) -> str:
        return self.reference_class if cls is None else self.class_id(cls)

    def trade(self, scenario: str | Scenario = "base", year: int | None = None) -> Trade:
        """Return country-to-country trade in a scenario (``.frame()`` for a table)."""
        state = self.scenario(scenario)
        numbers = self.model.parameters.changed(state.parameters)
        trade = self._base_trade
        if any(change.parameter not in HUB_NUMBERS for change in state.parameters):
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
        name = self._class(cls)
        used = _service(service or self.model.direct_service[name])
        points = [(row["lon"], row["lat"]) for row in self.data["places"]]
        state = self.scenario(scenario)
        if modes:
            others = Change(mode=tuple(mode for mode in MODES if mode not in modes), close=True)
            state = replace(state, changes=(*state.changes, others))
        places = self.model.links.places
        return find_route(
            self.model, self.arc_costs(state, name, used), places.index(start), places.index(end), points,
            cls=name, service=used, scenario=state.name, via=via,
        )  # fmt: skip

    def assignment(
        self,
        scenario: str | Scenario = "base",
        cls: str | None = None,
        service: str | None = None,
        *,
        year: int | None = None,
        between: BoolArray | None = None,
    ) -> Assignment:
        """Return tonnes on links with all freight on its cheapest route.

        ``cls`` None adds all classes up; ``service`` None takes each class's ``direct_service``; ``between`` is a
        mask of the pairs of demand places to assign, in the order of `flows`. Capacities are not looked at:
        ``Assignment.frame()["use"]`` shows where the flow is above them.
        """
        state = self.scenario(scenario)
        chosen = list(self.classes.index) if cls is None else [self.class_id(cls)]
        parts = []
        for item in chosen:
            costs = self.arc_costs(state, item, service or self.model.direct_service[item])
            flows = self.flows(state, item, year=year).to_numpy()
            if between is not None:
                flows = np.where(between, flows, 0.0)
            parts.append(assign(self.model.graph, self.model.links, costs.weight, flows, self._demand.index))
        total = parts[0]
        for part in parts[1:]:
            total = total + part
        return total

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
        probability: Mapping[str, float] | None = None,
        **options: Any,
    ) -> ScenarioProblem:
        """Return one problem over several scenarios.

        ``probability`` None takes the scenarios' own, with ``base`` as the rest; ``options`` go to `problem`.
        """
        weights = dict(probability) if probability is not None else None
        return scenario_problem(self, scenarios, candidates, weights, **options)

    def sample_scenarios(self, n: int, seed: int, names: Iterable[str] | None = None) -> list[Scenario]:
        """Draw ``n`` combined disruptions from the scenarios' probabilities; see `geodata.sampling`."""
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
        unknown = [code for codes in picked.values() for code in codes if code not in known]
        if unknown:
            raise UnknownNameError(_unknown("country", unknown[0], sorted(known)))
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


def _unknown(kind: str, name: str, known: list[str]) -> str:
    close = get_close_matches(name, known, n=3, cutoff=0.4)
    return f"unknown {kind} {name!r}; " + (
        f"close matches: {', '.join(close)}" if close else f"the region has {', '.join(known)}"
    )
