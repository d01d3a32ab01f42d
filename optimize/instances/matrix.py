"""Matrices by node in files of other programs: CSV in three forms, and OMX."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from optimize.errors import report
from optimize.files import MOST_BYTES, write_whole
from optimize.instances.csv_table import read_table
from optimize.instances.omx import is_omx, write_omx
from optimize.late import pd

LONG = ("origin", "destination", "value")
"""Columns of a table with a row for each pair."""
FORMS = ("matrix", "long")


def read_matrix(path: str | Path, *, absent: float = 0.0, most_bytes: int = MOST_BYTES) -> pd.DataFrame:
    """Read a matrix with a number for each pair of nodes.

    Parameters
    ----------
    path : str or Path
        A CSV file, as a matrix with or without labels or with a row for each pair (see `read_csv`), or an OMX file:
        ``x.omx``, or ``x.omx:trucks`` for one of several matrices.
    absent : float
        Value of pairs that the file leaves out: 0 for flows; ``inf`` for costs, where the diagonal stays 0.
    most_bytes : int
        Largest file that is read.

    Returns
    -------
    DataFrame
        Square, with the labels of the nodes, as `HubProblem` takes it.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    InputError
        If it cannot be used, with all reasons; or it is an OMX file and h5py is not installed.

    Examples
    --------
    >>> read_matrix("flow.csv")  # doctest: +SKIP
    >>> read_matrix("skims.omx:cost", absent=np.inf)  # doctest: +SKIP
    """
    faults: list[str] = []
    table = read_table(path, absent, faults, most_bytes=most_bytes)
    report(faults)
    assert table is not None  # noqa: S101 - a fault would have been reported
    return table


def write_matrix(
    matrices: pd.DataFrame | Mapping[str, pd.DataFrame], path: str | Path, *, form: str = "matrix", absent: float = 0.0
) -> None:
    """Write a matrix, or several to one OMX file, for `read_matrix` and other programs.

    Parameters
    ----------
    matrices : DataFrame or mapping of str to DataFrame
        Square, rows and columns with the same labels; several by name. One without a name is called ``matrix`` in an
        OMX file.
    path : str or Path
        ``.csv`` or ``.omx``; replaced if it is there.
    form : {"matrix", "long"}
        Of a CSV file: a row for each node, or for each pair.
    absent : float
        In the long form, pairs with this value are left out; a reader has to be told the same.

    Raises
    ------
    InputError
        If the matrices, the form or the ending cannot be.
    """
    several = dict(matrices) if isinstance(matrices, Mapping) else {"matrix": matrices}
    if form not in FORMS:
        report([f"form is {form!r}: use {' or '.join(map(repr, FORMS))}"])
    if is_omx(path):
        write_omx(several, path)
        return
    if Path(path).suffix.lower() != ".csv":
        report([f"{path}: the file has to end with .csv or .omx"])
    if len(several) != 1:
        report([f"a CSV file holds one matrix, and {len(several)} are given: write a file for each, or an OMX file"])
    (table,) = several.values()
    if list(table.index) != list(table.columns):
        report(["rows and columns of the matrix have different labels; give both the same"])
    shown = _pairs(table, absent) if form == "long" else table.rename_axis("node")
    write_whole(path, shown.to_csv(index=form != "long"))


def _pairs(table: pd.DataFrame, absent: float) -> pd.DataFrame:
    """A row for each pair that a reader does not fill in; each node is in one at least."""
    values: Any = table.to_numpy(dtype=np.float64)
    left_out = values == absent
    # a reader takes 0 for the way to oneself, and knows the nodes that are named alone
    alone = left_out.all(axis=0) & left_out.all(axis=1) if absent == 0 else True
    keep = ~left_out | (np.eye(len(values), dtype=bool) & alone)
    rows, columns = np.nonzero(keep)
    labels = list(table.index)
    return pd.DataFrame(
        {LONG[0]: [labels[i] for i in rows], LONG[1]: [labels[j] for j in columns], LONG[2]: values[rows, columns]}
    )
