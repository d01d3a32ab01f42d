"""Columns and rows of hubs, of allocations and of covered pairs; see `cover_rows` for the mathematics."""

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
from optimize.run import Request
from optimize.solvers import ABSENT, Model, add_below, add_sums_below


def add_hubs(model: Model, request: Request, alive: BoolArray) -> IntArray:
    """Add z_k for the hubs that may open, and the number of hubs; return the (h,) columns."""
    hubs = np.flatnonzero(alive)
    forced = np.isin(hubs, sorted(request.open_hubs)).astype(float)
    z = np.full(len(alive), ABSENT, dtype=np.int64)
    z[hubs] = model.add_variables(len(hubs), low=forced, up=1.0, integer=True)
    for sense, number in ((">=", request.p_min), ("<=", request.p_max)):
        model.add_rows(np.zeros(len(hubs), dtype=np.int64), z[hubs], 1.0, sense, np.array([number]))
    return z


def add_couples(model: Model, z: IntArray, first: IntArray, second: IntArray, used: BoolArray) -> IntArray:
    """Add y_km <= z_k, z_m for the couples in use; return the (couples,) columns."""
    y = np.full(len(first), ABSENT, dtype=np.int64)
    y[used] = model.add_variables(int(used.sum()), up=1.0)
    add_below(model, y[used], z[first[used]])
    add_below(model, y[used], z[second[used]])
    return y


def set_entries(sets: CoverSets, z: IntArray, y: IntArray) -> tuple[IntArray, IntArray]:
    """Row and column of every entry of the sets."""
    row_s, hub = np.nonzero(sets.single)
    row_c, couple = np.nonzero(sets.couple)
    return np.concatenate([row_s, row_c]), np.concatenate([z[hub], y[couple]])


def add_allocation(
    model: Model, z: IntArray, hubs: BoolArray, own: IntArray, r: int = 1, *, exactly: bool = True
) -> IntArray:
    """Add x_ik <= z_k with at most (or exactly) r hubs for a node; a hub's own node is allocated to it.

    Parameters
    ----------
    model : Model
    z : (h,) int array
    hubs : (n, h) bool array
        Hubs that a node may use; a node without any is left out.
    own : (h,) int array
        Node of each hub.
    r : int
    exactly : bool

    Returns
    -------
    (n, h) int array
        Columns; a hub's own node has the hub's.
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
    """Add rows (2): nodes do not take hubs that do not agree."""
    rows, columns = [], []
    for number, (i, j, of_i, of_j) in enumerate(conflicts(found)):
        entries = np.concatenate([x[i, of_i], x[j, of_j]])
        columns.append(entries)
        rows.append(np.full(len(entries), number))
    if rows:
        model.add_rows(np.concatenate(rows), np.concatenate(columns), 1.0, "<=", np.ones(len(rows)))


@dataclass(frozen=True, eq=False)
class PathColumns:
    """Columns of paths that cover, one row of the arrays a path.

    Attributes
    ----------
    pair : (m,) int array
        Number of the pair, in the order of `origin`.
    column : (m,) int array
    origin, destination : (pairs,) int arrays
    """

    pair: IntArray
    column: IntArray
    origin: IntArray
    destination: IntArray


def add_paths(model: Model, y: IntArray, block: Block, needed: BoolArray, limit: float) -> PathColumns:
    """Add the covering paths of rows (3), over hubs that origin and destination use."""
    pairs: list[IntArray] = []
    paths: list[IntArray] = []
    origins: list[int] = []
    destinations: list[int] = []
    wanted = needed & ~within_outside(block, limit)
    for i in range(block.n):
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
