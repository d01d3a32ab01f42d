"""What draws of all uncertain inputs say, in sentences that are no surer than they are."""

from __future__ import annotations

import pandas as pd

from experiments.text import count, listed, percent, rows
from experiments.uncertainty.study import Robustness
from experiments.wins import first_words, share_words

NAMED = 4
"""Most inputs that a sentence names."""
EFFECT = 0.02
"""First-order index below which an input is not named."""


def robustness_words(found: Robustness) -> list[str]:
    """Put the results into sentences.

    Parameters
    ----------
    found : Robustness

    Returns
    -------
    list of str
        The answer first.
    """
    parts = [
        headline(found),
        share_words_of(found),
        _none(found),
        _roles(found),
        _pairs(found),
        _gateways(found),
        *sensitivity_words(found),
        *condition_words(found),
    ]
    return [part for part in parts if part]


def headline(found: Robustness) -> str:
    """Say who is first.

    Parameters
    ----------
    found : Robustness

    Returns
    -------
    str
    """
    study, standing = found.study, found.standing
    beside = f" beside {study.names(study.gateways)}" if study.gateways else ""
    if standing is None:
        return f"{study.name(str(found.hubs['hub'].iloc[0]))} is the only hub{beside} that was compared."
    return f"The best single hub{beside}: {first_words(standing, study.name)}"


def share_words_of(found: Robustness) -> str:
    """Say how often each hub is best.

    Parameters
    ----------
    found : Robustness

    Returns
    -------
    str
        Empty where there is one hub.
    """
    return share_words(found.standing, found.study.name) if found.standing is not None else ""


def _none(found: Robustness) -> str:
    if not found.share_none > 0:
        return ""
    alone = found.study.names(found.study.gateways)
    return f"In {percent(found.share_none)} of the draws no further hub pays for itself: {alone} alone costs least."


def _roles(found: Robustness) -> str:
    """Who takes the incumbent's place, and who stands best beside it."""
    study = found.study
    told = []
    for role, words in (("substitute", "in its place"), ("complement", "beside it")):
        table = found.roles[found.roles["role"] == role]
        if len(table) > 1:
            best = [
                f"{row['name']} {percent(row['share_best'])}" for row in rows(table.head(3)) if row["share_best"] > 0
            ]
            told.append(f"{words} {listed(best)}")
    if not told:
        return ""
    incumbent = study.name(found.incumbent)
    return f"Had {incumbent} to be left, or had it a second hub, the best would be: {'; '.join(told)} of the draws."


def _pairs(found: Robustness) -> str:
    if found.sets.empty:
        return ""
    return f"The best pair of hubs is {_firsts(found.sets)} of the draws."


def _firsts(wins: pd.DataFrame) -> str:
    """The most frequent winners: ``Astana 40.0%, Almaty 22.0% and Osh 8.0%``."""
    best = [row for row in rows(wins.head(3)) if row["share_best"] > 0]
    return listed([f"{row['name']} {percent(row['share_best'])}" for row in best])


def _gateways(found: Robustness) -> str:
    """Who wins most often beside each gateway."""
    firsts = found.gateways.drop_duplicates("gateways")
    others = [row for row in rows(firsts) if row["gateways"] != "+".join(found.study.gateways)]
    if not others:
        return ""
    told = []
    for row in others:
        beside = found.study.names(row["gateways"].split("+")) if row["gateways"] else "none"
        told.append(f"{row['name']} beside {beside} ({percent(row['share_best'])})")
    return f"Best most often beside other gateways: {listed(told)}."


def sensitivity_words(found: Robustness) -> list[str]:
    """Say on what the leads hang.

    Parameters
    ----------
    found : Robustness

    Returns
    -------
    list of str
        One sentence for each two hubs.
    """
    told = []
    for (hub, rival), table in found.sensitivity.groupby(["hub", "rival"], sort=False):
        strong = [row for row in rows(table.head(NAMED)) if row["s1"] >= EFFECT and row["sure"]]
        if strong:
            effects = [f"{row['input']} ({percent(row['s1'])}, {_sign(row['direction'])})" for row in strong]
            pair = f"The lead of {found.study.name(str(hub))} over {found.study.name(str(rival))}"
            told.append(f"{pair} hangs most on {listed(effects)} of its variance.")
    return told


def _sign(direction: float) -> str:
    return "it grows with them" if direction > 0 else "it falls with them"


def condition_words(found: Robustness) -> list[str]:
    """Say under which conditions hubs win.

    Parameters
    ----------
    found : Robustness

    Returns
    -------
    list of str
        One sentence for each hub with conditions.
    """
    told = []
    for hub, table in found.conditions.groupby("hub", sort=False):
        first = rows(table)[0]
        limits = listed([f"{row['input']} {_limits(row)}" for row in rows(table)])
        inside = f"{percent(first['share_inside'])} of {count(int(first['draws']), 'draw')}"
        told.append(
            f"{found.study.name(str(hub))} wins in {inside} with {limits} of what is possible, and in "
            f"{percent(first['share_of_all'])} of all."
        )
    return told


def _limits(row: dict[str, float]) -> str:
    low, high = row["above"], row["below"]
    if pd.isna(low):
        return f"in the lower {100 * high:.0f}%"
    if pd.isna(high):
        return f"in the upper {100 * (1 - low):.0f}%"
    return f"between {100 * low:.0f}% and {100 * high:.0f}%"
