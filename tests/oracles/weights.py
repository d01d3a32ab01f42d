"""Risk measures as linear programs over the weights of scenarios, solved by SciPy."""

import numpy as np
from scipy.optimize import linprog


def largest_mean(costs, *, above=None, below=None, near=None, radius=0.0):
    """The largest mean over weights between bounds, or within a total variation distance of given ones."""
    costs = np.asarray(costs, dtype=float)
    count, size = len(costs), max(1.0, float(np.abs(costs).max()))
    low = np.zeros(count) if above is None else np.asarray(above)
    high = np.ones(count) if below is None else np.asarray(below)
    one = np.concatenate([np.ones(count), np.zeros(2 * count)])[None, :]
    bounds = [*zip(low, high, strict=True), *[(0.0, 1.0)] * (2 * count)]
    equal, right = one, [1.0]
    most, limit = None, None
    if near is not None:
        # q - pi = up - down, and half the sum of both is within the radius
        moved = np.hstack([np.eye(count), -np.eye(count), np.eye(count)])
        equal, right = np.vstack([one, moved]), [1.0, *near]
        most, limit = np.concatenate([np.zeros(count), np.full(2 * count, 0.5)])[None, :], [radius]
    objective = np.concatenate([-costs / size, np.zeros(2 * count)])
    found = linprog(objective, most, limit, equal, right, bounds=bounds)
    assert found.status == 0, found.message
    return -float(found.fun) * size
