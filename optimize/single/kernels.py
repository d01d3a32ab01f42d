"""Pair costs, the value of an allocation, and descent over allocations for given hubs: compiled."""

from typing import NamedTuple

import numpy as np

from optimize.kernels import kernel
from optimize.problem import FloatArray, IntArray
from optimize.single.model import Model


class _Books(NamedTuple):
    """What the descent of a block keeps up to date from move to move; p hubs are open.

    Attributes
    ----------
    hubs : (p,) int array
        The open hubs.
    hub_of : (n,) int array
        The allocation of the block.
    place : (n,) int array
        Position in `hubs` of each client's hub.
    is_own : (n,) int array
        1 where a client stays, as the hub is its own.
    load : (G, h) array
        From `hub_loads`.
    between : (p, p) array
        Transfer cost.
    flows : (2, n, p) array
        Flow from each client to the clients of each hub, and to it from them; the first is both together if transfer
        costs are symmetric.
    """

    hubs: IntArray
    hub_of: IntArray
    place: IntArray
    is_own: IntArray
    load: FloatArray
    between: FloatArray
    flows: FloatArray


@kernel
def pair_cost(model: Model, b: int, i: int, j: int, k: int, m: int) -> float:
    """Cost of two clients together: of the flow between them in both directions.

    Parameters
    ----------
    model : Model
    b : int
        The block.
    i, j : int
        The clients.
    k, m : int
        Their hubs.

    Returns
    -------
    float
        At most the model's `ceiling` if it is general.
    """
    there, back = model.flow[b, i, j], model.flow[b, j, i]
    if not model.general:
        return there * model.transfer[b, k, m] + back * model.transfer[b, m, k]
    cost = 0.0
    if there > 0:
        unit = model.collection[b, i, k] + model.transfer[b, k, m] + model.distribution[b, j, m]
        cost += there * min(unit, model.outside[b, i, j])
    if back > 0:
        unit = model.collection[b, j, m] + model.transfer[b, m, k] + model.distribution[b, i, k]
        cost += back * min(unit, model.outside[b, j, i])
    return min(cost, model.ceiling)


@kernel
def pair_table(model: Model, b: int, i: int, j: int, table: FloatArray) -> None:
    """Tabulate the cost of two clients at every two hubs, where the model is general.

    Parameters
    ----------
    model : Model
    b : int
        The block.
    i, j : int
        The clients.
    table : (h, h) array
        Written: as `pair_cost`, with client i at the hub of the row.
    """
    h = table.shape[0]
    there, back = model.flow[b, i, j], model.flow[b, j, i]
    option_there, option_back = model.outside[b, i, j], model.outside[b, j, i]
    for k in range(h):
        a, e = model.collection[b, i, k], model.distribution[b, i, k]
        row = table[k]
        for m in range(h):
            one = there * min(a + model.transfer[b, k, m] + model.distribution[b, j, m], option_there)
            two = back * min(e + model.transfer[b, m, k] + model.collection[b, j, m], option_back)
            row[m] = min(one + two, model.ceiling)


@kernel
def block_costs(model: Model, hub_of: IntArray) -> FloatArray:
    """Cost of an allocation, without fixed costs.

    Parameters
    ----------
    model : Model
    hub_of : (B, n) int array
        The allocation.

    Returns
    -------
    (B,) array
        The model's `ceiling` or more where some flow has no path.
    """
    blocks, n = hub_of.shape
    cost = np.zeros(blocks)
    for b in range(blocks):
        for i in range(n):
            cost[b] += model.unary[b, i, hub_of[b, i]]
            for j in range(i + 1, n):
                if model.flow[b, i, j] > 0 or model.flow[b, j, i] > 0:
                    cost[b] += pair_cost(model, b, i, j, hub_of[b, i], hub_of[b, j])
    return cost


@kernel
def _add_flows(model: Model, b: int, at: IntArray, flows: FloatArray) -> None:
    """Add up the flows between each client of block b and the clients of each hub; `at` is the place of their hubs."""
    n, sent, received = at.shape[0], flows[0], flows[1]
    for i in range(n):
        row = model.flow[b, i]
        q = at[i]
        if model.symmetric:
            for j in range(n):
                sent[i, at[j]] += row[j]
                sent[j, q] += row[j]
        else:
            for j in range(n):
                sent[i, at[j]] += row[j]
                received[j, q] += row[j]


