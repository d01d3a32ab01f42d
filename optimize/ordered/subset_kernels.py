r"""Compiled kernels: nodes that may use few of the given hubs, as a problem of labels.

With the hubs given, a node's *labels* are the sets R of r hubs that it may use. What a pair of nodes costs depends on
their labels alone,

.. math::
    \theta_{ij}(R, Q) = w_{ij} \min\bigl(o_{ij}, \min_{k \in R, m \in Q} F_{ij}(k, m)\bigr)
        + w_{ji} \min\bigl(o_{ji}, \min_{m \in Q, k \in R} F_{ji}(m, k)\bigr),

so that r-allocation is a semi-assignment problem of pairs, as single allocation is. For any *messages* :math:`\phi`

.. math::
    \sum_i \min_R \Bigl( c_i(R) + \sum_j \phi_{ij}(R) \Bigr)
        + \sum_{i<j} \min_{R,Q} \bigl( \theta_{ij}(R, Q) - \phi_{ij}(R) - \phi_{ji}(Q) \bigr)

is a lower bound. Sequential passes raise it (Kolmogorov 2006); a label whose cost in it reaches what is to be beaten is
struck out.
"""

from typing import NamedTuple

import numpy as np

from optimize.kernels import PreparedBlock, inlined, kernel
from optimize.problem import BoolArray, FloatArray, IntArray

_SURE = 1e-11  # part of what is to be beaten by which a label has to be above it: rounding of sums


class Labels(NamedTuple):
    """A block over given hubs, as a problem of labels.

    Attributes
    ----------
    own : (n, L) array
        What each label of each node costs by itself.
    pair : (n (n - 1) / 2, L, L) array
        What labels of two nodes i < j cost together, row after row of i.
    joint : (n, n) bool array
        Which pairs cost anything.
    allowed : (n, L) bool array
        Labels that each node may have.
    """

    own: FloatArray
    pair: FloatArray
    joint: BoolArray
    allowed: BoolArray


@kernel
def place_of(n: int, i: int, j: int) -> int:
    """Number of the pair i < j.

    Parameters
    ----------
    n, i, j : int

    Returns
    -------
    int
    """
    return i * n - i * (i + 1) // 2 + j - i - 1


@inlined
def _least(outside: float, over: FloatArray, e: FloatArray, hubs: IntArray, j: int) -> float:
    """Cheapest way to node j over one of its hubs."""
    least = outside
    for m in hubs:
        way = over[m] + e[m, j]
        least = min(least, way)
    return least


@kernel
def fill_tables(view: PreparedBlock, hubs: IntArray, own: FloatArray, pair: FloatArray, joint: BoolArray) -> float:
    """Work out what labels cost.

    Parameters
    ----------
    view : PreparedBlock
        Its candidates are the given hubs.
    hubs : (L, r) int array
        Hubs of each label.
    own, pair, joint : arrays
        Those of `Labels`, written to; ``inf`` where there is no way.

    Returns
    -------
    float
        More than all labels cost together that have a way.
    """
    n, p = view.a.shape
    count = hubs.shape[0]
    most = 1.0
    over = np.empty((n, count, p))  # from each node, over the hubs of each label, up to each last hub
    for i in range(n):
        for x in range(count):
            for m in range(p):
                over[i, x, m] = np.inf
                for k in hubs[x]:
                    way = view.a[i, k] + view.t[k, m]
                    over[i, x, m] = min(over[i, x, m], way)
    for i in range(n):
        highest = 0.0
        for x in range(count):
            own[i, x] = 0.0
            if view.weight[i, i] > 0.0:
                own[i, x] = view.weight[i, i] * _least(view.outside[i, i], over[i, x], view.e, hubs[x], i)
            highest = max(highest, own[i, x] if own[i, x] < np.inf else 0.0)
        most += highest
        for j in range(i + 1, n):
            there, back = view.weight[i, j], view.weight[j, i]
            joint[i, j] = joint[j, i] = there > 0.0 or back > 0.0
            table, highest = pair[place_of(n, i, j)], 0.0
            for x in range(count):
                for y in range(count):
                    cost = 0.0
                    if there > 0.0:
                        cost += there * _least(view.outside[i, j], over[i, x], view.e, hubs[y], j)
                    if back > 0.0:
                        cost += back * _least(view.outside[j, i], over[j, y], view.e, hubs[x], i)
                    table[x, y] = cost
                    highest = max(highest, cost if cost < np.inf else 0.0)
            most += highest
    return most


@kernel
def _pull(labels: Labels, left: BoolArray, sent: FloatArray, i: int, j: int, gained: FloatArray) -> None:
    """Least of pair (i, j) for every label of i, less what j has taken."""
    n, count = labels.own.shape
    if i < j:
        table = labels.pair[place_of(n, i, j)]
        for x in range(count):
            gained[x] = np.inf
            for y in range(count):
                if left[j, y]:
                    value = table[x, y] - sent[j, i, y]
                    gained[x] = min(gained[x], value)
    else:
        table = labels.pair[place_of(n, j, i)]
        for x in range(count):
            gained[x] = np.inf
        for y in range(count):
            if left[j, y]:
                shift = sent[j, i, y]
                for x in range(count):
                    value = table[y, x] - shift
                    gained[x] = min(gained[x], value)


