"""How much is sent: trade between countries, and flows between places, in a scenario and year."""

from __future__ import annotations

import numpy as np
import pandas as pd

from geodata.demand import Trade, build_trade, trade_parameters
from geodata.region.overrides import changes_of
from geodata.region.state import State
from geodata.scenarios import DemandChange

UNITS = ("t", "usd")


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
    """
    inputs, scenario = state.inputs, state.scenario
    trade = inputs.base_trade
    if trade_parameters(inputs.data) & {change.parameter for change in scenario.parameters}:
        trade = build_trade(inputs.data, state.parameters, inputs.choice)
    shocks = changes_of(inputs.overrides, DemandChange) + scenario.demand
    if shocks:
        trade = trade.changed(shocks)
    return trade if year is None else trade.grown(state.parameters, year - inputs.base_year)


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
