"""Writing the corridor study's files: tables and picture."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from experiments.corridors.plots import draw_corridors
from experiments.corridors.study import CorridorStudy
from experiments.files import Written, staged, write_csv

DECIMALS = 3
"""Of dollars, tonnes and shares in CSV files."""


def write_corridors(study: CorridorStudy, folder: Path) -> Written:
    """Write the tables as CSV files, and the picture; one that cannot be drawn takes nothing with it.

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
        "unmet.csv": study.unmet,
        "corridor-costs.csv": study.costs,
    }
    with staged(folder) as files:
        for name, frame in frames.items():
            rounded = {column: DECIMALS for column in frame.columns if column.endswith(("_t", "_usd", "_per_t", "use"))}
            files.write(name, partial(write_csv, frame.round(rounded)))
        files.attempt("corridors.png", partial(draw_corridors, study))
        return files.settle(record=None)
