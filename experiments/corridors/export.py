"""Writing the corridor study's files: tables, picture and the record of the run."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from experiments.corridors.plots import draw_corridors
from experiments.corridors.study import CorridorStudy
from experiments.files import Written, json_ready, machine_facts, rounded, run_facts, staged, write_csv, write_record

RECORD = "corridors.json"
"""The file that vouches for the others."""
DECIMALS = 3
"""Of dollars, tonnes and shares in CSV files."""
DOLLARS_AND_TONNES = ("_t", "_usd", "_per_t", "use", "load", "capacity")
"""Ends of the columns that are rounded."""


def write_corridors(study: CorridorStudy, folder: Path) -> Written:
    """Write the tables as CSV files, the picture and the record; one that cannot be drawn takes nothing with it.

    Parameters
    ----------
    study : CorridorStudy
    folder : Path
        Made where it is missing.

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
    with staged(folder) as files:
        for name, frame in frames.items():
            files.write(name, partial(write_csv, rounded(frame, DOLLARS_AND_TONNES, DECIMALS)))
        files.attempt("corridors.png", partial(draw_corridors, study))
        write_record(files, run_record(study), RECORD)
        return files.settle(record=RECORD)


def run_record(study: CorridorStudy) -> dict[str, Any]:
    """Collect what is needed to make the same results again.

    Parameters
    ----------
    study : CorridorStudy

    Returns
    -------
    dict
        Ready for JSON.
    """
    asked = {"scenarios": list(study.runs), "hubs": list(study.hubs), "from": study.start, "to": study.end}
    costs = study.costs.set_index("scenario")
    told = costs[["cost_usd", "due_to_capacity_usd", "hub_fixed_usd", "unmet_t", "gap", "status", "seconds"]]
    record = {**run_facts("corridors", asked, study.region), "found": told.to_dict("index"), **machine_facts()}
    ready: dict[str, Any] = json_ready(record)
    return ready