@kernel
def _open_books(model: Model, b: int, hubs: IntArray, hub_of: IntArray, is_own: IntArray, load: FloatArray) -> _Books:
    n, p = hub_of.shape[0], hubs.shape[0]
    flows, between = np.zeros((2, n, p)), np.zeros((p, p))
    place = np.zeros(n, dtype=np.int64)
    for q in range(p):
        for m in range(p):
            between[q, m] = model.transfer[b, hubs[q], hubs[m]]
        for i in range(n):
            if hub_of[i] == hubs[q]:
                place[i] = q
    if not model.general:
        _add_flows(model, b, place, flows)
    return _Books(hubs, hub_of, place, is_own, load, between, flows)


@kernel
def _client_cost(
    model: Model, b: int, i: int, k: int, q: int, hub_of: IntArray, between: FloatArray, flows: FloatArray
) -> float:
    """Cost of client i at hub k, the q-th, all other clients staying where they are.

    It takes the arrays one by one: with a tuple to unpack, a descent with capacities took twice the time (60 nodes).
    """
    cost = model.unary[b, i, k]
    if model.general:
        for j in range(hub_of.shape[0]):
            if j != i and (model.flow[b, i, j] > 0 or model.flow[b, j, i] > 0):
                cost += pair_cost(model, b, i, j, k, hub_of[j])
        return cost
    for m in range(between.shape[0]):
        cost += flows[0, i, m] * between[q, m]
    if not model.symmetric:
        for m in range(between.shape[0]):
            cost += flows[1, i, m] * between[m, q]
    return cost


@kernel
def overload(load: float, capacity: float) -> float:
    """Quantity by which a load is over the capacity.

    Parameters
    ----------
    load, capacity : float

    Returns
    -------
    float
        0 also where it is over by no more than rounding.
    """
    return max(0.0, load - capacity * (1 + 1e-9))


@kernel
def hub_loads(model: Model, hub_of: IntArray) -> FloatArray:
    """Add up the quantity collected at each hub.

    Parameters
    ----------
    model : Model
    hub_of : (B, n) int array
        The allocation.

    Returns
    -------
    (G, h) array
        Of no size without capacities.
    """
    load = np.zeros(model.capacity.shape)
    if model.capacity.shape[0] > 0:
        for b in range(hub_of.shape[0]):
            for i in range(hub_of.shape[1]):
                load[model.group[b], hub_of[b, i]] += model.demand[b, i]
    return load


@kernel
def total_overload(model: Model, hub_of: IntArray) -> float:
    """Sum of all quantities over capacities.

    Parameters
    ----------
    model : Model
    hub_of : (B, n) int array
        The allocation.

    Returns
    -------
    float
    """
    load = hub_loads(model, hub_of)
    over = 0.0
    for g in range(load.shape[0]):
        for k in range(load.shape[1]):
            over += overload(load[g, k], model.capacity[g, k])
    return over


@kernel
def _relocate(model: Model, b: int, i: int, to: int, books: _Books) -> None:
    """Move client i to the to-th hub."""
    hubs, load, sent, received = books.hubs, books.load, books.flows[0], books.flows[1]
    now = books.place[i]
    books.place[i] = to
    books.hub_of[i] = hubs[to]
    if len(load) > 0:
        load[model.group[b], hubs[now]] -= model.demand[b, i]
        load[model.group[b], hubs[to]] += model.demand[b, i]
    if model.general:
        return
    for j in range(sent.shape[0]):
        out, into = model.flow[b, j, i], model.flow[b, i, j]
        if model.symmetric:
            sent[j, now] -= out + into
            sent[j, to] += out + into
        else:
            sent[j, now] -= out
            sent[j, to] += out
            received[j, now] -= into
            received[j, to] += into


@kernel
def _over_by(model: Model, g: int, k: int, load: FloatArray, change: float) -> float:
    """How much further hub k is over its capacity if its load changes."""
    if len(load) == 0:
        return 0.0
    return overload(load[g, k] + change, model.capacity[g, k]) - overload(load[g, k], model.capacity[g, k])


