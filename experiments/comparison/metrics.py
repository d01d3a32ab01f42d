"""Cost, rank, regret and what follows from them, for every hub as the single hub of a family of designs."""

from __future__ import annotations

import numpy as np
import pandas as pd

from experiments.comparison.families import Family
from experiments.comparison.study import Study
from experiments.comparison.usage import MEASURES, FloatArray
from experiments.text import rows_by
from optimize.table import HubSetTable

TIE_USD = 1.0
"""Costs a year that differ by less count as the same when they are spoken of."""
CENT = 2
"""Decimals that costs are rounded to before they are ranked, so that rounding noise does not decide."""


def single_costs(study: Study, family: Family, table: HubSetTable) -> pd.DataFrame:
    """(hubs, scenarios) cost of each hub's design, USD a year."""
    costs = [table.cost(family.single(hub)).to_numpy() for hub in study.hubs]
    return pd.DataFrame(costs, index=pd.Index(study.hubs, name="hub"), columns=list(study.scenarios))


def rank(costs: pd.DataFrame) -> pd.DataFrame:
    """Rank hubs (rows) in each column, 1 = cheapest; equals share the better rank."""
    return costs.round(CENT).rank(method="min").astype(int)


def rank_one(costs: pd.Series) -> pd.Series:
    """Rank hubs by one figure, 1 = cheapest; equals share the better rank."""
    return costs.round(CENT).rank(method="min").astype(int)


def regret(costs: pd.DataFrame) -> pd.DataFrame:
    """Cost above the best hub of the same scenario."""
    return costs - costs.min()


def summary(study: Study, costs: pd.DataFrame) -> pd.DataFrame:
    """Put the scenarios of each hub together.

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


def long_table(study: Study, family: Family, costs: pd.DataFrame, used: FloatArray) -> pd.DataFrame:
    """One row per hub and scenario.

    Parameters
    ----------
    study : Study
    family : Family
    costs : DataFrame
        Hubs x scenarios.
    used : (scenarios, hubs, classes, measures) array
        From `experiments.comparison.usage`.
    """
    total = used.sum(axis=2)
    ranks, excess, over_all = rank(costs), regret(costs), rows_by(summary(study, costs))
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
                    **over_all[hub],
                }
            )
    return pd.DataFrame(table)


def best_designs(study: Study, family: Family, table: HubSetTable) -> pd.DataFrame:
    """Best and second-best set of each size, over all scenarios by each measure, and in each scenario."""
    table_rows = []
    for extra in range(1, family.extra + 1):
        size = len(family.gateways) + extra
        over_all = [(risk, "") for risk in ("expected", "worst_case", "max_regret")]
        for criterion, scenario in [*over_all, *[("scenario", name) for name in study.scenarios]]:
            how = {"scenario": scenario} if scenario else {"risk": criterion}
            found = table.best(2, p=size, **how)  # type: ignore[arg-type]
            if found.empty:
                continue
            second = found.iloc[1] if len(found) > 1 else None
            table_rows.append(
                {
                    "design": family.name,
                    "further_hubs": extra,
                    "criterion": criterion,
                    "scenario": scenario,
                    "hubs": tuple(hub for hub in found.iloc[0]["hubs"] if hub not in family.gateways),
                    "value_usd": found.iloc[0]["value"],
                    "runner_up": ()
                    if second is None
                    else tuple(hub for hub in second["hubs"] if hub not in family.gateways),
                    "margin_usd": np.nan if second is None else second["value"] - found.iloc[0]["value"],
                }
            )
    return pd.DataFrame(table_rows)
