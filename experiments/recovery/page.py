"""The files of the study: tables, pictures, page and record."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

from experiments.files import Written, run_facts
from experiments.pages import Page, Picture, Section, Shown, write_study
from experiments.recovery.plots import draw_areas, draw_curves
from experiments.recovery.study import Resilience
from experiments.recovery.words import resilience_words

_AREA = {
    "title": "Disruption",
    "duration_days": "Days",
    "recovery_days": "to recover",
    "extra_usd": "Costs in total",
    "worst_day_usd": "On the worst day",
    "lost_t": "Not carried, t",
    "rank": "Rank of the hub",
    "backup_name": "Backup hub",
}
_HUBS = {
    "name": "Hub",
    "expected_usd": "Expected a year",
    "times_least": "Least in so many",
    "worst_title": "Worst",
    "worst_usd": "It costs",
}


def write_resilience(found: Resilience, folder: Path, arguments: Mapping[str, Any] | None = None) -> Written:
    """Write the study's files.

    Parameters
    ----------
    found : Resilience
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
        **run_facts("resilience", dict(arguments or {}), study.region, study.warnings),
        "hubs": list(study.hubs),
        "gateways": list(study.gateways),
        "watched": found.watched,
        "verdict": resilience_words(found),
        "seconds": round(found.seconds, 3),
    }
    frames = {"resilience.csv": found.days, "resilience-area.csv": found.areas, "resilience-hubs.csv": found.hubs}
    return write_study(folder, frames, resilience_page(found), record)


def resilience_page(found: Resilience) -> Page:
    """Lay the study out.

    Parameters
    ----------
    found : Resilience

    Returns
    -------
    Page
    """
    words = resilience_words(found)
    course = next(iter(found.courses.values()))
    backup = f"from day {course.backup_days:g} on a backup hub is open" if course.backup_days < float("inf") else ""
    notes = [
        f"Until day {course.react_days:g} loads keep their hubs, then they are rerouted"
        + (f"; {backup}, where it saves more than it costs." if backup else "."),
        "When the disruption ends, its extra cost and unmet demand fall evenly to nothing.",
        "A day costs a 365th of a year in that state; each day has what it costs from its beginning to its end.",
        "Extra cost is against the same design undisturbed: who suffers least is not who costs least.",
        "Where a disruption lowers demand, less freight costs less, and the extra cost can be below zero.",
    ]
    title = f"{found.study.region.title}: what disruptions cost over time"
    return Page(title, words[0], words[1:], resilience_sections(found), notes)


def resilience_sections(found: Resilience) -> list[Section]:
    """Make the parts of the page, for this page or another.

    Parameters
    ----------
    found : Resilience

    Returns
    -------
    list of Section
    """
    own = found.areas[found.areas["hub"] == found.watched].sort_values("extra_usd", ascending=False, kind="stable")
    own = own.assign(worst_day_usd=own["peak_usd_per_day"])
    named = found.study.names(found.watched.split("+")) if found.watched else "the gateways alone"
    curves = Picture(
        "resilience.png", partial(draw_curves, found), "Extra cost from day to day, the dearest disruptions"
    )
    bars = Picture("resilience-area.png", partial(draw_areas, found), "Extra cost in total: the area under the curve")
    hubs = found.hubs.assign(expected_usd=found.hubs["expected_usd_per_year"])
    tables = [Shown(f"Disruptions with {named}", own, _AREA, most=40), Shown("Hubs", hubs, _HUBS)]
    return [Section("Cost over time", pictures=[curves, bars], tables=tables)]
