"""``silkhub resilience``."""

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
from experiments.files import results_folder
from experiments.question import Study
from experiments.recovery import BACKUP_DAYS, REACT_DAYS, resilience, resilience_words, write_resilience
from experiments.text import CaseProgress, table_console


def resilience_command(
    region: RegionOption = BUNDLED,
    hubs: HubsOption = None,
    gateways: GatewaysOption = None,
    scenarios: Annotated[
        str | None,
        typer.Option("--scenarios", "--scenario", help="Disruptions. Default: the region's own that have a duration."),
    ] = None,
    classes: ClassesOption = None,
    year: YearOption = None,
    room: RoomOption = True,
    react_days: Annotated[float, typer.Option(min=0, help="Days in which loads keep their hubs.")] = REACT_DAYS,
    backup_days: Annotated[
        float, typer.Option(min=0, help="Days until a backup hub is open; inf: never.")
    ] = BACKUP_DAYS,
    duration_days: Annotated[float | None, typer.Option(help="Days, in place of the scenarios' own.")] = None,
    recovery_days: Annotated[float | None, typer.Option(help="Days, in place of the scenarios' own.")] = None,
    draws: UndrawnOption = None,
    seed: UnseededOption = None,
    workers: WorkersOption = 0,
    scheduler: SchedulerOption = None,
    resume: ResumeOption = False,
    out: OutOption = Path("results/resilience"),
) -> int:
    """Follow what disruptions cost over time: while they last, and until all is as before."""
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
    with results_folder(out):
        with CaseProgress(console, "scenarios") as progress:
            try:
                found = resilience(
                    study,
                    react_days=react_days,
                    backup_days=backup_days,
                    duration_days=duration_days,
                    recovery_days=recovery_days,
                    store=out / "scenarios",
                    workers=workers,
                    scheduler=scheduler,
                    resume=resume,
                    progress=progress,
                )
            except KeyboardInterrupt:
                console.print(f"Stopped: {progress.done} of {progress.total} scenarios are kept; go on with --resume.")
                raise
        written = write_resilience(found, out, {"region": region, "year": year})
    for sentence in resilience_words(found):
        console.print(sentence)
    tell_undrawn(console, draws, seed)
    return max(tell_results(console, found.run), tell_written(console, written))
