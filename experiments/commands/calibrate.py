"""``silkhub calibrate``."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from experiments.commands.options import BUNDLED, RegionOption, tell_written
from experiments.start import loading
from experiments.text import table_console
from optimize import InputError


def calibrate_command(
    region: RegionOption = BUNDLED,
    out: Annotated[Path, typer.Option(help="Folder for the tables and the picture.")] = Path("results"),
) -> int:
    """Compare the model with every observation that the region lists: times, costs, distances, shares, masses.

    One counts as met if the model is within its range and within 15% of its value. Those that the model was fitted to,
    that were seen while it was built, and fresh ones are counted apart.
    """
    with loading():
        import geodata
        from experiments.calibration import calibration_table, draw_calibration, misses, summary, summary_table
        from experiments.files import results_folder, staged, write_csv

    console = table_console()
    world = geodata.load_region(region)
    if not len(world.data["references"]):
        raise InputError([f"region {world.name} has no references: add rows to references.csv to calibrate against"])
    with results_folder(out):
        with console.status("running the model"):
            frame = world.calibration()
        with staged(out) as files:
            files.write("calibration.csv", partial(write_csv, frame.reset_index()))
            files.write("calibration-summary.csv", partial(write_csv, summary(frame)))
            files.attempt("calibration.png", partial(draw_calibration, world, frame))
            written = files.settle(record=None)
    console.print(calibration_table(frame))
    console.print(summary_table(frame))
    missed = misses(frame)
    if missed:
        console.print("Misses:")
        for sentence in missed:
            console.print(f"  - {sentence}")
    return tell_written(console, written)
