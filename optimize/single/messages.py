r"""Messages between clients: the dual of the pair costs, and the directions in which it grows.

Each client i of a pair with flow passes part of the pair's cost to its own labels, :math:`\mu_{ijk}`, so that for any
messages

.. math::
    \sum_i c_{i x_i} + \sum_{i<j} \theta_{ij}(x_i, x_j) \;\ge\; \sum_i \hat c_{i x_i}
        + \sum_{i<j} \min_{k,m} \bigl(\theta_{ij}(k,m) - \mu_{ijk} - \mu_{jim}\bigr),
    \qquad \hat c_{ik} = c_{ik} + \sum_j \mu_{ijk}.

What is left is a p-median problem in :math:`\hat c`. The best messages give the bound of the path model of
Skorin-Kapov, Skorin-Kapov and O'Kelly (1996). They are found by sequential diffusion (after Kolmogorov 2006, TRW-S),
which is quick and gets stuck, and then by deflected subgradients (after Barahona and Anbil 2000, the volume algorithm).
Messages of pairs with more flow are worth more and move further (`Model.pace`): a diagonal scaling of the variables.
"""

import numpy as np

from optimize.kernels import kernel
from optimize.problem import FloatArray, IntArray
from optimize.single.kernels import pair_cost, pair_table
from optimize.single.model import BoolArray, Model

_SPARSE = 3
"""Labels are looked up one by one where fewer than one in so many is left: less work, against rows of the table that
are read at full speed (a judgement)."""
_FEW = 8
"""Hubs up to which labels are looked up one by one at any rate: rows of the table are too short for more speed (a
judgement)."""


@kernel
def list_labels(ok: BoolArray, labels: IntArray, count: IntArray) -> None:
    """Write down the labels that each client may still take.

    Parameters
    ----------
    ok : (B, n, h) bool array
        Labels that are left.
    labels : (B, n, h) int array
        Written: the labels of each client, in ascending order, in its first places.
    count : (B, n) int array
        Written: how many these are.
    """
    blocks, n, h = ok.shape
    for b in range(blocks):
        for i in range(n):
            c = 0
            for k in range(h):
                if ok[b, i, k]:
                    labels[b, i, c] = k
                    c += 1
            count[b, i] = c


@kernel
def column_minima(
    model: Model, b: int, i: int, j: int, sent: FloatArray, labels: IntArray, table: FloatArray, least: FloatArray
) -> None:
    """least[m] = min over client i's labels k of theta_ij(k, m) - sent[k], for every label m of client j.

    Parameters
    ----------
    model : Model
    b : int
        The block.
    i, j : int
        The clients.
    sent : (h,) array
        Messages of client i about j.
    labels : int array
        Labels of client i that count.
    table : (h, h) array
        Room for pair costs.
    least : (h,) array
        Written; ``inf`` if no label counts.
    """
    if model.general:
        least[:] = np.inf
        pair_table(model, b, i, j, table)
        for k in labels:
            shift = sent[k]
            row = table[k]
            for m in range(least.shape[0]):
                value = row[m] - shift
                least[m] = min(least[m], value)
    else:
        # the arrays one by one: the whole model takes longer to hand over than the work may take
        there, back = model.flow[b, i, j], model.flow[b, j, i]
        _plain_minima(there, back, model.transfer[b], model.reverse[b], model.symmetric, sent, labels, least)


@kernel
def _plain_minima(
    there: float, back: float, transfer: FloatArray, reverse: FloatArray, symmetric: bool, sent: FloatArray,
    labels: IntArray, least: FloatArray,
) -> None:  # fmt: skip
    """Do what `column_minima` does where pair costs are flows times transfer costs."""
    h = least.shape[0]
    least[:] = np.inf
    if symmetric:
        joint = there + back
        for k in labels:
            shift = sent[k]
            row = transfer[k]
            for m in range(h):
                value = joint * row[m] - shift
                least[m] = min(least[m], value)
    else:
        for k in labels:
            shift = sent[k]
            row, column = transfer[k], reverse[k]
            for m in range(h):
                value = there * row[m] + back * column[m] - shift
                least[m] = min(least[m], value)


