"""Reading problems from plain CSV tables, and writing them."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from optimize.errors import report
from optimize.instances.csv_table import cell_value, read_table, rows_of
from optimize.problem import FloatArray, HubProblem


def read_csv(
    flow: str | Path,
    cost: str | Path | None = None,
    *,
    collection_cost: str | Path | None = None,
    transfer_cost: str | Path | None = None,
    distribution_cost: str | Path | None = None,
    direct_cost: str | Path | None = None,
    hubs: str | Path | None = None,
    collection: float = 1.0,
    transfer: float = 1.0,
    distribution: float = 1.0,
    candidates: Iterable[Any] | None = None,
    unmet_penalty: float | None = None,
) -> HubProblem:
    """Read a problem from CSV tables.

    Parameters
    ----------
    flow, cost : str or Path
        Tables of quantities and unit costs between nodes, as a matrix with or without labels or with one row per pair
        (see `optimize.instances.csv_table`), separated by commas, semicolons or tabs. In tables of costs, ``inf`` means
        that there is no connection.
    collection_cost, transfer_cost, distribution_cost, direct_cost : str or Path, optional
        Tables of the unit costs of one leg, or of direct service, as in `HubProblem`.
    hubs : str or Path, optional
        Table with a column of node names and any of the columns ``fixed_cost``, ``capacity``, ``handling_cost``,
        ``candidate`` (0 or 1).
    collection, transfer, distribution, candidates, unmet_penalty
        As for `HubProblem`.

    Returns
    -------
    HubProblem
        With the labels of the flow table; 0 .. n-1 for matrices without labels.

    Raises
    ------
    FileNotFoundError
        If a file does not exist.
    InputError
        If tables cannot be used; it reports all faults of all files, with row, column and remedy.
    """
    faults: list[str] = []
    files = {
        "cost": cost,
        "collection_cost": collection_cost,
        "transfer_cost": transfer_cost,
        "distribution_cost": distribution_cost,
        "direct_cost": direct_cost,
    }
    flows = read_table(flow, 0.0, faults)
    tables = {name: read_table(file, np.inf, faults) for name, file in files.items() if file is not None}
    attributes = _hubs(hubs, [] if flows is None else list(flows.index), faults) if hubs is not None else {}
    for name, table in tables.items():
        if table is None or flows is None:
            continue
        seen = dict.fromkeys([*table.index, *table.columns])
        unknown = [str(x) for x in seen if x not in flows.index]
        if unknown:
            faults.append(
                f"{Path(str(files[name])).name}: nodes {', '.join(unknown[:5])} are not in {Path(flow).name}; "
                "use the same names in both, or add them there with flow 0"
            )
    report(faults)
    assert flows is not None  # noqa: S101 - a fault would have been reported
    chosen = attributes.pop("candidates", None)
    block: dict[str, Any] = {
        "flow": flows,
        **tables,
        "collection": collection,
        "transfer": transfer,
        "distribution": distribution,
        "unmet_penalty": unmet_penalty,
        "handling_cost": attributes.pop("handling_cost", None),
    }
    return HubProblem.from_blocks(
        {"flow": block},
        candidates=chosen if candidates is None else candidates,
        metadata={"name": Path(flow).stem, "source": Path(flow).name},
        **attributes,
    )


def write_csv(problem: HubProblem, folder: str | Path, block: int = 0) -> dict[str, Path]:
    """Write one block of a problem as CSV tables for `read_csv`, with all digits of every number.

    Parameters
    ----------
    problem : HubProblem
    folder : str or Path
        Created if it does not exist.
    block : int
        Position of the block.

    Returns
    -------
    dict of str to Path
        The files, by the arguments of `read_csv`. Penalties for unmet demand are not written.
    """
    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    part, names = problem.blocks[block], list(problem.labels)
    hubs = problem.candidate_index

    def full(values: FloatArray, where: Any) -> pd.DataFrame:
        matrix = np.full((problem.n, problem.n), np.inf)
        matrix[where] = values
        return pd.DataFrame(matrix, index=names, columns=names)

    tables = {
        "flow": pd.DataFrame(part.flow, index=names, columns=names),
        "collection_cost": full(part.collection, np.s_[:, hubs]),
        "transfer_cost": full(part.transfer, np.ix_(hubs, hubs)),
        "distribution_cost": full(part.distribution, np.s_[hubs, :]),
    }
    if part.direct is not None:
        tables["direct_cost"] = pd.DataFrame(part.direct, index=names, columns=names)
    attributes = pd.DataFrame({"candidate": np.isin(np.arange(problem.n), hubs).astype(int)}, index=names)
    for column, values in {
        "fixed_cost": problem.fixed_cost,
        "capacity": problem.capacity,
        "handling_cost": part.handling,
    }.items():
        if values is not None:
            attributes[column] = 0.0
            attributes.loc[problem.candidates, column] = values
    tables["hubs"] = attributes
    files = {}
    for name, table in tables.items():
        files[name] = target / f"{name}.csv"
        table.rename_axis("node").to_csv(files[name])
    return files


def _hubs(path: str | Path, nodes: list[Any], faults: list[str]) -> dict[str, Any]:
    rows, name = rows_of(path, faults), Path(path).name
    if not rows:
        return {}
    known = {"fixed_cost", "capacity", "handling_cost", "candidate"}
    columns = rows[0][1:]
    faults.extend(
        f"{name}: column {column!r} is not known; use {', '.join(sorted(known))}"
        for column in columns
        if column not in known
    )
    values: dict[str, dict[Any, float]] = {column: {} for column in columns if column in known}
    labels = {str(node): node for node in nodes}
    for r, row in enumerate(rows[1:], start=2):
        if len(row) != len(rows[0]):
            faults.append(f"{name}, row {r}: has {len(row)} cells instead of {len(rows[0])}; fill or cut it")
        elif row[0] not in labels:
            faults.append(
                f"{name}, row {r}: node {row[0]!r} is not in the flow table; correct the name or drop the row"
            )
        else:
            for column, word in zip(columns, row[1:], strict=True):
                if column in values:
                    where = f"{name}, row {r}, column {column!r}"
                    values[column][labels[row[0]]] = cell_value(word, where, faults, column == "capacity")
    result: dict[str, Any] = {column: series for column, series in values.items() if column != "candidate"}
    if "handling_cost" in result:
        result["handling_cost"] = pd.Series(result["handling_cost"])
    if "candidate" in values:
        result["candidates"] = [node for node, flag in values["candidate"].items() if flag]
    return result
