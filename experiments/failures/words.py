"""What losses cost, in sentences; every word follows from the tables."""

from __future__ import annotations

import numpy as np
import pandas as pd

from experiments.failures.elements import KINDS
from experiments.failures.losses import UNCHANGED_USD
from experiments.failures.study import Criticality
from experiments.text import Row, count, listed, percent, rows, tonnes, usd

KIND_WORDS = {"corridor": "corridor", "crossing": "border crossing", "link": "single link", "hub": "hub"}
"""Kinds of elements in words."""
_NOTABLE_T = 1.0
_TAKERS = 3


def criticality_words(found: Criticality) -> list[str]:
    """Put the tables into sentences.

    Parameters
    ----------
    found : Criticality

    Returns
    -------
    list of str
        The worst loss first, then the worst of the other kinds, hubs chosen anew, pairs, rerouting, the adversary.
    """
    table = found.table[found.table["cost_fixed_usd"] >= UNCHANGED_USD]
    if table.empty:
        return [f"With {_design(found)}, no loss that was looked at costs anything."]
    first = rows(table)[0]
    lead = f"With {_design(found)}, the {KIND_WORDS[first['kind']]} {first['name']} is worst to lose"
    parts = [f"{lead}: {_price(first)}.", *_other_kinds(table, first["kind"]), _rechosen(found, table)]
    return [part for part in (*parts, _unmet(table), _pairs(found), _rerouted(found, first), _attack(found)) if part]


def _design(found: Criticality) -> str:
    study = found.study
    hubs = study.names(found.stakes.open_hubs) or "no hub"
    state = found.stakes.state
    return hubs if state.name == "base" else f"{hubs} in “{study.title(state.name)}”"


def _money(value: float) -> str:
    return f"{usd(value)} a year" if np.isfinite(value) else "more than any price, as some freight then has no way"


def _price(row: Row) -> str:
    if not np.isfinite(row["cost_fixed_usd"]):
        return "some freight then has no way"
    return f"{_money(row['cost_fixed_usd'])}, {percent(row['share_of_cost'])} of the cost before"


def _other_kinds(table: pd.DataFrame, first: str) -> list[str]:
    worst = []
    for kind in KINDS:
        part = table[table["kind"] == kind]
        if kind != first and not part.empty:
            row = rows(part)[0]
            worst.append(f"the {KIND_WORDS[kind]} {row['name']} ({_money(row['cost_fixed_usd'])})")
    return [f"Worst of their kinds are {listed(worst)}."] if len(worst) > 1 else [f"Next: {one}." for one in worst]


def _rechosen(found: Criticality, table: pd.DataFrame) -> str:
    """How often another hub becomes best."""
    best, links = found.stakes.best, table[table["kind"] != "hub"]
    if not best or links.empty:
        return ""
    moved = links[links["hub_after"] != best]
    total = count(len(links), "loss")
    name = found.study.name(best)
    if moved.empty:
        return f"{name}, the best single hub before, stays so in each of the {total} on the network that cost anything."
    told = listed(
        [f"{hub} in {number}" for hub, number in moved["hub_after_name"].value_counts().head(_TAKERS).items()]
    )
    where = f"In {len(moved)} of {total} on the network that cost anything"
    return f"{where}, {name} is no longer the best single hub: {told}."


def _unmet(table: pd.DataFrame) -> str:
    worst = table.sort_values("unmet_t", ascending=False, kind="stable")
    row = rows(worst)[0]
    if not row["unmet_t"] >= _NOTABLE_T:
        return ""
    return f"Most freight becomes unmet when {row['name']} is lost: {tonnes(row['unmet_t'])} a year."


def _pairs(found: Criticality) -> str:
    finite = found.pairs[np.isfinite(found.pairs["excess_usd"].astype(float))]
    if finite.empty:
        return ""
    row = rows(finite.sort_values("excess_usd", ascending=False, kind="stable"))[0]
    if row["excess_usd"] < UNCHANGED_USD:
        return "No pair that was looked at costs more than the losses of its two apart."
    both = f"{row['first_name']} and {row['second_name']}"
    text = f"Of {count(len(found.pairs), 'pair')}, {both} lose most by being lost together"
    return f"{text}: {usd(row['cost_fixed_usd'])} a year, {usd(row['excess_usd'])} more than apart."


def _rerouted(found: Criticality, first: Row) -> str:
    key = f"{first['kind']}:{first['element']}"
    part = found.rerouting[(found.rerouting["loss"] == key) & (found.rerouting["carrier_kind"] == "corridor")]
    gains = part[part["change_t"] > 0].head(_TAKERS)
    if gains.empty:
        return ""
    told = listed([f"{row['carrier_name']} (+{tonnes(row['change_t'])})" for row in rows(gains)])
    return f"Without {first['name']}, freight goes by {told}."


def _attack(found: Criticality) -> str:
    if found.attack.empty:
        return ""
    row = rows(found.attack)[0]
    study = found.study
    hubs, lost, kept = (row[name].split("+") for name in ("hubs", "lost", "fortified"))
    which = f"Of the hubs {study.names(hubs, ', ')}, the loss of {study.names(lost)} would hurt most"
    text = f"{which} ({_money(row['extra_usd'])})"
    if not np.isfinite(row["saved_usd"]) or row["saved_usd"] < UNCHANGED_USD:
        return f"{text}; fortifying a single hub would not lower the worst loss of one."
    then = (
        f"the worst loss of one is then that of {study.names(row['lost_then'].split('+'))}" if row["lost_then"] else ""
    )
    less = f"{usd(row['saved_usd'])} a year less"
    return f"{text}, so that {study.names(kept)} is the one to fortify: {then}, {less}." if then else f"{text}."
