"""From what users pass (arrays, DataFrames, Series, mappings) to checked arrays, collecting every fault."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from difflib import get_close_matches
from typing import Any

import numpy as np
import pandas as pd

from optimize.problem.block import FloatArray, IntArray

_SHOWN = 5  # offending entries named in one message: enough to see a pattern in one line of text (a judgement)
_LARGEST = 1e100  # flow times cost is at most 1e200, so that sums over all pairs stay below the float limit of 1.8e308


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
        names = tuple(labels)
    else:
        frame = next((f for f in flows if isinstance(f, pd.DataFrame)), None)
        if frame is not None:
            names = tuple(frame.index)
        else:
            shape = np.shape(flows[0])
            if len(shape) != 2 or shape[0] != shape[1]:
                faults.append(f"`flow` has shape {shape}: it has to be square, one row and one column per node")
                return ()
            names = tuple(range(shape[0]))
    if not names:
        faults.append("the problem has no nodes: `flow` is empty")
    seen: set[Hashable] = set()
    twice = sorted({str(x) for x in names if x in seen or seen.add(x)})  # type: ignore[func-returns-value]
    if twice:
        faults.append(f"labels appear more than once: {', '.join(twice[:_SHOWN])}; every node needs its own")
    return names


def find_label(label: Hashable, names: Sequence[Hashable], what: str, faults: list[str]) -> int | None:
    """Position of a label among names.

    Parameters
    ----------
    label : hashable
        A name, a whole number written as text, or, if no name is an integer, a position.
    names : sequence
        The names to search.
    what : str
        What the label stands for, for messages.
    faults : list of str
        A fault is appended to it if the label is not found.

    Returns
    -------
    int or None
        None if it is not found.
    """
    if label in names:
        return list(names).index(label)
    spelt = [at for at, name in enumerate(names) if str(name) == label]  # whole numbers that come as text
    if len(spelt) == 1:
        return spelt[0]
    if isinstance(label, (int, np.integer)) and not isinstance(label, bool):
        if 0 <= int(label) < len(names) and not any(isinstance(x, (int, np.integer)) for x in names):
            return int(label)
        faults.append(f"{what}: no node has label or index {label!r}")
        return None
    close = get_close_matches(str(label), [str(x) for x in names], n=3, cutoff=0.5)
    hint = f"; did you mean {' or '.join(map(repr, close))}?" if close else f"; known are {_few(names)}"
    faults.append(f"{what}: {label!r} is not a node{hint}")
    return None


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
    if not isinstance(candidates, Iterable):
        faults.append(f"`candidates` is {candidates!r}: give a list of labels or indices")
        return np.zeros(0, dtype=np.int64)
    given = [candidates] if isinstance(candidates, str) else list(candidates)
    if len(given) == len(names) and all(isinstance(x, (bool, np.bool_)) for x in given):
        return np.flatnonzero(np.array(given, dtype=bool)).astype(np.int64)
    found = [find_label(c, names, "candidates", faults) for c in given]
    positions = sorted({p for p in found if p is not None})
    if not positions and not faults:
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
    if isinstance(value, pd.DataFrame):
        unmatched = [str(x) for x in names if x not in value.index or x not in value.columns]
        if unmatched:
            faults.append(f"{what}: rows or columns are missing for {_few(unmatched)}")
            return empty
        value = value.loc[list(names), list(names)]
    try:
        matrix = np.array(value, dtype=np.float64)
    except (TypeError, ValueError) as error:
        faults.append(f"{what} does not hold numbers: {error}")
        return empty
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
    if isinstance(value, (pd.Series, Mapping)):
        entries = dict(value.items())
        for label, number in entries.items():
            position = find_label(label, names, what, faults)
            if position is not None:
                try:
                    filled[position] = float(number)
                except (TypeError, ValueError):
                    faults.append(f"{what}: {label!r} has {number!r}, which is not a number")
        vector = filled
    else:
        try:
            vector = np.array(value, dtype=np.float64)
        except (TypeError, ValueError) as error:
            faults.append(f"{what} does not hold numbers: {error}")
            return filled
        if vector.ndim == 0:
            vector = np.full(n, float(vector))
    if vector.shape != (n,):
        faults.append(f"{what} has shape {vector.shape}: it has to be ({n},), one entry per node")
        return filled
    return _checked(what, vector, names, faults, allow_inf)


def _checked(
    what: str,
    array: FloatArray,
    names: tuple[Hashable, ...],
    faults: list[str],
    allow_inf: bool,
) -> FloatArray:
    def where(mask: Any) -> str:
        cells = [" -> ".join(str(names[i]) for i in cell) for cell in np.argwhere(mask)]
        return _few(cells)

    bad = np.isnan(array)
    if bad.any():
        remedy = "use numpy.inf where there is no connection" if allow_inf else "use 0 where there is none"
        faults.append(f"{what} is NaN at {where(bad)}: {remedy}")
    bad = array < 0
    if bad.any():
        faults.append(f"{what} is negative at {where(bad)}: it has to be >= 0")
    bad = np.isfinite(array) & (array > _LARGEST)
    if bad.any():
        remedy = "numpy.inf means no connection" if allow_inf else "use a larger unit"
        faults.append(f"{what} is above {_LARGEST:g} at {where(bad)}: {remedy}")
    bad = np.isinf(array)
    if bad.any() and not allow_inf:
        faults.append(f"{what} is infinite at {where(bad)}: it has to be finite")
    array.flags.writeable = False
    return array


def _few(items: Iterable[Any]) -> str:
    shown = [str(x) for x in items]
    more = f" and {len(shown) - _SHOWN} more" if len(shown) > _SHOWN else ""
    return ", ".join(shown[:_SHOWN]) + more
