"""``silkhub region``: make and check region folders."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

import geodata
from experiments.text import count

app = typer.Typer(help="Make and check region folders.", no_args_is_help=True)


@app.command("new")
def new_command(folder: Annotated[Path, typer.Argument(help="Folder to write to; new or empty.")]) -> None:
    """Write a small commented region to start from."""
    geodata.new_region(folder)
    Console().print(
        f"Wrote a small region to {folder}. Change its files, then: silkhub region check {folder}",
        highlight=False, markup=False, soft_wrap=True,
    )  # fmt: skip


@app.command("check")
def check_command(
    region: Annotated[str, typer.Argument(help="Folder of the region, or a bundled region's name.")],
) -> int:
    """Report every fault of a region, with file, row and remedy."""
    faults = geodata.check_region(region)
    if faults:
        raise geodata.RegionError(str(region), faults)
    world = geodata.load_region(region)
    Console().print(
        f"{world.title}: no faults. {count(len(world.places), 'place')}, "
        f"{count(len(world.data['links']), 'link')}, {count(len(world.classes), 'class')}, "
        f"{count(len(world.scenarios), 'scenario')}.",
        highlight=False, markup=False, soft_wrap=True,
    )  # fmt: skip
    return 0
