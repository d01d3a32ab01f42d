"""What a region holds: its files with every number decided, names to find things by, and variants."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import geopandas as gpd
import pandas as pd

from geodata.costs import CostModel
from geodata.demand import Demand, Trade, build_demand, build_trade
from geodata.faults import UnknownNameError, unknown
from geodata.files import MODES, Made, Table, places_frame, settle_scenario
from geodata.network import build_graph, build_links, build_timetable
from geodata.places import folded
from geodata.region.episodes import sample_years
from geodata.region.overrides import changes_of
from geodata.region.variants import Variants
from geodata.region.years import years_of
from geodata.scenarios import BASE, Change, ParameterChange, Scenario, combined, resolve
from geodata.values import build_parameters, changed_hubs, chosen_frequency, hub_table, parameter_values


@dataclass(frozen=True)
class Inputs(Variants):
    """A region's files with every number decided: uncertain values picked, overrides on top.

    Nothing here depends on a scenario; `geodata.region.state.State` adds one. Inputs are never changed in place: each
    ``with_...`` method returns new ones, whose ``overrides`` tell what differs from the folder.
    """

    def __repr__(self) -> str:
        return (
            f"{type(self).__name__}({self.name}: {len(self.places)} places, {len(self.data['links'])} links, "
            f"{len(self.classes)} classes, {len(self.scenarios)} scenarios)"
        )

    def _brief_values(self) -> dict[str, Any]:
        """What is shown of it, by name."""
        return {
            "title": self.title,
            "base_year": self.base_year,
            "places": len(self.places),
            "links": len(self.data["links"]),
            "candidates": tuple(self.candidates),
            "classes": tuple(self.classes.index),
            "scenarios": len(self.scenarios),
            "overrides": tuple(map(str, self.overrides)),
            "folder": self.data.folder,
        }

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
    def consolidates(self) -> bool:
        """Whether freight gains anything by consolidated service; without, no hub can be worth what it costs."""
        own = any(
            row["service"] == "consolidated" and row["parameter"] != "consolidation_wait_h"
            for row in self.data["parameters"]
        ) or any("consolidated" in row["services"] for row in self.data["links"])
        if own or len(self.data["services"]) or any(row["direct_service"] != "single" for row in self.data["classes"]):
            return True
        numbers = self.model.parameters
        for cls in self.classes.index:
            for mode in MODES:
                single, gathered = (
                    numbers.find("tariff_usd_per_tkm", cls=cls, mode=mode, service=service)
                    for service in ("single", "consolidated")
                )
                if gathered is not None and (single is None or gathered < single):
                    return True
        return False

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
        """Scenarios by name, ``"base"`` first, combinations written out, as often as the level or draw has it."""
        items = self.data.scenarios
        whole: dict[str, Scenario] = self.data.made.once("scenarios", list(items.values()), lambda: resolve(items))
        return {"base": BASE} | {name: chosen_frequency(item, self.chosen) for name, item in whole.items()}

    @property
    def candidates(self) -> tuple[str, ...]:
        """Ids of the default candidate hubs: those of region.toml, or the places with the role hub_candidate."""
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
        """Id of the class that stands for freight in general: that of region.toml, or the first of classes.csv."""
        return self.data.settings.reference_class or self.data.class_ids[0]

    @cached_property
    def parameters(self) -> pd.DataFrame:
        """parameters.csv with the value in use (of a level or draw; overrides are not shown here)."""
        frame = self.data["parameters"].frame()
        frame["value"] = parameter_values(self.data, self.chosen)
        return frame

    @cached_property
    def sources(self) -> pd.DataFrame:
        """Sources of the numbers, indexed by id."""
        return self.data["sources"].frame().set_index("id")

    def _tables(self, *names: str) -> list[Table]:
        return [self.data[name] for name in names]

    def _with_role(self, role: str) -> tuple[str, ...]:
        return tuple(row["id"] for row in self.data["places"] if role in row["roles"])

    # -- finding things by name ----------------------------------------------------------------------------------

    def place_id(self, name: str) -> str:
        """Return the id of a place.

        Parameters
        ----------
        name : str
            Its id, name or alias, whatever the case and punctuation.

        Returns
        -------
        str

        Raises
        ------
        UnknownNameError
            When there is no such place, or more than one.
        """
        return self.data.place_names.find(name)

    def place_ids(self, names: str | Sequence[str]) -> list[str]:
        """Return the ids of several places, each once.

        Parameters
        ----------
        names : str or sequence of str
            Ids, names or aliases.

        Returns
        -------
        list of str

        Raises
        ------
        UnknownNameError
            When a place is not there; all unknown names are in the one message.
        """
        return self.data.place_names.find_all([names] if isinstance(names, str) else names)

    def class_id(self, cls: str | None) -> str:
        """Return the id of a commodity class.

        Parameters
        ----------
        cls : str or None
            Its id or name; None stands for the reference class.

        Returns
        -------
        str

        Raises
        ------
        UnknownNameError
            When there is no such class.
        """
        return self.reference_class if cls is None else self.data.class_id(cls)

    def scenario(self, scenario: str | Scenario) -> Scenario:
        """Return a scenario.

        Parameters
        ----------
        scenario : str or Scenario
            Its name or title, or several joined by ``+``, which then hold at once; a `Scenario` is returned with ids
            for names and what it combines written out.

        Returns
        -------
        Scenario

        Raises
        ------
        UnknownNameError
            When there is no such scenario, or more than one, or a change names what is not there.
        InputError
            When a change selects nothing, or cannot be.
        """
        if isinstance(scenario, Scenario):
            own = self.scenarios.get(scenario.name)
            return own if own == scenario else settle_scenario(self.data, scenario, self.scenarios)
        if scenario in self.scenarios:
            return self.scenarios[scenario]
        if "+" in scenario and all(parts := [part.strip() for part in scenario.split("+")]):
            found = [self.scenario(part) for part in dict.fromkeys(parts)]
            return combined("+".join(item.name for item in found), found)
        key = folded(scenario)
        names = [name for name in self.scenarios if key and key == folded(name)]
        names = names or [name for name, item in self.scenarios.items() if key and key == folded(item.title)]
        if len(names) > 1:
            message = f"scenario {scenario!r} can be any of {', '.join(names)}; use the name as it is written here"
            raise UnknownNameError(message)
        if not names:
            raise UnknownNameError(unknown("scenario", scenario, list(self.scenarios)))
        return self.scenarios[names[0]]

    def sample_years(self, n: int, seed: int, names: Iterable[str] | None = None) -> list[dict[tuple[str, ...], float]]:
        """Draw years with their disruptions, as often as the region's numbers have it; see `geodata.sample_years`.

        Parameters
        ----------
        n : int
            Number of years.
        seed : int
            Equal seeds give equal years.
        names : iterable of str, optional
            Scenarios to draw from; default all.

        Returns
        -------
        list of dict
            For each year, the share of it by the names of the scenarios in force together.
        """
        asked = [names] if isinstance(names, str) else names
        chosen = self.scenarios.values() if asked is None else [self.scenario(name) for name in asked]
        return sample_years(chosen, n, seed)

    # -- the models behind ---------------------------------------------------------------------------------------

    @property
    def changes(self) -> tuple[Change, ...]:
        """Changes of links that hold in every scenario, from the overrides."""
        return changes_of(self.overrides, Change)

    @cached_property
    def model(self) -> CostModel:
        """Links, graph and parameters, and what they cost."""
        numbers = build_parameters(self.data, self.chosen, changes_of(self.overrides, ParameterChange))
        links = build_links(self.data, numbers, self.chosen)
        graph = self.data.made.once("graph", self._tables("places", "links", "classes"), lambda: build_graph(links))
        direct = {row["id"]: row["direct_service"] for row in self.data["classes"]}
        timetable = build_timetable(self.data, self.chosen)
        return CostModel(links, graph, numbers, self.data.class_ids, direct, timetable)

    @cached_property
    def made(self) -> Made:
        """What was made of the region's numbers, for all scenarios; ``data.made`` is for all variants."""
        return Made()

    @cached_property
    def demand(self) -> Demand:
        """Who trades: the demand places, their masses and distances."""
        tables = self._tables("places", "countries", "production", "classes")
        found: Demand = self.data.made.once("demand", tables, lambda: build_demand(self.data))
        return found

    @cached_property
    def base_trade(self) -> Trade:
        """Trade of the base year, before demand shocks."""
        return build_trade(self.data, self.model.parameters, self.chosen)

    @cached_property
    def hubs(self) -> pd.DataFrame:
        """Numbers of every place as a hub, before overrides and scenarios; see `geodata.values.hub_table`."""
        return hub_table(self.data, self.chosen)

    def hub_numbers_of(self, places: tuple[str, ...]) -> pd.DataFrame:
        """Return the numbers of some places as hubs, with the overrides on top; remembered.

        Parameters
        ----------
        places : tuple of str
            Ids of the places.

        Returns
        -------
        DataFrame
            As `geodata.values.changed_hubs` returns it; not to be changed.
        """
        if places not in self._hub_numbers:
            changes = changes_of(self.overrides, ParameterChange)
            self._hub_numbers[places] = changed_hubs(self.hubs, places, changes)
        return self._hub_numbers[places]

    @cached_property
    def _hub_numbers(self) -> dict[tuple[str, ...], pd.DataFrame]:
        return {}

    @property
    def years(self) -> tuple[int, ...]:
        """Years that the region has trade of, the one that it is in first."""
        return years_of(self.data)
