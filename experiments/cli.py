"""The command ``silkhub``."""

from __future__ import annotations

import contextlib
import logging
import os
import signal
import sys
import traceback
from collections import Counter
from collections.abc import Sequence
from enum import StrEnum
from errno import EDQUOT, ENOSPC, EPIPE
from importlib.metadata import version as installed
from pathlib import Path
from typing import Annotated

import typer

from experiments.commands.late import LateCommands
from experiments.start import INTERRUPTED, Call
from experiments.text import Screen, complain, give_up_output

# typer has brought its own copy of click since 0.26: reach the exception through a class that both show
_ArgumentError: type[Exception] = typer.BadParameter.__mro__[2]
INCOMPLETE = 1
UNUSABLE = 2
OUR_FAULT = 70
"""EX_SOFTWARE of sysexits.h."""
TRACEBACK = "SILKHUB_TRACEBACK"
"""Environment variable that, if set, shows where a fault of ours comes from."""

_HELP = "Where should the hubs be, and does the answer survive when a corridor fails?"
app = typer.Typer(
    name="silkhub",
    cls=LateCommands,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
)


class LogLevel(StrEnum):
    """What may be logged."""

    DEBUG = "debug"
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


def _tell_version(asked: bool) -> None:
    if asked:
        Screen().print(f"silkhub {installed('silkhub')}")
        raise typer.Exit


@app.callback(help=_HELP)
def general(
    log_level: Annotated[
        LogLevel,
        typer.Option(help="What is logged to standard error: of runs, what is tried again, and how each piece went."),
    ] = LogLevel.ERROR,
    version: Annotated[  # noqa: ARG001
        bool, typer.Option("--version", callback=_tell_version, is_eager=True, help="Print the version and leave.")
    ] = False,
) -> None:
    """Set what holds for all commands.

    Parameters
    ----------
    log_level : LogLevel
        The least level that is logged.
    version : bool
        Looked at before all else.
    """
    logging.basicConfig(format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    logging.getLogger("silkhub").setLevel(log_level.value.upper())


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command and exit with its status, see `run`.

    Parameters
    ----------
    arguments : sequence of str, optional
        Default: those of the process.

    Raises
    ------
    SystemExit
        Always.
    """
    status = run(sys.argv[1:] if arguments is None else arguments)
    if status == INTERRUPTED:
        # whoever presses Ctrl-C twice does not want to see how the interpreter takes leave
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    sys.exit(status)


def run(arguments: Sequence[str]) -> int:
    """Run the command.

    Parameters
    ----------
    arguments : sequence of str
        Without the program's name; none = help.

    Returns
    -------
    int
        Exit status: 0 done; 1 done, but not all is there (no solution found, a picture or a run failed); 2 unusable
        arguments or input, or a disk that refuses; 3 two methods contradict each other; 70 a fault of silkhub; 130
        interrupted.
    """
    given = list(arguments) or ["--help"]
    Screen.lost = None
    Call.note(given)
    for stream in (sys.stdout, sys.stderr):
        # letters that a terminal does not have are no reason to lose the work
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    status = _status(given)
    with contextlib.suppress(ValueError, AttributeError):
        try:
            sys.stdout.flush()
        except OSError as error:
            give_up_output(error)
    if Screen.lost is not None and Screen.lost.errno != EPIPE:
        complain(f"what was to be printed is lost: {Screen.lost.strerror or Screen.lost}; files are not affected")
        status = status or INCOMPLETE
    return status


def _refuse_repeated(given: Sequence[str]) -> None:
    """Refuse an option that is given twice, of which the last alone would count, unless it is a list.

    Parameters
    ----------
    given : sequence of str
        Arguments of the program.

    Raises
    ------
    InputError
        Naming every such option.
    """
    words = given[: list(given).index("--")] if "--" in given else given
    options = Counter(word.partition("=")[0] for word in words if word.startswith("--"))
    if not any(times > 1 for times in options.values()):
        return
    command = typer.main.get_command(app)
    for word in given:
        known = getattr(command, "commands", {})
        if word in known:
            command = getattr(known[word], "loaded", known[word])
    several = {name for each in command.params if getattr(each, "multiple", False) for name in each.opts}
    flags = {name for each in command.params if getattr(each, "is_flag", False) for name in each.opts}
    twice = [name for name, times in options.items() if times > 1 and name not in several | flags]
    if twice:
        from optimize import InputError

        raise InputError(f"{name} is given {options[name]} times, and takes one value: give it once" for name in twice)


def _status(given: Sequence[str]) -> int:
    """Run the command; every exception becomes a message and an exit status."""
    try:
        _refuse_repeated(given)
        outcome = app(given, prog_name="silkhub", standalone_mode=False)
    except _ArgumentError as error:
        context = getattr(error, "ctx", None)
        hint = f"\nTry: {context.command_path} --help" if context is not None else ""
        message = error.format_message() or "a command is missing"  # type: ignore[attr-defined]
        return _unusable(message + hint)
    except (FileExistsError, NotADirectoryError) as error:
        if error.filename is None:
            return _unusable(str(error))
        return _unusable(f"{error.filename!r} cannot be a folder, as a file has that name; name another folder")
    except FileNotFoundError as error:
        if error.filename is None:  # raised by us, with what to do
            return _unusable(str(error))
        return _unusable(f"there is no {error.filename!r}: check the path")
    except OSError as error:
        where = f" {error.filename!r}" if error.filename else ""
        if error.errno in (ENOSPC, EDQUOT):
            return _unusable(f"no room left to write{where}: free some, or name a folder on another disk with --out")
        return _unusable(f"cannot read or write{where}: {error.strerror or error}; check the path and its permissions")
    except (KeyboardInterrupt, typer.Abort):
        outcome = INTERRUPTED  # newer releases of typer answer with this status themselves
    except MemoryError:
        return _unusable("there is not enough memory for this; take fewer places, hubs or scenarios")
    except _of_input() as error:
        return _unusable(str(error))
    except Exception as error:
        return _our_fault(error)
    if outcome == INTERRUPTED:
        complain("interrupted", before="\n")
    return outcome if isinstance(outcome, int) else 0


def _of_input() -> tuple[type[Exception], ...]:
    """Kinds of faults of input; those of modules that nobody has loaded are raised by nobody."""
    kinds = {"optimize.errors": ["InputError"], "geodata.faults": ["RegionError", "UnknownNameError"]}
    return tuple(getattr(sys.modules[home], name) for home in kinds if home in sys.modules for name in kinds[home])


def _unusable(message: str) -> int:
    complain(message)
    return UNUSABLE


def _our_fault(error: Exception) -> int:
    """Say that silkhub itself has failed, and where."""
    if os.environ.get(TRACEBACK):
        traceback.print_exception(error)
    frames = traceback.extract_tb(error.__traceback__)
    where = f" ({Path(frames[-1].filename).name}, line {frames[-1].lineno})" if frames else ""
    told = " ".join(str(error).split())[:500]
    complain(
        f"a fault of silkhub: {type(error).__name__}: {told}{where}. Please report it; with {TRACEBACK}=1 in the "
        "environment the whole way to it is shown"
    )
    return OUR_FAULT
