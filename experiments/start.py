"""Before the libraries are there: Ctrl-C while they load, and how the program was called."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any, ClassVar, NoReturn

INTERRUPTED = 130
"""128 + SIGINT, as shells expect it."""


class Call:
    """How the program was called, where it was a command: what a record needs for the run to be repeated.

    Attributes
    ----------
    arguments : list of str or None
        As they were typed; None within other programs.
    """

    arguments: ClassVar[list[str] | None] = None

    @classmethod
    def note(cls, arguments: Sequence[str]) -> None:
        """Note how the command was called.

        Parameters
        ----------
        arguments : sequence of str
        """
        cls.arguments = list(arguments)

    @classmethod
    def fact(cls) -> dict[str, Any] | None:
        """Tell it.

        Returns
        -------
        dict or None
            ``arguments``, and the ``folder`` that names of files in them start from.
        """
        return None if cls.arguments is None else {"arguments": cls.arguments, "folder": str(Path.cwd())}


@contextmanager
def loading() -> Iterator[None]:
    """End the process at once where Ctrl-C is pressed while libraries load, and nothing has been done yet.

    They take seconds to load, and an exception in the middle of that ends in a traceback, or is taken by a library for
    one of its own. Nothing changes where somebody else looks after Ctrl-C, or ignores it.

    Yields
    ------
    None
    """
    usual = signal.getsignal(signal.SIGINT) is signal.default_int_handler
    if usual:
        signal.signal(signal.SIGINT, leave)
    try:
        yield
    finally:
        if usual:
            signal.signal(signal.SIGINT, signal.default_int_handler)


def leave(number: int, frame: FrameType | None) -> NoReturn:  # noqa: ARG001
    """End the process at once: nothing has been done yet.

    Parameters
    ----------
    number : int
        Of the signal.
    frame : frame, optional
        What was interrupted.
    """
    os.write(2, b"\nsilkhub: interrupted\n")
    os._exit(INTERRUPTED)
