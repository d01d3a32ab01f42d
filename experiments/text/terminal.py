"""The terminal that commands print to, wide enough for their tables."""

from __future__ import annotations

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

WIDTH = 118
"""Columns of the widest table; what is printed where there is no terminal to ask."""


def table_console() -> Console:
    """Make the console that tables are printed to.

    Returns
    -------
    Console
        As wide as the terminal; where the output is a file or a pipe, wide enough for every table.
    """
    console = Console()
    console.width = print_width(console.width, terminal=console.is_terminal)
    return console


def print_width(width: int, *, terminal: bool) -> int:
    """Choose how many columns to print.

    Parameters
    ----------
    width : int
        Columns that the output says it has.
    terminal : bool
        Whether the output is a terminal.

    Returns
    -------
    int
        The terminal's own, or at least `WIDTH` where there is none.
    """
    return width if terminal else max(width, WIDTH)


def plain_table(title: str, caption: str | None = None) -> Table:
    """Make an empty table in the look that all commands share.

    Parameters
    ----------
    title : str
    caption : str, optional
        Explanation below the table.

    Returns
    -------
    Table
    """
    return Table(
        title=title, caption=caption, title_justify="left", caption_justify="left", box=SIMPLE_HEAD, pad_edge=False
    )
