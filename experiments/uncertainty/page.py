"""The files of the study: tables, pictures, page and record."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

from experiments.files import Written, run_facts
from experiments.pages import Page, Picture, Section, Shown, write_study
from experiments.uncertainty.plots import draw_sensitivity, draw_shares
from experiments.uncertainty.study import Robustness
from experiments.uncertainty.words import robustness_words

WINS = {
    "name": "Hub",
    "share_best": "Best in",
    "share_low": "from",
    "share_high": "to",
    "lead_mean_usd": "Mean lead",
    "lead_sd_usd": "Standard deviation",
    "cost_mean_usd": "Mean cost",
}


def write_robustness(found: Robustness, folder: Path, arguments: Mapping[str, Any] | None = None) -> Written:
    """Write the study's files.

    Parameters
    ----------
    found : Robustness
    folder : Path
        Made where it is missing.
    arguments : mapping, optional
        What the run was asked for, for its record.

    Returns
    -------
    Written

    Raises
    ------
    OSError
        If the folder cannot be written to.
    """
    frames = {
        "robustness.csv": found.hubs,
        "robustness-roles.csv": found.roles,
        "robustness-sets.csv": found.sets,
        "robustness-gateways.csv": found.gateways,
        "robustness-sensitivity.csv": found.sensitivity,
        "robustness-conditions.csv": found.conditions,
        "robustness-draws.csv": found.draws,
    }
    record = {
        **run_facts("robustness", {**found.asked, **(arguments or {})}, found.study.region, found.study.warnings),
        "hubs": list(found.study.hubs),
        "gateways": list(found.study.gateways),
        "scenarios": list(found.study.scenarios),
        "verdict": robustness_words(found),
        "run": found.run.facts(),
        "seconds": round(found.seconds, 3),
    }
    return write_study(folder, frames, robustness_page(found), record)


def robustness_page(found: Robustness) -> Page:
    """Lay the study out.

    Parameters
    ----------
    found : Robustness

    Returns
    -------
    Page
    """
    words = robustness_words(found)
    return Page(
        title=f"{found.study.region.title}: how sure is the answer",
        headline=words[0],
        sentences=words[1:],
        sections=robustness_sections(found),
        notes=_notes(found),
    )


def robustness_sections(found: Robustness) -> list[Section]:
    """Make the parts of the page, for this page or another.

    Parameters
    ----------
    found : Robustness

    Returns
    -------
    list of Section
    """
    shares = Picture(
        "shares.png", partial(draw_shares, found), "Shares of draws in which each hub is best, and its lead"
    )
    wins = {old: f"{old}_usd" for old in ("lead_mean", "lead_sd", "cost_mean")}
    parts = [
        Section(
            "Who is best how often",
            pictures=[shares],
            tables=[Shown("Single hubs", found.hubs.rename(columns=wins), WINS, role="ranking")],
        ),
        Section(
            "Substitutes, complements, pairs",
            tables=[
                Shown("By role", found.roles.rename(columns=wins), {"role": "Role", **WINS}, most=48),
                *([Shown("Pairs", found.sets.rename(columns=wins), WINS, most=10)] if len(found.sets) else []),
            ],
        ),
    ]
    if len(found.sensitivity):
        picture = Picture(
            "sensitivity.png", partial(draw_sensitivity, found), "Causes of uncertainty on which leads hang"
        )
        table = Shown(
            "First-order indices of Sobol (s1) and distances of distributions (delta)", found.sensitivity, most=20
        )
        parts.append(Section("On what it hangs", pictures=[picture], tables=[table]))
    if len(found.conditions):
        parts.append(Section("Under which conditions", tables=[Shown("Quantiles of causes", found.conditions)]))
    if found.gateways["gateways"].nunique() > 1:
        firsts = found.gateways.rename(columns=wins).groupby("gateways", sort=False).head(3)
        table = Shown("Three most frequent winners", firsts, {"gateways": "Gateways", **WINS})
        parts.append(Section("Beside other gateways", tables=[table]))
    return parts


def _notes(found: Robustness) -> list[str]:
    asked = found.asked
    inputs = len(found.study.region.uncertain_inputs())
    how = "their default" if asked["correlation"] is None else str(asked["correlation"])
    states = (
        f"in {asked['years']} simulated years of each draw, with disruptions that overlap"
        if asked["years"]
        else "over the scenarios, weighted by the share of the time that each is in force in the draw"
    )
    between = f"{inputs} uncertain inputs are drawn between their low and high, triangular around the central value"
    return [
        f"{between}; those of one cause are correlated ({how}). What shares a cause is an assumption.",
        f"Costs are averages {states}.",
        "Intervals of shares are Wilson's, at 95%; draws spread evenly (latin, sobol) are usually closer than that.",
    ]
