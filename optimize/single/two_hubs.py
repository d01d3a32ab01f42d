r"""Two hubs exactly: the best allocation to two given hubs is a minimum cut, and most pairs of hubs are out before it.

With hubs k and l open and :math:`x_i = 1` where client i uses l, the cost of a block is

.. math::
    \sum_i c_{ik} + \sum_i g_i x_i + \sum_{i < j} s_{ij} \tfrac{t_{kl} + t_{lk}}{2} |x_i - x_j|, \qquad
    g_i = c_{il} - c_{ik} + \tfrac{t_{lk} - t_{kl}}{2} \sum_j (w_{ij} - w_{ji}), \quad s_{ij} = w_{ij} + w_{ji},

whatever the costs, as a transfer costs nothing within a hub and never less than nothing (Sohn and Park 1997). Clients
whose :math:`g_i` outweighs all that binds them to the undecided ones are decided in advance, flow is first sent
straight from those that like k to those that like l, and the rest is a maximum flow by pushes and relabels (Goldberg
and Tarjan 1988). Whatever flows is a bound, so a pair of hubs is dropped as soon as it costs too much.
"""

from collections.abc import Callable

import numpy as np

from optimize.kernels import kernel
from optimize.problem import FloatArray, IntArray
from optimize.run import Clock
from optimize.single.model import BoolArray, Model

_ROUNDING = 1e-14
"""What is less than this part of all that has to flow is rounding, and stays where it is."""
_WORK = 1e8
"""Pairs of clients in the pairs of hubs between two looks at the clock: a fraction of a second."""
_FREE, _FIRST, _SECOND = -1, 0, 1


@kernel
def _settle_client(i: int, to: int, joint: FloatArray, half: float, gain: FloatArray, side: IntArray) -> float:
    """Give client i its hub; its ties to the undecided ones go into their `gain`. Returns the cost it adds."""
    cost = gain[i] if to == _SECOND else 0.0
    side[i] = to
    row, towards = joint[i], half if to == _FIRST else -half
    for j in range(len(side)):
        if side[j] == _FREE:
            gain[j] += towards * row[j]
            if to == _SECOND:
                cost += half * row[j]
    return cost


@kernel
def _decide(joint: FloatArray, half: float, gain: FloatArray, side: IntArray, own_first: int, own_second: int) -> float:
    """Give clients their hub where it outweighs all ties to the undecided ones; returns the cost that this adds."""
    n = len(gain)
    ties, cost = np.empty(n), 0.0
    for i in range(n):
        ties[i] = half * joint[i].sum()
    changed = True
    while changed:
        changed = False
        for i in range(n):
            if side[i] != _FREE:
                continue
            if i == own_first or (gain[i] >= ties[i] and i != own_second):
                to = _FIRST
            elif i == own_second or gain[i] <= -ties[i]:
                to = _SECOND
            else:
                continue
            cost += _settle_client(i, to, joint, half, gain, side)
            ties -= half * joint[i]
            changed = True
    return cost


@kernel
def _send_straight(residual: FloatArray, excess: FloatArray, need: FloatArray) -> float:
    """Send flow from each client with excess straight to those in need; returns how much."""
    sent = 0.0
    for i in range(len(excess)):
        if excess[i] <= 0:
            continue
        for j in range(len(need)):
            some = min(excess[i], residual[i, j], need[j])
            if some > 0:
                excess[i] -= some
                need[j] -= some
                residual[i, j] -= some
                residual[j, i] += some
                sent += some
    return sent


@kernel
def _measure(residual: FloatArray, need: FloatArray, label: IntArray) -> None:
    """Write each client's steps to where flow is taken in: 1 in need, more than all clients if there is no way."""
    m = len(need)
    queue, first, last = np.empty(m, dtype=np.int64), 0, 0
    for i in range(m):
        label[i] = m + 1
        if need[i] > 0:
            label[i] = 1
            queue[last] = i
            last += 1
    while first < last:
        j = queue[first]
        first += 1
        for i in range(m):
            if label[i] > m and residual[i, j] > 0:
                label[i] = label[j] + 1
                queue[last] = i
                last += 1


