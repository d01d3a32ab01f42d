"""The terminal that commands print to, wide enough for their tables."""

from __future__ import annotations

import contextlib
import os
import re
import sys
from errno import EPIPE
from io import StringIO
from types import TracebackType
from typing import Any, ClassVar

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

WIDTH = 118
"""Columns of the widest table; what is printed where there is no terminal to ask."""


_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


class Screen(Console):
    """The one console of all commands: text is text, and what cannot be shown does not end the work.

    Names, titles and ids come from the user's files: brackets in them are no markup, ``:name:`` is no picture, and
    control characters do not reach the terminal. What ought to be coloured is a `rich.text.Text`.

    Parameters
    ----------
    **options
        As `rich.console.Console` takes them.
    """

    lost: ClassVar[OSError | None] = None
    """Why standard output takes nothing more, where that is so."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"markup": False, "emoji": False, "highlight": False, **options})

    def render_str(self, text: str, **how: Any) -> Text:
        """Turn a text into what is shown; everything that is printed comes by here.

        Parameters
        ----------
        text : str
        **how
            As `rich.console.Console.render_str` takes it; markup and pictures are never looked for.

        Returns
        -------
        Text
        """
        return super().render_str(readable(text), **{**how, "markup": False, "emoji": False})

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Write what was collected, as every way of printing does; after a failure nothing more is shown."""
        try:
            super().__exit__(kind, error, trace)
        except OSError as lost:
            self.quiet = True
            give_up_output(lost)

    def on_broken_pipe(self) -> None:
        """Raise what is handled above, where rich itself would end the program.

        Raises
        ------
        BrokenPipeError
            Always.
        """
        raise BrokenPipeError(EPIPE, "Broken pipe")


def give_up_output(error: OSError) -> None:
    """Send what is still to be printed nowhere, and note why.

    Parameters
    ----------
    error : OSError
        What happened to standard output.
    """
    Screen.lost = error
    with contextlib.suppress(OSError, ValueError, AttributeError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


def complain(message: str, before: str = "") -> None:
    """Print a message to standard error, as ``silkhub: message``.

    Parameters
    ----------
    message : str
    before : str
        What to put in front.
    """
    with contextlib.suppress(OSError, ValueError):
        print(f"{before}silkhub: {readable(message)}", file=sys.stderr)


def readable(text: str) -> str:
    """Take out control characters, with which a text could steer a terminal; line ends and tabs stay.

    Parameters
    ----------
    text : str

    Returns
    -------
    str
    """
    return _CONTROL.sub("", text)


def table_console() -> Screen:
    """Make the console that tables are printed to.

    Returns
    -------
    Screen
        As wide as the terminal; where the output is a file or a pipe, wide enough for every table.
    """
    console = Screen()
    console.width = print_width(console.width, terminal=console.is_terminal)
    return console


def table_text(table: Table, width: int = WIDTH) -> str:
    """Write a table as plain text.

    Parameters
    ----------
    table : Table
    width : int
        Columns of a line.

    Returns
    -------
    str
    """
    console = Screen(file=StringIO(), width=width, no_color=True, force_terminal=False)
    with console.capture() as captured:
        console.print(table)
    return "\n".join(line.rstrip() for line in captured.get().splitlines()).strip("\n")


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
