"""Full enumeration of single allocation on tiny instances: every hub set, every allocation, straight from the legs."""

from itertools import combinations, product

import numpy as np


def pair_price(block, i, j, k, m):
    """Unit cost of i -> k -> m -> j, or of the outside option where that is cheaper."""
    legs = block.collection[i, k] + block.handling[k] + block.distribution[m, j]
    if k != m:
        legs += block.transfer[k, m] + block.handling[m]
    prices = [legs]
    prices += [option[i, j] for option in (block.direct, block.unmet_penalty) if option is not None]
    return min(prices)


def allocations(problem, block, hubs):
    """Every allocation of a block; a hub's own node uses it if it has any flow."""
    own = {int(problem.candidate_index[k]): k for k in hubs}
    active = (block.flow.sum(axis=0) + block.flow.sum(axis=1)) > 0
    choices = []
    for node in range(problem.n):
        if not active[node]:
            choices.append((hubs[0],))
        elif node in own:
            choices.append((own[node],))
        else:
            choices.append(hubs)
    return product(*choices)


def allocation_cost(block, hub_of):
    """Cost of one block's allocation."""
    pairs = [(i, j) for i, j in product(range(block.n), repeat=2) if block.flow[i, j] > 0]
    return block.weight * sum(block.flow[i, j] * pair_price(block, i, j, hub_of[i], hub_of[j]) for i, j in pairs)


def scenario_cost(problem, scenario, hubs):
    """Least cost of a scenario for open hubs; inf if there is no way or no room."""
    fixed = sum(scenario.fixed_cost[k] for k in hubs)
    if scenario.capacity is None:
        best = [min(allocation_cost(b, x) for x in allocations(problem, b, hubs)) for b in scenario.blocks]
        return fixed + sum(best)
    least = np.inf
    for chosen in product(*(list(allocations(problem, b, hubs)) for b in scenario.blocks)):
        load = np.zeros(problem.h)
        for block, hub_of in zip(scenario.blocks, chosen, strict=True):
            np.add.at(load, list(hub_of), block.flow.sum(axis=1))
        if all(load[k] <= scenario.capacity[k] + 1e-9 for k in hubs):
            pairs = zip(scenario.blocks, chosen, strict=True)
            least = min(least, sum(allocation_cost(block, hub_of) for block, hub_of in pairs))
    return fixed + least


def risk_value(costs, probability, risk, level, own):
    """Risk measure by definition."""
    if risk == "expected":
        return sum(p * c for p, c in zip(probability, costs, strict=True) if p > 0)
    if risk == "worst_case":
        return max(costs)
    if risk == "max_regret":
        return max(c - o for c, o in zip(costs, own, strict=True))
    # attained where nu is one of the costs
    return min(
        nu + sum(p * max(c - nu, 0.0) for p, c in zip(probability, costs, strict=True) if p > 0) / (1 - level)
        for nu in costs
    )


def best_single(problem, sizes, risk="expected", level=0.9, opened=(), closed=()):
    """Optimal value over all admissible hub sets; inf if there is no solution."""
    free = [k for k in range(problem.h) if k not in closed]
    sets = [s for size in sizes for s in combinations(free, size) if set(opened) <= set(s)]
    probability = [scenario.probability for scenario in problem.scenarios]
    # what has no probability counts for the worst case and for the regret alone
    counted = [s for s, p in enumerate(probability) if p > 0 or risk in ("worst_case", "max_regret")]
    probability = [probability[s] for s in counted]
    costs = [[scenario_cost(problem, problem.scenarios[s], hubs) for s in counted] for hubs in sets]
    own = [min(c[s] for c in costs) for s in range(len(counted))]
    finite = [c for c in costs if np.isfinite(c).all()]
    return min((risk_value(c, probability, risk, level, own) for c in finite), default=np.inf)
