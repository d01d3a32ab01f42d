r"""Compiled kernels: the cheapest blend of solutions within the room of a few hubs, a linear program of few rows.

Of solutions t with cost :math:`c_t` and use :math:`u_{tk}` of the room :math:`g_k` of m hubs, the cheapest blend is

.. math::
    \min \sum_t c_t \mu_t + \sum_k H_k o_k \quad \text{s.t.} \quad
    \sum_t u_{tk} \mu_t + s_k - o_k = g_k \ (k = 1..m), \quad \sum_t \mu_t = 1, \quad \mu, s, o \ge 0,

with room left over s and overload o at a price H above all others, so that there is always a basis to start from. Its
dual prices are what the solutions met so far say about the price of room (Dantzig and Wolfe 1960). With m + 1 rows its
bases are tiny: a primal simplex that inverts each of them anew needs about a microsecond a step.
"""

from typing import NamedTuple

import numpy as np

from optimize.kernels.compiled import kernel
from optimize.problem import FloatArray, IntArray

_PIVOT = 1e-11  # least size of a pivot, where rows are scaled to 1
_SINGULAR = 1e-13  # least size of a pivot of the inversion
_REDUCED = 1e-12  # part of the largest dual, a row, below which a reduced cost is rounding (1e-13 was, in five rows)
_REFINED = 2  # corrections of what an inverse of nearly equal columns gives
_BLAND = 20  # pivots a row after which the first improving column enters instead of the best: no cycles
_MOST = 400  # pivots a row after which the simplex gives up: rounding has the better of it


class Blend(NamedTuple):
    """Solutions met and the basis of their best blend.

    Attributes
    ----------
    cost : (most,) array
        Cost of each solution.
    use : (most, m) array
        Room that it uses at each limited hub, in units in which at most 1 can be asked for.
    load : (most, p) array
        What it brings to each open hub, limited or not.
    trial : (most, m) array
        The prices, of the same units, that it answers.
    room : (m + 1,) array
        Room of each hub, and a 1: the right sides.
    overload : (m,) array
        H_k, the price of a unit of overload.
    basis : (m + 1,) int array
        What is in the basis: t for a solution, -1 - k for room left over, -1 - m - k for overload.
    share : (m + 1,) array
        How much of it.
    dual : (m + 1,) array
        Duals of the rows: minus the price of each hub's room, and the value of one whole solution.
    square, inverse : (m + 1, m + 1) arrays
        Work space.
    """

    cost: FloatArray
    use: FloatArray
    load: FloatArray
    trial: FloatArray
    room: FloatArray
    overload: FloatArray
    basis: IntArray
    share: FloatArray
    dual: FloatArray
    square: FloatArray
    inverse: FloatArray


@kernel
def new_blend(most: int, m: int, p: int) -> Blend:
    """Make room for solutions.

    Parameters
    ----------
    most : int
        How many solutions.
    m : int
        Number of limited hubs.
    p : int
        Number of open hubs.

    Returns
    -------
    Blend
    """
    return Blend(
        np.empty(most),
        np.empty((most, m)),
        np.empty((most, p)),
        np.empty((most, m)),
        np.ones(m + 1),
        np.empty(m),
        np.empty(m + 1, dtype=np.int64),
        np.empty(m + 1),
        np.empty(m + 1),
        np.empty((m + 1, m + 1)),
        np.empty((m + 1, m + 1)),
    )


@kernel
def invert(square: FloatArray, inverse: FloatArray) -> bool:
    """Invert a small matrix by elimination with row exchanges.

    Parameters
    ----------
    square : (n, n) array
        Destroyed.
    inverse : (n, n) array
        Written to.

    Returns
    -------
    bool
        False if it has no inverse.
    """
    n = square.shape[0]
    for i in range(n):
        for j in range(n):
            inverse[i, j] = 1.0 if i == j else 0.0
    for c in range(n):
        top = c
        for r in range(c + 1, n):
            if abs(square[r, c]) > abs(square[top, c]):
                top = r
        if abs(square[top, c]) < _SINGULAR:
            return False
        if top != c:
            for j in range(n):
                square[c, j], square[top, j] = square[top, j], square[c, j]
                inverse[c, j], inverse[top, j] = inverse[top, j], inverse[c, j]
        scale = 1.0 / square[c, c]
        for j in range(n):
            square[c, j] *= scale
            inverse[c, j] *= scale
        for r in range(n):
            factor = square[r, c]
            if r != c and factor != 0.0:
                for j in range(n):
                    square[r, j] -= factor * square[c, j]
                    inverse[r, j] -= factor * inverse[c, j]
    return True


@kernel
def _entry(blend: Blend, r: int, code: int) -> float:
    """Entry of a column in a row."""
    m = len(blend.overload)
    if code >= 0:
        return blend.use[code, r] if r < m else 1.0
    if code < -m:
        return -1.0 if r == -1 - m - code else 0.0
    return 1.0 if r == -1 - code else 0.0


