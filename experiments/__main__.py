"""``python -m experiments`` is the command ``silkhub``.

Nothing is imported here before Ctrl-C is looked after: the libraries take seconds to load, and an exception in the
middle of that ends in a traceback, or is taken by a library for one of its own.
"""

from __future__ import annotations

import os
import signal
from types import FrameType
from typing import NoReturn

INTERRUPTED = 130


def main() -> None:
    """Run the command on the process's arguments and exit with its status.

    Raises
    ------
    SystemExit
        Always.
    """
    usual = signal.getsignal(signal.SIGINT) is signal.default_int_handler
    if usual:
        signal.signal(signal.SIGINT, leave)
    from experiments import cli

    if usual:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    cli.main()


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


if __name__ == "__main__":
    main()
