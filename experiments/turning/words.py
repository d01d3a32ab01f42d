"""What would change the answer, in sentences."""

from __future__ import annotations

from typing import Any

import pandas as pd

from experiments.text import count, figure, listed, percent, rows, usd
from experiments.turning.levers import CAUSE, GROUPS
from experiments.turning.study import Tipping
from experiments.turning.switches import SCREENED

NAMED = 4
"""Most inputs that a sentence names."""
EVEN_USD = 1e5
"""A year; a lead below is not told from none: a judgement, some millionths of what freight costs."""


def tipping_words(found: Tipping) -> list[str]:
    """Put the switching values into sentences.

    Parameters
    ----------
    found : Tipping

    Returns
    -------
    list of str
        The answer first.
    """
    study, bench = found.study, found.switches.bench
    beside = f" beside {study.names(study.gateways)}" if study.gateways else ""
    best = study.name(bench.hubs[bench.best])
    if len(bench.hubs) < 2:
        return [f"{best} is the only hub{beside} that was compared: nothing can make another one the best."]
    if not bench.lead < float("inf"):
        return [f"No other hub{beside} than {best} can serve all: nothing was moved."]
    first = f"{best} is the best single hub{beside}, by {usd(bench.lead)} a year"
    parts = [f"{first}: {_answer(found.rows)}", *_inputs(found), _groups(found), _never(found), _screened(found)]
    parts += [_unconfirmed(found), _gateways(found), _near(found), *_worth(found)]
    return [part for part in parts if part]


def _single(table: pd.DataFrame) -> pd.DataFrame:
    """Rows of uncertain inputs, moved one at a time."""
    return table[~table["kind"].isin(GROUPS)]


def _inside(table: pd.DataFrame) -> pd.DataFrame:
    return table[table["within"] == True]  # noqa: E712


def _answer(table: pd.DataFrame) -> str:
    """How many of those that were searched can change it."""
    searched = table[table["method"] != SCREENED]
    single, causes = _single(searched), searched[searched["kind"] == CAUSE]
    if not len(_inside(pd.concat([single, causes]))):
        return "nothing uncertain that was searched changes that alone, between its low and high."
    told = []
    if len(single):
        told.append(f"of {count(len(single), 'uncertain input')} that were searched, {len(_inside(single))} alone")
    if len(causes):
        told.append(f"of {count(len(causes), 'cause')}, {len(_inside(causes))}")
    return f"{listed(told)} can make another hub the best between low and high."


def _inputs(found: Tipping) -> list[str]:
    """The inputs on which the answer hangs, and how far each must move."""
    near = _inside(_single(found.rows))
    if near.empty:
        return []
    way = [_way(row) for row in rows(near)]
    closest = near.iloc[pd.Series(way).argsort(kind="stable").to_numpy()].head(NAMED)
    more = f"; and {len(near) - NAMED} more" if len(near) > NAMED else ""
    return [f"It hangs on {'; '.join(_move(found, row) for row in rows(closest))}{more}."]


def _way(row: dict[str, Any]) -> float:
    """How far an input moves, as a share of the way from the central value to the end."""
    end = row["high"] if row["switch"] > row["central"] else row["low"]
    return abs(row["switch"] - row["central"]) / abs(end - row["central"]) if end != row["central"] else 0.0


def _move(found: Tipping, row: dict[str, Any]) -> str:
    hub = found.study.name(str(row["hub_after"]))
    return f"{row['name']}: {figure(row['central'])} to {figure(row['switch'])} makes {hub} the best"


def _groups(found: Tipping) -> str:
    """Causes whose inputs together change it, and other things that are no uncertain inputs."""
    table = found.rows[found.rows["kind"].isin(GROUPS)]
    near = _inside(table)
    if near.empty:
        return ""
    told = "; ".join(_move(found, row) for row in rows(near.head(NAMED)))
    told += f"; and {len(near) - NAMED} more" if len(near) > NAMED else ""
    return f"So it does on groups of inputs, and on what has no low and high in the files: {told}."


def _never(found: Tipping) -> str:
    searched = _single(found.rows[found.rows["method"].isin(["exact", "bracketed"])])
    beyond = searched[searched["switch"].notna() & (searched["within"] == False)]  # noqa: E712
    never = searched[searched["switch"].isna()]
    told = []
    if len(beyond):
        told.append(f"{len(beyond)} would have to leave what is thought possible")
    if len(never):
        told.append(f"{len(never)} change nothing from 0 to four times their central value, or as far as they can go")
    return f"Of the inputs searched, {listed(told)}." if told else ""


def _screened(found: Tipping) -> str:
    left = found.rows[found.rows["method"] == SCREENED]
    if left.empty:
        return ""
    doubtful = int((left[["lead_low_usd", "lead_high_usd"]].min(axis=1) < 0).sum())
    text = f"{count(len(left), 'further one')} were looked at in the weightiest scenarios alone"
    if doubtful:
        return f"{text}; {doubtful} of them may change the answer, and were not searched."
    return f"{text}, where none of them changes the sign of the lead at its low or high."


def _unconfirmed(found: Tipping) -> str:
    doubtful = int((found.rows["confirmed"] == False).sum())  # noqa: E712
    return f"{count(doubtful, 'switching value')} could not be confirmed on both sides." if doubtful else ""


def _gateways(found: Tipping) -> str:
    """Who is the best beside other gateways, where that makes a difference."""
    table = found.gateways
    if len(table) < 2:
        return ""
    own = str(table["hub"].iloc[0])
    even = table["lead_usd"] < EVEN_USD
    same = table[(table["hub"] == own) & ~even]
    told = [f"{row['name']} beside {_beside(row)}" for row in rows(table[(table["hub"] != own) & ~even])]
    if len(same) == len(table):
        return f"{found.study.name(own)} is the best beside all {len(table)} sets of gateways."
    parts = [f"{found.study.name(own)} is the best beside {len(same)} of {count(len(table), 'set')} of gateways"]
    parts += [f"the best is {listed(told)}"] if told else []
    parts += [f"hubs hardly differ beside {listed([_beside(row) for row in rows(table[even])])}"] if even.any() else []
    return f"The gateway counts: {'; '.join(parts)}."


def _beside(row: dict[str, Any]) -> str:
    return str(row["gateways_name"]) or "none"


def _near(found: Tipping) -> str:
    single = found.sets[found.sets["p"] == 1]
    if len(single) < 2:
        return ""
    first = listed([str(name) for name in single["name"].head(NAMED)])
    more = ", the first four" if len(single) > NAMED else ""
    near = f"{count(len(single), 'single hub')} cost at most {percent(found.asked['within'])} more than the best"
    return f"{near}: {first}{more}."


def _worth(found: Tipping) -> list[str]:
    told = []
    for kind, words in (("hub", "Shared fairly (Shapley), hubs save"), ("corridor", "Corridors are worth")):
        part = rows(found.shapley[found.shapley["kind"] == kind].head(NAMED))
        if part:
            values = [f"{row['name']} {usd(row['value_usd'])}" for row in part]
            told.append(f"{words} {listed(values)} a year.")
    return told
