"""`Region`: what can be asked of a region, and the problems made of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property

import geopandas as gpd
import networkx as nx
import pandas as pd

from geodata.arrays import BoolArray
from geodata.change_words import change_words
from geodata.costs import LegCosts, arcs_frame
from geodata.demand import Trade
from geodata.region.calibration import calibrate
from geodata.region.flows import flows_in, trade_in
from geodata.region.hub_problems import HubProblems
from geodata.region.idle import idle_overrides, idle_words
from geodata.region.nx import build_network, link_lines
from geodata.region.overrides import Override
from geodata.region.sampling import sample_scenarios
from geodata.region.travel import assignment_in, cheapest_route
from geodata.routes import Assignment, Route, Trip
from geodata.scenarios import InputChange, Scenario


class Region(HubProblems):
    """A region: read it with `geodata.load_region`, change it with the ``with_...`` methods.

    A region is never changed in place; each ``with_...`` method returns a new one, whose ``overrides`` tell what
    differs from the folder. What it holds is in `Inputs`, the problems made of it are in `HubProblems`; the methods
    here answer questions about it in a scenario.
    """

    # -- the network ---------------------------------------------------------------------------------------------

    @cached_property
    def network(self) -> nx.MultiDiGraph[str]:
        """Open links between places, with the costs of the reference class; see `network_in`."""
        return self.network_in("base")

    def network_in(
        self, scenario: str | Scenario = "base", cls: str | None = None, service: str = "single"
    ) -> nx.MultiDiGraph[str]:
        """Return the open links in a scenario; see `geodata.region.nx.build_network`.

        Parameters
        ----------
        scenario : str or Scenario
            The scenario.
        cls : str, optional
            Class whose costs the edges have; default the reference class.
        service : {"single", "consolidated"}
            Service that carries it.

        Returns
        -------
        MultiDiGraph
            One node for each place, one edge for each open directed link.
        """
        return build_network(self.state(scenario), self.class_id(cls), service)

    def lines(self, scenario: str | Scenario = "base") -> gpd.GeoDataFrame:
        """Return links as lines, with which of them a scenario opens, closes or touches.

        Parameters
        ----------
        scenario : str or Scenario
            The scenario.

        Returns
        -------
        GeoDataFrame
            See `geodata.region.nx.link_lines`.
        """
        return link_lines(self.state(scenario))

    def arcs(self, scenario: str | Scenario = "base", cls: str | None = None, service: str = "single") -> pd.DataFrame:
        """Return the usable arcs of the multimodal graph, for models of flows on it.

        Parameters
        ----------
        scenario : str or Scenario
            The scenario.
        cls : str, optional
            Class whose costs the arcs have; default the reference class.
        service : {"single", "consolidated"}
            Service that carries it.

        Returns
        -------
        DataFrame
            See `geodata.costs.arcs_frame`.
        """
        state = self.state(scenario)
        costs = state.arc_costs(self.class_id(cls), service)
        return arcs_frame(self.model.links, self.model.graph, costs, state.link_capacity)

    def leg_costs(
        self, scenario: str | Scenario = "base", cls: str | None = None, candidates: Sequence[str] | None = None
    ) -> LegCosts:
        """Return collection, transfer, distribution and direct costs of a class, USD/t: those that problems have.

        Parameters
        ----------
        scenario : str or Scenario
            The scenario.
        cls : str, optional
            The class; default the reference class.
        candidates : sequence of str, optional
            Ids or names of the hubs; default `candidates`.

        Returns
        -------
        LegCosts
        """
        state = self.state(scenario)
        return state.leg_costs(self.class_id(cls), state.chosen_hubs(candidates))

    def hub_numbers(self, places: Sequence[str], scenario: str | Scenario = "base") -> pd.DataFrame:
        """Return handling and dwell factors, fixed costs and capacities of places as hubs.

        Parameters
        ----------
        places : sequence of str
            Ids or names of the places.
        scenario : str or Scenario
            The scenario.

        Returns
        -------
        DataFrame
            Columns ``handling_factor, dwell_factor, fixed_usd_per_year, capacity_t_per_year``, indexed by place id.
        """
        return self.state(scenario).hub_numbers(self.place_ids(places))

    # -- demand --------------------------------------------------------------------------------------------------

    def trade(self, scenario: str | Scenario = "base", year: int | None = None) -> Trade:
        """Return country-to-country trade (``.frame()`` for a table).

        Parameters
        ----------
        scenario : str or Scenario
            The scenario.
        year : int, optional
            Year to which trade is grown; default the base year.

        Returns
        -------
        Trade
        """
        return trade_in(self.state(scenario), year)

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

        Returns
        -------
        DataFrame
            (d, d), indexed by place id both ways.

        Raises
        ------
        ValueError
            When a name or the unit is not known.
        """
        return flows_in(self.state(scenario), cls, year=year, unit=unit)

    # -- routes --------------------------------------------------------------------------------------------------

    def route(
        self,
        origin: str,
        destination: str,
        cls: str | None = None,
        service: str | None = None,
        scenario: str | Scenario = "base",
        *,
        via: str | Sequence[str] = (),
        modes: Sequence[str] = (),
    ) -> Route | None:
        """Return the cheapest route between two places.

        Parameters
        ----------
        origin, destination : str
            Ids, names or aliases of two places.
        cls : str, optional
            The class; default the reference class.
        service : str, optional
            Default the class's ``direct_service``.
        scenario : str or Scenario
            The scenario.
        via : str or sequence of str
            Links, places or corridors to pass, in this order; ``+`` joins several, one of which must be passed.
        modes : sequence of str
            Modes that may be used; all when empty.

        Returns
        -------
        Route or None
            None when there is no way.

        Raises
        ------
        ValueError
            When a name is not known, or the two places are the same.
        """
        name = self.class_id(cls)
        used = service or self.model.direct_service[name]
        trip = Trip(origin, destination, name, used, (via,) if isinstance(via, str) else tuple(via))
        return cheapest_route(self.state(scenario), trip, modes)

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
        scenario : str or Scenario
            The scenario.
        cls : str, optional
            A class; None adds all classes up.
        service : str, optional
            None takes each class's ``direct_service``.
        year : int, optional
            Year to which trade is grown; default the base year.
        between : (d, d) array of bool, optional
            Pairs of demand places to assign, in the order of `flows`; default all.
        limit : bool
            False: capacities are ignored, and ``frame()["use"]`` shows where the flow is above them.
            True: links fill up, what finds no room goes another way, and what finds none, or only one dearer than
            ``unmet_usd_per_t``, is unmet; see `geodata.routes.assign`.

        Returns
        -------
        Assignment
        """
        return assignment_in(self.state(scenario), cls, service, year=year, between=between, limit=limit)

    # -- model against observation -------------------------------------------------------------------------------

    def calibration(self) -> pd.DataFrame:
        """Compare the model with every row of references.csv.

        Returns
        -------
        DataFrame
            Indexed by reference id; see `geodata.region.calibration.calibrate`.
        """
        return calibrate(self)

    # -- what is changed, and what alters nothing ----------------------------------------------------------------------

    @property
    def changed(self) -> tuple[str, ...]:
        """What differs from the region's files in every scenario, in words, draws of inputs and the year left out."""
        world = self.data.world
        year: list[Override] = [*world.changes, *world.demand, *world.parameters, *world.services]
        own = (item for item in self.overrides if not isinstance(item, InputChange) and item not in year)
        return tuple(change_words(item) for item in own)

    def idle(self, scenarios: Iterable[str | Scenario] = ("base",)) -> tuple[str, ...]:
        """Say which changes alter no number: those of some scenarios, and those that hold in all of them.

        Parameters
        ----------
        scenarios : iterable of str or Scenario
            Names, or scenarios of one's own.

        Returns
        -------
        tuple of str
            Sentences without their full stops; none when every change does something.
        """
        states = [self.state(item) for item in scenarios]
        own = idle_overrides(self, [state.scenario for state in states])
        told = [f"a change alters nothing: {change_words(change)}" for change in own]
        return (*told, *(text for state in states for text in idle_words(state)))

    # -- scenarios -----------------------------------------------------------------------------------------------

    def sample_scenarios(self, n: int, seed: int, names: Iterable[str] | None = None) -> list[Scenario]:
        """Draw combined disruptions from the scenarios' probabilities; see `geodata.sample_scenarios`.

        In a region of `sample_parameters` the probabilities follow from its own draw of ``per_year``.

        Parameters
        ----------
        n : int
            Number of draws.
        seed : int
            Equal seeds give equal draws.
        names : iterable of str, optional
            Scenarios to draw from; default all.

        Returns
        -------
        list of Scenario
            Named ``draw-0001 ...``, each with probability ``1 / n``.
        """
        asked = [names] if isinstance(names, str) else names
        chosen = self.scenarios.values() if asked is None else [self.scenario(name) for name in asked]
        return sample_scenarios(chosen, n, seed)
