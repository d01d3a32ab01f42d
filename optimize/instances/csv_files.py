"""Reading problems from plain CSV tables, and writing them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np

from optimize.errors import report
from optimize.files import MOST_BYTES, short
from optimize.instances.csv_table import Cells, is_bare, read_table, twice
from optimize.instances.sheet import read_sheet
from optimize.late import pd
from optimize.problem import FloatArray, HubProblem, few

_HUB_COLUMNS = ("candidate", "capacity", "fixed_cost", "handling_cost")


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
    most_bytes: int = MOST_BYTES,
) -> HubProblem:
    """Read a problem from CSV tables.

    Parameters
    ----------
    flow, cost : str or Path
        Tables of quantities and unit costs between nodes, as a matrix with or without labels or with one row per pair
        (see `optimize.instances.csv_table`), separated by commas, semicolons, tabs or blanks;
        or matrices of OMX files (``x.omx:trucks``). In tables of
        costs, ``inf`` means that there is no connection.
    collection_cost, transfer_cost, distribution_cost, direct_cost : str or Path, optional
        Tables of the unit costs of one leg, or of direct service, as in `HubProblem`.
    hubs : str or Path, optional
        Table with a column of node names and any of the columns ``fixed_cost``, ``capacity``, ``handling_cost``,
        ``candidate`` (0 or 1).
    collection, transfer, distribution, candidates, unmet_penalty
        As for `HubProblem`.
    most_bytes : int
        Largest file that is read.

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
    flows = read_table(flow, 0.0, faults, most_bytes=most_bytes)
    tables = {
        name: read_table(file, np.inf, faults, most_bytes=most_bytes)
        for name, file in files.items()
        if file is not None
    }
    nodes = None if flows is None else list(flows.index)
    attributes = {} if hubs is None else hub_columns(hubs, nodes, faults, most_bytes=most_bytes)
    for name, table in tables.items():
        if table is None or flows is None:
            continue
        _name_as(table, list(flows.index), Path(str(files[name])).name, Path(flow).name, is_bare(flows), faults)
    report(faults)
    assert flows is not None  # noqa: S101 - a fault would have been reported
    chosen = attributes.pop("candidates", None)
    if chosen is not None and candidates is not None:
        report([f"candidates are given, and {Path(str(hubs)).name} has a column candidate: drop one of the two"])
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


def add_tables(
    problem: HubProblem,
    *,
    flow: str | Path | None = None,
    cost: str | Path | None = None,
    hubs: str | Path | None = None,
    direct_cost: str | Path | None = None,
    most_bytes: int = MOST_BYTES,
) -> HubProblem:
    """Add what stands in CSV tables to a problem, as `read_csv` does.

    Parameters
    ----------
    problem : HubProblem
    flow, cost, hubs, direct_cost, most_bytes
        As for `read_csv`.

    Returns
    -------
    HubProblem
        What the tables say replaces what the problem had.

    Raises
    ------
    FileNotFoundError
        If a file does not exist.
    InputError
        If tables cannot be used; it reports all faults of all files, with row, column and remedy.
    """
    faults: list[str] = []
    nodes = list(problem.labels)
    changes = {} if hubs is None else hub_columns(hubs, nodes, faults, most_bytes=most_bytes)
    for name, file, absent in (("flow", flow, 0.0), ("cost", cost, np.inf), ("direct_cost", direct_cost, np.inf)):
        table = None if file is None else read_table(file, absent, faults, most_bytes=most_bytes)
        if file is not None and table is not None:
            if is_bare(table) and nodes == list(range(1, len(table) + 1)):
                table.index = table.columns = pd.Index(nodes)  # a published file counts its nodes from 1
            _name_as(table, nodes, Path(file).name, "the problem", is_bare(table), faults)
            changes[name] = table
    report(faults)
    return problem.replace(**changes)


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