@kernel
def _price(blend: Blend, code: int) -> float:
    """Cost of a unit of a column."""
    m = len(blend.overload)
    if code >= 0:
        return blend.cost[code]
    return blend.overload[-1 - m - code] if code < -m else 0.0


@kernel
def _solve_basis(blend: Blend) -> bool:
    """Compute the inverse, the shares and the duals of the basis; False if it is singular."""
    rows = len(blend.overload) + 1
    inverse = blend.inverse
    for c in range(rows):
        for r in range(rows):
            blend.square[r, c] = _entry(blend, r, blend.basis[c])
    if not invert(blend.square, inverse):
        return False
    for r in range(rows):
        share, dual = 0.0, 0.0
        for c in range(rows):
            share += inverse[r, c] * blend.room[c]
            dual += inverse[c, r] * _price(blend, blend.basis[c])
        blend.share[r] = share
        blend.dual[r] = dual
    return True


@kernel
def _refine(blend: Blend) -> None:
    """Correct shares and duals by what is left over: near the optimum solutions are nearly alike, rounding large."""
    rows = len(blend.overload) + 1
    for _ in range(_REFINED):
        for r in range(rows):
            b = blend.basis[r]
            blend.square[0, r], blend.square[1, r] = blend.room[r], _price(blend, b)
            for c in range(rows):
                blend.square[0, r] -= _entry(blend, r, blend.basis[c]) * blend.share[c]
                blend.square[1, r] -= blend.dual[c] * _entry(blend, c, b)
        for r in range(rows):
            for c in range(rows):
                blend.share[r] += blend.inverse[r, c] * blend.square[0, c]
                blend.dual[r] += blend.inverse[c, r] * blend.square[1, c]


@kernel
def reduced_cost(blend: Blend, code: int) -> float:
    """Give what the cost of the blend changes by for a unit of a column; below 0 it falls.

    Parameters
    ----------
    blend : Blend
    code : int
        As in its `basis`.

    Returns
    -------
    float
    """
    m = len(blend.overload)
    if code < -m:
        return blend.overload[-1 - m - code] + blend.dual[-1 - m - code]
    if code < 0:
        return -blend.dual[-1 - code]
    result = blend.cost[code] - blend.dual[m]
    for k in range(m):
        result -= blend.dual[k] * blend.use[code, k]
    return result


@kernel
def rounding(blend: Blend) -> float:
    """Give the size below which a reduced cost is rounding.

    Parameters
    ----------
    blend : Blend

    Returns
    -------
    float
    """
    largest = 0.0
    for dual in blend.dual:
        largest = max(largest, abs(dual))
    return _REDUCED * len(blend.dual) * largest


@kernel
def _entering(blend: Blend, count: int, first: bool) -> tuple[int, bool]:
    """Give a column whose entry lowers the cost, the best or the first; and whether there is one."""
    m = len(blend.overload)
    least = -rounding(blend)
    enter, found = 0, False
    for code in range(-2 * m, count):
        gain = reduced_cost(blend, code)
        if gain < least:
            inside = False
            for b in blend.basis:
                inside = inside or b == code
            if not inside:
                enter, found, least = code, True, gain
                if first:
                    break
    return enter, found


@kernel
def _leaving(blend: Blend, enter: int) -> int:
    """Row of the basis that the entering column replaces; -1 if there is none."""
    rows = len(blend.overload) + 1
    leave, least, size = -1, np.inf, 0.0
    for r in range(rows):
        along = 0.0
        for c in range(rows):
            along += blend.inverse[r, c] * _entry(blend, c, enter)
        if along > _PIVOT:
            ratio = max(blend.share[r], 0.0) / along
            if ratio < least or (ratio == least and along > size):
                leave, least, size = r, ratio, along
    return leave


@kernel
def mix(blend: Blend, count: int) -> bool:
    """Find the best blend of the first solutions, from the basis at hand.

    Parameters
    ----------
    blend : Blend
        Its basis, shares and duals are written to.
    count : int
        How many solutions there are.

    Returns
    -------
    bool
        False if rounding kept the simplex from its end.
    """
    rows = len(blend.overload) + 1
    leave, before, refined = -1, 0, False
    # one place for each call: every place is compiled
    for pivots in range(_MOST * rows):
        if not refined and not _solve_basis(blend):
            if leave >= 0:
                blend.basis[leave] = before  # shares and duals are still its own
            return False
        enter, found = _entering(blend, count, pivots > _BLAND * rows)
        if not found and refined:
            return True
        refined = not found
        if refined:
            _refine(blend)
            continue
        leave = _leaving(blend, enter)
        if leave < 0:
            return False
        before = blend.basis[leave]
        blend.basis[leave] = enter
    return False