@kernel
def _push(
    i: int, residual: FloatArray, excess: FloatArray, need: FloatArray, label: IntArray, rounding: float
) -> float:
    """Push the excess of client i one step down; returns what was taken in."""
    taken = 0.0
    for j in range(len(excess)):
        if residual[i, j] > 0 and label[i] == label[j] + 1:
            some = min(excess[i], residual[i, j])
            excess[i] -= some
            residual[i, j] -= some
            residual[j, i] += some
            into = min(some, need[j])
            need[j] -= into
            excess[j] += some - into
            taken += into
            if excess[i] <= rounding:
                break
    return taken


@kernel
def _flow(residual: FloatArray, excess: FloatArray, need: FloatArray, label: IntArray, wanted: float) -> float:
    """Send as much flow as can be, or no more once it is `wanted`; returns how much.

    `label` in the end: more than all for those that stay at the first hub.
    """
    m, sent, relabelled = len(excess), 0.0, 0
    rounding = _ROUNDING * excess.sum()
    _measure(residual, need, label)
    active = True
    while active and sent < wanted:
        active = False
        for i in range(m):
            while excess[i] > rounding and label[i] <= m:
                active = True
                sent += _push(i, residual, excess, need, label, rounding)
                if excess[i] > rounding:
                    lowest = m
                    for j in range(m):
                        if residual[i, j] > 0:
                            lowest = min(lowest, label[j])
                    label[i] = lowest + 1
                    relabelled += 1
        if relabelled > m:
            _measure(residual, need, label)
            relabelled = 0
    _measure(residual, need, label)
    return sent


@kernel
def _cut(
    model: Model, b: int, k: int, m: int, joint: FloatArray, surplus: FloatArray, most: float, exact: bool,
    hub_of: IntArray,
) -> float:  # fmt: skip
    """Least cost of a block with the hubs k and m, `most` if it is no less, or a bound on it unless it is to be exact.

    Of a cost below `most` that is exact, `hub_of` is the allocation.
    """
    n = len(joint)
    there, back = model.transfer[b, k, m], model.transfer[b, m, k]
    half = 0.5 * (there + back)
    gain = model.unary[b, :, m] - model.unary[b, :, k] + 0.5 * (back - there) * surplus
    side = np.full(n, _FREE)
    bound = model.unary[b, :, k].sum() + _decide(joint, half, gain, side, model.own[k], model.own[m])
    free = np.flatnonzero(side == _FREE)
    excess, need = np.maximum(gain[free], 0.0), np.maximum(-gain[free], 0.0)
    bound -= need.sum()
    if bound < most and len(free) > 0:
        residual = np.empty((len(free), len(free)))
        for a in range(len(free)):
            for c in range(len(free)):
                residual[a, c] = half * joint[free[a], free[c]]
        bound += _send_straight(residual, excess, need)
        if bound < most and exact:
            label = np.empty(len(free), dtype=np.int64)
            bound += _flow(residual, excess, need, label, most - bound)
            for a in range(len(free)):
                side[free[a]] = _FIRST if label[a] > len(free) else _SECOND
    for i in range(n):
        hub_of[i] = k if side[i] == _FIRST else m
    return bound


