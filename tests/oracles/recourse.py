"""Recourse by plain loops: what pairs that keep their hubs pay in another world."""

from itertools import product

import numpy as np

from tests.oracles.enumeration import path_cost


def options(block, i, j, firsts, lasts):
    """Ways of a pair and their cost: over hubs, directly, or not at all."""
    ways = {(k, m): path_cost(block, i, j, k, m) for k in firsts for m in lasts}
    if block.direct is not None:
        ways["direct"] = block.direct[i, j]
    if block.unmet_penalty is not None:
        ways["unmet"] = block.unmet_penalty[i, j]
    return ways


def outside(block, i, j):
    return min([np.inf, *(cost for way, cost in options(block, i, j, [], []).items())])


def usual(block, i, j, firsts, lasts):
    """The cheapest way of a pair; unmet if there is none."""
    ways = options(block, i, j, firsts, lasts)
    best = min(ways, key=ways.get, default="unmet")
    return best if ways and ways[best] < np.inf else "unmet"


def kept(before, after, hubs_of, lost):
    """Cost of the flows of a block, each on its usual way as far as that is there; `hubs_of` has each node's hubs."""
    total = 0.0
    for i, j in product(range(after.n), repeat=2):
        if after.flow[i, j] > 0:
            way = usual(before, i, j, hubs_of[i], hubs_of[j])
            now = options(after, i, j, hubs_of[i], hubs_of[j]).get(way, np.inf)
            if now == np.inf or (not isinstance(way, str) and set(way) & set(lost)):
                now = outside(after, i, j)
            total += after.flow[i, j] * now
    return after.weight * total


def smooth_problem(seed, n=5, **changes):
    """Arguments of a random problem in which no two ways of a pair cost the same."""
    rng = np.random.default_rng(seed)
    cost = rng.uniform(1, 10, (n, n))
    np.fill_diagonal(cost, 0.0)
    given = {
        "flow": rng.integers(0, 4, (n, n)).astype(float),
        "cost": cost,
        "transfer": 0.6,
        "distribution": 1.3,
        "handling_cost": rng.random(n),
        "fixed_cost": rng.random(n) * 9,
        "unmet_penalty": rng.uniform(10, 40, (n, n)) if rng.random() < 0.7 else None,
        "direct_cost": np.where(rng.random((n, n)) < 0.5, rng.uniform(5, 30, (n, n)), np.inf),
    }
    return given | changes
