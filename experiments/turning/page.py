"""The files of the study: tables, pictures, page and record."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd

from experiments.files import Written, run_facts
from experiments.pages import Page, Picture, Section, Shown, write_study
from experiments.turning.levers import WIDE
from experiments.turning.passages import MOST
from experiments.turning.plots import draw_map, draw_tornado, swinging
from experiments.turning.study import Tipping
from experiments.turning.words import tipping_words

_SWITCHES = {
    "name": "What is moved",
    "unit": "Unit",
    "low": "Low",
    "central": "Central",
    "high": "High",
    "switch": "Another hub wins from",
    "after": "Which",
    "within": "Between low and high",
    "lead_low_usd": "Lead at low",
    "lead_high_usd": "Lead at high",
    "method": "Method",
    "confirmed": "Confirmed",
}
_NEAR = {"p": "Hubs", "name": "Hub", "share_near": "In", "sets": "of near sets"}
_SETS = {"p": "Hubs", "name": "Set", "cost_usd": "Expected cost", "excess_usd": "Costs more"}


def write_tipping(found: Tipping, folder: Path, arguments: Mapping[str, Any] | None = None) -> Written:
    """Write the study's files.

    Parameters
    ----------
    found : Tipping
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
    study, bench = found.study, found.switches.bench
    record = {
        **run_facts("tipping", {**found.asked, **(arguments or {})}, study.region, study.warnings),
        "hubs": list(study.hubs),
        "gateways": list(study.gateways),
        "probability": dict(study.probability),
        "best": bench.hubs[bench.best],
        "lead_usd": bench.lead,
        "verdict": tipping_words(found),
        "seconds": round(found.seconds, 3),
    }
    frames = {
        "tipping.csv": found.rows,
        "tipping-map.csv": found.map,
        "tipping-near.csv": found.near,
        "tipping-sets.csv": found.sets,
        "tipping-shapley.csv": found.shapley,
        "tipping-gateways.csv": found.gateways,
    }
    return write_study(folder, frames, tipping_page(found), record)


def tipping_page(found: Tipping) -> Page:
    """Lay the study out.

    Parameters
    ----------
    found : Tipping

    Returns
    -------
    Page
    """
    words = tipping_words(found)
    title = f"{found.study.region.title}: what would make another hub the best"
    return Page(title, words[0], words[1:], tipping_sections(found), _notes(found))


def tipping_sections(found: Tipping) -> list[Section]:
    """Make the parts of the page, for this page or another.

    Parameters
    ----------
    found : Tipping

    Returns
    -------
    list of Section
    """
    after = [found.study.name(str(hub)) if hub else "" for hub in found.rows["hub_after"]]
    table = found.rows.assign(after=after)
    tornado = Picture("tornado.png", partial(draw_tornado, found), "How far the lead swings between low and high")
    parts = [
        Section(
            "Switching values",
            pictures=[tornado] if len(swinging(found.rows)) else [],
            tables=[Shown("What changes the answer", _closest(table), _SWITCHES, most=40)],
        )
    ]
    if len(found.map):
        seen = (
            "The best single hub where two move at once; numbers: its lead, million USD a year; circle: as things are"
        )
        parts.append(Section("Two at once", pictures=[Picture("map.png", partial(draw_map, found), seen)]))
    if len(found.gateways) > 1:
        named = {"gateways_name": "Gateways", "name": "Best hub", "lead_usd": "Lead"}
        parts.append(Section("Beside other gateways", tables=[Shown("Best single hub", found.gateways, named)]))
    if len(found.near):
        tables = [
            Shown("Hubs in sets near the best", found.near, _NEAR, most=48),
            Shown("These sets", found.sets, _SETS),
        ]
        parts.append(Section("Nearly as good", tables=tables))
    if len(found.shapley):
        named = {"kind": "", "name": "", "value_usd": "Shapley value"}
        parts.append(Section("What each is worth", tables=[Shown("A year", found.shapley, named)]))
    return parts


def _closest(table: pd.DataFrame) -> pd.DataFrame:
    """Those that change the answer between low and high first, then by swing."""
    rank = [0 if row is True else 1 for row in table["within"]]
    return table.assign(rank=rank).sort_values(["rank", "swing_usd"], ascending=[True, False], kind="stable")


def _notes(found: Tipping) -> list[str]:
    study = found.study
    most = f"{found.asked['most']} inputs, and as many groups," if found.asked["most"] else "All of them"
    scenarios = found.asked["screen"] or len(study.scenarios)
    wide = f"from 0 to {WIDE:g} times the central value, as far as the cell may have it"
    looked = f"the {scenarios} weightiest of {len(study.scenarios)} scenarios"
    return [
        "One thing is moved at a time; all else is as in the files. The lead is that of the hub that is the best then.",
        f"{most} are searched in all scenarios: at low and high and half-way to them, then as wide as {wide}.",
        "A switch is confirmed by evaluation just before and behind it. 'Exact': there is none before it on its side.",
        f"The others are looked at in {looked}, at low and high; all other scenarios are taken to change as much.",
        "A cause moves all of its inputs: 0 = all at low, 0.5 = all central, 1 = all at high, straight in between.",
        "Where no low and high are known (a country's trade, a scenario's weight), half and double stand for them.",
        "A scenario's weight is moved at the cost of all others, which keep their proportions.",
        f"Corridors: the {MOST} whose loss alone costs most, in the weightiest scenario, the hub chosen anew.",
        "A corridor that is closed leaves open the links that it shares with one that is not.",
    ]
