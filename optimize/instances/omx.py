"""OMX, the open matrix format of transport models: matrices with the labels of their zones in one HDF5 file.

After the specification, version 0.2 (https://github.com/osPlanning/omx/wiki/Specification): attributes ``OMX_VERSION``
and ``SHAPE`` at the root, matrices in the group ``data``, lists of labels in ``lookup``. A file is read through h5py,
which takes attributes as values and unpickles nothing; what leads out of the file is refused, and sizes are looked at
before numbers are.
"""

from __future__ import annotations

import math
import re
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from optimize.errors import InputError, report
from optimize.files import MOST_BYTES, check_writable, named, open_input, short
from optimize.instances.sheet import BARE, MOST_NODES
from optimize.late import need, pd
from optimize.problem import FloatArray, few

if TYPE_CHECKING:
    import h5py

VERSION = "0.2"
LABELS = "zone"
"""Name of the list of labels in files that are written."""
_NAMED = re.compile(r"(?P<file>.*\.omx)(?::(?P<matrix>.*))?", re.IGNORECASE | re.DOTALL)


def is_omx(path: str | Path) -> bool:
    """Say whether a path stands for an OMX file, or for a matrix in one.

    Parameters
    ----------
    path : str or Path
        ``x.omx`` or ``x.omx:trucks``.

    Returns
    -------
    bool
    """
    return _NAMED.fullmatch(str(path)) is not None


def read_omx(
    path: str | Path, absent: float, matrix: str | None = None, *, most_bytes: int = MOST_BYTES
) -> pd.DataFrame:
    """Read a matrix of an OMX file.

    Parameters
    ----------
    path : str or Path
        ``x.omx``, or ``x.omx:trucks`` for the matrix ``trucks``.
    absent : float
        Value of missing cells, which the file's attribute ``NA`` marks: 0 for flows, ``inf`` for costs.
    matrix : str, optional
        Its name; not needed where there is one.
    most_bytes : int
        Largest file that is read, and as many bytes of numbers in it.

    Returns
    -------
    DataFrame
        Square; labels are those of the file's only list, and 0 .. n-1 without one.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    InputError
        If it cannot be used, with all reasons; or h5py is not installed.
    """
    found = _NAMED.fullmatch(str(path))
    file, name = (str(path), None) if found is None else (found["file"], found["matrix"] or None)
    if matrix is not None and name not in (None, matrix):
        report([f"{named(path)}: the matrix is {short(str(name))!r} here and {short(matrix)!r} there; name it once"])
    hdf5 = need("h5py", "standards", "OMX files")
    with open_input(file, most_bytes=most_bytes) as stream:
        try:
            with hdf5.File(stream, "r") as content:
                return _table(content, Path(file).name, name or matrix, absent, most_bytes)
        except InputError:
            raise
        except Exception as error:  # the library's own kinds are OSError, RuntimeError, KeyError, ValueError
            raise InputError([f"{named(file)} is no HDF5 file that can be read ({error})"]) from error


def write_omx(matrices: Mapping[str, pd.DataFrame], path: str | Path) -> None:
    """Write matrices with the same labels to an OMX file.

    Parameters
    ----------
    matrices : mapping of str to DataFrame
        Square, by name.
    path : str or Path
        Replaced if it is there.

    Raises
    ------
    InputError
        If matrices cannot stand in one file, the file cannot be written, or h5py is not installed.
    """
    hdf5 = need("h5py", "standards", "OMX files")
    labels = _common_labels(matrices)
    check_writable(path)
    whole = all(isinstance(label, (int, np.integer)) for label in labels)
    file = Path(path)
    with tempfile.TemporaryDirectory(prefix=".", dir=file.parent) as folder:
        written = Path(folder) / "matrices.omx"
        with hdf5.File(written, "w") as content:
            content.attrs["OMX_VERSION"] = np.bytes_(VERSION)
            content.attrs["SHAPE"] = np.array([len(labels), len(labels)], dtype=np.int32)
            data, lookup = content.create_group("data"), content.create_group("lookup")
            for name, matrix in matrices.items():
                data.create_dataset(name, data=matrix.to_numpy(dtype=np.float64), compression="gzip", shuffle=True)
            names = [int(label) if whole else str(label).encode() for label in labels]
            lookup.create_dataset(LABELS, data=np.array(names))
        written.replace(file)


def _common_labels(matrices: Mapping[str, pd.DataFrame]) -> list[Any]:
    faults = [] if matrices else ["there is no matrix: give at least one"]
    wrong = [name for name in matrices if not name or set(name) & set("/.:")]
    faults += [f"a matrix cannot be called {short(name)!r}: leave out '/', '.' and ':'" for name in wrong]
    first = next(iter(matrices.values()), None)
    for name, matrix in matrices.items():
        if list(matrix.index) != list(matrix.columns):
            faults.append(f"matrix {short(name)!r}: rows and columns have different labels; give both the same")
        elif first is not None and list(matrix.index) != list(first.index):
            faults.append(f"matrix {short(name)!r} has other labels than the first: write it to a file of its own")
    report(faults)
    return [] if first is None else list(first.index)


