"""``silkhub criticality``."""

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
from experiments.failures import WORST, criticality, criticality_words, write_criticality
from experiments.files import results_folder
from experiments.question import Study
from experiments.text import CaseProgress, table_console


def criticality_command(
    region: RegionOption = BUNDLED,
    hubs: HubsOption = None,
    gateways: GatewaysOption = None,
    scenario: Annotated[
        str, typer.Option("--scenario", help="State of the world in which something is lost.")
    ] = "base",
    links: Annotated[
        str, typer.Option("--links", help="Single links: those that some cheapest path uses ('used'), 'all' or 'none'.")
    ] = "used",
    incumbent: Annotated[
        str | None, typer.Option("--incumbent", help="The hub that is kept. Default: the region's, or the best.")
    ] = None,
    classes: ClassesOption = None,
    year: YearOption = None,
    room: RoomOption = True,
    worst: Annotated[
        int,
        typer.Option("--worst", min=0, help="Worst losses that are looked at in pairs, and for their freight's way."),
    ] = WORST,
    pairs: Annotated[bool, typer.Option("--pairs/--no-pairs", help="Whether two are lost together as well.")] = True,
    p: Annotated[
        int, typer.Option("--p", min=0, help="Hubs beside the gateways in the adversary's view; 0: leave it out.")
    ] = 3,
    draws: UndrawnOption = None,
    seed: UnseededOption = None,
    workers: WorkersOption = 0,
    scheduler: SchedulerOption = None,
    resume: ResumeOption = False,
    out: OutOption = Path("results/criticality"),
) -> int:
    """Rank corridors, border crossings, links and hubs by what their loss costs."""
    console = table_console()
    study = Study.of(
        region,
        hubs=names(hubs),
        gateways=names(gateways),
        incumbent=incumbent,
        classes=names(classes),
        year=year,
        room=room,
    )
    with results_folder(out):
        with CaseProgress(console, "losses") as progress:
            try:
                found = criticality(
                    study,
                    scenario=scenario,
                    links=links,
                    worst=worst,
                    pairs=pairs,
                    p=p,
                    store=out / "losses",
                    workers=workers,
                    scheduler=scheduler,
                    resume=resume,
                    progress=progress,
                )
            except KeyboardInterrupt:
                console.print(f"Stopped: {progress.done} of {progress.total} losses are kept; go on with --resume.")
                raise
        arguments = {"region": region, "scenario": scenario, "links": links, "worst": worst, "p": p, "year": year}
        written = write_criticality(found, out, arguments)
    for sentence in criticality_words(found):
        console.print(sentence)
    tell_undrawn(console, draws, seed)
    return max(*(tell_results(console, run) for run in found.runs), tell_written(console, written))
