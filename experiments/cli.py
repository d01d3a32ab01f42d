"""The command ``silkhub``."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import typer

from experiments.commands import benchmark, calibrate, compare, corridors, region, route, solve
from geodata import RegionError, UnknownNameError
from optimize import InputError

# typer has brought its own copy of click since 0.26: reach the exception through a class that both show
_ArgumentError: type[Exception] = typer.BadParameter.__mro__[2]
UNUSABLE = 2
INTERRUPTED = 130
"""128 + SIGINT, as shells expect it."""

app = typer.Typer(
    name="silkhub",
    help="Where should the hubs be, and does the answer survive when a corridor fails?",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("compare")(compare.compare_command)
app.command("calibrate")(calibrate.calibrate_command)
app.command("corridors")(corridors.corridors_command)
app.command("route")(route.route_command)
app.command("solve")(solve.solve_command)
app.command("benchmark")(benchmark.benchmark_command)
app.add_typer(region.app, name="region")


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
    sys.exit(run(sys.argv[1:] if arguments is None else arguments))


def run(arguments: Sequence[str]) -> int:
    """Run the command.

    Parameters
    ----------
    arguments : sequence of str
        Without the program's name; none = help.

    Returns
    -------
    int
        Exit status: 0 done, 1 no solution found, 2 unusable arguments or input, 130 interrupted.
    """
    given = list(arguments) or ["--help"]
    try:
        outcome = app(given, prog_name="silkhub", standalone_mode=False)
    except _ArgumentError as error:
        context = getattr(error, "ctx", None)
        hint = f"\nTry: {context.command_path} --help" if context is not None else ""
        message = error.format_message() or "a command is missing"  # type: ignore[attr-defined]
        return _unusable(message + hint)
    except (InputError, RegionError, UnknownNameError) as error:
        return _unusable(str(error))
    except (FileExistsError, NotADirectoryError) as error:
        if error.filename is None:
            return _unusable(str(error))
        return _unusable(f"{error.filename!r} cannot be a folder, as a file has that name; name another folder")
    except OSError as error:
        where = f" {error.filename!r}" if error.filename else ""
        return _unusable(f"cannot read or write{where}: {error.strerror or error}; check the path and its permissions")
    except (KeyboardInterrupt, typer.Abort):
        outcome = INTERRUPTED  # newer releases of typer answer with this status themselves
    if outcome == INTERRUPTED:
        print("\nsilkhub: interrupted", file=sys.stderr)
    return outcome if isinstance(outcome, int) else 0


def _unusable(message: str) -> int:
    print(f"silkhub: {message}", file=sys.stderr)
    return UNUSABLE
