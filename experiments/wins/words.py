"""Sentences about who is ahead: never surer than the figures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from experiments.text import count, listed, percent, rows, usd
from experiments.wins.shares import Lead
from optimize.brief import Brief

FEW = 0.02
"""Share of draws below which a hub is not named among those that win some."""


@dataclass(frozen=True)
class Standing(Brief):
    """Who is ahead over draws.

    Attributes
    ----------
    lead : Lead
        Of the hub whose mean cost is least, over its closest rival.
    shares : DataFrame
        As `experiments.wins.win_table` returns it.
    draws : int
        How many there are.
    """

    lead: Lead
    shares: pd.DataFrame
    draws: int


def first_words(found: Standing, name: Callable[[str], str]) -> str:
    """Say who is first, as surely as the lead allows.

    Parameters
    ----------
    found : Standing
    name : callable
        Name of a hub by its id.

    Returns
    -------
    str
        ``Almaty or Shymkent, undecided: ...`` where the lead is below one standard deviation or no draw decides.
    """
    lead = found.lead
    spread = f"{usd(abs(lead.mean))} a year on average, with a standard deviation of {usd(lead.sd)}"
    figures = f"{spread}, over {count(found.draws, 'draw')}"
    if lead.holds == "yes":
        ahead = f"{name(lead.hub)} leads {name(lead.rival)} by {figures}"
        return f"{ahead}, and costs less in {percent(lead.share)} of them."
    return (
        f"{name(lead.hub)} or {name(lead.rival)}, undecided: the lead is {figures}, and {name(lead.hub)} costs less in "
        f"{percent(lead.share)} of them."
    )


def share_words(found: Standing, name: Callable[[str], str]) -> str:
    """Say how often each hub is best.

    Parameters
    ----------
    found : Standing
    name : callable
        Name of a hub by its id.

    Returns
    -------
    str
        ``Best in so many of the draws: Almaty 63.0% (50 to 74), ...``
    """
    table = found.shares
    shown = table[table["share_best"] >= FEW]
    told = []
    for row in rows(shown):
        between = f"{100 * row['share_low']:.0f} to {100 * row['share_high']:.0f}"
        told.append(f"{name(row['hub'])} {percent(row['share_best'])} ({between})")
    rest = 1.0 - float(shown["share_best"].sum())
    if rest > 1e-9:
        told.append(f"others {percent(rest)}")
    return f"Best in so many of {count(found.draws, 'draw')} of all uncertain inputs: {listed(told)}."
