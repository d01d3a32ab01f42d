"""``silkhub air``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from experiments.air import AirQuestion, airport_rows, hub_table, study_air, write_air
from experiments.commands.options import BUNDLED, RegionOption, names, progress_screen, tell_written
from experiments.files import results_folder
from experiments.text import ScenarioProgress, table_console
from optimize import InputError


def air_command(
    region: RegionOption = BUNDLED,
    classes: Annotated[
        str | None,
        typer.Option(help="Commodity classes, separated by commas. Default: those of which some flies, no hub open."),
    ] = None,
    hubs: Annotated[
        str | None,
        typer.Option(help="Candidate hubs. Default: air_hubs of region.toml, else its candidates with a flight."),
    ] = None,
    gateways: Annotated[
        str | None,
        typer.Option(help="Airports that feed the hub. Default: five with most room on flights to the hubs."),
    ] = None,
    scenarios: Annotated[
        str | None,
        typer.Option(help="Scenarios; base is always added. Default: the region's own."),
    ] = None,
    flight: Annotated[
        str | None,
        typer.Option(help="Flights to value, by id or ends (TYN-ALA), or 'none'. Default: watched_links."),
    ] = None,
    fixed_usd: Annotated[
        float | None, typer.Option(help="What any hub costs in a year. Default: the region's fixed costs.")
    ] = None,
    fixed_share: Annotated[
        float | None, typer.Option(help="Share of the region's fixed costs of hubs. Default: 1.")
    ] = None,
    best: Annotated[
        int, typer.Option(help="Hubs whose break-even is looked for; 0: no break-evens, of flights neither.")
    ] = 5,
    draws: Annotated[
        int,
        typer.Option(help="Draws of all uncertain inputs in which the hubs are compared as well; one takes a second."),
    ] = 0,
    year: Annotated[
        int | None, typer.Option(help="Year of the region's data, as 2025. Default: its base year.")
    ] = None,
    out: Annotated[Path, typer.Option(help="Folder of the results.")] = Path("results"),
) -> int:
    """Ask where a hub of air cargo should be, what flights are worth, and from which volume on they pay."""
    wrong = [
        f"{what} is {value}: give {meant}, 0 or more"
        for what, value, meant in (
            ("best", best, "the number of hubs whose break-even is looked for"),
            ("draws", draws, "the number of draws"),
        )
        if value < 0
    ]
    if wrong:
        raise InputError(wrong)
    console = table_console()
    question = AirQuestion.of(
        region,
        classes=names(classes),
        hubs=names(hubs),
        gateways=names(gateways),
        scenarios=names(scenarios),
        flights=names(flight),
        fixed_usd=fixed_usd,
        fixed_share=fixed_share,
        year=year,
    )
    with results_folder(out):
        with ScenarioProgress(progress_screen(quiet=False)) as progress:
            try:
                study = study_air(question, best=best, draws=draws, progress=progress)
            except KeyboardInterrupt:
                console.print(f"Stopped in step {progress.done + 1} of {progress.total}: this study keeps nothing.")
                raise
        written = write_air(study, out, {"region": region, "best": best, "draws": draws, "year": year})
    console.print(hub_table(study))
    console.print(airport_rows(study))
    for sentence in (*(f"Chosen by the data: {words}." for words in question.chosen), *study.verdict):
        console.print(sentence)
    return tell_written(console, written)
