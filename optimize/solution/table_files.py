"""Tables of a solution as files, CSV, JSON or Parquet by their suffix."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from optimize.errors import report
from optimize.evaluate import PricedBlock
from optimize.files import check_writable, named, safe_cell, write_whole
from optimize.late import pd
from optimize.problem import Problem
from optimize.solution.reading import plain_number
from optimize.solution.tables import cost_parts, path_table

_FLOWS = ["scenario", "block", "origin", "destination", "first_hub", "last_hub", "flow", "unit_cost", "cost"]


class TableFiles:
    """What writes a solution's tables; a part of `HubSolution`."""

    def write_flows(self, path: str | Path) -> None:
        """Write every path with flow and what it costs, leg by leg.

        A row for each path: ``scenario, block, origin, destination, first_hub, last_hub`` ("direct" or "unmet" where
        there is no hub), ``flow``, ``unit_cost``, ``cost``, and the parts of this cost ``cost_collection``,
        ``cost_transfer``, ``cost_distribution``, ``cost_handling``, ``cost_direct``, ``cost_unmet``. Costs are
        unweighted, without those of opening hubs.

        Parameters
        ----------
        path : str or Path
            By its suffix ``.csv``, ``.json`` (a list of rows) or ``.parquet``; replaced if it is there. In CSV, names
            that a spreadsheet would run as a formula have an apostrophe in front.

        Raises
        ------
        InputError
            For other suffixes, or if the file cannot be written.
        ValueError
            If there is no solution.
        """
        solution: Any = self
        write_table(solution._of_all_blocks(_priced_paths), path, first=_FLOWS)  # noqa: SLF001

    def write_allocation(self, path: str | Path) -> None:
        """Write who uses which hub: `allocation` as a table.

        Single allocation: ``scenario, block, node, hub``. Otherwise ``scenario, block, origin, destination, first_hub,
        last_hub``: the path with the larger share where a flow is split.

        Parameters
        ----------
        path : str or Path
            As for `write_flows`.

        Raises
        ------
        InputError
            For other suffixes, or if the file cannot be written.
        ValueError
            If there is no solution.
        """
        solution: Any = self
        allocation: Any = solution.allocation
        table = allocation.reset_index()
        problem, _ = solution._solved()  # noqa: SLF001
        scenario = problem.scenarios[0]
        for column, only in (("scenario", scenario.name), ("block", scenario.blocks[0].name)):
            if column not in table.columns:
                table[column] = only
        write_table(table, path, first=["scenario", "block"])


def _as_csv(table: pd.DataFrame) -> bytes:
    texts = {
        column: pd.Series([safe_cell(value) for value in table[column]], index=table.index, dtype=object)
        for column in table.columns
        if not pd.api.types.is_numeric_dtype(table[column])
    }
    return table.assign(**texts).to_csv(index=False).encode("utf-8", "backslashreplace")


def _as_json(table: pd.DataFrame) -> bytes:
    rows = [{str(key): _plain(value) for key, value in row.items()} for row in table.to_dict("records")]
    return (json.dumps(rows, indent=1, allow_nan=False) + "\n").encode("utf-8")


def _as_parquet(table: pd.DataFrame) -> bytes:
    stream = io.BytesIO()
    table.to_parquet(stream, index=False)
    return stream.getvalue()


_FORMS: dict[str, Callable[[pd.DataFrame], bytes]] = {".csv": _as_csv, ".json": _as_json, ".parquet": _as_parquet}


def write_table(table: pd.DataFrame, path: str | Path, *, first: list[str]) -> None:
    """Write a table in the form that the suffix of a file names.

    Parameters
    ----------
    table : DataFrame
        Its index is left out.
    path : str or Path
        Replaced if it is there.
    first : list of str
        Columns that come before the others.

    Raises
    ------
    InputError
        For unknown suffixes, or if the file cannot be written.
    """
    form = _FORMS.get(Path(path).suffix.lower())
    if form is None:
        report([f"{named(path)}: a table is written as {', '.join(_FORMS)}; end the file's name in one of them"])
        return
    check_writable(path)
    ordered = table[[*first, *(column for column in table.columns if column not in first)]]
    write_whole(path, form(ordered.assign(**{name: _labels(ordered[name]) for name in ordered.columns})))


def _labels(column: pd.Series[Any]) -> pd.Series[Any]:
    """A column of numbers or of texts: labels of several kinds, such as numbers beside "direct", become text."""
    if pd.api.types.is_numeric_dtype(column):
        return column
    values = column.tolist()
    whole = all(isinstance(value, (int, np.integer)) and not isinstance(value, bool) for value in values)
    if values and whole:
        return column.astype("int64")
    texts = [None if value is None else str(value) for value in values]
    return pd.Series(texts, index=column.index, name=column.name, dtype=object)


def _plain(value: Any) -> Any:
    if isinstance(value, (bool, int, str)) or value is None:
        return value
    return plain_number(value)


def _priced_paths(problem: Problem, priced: PricedBlock) -> pd.DataFrame:
    """Paths with flow, with the parts of their cost."""
    used = priced.carried > 0
    table = path_table(problem, priced)
    for leg, unit in cost_parts(priced).items():
        table[f"cost_{leg}"] = table["flow"].to_numpy() * unit[used]
    return table
