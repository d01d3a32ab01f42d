"""``silkhub corridors``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

import geodata
from experiments.commands.options import BUNDLED, RegionOption, names, progress_screen, tell_written
from experiments.corridors import (
    HubChoice,
    bottleneck_table,
    choice_tables,
    choice_words,
    choose_hubs,
    corridor_tables,
    cost_table,
    room_table,
    study_corridors,
    write_corridors,
)
from experiments.files import results_folder
from experiments.text import ScenarioProgress, table_console
from optimize import InputError


def corridors_command(
    region: RegionOption = BUNDLED,
    scenarios: Annotated[
        str | None,
        typer.Option(help="Scenarios, separated by commas; base is always added. Default: the region's own."),
    ] = None,
    hubs: Annotated[
        str | None,
        typer.Option(help="Hubs that are open, by name or id, separated by commas, gateways too. Default: none."),
    ] = None,
    choose: Annotated[
        int, typer.Option(help="Choose so many hubs beside those of --hubs, in sight of full corridors. Default: none.")
    ] = 0,
    candidates: Annotated[
        str | None, typer.Option(help="Hubs that --choose may take, separated by commas. Default: the region's own.")
    ] = None,
    start: Annotated[
        str | None,
        typer.Option("--from", help="Count only the exports of these countries or groups on corridors, e.g. CHN,KAZ."),
    ] = None,
    end: Annotated[
        str | None, typer.Option("--to", help="Count only the imports of these countries or groups on corridors.")
    ] = None,
    out: Annotated[Path, typer.Option(help="Folder of the results.")] = Path("results"),
    time_limit: Annotated[float | None, typer.Option(help="Seconds for each scenario. Default: no limit.")] = None,
) -> int:
    """Route all freight within the capacities of links, scheduled services and hubs; say what an extra tonne is worth.

    Every class travels door to door by its own direct service, full loads also by scheduled services. No hub is open
    but those that --hubs names; their fixed costs are told apart. With --choose, each scenario's best hubs are found
    first (default: base alone), and the rest is told with those of base open.
    """
    if time_limit is not None and not time_limit > 0:
        raise InputError([f"the time limit is {time_limit:g}: give seconds above 0, or leave it out"])
    if choose < 0 or (candidates is not None and not choose):
        raise InputError(["say with --choose how many hubs to choose: 1 or more, or leave it and --candidates out"])
    console = table_console()
    world = geodata.load_region(region)
    choice: HubChoice | None = None
    named, given = names(scenarios), tuple(names(hubs) or ())
    with results_folder(out):
        with ScenarioProgress(progress_screen(quiet=False)) as progress:
            try:
                if choose:
                    choice = choose_hubs(
                        world,
                        choose,
                        named,
                        hubs=given,
                        candidates=names(candidates),
                        time_limit=time_limit,
                        progress=progress,
                    )
                    named, given = list(choice.runs), choice.runs["base"].limited.hubs
                study = study_corridors(
                    world,
                    named,
                    hubs=given,
                    start=names(start) or (),
                    end=names(end) or (),
                    time_limit=time_limit,
                    progress=progress,
                )
            except KeyboardInterrupt:
                console.print(f"Stopped in scenario {progress.done + 1} of {progress.total}: this study keeps nothing.")
                raise
        written = write_corridors(study, out, choice)
    console.print(cost_table(study))
    for table in corridor_tables(study):
        console.print(table)
    console.print(bottleneck_table(study))
    rooms = room_table(study)
    if rooms is not None:
        console.print(rooms)
    if choice is not None:
        for table in choice_tables(choice):
            console.print(table)
        for sentence in choice_words(choice):
            console.print(sentence)
    return tell_written(console, written)
