"""``silkhub corridors``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

import geodata
from experiments.commands.options import BUNDLED, RegionOption, names
from experiments.comparison import print_width
from experiments.corridors import (
    CorridorStudy,
    bottleneck_table,
    corridor_tables,
    cost_table,
    draw_corridors,
    study_corridors,
)
from experiments.text import ScenarioProgress
from optimize import InputError

DECIMALS = 3


def corridors_command(
    region: RegionOption = BUNDLED,
    scenarios: Annotated[
        str | None,
        typer.Option(help="Scenarios, separated by commas; base is always there. Default: the region's own."),
    ] = None,
    start: Annotated[
        str | None,
        typer.Option("--from", help="Count on corridors only what these countries or groups send, e.g. CHN,KAZ."),
    ] = None,
    end: Annotated[
        str | None, typer.Option("--to", help="Count on corridors only what these countries or groups receive.")
    ] = None,
    out: Annotated[Path, typer.Option(help="Folder of the results.")] = Path("results"),
    time_limit: Annotated[float | None, typer.Option(help="Seconds for each scenario. Default: no limit.")] = None,
) -> None:
    """Route all freight within the capacities: corridors, bottlenecks, what an extra tonne is worth, what is unmet.

    Every class travels door to door by its own direct service; no hub is open.
    """
    if time_limit is not None and not time_limit > 0:
        raise InputError([f"the time limit is {time_limit:g}: give seconds above 0, or leave it out"])
    console = Console()
    console.width = print_width(console.width, terminal=console.is_terminal)
    world = geodata.load_region(region)
    with ScenarioProgress(console) as progress:
        study = study_corridors(
            world,
            names(scenarios),
            start=names(start) or (),
            end=names(end) or (),
            time_limit=time_limit,
            progress=progress,
        )
    written = write_corridors(study, out)
    console.print(cost_table(study))
    for table in corridor_tables(study):
        console.print(table)
    console.print(bottleneck_table(study))
    console.print(f"Written: {', '.join(str(path) for path in written)}", highlight=False, markup=False, soft_wrap=True)


def write_corridors(study: CorridorStudy, folder: Path) -> list[Path]:
    """Write the tables as CSV files and the picture; return their paths."""
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
