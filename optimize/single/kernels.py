"""Pair costs, loads, and the value of an allocation: compiled."""

import numpy as np

from optimize.kernels import kernel
from optimize.problem import FloatArray, IntArray
from optimize.single.model import Model


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
        flow, transfer, at = model.flow[b], model.transfer[b], hub_of[b]
        for i in range(n):
            cost[b] += model.unary[b, i, at[i]]
            if not model.general:
                row = transfer[at[i]]
                for j in range(n):
                    cost[b] += flow[i, j] * row[at[j]]
                continue
            for j in range(i + 1, n):
                if flow[i, j] > 0 or flow[j, i] > 0:
                    cost[b] += pair_cost(model, b, i, j, at[i], at[j])
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
