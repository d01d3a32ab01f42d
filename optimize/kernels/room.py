r"""Compiled kernels: the flows of one scenario over given hubs whose room is limited, and the price of that room.

Where open hub k has room for :math:`\Gamma_k`, the cheapest flows are a linear program with one row a hub:

.. math::
    \min \sum_{p} w_p \sum_e c_{pe} x_{pe} \quad \text{s.t.} \quad \sum_e x_{pe} = 1, \quad
    \sum_p w_p u_p \sum_{e \ni k} x_{pe} \le \Gamma_k, \quad x \ge 0,

over pairs p with flow :math:`w_p`, room used by a unit :math:`u_p`, and *uses* e: the hubs at which a path counts (none
for the outside option, the first hub, or on throughput the first and the last), each at its cheapest path. With prices
:math:`\lambda` of room every pair takes its cheapest use for itself,

.. math::
    L(\lambda) = \sum_p w_p \min_e \bigl(c_{pe} + u_p \lambda(e)\bigr) - \sum_k \lambda_k \Gamma_k,

a lower bound, concave and piecewise linear. Its greatest value is the optimum: the flows met on the way there are
blended (`optimize.kernels.blend`), which gives the next prices to try and, in the end, flows within the room at the
same cost (Dantzig and Wolfe 1960). Prices are tried between the best ones so far and those of the blend, which keeps
the search from swinging (Wentges 1997).

Costs are differences to each pair's cheapest path, so that what room adds to the cost is exact however small it is.
"""

from typing import NamedTuple

import numpy as np

from optimize.kernels.blend import Blend, mix, reduced_cost, rounding
from optimize.kernels.compiled import kernel
from optimize.problem import FloatArray, IntArray

_INNER = 0.5  # share of the best prices so far in the prices tried (measured)
_EXACT = 1e-14  # part of the whole cost by which bound and blend may differ
_ANEW = 0.2  # part of the pairs that have to look again, beyond which their leads are measured anew
_SURE = 1.0 + 1e-9  # a lead has to be larger than what prices have moved, rounding included
_TIE = 1e-12  # part of a price below which a lead is rounding
_STEPS = 3_000  # prices tried, after which rounding must have the better of it (70 are many)


class Uses(NamedTuple):
    """The pairs that may have to give way, and the uses of hubs open to each.

    Attributes
    ----------
    first, last : (uses,) int arrays
        Places among the open hubs at which a use counts, the same for one hub; -1 for the outside option, use 0.
    pair, cls : (pairs,) int arrays
        Which pair it is, and its class.
    flow : (pairs,) array
    start : (pairs + 1,) int array
        First option of each pair.
    option : (options,) int array
        The use of each option.
    cost : (options,) array
        What a unit costs more than on the pair's cheapest path.
    room : (classes,) array
        Room that a unit of each class's flow uses.
    price : (classes, uses) array
        Work space: price of room for a unit.
    taken, before : (classes, uses) arrays
        Work space: flow by use, at the prices at hand and at earlier ones.
    chosen : (pairs,) int array
        Work space: the option taken at the earlier prices.
    margin : (pairs,) array
        Work space: by how much the next option was dearer then.
    """

    first: IntArray
    last: IntArray
    pair: IntArray
    cls: IntArray
    flow: FloatArray
    start: IntArray
    option: IntArray
    cost: FloatArray
    room: FloatArray
    price: FloatArray
    taken: FloatArray
    before: FloatArray
    chosen: IntArray
    margin: FloatArray


class Limited(NamedTuple):
    """The open hubs, and which of them are limited.

    Attributes
    ----------
    row : (p,) int array
        Row of each open hub; -1 = it has room for all that could be asked for.
    fixed : (p,) array
        Room that pairs use which never give way.
    size : (m,) array
        Room that could be asked for at the hub of each row, its unit.
    """

    row: IntArray
    fixed: FloatArray
    size: FloatArray


