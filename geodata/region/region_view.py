"""What a region holds, and how it is found by name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import geopandas as gpd
import numpy as np
import pandas as pd

from geodata.arrays import FloatArray
from geodata.costs import CostModel
from geodata.demand import Demand, Trade, build_demand, build_trade
from geodata.faults import UnknownNameError, unknown
from geodata.files import HUB_NUMBERS, HUBS, RegionData, places_frame
from geodata.network import build_graph, build_links
from geodata.places import folded
from geodata.region.overrides import Override, changes_of
from geodata.scenarios import BASE, Change, ParameterChange, Scenario, resolve
from geodata.values import CENTRAL, Choice, Entry, Parameters


@dataclass(frozen=True)
class RegionView:
    """What a region holds, names to find it by, and the models behind; `geodata.Region` builds on it.

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
            f"{type(self).__name__}({self.name}: {len(self.places)} places, {len(self.data['links'])} links, "
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
        """Ids of the hubs that studies take as given: those of region.toml (perhaps none), or the role gateway."""
        named = self.data.settings.gateways
        return self._with_role("gateway") if named is None else named

    @property
    def incumbent(self) -> str | None:
        """Id of the hub that reports call the incumbent, None when the region names none; it has no effect on costs."""
        return self.data.settings.incumbent or None

    @property
    def challenger(self) -> str | None:
        """Id of the hub that reports hold against the incumbent, None when the region names none."""
        return self.data.settings.challenger or None

    @property
    def default_scenarios(self) -> tuple[str, ...]:
        """Scenarios of a default study: those of region.toml, or ``base`` and all with a probability."""
        likely = [name for name, item in self.scenarios.items() if item.probability]
        return self.data.settings.scenarios or ("base", *likely)

    @property
    def reference_class(self) -> str:
        """Class that stands for freight in general."""
        return self.data.settings.reference_class or str(self.classes.index[0])

    def _with_role(self, role: str) -> tuple[str, ...]:
        return tuple(row["id"] for row in self.data["places"] if role in row["roles"])

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

    def place_id(self, name: str) -> str:
        """Return the id of a place from its id, name or alias, whatever the case and punctuation."""
        return self.data.place_names.find(name)

    def place_ids(self, names: Sequence[str]) -> list[str]:
        """Return the ids of several places; all unknown names are reported in one error."""
        return self.data.place_names.find_all([names] if isinstance(names, str) else names)

    def class_id(self, cls: str) -> str:
        """Return the id of a class from its id or name."""
        for row in self.data["classes"]:
            if folded(cls) in (folded(row["id"]), folded(row["name"])):
                return str(row["id"])
        raise UnknownNameError(unknown("class", cls, list(self.classes.index)))

    def scenario(self, scenario: str | Scenario) -> Scenario:
        """Return a scenario from its name; a `Scenario` is passed through."""
        if isinstance(scenario, Scenario):
            return scenario
        for name, item in self.scenarios.items():
            if folded(scenario) in (folded(name), folded(item.title)):
                return item
        raise UnknownNameError(unknown("scenario", scenario, list(self.scenarios)))

    # -- the models behind ---------------------------------------------------------------------------------------

    def _parameter_values(self) -> FloatArray:
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