@kernel
def _plain_row(
    flow: FloatArray, transfer: FloatArray, reverse: FloatArray, symmetric: bool, message: FloatArray,
    labels: IntArray, count: IntArray, chosen: IntArray, least: FloatArray, i: int,
) -> float:  # fmt: skip
    """Do what `pair_minima` does for client i and those after it where pair costs are flows times transfer costs.

    A call for every pair would take longer than the work in it.
    """
    n, h = labels.shape
    total = 0.0
    for j in range(i + 1, n):
        there, back = flow[i, j], flow[j, i]
        if there == 0 and back == 0:
            chosen[i, j] = chosen[j, i] = -1
            continue
        best, at_i, at_j = np.inf, labels[i, 0], labels[j, 0]
        if count[j] * _SPARSE < h or h <= _FEW:
            for a in range(count[i]):
                k = labels[i, a]
                for c in range(count[j]):
                    m = labels[j, c]
                    value = there * transfer[k, m] + back * reverse[k, m] - message[i, j, k] - message[j, i, m]
                    if value < best:
                        best, at_i, at_j = value, k, m
        else:
            sent, own_labels = message[i, j], labels[i, : count[i]]
            _plain_minima(there, back, transfer, reverse, symmetric, sent, own_labels, least)
            for c in range(count[j]):
                m = labels[j, c]
                value = least[m] - message[j, i, m]
                if value < best:
                    best, at_j = value, m
            nearest = np.inf
            for k in own_labels:
                value = there * transfer[k, at_j] + back * reverse[k, at_j] - sent[k]
                if value < nearest:
                    nearest, at_i = value, k
        total += best
        chosen[i, j], chosen[j, i] = at_i, at_j
    return total


@kernel
def _general_row(
    model: Model, b: int, message: FloatArray, labels: IntArray, count: IntArray, chosen: IntArray,
    table: FloatArray, least: FloatArray, i: int,
) -> float:  # fmt: skip
    """Do what `pair_minima` does for client i and those after it in a general model."""
    n, h = labels.shape
    total = 0.0
    own_labels = labels[i, : count[i]]
    for j in range(i + 1, n):
        chosen[i, j] = chosen[j, i] = -1
        if model.flow[b, i, j] == 0 and model.flow[b, j, i] == 0:
            continue
        sent, got = message[i, j], message[j, i]
        other_labels = labels[j, : count[j]]
        best, at_i, at_j = np.inf, own_labels[0], other_labels[0]
        if count[j] * _SPARSE < h:
            for k in own_labels:
                for m in other_labels:
                    value = pair_cost(model, b, i, j, k, m) - sent[k] - got[m]
                    if value < best:
                        best, at_i, at_j = value, k, m
        else:
            column_minima(model, b, i, j, sent, own_labels, table, least)
            for m in other_labels:
                value = least[m] - got[m]
                if value < best:
                    best, at_j = value, m
            nearest = np.inf
            for k in own_labels:
                value = pair_cost(model, b, i, j, k, at_j) - sent[k]
                if value < nearest:
                    nearest, at_i = value, k
        total += best
        chosen[i, j], chosen[j, i] = at_i, at_j
    return total


@kernel
def pair_minima(
    model: Model,
    message: FloatArray,
    labels: IntArray,
    count: IntArray,
    chosen: IntArray,
    first: int,
    stride: int,
) -> float:
    """Sum over pairs of the least reduced pair cost.

    Parameters
    ----------
    model : Model
    message : (B, n, n, h) array
        Part of the cost of the pair {i, j} that client i has passed to each of its labels.
    labels, count : (B, n, h) and (B, n) int arrays
        From `list_labels`; no client without a label.
    chosen : (B, n, n) int array
        Written: the label of i at which the pair {i, j} costs least; -1 where there is no flow.
    first, stride : int
        Only the pairs {i, j} with i < j and i in ``first, first + stride, ...``, for threads to share the work.

    Returns
    -------
    float
        The sum over these pairs.
    """
    blocks, n, h = labels.shape
    table, least = np.empty((h, h)), np.empty(h)
    total = 0.0
    for b in range(blocks):
        flow, transfer, reverse = model.flow[b], model.transfer[b], model.reverse[b]
        for i in range(first, n, stride):
            if model.general:
                total += _general_row(model, b, message[b], labels[b], count[b], chosen[b], table, least, i)
            else:
                total += _plain_row(
                    flow, transfer, reverse, model.symmetric, message[b], labels[b], count[b], chosen[b], least, i
                )
    return total


