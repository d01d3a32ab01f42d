"""What a design costs, in plain Python: loops over scenarios, classes and pairs, every path tried, links by name.

Of `optimize` only the data are used.
"""

from itertools import pairwise, permutations

from tests.oracles.risk import together

INF = float("inf")
DIRECT, UNMET = -1, -2


def built(design, k, m):
    """Whether a single link leads from hub k to hub m."""
    return design.links is None or bool(design.links[k, m])


def ways(design, k, m):
    """Every sequence of hubs from k to m: the single link, or, where some links are set up, all simple paths."""
    if k == m:
        return [(k,)]
    if design.links is None:
        return [(k, m)]
    others = [hub for hub in design.hubs if hub not in (k, m)]
    found = []
    for count in range(len(others) + 1):
        for middle in permutations(others, count):
            path = (k, *middle, m)
            if all(built(design, *step) for step in pairwise(path)):
                found.append(path)
    return found


def way_cost(block, way):
    """Transfer over the links of a way, and handling at every hub that is entered."""
    return sum(block.transfer[k, m] + block.handling[m] for k, m in pairwise(way))


def best_way(block, design, k, m):
    """The cheapest way from hub k to hub m, or None."""
    return min(ways(design, k, m), key=lambda way: way_cost(block, way), default=None)


def unit_cost(block, design, i, j, k, m):
    """Cost of a unit from i to j over the first hub k and the last hub m, or the marks of service without hubs."""
    if k in (DIRECT, UNMET):
        price = block.direct if k == DIRECT else block.unmet_penalty
        return INF if price is None else price[i, j]
    way = best_way(block, design, k, m)
    if way is None:
        return INF
    return block.collection[i, k] + block.handling[k] + way_cost(block, way) + block.distribution[m, j]


def paths(block, design, s, b):
    """(i, j, k, m, share) of every path: as the design says, or the cheapest of all allowed ones for each pair."""
    if design.routing is not None:
        routing = design.routing[s][b]
        columns = (routing.origin, routing.destination, routing.first, routing.last, routing.share)
        return [(int(i), int(j), int(k), int(m), float(x)) for i, j, k, m, x in zip(*columns, strict=True)]
    found = []
    for i in range(block.n):
        for j in range(block.n):
            options = [(UNMET, UNMET), (DIRECT, DIRECT)]
            options += [
                (k, m) for k in design.hubs if uses(design, s, b, i, k) for m in design.hubs if uses(design, s, b, j, m)
            ]
            k, m = min(options, key=lambda ends: unit_cost(block, design, i, j, *ends))
            found.append((i, j, k, m, 1.0))
    return found


def uses(design, s, b, i, k):
    return design.assigned is None or bool(design.assigned[s][b][i, k])


def block_cost(problem, block, design, found):
    """Unweighted cost of a class; flow on a link earns the link's discount."""
    total, on_link = 0.0, {}
    for i, j, k, m, share in found:
        amount = share * block.flow[i, j]
        if amount == 0:
            continue
        unit = unit_cost(block, design, i, j, k, m)
        if unit == INF:
            return INF
        total += amount * unit
        if problem.discount is not None and k >= 0 and k != m:
            way = best_way(block, design, k, m)
            for link in pairwise(way):
                on_link[link] = on_link.get(link, 0.0) + amount
    for (k, m), amount in on_link.items():
        discounted = min(fixed + slope * amount for fixed, slope in problem.discount)
        total += block.transfer[k, m] * (discounted - amount)
    return total


def scenario_value(problem, scenario, s, design, request):
    """Value of a scenario under any of the four objectives."""
    name, limit = request.objective.name, request.objective.threshold
    each = [(block, paths(block, design, s, b)) for b, block in enumerate(scenario.blocks)]
    opening = sum(float(scenario.fixed_cost[k]) for k in design.hubs)
    if name == "set_covering":
        priced = any(cost > 0 for other in problem.scenarios for cost in other.fixed_cost)
        return opening if priced else float(len(design.hubs))
    if name == "center":
        counted = [
            unit_cost(block, design, i, j, k, m)
            for block, found in each
            for i, j, k, m, _ in found
            if i != j or request.allocation == "single"
        ]
        return max([0.0, *counted])
    if name == "max_covering":
        return sum(
            block.weight * share * block.flow[i, j]
            for block, found in each
            for i, j, k, m, share in found
            if unit_cost(block, design, i, j, k, m) <= limit * (1 + 1e-9)
        )
    if problem.link_cost is not None and design.links is not None:
        for k in range(problem.h):
            for m in range(k):
                if built(design, k, m) or built(design, m, k):
                    opening += min(problem.link_cost[k, m], problem.link_cost[m, k])
    return opening + sum(
        block.weight * block_cost(problem, block, design, found) for block, found in each if block.weight > 0
    )


def value(problem, design, request):
    """Objective, and the value of every scenario."""
    values = [scenario_value(problem, each, s, design, request) for s, each in enumerate(problem.scenarios)]
    chances = [scenario.probability for scenario in problem.scenarios]
    sign = -1 if request.objective.name == "max_covering" else 1
    own = None if request.own_optimum is None else [sign * best for best in request.own_optimum]
    return sign * together([sign * each for each in values], chances, request, own), values
