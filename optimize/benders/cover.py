r"""Duals of a pair raised until they cover every path, whatever the candidates.

.. math:: u_k \ge \alpha - F_{kk}, \qquad u_k + u_m \ge \alpha - F_{km}.

Between *near* candidates (`optimize.benders.onward`) each is raised to what the ones before it leave, so that the least
promising ones carry the burden. With :math:`g_j(k) = \min_m t_{km} + e_{mj}` and
:math:`b_i(k) = \min_m a_{im} + t_{mk}` only hubs with :math:`a_{ik} + g_j(k) < \alpha` or
:math:`b_i(k) + e_{kj} < \alpha` need a look.

The *others* are raised to what the near ones leave: with :math:`A_k = a_{ik} + u_k`, :math:`E_m = e_{mj} + u_m` and

.. math::
    A'_q = \min_{k \text{ near}} A_k + t_{kq}, \qquad E'_q = \min_{m \text{ near}} t_{qm} + E_m,
    \qquad u_q \ge \alpha - A'_q - e_{qj}, \quad u_q \ge \alpha - a_{iq} - E'_q .

After that hardly a path between two others is left to be covered. Where transfers obey the triangle inequality, a path
by others q, then r, with :math:`A_q \ge A'_q` costs, duals included, no less than one by a near hub and r, which is
covered; likewise with :math:`E_r \ge E'_r`. So what remains are few q and few r, which are looked at pair by pair. This
is what makes cuts over a thousand candidates affordable.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from optimize.kernels import kernel
from optimize.problem import FloatArray

# a loop that looks up by signed numbers, which may count from the end, takes several times as long
IndexArray = npt.NDArray[np.uintp]

_ALIKE = 1e-9  # of alpha: costs that differ by less count as equal where one of them makes a way superfluous


class Pair(NamedTuple):
    """What a pair's paths cost.

    Attributes
    ----------
    a, e : (h,) arrays
        First and last leg.
    before, ahead : (near,) arrays
        Least cost up to each near candidate, and from it on, over near ones.
    before_beyond, beyond : (h,) arrays
        The same over the others.
    t, back : (h, h) arrays
        Transfers, and the same transposed.
    """

    a: FloatArray
    e: FloatArray
    before: FloatArray
    ahead: FloatArray
    before_beyond: FloatArray
    beyond: FloatArray
    t: FloatArray
    back: FloatArray


class Lists(NamedTuple):
    """What duals are raised in.

    Attributes
    ----------
    listed, ends : (h + 1,) arrays of unsigned int
        Candidates that are looked at.
    first, last, raised : (h,) arrays
        Of these: legs, ``inf`` where too dear, and duals; or costs with duals.
    forth, home : (h,) arrays
        A' and E'.
    """

    listed: IndexArray
    ends: IndexArray
    first: FloatArray
    last: FloatArray
    raised: FloatArray
    forth: FloatArray
    home: FloatArray


@kernel
def lists(h: int) -> Lists:
    """Allocate what duals are raised in.

    Parameters
    ----------
    h : int
        Number of candidates.

    Returns
    -------
    Lists
    """
    return Lists(
        np.empty(h + 1, dtype=np.uintp),
        np.empty(h + 1, dtype=np.uintp),
        np.empty(h),
        np.empty(h),
        np.empty(h),
        np.empty(h),
        np.empty(h),
    )


@kernel
def _cover(
    start: int, count: int, rest: float, transfer: FloatArray, listed: IndexArray, leg: FloatArray, raised: FloatArray
) -> None:
    """Raise the duals of the listed hubs from `start` on to what a hub leaves of the paths that it shares with them."""
    for p in range(start, count):
        need = rest - transfer[listed[p]] - leg[p]
        raised[p] = max(raised[p], need)


@kernel
def raise_near(pair: Pair, alpha: float, near: int, u: FloatArray, room: Lists) -> None:
    """Raise the duals of the near hubs until they cover every path among them, to the last bit.

    Parameters
    ----------
    pair : Pair
    alpha : float
    near : int
        How many candidates are near, from the first on.
    u : (h,) array
        Raised.
    room : Lists
    """
    a, e, before, ahead, t, back = pair.a, pair.e, pair.before, pair.ahead, pair.t, pair.back
    listed, first, last, raised = room.listed, room.first, room.last, room.raised
    count = 0
    for k in range(near):
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
    for q in range(count):
        u[listed[q]] = raised[q]


@kernel
def _reach(
    legs: FloatArray,
    beyond: FloatArray,
    transfer: FloatArray,
    alpha: float,
    near: int,
    u: FloatArray,
    room: Lists,
    reached: FloatArray,
) -> None:
    """Fill `reached` (h,) with the least cost, duals included, to every candidate by a near one with its leg.

    Near ones come in the order of what they cost. One that is reached no dearer by another is passed over: as
    transfers obey the triangle inequality, it is on no cheaper way than that.
    """
    listed, price = room.listed, room.raised
    h, count = reached.shape[0], 0
    for k in range(near):
        cost = legs[k] + u[k]
        if cost + beyond[k] < alpha:
            place = count
            while place > 0 and price[place - 1] > cost:
                price[place], listed[place] = price[place - 1], listed[place - 1]
                place -= 1
            price[place], listed[place] = cost, k
            count += 1
    for m in range(h):
        reached[m] = np.inf
    for q in range(count):
        cost, row = price[q], transfer[listed[q]]
        if cost < reached[listed[q]] + _ALIKE * alpha:
            for m in range(h):
                way = cost + row[m]
                reached[m] = min(reached[m], way)


@kernel
def _list_uncovered(
    legs: FloatArray, beyond: FloatArray, alpha: float, near: int, u: FloatArray, reached: FloatArray, out: IndexArray
) -> int:
    """List the other candidates that may be the first hub on a way not covered; return how many."""
    count = 0
    for m in range(near, legs.shape[0]):
        cost = legs[m] + u[m]
        out[count] = m
        count += (cost + beyond[m] < alpha) & (cost < reached[m] + _ALIKE * alpha)
    return count


@kernel
def raise_others(pair: Pair, alpha: float, near: int, u: FloatArray, room: Lists) -> None:
    """Raise the duals of the others until they cover every path with one of them.

    Parameters
    ----------
    pair : Pair
        Its transfers obey the triangle inequality.
    alpha : float
    near : int
    u : (h,) array
        The near ones' cover every path among them; the others' are filled.
    room : Lists
    """
    a, e, beyond, before = pair.a, pair.e, pair.beyond, pair.before_beyond
    forth, home, listed, last, price = room.forth, room.home, room.listed, room.ends, room.last
    _reach(a, beyond, pair.t, alpha, near, u, room, forth)
    _reach(e, before, pair.back, alpha, near, u, room, home)
    for m in range(near, a.shape[0]):
        way = min(min(forth[m] + e[m], a[m] + home[m]), a[m] + e[m])
        u[m] = max(alpha - way, 0.0)
    count = _list_uncovered(e, before, alpha, near, u, home, last)
    for q in range(count):
        price[q] = e[last[q]] + u[last[q]]
    for p in range(_list_uncovered(a, beyond, alpha, near, u, forth, listed)):
        k = listed[p]
        short, row = alpha - a[k] - u[k], pair.t[k]
        for q in range(count):
            need = short - row[last[q]]
            price[q] = max(price[q], need)
    for q in range(count):
        u[last[q]] = max(u[last[q]], price[q] - e[last[q]])
