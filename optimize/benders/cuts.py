r"""Cuts of all pairs of an origin: duals at one point or several, made to hold for every candidate.

At a point z a pair's duals come from its transport problem (`optimize.benders.duals`) over the hubs with
:math:`z_k > 0`. Convex combinations of the duals of several points are duals too, and so are less: with multipliers of
a linear program over cuts, they make the one cut that the program ends with, pair by pair.

Not every hub takes part in a pair's transport problem. Let L be the least price at which the hubs K that serve the
pair alone for no more, :math:`F_{kk} \le L`, are open to 2 in all. From duals with :math:`\alpha > L` take
:math:`\alpha - L` off :math:`\alpha` and half of it off the duals of K: they still cover every path, and their value
is no less. So some optimal dual has :math:`\alpha \le L`; a hub all of whose ways cost L or more then needs no dual.

For every other candidate they are made large enough to cover every path: `optimize.benders.cover`.
"""

from typing import NamedTuple

import numpy as np

from optimize.benders.cover import Lists, Pair, lists, raise_near, raise_others
from optimize.benders.duals import Workspace, transport, workspace
from optimize.benders.onward import Before, Onward, Points, before_room, depart
from optimize.kernels import PreparedBlock, kernel
from optimize.problem import FloatArray, IntArray

_HALVINGS = 12  # of the range in which L is looked for: more make it tighter by less than a thousandth


class Room(NamedTuple):
    """What one pair after another is worked on in.

    Attributes
    ----------
    work : Workspace
    cost : (nodes, nodes) array
        Of the transport problem.
    loop : (nodes,) array
        What each hub of the point costs alone.
    which : (nodes,) int array
        Hubs that take part in it.
    z, dual : (nodes,) arrays
        The fraction of each and its dual.
    u : (h,) array
        Duals; zero between pairs.
    lists : Lists
    """

    work: Workspace
    cost: FloatArray
    loop: FloatArray
    which: IntArray
    z: FloatArray
    dual: FloatArray
    u: FloatArray
    lists: Lists


@kernel
def _room(nodes: int, h: int) -> Room:
    return Room(
        workspace(nodes),
        np.empty((nodes, nodes)),
        np.empty(nodes),
        np.empty(nodes, dtype=np.int64),
        np.empty(nodes),
        np.empty(nodes),
        np.zeros(h),
        lists(h),
    )


@kernel
def _loop_price(pair: Pair, z: FloatArray, hubs: IntArray, size: int, outside: float, loop: FloatArray) -> float:
    """Fill in what each hub costs alone; return L, or hardly more, or what is outside if that is less."""
    low, high, total = outside, 0.0, 0.0
    for q in range(size):
        k = hubs[q]
        loop[q] = pair.a[k] + pair.e[k]
        if loop[q] < outside:
            low, high = min(low, loop[q]), max(high, loop[q])
            total += z[k]
    if total < 2.0:
        return outside
    for _ in range(_HALVINGS):
        middle = 0.5 * (low + high)
        total = 0.0
        for q in range(size):
            total += z[hubs[q]] if loop[q] <= middle else 0.0
        if total >= 2.0:
            high = middle
        else:
            low = middle
    return high


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
def _add_duals(
    pair: Pair, points: Points, p: int, before: FloatArray, ahead: FloatArray, outside: float, part: float, room: Room
) -> float:
    """Add `part` times the pair's optimal duals at point p to ``room.u``; return `part` times alpha."""
    z, hubs, which = points.z[p], points.hubs[p], room.which
    limit = _loop_price(pair, z, hubs, points.size[p], outside, room.loop)
    count = 0
    for q in range(points.size[p]):
        k = hubs[q]
        which[count] = k
        room.z[count] = z[k]
        count += (pair.a[k] + ahead[q] < limit) | (before[q] + pair.e[k] < limit)
    _fill_costs(pair, count, limit, room)
    alpha = transport(count, room.cost, room.z, room.dual, room.work)
    for q in range(count):
        room.u[which[q]] += part * room.dual[q]
    return part * alpha


@kernel
def _cut_origin(
    view: PreparedBlock,
    i: int,
    near: int,
    before: Before,
    onward: Onward,
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
        pair = Pair(
            view.a[i],
            onward.ends[j],
            before.near,
            onward.ahead[j],
            before.beyond,
            onward.beyond[j],
            view.t,
            onward.back,
        )
        alpha = 0.0
        for p in range(share.shape[0]):
            if share[p] > 0.0:
                ahead = onward.open_ahead[p, j]
                alpha += _add_duals(pair, points, p, before.open[p], ahead, outside[j], share[p], room)
        total += weight[j] * alpha
        raise_near(pair, alpha, near, room.u, room.lists)
        if near < slope.shape[0]:
            raise_others(pair, alpha, near, room.u, room.lists)
        for k in range(slope.shape[0]):
            slope[k] += weight[j] * room.u[k]
            room.u[k] = 0.0
    return total


@kernel
def cut_origins(
    view: PreparedBlock,
    onward: Onward,
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
    onward : Onward
        Made by `onward`.
    points : Points
    first, last : int
    constant, slope : (last - first,), (last - first, h) arrays
        Filled.
    """
    h, near = view.t.shape[0], onward.ahead.shape[1]
    room = _room(points.hubs.shape[1] + 1, h)
    before = before_room(near, h, points)
    for i in range(first, last):
        depart(view.a[i], view.t, near, points, before)
        for m in range(h):
            slope[i - first, m] = 0.0
        constant[i - first] = _cut_origin(view, i, near, before, onward, points, slope[i - first], room)
