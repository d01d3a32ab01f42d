"""``silkhub air``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from experiments.commands.options import (
    BUNDLED,
    JsonOption,
    ModesOption,
    QuietOption,
    RegionOption,
    ScenarioFileOption,
    ScenariosOption,
    SetOption,
    YearOption,
    asked_scenarios,
    json_results,
    names,
    print_json,
    progress_screen,
    tell_changed,
    tell_written,
)
from experiments.start import loading
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
    scenarios: ScenariosOption = None,
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
    modes: ModesOption = None,
    scenario_file: ScenarioFileOption = None,
    changes: SetOption = None,
    year: YearOption = None,
    out: Annotated[Path, typer.Option(help="Folder of the results.")] = Path("results"),
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> int:
    """Ask where a hub of air cargo should be, what flights are worth, and from which volume on they pay."""
    with loading():
        from experiments.air import AirQuestion, airport_rows, hub_table, study_air, write_air
        from experiments.files import results_folder

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
        scenarios=asked_scenarios(scenarios, scenario_file),
        flights=names(flight),
        fixed_usd=fixed_usd,
        fixed_share=fixed_share,
        year=year,
        modes=names(modes),
        changes=changes or (),
    )
    with results_folder(out):
        with ScenarioProgress(progress_screen(quiet=quiet)) as progress:
            try:
                study = study_air(question, best=best, draws=draws, progress=progress)
            except KeyboardInterrupt:
                console.print(f"Stopped in step {progress.done + 1} of {progress.total}: this study keeps nothing.")
                raise
        written = write_air(study, out, {"region": region, "best": best, "draws": draws, "year": year})
    chosen = [f"Chosen by the data: {words}." for words in question.chosen]
    told = [hub_table(study), airport_rows(study), *chosen, *study.verdict]
    if as_json:
        print_json(json_results(told, question.study, written))
        console.quiet = True
    for item in told:
        console.print(item)
    tell_changed(console, question.study)
    return tell_written(console, written)
