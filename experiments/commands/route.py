"""``silkhub route``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from experiments.commands.options import (
    BUNDLED,
    JsonOption,
    RegionOption,
    ScenarioFileOption,
    SetOption,
    YearOption,
    asked_scenarios,
    names,
    print_json,
    tell_changed,
)
from experiments.commands.waits import telling_of_waits
from experiments.start import loading
from experiments.text import Screen, plain_table, rows, table_console
from optimize import InputError

if TYPE_CHECKING:
    from experiments.question import World
    from geodata import Region
    from geodata.routes import Route


def route_command(
    origin: Annotated[str, typer.Argument(help="Place: id, name or alias.")],
    destination: Annotated[str, typer.Argument(help="Place: id, name or alias.")],
    region: RegionOption = BUNDLED,
    cls: Annotated[
        str | None, typer.Option("--class", help="Commodity class. Default: the region's reference class.")
    ] = None,
    service: Annotated[
        str | None, typer.Option(help="consolidated or single. Default: the class's own door-to-door service.")
    ] = None,
    scenario: Annotated[
        str | None,
        typer.Option(
            help="Scenario; several that hold at once joined by +. Default: that of --scenario-file, or base."
        ),
    ] = None,
    via: Annotated[
        str | None, typer.Option(help="Links, places or corridors to pass, in order, separated by commas.")
    ] = None,
    modes: Annotated[str | None, typer.Option(help="Modes that may be used, separated by commas.")] = None,
    scenario_file: ScenarioFileOption = None,
    changes: SetOption = None,
    year: YearOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show the cheapest route between two places: its links, its days and its costs in parts."""
    with loading():
        from experiments.question import World
        from geodata.files import MODES, SERVICES

    files = asked_scenarios("none", scenario_file) if scenario_file else None
    asked = World.of(region, year=year, changes=changes or (), scenarios=files)
    world, named = asked.region, asked.scenarios or ("base",)
    if scenario is None and len(named) > 1:
        raise InputError([f"{' and '.join(named)} are given: say with --scenario which one, or both joined by +"])
    scenario = named[0] if scenario is None else scenario
    allowed = names(modes) or []
    faults = _faults(world, (origin, destination), scenario, cls)
    if service is not None and service not in SERVICES:
        faults.append(f"unknown service {service!r}; use one of {', '.join(SERVICES)}")
    unknown = [mode for mode in allowed if mode not in MODES]
    if unknown:
        faults.append(f"unknown mode {', '.join(unknown)}; use some of {', '.join(MODES)}")
    if faults:
        raise InputError(faults)
    with telling_of_waits(quiet=False):
        found = world.route(origin, destination, cls, service, scenario, via=names(via) or [], modes=allowed)
    if found is None:
        means = f" by {modes}" if modes else ""
        raise InputError(
            [f"no route from {origin} to {destination}{means} in scenario {scenario}: try another service or mode"]
        )
    asked = World(world, (scenario,))
    if as_json:
        print_json(_facts(asked, found))
        return
    console = table_console()
    _show(console, world, found)
    tell_changed(console, asked)


def _facts(asked: World, found: Route) -> dict[str, Any]:
    """What is shown, for programs."""
    return {
        **{name: getattr(found, name) for name in ("origin", "destination", "cls", "service", "scenario")},
        **{name: getattr(found, name) for name in ("length_km", "total_days", "total_cost_usd_per_t")},
        "price_usd_per_t": found.price_usd_per_t,
        "days": found.days,
        "cost_usd_per_t": found.cost_usd_per_t,
        "steps": found.frame().to_dict("records"),
        "changed": asked.changed,
        "warnings": asked.warnings,
    }


def _faults(world: Region, ends: tuple[str, str], scenario: str, cls: str | None) -> list[str]:
    """Say which names the region does not know, and whether the two ends are the same."""
    faults = []
    looked_up = [(world.place_id, ends[0]), (world.place_id, ends[1]), (world.scenario, scenario)]
    for find, name in [*looked_up, *([(world.class_id, cls)] if cls else [])]:
        try:
            find(name)
        except ValueError as error:
            faults.append(str(error))
    if not faults and world.place_id(ends[0]) == world.place_id(ends[1]):
        faults.append(f"{ends[0]} and {ends[1]} are the same place; name two")
    return faults


def _show(console: Screen, world: Region, found: Route) -> None:
    def name(place: str) -> str:
        return str(world.places.loc[place, "name"])

    table = plain_table(
        f"{name(found.origin)} to {name(found.destination)}: {found.cls}, {found.service}, {found.scenario}"
    )
    for column in ("step", "from", "to"):
        table.add_column(column)
    for column in ("km", "hours", "USD/t"):
        table.add_column(column, justify="right")
    table.add_column("corridors", overflow="fold")
    for row in rows(found.frame()):
        on_link = row["kind"] == "link"
        table.add_row(
            row["mode"] if on_link else f"{row['kind']} ({row['mode']})", name(row["from"]),
            name(row["to"]) if on_link else "", f"{row['length_km']:,.0f}" if on_link else "",
            f"{row['hours']:,.1f}", f"{row['usd_per_t']:,.2f}", row["corridors"].replace(";", "; "),
        )  # fmt: skip
    console.print(table)
    days = _parts(found.days, ".1f")
    money = _parts(found.cost_usd_per_t, ",.0f")
    for line in (
        f"{found.length_km:,.0f} km, {found.total_days:.1f} days: {days}.",
        f"{found.total_cost_usd_per_t:,.0f} USD/t: {money}. A shipper pays {found.price_usd_per_t:,.0f} USD/t of it.",
    ):
        console.print(line)


def _parts(parts: dict[str, float], form: str) -> str:
    return ", ".join(f"{part.replace('_', ' ')} {value:{form}}" for part, value in parts.items() if value > 0)
