"""What hubs cost once some are lost, by plain loops over losses, nodes and paths."""

from itertools import combinations

from tests.oracles import enumeration


def cost(problem, hubs, lost=(), *, sunk=False, risk="expected", level=0.9):
    """Cost of the hubs that are left, over all scenarios; with `sunk` the lost ones go on costing their fixed costs."""
    left = [k for k in hubs if k not in lost]
    costs = enumeration.scenario_costs(problem, left)
    if sunk:
        costs = [c + sum(s.fixed_cost[k] for k in lost) for c, s in zip(costs, problem.scenarios, strict=True)]
    return enumeration.risk_value(costs, [s.probability for s in problem.scenarios], risk, level)


def worst(problem, hubs, r, kept=(), **how):
    """Cost of the worst loss of r hubs that are not kept, or of all of these if there are fewer."""
    open_to = [k for k in hubs if k not in kept]
    return max(cost(problem, hubs, lost, **how) for lost in combinations(open_to, min(r, len(open_to))))


def fortified(problem, hubs, r, q, **how):
    """Cost of the worst loss of r hubs once the best q are fortified."""
    return min(worst(problem, hubs, r, kept, **how) for kept in combinations(hubs, q))


def positions(problem, labels):
    """Positions of labels among the candidates."""
    return [problem.candidates.index(label) for label in labels]


def expected(problem, hubs, chance, *, sunk=False, risk="expected"):
    """Cost over all outcomes of hubs that fail independently; the risk measure is taken of the scenarios' means."""
    means = [0.0] * len(problem.scenarios)
    for size in range(len(hubs) + 1):
        for lost in combinations(hubs, size):
            likely = 1.0
            for k in hubs:
                likely *= chance[k] if k in lost else 1 - chance[k]
            costs = enumeration.scenario_costs(problem, [k for k in hubs if k not in lost])
            for s, scenario in enumerate(problem.scenarios):
                still = sum(scenario.fixed_cost[k] for k in lost) if sunk else 0.0
                means[s] += likely * (costs[s] + still) if likely > 0 else 0.0
    return enumeration.risk_value(means, [s.probability for s in problem.scenarios], risk)
