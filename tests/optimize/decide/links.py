"""Worlds with closed links, for tests: each closure changes some costs."""

from itertools import combinations

import numpy as np

from optimize import HubProblem, ScenarioProblem
from tests.oracles import enumeration

NAMES = ("north", "pass", "ferry", "south")


def random_worlds(seed, *, n=5, only_worse=False, scenarios=1, dead_ends=True, **changes):
    """A function that makes a problem of what is closed; closures make ways dearer, or cut them, or (not where
    `only_worse`) some cheaper."""
    rng = np.random.default_rng(seed)
    cost = rng.uniform(1, 10, (n, n))
    np.fill_diagonal(cost, 0.0)
    closed_cost = {}
    for name in NAMES:
        factor = rng.choice([1.0, 1.0, 2.0, 5.0, np.inf if dead_ends else 9.0], (n, n))
        closed_cost[name] = factor if only_worse or rng.random() < 0.7 else factor * rng.uniform(0.3, 1.0)
    given = {
        "flow": rng.integers(0, 4, (n, n)).astype(float),
        "transfer": 0.6,
        "fixed_cost": rng.random(n) * 9,
        "unmet_penalty": 30.0 if rng.random() < 0.7 else None,
        "labels": list("abcdefgh")[:n],
    } | changes
    weights = rng.uniform(0.5, 2, scenarios)

    def make(closed):
        factor = np.ones((n, n))
        for name in closed:
            factor = factor * closed_cost[name]
        with np.errstate(invalid="ignore"):
            ways = np.where(cost > 0, cost * factor, 0.0)
        worlds = {f"w{s}": HubProblem(**given, cost=weight * ways) for s, weight in enumerate(weights)}
        return ScenarioProblem(worlds) if scenarios > 1 else worlds["w0"]

    return make


def cost(make, hubs, closed, risk="expected"):
    """Cost of hubs, given by positions, in a world, by plain loops."""
    problem = make(closed)
    costs = enumeration.scenario_costs(problem, hubs)
    return enumeration.risk_value(costs, [s.probability for s in problem.scenarios], risk)


def all_closed(gamma, safe=()):
    """All combinations of closures."""
    open_to = [name for name in NAMES if name not in safe]
    return [closed for size in range(gamma + 1) for closed in combinations(open_to, size)]


def worst(make, hubs, gamma, safe=(), risk="expected"):
    """Cost of the worst combination."""
    return max(cost(make, hubs, closed, risk) for closed in all_closed(gamma, safe))