def _table(content: h5py.File, file: str, name: str | None, absent: float, most_bytes: int) -> pd.DataFrame:
    """The matrix of that name, checked, with its labels."""
    data = _inside(content, "data", file)
    names = [] if data is None else list(data)
    if name is None and len(names) != 1:
        known = f"it has {few(map(short, names))}; name one, as {file}:{short(names[0])}" if names else "it has none"
        report([f"{file}: which matrix is meant is not said: {known}"])
    chosen = names[0] if name is None else name
    if chosen not in names:
        report([f"{file} has no matrix {short(chosen)!r}; it has {few(map(short, names))}"])
    where = f"{file}:{short(chosen)}"
    cells = _array(_inside(data, chosen, where), 2, where, most_bytes)
    if cells.shape[0] != cells.shape[1]:
        report([f"{where} has {cells.shape[0]:,} rows and {cells.shape[1]:,} columns: a square matrix is wanted"])
    values = _checked(cells, _missing(data[chosen]), absent, where)
    labels = _labels(content, len(values), file)
    table = pd.DataFrame(values, index=labels, columns=labels)
    table.attrs[BARE] = labels is None
    return table


def _inside(group: Any, name: str, where: str) -> Any:
    """A part of a group that is in the file itself; None if there is none."""
    import h5py

    link = group.get(name, getlink=True)
    if link is None:
        return None
    if not isinstance(link, h5py.HardLink):
        report([f"{where}: {short(name)!r} leads elsewhere; give a file that holds its matrices itself"])
    return group[name]


def _array(dataset: Any, dimensions: int, where: str, most_bytes: int) -> Any:
    """The values of a dataset of numbers or short texts that is neither too large nor elsewhere."""
    shape: tuple[int, ...] = getattr(dataset, "shape", None) or ()
    if len(shape) != dimensions:
        report([f"{where} is no {'matrix' if dimensions > 1 else 'list'}"])
    if dataset.external or dataset.is_virtual:
        report([f"{where} leads to other files; give a file that holds its matrices itself"])
    if max(shape, default=0) > MOST_NODES:
        report([f"{where} has {max(shape):,} nodes, more than the {MOST_NODES:,} whose matrices are read"])
    if math.prod(shape) * dataset.dtype.itemsize > most_bytes:
        report([f"{where} has more than the {most_bytes / 1024**2:,.0f} MB that are read"])
    return dataset[()]


def _missing(dataset: Any) -> float | None:
    """The number that stands for a missing cell; None if there is none."""
    value = dataset.attrs.get("NA")
    if value is None or np.size(value) != 1 or np.asarray(value).dtype.kind not in "fiu":
        return None
    return float(np.ravel(value)[0])


def _checked(cells: Any, missing: float | None, absent: float, where: str) -> FloatArray:
    if cells.dtype.kind not in "fiu":
        report([f"{where} holds no numbers (its type is {cells.dtype})"])
    values: FloatArray = cells.astype(np.float64)
    if missing is not None:
        values[np.isnan(values) if math.isnan(missing) else values == missing] = absent
    cases = [(np.isnan(values), "no number"), (values < 0, "negative")]
    if not math.isinf(absent):
        cases.append((np.isposinf(values), "infinite"))
    faults = []
    for wrong, what in cases:
        if wrong.any():
            row, column = (int(x) for x in np.argwhere(wrong)[0])
            more = f", and {int(wrong.sum()) - 1:,} more are" if wrong.sum() > 1 else ""
            faults.append(f"{where}, row {row + 1}, column {column + 1}: the cell is {what}{more}; give numbers >= 0")
    report(faults)
    return values


def _labels(content: h5py.File, n: int, file: str) -> list[Any] | None:
    """Labels of the file's list that has as many as there are nodes; None if there is none."""
    lookup = _inside(content, "lookup", file)
    names = [] if lookup is None else list(lookup)
    lists = {name: _inside(lookup, name, file) for name in names}
    fitting = {name: each for name, each in lists.items() if getattr(each, "shape", None) == (n,)}
    if len(fitting) > 1:
        chosen = [name for name in fitting if name.lower() in ("zone", "zones", "taz", "node", "nodes")]
        if len(chosen) != 1:
            report([f"{file} has several lists of labels, {few(map(short, fitting))}: leave one of them in it"])
        fitting = {chosen[0]: fitting[chosen[0]]}
    if not fitting:
        return None
    (name,) = fitting
    where = f"{file}, list {short(name)!r}"
    return _names(_array(fitting[name], 1, where, MOST_BYTES), where)


def _names(values: Any, where: str) -> list[Any]:
    if values.dtype.kind in "iu":
        labels: list[Any] = [int(value) for value in values]
    elif values.dtype.kind in "SUO":
        texts = [value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value) for value in values]
        labels = [text.rstrip("\0 ") for text in texts]
    elif values.dtype.kind == "f" and np.array_equal(values, np.round(values)):
        labels = [int(value) for value in values]
    else:
        report([f"{where} holds no labels (its type is {values.dtype})"])
    seen: set[Any] = set()
    again = [label for label in labels if label in seen or seen.add(label)]  # type: ignore[func-returns-value]
    if again:
        report([f"{where}: {few(map(str, dict.fromkeys(again)))} appears more than once; every node needs its own"])
    return labels
