"""The page's headline, of at most 15 words, and the three figures beside it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from experiments.comparison import NOTHING_T, TIE_USD, Comparison, pays
from experiments.report.scene import Scene
from experiments.text import percent, rows_by, scaled, tonnes, usd

MOST_WORDS = 15
"""Of the headline."""


def headline(found: Comparison) -> str:
    """Say who wins, by how much, or that it is undecided, in at most 15 words.

    Parameters
    ----------
    found : Comparison

    Returns
    -------
    str
        The fullest of the sentences that are short enough; names too long for any are cut.
    """
    sentences = _sentences(found)
    for sentence in sentences:
        if len(sentence.split()) <= MOST_WORDS:
            return sentence
    return " ".join(sentences[-1].split()[: MOST_WORDS - 1]) + " …"


def _sentences(found: Comparison) -> list[str]:
    """Ways to say it, the fullest first."""
    study, ranking = found.study, found.ranking
    best = str(ranking.index[0])
    name = study.name(best)
    beside = f" {found.headline.title}" if study.gateways else ""
    if set(study.hubs) <= set(study.gateways):
        return ["Nothing is compared: all hubs are open in every design"]
    if found.unused(found.headline):
        return [f"No single hub{beside} is worth having", "No single hub is worth having"]
    if best in study.gateways or not pays(found, best):
        return [f"No further hub{beside} pays for itself", "No further hub pays for itself"]
    if len(ranking) == 1:
        return [f"{name} is the only hub compared"]
    second, margin = study.name(str(ranking.index[1])), float(ranking["expected_regret_usd"].iloc[1])
    lead = found.standing.lead if found.standing is not None else None
    if lead is not None and not (lead.hub == best and lead.holds == "yes"):
        other = study.name(lead.rival if lead.hub == best else lead.hub)
        mean = lead.mean if lead.hub == best else -lead.mean
        spread = f"the lead is {scaled(mean)} ± {usd(lead.sd)} a year"
        return [
            f"{name} or {other}? Undecided: {spread}",
            f"Undecided between {name} and {other}",
            f"Undecided: {spread}",
        ]
    if margin < TIE_USD:
        return [f"{name} and {second} are equally good{beside}", "Undecided: the best hubs cost the same"]
    sure = []
    if found.standing is not None:
        drawn = found.standing.shares.set_index("hub")
        if best in drawn.index:
            row = rows_by(drawn)[best]
            share, mean = float(row["share_best"]), float(row["lead_mean"])
            sure = [f"{name} is best in {percent(share)} of draws"]
            if 0 < mean < np.inf:
                sure.insert(0, f"{sure[0]}, mean lead {usd(mean)} a year")
    return [
        *sure,
        f"{name} is the best hub, {usd(margin)} a year cheaper than {second}",
        f"{name} is best, {usd(margin)} a year ahead",
        f"{name} is the best hub",
    ]


def figures(scene: Scene) -> list[tuple[str, str, str]]:
    """Choose the three figures at the top of the page.

    Parameters
    ----------
    scene : Scene

    Returns
    -------
    list of (str, str, str)
        What it is, how much, and what it means.
    """
    found = scene.found
    if found.unused(found.headline):
        return [("Best single hub", "none", f"{found.headline.title}: nothing passes it")]
    told = [_best(found), _regret(found)]
    dearest = _dearest(found)
    return [*told, dearest] if dearest else told


def _best(found: Comparison) -> tuple[str, str, str]:
    study, table = found.study, found.ranking
    best = str(table.index[0])
    won = f"cheapest in {rows_by(table)[best]['scenarios_won']} of {len(study.scenarios)} scenarios"
    if found.standing is not None:
        share = rows_by(found.standing.shares.set_index("hub"))[best]
        interval = f"{percent(share['share_low'])} to {percent(share['share_high'])}"
        words = f"best in {percent(share['share_best'])} of {found.standing.draws} draws ({interval}); {won}"
    elif len(table) > 1:
        second = study.name(str(table.index[1]))
        words = f"{usd(table['expected_regret_usd'].iloc[1])} a year ahead of {second}; {won}"
    else:
        words = won
    return "Best single hub at central values", study.name(best), words


def _regret(found: Comparison) -> tuple[str, str, str]:
    study, first = found.study, rows_by(found.ranking)[str(found.ranking.index[0])]
    name = study.name(str(found.ranking.index[0]))
    if first["max_regret_usd"] <= TIE_USD:
        return f"Largest regret of {name}", usd(0), "never dearer than another hub"
    title = study.title(str(first["max_regret_scenario"]))
    return f"Largest regret of {name}", usd(first["max_regret_usd"]), f"a year above the best hub, in “{title}”"


def _dearest(found: Comparison) -> tuple[str, str, str] | None:
    """What the scenario that costs most does to the winner's design; None without a dearer one."""
    study = found.study
    best = str(found.ranking.index[0])
    rows = found.hubs[found.hubs["hub"] == best].set_index("scenario")
    more = rows["cost_usd"] - rows["cost_usd"].iloc[0]
    if len(more) < 2 or not more.max() > TIE_USD or pd.isna(more.max()):
        return None
    worst = str(more.idxmax())
    unmet = float(rows["unmet_t"].loc[worst])
    left = f"; {tonnes(unmet)} unmet" if unmet >= NOTHING_T else ""
    return "Dearest scenario", f"+{usd(more.max())}", f"a year in “{study.title(worst)}”{left}"
