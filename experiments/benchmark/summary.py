"""What a benchmark comes to: medians over repeats, ratios, whether all ways agree; as tables and plots."""

import math
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd

from experiments.benchmark.cases import WAYS
from experiments.benchmark.plots import drawings
from experiments.files import Written, staged, write_csv, write_text
from experiments.text import Row, rows

_AGREES = 1e-5
"""Relative difference of two objectives that count as the same: ten times the gap at which methods stop."""
_ROUNDED = 0.006
"""Half the last digit of published optima, and a little."""


def summarise(runs: pd.DataFrame, time_limit: float) -> pd.DataFrame:
    """Take medians over repeats, and the ratio of the compact model's time to each way's.

    Parameters
    ----------
    runs : DataFrame
        One row a run, as `run_benchmark` returns.
    time_limit : float
        Seconds.

    Returns
    -------
    DataFrame
        One row a case and way. Where the compact model with HiGHS stopped at the limit, ``ratio`` is a lower bound,
        marked in ``ratio_is_least``. ``record_ratio`` is the seconds of the published record over the way's, another
        machine's. ``agrees`` is False where proven optima of a case differ, from the published one too, or a bound is
        better than another way's objective.
    """
    if runs.empty:
        return pd.DataFrame(columns=["case", "way"])
    numbers = ["objective", "bound", "gap", "seconds", "cpu_seconds", "peak_mb", "nodes", "cuts"]
    frame = runs.assign(**{column: pd.to_numeric(runs[column], errors="coerce") for column in numbers})
    grouped = frame.groupby(["case", "way"], sort=False)
    table = grouped[numbers].median()
    for column in ("family", "size", "allocation", "sense", "optimum", "record_s", "used"):
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
    table["record_ratio"] = table["record_s"].astype(float) / table["seconds"].clip(lower=1e-3)
    table["agrees"] = table["case"].map({case: _agree(part) for case, part in table.groupby("case")})
    return table


def write_summary(runs: pd.DataFrame, out: Path, time_limit: float) -> Written:
    """Write ``summary.csv``, ``summary.md`` and the plots.

    Parameters
    ----------
    runs : DataFrame
        One row a run.
    out : Path
        Made where it is missing.
    time_limit : float
        Seconds.

    Returns
    -------
    Written
        The files, and those that could not be made.

    Raises
    ------
    OSError
        If the folder cannot be written to.
    """
    table = summarise(runs, time_limit)
    with staged(out) as files:
        files.write("summary.csv", partial(write_csv, table))
        files.write("summary.md", lambda path: write_text(path, markdown(table, time_limit)))
        for name, draw in drawings(table, time_limit).items():
            files.attempt(name, draw)
        return files.settle(record=None)


def disagreements(table: pd.DataFrame) -> list[str]:
    """List the cases on which ways disagree.

    Parameters
    ----------
    table : DataFrame
        As `summarise` returns.

    Returns
    -------
    list of str
        Names of cases, in alphabetical order.
    """
    return sorted(set(table.loc[~table["agrees"].astype(bool), "case"])) if len(table) else []


def markdown(table: pd.DataFrame, time_limit: float) -> str:
    """Write the summary as a table in Markdown.

    Parameters
    ----------
    table : DataFrame
        As `summarise` returns.
    time_limit : float
        Seconds.

    Returns
    -------
    str
    """
    head = (
        f"Time limit {time_limit:g} s a run. Ratio: time of the compact model with HiGHS over this way's (≥ where the "
        "compact model did not finish). Memory: peak of the largest process, interpreter and libraries included."
    )
    titles = ["case", "way", "status", "seconds", "processor s", "gap", "nodes", "cuts", "memory, MB", "ratio"]
    records = bool(len(table)) and bool(table["record_s"].notna().any())
    if records:
        head += " Record: seconds of the best published method, on its machine (see docs/benchmarks.md)."
        titles += ["record, s", "record / this"]
    lines = [head, "", "| " + " | ".join(titles) + " |", "|---|---|---|" + (len(titles) - 3) * "--:|"]
    lines += ["| " + " | ".join(_cells(row) + (_record(row) if records else [])) + " |" for row in rows(table)]
    wrong = disagreements(table)
    if wrong:
        lines += ["", f"**Ways disagree on: {', '.join(wrong)}.**"]
    return "\n".join(lines) + "\n"


def _cells(row: Row) -> list[str]:
    proven = row["status"] == "optimal"
    ratio = (
        "" if not proven or math.isnan(row["ratio"]) else f"{'≥ ' if row['ratio_is_least'] else ''}{row['ratio']:.3g}"
    )
    used = f" ({row['used']})" if row["way"] == "auto" and isinstance(row["used"], str) else ""
    return [
        row["case"],
        row["way"] + used,
        row["status"],
        _number(row["seconds"], ".2f"),
        _number(row["cpu_seconds"], ".2f"),
        _number(row["gap"], ".1e") if row["gap"] else "0",
        _number(row["nodes"], ".0f"),
        _number(row["cuts"], ".0f"),
        _number(row["peak_mb"], ".0f"),
        ratio if row["status"] == "optimal" and not math.isnan(row["ratio"]) else "",
    ]


def _record(row: Row) -> list[str]:
    proven = row["status"] == "optimal"
    return [_number(row["record_s"], ".0f"), _number(row["record_ratio"], ".3g") if proven else ""]


def _number(value: Any, form: str) -> str:
    return "" if value is None or not math.isfinite(value) else format(value, form)


def _agree(part: pd.DataFrame) -> bool:
    sense = part["sense"].iloc[0]  # -1 where the most is sought
    objective, bound = sense * part["objective"], sense * part["bound"]
    best, scale = objective.min(), _AGREES * max(abs(objective.min()), 1e-9)
    proven = objective[part["status"] == "optimal"]
    published = part["optimum"].iloc[0]
    if not math.isnan(published) and ((proven - sense * published).abs() > max(scale, _ROUNDED)).any():
        return False
    return not ((proven > best + scale).any() or (bound > best + scale).any())
