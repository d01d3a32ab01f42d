"""Results as tables in the terminal, narrow enough for a log."""

from __future__ import annotations

from typing import Any

import pandas as pd
from rich.table import Table

from experiments.comparison.figures import Figures
from experiments.comparison.gateways import gateway_names
from experiments.comparison.metrics import TIE_USD, cheapest_first
from experiments.comparison.overload import Overload, overload_rows
from experiments.question import Study
from experiments.text import WIDTH, count, plain_table, rows, rows_by, scale_of, scaled, weight_words

WIDE = 104
"""Terminals narrower than this get fewer columns."""


def comparison_table(found: Figures, width: int = WIDTH) -> Table:
    """Make one row a hub, best first: cost, ranks and regret over all scenarios, and where it wins.

    Parameters
    ----------
    found : Figures
    width : int
        Columns of the terminal; narrower than `WIDE`, the table has fewer columns.

    Returns
    -------
    Table
    """
    study, ranking = found.study, found.ranking
    unmet = found.hubs.groupby("hub")["unmet_t"].max()
    load = found.hubs[found.hubs["scenario"] == study.scenarios[0]].set_index("hub")["hub_t"]
    large, big = scale_of(ranking["expected_cost_usd"].max())
    small, unit = scale_of(max(ranking["max_regret_usd"].max() / 10, 1.0))
    wide = width >= WIDE
    first = study.title(study.scenarios[0])
    table = plain_table(
        f"One hub {found.headline.title}: {study.region.title}, {count(len(study.scenarios), 'scenario')}, USD a year",
        f"Regret: cost above the best hub of the same scenario; in brackets the rank. Substitute: the rank if "
        f"{study.name(found.incumbent)} is lost; complement: the rank as a second hub beside it."
        + (f" Through hub: in “{first}”; unmet: the largest of all scenarios." if wide else ""),
    )
    table.collapse_padding = True
    names = [f"expected\ncost, {big}", f"above\nbest, {unit}", f"largest\nregret, {unit}", "best\nin",
             "substi-\ntute", "comple-\nment"]  # fmt: skip
    table.add_column("#", justify="right", no_wrap=True)
    table.add_column("hub", no_wrap=True)
    for name in [*names, *([f"worst\ncase, {big}", "through\nhub Mt", "unmet\nMt"] if wide else [])]:
        table.add_column(name, justify="right", no_wrap=True)
    for hub, row in rows_by(ranking).items():
        more = [
            f"{row['worst_case_cost_usd'] / large:,.2f} ({row['worst_case_rank']})",
            f"{load[hub] / 1e6:.2f}",
            f"{unmet[hub] / 1e6:.2f}",
        ]
        table.add_row(
            str(row["expected_rank"]),
            study.name(hub) + (" (gateway)" if hub in study.gateways else ""),
            f"{row['expected_cost_usd'] / large:,.{3 if wide else 2}f}",
            f"{row['expected_regret_usd'] / small:,.{1 if wide else 0}f}",
            f"{row['max_regret_usd'] / small:,.0f} ({row['max_regret_rank']})",
            f"{row['scenarios_won']}",
            _rank(row["substitute_rank"]),
            _rank(row["complement_rank"]),
            *(more if wide else []),
            style="bold" if row["expected_rank"] == 1 else None,
        )
    return table


def scenario_table(found: Figures, width: int = WIDTH) -> Table:
    """Make one row a scenario: the best hub, the runner-up, and the regrets of incumbent and challenger.

    Parameters
    ----------
    found : Figures
    width : int
        Columns of the terminal; narrower than `WIDE`, the table has fewer columns.

    Returns
    -------
    Table
    """
    study, wide = found.study, width >= WIDE
    table = plain_table("Scenario by scenario (USD a year)")
    table.add_column("scenario", max_width=42, min_width=20)
    table.add_column("weight", justify="right", no_wrap=True)
    table.add_column("best hub", no_wrap=True)
    table.add_column("runner-up, by", no_wrap=True)
    watched = [hub for hub in (found.incumbent, found.challenger) if hub is not None and wide]
    for hub in watched:
        table.add_column(f"{study.name(hub)}:\nregret (rank)", justify="right", no_wrap=True)
    table.add_column("unmet\nMt", justify="right", no_wrap=True)
    for scenario, part in found.hubs.groupby("scenario", sort=False):
        ordered = cheapest_first(part, "cost_usd")
        second = ordered.iloc[1] if len(ordered) > 1 else None
        table.add_row(
            study.title(str(scenario)),
            weight_words(study.probability[str(scenario)]),
            ordered.iloc[0]["name"],
            "" if second is None else f"{second['name']}, {scaled(second['regret_usd'])}",
            *[_regret(part, hub) for hub in watched],
            f"{ordered.iloc[0]['unmet_t'] / 1e6:.2f}",
        )
    return table


