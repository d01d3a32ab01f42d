"""Options that several commands share."""

from __future__ import annotations

from typing import Annotated

import typer

from experiments.files import Written
from experiments.text import Screen

RegionOption = Annotated[
    str, typer.Option("--region", "-r", help="A bundled region's name, or a folder (see docs/region-format.md).")
]
BUNDLED = "central-asia"
INCOMPLETE = 1
"""Exit status: the work is done, but not all that was asked for is there."""
DISAGREED = 3
"""Exit status: all is written, but two methods contradict each other."""


def names(given: str | None) -> list[str] | None:
    """Split a comma-separated list.

    Parameters
    ----------
    given : str or None
        As it was typed.

    Returns
    -------
    list of str or None
        None stays None; an empty text or ``none`` is an empty list.
    """
    if given is None:
        return None
    if given.strip().lower() == "none":
        return []
    return [item.strip() for item in given.split(",") if item.strip()]


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
        typer.echo(f"silkhub: {name} could not be made ({why}); all other files are there", err=True)
    return INCOMPLETE if written.failures else 0
