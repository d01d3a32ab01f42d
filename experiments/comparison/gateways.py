"""The verdict over sets of gateways: which hub is best beside each, and which gateways one would choose."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd

from experiments.comparison.families import Family
from experiments.comparison.metrics import TIE_USD
from experiments.question import Study
from experiments.text import listed, rows, scaled
from optimize import HubSetTable

MARK = "gateways "
"""What the names of these families begin with."""


def gateway_families(study: Study) -> tuple[Family, ...]:
    """List a family of designs for each set of gateways of the study: the gateways and one hub more.

    Parameters
    ----------
    study : Study

    Returns
    -------
    tuple of Family
    """
    return tuple(Family(MARK + "+".join(chosen), _beside(study, chosen), chosen, 1) for chosen in study.gateway_sets)


def gateway_names(study: Study, chosen: Iterable[str]) -> str:
    """Name a set of gateways.

    Parameters
    ----------
    study : Study
    chosen : iterable of str
        Ids.

    Returns
    -------
    str
        ``no gateway`` for none.
    """
    return study.names(chosen) or "no gateway"


def _beside(study: Study, chosen: tuple[str, ...]) -> str:
    return f"beside {study.names(chosen)}" if chosen else "without gateways"


def gateway_table(
    study: Study, tables: Mapping[str, HubSetTable], incumbent: str | None = None, challenger: str | None = None
) -> pd.DataFrame:
    """Find the best hub beside each set of gateways, by expected cost over all scenarios.

    Parameters
    ----------
    study : Study
    tables : dict of str to HubSetTable
        By family, over all scenarios.
    incumbent, challenger : str, optional
        Hubs that are ranked by name; default those of the study.

    Returns
    -------
    DataFrame
        One row for each set, in the study's order: ``gateways`` (tuple of ids), ``hub`` and ``runner_up`` (ids; empty
        where no hub pays for itself, and where there is no second), ``expected_cost_usd`` with the best hub,
        ``margin_usd`` to the runner-up, ``saving_usd`` against the gateways alone (0 where no hub pays),
        ``incumbent_rank`` and ``challenger_rank`` among the hubs, and ``chosen``: the set of least expected cost.
    """
    watched = (incumbent or study.incumbent, challenger or study.challenger)
    found = []
    for family in gateway_families(study):
        table = tables[family.name]
        expected = pd.Series(table.objective_values("expected"))
        alone = float(expected[table.row(family.gateways)])
        others = [hub for hub in study.hubs if hub not in family.gateways]
        single = pd.Series({hub: float(expected[table.row(family.single(hub))]) for hub in others}, dtype=np.float64)
        ranked = single.sort_values(kind="stable")
        pays = len(ranked) > 0 and ranked.iloc[0] < alone - TIE_USD
        rank = ranked.rank(method="min")
        found.append(
            {
                "gateways": family.gateways,
                "hub": str(ranked.index[0]) if pays else "",
                "runner_up": str(ranked.index[1]) if pays and len(ranked) > 1 else "",
                "expected_cost_usd": float(ranked.iloc[0]) if pays else alone,
                "margin_usd": float(ranked.iloc[1] - ranked.iloc[0]) if pays and len(ranked) > 1 else np.nan,
                "saving_usd": alone - float(ranked.iloc[0]) if pays else 0.0,
                "incumbent_rank": rank.get(watched[0], np.nan),
                "challenger_rank": rank.get(watched[1], np.nan),
            }
        )
    frame = pd.DataFrame(found)
    if len(frame):
        frame["chosen"] = frame.index == frame["expected_cost_usd"].idxmin()
    return frame


def gateway_words(study: Study, table: pd.DataFrame) -> str:
    """Put the verdict over sets of gateways into a sentence.

    Parameters
    ----------
    study : Study
    table : DataFrame
        As `gateway_table` returns it.

    Returns
    -------
    str
        Empty where no sets were asked for.
    """
    if table.empty:
        return ""
    told = []
    for hub, part in table[table["hub"] != ""].groupby("hub", sort=False):
        beside = [
            gateway_names(study, row["gateways"])
            + ("" if np.isnan(row["margin_usd"]) else f" (by {scaled(row['margin_usd'])})")
            for row in rows(part)
        ]
        told.append(f"{study.name(str(hub))} beside {listed(beside)}")
    idle = [_beside(study, chosen) for chosen in table.loc[table["hub"] == "", "gateways"]]
    if idle:
        told.append(f"no hub is worth having {listed(idle)}")
    best = rows(table[table["chosen"]])[0]
    whole = study.names((*best["gateways"], best["hub"])) if best["hub"] else gateway_names(study, best["gateways"])
    return f"By gateway: {'; '.join(told)}. Gateways chosen with the hub: {whole} costs least of these."
