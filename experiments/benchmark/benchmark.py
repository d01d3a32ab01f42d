"""The benchmark: decompositions against the compact model with HiGHS and with CBC, side by side in one run.

Every run is a process of its own, one at a time; the ways to solve a case follow each other directly, and the whole
suite is repeated instead of each run, so that whatever else the machine does falls on all of them alike. Outcomes are
kept as they come, and a second call goes on where the first one stopped.
"""

import json
import math
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from experiments.benchmark.plots import draw
from experiments.benchmark.suites import WAYS, Case, Way, find_data, suite

RUNS = "runs.csv"
_GRACE_S = 30.0  # beyond the time limit, before a run is ended
_AGREES = 1e-5
_FAILED = ("crashed", "error")  # run again when a benchmark goes on
_KEY = ["case", "way", "repeat", "time_limit"]
_COLUMNS = [
    *_KEY, "family", "size", "allocation", "status", "objective", "bound", "gap", "seconds", "cpu_seconds", "peak_mb",
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
        Folder of published instances (``ap/APdata200``, ``cab/cab25.csv``); left out where there is none.
    time_limit : float
        Seconds for each run; a run that does not keep to it is ended half a minute later.
    repeats : int
        How often the whole suite is run; the summary has medians.
    ways : sequence of str, optional
        Names of the ways to solve; default all that suit a case.
    resume : bool
        Keep the outcomes that are in `out` already, but for runs that failed.
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
    """
    target = Path(out)
    target.mkdir(parents=True, exist_ok=True)
    folder = find_data(data)
    chosen = _chosen(ways)
    tasks = [
        (case, way, repeat)
        for repeat in range(repeats)
        for case in suite(name, folder)
        for way in chosen
        if case.request.get("allocation", "multiple") in way.allocations
    ]
    runs = _kept(target / RUNS) if resume else []
    done = {tuple(run[key] for key in _KEY) for run in runs}
    with _progress(console) as progress:
        bar = progress.add_task("", total=len(tasks))
        for case, way, repeat in tasks:
            progress.update(bar, description=f"{case.name}: {way.name}")
            if (case.name, way.name, repeat, time_limit) not in done:
                outcome = run_one(case, way, folder, time_limit)
                runs.append({**_about(case, way), "repeat": repeat, "time_limit": time_limit, **outcome})
                _table(runs).to_csv(target / RUNS, index=False)
            progress.advance(bar)
    wanted = {(case.name, way.name, repeat, time_limit) for case, way, repeat in tasks}
    table = _table(run for run in runs if tuple(run[key] for key in _KEY) in wanted)
    write_summary(table, target, time_limit)
    return table


def run_one(case: Case, way: Way, data: Path | None, time_limit: float) -> dict[str, Any]:
    """Run one way on one case in a process of its own."""
    task = {
        "case": case.to_dict(),
        "data": None if data is None else str(data),
        "options": way.options,
        "time_limit": time_limit,
    }
    try:
        process = subprocess.run(
            [sys.executable, "-m", "experiments.benchmark.worker"],
            input=json.dumps(task),
            capture_output=True,
            text=True,
            timeout=time_limit + _GRACE_S + 0.5 * time_limit,
            check=False,
            cwd=Path(__file__).parents[2],
        )
    except subprocess.TimeoutExpired as ended:
        return {"status": "ended", "seconds": ended.timeout, "message": "did not keep to the time limit"}
    lines = process.stdout.strip().splitlines()
    if process.returncode != 0 or not lines:
        return {"status": "crashed", "message": process.stderr.strip()[-300:] or f"exit status {process.returncode}"}
    outcome: dict[str, Any] = json.loads(lines[-1])
    return outcome


def summarise(runs: pd.DataFrame, time_limit: float) -> pd.DataFrame:
    """One row a case and way: medians over repeats, and the ratio of the compact model's time to this way's.

    Where the compact model with HiGHS stopped at the limit, the ratio is a lower bound, marked in ``ratio_is_least``.
    ``agrees`` is False where proven optima of a case differ, or a bound is above another way's objective.
    """
    if runs.empty:
        return pd.DataFrame(columns=["case", "way"])
    numbers = ["objective", "bound", "gap", "seconds", "cpu_seconds", "peak_mb", "nodes", "cuts"]
    frame = runs.assign(**{column: pd.to_numeric(runs[column], errors="coerce") for column in numbers})
    grouped = frame.groupby(["case", "way"], sort=False)
    table = grouped[numbers].median()
    for column in ("family", "size", "allocation", "used"):
        table[column] = grouped[column].first()
    table["status"] = grouped["status"].agg(lambda values: values.mode().iloc[0])
    table = table.reset_index()
    # a way that failed counts as one that took all the time there was
    table["seconds"] = (
        table["seconds"].where(table["status"].isin(["optimal", "feasible"]), time_limit).fillna(time_limit)
    )
    reference = table[table["way"] == WAYS[0].name].set_index("case")
    compact = table["case"].map(reference["seconds"])
    table["ratio"] = compact / table["seconds"].clip(lower=1e-3)
    table["ratio_is_least"] = table["case"].map(reference["status"]) != "optimal"
    table["agrees"] = table["case"].map({case: _agree(part) for case, part in table.groupby("case")})
    return table


def write_summary(runs: pd.DataFrame, out: Path, time_limit: float) -> None:
    """Write ``summary.csv``, ``summary.md`` and the plots."""
    table = summarise(runs, time_limit)
    table.to_csv(out / "summary.csv", index=False)
    (out / "summary.md").write_text(markdown(table, time_limit), encoding="utf-8")
    draw(table, out, time_limit)


def markdown(table: pd.DataFrame, time_limit: float) -> str:
    """Table of the summary in Markdown."""
    head = (
        f"Time limit {time_limit:g} s a run. Ratio: time of the compact model with HiGHS over this way's (≥ where that "
        "did not finish). Memory: peak of the largest process, interpreter and libraries included."
    )
    lines = [
        head,
        "",
        "| case | way | status | seconds | processor s | gap | nodes | cuts | memory, MB | ratio |",
        "|---|---|---|--:|--:|--:|--:|--:|--:|--:|",
    ]
    for row in table.to_dict("records"):
        sign = "≥ " if row["ratio_is_least"] and row["status"] == "optimal" else ""
        ratio = f"{sign}{row['ratio']:.3g}" if row["status"] == "optimal" and not math.isnan(row["ratio"]) else ""
        used = f" ({row['used']})" if row["way"] == "auto" and isinstance(row["used"], str) else ""
        cells = [
            row["case"],
            row["way"] + used,
            row["status"],
            _number(row["seconds"], ".2f"),
            _number(row["cpu_seconds"], ".2f"),
            _number(row["gap"], ".1e") if row["gap"] else "0",
            _number(row["nodes"], ".0f"),
            _number(row["cuts"], ".0f"),
            _number(row["peak_mb"], ".0f"),
            ratio,
        ]
        lines.append("| " + " | ".join(str(cell) for cell in cells) + " |")
    wrong = sorted(set(table.loc[~table["agrees"].astype(bool), "case"])) if len(table) else []
    if wrong:
        lines += ["", f"**Ways disagree on: {', '.join(wrong)}.**"]
    return "\n".join(lines) + "\n"


def _number(value: Any, form: str) -> str:
    return "" if value is None or not math.isfinite(value) else format(value, form)


def _agree(part: pd.DataFrame) -> bool:
    best, scale = part["objective"].min(), _AGREES * max(abs(part["objective"].min()), 1e-9)
    proven = part.loc[part["status"] == "optimal", "objective"]
    return not ((proven > best + scale).any() or (part["bound"] > best + scale).any())


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


def _kept(path: Path) -> list[dict[str, Any]]:
    if not path.is_file():
        return []
    rows = pd.read_csv(path).to_dict("records")
    return [{str(key): value for key, value in row.items()} for row in rows if row["status"] not in _FAILED]


def _progress(console: Console | None) -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    return Progress(*columns, console=console or Console(stderr=True))
