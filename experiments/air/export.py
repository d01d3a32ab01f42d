"""Writing the files of the air study: tables, picture, record."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd

from experiments.air.plots import draw_air
from experiments.air.study import AirStudy
from experiments.files import Written, staged, write_csv, write_text

RECORD = "run.json"
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
        "volumes.csv": study.volumes,
        "growth.csv": study.curve,
        "draws.csv": study.draws,
    }
    with staged(folder) as files:
        for name, frame in frames.items():
            files.write(name, partial(write_csv, _rounded(frame)))
        files.attempt("air.png", partial(draw_air, study))
        record = _record(study, dict(arguments or {}), files.digests(), files.failures)
        files.write(RECORD, partial(write_text, text=json.dumps(record, indent=1, ensure_ascii=False) + "\n"))
        return files.settle(RECORD)


def _rounded(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.round({column: DECIMALS for column in frame.columns if column.endswith(("_usd", "_t"))})


def _record(
    study: AirStudy, arguments: dict[str, Any], digests: Mapping[str, str], failures: Mapping[str, str]
) -> dict[str, Any]:
    question = study.question
    region = question.region
    return {
        "command": "air",
        "written": datetime.now(UTC).isoformat(timespec="seconds"),
        "arguments": {
            **arguments,
            "classes": question.classes,
            "hubs": list(question.study.hubs),
            "gateways": list(question.study.gateways),
            "scenarios": list(question.study.scenarios),
            "flights": list(question.flights),
        },
        "chosen": list(question.chosen),
        "fixed_cost": question.fixed,
        "region": {
            "name": region.name,
            "title": region.title,
            "base_year": region.base_year,
            "overrides": [str(item) for item in region.overrides],
        },
        "probability": dict(question.study.probability),
        "verdict": study.verdict,
        "seconds": round(study.seconds, 3),
        "files": dict(digests),
        "failures": dict(failures),
    }
