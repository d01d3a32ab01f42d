"""Small programs for the tests of the solvers."""

import numpy as np

from optimize.solvers import Model


def knapsack(scale=1.0, maximize=True):
    """Values 10, 13, 7, weights 3, 4, 2, room for 6: best are the second and the third, 20."""
    model = Model("knapsack", maximize=maximize)
    take = model.add_variables(3, up=1, integer=True, cost=np.array([10.0, 13.0, 7.0]) * scale)
    model.add_rows(0, take, [3.0, 4.0, 2.0], "<=", 6.0)
    return model


def market_split(cost=0.0):
    """Make a model on which no solver gets anywhere in a second (Cornuejols and Dawande 1998); slack at `cost`."""
    rng = np.random.default_rng(1)
    n, m = 50, 6
    model = Model("market split")
    side = model.add_variables(n, up=1, integer=True, cost=0.0 if cost else 1.0)
    weight = rng.integers(0, 100_000, (m, n)).astype(float)
    row = np.arange(m)
    entries = [(np.repeat(row, n), np.tile(side, m), weight.ravel())]
    if cost:
        over, under = model.add_variables((2, m), cost=cost)
        entries += [(row, over, np.ones(m)), (row, under, -np.ones(m))]
    model.add_rows(*(np.concatenate(part) for part in zip(*entries, strict=True)), "==", weight.sum(axis=1) // 2)
    return model
