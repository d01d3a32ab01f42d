"""The verdict in sentences; every word of it follows from the tables."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from experiments.failures import criticality_words
from experiments.judgement.cases import AIR, Case
from experiments.judgement.study import Verdict
from experiments.text import count, listed
from experiments.tradeoffs import frontier_words
from experiments.turning import tipping_words
from experiments.uncertainty import condition_words, sensitivity_words, share_words_of
from experiments.worth import RouteValue, route_value_words

ROUTES = 3
"""Links, services and works of which sentences tell what they are worth."""


def verdict_words(found: Verdict) -> list[str]:
    """Put the verdict into sentences.

    Parameters
    ----------
    found : Verdict

    Returns
    -------
    list of str
        The answer first, then what it rests on.
    """
    name = found.study.name
    parts = [
        headline(found),
        *found.claim.evidence(name),
        share_words_of(found.draws),
        elsewhere(found),
        *hangs_on(found),
        *tipping_words(found.switches),
        *criticality_words(found.losses),
        *(_routes(found.routes) if found.routes is not None else ()),
        *frontier_words(found.front),
    ]
    return [part for part in parts if part]


def _routes(routes: RouteValue) -> list[str]:
    """What routes are worth; of most of them the page's table tells enough."""
    worth = routes.value.groupby("item")["worth_usd"].max().sort_values(ascending=False, kind="stable")
    first = replace(routes, value=routes.value[routes.value["item"].isin(worth.index[:ROUTES])])
    return [route_value_words(routes)[0], *route_value_words(first)[1:]]


def claim_words(found: Verdict) -> str:
    """Say what is claimed.

    Parameters
    ----------
    found : Verdict

    Returns
    -------
    str
        ``Almaty first, Tashkent the likeliest alternative``
    """
    claim, name = found.claim, found.study.name
    second = f", {name(claim.challenger)} the likeliest alternative" if claim.challenger is not None else ""
    return f"{name(claim.incumbent)} first{second}"


def headline(found: Verdict) -> str:
    """Say what became of the claim.

    Parameters
    ----------
    found : Verdict

    Returns
    -------
    str
    """
    study = found.study
    where = f" beside {study.names(study.gateways)}" if study.gateways else ""
    return f"“{claim_words(found)}”: {found.claim.answer}{where}, {found.headline.world.year}."


def elsewhere(found: Verdict) -> str:
    """Say what became of it in the other worlds and beside other gateways.

    Parameters
    ----------
    found : Verdict

    Returns
    -------
    str
        Empty where there are none.
    """
    others = [case for case in found.cases[1:] if case.claim is not None]
    if not others:
        return ""
    counted = Counter(case.claim.answer for case in others if case.claim is not None)
    told = [f"{answer} in {counted[answer]}" for answer in ("confirmed", "undecided", "refuted") if counted[answer]]
    text = f"In {count(len(others), 'other case')} (years, gateways, air freight alone) such a claim is {listed(told)}"
    sure = [case for case in others if case.claim is not None and case.claim.answer != "undecided"]
    if not 0 < len(sure) <= 4:
        return f"{text}."
    return f"{text}: {listed([f'{case_title(case)} {case.claim.answer}' for case in sure if case.claim])}."


def case_title(case: Case) -> str:
    """Name a case: ``2025, air freight, beside Xi'an``.

    Parameters
    ----------
    case : Case

    Returns
    -------
    str
    """
    study = case.world.study
    parts = [str(case.world.year), *(["air freight"] if case.world.freight == AIR else [])]
    return ", ".join([*parts, f"beside {study.names(case.gateways)}" if case.gateways else "without gateways"])


def hangs_on(found: Verdict) -> list[str]:
    """Say on which inputs the answer hangs.

    Parameters
    ----------
    found : Verdict

    Returns
    -------
    list of str
    """
    return [*sensitivity_words(found.draws), *condition_words(found.draws)]