@kernel
def put_prices(uses: Uses, count: int, hubs: Limited, trial: FloatArray) -> None:
    """Write down what room costs a unit of each class in each use.

    Parameters
    ----------
    uses : Uses
        Its `price` is written to.
    count : int
        Number of uses.
    hubs : Limited
    trial : (m,) array
        Prices of room, in the units of `hubs`.
    """
    row, size = hubs.row, hubs.size
    for u in range(count):
        value = 0.0
        first, last = uses.first[u], uses.last[u]
        if first >= 0 and row[first] >= 0:
            value += trial[row[first]] / size[row[first]]
        if last != first and row[last] >= 0:
            value += trial[row[last]] / size[row[last]]
        for b in range(len(uses.room)):
            uses.price[b, u] = uses.room[b] * value


@kernel
def cheapest_option(uses: Uses, cost: FloatArray, p: int) -> int:
    """Give the option that a pair takes at the prices written down; of several the first.

    Parameters
    ----------
    uses : Uses
    cost : (options,) array
        What a unit costs in each option, besides room.
    p : int
        The pair.

    Returns
    -------
    int
    """
    b = uses.cls[p]
    least, at = np.inf, uses.start[p]
    for o in range(uses.start[p], uses.start[p + 1]):
        value = uses.price[b, uses.option[o]] + cost[o]
        if value < least:
            least, at = value, o
    return at


@kernel
def _choose_all(uses: Uses, cost: FloatArray, pairs: int, count: int) -> float:
    """Let all pairs choose, and note by how much the next option is dearer; give the cost."""
    total = 0.0
    for b in range(len(uses.room)):
        for u in range(count):
            uses.before[b, u] = 0.0
    for p in range(pairs):
        b = uses.cls[p]
        least, second, at = np.inf, np.inf, uses.start[p]
        for o in range(uses.start[p], uses.start[p + 1]):
            value = uses.price[b, uses.option[o]] + cost[o]
            if value < least:
                least, second, at = value, least, o
            else:
                second = min(second, value)
        uses.chosen[p] = at
        uses.margin[p] = second - least
        uses.before[b, uses.option[at]] += uses.flow[p]
        total += uses.flow[p] * cost[at]
    return total


@kernel
def _choose(
    uses: Uses, cost: FloatArray, pairs: int, count: int, hubs: Limited, trial: FloatArray, earlier: FloatArray
) -> float:
    """Let the pairs choose at the prices written down; give the cost.

    Prices that have moved by less than an option's lead leave a pair where it was. `earlier` holds the prices at which
    the leads were measured, the cost there, and whether to measure them anew.
    """
    m = len(trial)
    if earlier[m + 1] > 0.0:
        earlier[m] = _choose_all(uses, cost, pairs, count)
        for k in range(m):
            earlier[k] = trial[k]
        earlier[m + 1] = 0.0
    moved = 0.0
    for k in range(m):
        moved += (abs(trial[k] - earlier[k]) * _SURE + trial[k] * _TIE) / hubs.size[k]
    for b in range(len(uses.room)):
        for u in range(count):
            uses.taken[b, u] = uses.before[b, u]
    total, looked = earlier[m], 0
    for p in range(pairs):
        b = uses.cls[p]
        if uses.margin[p] <= uses.room[b] * moved:
            at, old = cheapest_option(uses, cost, p), uses.chosen[p]
            looked += 1
            if at != old:
                uses.taken[b, uses.option[old]] -= uses.flow[p]
                uses.taken[b, uses.option[at]] += uses.flow[p]
                total += uses.flow[p] * (cost[at] - cost[old])
    earlier[m + 1] = 1.0 if looked > _ANEW * pairs else 0.0
    return total


@kernel
def _answer(
    uses: Uses,
    cost: FloatArray,
    pairs: int,
    count: int,
    hubs: Limited,
    trial: FloatArray,
    earlier: FloatArray,
    blend: Blend,
    t: int,
) -> float:
    """Let the pairs choose at prices; note it as solution t; give the lower bound that follows."""
    put_prices(uses, count, hubs, trial)
    total = _choose(uses, cost, pairs, count, hubs, trial, earlier)
    for q in range(len(hubs.row)):
        blend.load[t, q] = hubs.fixed[q]
    for u in range(1, count):
        amount = 0.0
        for b in range(len(uses.room)):
            amount += uses.room[b] * uses.taken[b, u]
        first, last = uses.first[u], uses.last[u]
        blend.load[t, first] += amount
        if last != first:
            blend.load[t, last] += amount
    blend.cost[t] = total
    bound = total
    for q in range(len(hubs.row)):
        k = hubs.row[q]
        if k >= 0:
            blend.use[t, k] = blend.load[t, q] / hubs.size[k]
            blend.trial[t, k] = trial[k]
            bound += trial[k] * (blend.use[t, k] - blend.room[k])
    return bound


