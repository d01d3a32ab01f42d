r"""The p-median problem in the reduced costs: its Lagrangean bound, with capacities too.

.. math::
    \max_\lambda \; \sum_i \lambda_i + \min_z \sum_k z_k \rho_k(\lambda), \qquad
    \rho_k = f_k + (\hat c_{kk} - \lambda_k) + \min_{x} \sum_{i \ne k} (\hat c_{ik} - \lambda_i) x_{ik}

where z obeys the number of hubs and x, without capacities, takes every negative term (Cornuejols, Fisher and Nemhauser
1977). With them the inner problem is a knapsack of the hub's capacity, of which the linear relaxation is used
(Contreras, Diaz and Fernandez 2009).
"""

import numpy as np

from optimize.kernels import kernel
from optimize.problem import FloatArray
from optimize.single.cover import (
    CLOSED,
    OPEN,
    UNDECIDED,
    demand_of_groups,
    ranking,
    relaxed_cover,
    select,
    select_by_number,
)
from optimize.single.loads import bound_loads
from optimize.single.model import BoolArray, Model
from optimize.single.relaxation import Choices, Relaxation

_PATIENCE, _SHRINK = 10, 0.7
"""Rounds without success after which the step becomes shorter, and the factor: more patience and longer steps get
further in the end, and take more rounds to get there (a judgement)."""
_LEAST_STEP = 1e-6
"""Least distance to the target that a step is made for, in parts of the target: it keeps the prices moving where the
bound has reached the target; a larger one makes them jump about (a judgement)."""
_GROW, _LEAST_FACTOR = 1.5, 1e-3
"""What a search for prices that had success multiplies the factor of the next one's step by, and the least factor:
longer first steps are made good again by the rounds that follow, too many of them by none (a judgement)."""


@kernel
def _take(
    model: Model, reduced: FloatArray, ok: BoolArray, price: FloatArray, k: int, take: FloatArray, toll: FloatArray
) -> float:
    """rho_k, the part of each client that hub k takes where capacities limit it, and what its capacity is worth."""
    blocks, n, _ = reduced.shape
    rho = model.fixed[k]
    limited = model.capacity.shape[0] > 0
    for b in range(blocks):
        for i in range(n):
            if limited:
                take[b, i, k] = 0.0
            if not ok[b, i, k]:
                continue
            gain = reduced[b, i, k] - price[b, i]
            if gain < 0 or model.own[k] == i:
                rho += gain
                if limited:
                    take[b, i, k] = 1.0
    for g in range(model.capacity.shape[0]):
        room = model.capacity[g, k] * (1 + 1e-9)
        wanted = 0.0
        for b in range(blocks):
            if model.group[b] == g:
                for i in range(n):
                    wanted += model.demand[b, i] * take[b, i, k]
        toll[g, k] = 0.0
        if wanted <= room:
            continue
        lost, toll[g, k] = _drop_dearest(model, reduced, price, k, g, wanted - room, take)
        rho += lost
    return rho


@kernel
def _drop_dearest(
    model: Model, reduced: FloatArray, price: FloatArray, k: int, g: int, excess: float, take: FloatArray
) -> tuple[float, float]:
    """Take out the clients that gain least for the quantity until `excess` is gone; returns the gain lost.

    Also returned is what one more unit would gain: the multiplier of the capacity.
    """
    blocks, n, _ = reduced.shape
    ratio = np.full(blocks * n, np.inf)
    for b in range(blocks):
        if model.group[b] == g:
            for i in range(n):
                if take[b, i, k] > 0 and model.own[k] != i and model.demand[b, i] > 0:
                    ratio[b * n + i] = (price[b, i] - reduced[b, i, k]) / model.demand[b, i]
    lost, last = 0.0, 0.0
    for position in ranking(ratio):
        if excess <= 0 or ratio[position] == np.inf:
            break
        b, i = position // n, position % n
        last = ratio[position]
        part = min(1.0, excess / model.demand[b, i])
        take[b, i, k] -= part
        lost += part * (price[b, i] - reduced[b, i, k])
        excess -= part * model.demand[b, i]
        if part < 1.0:
            # rounding may leave a trace of the excess, for which the next client's ratio would be too high
            break
    return lost, last


@kernel
def _trade(
    model: Model, rho: FloatArray, choices: Choices, demand: FloatArray, total: float, relaxed: Relaxation
) -> None:
    """How much the sum of the picked hubs' rho grows at least when a hub changes its state."""
    state, picked, trade = choices.state, relaxed.picked, relaxed.trade
    by_number = np.empty(rho.shape[0], dtype=np.bool_)
    least, leaves, comes = select_by_number(rho, state, choices.p_min, choices.p_max, by_number)
    for k in range(rho.shape[0]):
        if state[k] != UNDECIDED:
            trade[k] = np.inf
            continue
        if picked[k]:
            flipped = least + (comes - rho[k] if by_number[k] else 0.0)
        else:
            flipped = least + (0.0 if by_number[k] else rho[k] - leaves)
        if len(demand) > 0:
            flipped = max(flipped, relaxed_cover(model, rho, state, demand, k, not picked[k]))
        trade[k] = flipped - total


