"""``silkhub verdict``."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from experiments.commands.options import (
    BUNDLED,
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
    tell_written,
    whole_number,
)
from experiments.files import results_folder
from experiments.judgement import DRAWS, SEARCHED, verdict, verdict_words, write_verdict
from experiments.question import Study
from experiments.text import CaseProgress, table_console
from optimize import InputError


def verdict_command(
    region: RegionOption = BUNDLED,
    hubs: HubsOption = None,
    gateways: GatewaysOption = None,
    scenarios: ScenariosOption = None,
    incumbent: Annotated[
        str | None, typer.Option(help="Hub that is claimed to be first. Default: the region's own, else the best.")
    ] = None,
    challenger: Annotated[
        str | None,
        typer.Option(
            help="Hub that is claimed to be its likeliest alternative. Default: the region's own, else the next."
        ),
    ] = None,
    year: YearOption = None,
    years: Annotated[
        str | None, typer.Option(help="Further states of the world, as 2025. Default: all that the region has.")
    ] = None,
    air: Annotated[bool, typer.Option(help="Whether freight that flies is judged alone as well.")] = True,
    room: RoomOption = True,
    draws: Annotated[
        int, typer.Option("--draws", min=2, help="Draws of the headline; other cases have 60 to 300.")
    ] = DRAWS,
    seed: SeedOption = 0,
    most: Annotated[
        int,
        typer.Option(min=0, help="Inputs, causes, capacities, countries whose switching values are searched; 0: all."),
    ] = SEARCHED,
    workers: WorkersOption = 0,
    scheduler: SchedulerOption = None,
    resume: ResumeOption = False,
    out: OutOption = Path("results/verdict"),
) -> int:
    """Judge whether the incumbent stays first and the challenger comes next, with all evidence on one page."""
    console = table_console()
    study = Study.of(
        region,
        hubs=names(hubs),
        gateways=names(gateways),
        scenarios=names(scenarios),
        incumbent=incumbent,
        challenger=challenger,
        year=year,
        room=room,
    )
    bars: list[CaseProgress] = []

    @contextmanager
    def watch(title: str) -> Iterator[CaseProgress]:
        with CaseProgress(console, title) as progress:
            bars.append(progress)
            yield progress

    with results_folder(out):
        try:
            found = verdict(
                study,
                draws=draws,
                seed=seed,
                years=_years(years),
                air=air,
                most=most,
                store=out / "cases",
                workers=workers,
                scheduler=scheduler,
                resume=resume,
                watch=watch,
            )
        except KeyboardInterrupt:
            done = f"{bars[-1].done} of {bars[-1].total} cases of step {len(bars)}" if bars else "nothing"
            console.print(f"Stopped: {done} and all steps before it are kept; go on with --resume.")
            raise
        written = write_verdict(found, out, {"region": region, "year": year})
    for sentence in verdict_words(found):
        console.print(sentence)
    return tell_written(console, written)


def _years(text: str | None) -> list[int] | None:
    given = names(text)
    if given is None:
        return None
    numbers = [whole_number(item) for item in given]
    wrong = [item for item, number in zip(given, numbers, strict=True) if number is None]
    if wrong:
        raise InputError([f"year {item!r} is no whole number: give years as 2023,2025" for item in wrong])
    return [number for number in numbers if number is not None]
