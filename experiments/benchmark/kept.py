"""Outcomes of an earlier benchmark, read row by row: a damaged row is lost, the others are not."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pandas as pd

from experiments.text import count, rows

KEY = ("case", "way", "repeat", "time_limit")
FAILED = ("crashed", "error")
"""Outcomes that are run again when a benchmark goes on."""
STATUSES = ("optimal", "feasible", "infeasible", "no_solution", "unbounded", "ended", *FAILED)


def read_runs(path: Path, columns: list[str]) -> tuple[list[dict[str, Any]], str]:
    """Read the outcomes that can be kept.

    Parameters
    ----------
    path : Path
        ``runs.csv`` of an earlier call.
    columns : list of str
        Its columns.

    Returns
    -------
    list of dict
        Outcomes that are whole, those of failed runs left out.
    str
        What was lost, in words; empty if nothing was.
    """
    if not path.is_file():
        return [], ""
    try:
        text = path.read_text(encoding="utf-8", errors="replace")
    except OSError as error:
        return [], f"{path.name} cannot be read ({error.strerror}): all is run again"
    # a last row without an end of line was cut, maybe in the middle of a number
    lines, cut = text[: text.rfind("\n") + 1], text[text.rfind("\n") + 1 :]
    try:
        table = list(csv.reader(io.StringIO(lines.replace("\0", "\ufffd"))))
    except csv.Error:
        table = []
    if not table or table[0] != columns:
        return [], f"{path.name} is not a table of this version: all is run again" if text else ""
    whole = [row for row in table[1:] if len(row) == len(columns)]
    found = _numbers(whole, columns)
    lost = len(table) - 1 - len(found) + bool(cut)
    kept = [row for row in found if row["status"] not in FAILED]
    return kept, f"{path.name} was damaged: {count(lost, 'outcome')} lost, to be run again" if lost else ""


def _numbers(whole: list[list[str]], columns: list[str]) -> list[dict[str, Any]]:
    """Turn texts into the numbers that they are; rows whose key or status makes no sense are left out."""
    plain = pd.DataFrame(whole, columns=columns)
    keys = plain[["repeat", "time_limit", "size"]].apply(pd.to_numeric, errors="coerce")
    good = keys.notna().all(axis=1) & plain["status"].isin(STATUSES) & (plain["case"] != "") & (plain["way"] != "")
    sink = io.StringIO()
    plain[good].to_csv(sink, index=False)
    sink.seek(0)
    return rows(pd.read_csv(sink)) if good.any() else []
