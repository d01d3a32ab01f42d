"""What disruptions cost over time, in sentences; every word follows from the tables."""

from __future__ import annotations

import numpy as np
import pandas as pd

from experiments.recovery.study import Resilience
from experiments.text import Row, count, rows, tonnes, usd

_EVEN_USD = 1.0
_TOLD = 3
_NOTABLE_T = 1.0


def resilience_words(found: Resilience) -> list[str]:
    """Put the tables into sentences.

    Parameters
    ----------
    found : Resilience

    Returns
    -------
    list of str
        The dearest disruptions of the watched hub first, then how the hubs compare.
    """
    own = found.areas[found.areas["hub"] == found.watched]
    dearest = own.iloc[np.argsort(-own["extra_usd"].round(2).to_numpy(), kind="stable")]
    told = [row for row in rows(dearest.head(_TOLD)) if row["extra_usd"] >= _EVEN_USD]
    if not told:
        named = found.study.names(found.watched.split("+")) if found.watched else "the gateways"
        return [f"No disruption that was looked at costs anything with {named}."]
    parts = [_course(found, told[0], first=True), *(_course(found, row, first=False) for row in told[1:])]
    return [part for part in (*parts, _recourse(told[0], found), _least(found, told[0]), _expected(found)) if part]


def _length(row: Row) -> str:
    text = f"{row['duration_days']:g} days"
    return f"{text}, {row['recovery_days']:g} to recover" if row["recovery_days"] > 0 else text


def _course(found: Resilience, row: Row, *, first: bool) -> str:
    study = found.study
    beside = study.names([*study.gateways, *(row["hub"].split("+") if row["hub"] else [])]) or "no hub"
    lead = f"With {beside}, “{row['title']}”" if first else f"“{row['title']}”"
    if not np.isfinite(row["extra_usd"]):
        return f"{lead} ({_length(row)}) leaves some freight without a way."
    total, peak = usd(row["extra_usd"]), usd(row["peak_usd_per_day"])
    text = f"{lead} ({_length(row)}) costs {total} in total, {peak} a day at its worst"
    return f"{text}; {tonnes(row['lost_t'])} are not carried." if row["lost_t"] >= _NOTABLE_T else f"{text}."


def _recourse(row: Row, found: Resilience) -> str:
    """What rerouting saves, and a backup hub."""
    course = found.courses[row["scenario"]]
    levels = [level for _, _, level in course.phases()]
    saved = row["fixed_usd_per_day"] - row["reroute_usd_per_day"]
    if "reroute" not in levels and "backup" not in levels:
        return f"“{row['title']}” is over before loads are rerouted (after {course.react_days:g} days)."
    if not np.isfinite(saved):
        return ""
    lead = f"In “{row['title']}”, rerouting saves"
    text = f"{lead} {usd(saved)} a day" if saved >= _EVEN_USD else f"{lead} nothing"
    if "backup" not in levels:
        return f"{text}; it is over before a backup hub could open."
    more = row["reroute_usd_per_day"] - row["backup_usd_per_day"]
    if not row["backup_name"] or not more >= _EVEN_USD:
        return f"{text}; no backup hub would pay for itself."
    if saved < _EVEN_USD:
        return f"{text}, a backup hub at {row['backup_name']} {usd(more)} a day."
    return f"{text}, a backup hub at {row['backup_name']} {usd(more)} more."


def _least(found: Resilience, row: Row) -> str:
    """Who suffers least in the dearest disruption."""
    part = found.areas[found.areas["scenario"] == row["scenario"]]
    if len(part) < 2 or not np.isfinite(row["extra_usd"]):
        return ""
    least = rows(part)[int(part["extra_usd"].to_numpy().argmin())]
    if least["extra_usd"] > row["extra_usd"] - _EVEN_USD:
        return f"No other of {count(len(part), 'hub')} suffers less from “{row['title']}” than {row['name']}."
    least_words = f"Least suffers from it {least['name']}, {usd(least['extra_usd'])}"
    return f"{least_words}: {row['name']} is {_place(int(row['rank']), part)} of {count(len(part), 'hub')}."


def _place(rank: int, part: pd.DataFrame) -> str:
    shared = int((part["rank"] == rank).sum()) > 1
    return f"number {rank}" + (" (shared)" if shared else "")


def _expected(found: Resilience) -> str:
    table = found.hubs
    if len(table) < 2 or not np.isfinite(table["expected_usd_per_year"]).all():
        return ""
    if not (table["expected_usd_per_year"] != 0).any():
        return ""
    first = rows(table)[0]
    own = rows(table[table["hub"] == found.watched])[0]
    text = f"Over a year, as often as they come, disruptions cost {own['name']} {usd(own['expected_usd_per_year'])}"
    if first["hub"] == own["hub"]:
        return f"{text}, the least of all hubs."
    return f"{text}, and {first['name']}, which suffers least, {usd(first['expected_usd_per_year'])}."
