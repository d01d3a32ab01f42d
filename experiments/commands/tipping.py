"""``silkhub tipping``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from experiments.commands.options import (
    BUNDLED,
    ClassesOption,
    GatewaysOption,
    HubsOption,
    OutOption,
    RegionOption,
    ResumeOption,
    RoomOption,
    ScenariosOption,
    SchedulerOption,
    UndrawnOption,
    UnseededOption,
    WorkersOption,
    YearOption,
    names,
    tell_results,
    tell_undrawn,
    tell_written,
)
from experiments.files import results_folder
from experiments.question import Study
from experiments.text import CaseProgress, table_console
from experiments.turning import GRID, MOST, SCREEN, WITHIN, list_levers, tipping, tipping_words, write_tipping


def tipping_command(
    region: RegionOption = BUNDLED,
    hubs: HubsOption = None,
    gateways: GatewaysOption = None,
    scenarios: ScenariosOption = None,
    classes: ClassesOption = None,
    year: YearOption = None,
    room: RoomOption = True,
    inputs: Annotated[
        str | None,
        typer.Option(help="Ids of uncertain inputs, causes or kinds, separated by semicolons. Default: all there are."),
    ] = None,
    most: Annotated[
        int,
        typer.Option(
            min=0,
            help="How many inputs are searched, and how many causes, countries and capacities; those whose lead is the "
            "least in a first look. 0: all.",
        ),
    ] = MOST,
    screen: Annotated[int, typer.Option(min=0, help="Weightiest scenarios of the first look. 0: all.")] = SCREEN,
    map_of: Annotated[
        str | None,
        typer.Option("--map", help="Two or three ids or causes, separated by semicolons, for maps of who wins where."),
    ] = None,
    grid: Annotated[int, typer.Option(min=0, help="Values of each on a map; 0: no map.")] = GRID,
    within: Annotated[float, typer.Option(help="Sets that cost at most so much more are near the best.")] = WITHIN,
    worth: Annotated[bool, typer.Option(help="Whether sets of hubs and of corridors are evaluated as well.")] = True,
    draws: UndrawnOption = None,
    seed: UnseededOption = None,
    workers: WorkersOption = 0,
    scheduler: SchedulerOption = None,
    resume: ResumeOption = False,
    out: OutOption = Path("results/tipping"),
) -> int:
    """Find how far each input must move before another hub is the best."""
    console = table_console()
    study = Study.of(
        region,
        hubs=names(hubs),
        gateways=names(gateways),
        scenarios=names(scenarios),
        classes=names(classes),
        year=year,
        room=room,
    )
    known = [lever.id for lever in list_levers(study)] if inputs or map_of else []
    with results_folder(out):
        with CaseProgress(console, "cases") as progress:
            try:
                found = tipping(
                    study,
                    inputs=names(inputs, known),
                    most=most,
                    screen=screen,
                    map_of=names(map_of, known),
                    grid=grid,
                    within=within,
                    worth=worth,
                    store=out / "cases",
                    workers=workers,
                    scheduler=scheduler,
                    resume=resume,
                    progress=progress,
                )
            except KeyboardInterrupt:
                console.print(f"Stopped: {progress.done} of {progress.total} cases are kept; go on with --resume.")
                raise
        written = write_tipping(found, out, {"region": region, "year": year})
    for sentence in tipping_words(found):
        console.print(sentence)
    tell_undrawn(console, draws, seed)
    return max([tell_results(console, run) for run in found.runs] + [tell_written(console, written)])
