"""The files of the verdict: one page, tables, pictures, `verdict.json` and the record."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

from experiments.failures import criticality_sections
from experiments.files import Written, json_ready, run_facts
from experiments.judgement.cases import Case
from experiments.judgement.plots import draw_verdict
from experiments.judgement.study import Verdict
from experiments.judgement.words import case_title, claim_words, hangs_on, verdict_words
from experiments.pages import Page, Picture, Section, Shown, write_study
from experiments.tradeoffs import frontier_sections
from experiments.turning import tipping_sections
from experiments.uncertainty import robustness_sections
from experiments.worth import route_value_sections

_CLAIMS = {
    "case": "Case",
    "claim": "Claim",
    "central": "Best at central values",
    "first_share": "Incumbent costs less than",
    "first_rival": "its rival",
    "first_lead_mean_usd": "Mean lead",
    "first_lead_sd_usd": "Standard deviation",
    "second_share": "Challenger costs less than",
    "second_rival": "the best other substitute",
}


def write_verdict(found: Verdict, folder: Path, arguments: Mapping[str, Any] | None = None) -> Written:
    """Write the files.

    Parameters
    ----------
    found : Verdict
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
    record = {
        **run_facts("verdict", {**found.asked, **(arguments or {})}, found.study.region, found.study.warnings),
        "verdict": verdict_words(found),
        "left_out": list(found.left_out),
        "seconds": {step: round(value, 3) for step, value in found.seconds.items()},
    }
    frames = {
        "verdict.csv": found.claims(),
        "verdict-shares.csv": found.shares(),
        "verdict-draws.csv": found.draws.draws,
        "verdict-sensitivity.csv": found.draws.sensitivity,
        "verdict-conditions.csv": found.draws.conditions,
        "verdict-switches.csv": found.switches.rows,
        "verdict-losses.csv": found.losses.table,
        "verdict-frontier.csv": found.front.front,
    }
    if found.routes is not None:
        frames["verdict-routes.csv"] = found.routes.value
    text = json.dumps(json_ready(verdict_json(found)), indent=2, ensure_ascii=False) + "\n"
    return write_study(folder, frames, verdict_page(found), record, texts={"verdict.json": text})


def verdict_json(found: Verdict) -> dict[str, Any]:
    """Write the verdict for programs.

    Parameters
    ----------
    found : Verdict

    Returns
    -------
    dict
        ``claim`` ("confirmed", "refuted" or "undecided"), ``incumbent, challenger, evidence`` of the headline, what it
        ``hangs_on``, and ``cases``: the same of every year, freight and set of gateways, with ``shares`` by hub.
    """
    claim = found.claim
    return {
        "claim": claim.answer,
        "incumbent": claim.incumbent,
        "challenger": claim.challenger,
        "statement": claim_words(found),
        "evidence": verdict_words(found)[1:],
        "hangs_on": hangs_on(found),
        "cases": [_case_json(case) for case in found.cases],
        "left_out": list(found.left_out),
    }


def _case_json(case: Case) -> dict[str, Any]:
    claim, study = case.claim, case.world.study
    return {
        "year": case.world.year,
        "freight": case.world.freight,
        "classes": list(study.classes),
        "gateways": list(case.gateways),
        "claim": claim.answer if claim else None,
        "incumbent": claim.incumbent if claim else None,
        "challenger": claim.challenger if claim else None,
        "evidence": claim.evidence(study.name) if claim else [case.why],
        "shares": dict(zip(case.shares["hub"], case.shares["share_best"], strict=True)),
    }


def verdict_page(found: Verdict) -> Page:
    """Lay the verdict out.

    Parameters
    ----------
    found : Verdict

    Returns
    -------
    Page
    """
    words = verdict_words(found)
    seen = "Shares of draws in which each hub is best, in every year, for all and for air freight, beside every gateway"
    claims = found.claims()
    claims.insert(0, "case", [case_title(case) for case in found.cases])
    for column in ("central", "first_rival", "second_rival"):
        names = {hub: case.world.study.name(hub) for case in found.cases for hub in case.world.study.hubs}
        claims[column] = claims[column].map(names)
    sections = [
        Section(
            "The claim in every world",
            pictures=[Picture("verdict.png", partial(draw_verdict, found), seen)],
            tables=[Shown("By year, freight and gateways", claims, _CLAIMS, most=60)],
        ),
        *robustness_sections(found.draws),
        *tipping_sections(found.switches),
        *criticality_sections(found.losses),
        *(route_value_sections(found.routes) if found.routes is not None else ()),
        *frontier_sections(found.front),
    ]
    return Page(f"{found.study.region.title}: the verdict", words[0], words[1:], sections, _notes(found))


def _notes(found: Verdict) -> list[str]:
    rule = "its mean lead is at least one standard deviation over the draws, and the 95% interval of its share of draws"
    return [
        f"A part of the claim holds or fails where {rule} lies on one side of a half; it is undecided otherwise.",
        f"{found.draws.count} draws of all uncertain inputs for the headline, fewer for the other cases.",
        *found.left_out,
    ]
