"""Instances of the benchmark that `optimize.instances` does not make as they are: the large set, grids, and others."""

import gzip
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from optimize import HubProblem
from optimize.instances import random_euclidean, read_orlib

_DISTANCE_DIVISOR = 200.0  # the set's distance is five times the Euclidean one over 1000
_SHARES, _SLOPES = (0.02, 0.08), (0.75, 0.5)
"""Where the pieces of the discount begin, as shares of all flow, and their slopes."""


def read_large_set(path: str | Path, *, capacities: bool = False) -> HubProblem:
    """Read an instance of the large set for single allocation of Zetina, Contreras and Jayaswal (2021).

    Parameters
    ----------
    path : str or Path
        ``I250.txt``, also packed by gzip: the format of the OR-Library, with fixed costs after the factors.
    capacities : bool
        Whether hubs have the capacities of the set's second variant, on collected flow:
        ``b_i = (n // 5 + 3/5 (dc_i / max dc) (1 / max O)) O_i``, with O_i the flow out of i and dc_i the distance of i
        from the centre of gravity of all flow.

    Returns
    -------
    HubProblem

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    InputError
        If it cannot be read.

    References
    ----------
    Zetina, C. A., Contreras, I. and Jayaswal, S. (2021). An exact algorithm for large-scale non-convex quadratic
    facility location. arXiv 2107.09746.
    """
    path = Path(path)
    if path.suffix != ".gz":
        problem = read_orlib(path, distance_divisor=_DISTANCE_DIVISOR)
    else:
        with TemporaryDirectory() as folder:
            unpacked = Path(folder) / path.stem
            unpacked.write_bytes(gzip.decompress(path.read_bytes()))
            problem = read_orlib(unpacked, distance_divisor=_DISTANCE_DIVISOR)
    if not capacities:
        return problem
    flow, places = problem.blocks[0].flow, np.asarray(problem.metadata["coordinates"])
    out, through = flow.sum(axis=1), flow.sum(axis=0) + flow.sum(axis=1)
    away = np.hypot(*(places - through @ places / through.sum()).T)
    capacity = (problem.n // 5 + 3.0 * away * out / (5.0 * away.max() * out.max())) * out
    return problem.replace(capacity=capacity)


def equal_cells(side: int, *, transfer: float = 0.75) -> HubProblem:
    """Make a grid of cells that all send one unit of flow to each other: hard, as almost everything ties.

    Parameters
    ----------
    side : int
        Cells in a row, and rows; the distance of neighbours is one.
    transfer : float
        Factor on costs between hubs; collection and distribution have 1.

    Returns
    -------
    HubProblem
    """
    places = np.stack(np.divmod(np.arange(side**2), side), axis=1)
    distance = np.hypot(*(places[:, None] - places).transpose(2, 0, 1))
    flow = 1.0 - np.eye(side**2)
    return HubProblem(flow, distance, transfer=transfer, metadata={"coordinates": places.tolist()})


def random_discounts(n: int, *, seed: int) -> HubProblem:
    """Make a random instance whose hub links are cheaper the more they carry.

    Parameters
    ----------
    n : int
        Number of nodes.
    seed : int

    Returns
    -------
    HubProblem
        That of `random_euclidean` with a discount of three pieces in place of a factor on transfer.
    """
    problem = random_euclidean(n, seed=seed, transfer=1.0)
    pieces, slope, fixed = [(0.0, 1.0)], 1.0, 0.0
    for share, lower in zip(_SHARES, _SLOPES, strict=True):
        fixed += (slope - lower) * share * problem.total_flow
        slope = lower
        pieces.append((fixed, slope))
    return problem.replace(discount=pieces)
