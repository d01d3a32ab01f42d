"""The benchmark: decompositions and the compact model with HiGHS and with CBC, side by side in one run.

Every run is a process of its own, one at a time; the ways to solve a case follow each other directly, and the whole
suite is repeated instead of each run, so that whatever else the machine does affects all of them alike. Outcomes are
kept as they come, and a second call goes on where the first one stopped.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from experiments.benchmark.kept import KEY, read_runs
from experiments.benchmark.process import run_process
from experiments.benchmark.suites import WAYS, Case, Way, find_data, suite
from experiments.benchmark.summary import write_summary
from experiments.files import write_csv
from experiments.text import Screen

RUNS = "runs.csv"
_LATE, _GRACE_S = 1.5, 30.0
"""A run is ended at so many times its limit and so many seconds: enough to start the interpreter, load the kernels and
write up a solution on a busy machine, so that only a run that ignores its limit is ended."""
_COLUMNS = [
    *KEY, "family", "size", "allocation", "status", "objective", "bound", "gap", "seconds", "cpu_seconds", "peak_mb",
    "nodes", "cuts", "used", "hubs", "message",
]  # fmt: skip


def run_benchmark(
    name: str = "small",
    *,
    out: str | Path = "results/benchmark",
    data: str | Path | None = None,
    time_limit: float = 60.0,
    repeats: int = 1,
    ways: Sequence[str] | None = None,
    resume: bool = True,
    console: Console | None = None,
) -> pd.DataFrame:
    """Run a suite and write ``runs.csv``, ``summary.csv``, ``summary.md`` and the plots.

    Parameters
    ----------
    name : str
        "smoke", "small", "medium" or "large".
    out : str or Path
        Folder of the results.
    data : str or Path, optional
        Folder of published instances (``ap/APdata200``, ``cab/cab25.csv``); without it only generated ones are run.
    time_limit : float
        Seconds for each run; a run that ignores it is ended half a minute after one and a half times as long.
    repeats : int
        How often the whole suite is run; the summary has medians.
    ways : sequence of str, optional
        Names of the ways to solve; default all that suit a case.
    resume : bool
        Keep the outcomes that are in `out` already, except those of runs that failed.
    console : Console, optional
        Where progress is shown.

    Returns
    -------
    DataFrame
        One row a run.

    Raises
    ------
    ValueError
        For an unknown suite or way.
    FileNotFoundError
        If there is no folder `data`.
    """
    table = run_suite(
        name, out=out, data=data, time_limit=time_limit, repeats=repeats, ways=ways, resume=resume, console=console
    )
    write_summary(table, Path(out), time_limit)
    return table


def run_suite(
    name: str,
    *,
    out: str | Path,
    data: str | Path | None = None,
    time_limit: float = 60.0,
    repeats: int = 1,
    ways: Sequence[str] | None = None,
    resume: bool = True,
    console: Console | None = None,
) -> pd.DataFrame:
    """Run a suite and write ``runs.csv``, after each run.

    Parameters
    ----------
    name : str
        "smoke", "small", "medium" or "large".
    out : str or Path
        Folder of the results.
    data : str or Path, optional
        Folder of published instances; without it only generated ones are run.
    time_limit : float
        Seconds for each run.
    repeats : int
        How often the whole suite is run.
    ways : sequence of str, optional
        Names of the ways to solve; default all that suit a case.
    resume : bool
        Keep the outcomes that are in `out` already, except those of runs that failed.
    console : Console, optional
        Where progress is shown.

    Returns
    -------
    DataFrame
        One row a run.

    Raises
    ------
    ValueError
        For an unknown suite or way.
    FileNotFoundError
        If there is no folder `data`.
    """
    shown = Screen(stderr=True) if console is None else console
    target = Path(out)
    folder = find_data(data)
    chosen = _chosen(ways)
    tasks = [
        (case, way, repeat)
        for repeat in range(repeats)
        for case in suite(name, folder)
        for way in chosen
        if case.request.get("allocation", "multiple") in way.allocations
    ]
    target.mkdir(parents=True, exist_ok=True)
    runs, lost = read_runs(target / RUNS, _COLUMNS) if resume else ([], "")
    if lost:
        shown.print(lost, markup=False)
    done = {tuple(run[key] for key in KEY) for run in runs}
    with _progress(shown) as progress:
        bar = progress.add_task("", total=len(tasks))
        for case, way, repeat in tasks:
            progress.update(bar, description=f"{case.name}: {way.name}")
            if (case.name, way.name, repeat, time_limit) not in done:
                outcome = run_one(case, way, folder, time_limit)
                runs.append({**_about(case, way), "repeat": repeat, "time_limit": time_limit, **outcome})
                write_csv(_table(runs), target / RUNS)
            progress.advance(bar)
    wanted = {(case.name, way.name, repeat, time_limit) for case, way, repeat in tasks}
    return _table(run for run in runs if tuple(run[key] for key in KEY) in wanted)


def run_one(case: Case, way: Way, data: Path | None, time_limit: float) -> dict[str, Any]:
    """Run one way on one case in a process of its own.

    Parameters
    ----------
    case : Case
    way : Way
    data : Path or None
        Folder of published instances.
    time_limit : float
        Seconds.

    Returns
    -------
    dict
        As `experiments.benchmark.worker.measure` returns; of a run that failed ``status`` (``ended``, ``crashed`` or
        ``error``) and ``message``.
    """
    task = {
        "case": case.to_dict(),
        "data": None if data is None else str(data),
        "options": way.options,
        "time_limit": time_limit,
    }
    return run_process(task, _LATE * time_limit + _GRACE_S)


def _chosen(names: Sequence[str] | None) -> list[Way]:
    if names is None:
        return list(WAYS)
    known = {way.name: way for way in WAYS}
    unknown = [name for name in names if name not in known]
    if unknown:
        msg = f"ways {', '.join(map(repr, unknown))} are not known: use some of {', '.join(map(repr, known))}"
        raise ValueError(msg)
    return [known[name] for name in names]


def _about(case: Case, way: Way) -> dict[str, Any]:
    allocation = case.request.get("allocation", "multiple")
    return {"case": case.name, "way": way.name, "family": case.family, "size": case.size, "allocation": allocation}


def _table(runs: Iterable[dict[str, Any]]) -> pd.DataFrame:
    return pd.DataFrame(list(runs), columns=_COLUMNS)


def _progress(console: Console) -> Progress:
    what = TextColumn("{task.description}", markup=False)
    return Progress(what, BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), console=console)
