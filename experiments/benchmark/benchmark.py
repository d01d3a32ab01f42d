"""The benchmark: decompositions and the compact model with HiGHS and with CBC, side by side in one run.

Every run is a case with a process of its own, one at a time; the ways to solve a problem follow each other directly,
and the whole suite is repeated instead of each run, so that whatever else the machine does affects all of them alike.
Outcomes are kept as they come, and a second call goes on where the first one stopped.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd
from rich.console import Console

from experiments.benchmark.cases import Case, Way, chosen_ways
from experiments.benchmark.measure import Suite, measure_run
from experiments.benchmark.suites import find_data, suite
from experiments.benchmark.summary import write_summary
from experiments.files import write_csv
from experiments.runs import NUMBER, Cases, Results, run_cases
from experiments.text import CaseProgress, Screen, rows
from optimize.run import thread_count
from optimize.warm import warm

RUNS = "runs.csv"
FAILED = ("crashed", "error")
"""Runs that came to nothing; like those that were ended, they are tried again when a benchmark goes on."""
_STATUS = {"raised": "error", "ended": "crashed", "late": "ended"}
"""By the kind of a case's failure."""
_LATE, _GRACE_S = 1.5, 30.0
"""A run is ended at so many times its limit and so many seconds: enough to load the kernels and write up a solution on
a busy machine, so that only a run that ignores its limit is ended."""
_COLUMNS = [
    "case", "way", "repeat", "time_limit", "family", "size", "allocation", "sense", "optimum", "record_s",
    "status", "objective", "bound", "gap", "seconds", "cpu_seconds", "peak_mb", "nodes", "cuts", "used", "hubs",
    "message",
]  # fmt: skip


def run_benchmark(
    name: str = "small",
    *,
    out: str | Path = "results/benchmark",
    data: str | Path | None = None,
    time_limit: float = 60.0,
    repeats: int = 1,
    ways: Sequence[str] | None = None,
    only: Sequence[str] | None = None,
    resume: bool = True,
    console: Console | None = None,
) -> pd.DataFrame:
    """Run a suite and write ``runs.csv``, ``summary.csv``, ``summary.md`` and the plots.

    Parameters
    ----------
    name : str
        "smoke", "small", "medium" or "large": generated and published instances by size. "published": larger ones of
        the literature. "optima": all with a known optimum, see `optimize.instances.optima`. "records": the largest that
        papers solved. "families": all other models.
    out : str or Path
        Folder of the results.
    data : str or Path, optional
        Folder of published instances (``ap/APdata200``, ``cab/cab25.csv``) for the suites by size; default: those that
        come with the package. For "records" the large set (``iset/I250.txt``), which cannot be bundled.
    time_limit : float
        Seconds for each run; a run that ignores it is ended half a minute after one and a half times as long.
    repeats : int
        How often the whole suite is run; the summary has medians.
    ways : sequence of str, optional
        Names of the ways to solve; default all that suit a case. ``compact NAME``: the compact model by a solver of
        PuLP.
    only : sequence of str, optional
        Parts of names: of the suite, the cases with one of them. Default: all.
    resume : bool
        Use the outcomes of earlier calls that are in `out`, except those of runs that failed.
    console : Console, optional
        Where progress is shown.

    Returns
    -------
    DataFrame
        One row a run.

    Raises
    ------
    ValueError
        For an unknown suite or way, or a part of a name that no case has.
    FileNotFoundError
        If there is no folder `data`.
    """
    table = run_suite(
        name, out=out, data=data, time_limit=time_limit, repeats=repeats, ways=ways, only=only, resume=resume,
        console=console,
    )  # fmt: skip
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
    only: Sequence[str] | None = None,
    resume: bool = True,
    console: Console | None = None,
) -> pd.DataFrame:
    """Run a suite, keep what comes of each run, and write ``runs.csv``.

    Parameters
    ----------
    name : str
        "smoke", "small", "medium" or "large": generated and published instances by size. "published": larger ones of
        the literature. "optima": all with a known optimum, see `optimize.instances.optima`. "records": the largest that
        papers solved. "families": all other models.
    out : str or Path
        Folder of the results.
    data : str or Path, optional
        Folder of published instances, see `run_benchmark`.
    time_limit : float
        Seconds for each run.
    repeats : int
        How often the whole suite is run.
    ways : sequence of str, optional
        Names of the ways to solve; default all that suit a case. ``compact NAME``: the compact model by a solver of
        PuLP.
    only : sequence of str, optional
        Parts of names: of the suite, the cases with one of them. Default: all.
    resume : bool
        Use the outcomes of earlier calls that are in `out`, except those of runs that failed.
    console : Console, optional
        Where progress is shown.

    Returns
    -------
    DataFrame
        One row a run.

    Raises
    ------
    ValueError
        For an unknown suite or way, or a part of a name that no case has.
    FileNotFoundError
        If there is no folder `data`.
    """
    shown = Screen(stderr=True) if console is None else console
    target = Path(out)
    cases = _named(suite(name, find_data(data)), only)
    plan = plan_of(cases, chosen_ways(ways), find_data(data), time_limit, repeats)
    warm()  # compiles what is not yet: that would take longer than some limits
    with CaseProgress(shown, "runs") as progress:
        found = run_cases(
            plan, target / "cases", resume=resume, limit_s=_LATE * time_limit + _GRACE_S, retries=0, progress=progress
        )
    for note in found.notes:
        shown.print(f"{note[:1].upper()}{note[1:]}.", markup=False, soft_wrap=True)
    table = _table(plan, found)
    write_csv(table, target / RUNS)
    return table


