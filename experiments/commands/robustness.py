"""``silkhub robustness``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from experiments.commands.options import (
    BUNDLED,
    CaseLimitOption,
    ClassesOption,
    DrawsOption,
    GatewaysOption,
    HubsOption,
    OutOption,
    RegionOption,
    ResumeOption,
    RoomOption,
    ScenariosOption,
    SchedulerOption,
    SeedOption,
    WorkersOption,
    YearOption,
    names,
    tell_results,
    tell_written,
)
from experiments.files import results_folder
from experiments.question import Study
from experiments.text import CaseProgress, table_console
from experiments.uncertainty import DRAWS, robustness, robustness_words, shares_table, write_robustness


def robustness_command(
    region: RegionOption = BUNDLED,
    hubs: HubsOption = None,
    gateways: GatewaysOption = None,
    scenarios: ScenariosOption = None,
    classes: ClassesOption = None,
    year: YearOption = None,
    room: RoomOption = True,
    draws: DrawsOption = DRAWS,
    seed: SeedOption = 0,
    method: Annotated[
        str, typer.Option(help="How the causes of uncertainty are spread: latin (hypercube), sobol or random.")
    ] = "latin",
    correlation: Annotated[
        float | None,
        typer.Option(help="Of two inputs of one cause, 0 to 1; 0 draws each number on its own. Default: 0.5."),
    ] = None,
    years: Annotated[
        int,
        typer.Option(
            min=0,
            help="Years to simulate in each draw, disruptions overlapping by chance. 0: each scenario "
            "on its own, by the share of the time that it is in force.",
        ),
    ] = 0,
    pairs: Annotated[bool, typer.Option(help="Whether all pairs of hubs are evaluated.")] = True,
    workers: WorkersOption = 0,
    scheduler: SchedulerOption = None,
    case_limit: CaseLimitOption = None,
    resume: ResumeOption = False,
    out: OutOption = Path("results/robustness"),
) -> int:
    """Draw all uncertain inputs together, and count how often each hub is best."""
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
        with CaseProgress(console, "draws") as progress:
            try:
                found = robustness(
                    study,
                    draws=draws,
                    seed=seed,
                    method=method,
                    correlation=correlation,
                    years=years,
                    pairs=pairs,
                    store=out / "draws",
                    workers=workers,
                    scheduler=scheduler,
                    limit_s=case_limit,
                    resume=resume,
                    progress=progress,
                )
            except KeyboardInterrupt:
                console.print(f"Stopped: {progress.done} of {progress.total} draws are kept; go on with --resume.")
                raise
        written = write_robustness(found, out, {"region": region, "year": year})
    console.print(shares_table(found))
    for sentence in robustness_words(found):
        console.print(sentence)
    return max(tell_results(console, found.run), tell_written(console, written))
