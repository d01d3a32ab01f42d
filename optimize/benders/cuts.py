r"""Cuts of all pairs of an origin: duals at one point or several, made to hold for every candidate.

At a point z a pair's duals come from its transport problem (`optimize.benders.duals`) over the hubs with
:math:`z_k > 0`. Convex combinations of the duals of several points are duals too, and so are less: with multipliers of
a linear program over cuts, they make the one cut that the program ends with, pair by pair.

Not all hubs can lie on a way that is cheaper than :math:`\alpha`. With
:math:`g_j(k) = \min_m t_{km} + e_{mj}` and :math:`b_i(m) = \min_k a_{ik} + t_{km}`, hub k is worth a look as the first
hub if :math:`a_{ik} + g_j(k) < \alpha`, as the last one if :math:`b_i(k) + e_{kj} < \alpha`; the others have
:math:`u_k = 0`. Those that are looked at have to be covered,

.. math:: u_k \ge \alpha - F_{kk}, \qquad u_k + u_m \ge \alpha - F_{km},

whether they have a dual already, which carries rounding, or not, as :math:`z_k = 0` there. They are raised in the order
in which candidates are given, so that the least promising ones, which come last, carry the burden.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from optimize.benders.duals import Workspace, transport, workspace
from optimize.kernels import PreparedBlock, kernel
from optimize.problem import FloatArray, IntArray

# a loop that looks up by signed numbers, which may count from the end, takes several times as long
IndexArray = npt.NDArray[np.uintp]


class Points(NamedTuple):
    """Where duals are asked for.

    Attributes
    ----------
    z : (points, h) array
        Fractions open.
    hubs : (points, width) int array
        Candidates with z > 0, ascending, as many as `size` says.
    size : (points,) int array
    share : (n, points) array
        For each origin the shares of the points' duals in its own, at most 1 in all.
    """

    z: FloatArray
    hubs: IntArray
    size: IntArray
    share: FloatArray


class Pair(NamedTuple):
    """What a pair's paths cost.

    Attributes
    ----------
    a, e : (h,) arrays
        First and last leg.
    before, ahead : (h,) arrays
        Least cost up to each candidate, and from each on to the destination.
    t, back : (h, h) arrays
        Transfers, and the same transposed.
    """

    a: FloatArray
    e: FloatArray
    before: FloatArray
    ahead: FloatArray
    t: FloatArray
    back: FloatArray


class Room(NamedTuple):
    """What one pair after another is worked on in.

    Attributes
    ----------
    work : Workspace
    cost : (nodes, nodes) array
        Of the transport problem.
    which : (nodes,) int array
        Hubs that take part in it.
    z, dual : (nodes,) arrays
        The fraction of each and its dual.
    u : (h,) array
        Zero between pairs.
    listed : (h + 1,) array of unsigned int
        Hubs that are looked at.
    first, last, raised : (h,) arrays
        Of these: legs, ``inf`` where too dear, and duals.
    """

    work: Workspace
    cost: FloatArray
    which: IntArray
    z: FloatArray
    dual: FloatArray
    u: FloatArray
    listed: IndexArray
    first: FloatArray
    last: FloatArray
    raised: FloatArray


@kernel
def onward(view: PreparedBlock, ahead: FloatArray) -> None:
    """Find the least cost from each candidate on to each destination.

    Parameters
    ----------
    view : PreparedBlock
    ahead : (n, h) array
        Filled.
    """
    t, e = view.t, view.e
    h, n = e.shape
    row = np.empty(n)
    for k in range(h):
        for j in range(n):
            row[j] = e[k, j]
        for m in range(h):
            transfer = t[k, m]
            for j in range(n):
                way = transfer + e[m, j]
                row[j] = min(row[j], way)
        for j in range(n):
            ahead[j, k] = row[j]


@kernel
def _room(nodes: int, h: int) -> Room:
    return Room(
        workspace(nodes),
        np.empty((nodes, nodes)),
        np.empty(nodes, dtype=np.int64),
        np.empty(nodes),
        np.empty(nodes),
        np.zeros(h),
        np.empty(h + 1, dtype=np.uintp),
        np.empty(h),
        np.empty(h),
        np.empty(h),
    )


@kernel
def _fill_costs(pair: Pair, count: int, outside: float, room: Room) -> None:
    """Fill in what the transport problem over the first `count` hubs costs."""
    a, e, t, back = pair.a, pair.e, pair.t, pair.back
    cost, which = room.cost, room.which
    for q in range(count):
        k = which[q]
        cost[q, q] = np.inf
        cost[q, count] = cost[count, q] = a[k] + e[k]
        for p in range(q):
            m = which[p]
            edge = min(a[k] + t[k, m] + e[m], a[m] + back[k, m] + e[k])
            cost[q, p] = cost[p, q] = edge
    cost[count, count] = outside


@kernel
def _add_duals(pair: Pair, z: FloatArray, hubs: IntArray, size: int, outside: float, part: float, room: Room) -> float:
    """Add `part` times the pair's optimal duals at a point to ``room.u``; return `part` times alpha."""
    which = room.which
    for q in range(size):
        which[q] = hubs[q]
        room.z[q] = z[hubs[q]]
    _fill_costs(pair, size, outside, room)
    alpha = transport(size, room.cost, room.z, room.dual, room.work)
    for q in range(size):
        room.u[which[q]] += part * room.dual[q]
    return part * alpha


