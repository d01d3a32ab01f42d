"""Writing the corridor study's files: tables and picture."""

from __future__ import annotations

from pathlib import Path

from experiments.corridors.plots import draw_corridors
from experiments.corridors.study import CorridorStudy

DECIMALS = 3
"""Of dollars, tonnes and shares in CSV files."""


def write_corridors(study: CorridorStudy, folder: Path) -> list[Path]:
    """Write the tables as CSV files, and the picture.

    Parameters
    ----------
    study : CorridorStudy
    folder : Path
        Made where it is missing.

    Returns
    -------
    list of Path
        The files written.

    Raises
    ------
    OSError
        If the folder cannot be written to.
    """
    folder.mkdir(parents=True, exist_ok=True)
    frames = {
        "corridors.csv": study.corridors,
        "bottlenecks.csv": study.bottlenecks,
        "unmet.csv": study.unmet,
        "corridor-costs.csv": study.costs,
    }
    for name, frame in frames.items():
        rounded = {column: DECIMALS for column in frame.columns if column.endswith(("_t", "_usd", "_per_t", "use"))}
        frame.round(rounded).to_csv(folder / name, index=False)
    picture = folder / "corridors.png"
    draw_corridors(study, picture)
    return [*(folder / name for name in frames), picture]
