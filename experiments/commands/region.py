"""``silkhub region``: make and check region folders."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

import geodata
from experiments.text import Screen, count

app = typer.Typer(help="Make and check region folders.", no_args_is_help=True)


@app.command("new")
def new_command(folder: Annotated[Path, typer.Argument(help="Folder to write to; new or empty.")]) -> None:
    """Write a small commented region to start from."""
    geodata.new_region(folder)
    Screen().print(
        f"Wrote a small region to {folder}. Change its files, then: silkhub region check {folder}", soft_wrap=True
    )


@app.command("check")
def check_command(
    region: Annotated[str, typer.Argument(help="Folder of the region, or a bundled region's name.")],
) -> int:
    """Report every fault of a region, with file, row and remedy."""
    faults = geodata.check_region(region)
    if faults:
        raise geodata.RegionError(str(region), faults)
    world = geodata.load_region(region)
    Screen().print(
        f"{world.title}: no faults. {count(len(world.places), 'place')}, "
        f"{count(len(world.data['links']), 'link')}, {count(len(world.classes), 'class')}, "
        f"{count(len(world.scenarios), 'scenario')}.",
        soft_wrap=True,
    )
    return 0