def hub_columns(
    path: str | Path, nodes: list[Any] | None, faults: list[str], *, most_bytes: int = MOST_BYTES
) -> dict[str, Any]:
    """Read a table of hubs.

    Parameters
    ----------
    path : str or Path
        A column of node names, and any of ``fixed_cost``, ``capacity``, ``handling_cost``, ``candidate``.
    nodes : list or None
        Labels of the problem; None if they are not known because of other faults.
    faults : list of str
        Faults found are appended to it.
    most_bytes : int
        Largest file that is read.

    Returns
    -------
    dict
        Arguments of `HubProblem`: a mapping of label to number for each column, and a list for ``candidates``. Nodes
        that the table does not name are no candidates where it has that column, and else have no cost and no limit.
    """
    sheet = read_sheet(path, _fits, faults, most_bytes=most_bytes)
    if sheet is None:
        return {}
    name, heads = sheet.name, sheet.rows[0]
    columns = heads[1:]
    before = len(faults)
    faults.extend(
        f"{name}: column {short(column)!r} is not known; use {', '.join(_HUB_COLUMNS)}"
        for column in columns
        if column not in _HUB_COLUMNS
    )
    faults.extend(f"{name}: column {said}" for said in twice(columns, list(range(2, len(heads) + 1)), "columns"))
    faults.extend(f"{name}: node {said}" for said in twice([row[0] for row in sheet.rows[1:]], sheet.lines[1:], "rows"))
    if not columns:
        faults.append(f"{name} has one column: give nodes, and any of {', '.join(_HUB_COLUMNS)}")
    if len(sheet.rows) == 1:
        faults.append(f"{name} has no row below its heading: give a node in each")
    values: dict[str, dict[Any, float]] = {column: {} for column in columns if column in _HUB_COLUMNS}
    labels = None if nodes is None else {str(node): node for node in nodes}
    finite, infinite = Cells(faults, infinite=False), Cells(faults, infinite=True, meaning="for unlimited")
    for r, row in zip(sheet.lines[1:], sheet.rows[1:], strict=True):
        where = f"{name}, row {r}"
        if len(row) != len(heads):
            faults.append(f"{where}: has {len(row)} cells instead of {len(heads)}; fill or cut it")
            continue
        if labels is not None and row[0] not in labels:
            faults.append(f"{where}: node {short(row[0])!r} is not in the problem; correct the name or drop the row")
        for column, word in zip(columns, row[1:], strict=True):
            if column in values:
                cells = infinite if column == "capacity" else finite
                value = cells.value(word, f"{where}, column {column!r}")
                if column == "candidate" and value not in (0.0, 1.0):
                    faults.append(f"{where}, column 'candidate': {short(word)} is neither 0 nor 1")
                values[column][row[0] if labels is None else labels.get(row[0])] = value
    for cells in (finite, infinite):
        cells.close()
    if len(faults) > before:
        return {}
    result: dict[str, Any] = {column: series for column, series in values.items() if column != "candidate"}
    if "candidate" in values:
        result["candidates"] = [node for node, flag in values["candidate"].items() if flag]
    return result


def _name_as(table: pd.DataFrame, nodes: list[Any], name: str, where: str, bare: bool, faults: list[str]) -> None:
    """Give a table the nodes' own labels in place of the text that stands in the file."""
    known = {str(node): node for node in nodes}
    unknown = [str(node) for node in table.index if str(node) not in known]
    if unknown and is_bare(table) != bare and len(table) == len(nodes):
        without, others = (where, name) if bare else (name, where)
        faults.append(f"{without} has no headings, which {others} has: give it the same ones")
    elif unknown:
        faults.append(
            f"{name}: nodes {few(unknown)} are not in {where}; use the same names in both, or add them there with "
            "flow 0"
        )
    else:
        table.index = pd.Index([known[str(node)] for node in table.index])
        table.columns = pd.Index([known[str(node)] for node in table.columns])


def _fits(rows: list[list[str]]) -> bool:
    """Whether rows are those of a table of hubs."""
    return len({len(row) for row in rows}) == 1 and any(column in _HUB_COLUMNS for column in rows[0][1:])