@kernel
def _forget(blend: Blend) -> int:
    """Forget the solutions outside the basis; give how many are left."""
    kept = 0
    for t in range(len(blend.cost)):
        for r in range(len(blend.basis)):
            if blend.basis[r] == t:
                blend.cost[kept] = blend.cost[t]
                for k in range(blend.use.shape[1]):
                    blend.use[kept, k] = blend.use[t, k]
                    blend.trial[kept, k] = blend.trial[t, k]
                for q in range(blend.load.shape[1]):
                    blend.load[kept, q] = blend.load[t, q]
                blend.basis[r] = kept
                kept += 1
                break
    return kept


@kernel
def _value(blend: Blend) -> float:
    """Cost of the blend, overload included."""
    m = len(blend.overload)
    value = 0.0
    for r in range(m + 1):
        b = blend.basis[r]
        if b >= 0:
            value += blend.share[r] * blend.cost[b]
        elif b < -m:
            value += blend.share[r] * blend.overload[-1 - m - b]
    return value


@kernel
def overload(blend: Blend) -> float:
    """Give the largest overload of a hub, in parts of what it could be asked for.

    Parameters
    ----------
    blend : Blend

    Returns
    -------
    float
    """
    m = len(blend.overload)
    over = 0.0
    for r in range(m + 1):
        if blend.basis[r] < -m:
            over = max(over, blend.share[r])
    return over


@kernel
def settle(
    uses: Uses,
    cost: FloatArray,
    pairs: int,
    count: int,
    hubs: Limited,
    price: FloatArray,
    whole: float,
    blend: Blend,
) -> tuple[float, float]:
    """Find the cheapest flows within the room, overload at its price.

    Parameters
    ----------
    uses : Uses
    cost : (options,) array
        What a unit costs in each option, besides room; zeros: overload alone counts.
    pairs : int
        Number of pairs.
    count : int
        Number of uses.
    hubs : Limited
    price : (m,) array
        A guess of the prices of room, replaced by them; in the units of `hubs`.
    whole : float
        The cost beside which that of the flows is to be exact.
    blend : Blend
        With `room` and `overload`; the rest is written to.

    Returns
    -------
    value, bound : float
        What the flows cost more than without limits, and the least that they could.
    """
    m = len(price)
    best, trial, earlier = np.zeros(m), np.zeros(m), np.ones(m + 2)
    known, value, bound, stuck, exact = 0, np.inf, -np.inf, False, False
    for step in range(_STEPS):
        if known == len(blend.cost):
            known = _forget(blend)
        # one place for the call: every place is compiled. The first prices are 0, the second the guess
        found = _answer(uses, cost, pairs, count, hubs, trial, earlier, blend, known)
        if found > bound:
            bound = found
            for k in range(m):
                best[k] = trial[k]
        known += 1
        if step == 0:
            blend.basis[m] = 0
            for k in range(m):
                blend.basis[k] = -1 - k if blend.use[0, k] <= blend.room[k] else -1 - m - k
                trial[k] = price[k]
            continue
        # a solution that would not lower the cost of the blend: at the blend's own prices, the optimum up to rounding
        stuck = step > 1 and reduced_cost(blend, known - 1) >= -rounding(blend)
        if (stuck and exact) or not mix(blend, known):
            break
        value = _value(blend)
        if value - bound <= _EXACT * whole:
            break
        exact = stuck
        inner = 0.0 if stuck else _INNER
        for k in range(m):
            trial[k] = inner * best[k] + (1.0 - inner) * max(-blend.dual[k], 0.0)
    for k in range(m):
        price[k] = best[k]
    return value, bound