@kernel
def _count_missing(
    model: Model, reduced: FloatArray, ok: BoolArray, price: FloatArray, here: BoolArray, take: FloatArray,
    missing: FloatArray,
) -> None:  # fmt: skip
    """Write what each client lacks of being taken by one hub: 1 less the parts that the hubs picked take."""
    blocks, n, h = reduced.shape
    limited = model.capacity.shape[0] > 0
    missing[:, :] = 1.0
    for k in range(h):
        if not here[k]:
            continue
        for b in range(blocks):
            for i in range(n):
                if limited:
                    missing[b, i] -= take[b, i, k]
                elif ok[b, i, k] and (reduced[b, i, k] < price[b, i] or model.own[k] == i):
                    missing[b, i] -= 1.0


@kernel
def _add_round(here: BoolArray, take: FloatArray, relaxed: Relaxation) -> None:
    """Add a round's solution to the sums from which the averages are made."""
    limited = len(take) > 0
    for k in range(here.shape[0]):
        if here[k]:
            relaxed.usage[k] += 1.0
            if limited:
                relaxed.share[:, :, k] += take[:, :, k]


@kernel
def median_bound(
    model: Model, reduced: FloatArray, choices: Choices, target: float, rounds: int, relaxed: Relaxation
) -> float:
    """Improve the prices by subgradients.

    Parameters
    ----------
    model : Model
    reduced : (B, n, h) array
        Costs of clients at hubs.
    choices : Choices
        Hubs and labels that are left.
    target : float
        Estimate of the optimum, for the step.
    rounds : int
        How many rounds it may take.
    relaxed : Relaxation
        Written, but for the prices and the factor of the step, from which it starts: the solution.

    Returns
    -------
    float
        The best bound; ``inf`` if no hubs will do.
    """
    ok, state, price, share, usage = choices.ok, choices.state, relaxed.price, relaxed.share, relaxed.usage
    blocks, n, h = reduced.shape
    limited = model.capacity.shape[0] > 0
    if not (state == UNDECIDED).any():
        if limited:
            return bound_loads(model, reduced, choices, target, relaxed)
        return _decided(model, reduced, choices, relaxed)
    best = -np.inf
    kept = price.copy()
    rho, here, best_rho = np.empty(h), np.empty(h, dtype=np.bool_), np.zeros(h)
    take = np.zeros(reduced.shape if limited else (0, 0, 0))
    demand, best_total = demand_of_groups(model), 0.0
    toll = np.zeros(model.capacity.shape)
    usage[:] = 0.0
    if limited:
        share[:, :, :] = 0.0
    summed, theta, idle, first = 0.0, relaxed.factor[0], 0, np.inf
    missing = np.empty((blocks, n))
    for turn in range(rounds):
        for k in range(h):
            rho[k] = np.inf if state[k] == CLOSED else _take(model, reduced, ok, price, k, take, toll)
        total = select(model, rho, state, choices.p_min, choices.p_max, demand, here)
        bound = total + price.sum()
        if turn == 0:
            first = bound
        if bound > best:
            best, best_total, idle = bound, total, 0
            kept[:, :] = price
            best_rho[:] = rho
            relaxed.picked[:] = here
            relaxed.toll[:, :] = toll
        else:
            idle += 1
            if idle >= _PATIENCE:
                theta, idle = theta * _SHRINK, 0
                price[:, :] = kept
        if best == np.inf:
            break
        _count_missing(model, reduced, ok, price, here, take, missing)
        norm = (missing * missing).sum()
        if 2 * turn >= rounds - 1 or norm == 0:
            summed += 1.0
            _add_round(here, take, relaxed)
        if norm == 0:
            break
        price += theta * max(target - bound, _LEAST_STEP * abs(target)) / norm * missing
    price[:, :] = kept
    if best == np.inf:
        return best
    relaxed.factor[0] = min(1.0, theta * _GROW) if best > first else max(_LEAST_FACTOR, theta)
    usage /= summed
    if limited:
        share /= summed
    _trade(model, best_rho, choices, demand, best_total, relaxed)
    if not limited:
        _fill(model, reduced, ok, usage, share)
    return best


@kernel
def _decided(model: Model, reduced: FloatArray, choices: Choices, relaxed: Relaxation) -> float:
    """Do what `median_bound` does where all hubs are decided: every client takes its cheapest label."""
    ok, price, share, picked = choices.ok, relaxed.price, relaxed.share, relaxed.picked
    blocks, n, h = reduced.shape
    total = 0.0
    for k in range(h):
        picked[k] = choices.state[k] == OPEN
        relaxed.usage[k] = 1.0 if picked[k] else 0.0
        relaxed.trade[k] = np.inf
        total += model.fixed[k] if picked[k] else 0.0
    for b in range(blocks):
        for i in range(n):
            best, label = np.inf, 0
            for k in range(h):
                share[b, i, k] = 0.0
                if ok[b, i, k] and reduced[b, i, k] < best:
                    best, label = reduced[b, i, k], k
            share[b, i, label] = 1.0
            price[b, i] = best
            total += best
    return total


@kernel
def _fill(model: Model, reduced: FloatArray, ok: BoolArray, usage: FloatArray, share: FloatArray) -> None:
    """Fractional allocation to fractional hubs: own hub first, then the cheapest."""
    blocks, n, h = reduced.shape
    for b in range(blocks):
        for i in range(n):
            left = 1.0
            share[b, i, :] = 0.0
            for k in range(h):
                if model.own[k] == i and ok[b, i, k]:
                    share[b, i, k] = usage[k]
                    left -= usage[k]
            for k in ranking(reduced[b, i]):
                if left <= 1e-12:
                    break
                if ok[b, i, k] and model.own[k] != i:
                    part = min(left, usage[k])
                    share[b, i, k] = part
                    left -= part
