r"""The Civil Aeronautics Board set (O'Kelly 1987): air passengers between American cities.

The unit cost of collection and distribution is the distance (chi = delta = 1) and that of transfer is alpha times the
distance. Flows are divided by the total flow of the nodes that are kept, :math:`w_{ij} / \sum_{ij} w_{ij}`, so that the
objective is a mean distance. The n-node instance has the first n cities.
"""

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from optimize.errors import report
from optimize.instances.text import NumberStream, number, read_text
from optimize.problem import FloatArray, HubProblem

_COLUMNS = ("origin", "destination", "flow", "distance")


def read_cab(
    path: str | Path,
    n: int | None = None,
    *,
    alpha: float = 1.0,
    fixed_cost: npt.ArrayLike | None = None,
    capacity: npt.ArrayLike | None = None,
    candidates: Any = None,
    normalise: bool = True,
) -> HubProblem:
    """Read a CAB table.

    Parameters
    ----------
    path : str or Path
        Rows of origin, destination, flow and distance with nodes numbered from 1, with or without a heading, separated
        by commas, semicolons, tabs or blanks; or n, the n x n flows and the n x n distances in free format.
    n : int, optional
        Keep the first n nodes; default: all.
    alpha : float
        Factor on the transfer leg.
    fixed_cost, capacity : float or (n,) array, optional
        Fixed cost and capacity of each hub; the set itself has none.
    candidates : sequence of int, optional
        Nodes, numbered from 0, that may be hubs; default: all.
    normalise : bool
        Whether to divide the flows by their total over the nodes that are kept.

    Returns
    -------
    HubProblem
        Labels are 0 .. n-1.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    InputError
        If the file cannot be read as a CAB table; it reports all faults with their rows and columns.
    """
    text, name = read_text(path), Path(path).name
    rows = [line for line in text.splitlines() if line.strip()]
    words = rows[0].replace(",", " ").replace(";", " ").split() if rows else []
    flow, distance = _matrices(text, name) if len(words) == 1 else _long(text, name)
    size = len(flow)
    if n is not None and not 1 <= n <= size:
        report([f"{name} has {size} nodes: n = {n} has to be from 1 to {size}"])
    keep = slice(n)
    flow, distance = flow[keep, keep], distance[keep, keep]
    total = flow.sum()
    if normalise and total > 0:
        flow = flow / total
    return HubProblem(
        flow,
        distance,
        transfer=alpha,
        fixed_cost=fixed_cost,
        capacity=capacity,
        candidates=candidates,
        metadata={"name": f"CAB{len(flow)}", "source": name},
    )


def _matrices(text: str, name: str) -> tuple[FloatArray, FloatArray]:
    numbers = NumberStream(text, name)
    n = numbers.whole("n, the number of nodes")
    report(numbers.faults)
    flow = np.array(numbers.take(n * n, f"the {n} x {n} flow matrix")).reshape(n, n)
    distance = np.array(numbers.take(n * n, f"the {n} x {n} distance matrix")).reshape(n, n)
    if not numbers.faults and (extra := numbers.rest()):
        numbers.faults.append(f"{name}: {extra} words follow the distances; the file's n ({n}) does not fit it")
    report(numbers.faults)
    return flow, distance


def _row(words: list[str], where: str, faults: list[str]) -> list[float] | None:
    """Origin, destination, flow and distance; None and a fault if they cannot be used."""
    if len(words) != len(_COLUMNS):
        faults.append(f"{where}: has {len(words)} columns; give {', '.join(_COLUMNS)}")
        return None
    values = [number(word) for word in words]
    for what, word, value in zip(_COLUMNS, words, values, strict=True):
        if value is None or value < 0:
            faults.append(f"{where}, column {what}: {word!r} is not a number >= 0; correct it")
    known = [value for value in values if value is not None]
    if len(known) < len(values):
        return None
    if any(node < 1 or node != int(node) for node in known[:2]):
        faults.append(f"{where}: nodes {words[0]} and {words[1]}; they are whole numbers counted from 1")
        return None
    return known


def _long(text: str, name: str) -> tuple[FloatArray, FloatArray]:
    faults: list[str] = []
    entries: dict[tuple[int, int], tuple[float, float]] = {}
    for row, line in enumerate(text.splitlines(), start=1):
        words = line.replace(",", " ").replace(";", " ").split()
        if not words or (row == 1 and number(words[0]) is None):
            continue
        where = f"{name}, row {row}"
        values = _row(words, where, faults)
        if values is None:
            continue
        i, j, flow, distance = values
        if (pair := (int(i) - 1, int(j) - 1)) in entries:
            faults.append(f"{where}: the pair {words[0]}, {words[1]} appears before; drop one")
        else:
            entries[pair] = (flow, distance)
    n = max((max(pair) + 1 for pair in entries), default=0)
    if not entries and not faults:
        faults.append(f"{name} has no rows; give {', '.join(_COLUMNS)} in each")
    missing = [(i + 1, j + 1) for i in range(n) for j in range(n) if i != j and (i, j) not in entries]
    if missing and not faults:
        faults.append(
            f"{name}: {len(missing)} of {n * n} pairs are missing, the first {missing[:5]}; the file is truncated or "
            "lacks rows, add them"
        )
    report(faults)
    matrices = np.zeros((2, n, n))
    for (i, j), pair_values in entries.items():
        matrices[:, i, j] = pair_values
    return matrices[0], matrices[1]
