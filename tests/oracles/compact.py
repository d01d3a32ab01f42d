"""Full enumeration of the sum-objective models on tiny instances: hub sets, assignments, and a linear program of paths.

Costs come leg by leg from plain loops; capacities are met by SciPy's linear programming over all paths of the scenario.
"""

from itertools import chain, combinations, product

import numpy as np
from scipy.optimize import linprog

from tests.oracles.risk import counts, together

INF = float("inf")


def leg_cost(block, i, j, k, m):
    """F_ij(k, m), from the definition."""
    between = block.transfer[k, m] + block.handling[m] if k != m else 0.0
    return block.collection[i, k] + block.handling[k] + between + block.distribution[m, j]


def outside(block, i, j):
    prices = [price[i, j] for price in (block.direct, block.unmet_penalty) if price is not None]
    return min(prices, default=INF)


def hub_sets(problem, request):
    sizes = range(request.p_min, request.p_max + 1)
    every = chain.from_iterable(combinations(range(problem.h), size) for size in sizes)
    return [hubs for hubs in every if request.allows(hubs)]


def hub_choices(problem, block, hubs, allocation):
    """Every way to give each node of a block its hubs; an open hub's own node uses it."""
    if allocation == "multiple":
        return [(hubs,) * problem.n]
    r = 1 if allocation == "single" else allocation
    own = {int(problem.candidate_index[k]): k for k in hubs}
    choices = []
    for i in range(problem.n):
        if not (block.flow[i].any() or block.flow[:, i].any()):
            choices.append([hubs])
            continue
        subsets = list(combinations(hubs, min(r, len(hubs))))
        choices.append([s for s in subsets if i not in own or own[i] in s])
    return list(product(*choices))


def free_cost(block, uses):
    """Cost of a block without capacities: every flow takes its cheapest allowed way."""
    if block.weight == 0:
        return 0.0  # a class without weight does not count, even where it has no way
    total = 0.0
    for i, j in np.argwhere(block.flow > 0):
        ways = [leg_cost(block, i, j, k, m) for k in uses[i] for m in uses[j]]
        total += block.flow[i, j] * min([outside(block, i, j), *ways])
    return block.weight * total


def limited_cost(problem, scenario, uses_of):
    """Least cost of a scenario's flows within the capacities, by linear programming over all paths."""
    cost, load, pair, pairs = [], [], [], 0
    for block, uses in zip(scenario.blocks, uses_of, strict=True):
        for i, j in np.argwhere(block.flow > 0):
            w = block.flow[i, j]
            ways = [(leg_cost(block, i, j, k, m), k, m) for k in uses[i] for m in uses[j]]
            # what costs more than the outside option, which takes no room, is of no use, and would cost digits
            ways = [way for way in ways if way[0] < outside(block, i, j)]
            for unit, k, m in [*ways, (outside(block, i, j), None, None)]:
                if unit == INF and (block.weight > 0 or k is None):
                    continue  # a class without weight goes anywhere, and still needs room
                row = np.zeros(problem.h)
                if k is not None:
                    row[k] += w * block.capacity_use
                    if problem.capacity_on == "throughput" and k != m:
                        row[m] += w * block.capacity_use
                cost.append(block.weight * w * unit if block.weight > 0 else 0.0)
                load.append(row)
                pair.append(pairs)
            pairs += 1
    if not pairs:
        return 0.0
    if len(set(pair)) < pairs:
        return INF
    cost = np.array(cost)
    size = max(1.0, float(np.abs(cost).max()))
    one = np.zeros((pairs, len(cost)))
    one[pair, np.arange(len(cost))] = 1.0
    limited = np.isfinite(scenario.capacity)
    rows = np.array(load).T[limited]
    # a tolerance of its own in the capacities would let the oracle cheat
    found = linprog(cost / size, rows, scenario.capacity[limited], one, np.ones(pairs), bounds=(0, None))
    return float(found.fun) * size if found.status == 0 else INF


def scenario_cost(problem, scenario, hubs, allocation):
    """Least cost of a scenario for given hubs."""
    fixed = float(scenario.fixed_cost[list(hubs)].sum())
    limited = scenario.capacity is not None and np.isfinite(scenario.capacity).any()
    choices = [hub_choices(problem, block, hubs, allocation) for block in scenario.blocks]
    if not limited:
        return fixed + sum(
            min(free_cost(block, uses) for uses in ways) for block, ways in zip(scenario.blocks, choices, strict=True)
        )
    return fixed + min(limited_cost(problem, scenario, uses_of) for uses_of in product(*choices))


def optimum(problem, request):
    """Optimal value, or None if there is no solution."""
    sets = hub_sets(problem, request)
    table = [[scenario_cost(problem, s, hubs, request.allocation) for s in problem.scenarios] for hubs in sets]
    probability = [s.probability for s in problem.scenarios]
    counted = counts(probability, request)
    rows = [r for r in table if all(c < INF for c, used in zip(r, counted, strict=True) if used)]
    if not rows:
        return None
    own = [min(r[s] for r in table) for s in range(len(probability))]
    return min(together(r, probability, request, own) for r in rows)