@kernel
def _exchange(model: Model, b: int, books: _Books, price: float) -> bool:
    """Let two clients of different hubs change places wherever that pays; returns whether it did."""
    hubs, place, is_own, load = books.hubs, books.place, books.is_own, books.load
    hub_of, between, flows = books.hub_of, books.between, books.flows
    n, g, moved = place.shape[0], model.group[b], False
    for i in range(n):
        if is_own[i]:
            continue
        for j in range(i + 1, n):
            one, two = place[i], place[j]
            if is_own[j] or one == two:
                continue
            k, m = hubs[one], hubs[two]
            shift = model.demand[b, j] - model.demand[b, i]
            change = price * (_over_by(model, g, k, load, shift) + _over_by(model, g, m, load, -shift))
            if change > 0:
                continue
            before = _client_cost(model, b, i, k, one, hub_of, between, flows)
            before += _client_cost(model, b, j, m, two, hub_of, between, flows)
            change += _client_cost(model, b, i, m, two, hub_of, between, flows) - before
            change += _client_cost(model, b, j, k, one, hub_of, between, flows)
            # the two clients' own pair is in each of the costs with the other one where it was
            change += pair_cost(model, b, i, j, m, k) + pair_cost(model, b, i, j, k, m)
            change -= pair_cost(model, b, i, j, m, m) + pair_cost(model, b, i, j, k, k)
            if change < -1e-10 * abs(before):
                _relocate(model, b, i, two, books)
                _relocate(model, b, j, one, books)
                moved = True
    return moved


@kernel
def _descend_block(model: Model, b: int, books: _Books, price: float) -> None:
    """Move the clients of one block, one at a time and with capacities also two, until no move pays."""
    hubs, place, is_own, load = books.hubs, books.place, books.is_own, books.load
    hub_of, between, flows = books.hub_of, books.between, books.flows
    n, p = place.shape[0], hubs.shape[0]
    g, limited = model.group[b], len(load) > 0
    moved = True
    while moved:
        moved = False
        for i in range(n):
            if is_own[i]:
                continue
            now, demand = place[i], model.demand[b, i]
            best, to = np.inf, now
            for turn in range(p):
                # the present hub first: another one has to be better by more than rounding
                q = now if turn == 0 else (turn - 1 if turn <= now else turn)
                cost = _client_cost(model, b, i, hubs[q], q, hub_of, between, flows)
                if limited and q == now:
                    cost -= price * _over_by(model, g, hubs[q], load, -demand)
                elif limited:
                    cost += price * _over_by(model, g, hubs[q], load, demand)
                if turn == 0 or cost < best - 1e-11 * abs(best):
                    best, to = cost, q
            if to != now:
                _relocate(model, b, i, to, books)
                moved = True
        if limited and not moved:
            moved = _exchange(model, b, books, price)


@kernel
def descend(model: Model, hubs: IntArray, hub_of: IntArray, price: float) -> float:
    """Improve an allocation by moving one client at a time until no move pays.

    Parameters
    ----------
    model : Model
    hubs : (p,) int array
        Open hubs; the nodes that they own stay with them.
    hub_of : (B, n) int array
        The allocation, changed in place.
    price : float
        Of each unit over a hub's capacity.

    Returns
    -------
    float
        Cost of the allocation, without fixed costs; with overloads, their price and the ceiling on top.
    """
    is_own = np.zeros(hub_of.shape[1], dtype=np.int64)
    for k in hubs:
        node = model.own[k]
        if node >= 0:
            is_own[node] = 1
            hub_of[:, node] = k
    load = hub_loads(model, hub_of)
    for b in range(hub_of.shape[0]):
        _descend_block(model, b, _open_books(model, b, hubs, hub_of[b], is_own, load), price)
    over = total_overload(model, hub_of)
    return block_costs(model, hub_of).sum() + (model.ceiling + price * over if over > 0 else 0.0)


@kernel
def assign_nearest(model: Model, hubs: IntArray, hub_of: IntArray) -> None:
    """Assign every client to the hub that collects and distributes its flow at the least cost.

    Parameters
    ----------
    model : Model
    hubs : (p,) int array
        Open hubs.
    hub_of : (B, n) int array
        Written: the allocation.
    """
    blocks, n = hub_of.shape
    for b in range(blocks):
        for i in range(n):
            best = np.inf
            out, into = 0.0, 0.0
            if model.general:
                for j in range(n):
                    out += model.flow[b, i, j]
                    into += model.flow[b, j, i]
            for k in hubs:
                cost = model.unary[b, i, k]
                if model.general:
                    cost += out * model.collection[b, i, k] + into * model.distribution[b, i, k]
                if cost < best:
                    best = cost
                    hub_of[b, i] = k