@kernel
def diffuse(
    model: Model,
    message: FloatArray,
    reduced: FloatArray,
    labels: IntArray,
    count: IntArray,
    price: FloatArray,
    forward: bool,
) -> None:
    """Pass every client's surplus over `price` on to the clients after it, and all slack of a pair to the later one.

    No pair's least cost falls, and no reduced cost at or below `price` either.

    Parameters
    ----------
    model : Model
    message : (B, n, n, h) array
        Changed in place.
    reduced : (B, n, h) array
        Costs of clients at hubs with the messages added; changed in place.
    labels, count : (B, n, h) and (B, n) int arrays
        From `list_labels`; no client without a label.
    price : (B, n) array
        Reduced cost above which a client has a surplus.
    forward : bool
        Whether the clients are visited in ascending order.
    """
    blocks, n, h = reduced.shape
    table, least, surplus = np.empty((h, h)), np.empty(h), np.zeros(h)
    for b in range(blocks):
        for a in range(n):
            i = a if forward else n - 1 - a
            after = n - 1 - a
            own_labels = labels[b, i, : count[b, i]]
            for k in own_labels:
                surplus[k] = max(0.0, reduced[b, i, k] - price[b, i]) / max(after, a, 1)
            for step in range(1, after + 1):
                j = i + step if forward else i - step
                if model.flow[b, i, j] == 0 and model.flow[b, j, i] == 0:
                    continue
                sent, got = message[b, i, j], message[b, j, i]
                for k in own_labels:
                    sent[k] -= surplus[k]
                    reduced[b, i, k] -= surplus[k]
                column_minima(model, b, i, j, sent, own_labels, table, least)
                lowest = np.inf
                for m in labels[b, j, : count[b, j]]:
                    lowest = min(lowest, least[m])
                for m in labels[b, j, : count[b, j]]:
                    reduced[b, j, m] += least[m] - lowest - got[m]
                    got[m] = least[m] - lowest


@kernel
def deflect(
    model: Model,
    direction: FloatArray,
    ok: BoolArray,
    share: FloatArray,
    chosen: IntArray,
    weight: float,
    first: int,
    stride: int,
) -> float:
    """Mix the subgradient, share of i at k less the pair's choice, into the direction.

    Parameters
    ----------
    model : Model
    direction : (B, n, n, h) array
        Direction of the messages; changed in place.
    ok : (B, n, h) bool array
        Labels that are left.
    share : (B, n, h) array
        Fractional allocation of the bound.
    chosen : (B, n, n) int array
        From `pair_minima`.
    weight : float
        Of the new subgradient, between 0 and 1.
    first, stride : int
        Only the clients i in ``first, first + stride, ...``, for threads to share the work.

    Returns
    -------
    float
        Squared norm of the direction of these clients, weighted by the pairs' pace.
    """
    blocks, n, _, h = direction.shape
    norm = 0.0
    for b in range(blocks):
        for i in range(first, n, stride):
            for j in range(n):
                label = chosen[b, i, j]
                if i == j or label < 0:
                    continue
                row = direction[b, i, j]
                for k in range(h):
                    row[k] = (1 - weight) * row[k] + weight * share[b, i, k] if ok[b, i, k] else 0.0
                row[label] -= weight
                square = 0.0
                for k in range(h):
                    square += row[k] * row[k]
                norm += model.pace[b, i, j] * square
    return norm


@kernel
def move(
    model: Model,
    message: FloatArray,
    base: FloatArray,
    direction: FloatArray,
    step: float,
    reduced: FloatArray,
    first: int,
    stride: int,
) -> None:
    """Set message = base + step * pace * direction and the reduced costs that belong to it.

    Parameters
    ----------
    model : Model
    message : (B, n, n, h) array
        Written.
    base : (B, n, n, h) array
        Messages to start from.
    direction : (B, n, n, h) array
        From `deflect`.
    step : float
        How far to go.
    reduced : (B, n, h) array
        Written: costs of clients at hubs with the messages added.
    first, stride : int
        Only the clients i in ``first, first + stride, ...``, for threads to share the work.
    """
    blocks, n, h = reduced.shape
    for b in range(blocks):
        for i in range(first, n, stride):
            total = reduced[b, i]
            total[:] = model.unary[b, i]
            for j in range(n):
                if i == j:
                    continue
                row, start, towards = message[b, i, j], base[b, i, j], direction[b, i, j]
                far = step * model.pace[b, i, j]
                for k in range(h):
                    value = start[k] + far * towards[k]
                    row[k] = value
                    total[k] += value
