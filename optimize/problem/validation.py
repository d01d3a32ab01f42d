"""From what users pass (arrays, DataFrames, Series, mappings) to checked arrays, collecting every fault."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any, cast

import numpy as np

from optimize.late import is_frame, is_table, pd
from optimize.problem.block import FloatArray, IntArray
from optimize.problem.naming import SHOWN, few, find_label, find_labels

LARGEST = 1e100  # flow times cost is at most 1e200, so that sums over all pairs stay below the float limit of 1.8e308


def node_labels(labels: Sequence[Hashable] | None, flows: Sequence[Any], faults: list[str]) -> tuple[Hashable, ...]:
    """Labels of the nodes: as given, else the first DataFrame's index, else 0 .. n-1.

    Parameters
    ----------
    labels : sequence or None
        Labels as the user gave them.
    flows : sequence of arrays or DataFrames
        The (n, n) flow of each block.
    faults : list of str
        Faults found are appended to it.

    Returns
    -------
    tuple
        n labels; empty if n cannot be determined.
    """
    if labels is not None:
        if (
            not isinstance(labels, Iterable)
            or isinstance(labels, (bytes, AbstractSet))
            or getattr(labels, "ndim", 1) != 1
        ):
            faults.append(f"labels is {labels!r:.50}: give a list of names, one a node, in the order of the rows")
            return ()
        names = tuple(labels)
        unusable = [repr(x) for x in names if not isinstance(x, Hashable)]
        if unusable:
            faults.append(f"labels {few(unusable)} cannot be looked up: use text or numbers")
            return ()
    else:
        frame = next((f for f in flows if is_frame(f)), None)
        if frame is not None:
            names = tuple(frame.index)
        else:
            try:
                shape = np.shape(flows[0]) if not hasattr(flows[0], "shape") else flows[0].shape
            except ValueError:  # a ragged list
                shape = (len(flows[0]),) * 2
            if len(shape) != 2 or shape[0] != shape[1]:
                faults.append(f"`flow` has shape {shape}: it has to be square, one row and one column per node")
                return ()
            names = tuple(range(shape[0]))
    unclear = [(at, name) for at, name in enumerate(names) if not isinstance(name, (str, int, tuple))]
    nameless = [at for at, name in unclear if pd.api.types.is_scalar(name) and pd.isna(cast("Any", name))]
    if nameless:
        faults.append(f"labels are missing at positions {few(nameless)}: every node needs a name")
        return ()
    if not names:
        faults.append("the problem has no nodes: `flow` is empty")
    seen: set[Hashable] = set()
    twice = sorted({str(x) for x in names if x in seen or seen.add(x)})  # type: ignore[func-returns-value]
    if twice:
        faults.append(f"labels appear more than once: {', '.join(twice[:SHOWN])}; every node needs its own")
    return names


def candidate_positions(
    candidates: Iterable[Hashable] | None, names: tuple[Hashable, ...], faults: list[str]
) -> IntArray:
    """Positions of the candidate hubs among the nodes.

    Parameters
    ----------
    candidates : iterable or None
        Labels or positions, or an (n,) mask; None = all nodes.
    names : tuple
        Labels of the n nodes.
    faults : list of str
        Faults found are appended to it.

    Returns
    -------
    (h,) int array
        Ascending.
    """
    if candidates is None:
        return np.arange(len(names), dtype=np.int64)
    before = len(faults)
    positions = sorted(find_labels(candidates, names, "`candidates`", faults))
    if not positions and len(faults) == before:
        faults.append("`candidates` is empty: name at least one node that may be a hub")
    return np.array(positions, dtype=np.int64)


def as_matrix(
    what: str,
    value: Any,
    names: tuple[Hashable, ...],
    faults: list[str],
    *,
    allow_inf: bool = False,
    allow_scalar: bool = False,
    allow_sparse: bool = False,
) -> FloatArray:
    """Convert an array or a labelled DataFrame to a checked (n, n) array of numbers >= 0.

    Parameters
    ----------
    what : str
        Name of the argument, for messages.
    value : array_like, DataFrame or None
        A DataFrame may have its rows and columns in any order; None is a fault.
    names : tuple
        Labels of the n nodes.
    faults : list of str
        Faults found are appended to it.
    allow_inf : bool
        Whether entries may be infinite.
    allow_scalar : bool
        Whether one number may stand for all entries.
    allow_sparse : bool
        Whether the matrix may be sparse: what it leaves out is 0.

    Returns
    -------
    (n, n) array
        Read-only; zeros if the value cannot be converted.
    """
    n = len(names)
    empty = np.zeros((n, n))
    if value is None:
        faults.append(f"{what} is missing")
        return empty
    if is_frame(value):
        frame = _in_order(what, value, names, faults)
        if frame is None:
            return empty
        value = frame
    if allow_sparse and hasattr(value, "toarray"):
        value = value.toarray()
    found = _numbers(what, value, faults)
    if found is None:
        return empty
    matrix = found
    if allow_scalar and matrix.ndim == 0:
        matrix = np.full((n, n), float(matrix))
    if matrix.shape != (n, n):
        faults.append(f"{what} has shape {matrix.shape}: it has to be ({n}, {n}), one row and one column per node")
        return empty
    return _checked(what, matrix, names, faults, allow_inf)


def as_vector(
    what: str,
    value: Any,
    names: tuple[Hashable, ...],
    faults: list[str],
    *,
    default: float,
    allow_inf: bool = False,
) -> FloatArray:
    """Convert a number, an array, a Series or a mapping of label to number to a checked (n,) array of numbers >= 0.

    Parameters
    ----------
    what : str
        Name of the argument, for messages.
    value : float, array_like, Series, mapping or None
        None stands for the default everywhere.
    names : tuple
        Labels of the n nodes.
    faults : list of str
        Faults found are appended to it.
    default : float
        Value of nodes that a Series or a mapping does not name.
    allow_inf : bool
        Whether entries may be infinite.

    Returns
    -------
    (n,) array
        The default everywhere if the value cannot be converted.
    """
    n = len(names)
    filled = np.full(n, default)
    if value is None:
        return filled
    if isinstance(value, Mapping) or (is_table(value) and isinstance(value, pd.Series)):
        named: dict[int, Hashable] = {}
        for label, number in value.items():
            position = find_label(label, names, what, faults)
            if position in named:
                faults.append(f"{what}: node {names[position]!r} is given twice ({named[position]!r}, {label!r})")
            elif position is not None:
                named[position] = label
                try:
                    filled[position] = float(number)
                except (TypeError, ValueError, OverflowError):
                    faults.append(f"{what}: {label!r} has {number!r:.50}, which is not a number")
        vector = filled
    else:
        found = _numbers(what, value, faults)
        if found is None:
            return filled
        vector = found
        if vector.ndim == 0:
            vector = np.full(n, float(vector))
    if vector.shape != (n,):
        faults.append(f"{what} has shape {vector.shape}: it has to be ({n},), one entry per node")
        return filled
    return _checked(what, vector, names, faults, allow_inf)


def _in_order(what: str, frame: pd.DataFrame, names: tuple[Hashable, ...], faults: list[str]) -> pd.DataFrame | None:
    """The rows and columns of the nodes, in their order; None and a fault if they are not there."""
    twice = [*frame.index[frame.index.duplicated()], *frame.columns[frame.columns.duplicated()]]
    if twice:
        faults.append(f"{what}: rows or columns appear more than once for {few(twice)}; keep one of each")
        return None
    rows, columns = (_places(axis, names) for axis in (frame.index, frame.columns))
    lacking = [str(name) for name, *at in zip(names, rows, columns, strict=True) if min(at) < 0]
    alone = sorted({str(x) for x in frame.index} ^ {str(x) for x in frame.columns})
    if not lacking and alone:
        faults.append(f"{what}: {few(alone)} has a row or a column, but not both; give it both, or leave it out")
        return None
    if not lacking:
        return frame.take(rows, axis=0).take(columns, axis=1)
    first = [str(x) for x in frame.iloc[:, 0]] if frame.shape[1] else []
    if first and first == [str(x) for x in frame.columns[1:]]:
        remedy = f"; its first column holds the names of the rows: read it with index_col=0, or {what}.set_index(...)"
    else:
        remedy = f"; it has the rows {few(frame.index)} and the columns {few(frame.columns)}"
    faults.append(f"{what}: rows or columns are missing for {few(lacking)}{remedy}")
    return None


def _places(axis: pd.Index[Any], names: tuple[Hashable, ...]) -> list[int]:
    """Where each name is on an axis, by itself or, where only one is written so, by its text; -1 if it is not there."""
    exact = {label: at for at, label in enumerate(axis)}
    texts: dict[str, int] = {}
    for at, label in enumerate(axis):
        texts[str(label)] = -1 if str(label) in texts else at
    return [exact[name] if name in exact else texts.get(str(name), -1) for name in names]


def _numbers(what: str, value: Any, faults: list[str]) -> FloatArray | None:
    """Convert to an array of floats that shares nothing with the value, or say why that cannot be done."""
    if isinstance(value, np.ma.MaskedArray) and np.ma.getmaskarray(value).any():
        faults.append(f"{what} is a masked array: say what the masked entries are, for instance with .filled(0)")
        return None
    if hasattr(value, "toarray"):
        remedy = f"give {what.rpartition(' ')[2]}.toarray(), as a cost that is left out would be 0"
        faults.append(f"{what} is a sparse matrix: {remedy}")
        return None
    if isinstance(value, (list, tuple)) and value and all(isinstance(row, (list, tuple)) for row in value):
        lengths = [len(row) for row in value]
        odd = next((row for row, length in enumerate(lengths) if length != lengths[0]), None)
        if odd is not None:
            faults.append(f"{what} is ragged: row {odd} has {lengths[odd]} entries, row 0 has {lengths[0]}")
            return None
    kinds = {kind.kind for kind in getattr(value, "dtypes", [getattr(value, "dtype", np.dtype(float))])}
    if kinds & set("mM"):
        faults.append(f"{what} holds dates or durations: give numbers, as of days or hours")
        return None
    try:
        return np.array(value, dtype=np.float64)
    except (TypeError, ValueError, OverflowError) as error:
        faults.append(f"{what} does not hold numbers: {error}")
        return None


def _checked(
    what: str,
    array: FloatArray,
    names: tuple[Hashable, ...],
    faults: list[str],
    allow_inf: bool,
) -> FloatArray:
    def where(mask: Any) -> str:
        cells = [" -> ".join(str(names[i]) for i in cell) for cell in np.argwhere(mask)]
        return few(cells)

    bad = np.isnan(array)
    if bad.any():
        remedy = "use numpy.inf where there is no connection" if allow_inf else "use 0 where there is none"
        faults.append(f"{what} is NaN at {where(bad)}: {remedy}")
    bad = array < 0
    if bad.any():
        faults.append(f"{what} is negative at {where(bad)}: it has to be >= 0")
    bad = np.isfinite(array) & (array > LARGEST)
    if bad.any():
        remedy = "numpy.inf means no connection" if allow_inf else "use a larger unit"
        faults.append(f"{what} is above {LARGEST:g} at {where(bad)}: {remedy}")
    bad = np.isinf(array)
    if bad.any() and not allow_inf:
        faults.append(f"{what} is infinite at {where(bad)}: it has to be finite")
    array.flags.writeable = False
    return array
