"""How much is sent: trade between countries, and flows between places, in a scenario and year."""

from __future__ import annotations

from numbers import Real

import numpy as np
import pandas as pd

from geodata.demand import Trade, build_trade, trade_parameters
from geodata.files import FIRST_YEAR, LAST_YEAR
from geodata.region.overrides import changes_of
from geodata.region.state import State
from geodata.scenarios import DemandChange
from optimize import InputError

UNITS = ("t", "usd")
LARGEST_USD, LARGEST_T = 1e17, 1e13
"""A thousand times what the world produces and carries in a year."""
SHOWN = 5


def trade_in(state: State, year: int | None = None) -> Trade:
    """Return country-to-country trade.

    Parameters
    ----------
    state : State
        The region and scenario.
    year : int, optional
        Year to which trade is grown; default the base year.

    Returns
    -------
    Trade

    Raises
    ------
    InputError
        When the year is out of range, or trade comes to more than `LARGEST_USD` or `LARGEST_T`.
    """
    inputs, scenario = state.inputs, state.scenario
    trade = inputs.base_trade
    if trade_parameters(inputs.data) & {change.parameter for change in scenario.parameters}:
        trade = build_trade(inputs.data, state.parameters, inputs.chosen)
    if year is not None and not _is_year(year):
        raise InputError([f"year {year!r} is out of range; give one from {FIRST_YEAR} to {LAST_YEAR}, in whole years"])
    shocks = changes_of(inputs.overrides, DemandChange) + scenario.demand
    if shocks:
        trade = trade.changed(shocks)
    trade = trade if year is None else trade.grown(state.parameters, year - inputs.base_year)
    if faults := _too_much(trade, state.scenario.name):
        raise InputError(faults)
    return trade


def _too_much(trade: Trade, scenario: str) -> list[str]:
    """Say which trade is more than there can be: prices near 0, or factors upon factors, make it."""
    faults = []
    for values, largest, unit in ((trade.value_usd, LARGEST_USD, "USD"), (trade.mass_t, LARGEST_T, "t")):
        for cls, exporter, importer in np.argwhere(~(values <= largest))[:SHOWN]:
            pair = f"{trade.countries[exporter]} -> {trade.countries[importer]} {trade.classes[cls]}"
            faults.append(
                f"trade {pair} is {values[cls, exporter, importer]:g} {unit} a year in scenario {scenario}, more than "
                f"{largest:g}; correct its row of trade.csv, value_usd_per_t, or the factors on them"
            )
    return faults


def flows_in(state: State, cls: str | None = None, *, year: int | None = None, unit: str = "t") -> pd.DataFrame:
    """Return flows between demand places, from row to column.

    Parameters
    ----------
    state : State
        The region and scenario.
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
        When the unit is not one of the two.
    """
    if unit not in UNITS:
        message = f'unit {unit!r} is not known; use "t" or "usd"'
        raise ValueError(message)
    demand = state.inputs.demand
    trade = trade_in(state, year)
    matrices = [
        demand.flows(trade, item, state.parameters.get("deterrence_per_1000km", cls=item))[UNITS.index(unit)]
        for item in state.chosen_classes(cls)
    ]
    return pd.DataFrame(np.sum(matrices, axis=0), index=list(demand.places), columns=list(demand.places))


def _is_year(year: object) -> bool:
    return isinstance(year, Real) and FIRST_YEAR <= float(year) <= LAST_YEAR and float(year).is_integer()
