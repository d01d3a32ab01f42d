"""``silkhub calibrate``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

import geodata
from experiments.calibration import calibration_table, draw_calibration, misses
from experiments.commands.options import BUNDLED, RegionOption
from experiments.text import table_console
from optimize import InputError


def calibrate_command(
    region: RegionOption = BUNDLED,
    out: Annotated[Path, typer.Option(help="Folder for calibration.csv and calibration.png.")] = Path("results"),
) -> None:
    """Compare the model with every observation that the region lists: times, costs, distances, shares, masses."""
    console = table_console()
    world = geodata.load_region(region)
    with console.status("running the model"):
        frame = world.calibration()
    if frame.empty:
        raise InputError([f"region {world.name} has no references: add rows to references.csv to calibrate against"])
    out.mkdir(parents=True, exist_ok=True)
    table, picture = out / "calibration.csv", out / "calibration.png"
    frame.to_csv(table)
    draw_calibration(world, frame, picture)
    console.print(calibration_table(frame))
    missed = misses(frame)
    if missed:
        console.print("Misses:", highlight=False)
        for sentence in missed:
            console.print(f"  - {sentence}", highlight=False, markup=False)
    console.print(f"Written: {table}, {picture}", highlight=False, markup=False, soft_wrap=True)
