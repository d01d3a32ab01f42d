"""Writing the corridor study's files: tables, picture and the record of the run."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from experiments.corridors.choice import HubChoice
from experiments.corridors.choice_plots import draw_choice
from experiments.corridors.choice_tables import choice_words
from experiments.corridors.plots import draw_corridors
from experiments.corridors.study import CorridorStudy
from experiments.files import Written, json_ready, machine_facts, rounded, run_facts, staged, write_csv, write_record

RECORD = "corridors.json"
"""The file that vouches for the others."""
DECIMALS = 3
"""Of dollars, tonnes and shares in CSV files."""
DOLLARS_AND_TONNES = ("_t", "_usd", "_per_t", "use", "load", "capacity")
"""Ends of the columns that are rounded."""


def write_corridors(study: CorridorStudy, folder: Path, choice: HubChoice | None = None) -> Written:
    """Write the tables as CSV files, the picture and the record; one that cannot be drawn takes nothing with it.

    Parameters
    ----------
    study : CorridorStudy
    folder : Path
        Made where it is missing.
    choice : HubChoice, optional
        How the study's hubs were chosen.

    Returns
    -------
    Written
        The files, and those that could not be made.

    Raises
    ------
    OSError
        If the folder cannot be written to; the files of an earlier run are as they were then.
    """
    frames = {
        "corridors.csv": study.corridors,
        "bottlenecks.csv": study.bottlenecks,
        "rooms.csv": study.rooms,
        "unmet.csv": study.unmet,
        "corridor-costs.csv": study.costs,
    }
    if choice is not None:
        frames |= {"hub-choice.csv": choice.costs, "hub-sets.csv": choice.sets, "hub-candidates.csv": choice.hubs}
    with staged(folder) as files:
        for name, frame in frames.items():
            files.write(name, partial(write_csv, rounded(frame, DOLLARS_AND_TONNES, DECIMALS)))
        files.attempt("corridors.png", partial(draw_corridors, study))
        if choice is not None:
            files.attempt("hub-choice.png", partial(draw_choice, choice))
        write_record(files, run_record(study, choice), RECORD)
        return files.settle(record=RECORD)


def run_record(study: CorridorStudy, choice: HubChoice | None = None) -> dict[str, Any]:
    """Collect what is needed to make the same results again.

    Parameters
    ----------
    study : CorridorStudy
    choice : HubChoice, optional
        How the study's hubs were chosen.

    Returns
    -------
    dict
        Ready for JSON.
    """
    asked: dict[str, Any] = {
        "scenarios": list(study.runs),
        "hubs": list(study.hubs),
        "open_gateways": list(study.gateways),
        "from": study.start,
        "to": study.end,
        "classes": list(study.classes),
    }
    costs = study.costs.set_index("scenario")
    told = costs[["cost_usd", "due_to_capacity_usd", "hub_fixed_usd", "unmet_t", "gap", "status", "seconds"]]
    found: dict[str, Any] = {"found": told.to_dict("index")}
    if choice is not None:
        asked |= {"choose": choice.p, "open_anyway": list(choice.given), "candidates": list(choice.candidates)}
        found |= {"hub_choice": choice.costs.set_index("scenario").to_dict("index"), "verdict": choice_words(choice)}
    record = {**run_facts("corridors", asked, study.region, study.warnings), **found, **machine_facts()}
    ready: dict[str, Any] = json_ready(record)
    return ready
