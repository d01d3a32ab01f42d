"""Writing the files of the air study: tables, picture, record."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

from experiments.air.plots import draw_air
from experiments.air.study import AirStudy
from experiments.files import Written, json_ready, machine_facts, rounded, run_facts, staged, write_csv, write_record

RECORD = "air.json"
"""The file that vouches for the others."""
DECIMALS = 2
"""Of dollars and tonnes in CSV files."""


def write_air(study: AirStudy, folder: Path, arguments: Mapping[str, Any] | None = None) -> Written:
    """Write the tables as CSV files, the picture and the record; a picture that fails takes nothing with it.

    Parameters
    ----------
    study : AirStudy
    folder : Path
        Made where it is missing.
    arguments : mapping, optional
        What the run was asked for, for its record.

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
        "air.csv": study.hubs,
        "flights.csv": study.flights,
        "airports.csv": study.airports,
        "air-volumes.csv": study.volumes,
        "air-growth.csv": study.curve,
        "air-draws.csv": study.draws,
    }
    with staged(folder) as files:
        for name, frame in frames.items():
            files.write(name, partial(write_csv, rounded(frame, ("_usd", "_t"), DECIMALS)))
        files.attempt("air.png", partial(draw_air, study))
        write_record(files, _record(study, arguments or {}), RECORD)
        return files.settle(RECORD)


def _record(study: AirStudy, arguments: Mapping[str, Any]) -> dict[str, Any]:
    question = study.question
    asked = {
        **arguments,
        "classes": question.classes,
        "hubs": list(question.study.hubs),
        "gateways": list(question.study.gateways),
        "scenarios": list(question.study.scenarios),
        "flights": list(question.flights),
    }
    record = {
        **run_facts("air", asked, question.region, question.study.warnings),
        "chosen": list(question.chosen),
        "fixed_cost": question.fixed,
        "probability": dict(question.study.probability),
        "verdict": study.verdict,
        "seconds": round(study.seconds, 3),
        **machine_facts(),
    }
    ready: dict[str, Any] = json_ready(record)
    return ready
