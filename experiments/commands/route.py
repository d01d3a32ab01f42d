"""``silkhub route``."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

import geodata
from experiments.commands.options import BUNDLED, RegionOption, names
from experiments.comparison import print_width
from experiments.text import rows
from geodata import Region
from geodata.files import MODES, SERVICES
from geodata.routes import Route
from optimize import InputError


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
    scenario: Annotated[str, typer.Option(help="Scenario.")] = "base",
    via: Annotated[
        str | None, typer.Option(help="Links, places or corridors to pass, in order, separated by commas.")
    ] = None,
    modes: Annotated[str | None, typer.Option(help="Modes that may be used, separated by commas.")] = None,
) -> None:
    """Show the cheapest route between two places: its links, its days and its costs in parts."""
    world = geodata.load_region(region)
    faults: list[str] = []
    for find, name in (
        (world.place_id, origin),
        (world.place_id, destination),
        (world.scenario, scenario),
        *([(world.class_id, cls)] if cls else []),
    ):
        try:
            find(name)
        except ValueError as error:
            faults.append(str(error))
    if not faults and world.place_id(origin) == world.place_id(destination):
        faults.append(f"{origin} and {destination} are the same place; name two")
    if service is not None and service not in SERVICES:
        faults.append(f"unknown service {service!r}; use one of {', '.join(SERVICES)}")
    unknown = [mode for mode in names(modes) or [] if mode not in MODES]
    if unknown:
        faults.append(f"unknown mode {', '.join(unknown)}; use some of {', '.join(MODES)}")
    if faults:
        raise InputError(faults)
    passing = names(via) or []
    found = world.route(origin, destination, cls, service, scenario, via=passing, modes=names(modes) or [])
    if found is None:
        means = f" by {modes}" if modes else ""
        raise InputError(
            [f"no route from {origin} to {destination}{means} in scenario {scenario}: try another service or mode"]
        )
    console = Console()
    console.width = print_width(console.width, terminal=console.is_terminal)
    _show(console, world, found)


def _show(console: Console, world: Region, found: Route) -> None:
    def name(place: str) -> str:
        return str(world.places.loc[place, "name"])

    title = f"{name(found.origin)} to {name(found.destination)}: {found.cls}, {found.service}, {found.scenario}"
    table = Table(title=title, title_justify="left", box=SIMPLE_HEAD, pad_edge=False)
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
    days = ", ".join(f"{part.replace('_', ' ')} {value:.1f}" for part, value in found.days.items() if value > 0)
    money = ", ".join(
        f"{part.replace('_', ' ')} {value:,.0f}" for part, value in found.cost_usd_per_t.items() if value > 0
    )
    for line in (
        f"{found.length_km:,.0f} km, {found.total_days:.1f} days: {days}.",
        f"{found.total_cost_usd_per_t:,.0f} USD/t: {money}. A shipper pays {found.price_usd_per_t:,.0f} USD/t of it.",
    ):
        console.print(line, highlight=False, markup=False)
