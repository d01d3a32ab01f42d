r"""The Civil Aeronautics Board set (O'Kelly 1987): air passengers between American cities.

The unit cost of collection and distribution is the distance (chi = delta = 1) and that of transfer is alpha times the
distance. Flows are divided by the total flow of the nodes that are kept, :math:`w_{ij} / \sum_{ij} w_{ij}`, so that the
objective is a mean distance. The n-node instance has the first n cities.
"""

import math
from itertools import islice
from numbers import Integral
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from optimize.errors import InputError, report
from optimize.files import MOST_BYTES, number, number_fault, read_text, short
from optimize.instances.text import NumberStream, word_rows
from optimize.problem import FloatArray, HubProblem

LAYOUTS = ("rows", "pairs", "matrices")
"""How a file may be laid out, see `read_cab`."""

_COLUMNS = ("origin", "destination", "flow", "distance")
_SHOWN = 20  # faults of one file that are listed: what fits on a screen (a judgement)


def read_cab(
    path: str | Path,
    n: int | None = None,
    *,
    alpha: float = 1.0,
    collection: float = 1.0,
    distribution: float = 1.0,
    fixed_cost: npt.ArrayLike | None = None,
    capacity: npt.ArrayLike | None = None,
    candidates: Any = None,
    normalise: bool = True,
    layout: str | None = None,
    most_bytes: int = MOST_BYTES,
) -> HubProblem:
    """Read a CAB table.

    Parameters
    ----------
    path : str or Path
        Nodes are numbered from 1; words are separated by commas, semicolons, tabs or blanks. See `layout`.
    n : int, optional
        Keep the first n nodes; default: all.
    alpha : float
        Factor on the transfer leg.
    collection, distribution : float
        Factors on the other legs; 1 in the set.
    fixed_cost, capacity : float or (n,) array, optional
        Fixed cost and capacity of each hub; the set itself has none.
    candidates : sequence of int, optional
        Nodes, numbered from 1 as in the file, that may be hubs; default: all.
    normalise : bool
        Whether to divide the flows by their total over the nodes that are kept.
    layout : {"rows", "pairs", "matrices"}, optional
        "rows": origin, destination, flow and distance in each row, with or without a heading. "pairs": n, then a row of
        flow and distance for each pair, in the order (1, 1), (1, 2), ... "matrices": n, then all n x n flows, then all
        n x n distances. Default: as the rows of the file show it; what could be both is refused.
    most_bytes : int
        Largest file that is read.

    Returns
    -------
    HubProblem
        Labels are 1 .. n, as in the file and in the papers: of 25 nodes with three hubs and alpha 0.2, hubs 4, 12 and
        17 are the best under single allocation. A number is always such a label, never a position, and 0 is refused.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    InputError
        If the file cannot be read as a CAB table; it reports all faults with their rows and columns.
    """
    if layout is not None and layout not in LAYOUTS:
        report([f"layout is {layout!r}: use one of {', '.join(LAYOUTS)}"])
    text, name = read_text(path, most_bytes=most_bytes), Path(path).name
    first = next(word_rows(text), (1, []))[1]
    rows = layout == "rows" or (layout is None and len(first) != 1)
    flow, distance = pair_rows(text, name) if rows else _after_n(text, name, layout)
    size = len(flow)
    if n is not None and not (isinstance(n, Integral) and 1 <= n <= size):
        report([f"{name} has {size} nodes: n = {n!r} has to be from 1 to {size}"])
    return first_cities(
        flow,
        distance,
        size if n is None else int(n),
        normalise=normalise,
        source=name,
        collection=collection,
        transfer=alpha,
        distribution=distribution,
        fixed_cost=fixed_cost,
        capacity=capacity,
        candidates=candidates,
    )


def first_cities(
    flow: FloatArray, distance: FloatArray, n: int, *, normalise: bool = True, source: str, **arguments: Any
) -> HubProblem:
    """Make the problem of the first n cities.

    Parameters
    ----------
    flow, distance : (N, N) array
        Of all cities.
    n : int
        From 1 to N.
    normalise : bool
        Whether to divide the flows by their total over these cities.
    source : str
        Where the instance comes from.
    **arguments
        Of `HubProblem`.

    Returns
    -------
    HubProblem
        Labels are 1 .. n.
    """
    kept = flow[:n, :n]
    total = kept.sum()
    return HubProblem(
        kept / total if normalise and total > 0 else kept,
        distance[:n, :n],
        labels=range(1, n + 1),
        metadata={"name": f"CAB{n}", "source": source},
        **arguments,
    )


