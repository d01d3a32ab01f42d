r"""The bound of an allocation to given hubs within capacities, and what each unit of a hub's capacity is worth in it.

.. math::
    \max_{\nu \ge 0} \; \sum_k f_k + \sum_i \min_k (\hat c_{ik} + \nu_k O_i) - \sum_k \nu_k \Gamma_k

It is the bound of the knapsacks' linear relaxations, too, with one price for each hub instead of one for each client
(Fisher, Jaikumar and Van Wassenhove 1986).
"""

import numpy as np

from optimize.kernels import kernel
from optimize.problem import FloatArray
from optimize.single.cover import OPEN
from optimize.single.model import Model
from optimize.single.relaxation import Choices, Relaxation

_ROUNDS, _SHRINK, _PATIENCE = 60, 0.6, 3
"""Steps of the tolls, and when and by how much they become shorter: more and longer ones get nearer to the bound, and
each is as quick as one look at every label (judgements)."""
_ROUNDED_UP = 1 + 1e-9
"""Factor of a capacity that rounding may use, as in `optimize.single.kernels.overload`."""


@kernel
def _cheapest(
    model: Model, reduced: FloatArray, choices: Choices, toll: FloatArray, price: FloatArray, share: FloatArray,
    excess: FloatArray,
) -> float:  # fmt: skip
    """Send every client to its cheapest label at given tolls; returns the bound.

    Writes what each client pays and how far each hub is over its capacity, and adds one to the labels taken.
    """
    ok = choices.ok
    blocks, n, h = ok.shape
    total = 0.0
    for k in range(h):
        total += model.fixed[k] if choices.state[k] == OPEN else 0.0
        for g in range(toll.shape[0]):
            limited = model.capacity[g, k] < np.inf
            excess[g, k] = -model.capacity[g, k] * _ROUNDED_UP if limited else 0.0
            total += toll[g, k] * excess[g, k]
    for b in range(blocks):
        g = model.group[b]
        for i in range(n):
            best, label = np.inf, 0
            for k in range(h):
                if ok[b, i, k]:
                    cost = reduced[b, i, k] + toll[g, k] * model.demand[b, i]
                    if cost < best:
                        best, label = cost, k
            price[b, i] = best
            total += best
            share[b, i, label] += 1.0
            excess[g, label] += model.demand[b, i]
    return total


@kernel
def bound_loads(model: Model, reduced: FloatArray, choices: Choices, target: float, relaxed: Relaxation) -> float:
    """Bound the allocation to hubs that are all decided, by subgradients from the tolls that are known.

    Parameters
    ----------
    model : Model
        With capacities.
    reduced : (B, n, h) array
        Costs of clients at hubs.
    choices : Choices
        Hubs and labels that are left.
    target : float
        Estimate of the optimum, for the step.
    relaxed : Relaxation
        Written, but for the tolls, from which it starts: the solution.

    Returns
    -------
    float
    """
    groups, h = relaxed.toll.shape
    share, price = relaxed.share, relaxed.price
    toll, excess, now = relaxed.toll.copy(), np.empty((groups, h)), np.empty_like(price)
    best, theta, idle = -np.inf, 1.0, 0
    share[:, :, :] = 0.0
    turns = 0.0
    for turn in range(_ROUNDS):
        if 2 * turn == _ROUNDS:
            share[:, :, :] = 0.0
            turns = 0.0
        bound = _cheapest(model, reduced, choices, toll, now, share, excess)
        turns += 1.0
        if bound > best:
            best, idle = bound, 0
            price[:, :] = now
            relaxed.toll[:, :] = toll
        else:
            idle += 1
            if idle >= _PATIENCE:
                theta, idle = theta * _SHRINK, 0
                toll[:, :] = relaxed.toll
        norm = 0.0
        for g in range(groups):
            for k in range(h):
                if model.capacity[g, k] == np.inf or (excess[g, k] < 0 and toll[g, k] == 0):
                    excess[g, k] = 0.0
                norm += excess[g, k] ** 2
        if norm == 0 or best >= target:
            break
        step = theta * (target - bound) / norm
        for g in range(groups):
            for k in range(h):
                toll[g, k] = max(0.0, toll[g, k] + step * excess[g, k])
    share /= turns
    for k in range(h):
        relaxed.picked[k] = choices.state[k] == OPEN
        relaxed.usage[k] = 1.0 if relaxed.picked[k] else 0.0
        relaxed.trade[k] = np.inf
    return best
