"""Cost, rank, regret and what follows from them, for every hub as the single hub of a family of designs."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from experiments.comparison.families import Family
from experiments.comparison.usage import MEASURES, FloatArray
from experiments.question import Study
from experiments.text import rows_by
from experiments.traffic import COSTS
from optimize import HubSetTable

TIE_USD = 1.0
"""Costs a year that differ by less count as the same when they are spoken of."""
CENT = 2
"""Decimals that costs are rounded to before they are ranked, so that rounding noise does not decide."""


def single_costs(study: Study, family: Family, table: HubSetTable) -> pd.DataFrame:
    """Look up the cost of each hub's design in each scenario.

    Parameters
    ----------
    study : Study
    family : Family
    table : HubSetTable
        Of this family, over all scenarios.

    Returns
    -------
    DataFrame
        Hubs x scenarios, USD a year.
    """
    costs = [table.cost(family.single(hub)).to_numpy() for hub in study.hubs]
    return pd.DataFrame(costs, index=pd.Index(study.hubs, name="hub"), columns=list(study.scenarios))


def rank(costs: pd.DataFrame) -> pd.DataFrame:
    """Rank hubs in each column.

    Parameters
    ----------
    costs : DataFrame
        Hubs in rows.

    Returns
    -------
    DataFrame of int
        1 = cheapest; hubs that cost the same to the cent share the better rank.
    """
    return costs.round(CENT).rank(method="min").astype(int)


def rank_one(costs: pd.Series) -> pd.Series:
    """Rank hubs by one figure.

    Parameters
    ----------
    costs : Series
        Index = hub.

    Returns
    -------
    Series of int
        1 = cheapest; hubs that cost the same to the cent share the better rank.
    """
    return costs.round(CENT).rank(method="min").astype(int)


def cheapest_first(frame: pd.DataFrame, column: str) -> pd.DataFrame:
    """Sort by a cost.

    Parameters
    ----------
    frame : DataFrame
    column : str
        In USD a year.

    Returns
    -------
    DataFrame
        Rows that cost the same to the cent stay in their order, so that rounding noise does not decide.
    """
    return frame.iloc[np.argsort(frame[column].round(CENT).to_numpy(), kind="stable")]


def regret(costs: pd.DataFrame) -> pd.DataFrame:
    """Subtract the cost of the best hub of the same scenario.

    Parameters
    ----------
    costs : DataFrame
        Hubs x scenarios.

    Returns
    -------
    DataFrame
        Hubs x scenarios, >= 0.
    """
    return costs - costs.min()


def summary(study: Study, costs: pd.DataFrame) -> pd.DataFrame:
    """Sum up the scenarios of each hub by the risk measures.

    Parameters
    ----------
    study : Study
    costs : DataFrame
        Hubs x scenarios, as `single_costs` returns.

    Returns
    -------
    DataFrame
        Index = hub; expected, worst-case cost, maximum regret and expected regret with ranks, the scenario that is
        worst and the one of largest regret, the number of scenarios won and their weight.
    """
    weight = pd.Series(study.probability).reindex(costs.columns)
    excess = regret(costs)
    frame = pd.DataFrame(index=costs.index)
    frame["expected_cost_usd"] = costs[weight.index[weight > 0]] @ weight[weight > 0]
    frame["worst_case_cost_usd"] = costs.max(axis=1)
    frame["max_regret_usd"] = excess.max(axis=1)
    frame["expected_rank"] = rank_one(frame["expected_cost_usd"])
    frame["worst_case_rank"] = rank_one(frame["worst_case_cost_usd"])
    frame["max_regret_rank"] = rank_one(frame["max_regret_usd"])
    frame["expected_regret_usd"] = frame["expected_cost_usd"] - frame["expected_cost_usd"].min()
    frame["worst_scenario"] = costs.idxmax(axis=1)
    frame["max_regret_scenario"] = excess.idxmax(axis=1)
    first = rank(costs) == 1
    frame["scenarios_won"] = first.to_numpy().sum(axis=1)
    frame["weight_won"] = first.to_numpy() @ weight.to_numpy()
    return frame


def long_table(
    study: Study, family: Family, costs: pd.DataFrame, over_all: pd.DataFrame, used: FloatArray
) -> pd.DataFrame:
    """Make one row per hub and scenario.

    Parameters
    ----------
    study : Study
    family : Family
    costs : DataFrame
        Hubs x scenarios, USD a year.
    over_all : DataFrame
        Index = hub, as `summary` returns.
    used : (scenarios, hubs, classes, measures) array
        From `experiments.comparison.usage`.

    Returns
    -------
    DataFrame
    """
    total = used.sum(axis=2)
    ranks, excess, figures = rank(costs), regret(costs), rows_by(over_all)
    table = []
    for h, hub in enumerate(study.hubs):
        for s, scenario in enumerate(study.scenarios):
            tonnes = {name: float(total[s, h, at]) for at, name in enumerate(MEASURES) if name != "cost_usd"}
            table.append(
                {
                    "hub": hub,
                    "name": study.name(hub),
                    "country": study.region.places.loc[hub, "country"],
                    "design": family.name,
                    "open_hubs": ";".join(family.single(hub)),
                    "scenario": scenario,
                    "scenario_title": study.title(scenario),
                    "probability": study.probability[scenario],
                    "cost_usd": costs.loc[hub, scenario],
                    "rank": ranks.loc[hub, scenario],
                    "regret_usd": excess.loc[hub, scenario],
                    **tonnes,
                    **figures[hub],
                }
            )
    return pd.DataFrame(table)


def parts_table(study: Study, parts: FloatArray) -> pd.DataFrame:
    """Make the columns on what the cost consists of, to stand beside the rows of `long_table`.

    Parameters
    ----------
    study : Study
    parts : (scenarios, hubs, classes, parts) array
        Of the headline's designs, see `experiments.comparison.evaluate.Evaluation`.

    Returns
    -------
    DataFrame
        One row per hub and scenario, columns `experiments.traffic.COSTS`: they add up to its cost.
    """
    rows = parts.sum(axis=2).transpose(1, 0, 2).reshape(len(study.hubs) * len(study.scenarios), len(COSTS))
    return pd.DataFrame(rows, columns=list(COSTS))


def room_table(
    study: Study, family: Family, table: HubSetTable, capacity_t: pd.Series, t_per_unit: float
) -> pd.DataFrame:
    """Make the columns on the room of each hub, to stand beside the rows of `long_table`.

    Parameters
    ----------
    study : Study
    family : Family
    table : HubSetTable
        Of this family, over all scenarios.
    capacity_t : Series
        Tonnes a year that each hub can take, where it is limited.
    t_per_unit : float
        Tonnes in a unit of the problem's capacities.

    Returns
    -------
    DataFrame
        One row per hub and scenario: ``hub_capacity_t`` (inf where there is no limit), ``room_usd_per_t`` (what room
        for one more tonne a year at the hub would save; 0 where some is left) and ``gateway_room_usd_per_t`` (the same
        at the gateway where it is dearest).
    """
    parts = []
    for hub in study.hubs:
        prices = pd.DataFrame(0.0, index=list(family.single(hub)), columns=list(study.scenarios))
        if study.room and table.room_price is not None:
            prices = pd.DataFrame(table.room_prices(family.single(hub))).fillna(0.0) / t_per_unit
        parts.append(
            pd.DataFrame(
                {
                    "hub_capacity_t": float(capacity_t.get(hub, np.inf)) if study.room else np.inf,
                    "room_usd_per_t": prices.loc[hub].to_numpy(),
                    "gateway_room_usd_per_t": prices.reindex(list(family.gateways)).max().fillna(0.0).to_numpy(),
                }
            )
        )
    return pd.concat(parts, ignore_index=True)


def beside_table(study: Study, family: Family, costs: pd.DataFrame, over_all: pd.DataFrame) -> pd.DataFrame:
    """Make the columns of another family, to stand beside the rows of `long_table`.

    Parameters
    ----------
    study : Study
    family : Family
    costs : DataFrame
        Hubs x scenarios, USD a year.
    over_all : DataFrame
        Index = hub, as `summary` returns.

    Returns
    -------
    DataFrame
        One row per hub and scenario, in the order of `long_table`; all columns begin with the family's name.
    """
    shape = (len(study.hubs), len(study.scenarios))
    by_scenario = {"cost_usd": costs, "rank": rank(costs), "regret_usd": regret(costs)}
    columns = {name: frame.to_numpy().ravel() for name, frame in by_scenario.items()}
    for name in ("expected_cost_usd", "expected_rank", "max_regret_usd"):
        columns[name] = np.broadcast_to(over_all[[name]].to_numpy(), shape).ravel()
    return pd.DataFrame(columns).add_prefix(f"{family.name}_")


def best_designs(study: Study, family: Family, table: HubSetTable) -> pd.DataFrame:
    """Find the best and second-best set of each size, over all scenarios by each risk measure, and in each scenario.

    Parameters
    ----------
    study : Study
    family : Family
    table : HubSetTable
        Of this family, over all scenarios.

    Returns
    -------
    DataFrame
        ``design`` (the family's name), ``further_hubs``, ``criterion`` (a risk measure, or ``scenario`` with the
        ``scenario``), ``hubs`` and ``runner_up`` (tuples, gateways left out), ``value_usd``, ``margin_usd`` (NaN where
        there is no second set).
    """
    criteria = [(risk, "") for risk in ("expected", "worst_case", "max_regret")]
    criteria += [("scenario", name) for name in study.scenarios]
    found = [
        _best(family, table, extra, criterion, scenario)
        for extra in range(1, family.extra + 1)
        for criterion, scenario in criteria
    ]
    return pd.DataFrame([row for row in found if row is not None])


def _best(family: Family, table: HubSetTable, extra: int, criterion: str, scenario: str) -> dict[str, Any] | None:
    how = {"scenario": scenario} if scenario else {"risk": criterion}
    ranked = table.best(2, p=len(family.gateways) + extra, **how)
    if ranked.empty:
        return None
    sets = [tuple(hub for hub in hubs if hub not in family.gateways) for hubs in ranked["hubs"]]
    values = ranked["value"].to_list()
    return {
        "design": family.name,
        "further_hubs": extra,
        "criterion": criterion,
        "scenario": scenario,
        "hubs": sets[0],
        "value_usd": values[0],
        "runner_up": sets[1] if len(sets) > 1 else (),
        "margin_usd": values[1] - values[0] if len(values) > 1 else np.nan,
    }
