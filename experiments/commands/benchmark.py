"""``silkhub benchmark``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from experiments.commands.options import DISAGREED, INCOMPLETE, names, tell_written
from experiments.commands.waits import telling_of_waits
from experiments.start import loading
from experiments.text import Screen, complain, count
from optimize import InputError

if TYPE_CHECKING:
    import pandas as pd


def benchmark_command(
    suite: Annotated[
        str, typer.Argument(help="smoke, small, medium or large; published, optima, records or families.")
    ] = "small",
    out: Annotated[Path, typer.Option(help="Folder of the results.")] = Path("results/benchmark"),
    data: Annotated[
        Path | None,
        typer.Option(exists=True, file_okay=False, help="Folder of published instances. Default: the bundled ones."),
    ] = None,
    time_limit: Annotated[float, typer.Option(min=1.0, help="Seconds for each run.")] = 60.0,
    repeats: Annotated[int, typer.Option(min=1, help="How often the suite is run; the summary has medians.")] = 1,
    ways: Annotated[
        str | None,
        typer.Option(
            help="Ways to solve, separated by commas; 'compact NAME': by a solver of PuLP. Default: all that apply."
        ),
    ] = None,
    only: Annotated[
        str | None,
        typer.Option(help="Parts of names, separated by commas: run the cases that have one of them. Default: all."),
    ] = None,
    resume: Annotated[bool, typer.Option(help="Use the outcomes of earlier runs.")] = True,
) -> int:
    """Run a suite of problems with every method, and compare times and results."""
    with loading():
        import pandas as pd

        from experiments.benchmark import run_suite, write_summary
        from experiments.files import results_folder

    console = Screen()
    with results_folder(out), telling_of_waits(quiet=False):
        try:
            runs = run_suite(
                suite, out=out, data=data, time_limit=time_limit, repeats=repeats, ways=names(ways), only=names(only),
                resume=resume, console=console,
            )  # fmt: skip
        except ValueError as error:
            raise InputError([str(error)]) from error
        except KeyboardInterrupt:
            console.print(f"Stopped: the runs so far are kept in {out}; the same command goes on (--resume).")
            raise
        written = write_summary(runs, out, time_limit)
    console.print((out / "summary.md").read_text(encoding="utf-8"), soft_wrap=True)
    status = tell_written(console, written, before=f"Written to {out}. ")
    return _judge(runs, pd.read_csv(out / "summary.csv")) or status


def _judge(runs: pd.DataFrame, summary: pd.DataFrame) -> int:
    """Say which runs failed and on which cases ways disagree, and return the exit status for it."""
    from experiments.benchmark import FAILED, disagreements

    failed = runs[runs["status"].isin(FAILED)]
    if len(failed):
        first = failed.iloc[0]
        complain(
            f"{len(failed)} of {count(len(runs), 'run')} failed, the first being {first['case']} by {first['way']}: "
            f"{first['message']}"
        )
    wrong = disagreements(summary)
    if wrong:
        complain(f"ways disagree on {', '.join(wrong)}: please report this")
    return DISAGREED if wrong else INCOMPLETE if len(failed) else 0