def designs_table(found: Figures) -> Table:
    """Make one row a family and number of hubs: the best hubs by each risk measure.

    Parameters
    ----------
    found : Figures

    Returns
    -------
    Table
    """
    table = plain_table("Best designs over all scenarios")
    for name in ("hubs", "expected cost", "worst case", "maximum regret"):
        table.add_column(name)
    for row in design_rows(found):
        table.add_row(row["what"], row["expected"], row["worst_case"], row["max_regret"])
    return table


def gateways_table(found: Figures) -> Table:
    """Make one row a set of gateways: the best hub beside it, its lead, and what it saves.

    Parameters
    ----------
    found : Figures

    Returns
    -------
    Table
    """
    study = found.study
    table = plain_table("Best hub beside each gateway, by expected cost (USD a year)", "Least of all is marked with *.")
    for name in ("gateways", "best hub", "runner-up, by"):
        table.add_column(name)
    for name in ("saves", *(study.name(hub) for hub in (study.incumbent, study.challenger) if hub)):
        table.add_column(name, justify="right")
    for row in rows(found.by_gateway):
        second = f"{study.name(row['runner_up'])}, {scaled(row['margin_usd'])}" if row["runner_up"] else "-"
        places = [row[f"{who}_rank"] for who in ("incumbent", "challenger") if getattr(study, who)]
        table.add_row(
            gateway_names(study, row["gateways"]) + (" *" if row["chosen"] else ""),
            study.name(row["hub"]) if row["hub"] else "none that pays",
            second,
            scaled(row["saving_usd"]),
            *["-" if pd.isna(place) else f"{place:.0f}" for place in places],
        )
    return table


def overload_table(study: Study, found: Overload) -> Table | None:
    """Make one row a link that is above its own capacity under the winning design.

    Parameters
    ----------
    study : Study
    found : Overload

    Returns
    -------
    Table or None
        None where there is no such link.
    """
    told = overload_rows(study, found)
    if not told:
        return None
    table = plain_table(
        f"Links above their own capacity in “{study.title(found.scenario)}” (tonnes a year, in one direction)",
        f"Open: {', '.join(study.name(hub) for hub in found.hubs) or 'no hub'}. All freight on its cheapest ways; a "
        "comparison of hubs does not limit links.",
    )
    for name in ("link", "from - to", "mode", "load", "capacity", "load is"):
        table.add_column(name, justify="right" if name in ("load", "capacity", "load is") else "left")
    for row in told:
        table.add_row(*row)
    return table


def design_rows(found: Figures) -> list[dict[str, str]]:
    """Name the best single, pair and triple of each family by each risk measure.

    Parameters
    ----------
    found : Figures

    Returns
    -------
    list of dict
        One a family and number of hubs: ``what`` it is, and the hubs under ``expected``, ``worst_case`` and
        ``max_regret``.
    """
    table: dict[tuple[str, int], dict[str, str]] = {}
    for row in rows(found.best):
        if row["scenario"]:
            continue
        family, extra = found.family(row["design"]), row["further_hubs"]
        number = {1: "one hub", 2: "two hubs", 3: "three hubs"}.get(extra, f"{extra} hubs")
        line = table.setdefault((family.name, extra), {"what": f"{number} {family.title}"})
        tie = " (tie)" if row["margin_usd"] < TIE_USD else ""
        useless = found.idle(family, row["hubs"])
        line[row["criterion"]] = "none that is used" if useless else found.study.names(row["hubs"]) + tie
    return list(table.values())


def hub_rows(found: Figures) -> pd.DataFrame:
    """Make the table of hubs for papers: few columns, named for people.

    Parameters
    ----------
    found : Figures

    Returns
    -------
    DataFrame
        The least expected cost first; millions of USD a year.
    """
    ranking = found.ranking
    costs = {
        "Expected cost, m USD": ranking["expected_cost_usd"],
        "Worst case, m USD": ranking["worst_case_cost_usd"],
        "Largest regret, m USD": ranking["max_regret_usd"],
    }
    return pd.DataFrame(
        {
            "Rank": ranking["expected_rank"].astype("int64").to_numpy(),
            "Hub": [found.study.name(hub) for hub in ranking.index],
            **{name: column.to_numpy() / 1e6 for name, column in costs.items()},
            "Best in scenarios": ranking["scenarios_won"].astype("int64").to_numpy(),
        }
    )


def _regret(part: pd.DataFrame, hub: str) -> str:
    row = part[part["hub"] == hub].iloc[0]
    return f"{scaled(row['regret_usd'])} ({row['rank']})"


def _rank(value: Any) -> str:
    return "-" if pd.isna(value) else str(value)
