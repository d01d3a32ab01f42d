"""``silkhub region``: list, show, make and check regions."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from experiments.commands.options import print_json
from experiments.defaults import REGION_PARTS
from experiments.start import loading
from experiments.text import Screen, blank_missing, count, plain_table, readable, rows, table_console
from optimize import InputError

if TYPE_CHECKING:
    import pandas as pd

    import geodata

app = typer.Typer(help="List, show, make, check and export regions.", no_args_is_help=True, add_completion=False)
FORMATS = ("gmns",)
"""That a region's network can be written in."""
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")]
RegionArgument = Annotated[str, typer.Argument(help="Folder of the region, or a bundled region's name.")]


@app.command("list")
def list_command(as_json: JsonOption = False) -> None:
    """List the regions that come with the program."""
    with loading():
        import pandas as pd

        import geodata

    found = [
        {"name": name, "title": geodata.load_region(folder).title, "folder": str(folder)}
        for name, folder in geodata.bundled_regions().items()
    ]
    if as_json:
        print_json(found)
        return
    _print_table("Bundled regions", pd.DataFrame(found))


@app.command("show")
def show_command(
    what: Annotated[
        list[str] | None,
        typer.Argument(
            help=f"A region, and which part of it: {', '.join(REGION_PARTS)}. Default: central-asia, an overview."
        ),
    ] = None,
    region: Annotated[str | None, typer.Option("--region", "-r", help="Instead of naming the region first.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Show what a region has: what may be named in scenarios, options and changes."""
    with loading():
        import geodata
        from experiments.question import region_table

    name, part = _named(what or [], region)
    world = geodata.load_region(name)
    if part is not None:
        frame = region_table(world, part)
        if as_json:
            print_json(rows(frame))
        else:
            _print_table(f"{part.capitalize()} of {world.title}", frame)
        return
    facts = _overview(world)
    if as_json:
        print_json(facts)
        return
    console = Screen()
    for key, value in facts.items():
        told = ", ".join(map(str, value)) if isinstance(value, list) else value
        console.print(f"{key.replace('_', ' '):17s} {told}", soft_wrap=True)
    console.print(f"Parts: silkhub region show {name} {'|'.join(REGION_PARTS)}", soft_wrap=True)


@app.command("new")
def new_command(
    folder: Annotated[Path, typer.Argument(help="Folder to write to; new or empty.")],
    source: Annotated[
        str | None, typer.Option("--from", help="A region to copy, as central-asia. Default: a small commented one.")
    ] = None,
    gmns: Annotated[
        Path | None,
        typer.Option(
            "--from-gmns", file_okay=False, exists=True, help="Folder of a GMNS network, node.csv and link.csv, to use."
        ),
    ] = None,
    country: Annotated[
        str | None,
        typer.Option("--country", help="Of a GMNS network: country of nodes that say none, as KAZ."),
    ] = None,
) -> None:
    """Write a small commented region to start from, a copy of another one, or one on a GMNS network."""
    with loading():
        import geodata

    if country is not None and gmns is None:
        raise InputError(["--country is for --from-gmns: leave it out"])
    if source is not None and gmns is not None:
        raise InputError(["--from and --from-gmns are both given: a region is made from one of the two"])
    notes: tuple[str, ...] = ()
    if gmns is not None:
        notes = geodata.region_from_gmns(gmns, folder, country=country)
        what = "a region on the network"
    elif source is None:
        geodata.new_region(folder)
        what = "a small region"
    else:
        geodata.copy_region(source, folder)
        what = f"a copy of {source}"
    console = Screen()
    for note in notes:
        console.print(f"{note[:1].upper()}{note[1:]}.", soft_wrap=True)
    console.print(f"Wrote {what} to {folder}. Change its files, then: silkhub region check {folder}", soft_wrap=True)


@app.command("export")
def export_command(
    region: RegionArgument,
    form: Annotated[str, typer.Option("--format", help="gmns: node.csv and link.csv of transport models.")] = "gmns",
    out: Annotated[Path, typer.Option("--out", help="Folder to write to; new or empty.")] = Path("results/network"),
) -> None:
    """Write a region's places and links for other programs."""
    if form not in FORMATS:
        raise InputError([f"unknown format {form!r}: use {' or '.join(FORMATS)}"])
    with loading():
        import geodata

    written = geodata.write_gmns(geodata.load_region(region), out)
    Screen().print(f"Written: {', '.join(str(path) for path in written)}", soft_wrap=True)


@app.command("check")
def check_command(region: RegionArgument, as_json: JsonOption = False) -> int:
    """Report every fault of a region, with file, row and remedy; and what is odd where there are none."""
    with loading():
        import geodata

    faults = geodata.check_region(region)
    odd = [] if faults else geodata.region_warnings(region)
    if as_json:
        told = {"faults": [_fact(fault) for fault in faults], "warnings": [_fact(fault) for fault in odd]}
        print_json(told)
        return 2 if faults else 0
    if faults:
        raise geodata.RegionError(str(region), faults)
    world = geodata.load_region(region)
    console = Screen()
    for fault in odd:
        console.print(f"Warning: {fault}", soft_wrap=True)
    console.print(
        f"{world.title}: no faults, {count(len(odd), 'warning')}. {count(len(world.places), 'place')}, "
        f"{count(len(world.data['links']), 'link')}, {count(len(world.classes), 'class')}, "
        f"{count(len(world.scenarios), 'scenario')}.",
        soft_wrap=True,
    )
    return 0


def _named(what: list[str], region: str | None) -> tuple[str, str | None]:
    """The region and the part that are asked for, in either order."""
    part = next((item for item in reversed(what) if item in REGION_PARTS), None)
    rest = [item for item in what if item != part]
    named = [*([region] if region is not None else []), *rest]
    if len(named) > 1:
        import geodata

        message = f"{readable(' and '.join(named))}: name one region, and one part of it: {', '.join(REGION_PARTS)}"
        raise geodata.UnknownNameError(message)
    return named[0] if named else "central-asia", part


def _overview(world: geodata.Region) -> dict[str, Any]:
    settings = world.data.settings
    return {
        "name": world.name,
        "title": world.title,
        "description": settings.description,
        "folder": str(world.data.folder),
        "years": list(world.years),
        "places": len(world.places),
        "links": len(world.data["links"]),
        "classes": list(world.classes.index),
        "candidates": list(world.candidates),
        "gateways": list(world.gateways),
        "incumbent": world.incumbent,
        "challenger": world.challenger,
        "scenarios": len(world.scenarios),
        "default_scenarios": list(world.default_scenarios),
    }


def _fact(fault: geodata.Fault) -> dict[str, Any]:
    keys = ("file", "row", "column", "label", "problem", "remedy")
    return {key: getattr(fault, key) for key in keys}


def _print_table(title: str, frame: pd.DataFrame) -> None:
    from pandas.api.types import is_bool_dtype, is_numeric_dtype

    console = table_console()
    table = plain_table(title)
    for name in frame:
        right = is_numeric_dtype(frame[name]) and not is_bool_dtype(frame[name])
        table.add_column(str(name), justify="right" if right else "left", overflow="fold")
    for row in rows(blank_missing(frame)):
        table.add_row(*(_cell(value) for value in row.values()))
    console.print(table)


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return (f"{value:.4g}" if abs(value) < 1 else f"{value:.12g}") if isinstance(value, float) else str(value)
