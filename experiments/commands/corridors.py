"""``silkhub corridors``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from experiments.commands.options import (
    BUNDLED,
    ClassesOption,
    GatewaysOption,
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

if TYPE_CHECKING:
    from experiments.corridors import CorridorStudy, HubChoice


def corridors_command(
    region: RegionOption = BUNDLED,
    scenarios: ScenariosOption = None,
    hubs: Annotated[
        str | None,
        typer.Option(help="Hubs that are open beside the gateways, by name or id, separated by commas. Default: none."),
    ] = None,
    gateways: GatewaysOption = None,
    choose: Annotated[
        int,
        typer.Option(help="Choose so many hubs beside those that are open, in sight of full corridors. Default: none."),
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
    classes: ClassesOption = None,
    modes: ModesOption = None,
    scenario_file: ScenarioFileOption = None,
    changes: SetOption = None,
    year: YearOption = None,
    out: Annotated[Path, typer.Option(help="Folder of the results.")] = Path("results"),
    time_limit: Annotated[float | None, typer.Option(help="Seconds for each scenario. Default: no limit.")] = None,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> int:
    """Route all freight within the capacities of links, scheduled services and hubs; say what an extra tonne is worth.

    Base is always among the scenarios, as the others are held against it. Every class travels door to door by its own
    direct service, full loads also by scheduled services. Open are the region's gateways, or those of --gateways, and
    the hubs that --hubs names; their fixed costs are told apart. With --choose, each scenario's best hubs are found
    first (default: base alone), and the rest is told with those of base open.
    """
    with loading():
        from experiments.corridors import choose_hubs, study_corridors, write_corridors
        from experiments.files import results_folder
        from experiments.question import World

    if time_limit is not None and not time_limit > 0:
        raise InputError([f"the time limit is {time_limit:g}: give seconds above 0, or leave it out"])
    if choose < 0 or (candidates is not None and not choose):
        raise InputError(["say with --choose how many hubs to choose: 1 or more, or leave it and --candidates out"])
    console = table_console()
    asked = asked_scenarios(scenarios, scenario_file)
    world = World.of(region, year=year, modes=names(modes), changes=changes or (), scenarios=asked)
    choice: HubChoice | None = None
    named, given, kinds = world.scenarios, tuple(names(hubs) or ()), names(classes)
    gates = names(gateways)
    with results_folder(out):
        with ScenarioProgress(progress_screen(quiet=quiet)) as progress:
            try:
                if choose:
                    choice = choose_hubs(
                        world.region,
                        choose,
                        named,
                        hubs=given,
                        gateways=gates,
                        candidates=names(candidates),
                        classes=kinds,
                        time_limit=time_limit,
                        progress=progress,
                    )
                    named, given = tuple(choice.runs), (*given, *choice.used(choice.runs["base"].limited))
                study = study_corridors(
                    world.region,
                    named,
                    hubs=given,
                    gateways=gates,
                    classes=kinds,
                    start=names(start) or (),
                    end=names(end) or (),
                    time_limit=time_limit,
                    progress=progress,
                )
            except KeyboardInterrupt:
                console.print(f"Stopped in scenario {progress.done + 1} of {progress.total}: this study keeps nothing.")
                raise
        written = write_corridors(study, out, choice)
    told = list(_told(study, choice))
    if as_json:
        print_json(json_results(told, study, written))
        console.quiet = True
    for item in told:
        console.print(item)
    tell_changed(console, study)
    return tell_written(console, written)


def _told(study: CorridorStudy, choice: HubChoice | None) -> Iterator[Table | str]:
    """All that is printed."""
    from experiments.corridors import (
        bottleneck_table,
        choice_tables,
        choice_words,
        corridor_tables,
        cost_table,
        open_words,
        room_table,
    )

    yield open_words(study, chosen=choice.used(choice.runs["base"].limited) if choice is not None else None)
    yield cost_table(study)
    yield from corridor_tables(study)
    yield bottleneck_table(study)
    rooms = room_table(study)
    if rooms is not None:
        yield rooms
    if choice is not None:
        yield from choice_tables(choice)
        yield from choice_words(choice)
