"""Options that several commands share."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Protocol

import typer
from rich.table import Table
from rich.text import Text

from experiments.text import Screen, complain, count, rows
from optimize import InputError
from optimize.files import short

if TYPE_CHECKING:
    from experiments.files import Written
    from experiments.runs import Results
    from geodata import Scenario

RegionOption = Annotated[
    str, typer.Option("--region", "-r", help="A bundled region's name, or a folder (see docs/region-format.md).")
]
BUNDLED = "central-asia"
HubsOption = Annotated[
    list[str] | None, typer.Option("--hubs", help="Candidate hubs, separated by commas. Default: the region's own.")
]
GatewaysOption = Annotated[
    list[str] | None,
    typer.Option("--gateways", help="Hubs that are open in every design, or 'none'. Default: the region's own."),
]
ScenariosOption = Annotated[
    list[str] | None,
    typer.Option(
        "--scenarios",
        help="Scenarios, separated by commas; several that hold at once joined by +. Default: the region's own.",
    ),
]
ClassesOption = Annotated[
    list[str] | None,
    typer.Option("--classes", help="Commodity classes that count, separated by commas. Default: all."),
]
ScenarioFileOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--scenario-file",
        help="A scenario of your own, as a region's folder has them; repeat for several. Without --scenarios they are "
        "held against base.",
    ),
]
SetOption = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        help='A number changed in every scenario: "TAS.handling_factor*0.7", also with = + and -; parameters, and '
        "columns of places, hubs, links. Repeat for several.",
    ),
]
ModesOption = Annotated[
    list[str] | None, typer.Option("--modes", help="Modes that may be used, separated by commas. Default: all.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print the results as JSON, for programs.")]
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="Show no progress.")]
YearOption = Annotated[
    int | None, typer.Option("--year", help="Year of the region's data, as 2025. Default: its base year.")
]
RoomOption = Annotated[
    bool, typer.Option("--hub-capacities/--no-hub-capacities", help="Whether the capacities of hubs count.")
]
OutOption = Annotated[Path, typer.Option("--out", help="Folder of the results.")]
DrawsOption = Annotated[int, typer.Option("--draws", min=1, help="Number of draws.")]
SeedOption = Annotated[int, typer.Option("--seed", min=0, help="From which all random numbers follow.")]
WorkersOption = Annotated[
    int, typer.Option("--workers", min=0, help="Processes on this machine; 0: one for each processor.")
]
SchedulerOption = Annotated[
    str | None,
    typer.Option(
        "--scheduler", help="Dask scheduler whose workers do the work, tcp://host:port, or local: --workers of its own."
    ),
]
CaseLimitOption = Annotated[
    float | None,
    typer.Option("--case-limit", help="Seconds that a case may take; then its process ends, and it is tried again."),
]
ResumeOption = Annotated[
    bool, typer.Option("--resume", help="Go on with what an earlier run of the same command has kept.")
]
INCOMPLETE = 1
"""Exit status: the work is done, but not all that was asked for is there."""
_FAILED_SHOWN = 10
"""Cases that failed whose names are printed; the others are counted."""
DISAGREED = 3
"""Exit status: all is written, but two methods contradict each other."""


class Told(Protocol):
    """What says how it differs from the region's files, and what a reader should know."""

    @property
    def changed(self) -> tuple[str, ...]:
        """Changes in words."""

    @property
    def warnings(self) -> tuple[str, ...]:
        """Sentences."""


def names(given: str | Sequence[str] | None, known: Iterable[str] = ()) -> list[str] | None:
    """Split a list of names.

    Parameters
    ----------
    given : str, sequence of str or None
        As it was typed: names between commas, or between semicolons where there are any. Names that have one of these
        stand in double quotes. An option that was given several times has all its names.
    known : iterable of str
        Names that there are: the whole text may be one of them, commas and all.

    Returns
    -------
    list of str or None
        None stays None; an empty text or ``none`` is an empty list.

    Raises
    ------
    InputError
        If a double quote is not closed, or the text may be one name or several.
    """
    if given is None:
        return None
    if not isinstance(given, str):
        parts = [names(item, known) or [] for item in given]
        return [name for part in parts for name in part] if parts else None
    text = given.strip()
    if text.lower() == "none":
        return []
    mark = ";" if ";" in re.sub(r'"[^"]*"', "", text) else ","
    try:
        cells = next(csv.reader([text], delimiter=mark, skipinitialspace=True, strict=True), [])
    except csv.Error as error:
        msg = f"the list {short(text)} has a double quote that is not closed, or something behind one"
        raise InputError([f"{msg}: write names with commas in it as 'a,\"b, c\"'"]) from error
    found = [cell.strip() for cell in cells if cell.strip()]
    there = set(known)
    if len(found) > 1 and text in there:
        if there.issuperset(found):
            raise InputError([f"{text!r} is a name, and {', '.join(found)} are too: put each into double quotes"])
        return [text]
    return found


