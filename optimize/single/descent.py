r"""Descent over allocations for given hubs: shifts, and within capacities exchanges, chains and repairs; compiled.

The books of a descent hold what every client would cost at every open hub while all others stay,

.. math::
    t_{iq} = c_{iq} + \sum_j \theta_{ij}(q, x_j),

so that moves are differences of its numbers, put right for the pair of the two clients that move.
"""

from typing import NamedTuple

import numpy as np

from optimize.kernels import kernel
from optimize.problem import FloatArray, IntArray
from optimize.single.kernels import block_costs, hub_loads, pair_cost, total_overload
from optimize.single.model import Model

_BETTER = 1e-10
"""Relative gain from which a move counts: less is rounding, and the descent would go round in circles."""

_ROUNDED_UP = 1 + 1e-9
"""Factor of a capacity that rounding may use, as in `optimize.single.kernels.overload`."""


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
    demand : (n,) array
        Quantity collected at each client.
    load, room : (p,) arrays
        Quantity collected at each hub by all blocks of the scenario, and the most that it takes.
    flow : (n, n) array
        Of the block.
    between : (p, p) array
        Transfer cost.
    table : (n, p) array
        What each client would cost at each hub while all others stay.
    """

    hubs: IntArray
    hub_of: IntArray
    place: IntArray
    is_own: IntArray
    demand: FloatArray
    load: FloatArray
    room: FloatArray
    flow: FloatArray
    between: FloatArray
    table: FloatArray


@kernel
def _add_flows(model: Model, b: int, at: IntArray, sent: FloatArray, received: FloatArray) -> None:
    """Add up the flows between each client of block b and the clients of each hub; `at` is the place of their hubs."""
    n = at.shape[0]
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
def _fill(model: Model, b: int, books: _Books) -> None:
    """Work the table out anew."""
    hubs, hub_of, between, table = books.hubs, books.hub_of, books.between, books.table
    n, p = table.shape
    for i in range(n):
        for q in range(p):
            table[i, q] = model.unary[b, i, hubs[q]]
    if model.general:
        for i in range(n):
            for j in range(n):
                if j != i and (model.flow[b, i, j] > 0 or model.flow[b, j, i] > 0):
                    for q in range(p):
                        table[i, q] += pair_cost(model, b, i, j, hubs[q], hub_of[j])
        return
    sent, received = np.zeros((n, p)), np.zeros((n, p))
    _add_flows(model, b, books.place, sent, received)
    for i in range(n):
        for q in range(p):
            for m in range(p):
                table[i, q] += sent[i, m] * between[q, m] + received[i, m] * between[m, q]


@kernel
def _open_books(model: Model, b: int, hubs: IntArray, hub_of: IntArray, is_own: IntArray, load: FloatArray) -> _Books:
    n, p = hub_of.shape[0], hubs.shape[0]
    between, place = np.zeros((p, p)), np.zeros(n, dtype=np.int64)
    taken, room = np.zeros(p), np.full(p, np.inf)
    for q in range(p):
        for m in range(p):
            between[q, m] = model.transfer[b, hubs[q], hubs[m]]
        for i in range(n):
            if hub_of[i] == hubs[q]:
                place[i] = q
        if len(load) > 0:
            taken[q] = load[model.group[b], hubs[q]]
            room[q] = model.capacity[model.group[b], hubs[q]] * _ROUNDED_UP
    table, demand, flow = np.empty((n, p)), model.demand[b], model.flow[b]
    books = _Books(hubs, hub_of, place, is_own, demand, taken, room, flow, between, table)
    _fill(model, b, books)
    return books


@kernel
def _move_general(model: Model, b: int, i: int, now: int, to: int, hubs: IntArray, table: FloatArray) -> None:
    """Put the table right after a client has moved, where pair costs are general."""
    for j in range(table.shape[0]):
        if j != i and (model.flow[b, i, j] > 0 or model.flow[b, j, i] > 0):
            for q in range(table.shape[1]):
                table[j, q] += pair_cost(model, b, j, i, hubs[q], hubs[to])
                table[j, q] -= pair_cost(model, b, j, i, hubs[q], hubs[now])


@kernel
def _relocate(model: Model, b: int, i: int, to: int, books: _Books) -> None:
    """Move client i to the to-th hub."""
    between, table, flow = books.between, books.table, books.flow
    now = books.place[i]
    books.place[i] = to
    books.hub_of[i] = books.hubs[to]
    books.load[now] -= books.demand[i]
    books.load[to] += books.demand[i]
    if model.general:
        _move_general(model, b, i, now, to, books.hubs, table)
        return
    there, back = between[:, to] - between[:, now], between[to] - between[now]
    for j in range(table.shape[0]):
        out, into = flow[j, i], flow[i, j]
        if out > 0 or into > 0:
            for q in range(table.shape[1]):
                table[j, q] += out * there[q] + into * back[q]


@kernel
def _general_pair(model: Model, b: int, i: int, j: int, one: int, two: int, hubs: IntArray) -> float:
    if model.flow[b, i, j] == 0 and model.flow[b, j, i] == 0:
        return 0.0
    cost: float = pair_cost(model, b, i, j, hubs[one], hubs[two])
    return cost


@kernel
def _over_by(load: float, room: float, change: float) -> float:
    """How much further a hub is over its capacity if its load changes."""
    return max(0.0, load + change - room) - max(0.0, load - room)


@kernel
def _shift(model: Model, b: int, books: _Books, price: float) -> bool:
    """Move each client to its best hub, in one pass; returns whether any moved."""
    place, load, room, table = books.place, books.load, books.room, books.table
    is_own, demand, moved = books.is_own, books.demand, False
    for i in range(table.shape[0]):
        if is_own[i]:
            continue
        # the present hub first: another one has to be better by more than rounding
        now = place[i]
        best, to = table[i, now] - price * _over_by(load[now], room[now], -demand[i]), now
        for q in range(table.shape[1]):
            cost = table[i, q]
            if q == now or cost >= best:
                continue
            cost += price * _over_by(load[q], room[q], demand[i])
            if cost < best - _BETTER * abs(best):
                best, to = cost, q
        if to != now:
            _relocate(model, b, i, to, books)
            moved = True
    return moved


@kernel
def _exchange(model: Model, b: int, books: _Books, price: float) -> bool:
    """Let two clients of different hubs change places wherever that pays; returns whether any did."""
    place, is_own, load, room, table = books.place, books.is_own, books.load, books.room, books.table
    hubs, flow, between, demand = books.hubs, books.flow, books.between, books.demand
    general, moved = model.general, False
    for i in range(table.shape[0]):
        if is_own[i]:
            continue
        for j in range(i + 1, table.shape[0]):
            one, two = place[i], place[j]
            if is_own[j] or one == two:
                continue
            change = table[i, two] - table[i, one] + table[j, one] - table[j, two]
            # the two clients' own pair is in each of the costs with the other one where it was
            if general:
                change += _general_pair(model, b, i, j, two, one, hubs) + _general_pair(model, b, i, j, one, two, hubs)
                change -= _general_pair(model, b, i, j, two, two, hubs) + _general_pair(model, b, i, j, one, one, hubs)
            else:
                crossed = between[one, two] + between[two, one] - between[one, one] - between[two, two]
                change += (flow[i, j] + flow[j, i]) * crossed
            shift = demand[j] - demand[i]
            change += price * (_over_by(load[one], room[one], shift) + _over_by(load[two], room[two], -shift))
            if change < -_BETTER * (abs(table[i, one]) + abs(table[j, two])):
                _relocate(model, b, i, two, books)
                _relocate(model, b, j, one, books)
                moved = True
    return moved


@kernel
def _chain(model: Model, b: int, books: _Books, price: float) -> bool:
    """Let a client take the place of one that makes room for it at a third hub; returns whether any did."""
    place, is_own, load, room, table = books.place, books.is_own, books.load, books.room, books.table
    hubs, flow, between, demand = books.hubs, books.flow, books.between, books.demand
    general, moved = model.general, False
    for i in range(table.shape[0]):
        if is_own[i]:
            continue
        one = place[i]
        best, who, to = -_BETTER * abs(table[i, one]), -1, -1
        left = price * _over_by(load[one], room[one], -demand[i]) - table[i, one]
        for j in range(table.shape[0]):
            two = place[j]
            if is_own[j] or two == one or room[two] == np.inf:
                continue
            fixed = left + price * _over_by(load[two], room[two], demand[i] - demand[j]) + table[i, two] - table[j, two]
            if general:
                fixed += _general_pair(model, b, i, j, one, two, hubs) - _general_pair(model, b, i, j, two, two, hubs)
            else:
                fixed += flow[i, j] * (between[one, two] - between[two, two])
                fixed += flow[j, i] * (between[two, one] - between[two, two])
            for q in range(table.shape[1]):
                if q in (one, two):
                    continue
                change = fixed + table[j, q] + price * _over_by(load[q], room[q], demand[j])
                if general:
                    change += _general_pair(model, b, i, j, two, q, hubs) - _general_pair(model, b, i, j, one, q, hubs)
                else:
                    change += flow[i, j] * (between[two, q] - between[one, q])
                    change += flow[j, i] * (between[q, two] - between[q, one])
                if change < best:
                    best, who, to = change, j, q
        if who >= 0:
            two = place[who]
            _relocate(model, b, who, to, books)
            _relocate(model, b, i, two, books)
            moved = True
    return moved


@kernel
def _repair(model: Model, b: int, books: _Books) -> None:
    """Relieve hubs over their capacities, by the moves first that cost least for what they relieve."""
    place, load, room, table = books.place, books.load, books.room, books.table
    is_own, demand = books.is_own, books.demand
    for _ in range(2 * table.shape[0]):
        best, who, to = np.inf, -1, -1
        for i in range(table.shape[0]):
            one = place[i]
            if is_own[i] or demand[i] <= 0 or load[one] <= room[one]:
                continue
            relief = _over_by(load[one], room[one], -demand[i])
            for q in range(table.shape[1]):
                change = relief + _over_by(load[q], room[q], demand[i]) if q != one else 0.0
                if change < 0:
                    ratio = (table[i, q] - table[i, one]) / -change
                    if ratio < best:
                        best, who, to = ratio, i, q
        if who < 0:
            return
        _relocate(model, b, who, to, books)


@kernel
def _settle(model: Model, b: int, books: _Books, price: float, limited: bool, thorough: bool) -> None:
    """Move the clients of one block until no move pays."""
    moved = True
    while moved:
        if model.general:
            _fill(model, b, books)  # differences of ceilings leave rounding behind
        moved = _shift(model, b, books, price)
        if limited and not moved:
            moved = _exchange(model, b, books, price)
        if limited and thorough and not moved:
            moved = _chain(model, b, books, price)


@kernel
def _descend_all(
    model: Model, hubs: IntArray, hub_of: IntArray, is_own: IntArray, price: float, thorough: bool
) -> float:
    """Descend in one block after the other; returns the cost, with the price of overloads."""
    load = hub_loads(model, hub_of)
    limited = len(load) > 0
    for b in range(hub_of.shape[0]):
        books = _open_books(model, b, hubs, hub_of[b], is_own, load)
        if limited:
            _repair(model, b, books)
        _settle(model, b, books, price, limited, thorough)
        if limited:
            for q in range(hubs.shape[0]):
                load[model.group[b], hubs[q]] = books.load[q]
    over = total_overload(model, hub_of)
    return block_costs(model, hub_of).sum() + (model.ceiling + price * over if over > 0 else 0.0)


@kernel
def descend(model: Model, hubs: IntArray, hub_of: IntArray, price: float, goal: float) -> float:
    """Improve an allocation until no move of a client pays, within capacities no exchange of two either.

    Parameters
    ----------
    model : Model
    hubs : (p,) int array
        Open hubs; the nodes that they own stay with them.
    hub_of : (B, n) int array
        The allocation, changed in place.
    price : float
        Of each unit over a hub's capacity.
    goal : float
        Within capacities, below this cost chains of two moves are tried as well.

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
    value = _descend_all(model, hubs, hub_of, is_own, price, False)
    if model.capacity.shape[0] > 0 and value < goal:
        value = _descend_all(model, hubs, hub_of, is_own, price, True)
    return value