@kernel
def _cover(
    start: int, count: int, rest: float, transfer: FloatArray, listed: IndexArray, leg: FloatArray, raised: FloatArray
) -> None:
    """Raise the duals of the listed hubs from `start` on to what a hub leaves of the paths that it shares with them."""
    for p in range(start, count):
        need = rest - transfer[listed[p]] - leg[p]
        raised[p] = max(raised[p], need)


@kernel
def _raise(pair: Pair, alpha: float, room: Room) -> int:
    """Raise the duals until they cover every path, to the last bit; return how many hubs are listed."""
    a, e, before, ahead, t, back = pair
    listed, first, last, raised = room.listed, room.first, room.last, room.raised
    u, count = room.u, 0
    for k in range(a.shape[0]):
        listed[count] = k
        # without a branch: which hubs are listed cannot be foretold
        count += (a[k] + ahead[k] < alpha) | (before[k] + e[k] < alpha) | (u[k] > 0.0)
    for q in range(count):
        k = listed[q]
        first[q] = a[k] if a[k] + ahead[k] < alpha else np.inf
        last[q] = e[k] if before[k] + e[k] < alpha else np.inf
        raised[q] = max(max(u[k], alpha - a[k] - e[k]), 0.0)
    for q in range(count):
        k = listed[q]
        short = alpha - raised[q]
        if first[q] + ahead[k] < short:
            _cover(q + 1, count, short - first[q], t[k], listed, last, raised)
        if before[k] + last[q] < short:
            _cover(q + 1, count, short - last[q], back[k], listed, first, raised)
    return count


@kernel
def _cut_origin(
    view: PreparedBlock,
    i: int,
    before: FloatArray,
    ends: FloatArray,
    ahead: FloatArray,
    back: FloatArray,
    points: Points,
    slope: FloatArray,
    room: Room,
) -> float:
    """Add up the duals of one origin's pairs: add sum w u to `slope` (h,); return sum w alpha."""
    weight, outside, share = view.weight[i], view.outside[i], points.share[i]
    total = 0.0
    for j in range(weight.shape[0]):
        if weight[j] == 0.0:
            continue
        pair = Pair(view.a[i], ends[j], before, ahead[j], view.t, back)
        alpha = 0.0
        for p in range(share.shape[0]):
            if share[p] > 0.0:
                alpha += _add_duals(pair, points.z[p], points.hubs[p], points.size[p], outside[j], share[p], room)
        count = _raise(pair, alpha, room)
        total += weight[j] * alpha
        for q in range(count):
            slope[room.listed[q]] += weight[j] * room.raised[q]
            room.u[room.listed[q]] = 0.0
    return total


@kernel
def cut_origins(
    view: PreparedBlock,
    ahead: FloatArray,
    points: Points,
    first: int,
    last: int,
    constant: FloatArray,
    slope: FloatArray,
) -> None:
    """Make the cuts ``cost of origin first + r >= constant[r] - slope[r] @ z`` of the origins before `last`.

    Parameters
    ----------
    view : PreparedBlock
        Candidates in the order in which they are to be raised; finite outside options.
    ahead : (n, h) array
        See `onward`.
    points : Points
    first, last : int
    constant, slope : (last - first,), (last - first, h) arrays
        Filled.
    """
    a, t, e = view.a, view.t, view.e
    h, n = e.shape
    ends = np.empty((n, h))
    back = np.empty((h, h))
    for k in range(h):
        for j in range(n):
            ends[j, k] = e[k, j]
        for m in range(h):
            back[k, m] = t[m, k]
    room = _room(points.hubs.shape[1] + 1, h)
    before = np.empty(h)
    for i in range(first, last):
        for m in range(h):
            before[m] = a[i, m]
            slope[i - first, m] = 0.0
        for k in range(h):
            to_hub = a[i, k]
            for m in range(h):
                way = to_hub + t[k, m]
                before[m] = min(before[m], way)
        constant[i - first] = _cut_origin(view, i, before, ends, ahead, back, points, slope[i - first], room)
