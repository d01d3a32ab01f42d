"""``silkhub route-value``."""

from __future__ import annotations

from collections.abc import Sequence
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
from experiments.worth import DRAWS, route_value, route_value_words, write_route_value
from optimize import InputError


def route_value_command(
    region: RegionOption = BUNDLED,
    link: Annotated[
        list[str] | None, typer.Option("--link", help="Link to value, by id or ends (A-B); may be repeated.")
    ] = None,
    service: Annotated[
        list[str] | None, typer.Option("--service", help="Scheduled service to value, by id; may be repeated.")
    ] = None,
    scenario: Annotated[
        list[str] | None, typer.Option("--scenario", help="Scenario whose changes are valued; may be repeated.")
    ] = None,
    more: Annotated[
        list[str] | None,
        typer.Option("--more", help="Link or service of which more departures are valued; may be repeated."),
    ] = None,
    cost: Annotated[
        list[str] | None,
        typer.Option("--cost", help="What an item costs beside what its users pay: ID=USD a year; may be repeated."),
    ] = None,
    hubs: HubsOption = None,
    gateways: GatewaysOption = None,
    scenarios: ScenariosOption = None,
    classes: ClassesOption = None,
    year: YearOption = None,
    room: RoomOption = True,
    draws: Annotated[int, typer.Option("--draws", min=0, help="Draws of all uncertain inputs; 0: none.")] = DRAWS,
    seed: SeedOption = 0,
    every_scenario: Annotated[
        bool, typer.Option("--every-scenario/--undisturbed", help="Whether draws are evaluated in all scenarios.")
    ] = False,
    break_even: Annotated[
        bool, typer.Option("--break-even/--no-break-even", help="Whether it is asked from where on they pay.")
    ] = True,
    link_capacities: Annotated[
        bool,
        typer.Option(
            "--link-capacities/--no-link-capacities", help="Whether they are valued within the room of links."
        ),
    ] = True,
    workers: WorkersOption = 0,
    scheduler: SchedulerOption = None,
    resume: ResumeOption = False,
    out: OutOption = Path("results/route-value"),
) -> int:
    """Value links, services and works, hubs chosen again, and ask from where on they pay."""
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
        with CaseProgress(console, "items and draws") as progress:
            try:
                found = route_value(
                    study,
                    links=link or (),
                    services=service or (),
                    works=scenario or (),
                    more=more or (),
                    costs=_costs(cost or ()),
                    draws=draws,
                    seed=seed,
                    every_scenario=every_scenario,
                    break_even=break_even,
                    link_capacities=link_capacities,
                    store=out / "cases",
                    workers=workers,
                    scheduler=scheduler,
                    resume=resume,
                    progress=progress,
                )
            except KeyboardInterrupt:
                console.print("Stopped: what is done is kept; go on with --resume.")
                raise
        written = write_route_value(found, out, {"region": region, "year": year})
    for sentence in route_value_words(found):
        console.print(sentence)
    return max([*(tell_results(console, run) for run in found.runs), tell_written(console, written)])


def _costs(given: Sequence[str]) -> dict[str, float]:
    """Read ``ID=USD``."""
    found, faults = {}, []
    for text in given:
        name, _, number = text.rpartition("=")
        try:
            found[name] = float(number.replace("_", ""))
        except ValueError:
            name = ""
        if not name:
            faults.append(f"cost {text!r} is not ID=USD, as cku-open=150000000")
    if faults:
        raise InputError(faults)
    return found