def _named(cases: list[Case], parts: Sequence[str] | None) -> list[Case]:
    """Pick the cases whose names have one of the parts."""
    if parts is None:
        return cases
    lost = [part for part in parts if not any(part in case.name for case in cases)]
    if lost:
        msg = f"no case of the suite has {', '.join(map(repr, lost))} in its name: a case is {cases[0].name!r}"
        raise ValueError(msg)
    return [case for case in cases if any(part in case.name for part in parts)]


def plan_of(cases: Sequence[Case], ways: Sequence[Way], data: Path | None, time_limit: float, repeats: int) -> Cases:
    """List the runs.

    Parameters
    ----------
    cases : sequence of Case
    ways : sequence of Way
    data : Path or None
        Folder of published instances; None: those that come with the package.
    time_limit : float
        Seconds.
    repeats : int

    Returns
    -------
    Cases
    """
    shared = Suite(
        {case.name: case for case in cases}, {way.name: way.options for way in ways}, data, thread_count(None)
    )
    return Cases(
        measure_run,
        [
            {"problem": case.name, "way": way.name, "repeat": repeat, "time_limit": time_limit, **_about(case)}
            for repeat in range(repeats)
            for case in cases
            for way in ways
            if way.takes(case)
        ],
        shared,
        label=lambda run: f"{run['problem']} by {run['way']}",
        depends=lambda run: _inputs(shared, run["problem"], run["way"]),
        fresh=True,
    )


def _inputs(shared: Suite, problem: str, way: str) -> tuple[Any, ...]:
    """What a run depends on: the problem, with the content of its file, the way to solve it, and the threads."""
    case = shared.cases[problem]
    path = None if shared.data is None else shared.data / case.arguments.get("path", "")
    content = path.read_bytes() if path is not None and path.is_file() else b""
    return case, content, shared.ways[way], shared.threads


def _about(case: Case) -> dict[str, Any]:
    return {
        "family": case.family,
        "size": case.size,
        "allocation": str(case.request.get("allocation", "multiple")),
        "sense": -1 if case.request.get("objective") == "max_covering" else 1,
        "optimum": case.optimum,
        "record_s": case.record_s,
    }


def _table(plan: Cases, found: Results) -> pd.DataFrame:
    """Make a row of every run, those that failed among them."""
    done = found.frame().reindex(columns=[NUMBER, "problem", *_COLUMNS[1:]])
    failed = [
        {NUMBER: row[NUMBER], **plan.pick([row[NUMBER]])[0], "status": _STATUS[row["kind"]], "message": row["reason"]}
        for row in rows(found.failed)
    ]
    table = pd.DataFrame([*rows(done), *failed], columns=done.columns).sort_values(NUMBER)
    return table.drop(columns=NUMBER).rename(columns={"problem": "case"})[_COLUMNS].reset_index(drop=True)