@kernel
def price_pairs(
    model: Model, joint: FloatArray, surplus: FloatArray, pairs: IntArray, cutoff: float, exact: bool,
    bound: FloatArray, best: IntArray,
) -> int:  # fmt: skip
    """Bound the cost of pairs of hubs, or find the best of them.

    Parameters
    ----------
    model : Model
        Not general, and without capacities.
    joint : (B, n, n) array
        Flow between every two clients in both directions.
    surplus : (B, n) array
        What each client sends more than it receives.
    pairs : (a, 2) int array
        The hubs, a hub alone twice.
    cutoff : float
        What costs more is of no interest.
    exact : bool
        Find the least cost of the pairs that may be below the cutoff and below those before them.
    bound : (a,) array
        Written: no allocation to the pair costs less.
    best : (B, n) int array
        Written if `exact` and a pair costs less than the cutoff: the best allocation.

    Returns
    -------
    int
        The place of the best pair, -1 = none below the cutoff.
    """
    place, blocks = -1, len(model.unary)
    hub_of, linear = np.empty_like(best), np.empty(blocks)
    for a in range(len(pairs)):
        k, m = pairs[a]
        total = model.fixed[k] + (model.fixed[m] if k != m else 0.0)
        for b in range(blocks):
            linear[b] = np.minimum(model.unary[b, :, k], model.unary[b, :, m]).sum()
            total += linear[b]
        for b in range(blocks):
            if total < cutoff and k == m:
                hub_of[b] = k
            elif total < cutoff:
                most = cutoff - total + linear[b]
                cost = _cut(model, b, k, m, joint[b], surplus[b], most, exact, hub_of[b])
                total += max(0.0, cost - linear[b])
        bound[a] = total
        if exact and total < cutoff:
            cutoff, place = total, a
            best[:, :] = hub_of
    return place


def takes_pairs(model: Model, p_max: int) -> bool:
    """Whether the best hubs are found by looking at all pairs of them.

    Parameters
    ----------
    model : Model
    p_max : int
        Most hubs.

    Returns
    -------
    bool
        False with capacities, and with outside options: two clients at different hubs may cost less than at one.
    """
    return p_max <= 2 and not model.general and not len(model.capacity)


def hub_pairs(opened: BoolArray, p_min: int, p_max: int) -> IntArray:
    """List the pairs of hubs; a hub alone is a pair of it with itself.

    Parameters
    ----------
    opened : (h,) bool array
        Hubs that have to be open.
    p_min, p_max : int
        Number of hubs, at most 2.

    Returns
    -------
    (a, 2) int array
    """
    first, second = np.triu_indices(len(opened))
    size = np.where(first == second, 1, 2)
    held = opened[first].astype(np.int64) + np.where(size == 2, opened[second], 0)
    wanted = (p_min <= size) & (size <= p_max) & (held == opened.sum())
    return np.stack([first[wanted], second[wanted]], axis=1)


def best_pair(
    model: Model, pairs: IntArray, cutoff: float, clock: Clock, tell: Callable[[float], None] = lambda _bound: None
) -> tuple[tuple[int, ...], IntArray, float]:
    """Find the pair of hubs that costs least: all are bounded, and those below the best are looked at in this order.

    Parameters
    ----------
    model : Model
        Not general, and without capacities.
    pairs : (a, 2) int array
        From `hub_pairs`.
    cutoff : float
        What costs more is of no interest.
    clock : Clock
        When to stop.
    tell : callable, optional
        Takes the bound of all pairs every now and then.

    Returns
    -------
    hubs : tuple of int
        Empty if none below the cutoff was found.
    hub_of : (B, n) int array
        Their allocation.
    bound : float
        No pair that costs less than the one found and less than the cutoff costs less than this.
    """
    joint = model.flow + model.flow.transpose(0, 2, 1)
    surplus = model.flow.sum(axis=2) - model.flow.sum(axis=1)
    hubs: tuple[int, ...] = ()
    best, least = np.empty(model.unary.shape[:2], dtype=np.int64), np.full(len(pairs), -np.inf)
    step = 1 + int(_WORK / joint.size)
    for exact in (False, True):
        order = np.argsort(least, kind="stable")
        for start in range(0, len(order), step):
            some = order[start : start + step]
            if least[some[0]] >= cutoff:
                break
            if clock.over:
                return hubs, best, min(cutoff, float(least[order[start:]].min()))
            bound = np.empty(len(some))
            place = price_pairs(model, joint, surplus, pairs[some], cutoff, exact, bound, best)
            least[some] = bound
            if place >= 0:
                hubs, cutoff = tuple(sorted(set(pairs[some[place]].tolist()))), float(bound[place])
            tell(min(cutoff, float(least.min())))
    return hubs, best, cutoff
