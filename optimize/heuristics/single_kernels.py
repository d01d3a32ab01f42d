r"""Compiled kernels: who uses which of the given hubs, single allocation.

For given hubs this is a quadratic semi-assignment problem: choose h(i) for every node to minimise

.. math::
    \sum_i c_{i h(i)} + \sum_{ij} w_{ij} t_{h(i) h(j)}, \qquad c_{ik} = O_i a_{ik} + D_i e_{ki},

subject to :math:`\sum_{i: h(i)=k} O_i \le \Gamma_k` where hubs have capacities. With
:math:`g_{ik} = \sum_{j \ne i} w_{ij} t_{k h(j)} + w_{ji} t_{h(j) k}` the change of cost when a node goes over to
another hub is a difference of two numbers, and a move changes g in O(n p).
"""

from typing import NamedTuple

import numpy as np

from optimize.kernels import kernel
from optimize.problem import BoolArray, FloatArray, IntArray

_BETTER = 1e-9  # relative gain from which a move counts: less is rounding, and the search would go round in circles
_NOTHING = 1e-300  # keeps the threshold below 0 where all costs are 0


class Assignment(NamedTuple):
    """The semi-assignment problem of one block at given hubs.

    Attributes
    ----------
    linear : (n, p) array
        c_ik.
    w : (n, n) array
    t : (p, p) array
    out : (n,) array
        O_i, what counts against capacities.
    capacity : (p,) array
        ``inf`` never binds.
    penalty : float
        Cost of a unit over a capacity.
    movable : (n,) bool array
        The nodes that may go over to another hub.
    """

    linear: FloatArray
    w: FloatArray
    t: FloatArray
    out: FloatArray
    capacity: FloatArray
    penalty: float
    movable: BoolArray


@kernel
def fill_transfer(problem: Assignment, place: IntArray, g: FloatArray) -> None:
    """Work out what each node's transfers cost at each hub, the others staying where they are.

    Parameters
    ----------
    problem : Assignment
    place : (n,) int array
        Hub of each node.
    g : (n, p) array
        Filled.
    """
    w, t = problem.w, problem.t
    n, p = g.shape
    for i in range(n):
        for k in range(p):
            g[i, k] = 0.0
        for j in range(n):
            if j != i:
                m = place[j]
                there, back = w[i, j], w[j, i]
                for k in range(p):
                    g[i, k] += there * t[k, m] + back * t[m, k]


@kernel
def move(problem: Assignment, place: IntArray, g: FloatArray, j: int, m: int) -> None:
    """Let a node go over to another hub.

    Parameters
    ----------
    problem : Assignment
    place : (n,) int array
        Hub of each node, changed.
    g : (n, p) array
        As `fill_transfer` fills it, brought up to date.
    j, m : int
        The node, and the hub.
    """
    w, t = problem.w, problem.t
    k = place[j]
    place[j] = m
    for i in range(len(place)):
        if i != j:
            there, back = w[i, j], w[j, i]
            if there != 0.0 or back != 0.0:
                for q in range(t.shape[0]):
                    g[i, q] += there * (t[q, m] - t[q, k]) + back * (t[m, q] - t[k, q])


@kernel
def _overload_change(problem: Assignment, load: FloatArray, k: int, change: float) -> float:
    """Price of the overload of hub k when its load changes, less that of now."""
    over = max(0.0, load[k] + change - problem.capacity[k]) - max(0.0, load[k] - problem.capacity[k])
    return problem.penalty * over


@kernel
def improve(problem: Assignment, place: IntArray, load: FloatArray) -> None:
    """Shift nodes, and exchange them where capacities bind, until neither helps.

    Parameters
    ----------
    problem : Assignment
    place : (n,) int array
        Hub of each node, changed in place.
    load : (p,) array
        Of all blocks together, changed in place.
    """
    linear, out = problem.linear, problem.out
    n, p = linear.shape
    g = np.empty((n, p))
    fill_transfer(problem, place, g)
    limited = False
    for k in range(p):
        limited = limited or np.isfinite(problem.capacity[k])
    improved = True
    while improved:
        improved = False
        for i in range(n):
            if not problem.movable[i]:
                continue
            k = place[i]
            here = linear[i, k] + g[i, k]
            best, least = k, -_BETTER * (abs(here) + _NOTHING)
            freed = _overload_change(problem, load, k, -out[i])
            for m in range(p):
                if m == k:
                    continue
                change = linear[i, m] + g[i, m] - here
                if limited:
                    change += _overload_change(problem, load, m, out[i]) + freed
                if change < least:
                    best, least = m, change
            if best != k:
                load[k] -= out[i]
                load[best] += out[i]
                move(problem, place, g, i, best)
                improved = True
        if limited and not improved:
            improved = _exchange(problem, place, load, g)


@kernel
def _exchange(problem: Assignment, place: IntArray, load: FloatArray, g: FloatArray) -> bool:
    """Exchange the hubs of two nodes wherever that helps, in one pass; say whether it did."""
    linear, w, t, movable = problem.linear, problem.w, problem.t, problem.movable
    n = linear.shape[0]
    improved = False
    for i in range(n):
        if not movable[i]:
            continue
        for j in range(i + 1, n):
            k, m = place[i], place[j]
            if not movable[j] or k == m:
                continue
            change = linear[i, m] + g[i, m] - linear[i, k] - g[i, k] + linear[j, k] + g[j, k] - linear[j, m] - g[j, m]
            change += (w[i, j] + w[j, i]) * (t[k, m] + t[m, k])
            shift = problem.out[j] - problem.out[i]
            change += _overload_change(problem, load, k, shift) + _overload_change(problem, load, m, -shift)
            if change < -_BETTER * (abs(linear[i, k] + g[i, k]) + abs(linear[j, m] + g[j, m]) + _NOTHING):
                load[k] += shift
                load[m] -= shift
                move(problem, place, g, i, m)
                move(problem, place, g, j, k)
                improved = True
    return improved
