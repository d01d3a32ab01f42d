"""``silkhub benchmark``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from experiments.benchmark import run_benchmark
from experiments.commands.options import names
from optimize import InputError


def benchmark_command(
    suite: Annotated[str, typer.Argument(help="smoke, small, medium or large.")] = "small",
    out: Annotated[Path, typer.Option(help="Folder of the results.")] = Path("results/benchmark"),
    data: Annotated[
        Path | None,
        typer.Option(exists=True, file_okay=False, help="Folder of published instances; left out where there is none."),
    ] = None,
    time_limit: Annotated[float, typer.Option(min=1.0, help="Seconds for each run.")] = 60.0,
    repeats: Annotated[int, typer.Option(min=1, help="How often the suite is run; the summary has medians.")] = 1,
    ways: Annotated[
        str | None, typer.Option(help="Ways to solve, separated by commas. Default: all that apply to a case.")
    ] = None,
    resume: Annotated[bool, typer.Option(help="Keep the outcomes of an earlier run.")] = True,
) -> None:
    """Run a suite of problems with every method, and compare times and results."""
    console = Console()
    try:
        run_benchmark(
            suite, out=out, data=data, time_limit=time_limit, repeats=repeats, ways=names(ways), resume=resume,
            console=console,
        )  # fmt: skip
    except ValueError as error:
        raise InputError([str(error)]) from error
    summary = out / "summary.md"
    if summary.is_file():
        console.print(summary.read_text(encoding="utf-8"), highlight=False, markup=False, soft_wrap=True)
    console.print(f"Written to {out}", highlight=False, markup=False, soft_wrap=True)
