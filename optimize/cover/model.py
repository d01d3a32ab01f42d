"""Columns and rows for hubs, allocations and covered pairs; see `optimize.cover.sets` for the mathematics."""

from dataclasses import dataclass

import numpy as np

from optimize.cover.sets import (
    Agreement,
    BoolArray,
    CoverSets,
    conflicts,
    path_cost_from,
    within_outside,
)
from optimize.problem import Block, IntArray
from optimize.run import Limits, Request
from optimize.solvers import ABSENT, Model, add_below, add_sums_below


def add_hubs(model: Model, request: Request, alive: BoolArray) -> IntArray:
    """Add the variables z_k and the rows that limit the number of hubs.

    Parameters
    ----------
    model : Model
    request : Request
    alive : (h,) bool array
        Candidates that may be open.

    Returns
    -------
    (h,) int array
        Columns of z; `ABSENT` for candidates that may not be open.
    """
    hubs = np.flatnonzero(alive)
    forced = np.isin(hubs, sorted(request.open_hubs)).astype(float)
    z = np.full(len(alive), ABSENT, dtype=np.int64)
    z[hubs] = model.add_variables(len(hubs), low=forced, up=1.0, integer=True)
    for sense, number in ((">=", request.p_min), ("<=", request.p_max)):
        model.add_rows(np.zeros(len(hubs), dtype=np.int64), z[hubs], 1.0, sense, np.array([number]))
    return z


def suggest_hubs(model: Model, z: IntArray, limits: Limits) -> None:
    """Let a program start from the hubs of the design that a run starts from, if there is one.

    Parameters
    ----------
    model : Model
    z : (h,) int array
        Columns of the hubs.
    limits : Limits
    """
    if limits.start is not None:
        model.suggest(z, np.isin(np.arange(len(z)), limits.start.hubs))


def add_couples(model: Model, z: IntArray, first: IntArray, second: IntArray, used: BoolArray) -> IntArray:
    """Add the variables y_km with the rows y_km <= z_k and y_km <= z_m.

    Parameters
    ----------
    model : Model
    z : (h,) int array
        Columns of the hubs.
    first, second : (c,) int arrays
        Couples of candidates.
    used : (c,) bool array
        Couples that get a variable.

    Returns
    -------
    (c,) int array
        Columns of y; `ABSENT` for the other couples.
    """
    y = np.full(len(first), ABSENT, dtype=np.int64)
    y[used] = model.add_variables(int(used.sum()), up=1.0)
    add_below(model, y[used], z[first[used]])
    add_below(model, y[used], z[second[used]])
    return y


def set_entries(sets: CoverSets, z: IntArray, y: IntArray) -> tuple[IntArray, IntArray]:
    """Entries of the rows (1) of cover sets.

    Parameters
    ----------
    sets : CoverSets
    z : (h,) int array
        Columns of the hubs.
    y : (c,) int array
        Columns of the couples.

    Returns
    -------
    row, column : (entries,) int arrays
        Each with coefficient 1.
    """
    row_s, hub = np.nonzero(sets.single)
    row_c, couple = np.nonzero(sets.couple)
    return np.concatenate([row_s, row_c]), np.concatenate([z[hub], y[couple]])


def add_allocation(
    model: Model, z: IntArray, hubs: BoolArray, own: IntArray, r: int = 1, *, exactly: bool = True
) -> IntArray:
    """Add the allocation variables x_ik with the rows x_ik <= z_k and the number of hubs of each node.

    Parameters
    ----------
    model : Model
    z : (h,) int array
        Columns of the hubs.
    hubs : (n, h) bool array
        Hubs that each node may use; a node without any is left out.
    own : (h,) int array
        Node of each candidate, which is allocated to it if it is open.
    r : int
        Number of hubs of each node.
    exactly : bool
        Whether each node uses exactly r hubs instead of at most r.

    Returns
    -------
    (n, h) int array
        Columns of x; for a hub's own node that of z, `ABSENT` for hubs that a node may not use.
    """
    x = np.full(hubs.shape, ABSENT, dtype=np.int64)
    shared = np.zeros(hubs.shape, dtype=bool)
    shared[own, np.arange(len(own))] = True
    node, hub = np.nonzero(hubs & ~shared)
    x[node, hub] = model.add_variables(len(node), up=1.0, integer=True)
    add_below(model, x[node, hub], z[hub])
    node, hub = np.nonzero(hubs & shared)
    x[node, hub] = z[hub]
    member, hub = np.nonzero(hubs)
    named, row = np.unique(member, return_inverse=True)
    model.add_rows(row, x[member, hub], 1.0, "==" if exactly else "<=", np.full(len(named), float(r)))
    return x


def add_agreement(model: Model, x: IntArray, found: Agreement) -> None:
    """Add rows (2): two nodes do not use hubs that do not fit together.

    Parameters
    ----------
    model : Model
    x : (n, h) int array
        Columns of the allocation.
    found : Agreement
        Which hubs fit together.
    """
    rows, columns = [], []
    for number, (i, j, of_i, of_j) in enumerate(conflicts(found)):
        entries = np.concatenate([x[i, of_i], x[j, of_j]])
        columns.append(entries)
        rows.append(np.full(len(entries), number))
    if rows:
        model.add_rows(np.concatenate(rows), np.concatenate(columns), 1.0, "<=", np.ones(len(rows)))


@dataclass(frozen=True, eq=False)
class PathColumns:
    """Variables of the paths that cover a pair.

    Attributes
    ----------
    pair : (m,) int array
        Pair of each path, as a position in `origin` and `destination`.
    column : (m,) int array
        Column of each path.
    origin, destination : (pairs,) int arrays
        Nodes of each pair.
    """

    pair: IntArray
    column: IntArray
    origin: IntArray
    destination: IntArray


def add_paths(model: Model, y: IntArray, block: Block, needed: BoolArray, limit: float) -> PathColumns:
    """Add the variables x_ij^km of the paths that cover, with the second and third kind of rows (3).

    Parameters
    ----------
    model : Model
    y : (n, h) int array
        Columns of the allocation.
    block : Block
    needed : (n, n) bool array
        Pairs to cover; those covered by their outside option are left out here.
    limit : float
        Largest unit cost that counts as covered.

    Returns
    -------
    PathColumns
        A pair without any path is in `origin` and `destination` too.
    """
    pairs: list[IntArray] = []
    paths: list[IntArray] = []
    origins: list[int] = []
    destinations: list[int] = []
    wanted = needed & ~within_outside(block, limit)
    for i in range(block.n):
        model.look()
        covers = (path_cost_from(block, i) <= limit) & (y[i] != ABSENT)[:, None, None]
        for j in np.flatnonzero(wanted[i]):
            first, last = np.nonzero(covers[:, :, j] & (y[j] != ABSENT)[None, :])
            column = model.add_variables(len(first), up=1.0)
            add_sums_below(model, first, column, y[i])
            add_sums_below(model, last, column, y[j])
            pairs.append(np.full(len(first), len(origins)))
            paths.append(column)
            origins.append(i)
            destinations.append(int(j))
    nothing = [np.zeros(0, dtype=np.int64)]
    return PathColumns(
        np.concatenate(pairs or nothing),
        np.concatenate(paths or nothing),
        np.array(origins, dtype=np.int64),
        np.array(destinations, dtype=np.int64),
    )