@kernel
def bound_of(labels: Labels, left: BoolArray, sent: FloatArray) -> float:
    """Lower bound that messages give, added up anew.

    Parameters
    ----------
    labels : Labels
    left : (n, L) bool array
        Labels that are left.
    sent : (n, n, L) array
        Messages.

    Returns
    -------
    float
        ``inf`` if a node has no label left.
    """
    n, count = labels.own.shape
    gained = np.empty(count)
    total = 0.0
    for i in range(n):
        least = np.inf
        for x in range(count):
            if left[i, x]:
                value = labels.own[i, x]
                for j in range(n):
                    if labels.joint[i, j]:
                        value += sent[i, j, x]
                least = min(least, value)
        total += least
        for j in range(i + 1, n):
            if labels.joint[i, j]:
                _pull(labels, left, sent, i, j, gained)
                least = np.inf
                for x in range(count):
                    if left[i, x]:
                        value = gained[x] - sent[i, j, x]
                        least = min(least, value)
                total += least
    return total


@kernel
def _visit(
    labels: Labels, left: BoolArray, sent: FloatArray, i: int, forth: bool, target: float, bound: float,
    least: FloatArray, chosen: IntArray, total: FloatArray, gained: FloatArray,
) -> float:  # fmt: skip
    """Let node i take from all its pairs and give back to those ahead; strike out its labels; give the new bound."""
    n, count = labels.own.shape
    before, ahead = 0, 0
    for x in range(count):
        total[x] = labels.own[i, x]
    for j in range(n):
        if labels.joint[i, j]:
            _pull(labels, left, sent, i, j, gained)
            slack = np.inf
            for x in range(count):
                if left[i, x]:
                    slack = min(slack, gained[x] - sent[i, j, x])
            bound -= slack
            for x in range(count):
                sent[i, j, x] = gained[x]
                total[x] += gained[x]
            if (j > i) == forth:
                ahead += 1
            else:
                before += 1
    bound -= least[i]
    lowest = np.inf
    for x in range(count):
        if left[i, x] and bound + total[x] >= target + _SURE * abs(target):
            left[i, x] = False
        if left[i, x] and total[x] < lowest:
            lowest = total[x]
            chosen[i] = x
    least[i] = lowest
    share = 1.0 / max(1, before, ahead)
    for j in range(n):
        if labels.joint[i, j] and (j > i) == forth:
            for x in range(count):
                if left[i, x]:
                    sent[i, j, x] -= share * (total[x] - lowest)
    return bound + lowest


@kernel
def send(
    labels: Labels, left: BoolArray, sent: FloatArray, target: float, passes: int, little: float, chosen: IntArray
) -> float:
    """Raise the lower bound by passes over the nodes, forth and back.

    Parameters
    ----------
    labels : Labels
    left : (n, L) bool array
        Labels that are left; those that cannot be below the target are struck out.
    sent : (n, n, L) array
        Messages, changed.
    target : float
        What is to be beaten.
    passes : int
        At most.
    little : float
        The passes end when the bound has risen by less.
    chosen : (n,) int array
        Written to: each node's cheapest label.

    Returns
    -------
    float
        The bound; ``inf`` if nothing is below the target.
    """
    n, count = labels.own.shape
    least, total, gained = np.zeros(n), np.empty(count), np.empty(count)
    bound = bound_of(labels, left, sent)
    for i in range(n):
        least[i] = np.inf
        for x in range(count):
            if left[i, x]:
                value = labels.own[i, x]
                for j in range(n):
                    if labels.joint[i, j]:
                        value += sent[i, j, x]
                least[i] = min(least[i], value)
    for _ in range(passes):
        if not bound < target:
            break
        risen = bound
        for step in range(2 * n):
            forth = step < n
            i = step if forth else 2 * n - 1 - step
            bound = _visit(labels, left, sent, i, forth, target, bound, least, chosen, total, gained)
            if least[i] == np.inf:
                return np.inf
        if bound - risen < little:
            break
    return bound_of(labels, left, sent)


@kernel
def descend(labels: Labels, chosen: IntArray) -> float:
    """Give nodes cheaper labels, one at a time, until none helps.

    Parameters
    ----------
    labels : Labels
    chosen : (n,) int array
        Each node's label, changed.

    Returns
    -------
    float
        What they cost.
    """
    n, count = labels.own.shape
    price = np.empty(count)
    better = True
    while better:
        better = False
        for i in range(n):
            for x in range(count):
                price[x] = labels.own[i, x]
            for j in range(n):
                if labels.joint[i, j]:
                    y = chosen[j]
                    for x in range(count):
                        price[x] += (
                            labels.pair[place_of(n, i, j), x, y] if i < j else labels.pair[place_of(n, j, i), y, x]
                        )
            at = chosen[i]
            for x in range(count):
                if labels.allowed[i, x] and price[x] < price[at] - _SURE * abs(price[at]):
                    at = x
                    better = True
            chosen[i] = at
    cost = 0.0
    for i in range(n):
        cost += labels.own[i, chosen[i]]
        for j in range(i + 1, n):
            if labels.joint[i, j]:
                cost += labels.pair[place_of(n, i, j), chosen[i], chosen[j]]
    return cost
