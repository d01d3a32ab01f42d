"""The files of the study: tables, picture, page and record."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

from experiments.files import Written, run_facts
from experiments.pages import Page, Picture, Section, Shown, write_study
from experiments.tradeoffs.plots import draw_fronts
from experiments.tradeoffs.study import Frontier
from experiments.tradeoffs.words import TITLES, frontier_words

_FRONT = {
    "measure": "Measure",
    "p": "Hubs",
    "name": "Set",
    "expected_usd": "Expected cost",
    "value_usd": "Measure's value",
    "extra_usd": "Costs more",
    "saved_usd": "Lowers it by",
}
_BEST = {"p": "Hubs", "measure": "Measure", "name": "Set", "value_usd": "Value"}


def write_frontier(found: Frontier, folder: Path, arguments: Mapping[str, Any] | None = None) -> Written:
    """Write the study's files.

    Parameters
    ----------
    found : Frontier
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
    study = found.study
    record = {
        **run_facts("frontier", {"p_max": found.p_max, **(arguments or {})}, study.region, study.warnings),
        "hubs": list(study.hubs),
        "gateways": list(study.gateways),
        "probability": dict(study.probability),
        "verdict": frontier_words(found),
        "seconds": round(found.seconds, 3),
    }
    frames = {
        "frontier.csv": found.front,
        "frontier-best.csv": found.best,
        "frontier-costs.csv": found.costs.reset_index(),
    }
    return write_study(folder, frames, frontier_page(found), record)


def frontier_page(found: Frontier) -> Page:
    """Lay the study out.

    Parameters
    ----------
    found : Frontier

    Returns
    -------
    Page
    """
    words = frontier_words(found)
    title = f"{found.study.region.title}: what guarding against disruptions costs"
    notes = [
        "Every set of hubs of each size was evaluated in every scenario, exactly.",
        "What-if cases have no weight in expected costs and tails; they count in worst cases and regrets.",
        "A regret is against the best set of as many hubs in that scenario.",
    ]
    return Page(title, words[0], words[1:], frontier_sections(found), notes)


def frontier_sections(found: Frontier) -> list[Section]:
    """Make the parts of the page, for this page or another.

    Parameters
    ----------
    found : Frontier

    Returns
    -------
    list of Section
    """
    seen = "Expected cost against worst case, largest regret and the worst tenth, for each number of hubs"
    picture = Picture("frontier.png", partial(draw_fronts, found), seen)
    front = found.front.assign(measure=[TITLES[name] for name in found.front["measure"]])
    best = found.best.assign(measure=[TITLES[name] for name in found.best["measure"]])
    return [
        Section(
            "Cost against safety",
            pictures=[picture],
            tables=[
                Shown("Sets that cannot be made safer without costing more on average", front, _FRONT, most=40),
                Shown("Best set by number of hubs", best, _BEST),
            ],
        )
    ]