def whole_number(text: str) -> int | None:
    """Read a whole number.

    Parameters
    ----------
    text : str

    Returns
    -------
    int or None
        None if it is none, or has more than nine digits.
    """
    return int(text) if re.fullmatch(r"[+-]?[0-9]{1,9}", text.strip()) else None


def tell_written(console: Screen, written: Written, before: str = "") -> int:
    """Say which files were written, and which could not be made.

    Parameters
    ----------
    console : Screen
    written : Written
    before : str
        What to put in front of the list.

    Returns
    -------
    int
        Exit status.
    """
    console.print(f"{before}Written: {', '.join(str(path) for path in written)}", soft_wrap=True)
    for name, why in written.failures.items():
        complain(f"{name} could not be made ({why}); all other files are there")
    return INCOMPLETE if written.failures else 0


def tell_results(console: Screen, results: Results, *, quiet: bool = False) -> int:
    """Say what a user should know of a run: what was kept, put aside or damaged, and which cases failed.

    Parameters
    ----------
    console : Screen
    results : Results
    quiet : bool
        Whether to say nothing of what earlier runs have left in the folder.

    Returns
    -------
    int
        Exit status: `INCOMPLETE` where cases failed.
    """
    for note in () if quiet else results.notes:
        console.print(f"{note[:1].upper()}{note[1:]}.", soft_wrap=True)
    if results.reused:
        console.print(f"{results.reused} of {count(results.total, 'case')} kept from an earlier run.")
    for row in rows(results.failed.head(_FAILED_SHOWN)):
        complain(f"{row['name']} failed, tried {row['tries']} times: {row['reason']}")
    more = len(results.failed) - _FAILED_SHOWN
    if more > 0:
        complain(f"{more} more failed")
    return INCOMPLETE if len(results.failed) else 0


def progress_screen(*, quiet: bool) -> Screen:
    """Make the screen that progress is shown on: standard error, so that results alone are on standard output.

    Parameters
    ----------
    quiet : bool
        Show none.

    Returns
    -------
    Screen
    """
    return Screen(stderr=True, quiet=quiet)


def asked_scenarios(given: str | Sequence[str] | None, files: Sequence[Path] | None) -> list[str | Scenario] | None:
    """Say which scenarios are asked for, by name and by file.

    Parameters
    ----------
    given : str, sequence of str or None
        As ``--scenarios`` was typed.
    files : sequence of Path or None
        Of scenarios of one's own.

    Returns
    -------
    list of str or Scenario, or None
        None: the region's own. Files alone are held against ``base``.

    Raises
    ------
    InputError
        If a file cannot be read.
    """
    from experiments.question import scenarios_of_files

    named = names(given)
    own = scenarios_of_files(files or ())
    if not own:
        return None if named is None else list(named)
    return [*(["base"] if named is None else named), *own]


def tell_changed(console: Screen, study: Told) -> None:
    """Say what differs from the region's files in every scenario, and what a reader should know.

    Parameters
    ----------
    console : Screen
    study : Study, or anything else with ``changed`` and ``warnings``
    """
    for text in study.changed:
        console.print(f"Changed: {text}.", soft_wrap=True)
    for text in study.warnings:
        console.print(f"Warning: {text}", soft_wrap=True)


def json_results(items: Iterable[Any], study: Told, written: Written) -> dict[str, Any]:
    """Collect what a command would print, for programs.

    Parameters
    ----------
    items : iterable
        Sentences and tables, in their order.
    study : Study, or anything else with ``changed`` and ``warnings``
    written : Written

    Returns
    -------
    dict
        ``sentences, tables, changed, warnings, written, failures``.
    """
    tables, sentences = [], []
    for item in items:
        if isinstance(item, Table):
            cells = [[plain_cell(cell) for cell in column.cells] for column in item.columns]
            heads = [plain_cell(column.header) for column in item.columns]
            shown = [dict(zip(heads, row, strict=True)) for row in zip(*cells, strict=True)]
            tables.append({"title": plain_cell(item.title), "rows": shown})
        else:
            sentences.append(str(item))
    return {
        "sentences": sentences,
        "tables": tables,
        "changed": list(study.changed),
        "warnings": list(study.warnings),
        "written": [str(path) for path in written],
        "failures": dict(written.failures),
    }


def plain_cell(cell: Any) -> str:
    """Return the text of a cell of a table.

    Parameters
    ----------
    cell : str, Text or None

    Returns
    -------
    str
    """
    return cell.plain if isinstance(cell, Text) else "" if cell is None else str(cell)


def print_json(value: Any) -> None:
    """Print a value as JSON, as it is: neither wrapped nor coloured.

    Parameters
    ----------
    value : anything that `experiments.files.json_ready` takes
    """
    from experiments.files import json_ready

    Screen().print(json.dumps(json_ready(value), indent=2, ensure_ascii=False, default=str), soft_wrap=True)
