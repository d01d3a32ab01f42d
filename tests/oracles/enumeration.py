"""An oracle as plain as can be: loops over hub sets, nodes and hub pairs, with none of the package's methods."""

from itertools import combinations, product

import numpy as np


def path_cost(block, i, j, k, m):
    """Unit cost of i -> k -> m -> j, leg by leg."""
    cost = block.collection[i, k] + block.handling[k] + block.distribution[m, j]
    if k != m:
        cost += block.transfer[k, m] + block.handling[m]
    return cost


def outside(block, i, j):
    """Cheaper of direct service and of the unmet penalty; inf if there is neither."""
    options = [np.inf]
    if block.direct is not None:
        options.append(block.direct[i, j])
    if block.unmet_penalty is not None:
        options.append(block.unmet_penalty[i, j])
    return min(options)


def block_cost(block, hubs_of):
    """Cost of a block when node i may use the hubs ``hubs_of[i]``."""
    total = 0.0
    for i in range(block.n):
        for j in range(block.n):
            if block.flow[i, j] > 0:
                ways = (path_cost(block, i, j, k, m) for k in hubs_of[i] for m in hubs_of[j])
                total += block.flow[i, j] * min([outside(block, i, j), *ways])
    return block.weight * total


def best_allocation_cost(block, hubs, allocation, nodes):
    """Least cost of a block over all allocations to the given hubs, whose nodes use their own (x_kk = z_k)."""
    if allocation == "multiple" or (allocation != "single" and allocation >= len(hubs)):
        return block_cost(block, [hubs] * block.n)
    r = 1 if allocation == "single" else allocation
    own = {int(nodes[k]): k for k in hubs}
    choices = [[c for c in combinations(hubs, r) if i not in own or own[i] in c] for i in range(block.n)]
    return min(block_cost(block, hubs_of) for hubs_of in product(*choices))


def scenario_costs(problem, hubs, allocation="multiple"):
    """Cost of a hub set in each scenario."""
    return [
        scenario.fixed_cost[list(hubs)].sum()
        + sum(best_allocation_cost(block, hubs, allocation, problem.candidate_index) for block in scenario.blocks)
        for scenario in problem.scenarios
    ]


def risk_value(costs, probability, risk, level=0.9, own=None):
    """Expected, worst-case, maximum-regret or CVaR value of scenario costs, by definition."""
    if risk == "expected":
        return sum(p * c for p, c in zip(probability, costs, strict=True) if p > 0)
    if risk == "worst_case":
        return max(costs)
    if risk == "max_regret":
        return max(c - o for c, o in zip(costs, own, strict=True))
    # CVaR as the minimum over nu, attained at one of the costs
    return min(
        nu + sum(p * max(c - nu, 0.0) for p, c in zip(probability, costs, strict=True) if p > 0) / (1 - level)
        for nu in costs
    )


def all_sets(problem, sizes, opened=(), closed=()):
    """Admissible hub sets, as tuples of candidate positions."""
    free = [k for k in range(problem.h) if k not in closed]
    return [s for size in sizes for s in combinations(free, size) if set(opened) <= set(s)]


def optimum(problem, sizes, allocation="multiple", risk="expected", level=0.9, opened=(), closed=()):
    """Optimal value and all hub sets, by looking at every one; value inf if nothing is feasible."""
    sets = all_sets(problem, sizes, opened, closed)
    costs = {s: scenario_costs(problem, s, allocation) for s in sets}
    own = [min(c[s] for c in costs.values()) for s in range(len(problem.scenarios))]
    probability = [scenario.probability for scenario in problem.scenarios]
    values = {s: risk_value(c, probability, risk, level, own) for s, c in costs.items()}
    best = min(values, key=values.get)
    return values[best], best
