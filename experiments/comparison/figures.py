"""`Figures`: what was calculated in a comparison. Tables, verdict and report are made of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd

from experiments.comparison.families import Family
from experiments.comparison.metrics import TIE_USD, cheapest_first, single_costs
from experiments.comparison.usage import FloatArray
from experiments.question import Study
from experiments.wins import Standing
from optimize import HubSetTable
from optimize.brief import Brief

NOTHING_T = 1.0
"""Tonnes a year; less counts as nothing."""


@dataclass(frozen=True, eq=False)
class Figures(Brief):
    """What was calculated.

    Attributes
    ----------
    study : Study
    families : tuple of Family
        Kinds of designs, the headline's first.
    tables : dict of str to HubSetTable
        Cost of every hub set in every scenario, by family.
    hubs : DataFrame
        The headline family: one row per hub and scenario, with the figures of the other families beside
        (columns that begin with ``alone_`` and ``no_direct_``).
    over_scenarios : dict of str to DataFrame
        By family, one row per hub over all scenarios; the headline's has the roles beside the incumbent as well.
    best : DataFrame
        Best single, pair and triple of each family by each measure and in each scenario.
    by_gateway : DataFrame
        Best hub beside each set of gateways, see `experiments.comparison.gateways.gateway_table`.
    room_sweep : DataFrame
        Best hub for each size of the gateways' room, see `experiments.comparison.room.room_sweep`.
    trains : DataFrame
        Trains between the hubs of the winner's design, see `experiments.comparison.frequency.hub_trains`.
    standing : Standing or None
        Who is ahead over draws of all uncertain inputs, beside the study's gateways; None where none were made.
    used : (scenarios, hubs, classes, measures) array
        What freight does in the headline's designs, see `experiments.comparison.usage`.
    classes : tuple of str
        Commodity classes, in the order of `used`.
    capacity_t : Series
        Tonnes a year that each hub can take, where it is limited; of the region's reference class where hubs are
        limited by containers.
    fixed_usd : Series
        Cost a year of each candidate as a hub, in the first scenario; it is part of all costs.
    incumbent : str
        Hub that others are held against.
    challenger : str or None
        Hub that is reported on beside it; None where no other is compared.
    """

    study: Study
    families: tuple[Family, ...]
    tables: Mapping[str, HubSetTable]
    hubs: pd.DataFrame
    over_scenarios: Mapping[str, pd.DataFrame]
    best: pd.DataFrame
    used: FloatArray
    classes: tuple[str, ...]
    capacity_t: pd.Series
    fixed_usd: pd.Series
    incumbent: str
    challenger: str | None
    by_gateway: pd.DataFrame = field(default_factory=pd.DataFrame)
    room_sweep: pd.DataFrame = field(default_factory=pd.DataFrame)
    trains: pd.DataFrame = field(default_factory=pd.DataFrame)
    standing: Standing | None = None

    @property
    def headline(self) -> Family:
        """The family that the verdict is about."""
        return self.families[0]

    @property
    def table(self) -> HubSetTable:
        """The headline's table of hub sets."""
        return self.tables[self.headline.name]

    @cached_property
    def ranking(self) -> pd.DataFrame:
        """The headline's summary, the hub of least expected cost first."""
        return cheapest_first(self.over_scenarios[self.headline.name], "expected_cost_usd")

    def family(self, name: str) -> Family:
        """Find a family by its name.

        Parameters
        ----------
        name : str

        Returns
        -------
        Family

        Raises
        ------
        KeyError
            For an unknown name.
        """
        return {each.name: each for each in self.families}[name]

    def costs(self, family: str | None = None) -> pd.DataFrame:
        """Cost of each hub in each scenario.

        Parameters
        ----------
        family : str, optional
            Name of a family; default the headline's.

        Returns
        -------
        DataFrame
            Hubs x scenarios, USD a year.

        Raises
        ------
        KeyError
            For an unknown name.
        """
        chosen = self.headline if family is None else self.family(family)
        return single_costs(self.study, chosen, self.tables[chosen.name])

    def unused(self, family: Family) -> bool:
        """Say whether a single hub of a family is worth nothing: all cost the same but for their fixed costs.

        A lone hub has nothing to be held against; of the headline it is known whether anything passes it.

        Parameters
        ----------
        family : Family

        Returns
        -------
        bool
        """
        if family == self.headline and set(self.study.hubs) - set(self.study.gateways):
            counted = self.hubs[(self.hubs["probability"] > 0) & ~self.hubs["hub"].isin(self.study.gateways)]
            return bool(counted["hub_t"].max() < NOTHING_T)
        expected = self.over_scenarios[family.name]["expected_cost_usd"]
        transport = expected - self.fixed_usd.reindex(expected.index)
        return len(expected) > 1 and bool(transport.max() - transport.min() < TIE_USD)

    def idle(self, family: Family, hubs: Sequence[str]) -> bool:
        """Say whether no freight passes any of several further hubs, which then save nothing of what they cost.

        Parameters
        ----------
        family : Family
        hubs : sequence of str
            Gateways left out.

        Returns
        -------
        bool
            For a single hub, whether none is worth anything, see `unused`.
        """
        if len(hubs) < 2 or not family.direct:
            return len(hubs) == 1 and self.unused(family)
        table = self.tables[family.name]
        values = table.objective_values("expected")

        def transport(chosen: tuple[str, ...]) -> float:
            return float(values[table.row(chosen)]) - float(self.fixed_usd.reindex(list(chosen)).sum())

        # without gateways no design is without hubs: what a hub costs that nobody uses is the most that one costs
        singles = [(hub,) for hub in self.over_scenarios[family.name].index]
        if not family.gateways and len(singles) < 2:
            return False
        without = transport(family.gateways) if family.gateways else max(map(transport, singles))
        return without - transport((*family.gateways, *hubs)) < TIE_USD
