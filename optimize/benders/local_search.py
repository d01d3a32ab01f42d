"""A strong incumbent at once: greedy opening, then the best exchange of a hub until none helps."""

from collections.abc import Iterable, Sequence
from concurrent.futures import Executor

import numpy as np

from optimize.benders.evaluation import additions
from optimize.benders.instance import Instance
from optimize.problem import FloatArray
from optimize.run import Clock

_BETTER = 1e-12


def greedy(
    instance: Instance, forced: Sequence[int], p_min: int, p_max: int, pool: Executor
) -> tuple[tuple[int, ...], float]:
    """Open the hub that helps most until `p_min` are open and none helps, or `p_max` are.

    Returns
    -------
    hubs : tuple of int
    objective : float
    """
    hubs = list(forced)
    objective = np.inf
    while len(hubs) < p_max:
        value = _without(additions(instance, hubs, pool), hubs)
        best = int(value.argmin())
        if len(hubs) >= max(p_min, 1) and not value[best] < objective:
            break
        hubs.append(best)
        objective = float(value[best])
    if len(hubs) == len(forced):
        objective = float(additions(instance, hubs, pool)[hubs[0]])
    return tuple(sorted(hubs)), objective


def improve(
    instance: Instance,
    hubs: Iterable[int],
    objective: float,
    forced: Iterable[int],
    p_min: int,
    p_max: int,
    pool: Executor,
    clock: Clock,
) -> tuple[tuple[int, ...], float]:
    """Exchange, open and close single hubs while that lowers the objective.

    Returns
    -------
    hubs : tuple of int
    objective : float
    """
    now = list(hubs)
    keep = frozenset(forced)
    improved = True
    while improved:
        improved = False
        for out in [*now, None]:
            if out is not None and (out in keep or out not in now):
                continue
            if clock.over:
                return tuple(sorted(now)), objective
            rest = [k for k in now if k != out]
            if out is None and len(now) >= p_max:
                continue
            value = additions(instance, rest, pool)
            closed = float(value[rest[0]]) if rest and len(rest) >= p_min else np.inf
            value = _without(value, rest)
            best = int(value.argmin())
            if closed <= value[best]:
                chosen, found = rest, closed
            else:
                chosen, found = [*rest, best], float(value[best])
            if found < objective - _BETTER * abs(objective):
                now, objective, improved = chosen, found, True
    return tuple(sorted(now)), objective


def _without(value: FloatArray, hubs: Sequence[int]) -> FloatArray:
    value = value.copy()
    value[list(hubs)] = np.inf
    return value
