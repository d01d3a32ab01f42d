"""Where freight goes once something is closed: tonnes on corridors and links, before and after."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from experiments.failures.elements import without
from experiments.failures.losses import Stakes, found_element

NOTHING_T = 1.0
"""Tonnes a year below which a change is none."""
COLUMNS = ("loss", "carrier_kind", "carrier", "carrier_name", "before_t", "after_t", "change_t")


def evaluate_carried(stakes: Stakes, case: dict[str, Any], rng: np.random.Generator) -> dict[str, Any]:  # noqa: ARG001
    """Put all freight on its cheapest direct ways; the signature is that of `experiments.runs.Cases`.

    Parameters
    ----------
    stakes : Stakes
    case : dict
        ``loss``, key of the element; empty = before any loss.
    rng : Generator
        Not used.

    Returns
    -------
    dict of arrays
        ``carrier``, keys of corridors and links, and ``tonnes`` a year; a corridor's are those of its busiest link.
    """
    study, key = stakes.study, str(case["loss"])
    state = without(stakes.state, found_element(stakes.elements, key).links) if key else stakes.state
    found = [study.region.assignment(state, cls) for cls in study.classes or (None,)]
    by_link: dict[str, float] = {}
    links = found[0].links.ids
    for link, tonnes in zip(links, np.sum([one.flow_t for one in found], axis=0), strict=True):
        by_link[link] = by_link.get(link, 0.0) + float(tonnes)
    corridors: dict[str, float] = {}
    for row in study.region.data["links"]:
        for name in row["corridors"]:
            corridors[str(name)] = max(corridors.get(str(name), 0.0), by_link.get(str(row["id"]), 0.0))
    keys = [*(f"corridor:{name}" for name in corridors), *(f"link:{link}" for link in by_link)]
    tonnes = np.array([*corridors.values(), *by_link.values()])
    return {"carrier": np.array(keys, dtype=object), "tonnes": tonnes}


def rerouting_table(carried: pd.DataFrame, names: dict[str, str]) -> pd.DataFrame:
    """Compare tonnes after each loss with those before.

    Parameters
    ----------
    carried : DataFrame
        ``loss, carrier, tonnes``; the empty loss stands for before.
    names : dict of str to str
        Names of carriers by their keys.

    Returns
    -------
    DataFrame
        ``loss, carrier_kind, carrier, carrier_name, before_t, after_t, change_t``, those that gain most first; what
        does not change is left out.
    """
    before = carried[carried["loss"] == ""].set_index("carrier")["tonnes"]
    parts = []
    for loss, part in carried[carried["loss"] != ""].groupby("loss", sort=False):
        after = part.set_index("carrier")["tonnes"]
        table = pd.DataFrame({"before_t": before, "after_t": after.reindex(before.index)})
        table["change_t"] = table["after_t"] - table["before_t"]
        table = table[table["change_t"].abs() >= NOTHING_T].sort_values("change_t", ascending=False, kind="stable")
        keys = table.index.to_series()
        table = table.assign(
            loss=loss,
            carrier_kind=keys.str.partition(":")[0],
            carrier=keys.str.partition(":")[2],
            carrier_name=[names.get(str(key), str(key).partition(":")[2]) for key in keys],
        )
        parts.append(table)
    if not parts:
        return pd.DataFrame(columns=list(COLUMNS))
    return pd.concat(parts, ignore_index=True)[list(COLUMNS)]