def _after_n(text: str, name: str, layout: str | None) -> tuple[FloatArray, FloatArray]:
    """Read n and what follows it, as pairs or as matrices."""
    numbers = NumberStream(text, name)
    n = numbers.size("n, the number of nodes", least=2)
    values = np.array(numbers.take(2 * n * n, f"the {n} x {n} flows and the {n} x {n} distances"))
    if not numbers.faults and (extra := numbers.rest()):
        numbers.faults.append(f"{name}: {extra} words follow the distances; the file's n ({n}) does not fit it")
    report(numbers.faults)
    found = {"pairs": values.reshape(n, n, 2).transpose(2, 0, 1), "matrices": values.reshape(2, n, n)}
    widths = [len(words) for _, words in word_rows(text)][1:]
    flow, distance = found[layout or _layout(n, widths, {key: each[1] for key, each in found.items()}, name)]
    faults = []
    for what, matrix in (("flow", flow), ("distance", distance)):
        for i, j in np.argwhere(matrix < 0)[:5]:
            faults.append(f"{name}: the {what} from node {i + 1} to node {j + 1} is negative; correct it")
    report(faults)
    return flow, distance


def _layout(n: int, widths: list[int], distances: dict[str, FloatArray], name: str) -> str:
    """Tell pairs from matrices by two signs that must not contradict each other.

    One is the length of the rows: two words for each pair, or n words for each row of a matrix. The other is that no
    node is at a distance from itself. With one node both are the same.
    """
    if n == 1:
        return "pairs"
    by_rows = {key for key, like in (("pairs", [2] * n * n), ("matrices", [n] * 2 * n)) if widths == like}
    by_diagonal = {key for key, matrix in distances.items() if not matrix.diagonal().any()}
    if len(by_rows) == 1 and (by_rows <= by_diagonal or not by_diagonal):
        return by_rows.pop()
    if len(by_rows) != 1 and len(by_diagonal) == 1:
        return by_diagonal.pop()
    msg = (
        f"{name}: its rows do not show whether they are pairs of flow and distance, or all flows and then all distances"
    )
    raise InputError([f"{msg}; say which with layout (--layout): pairs or matrices"])


def _row(words: list[str], where: str, faults: list[str]) -> list[float] | None:
    """Origin, destination, flow and distance; None and a fault if they cannot be used."""
    if len(words) != len(_COLUMNS):
        faults.append(f"{where}: has {len(words)} columns; give {', '.join(_COLUMNS)}")
        return None
    values = [number(word) for word in words]
    for what, word, value in zip(_COLUMNS, words, values, strict=True):
        if value is None:
            problem, remedy = number_fault(word)
            faults.append(f"{where}, column {what}: {short(word)!r} {problem}; {remedy}")
        elif value < 0 or math.isinf(value):
            faults.append(f"{where}, column {what}: {short(word)!r} is not a finite number >= 0; correct it")
    known = [value for value in values if value is not None and 0 <= value < math.inf]
    if len(known) < len(values):
        return None
    if any(node < 1 or node != int(node) for node in known[:2]):
        faults.append(f"{where}: nodes {words[0]} and {words[1]}; they are whole numbers counted from 1")
        return None
    return known


def pair_rows(text: str, name: str) -> tuple[FloatArray, FloatArray]:
    """Read the layout "rows".

    Parameters
    ----------
    text : str
        Content of the file.
    name : str
        Name of the file, for messages.

    Returns
    -------
    flow, distance : (n, n) array

    Raises
    ------
    InputError
        If it cannot be read; it reports all faults.
    """
    faults: list[str] = []
    entries: dict[tuple[int, int], tuple[float, float]] = {}
    places: dict[tuple[int, int], int] = {}
    for at, (row, words) in enumerate(word_rows(text)):
        if at == 0 and number(words[0]) is None:
            continue  # a heading
        where = f"{name}, row {row}"
        values = _row(words, where, faults)
        if values is None:
            continue
        i, j, flow, distance = values
        if (pair := (int(i) - 1, int(j) - 1)) in entries:
            faults.append(f"{where}: the pair {words[0]}, {words[1]} is in row {places[pair]} too; drop one")
        else:
            entries[pair], places[pair] = (flow, distance), row
    if not entries and not faults:
        faults.append(f"{name} has no rows; give {', '.join(_COLUMNS)} in each")
    if len(faults) > _SHOWN:
        faults[_SHOWN:] = [f"{name}: and {len(faults) - _SHOWN} more faults; correct these first"]
    report(faults)
    n = max(max(pair) + 1 for pair in entries)
    lacking = n * n - n - sum(i != j for i, j in entries)
    if lacking:
        every = ((i, j) for i in range(n) for j in range(n) if i != j and (i, j) not in entries)
        first = [(i + 1, j + 1) for i, j in islice(every, 5)]
        msg = f"{name}: {lacking:.10g} of {n * n:.10g} pairs are missing, the first {first}"
        report([f"{msg}; the file is truncated or lacks rows, add them"])
    matrices = np.zeros((2, n, n))
    for (i, j), pair_values in entries.items():
        matrices[:, i, j] = pair_values
    return matrices[0], matrices[1]
