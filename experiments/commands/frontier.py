"""``silkhub frontier``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from experiments.commands.options import (
    BUNDLED,
    CaseLimitOption,
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
from experiments.tradeoffs import frontier, frontier_words, write_frontier


def frontier_command(
    region: RegionOption = BUNDLED,
    hubs: HubsOption = None,
    gateways: GatewaysOption = None,
    scenarios: ScenariosOption = None,
    classes: ClassesOption = None,
    year: YearOption = None,
    room: RoomOption = True,
    p: Annotated[
        int | None, typer.Option("--p", help="Most hubs beside the gateways. Default: 6, or as many as there are.")
    ] = None,
    draws: UndrawnOption = None,
    seed: UnseededOption = None,
    workers: WorkersOption = 0,
    scheduler: SchedulerOption = None,
    case_limit: CaseLimitOption = None,
    resume: ResumeOption = False,
    out: OutOption = Path("results/frontier"),
) -> int:
    """Weigh expected cost against worst case, largest regret and the tail, for one hub, two hubs and more."""
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
                found = frontier(
                    study,
                    p_max=p,
                    store=out / "scenarios",
                    workers=workers,
                    scheduler=scheduler,
                    limit_s=case_limit,
                    resume=resume,
                    progress=progress,
                )
            except KeyboardInterrupt:
                console.print(f"Stopped: {progress.done} of {progress.total} scenarios are kept; go on with --resume.")
                raise
        written = write_frontier(found, out, {"region": region, "year": year})
    for sentence in frontier_words(found):
        console.print(sentence)
    tell_undrawn(console, draws, seed)
    return max(tell_results(console, found.run), tell_written(console, written))
