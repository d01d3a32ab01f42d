"""Full enumerations of the centre, covering, incomplete-network and discount models on tiny instances.

Nothing of `optimize` but the data structures is used: costs come from plain loops over the legs.
Every function returns the optimal objective, or None where there is no solution.
"""

from itertools import chain, combinations, product

import numpy as np
import pytest

from optimize.errors import InputError
from optimize.run import Limits
from tests.oracles.risk import RISKS, counts, parameters, together

INF = float("inf")


def hub_sets(problem, request):
    """All sets of candidates that the request allows."""
    sizes = range(request.p_min, request.p_max + 1)
    every = chain.from_iterable(combinations(range(problem.h), size) for size in sizes)
    return [hubs for hubs in every if request.allows(hubs)]


def leg_cost(block, i, j, k, m, transfer=None):
    """F_ij(k, m), from the definition."""
    between = 0.0
    if k != m:
        between = (block.transfer if transfer is None else transfer)[k, m] + block.handling[m]
    return block.collection[i, k] + block.handling[k] + between + block.distribution[m, j]


def outside(block, i, j):
    """Cost of the outside option of a pair."""
    prices = [block.direct, block.unmet_penalty]
    return min((price[i, j] for price in prices if price is not None), default=INF)


def pair_cost(block, i, j, firsts, lasts, transfer=None):
    over_hubs = min((leg_cost(block, i, j, k, m, transfer) for k in firsts for m in lasts), default=INF)
    return min(over_hubs, outside(block, i, j))


def allocations(problem, hubs, r):
    """Every way to let each node use `r` hubs at most (a tuple of tuples of hubs); an open hub's node uses it."""
    host = {int(node): k for k, node in enumerate(problem.candidate_index)}
    choices = []
    for node in range(problem.n):
        subsets = list(combinations(hubs, min(r, len(hubs))))
        own = host.get(node)
        if own in hubs:
            subsets = [subset for subset in subsets if own in subset]
        choices.append(subsets)
    return product(*choices)


def access(problem, hubs, allocation):
    """All allocations to try: `hubs` for everybody, or every single or r-allocation."""
    if allocation == "multiple":
        return [(hubs,) * problem.n]
    return list(allocations(problem, hubs, 1 if allocation == "single" else allocation))


def over_scenarios(problem, request, block_value, together=sum, sign=1.0, common=lambda hubs: 0.0):
    """Best objective over hub sets, of blocks' best values put together by scenario and then by risk.

    `block_value(scenario, block, hubs)` is the least cost of a block; `together` joins a scenario's blocks.
    """
    sets = hub_sets(problem, request)
    table = np.array(
        [
            [
                together([block_value(s, b, hubs) for b in s.blocks]) + common(s, hubs) if hubs else INF
                for s in problem.scenarios
            ]
            for hubs in sets
        ]
    )
    return best_of(table, problem, request, sign)


def best_of(table, problem, request, sign=1.0):
    """Best combined objective of a table of (design, scenario) costs; `sign` -1 undoes a maximised one.

    A scenario of no probability need not be servable, except in set covering, which holds everywhere.
    """
    probability = np.array([s.probability for s in problem.scenarios])
    if not len(table):
        return None
    everywhere = request.objective.name == "set_covering"
    counted = np.array(counts(probability.tolist(), request)) | everywhere
    possible = np.isfinite(table[:, counted]).all(axis=1)
    if not possible.any():
        return None
    own = table.min(axis=0).tolist()
    return sign * min(together(row.tolist(), probability.tolist(), request, own) for row in table[possible])


def center(problem, request):
    """Least largest unit cost; pairs i = j count only under single allocation."""
    single = request.allocation == "single"
    pairs = [(i, j) for i in range(problem.n) for j in range(problem.n) if single or i != j]

    def largest(_, block, hubs):
        return min(
            max(pair_cost(block, i, j, uses[i], uses[j]) for i, j in pairs)
            for uses in access(problem, hubs, request.allocation)
        )

    return over_scenarios(problem, request, largest, together=max, common=lambda s, hubs: 0.0)


def covered_flow(problem, block, uses, threshold):
    limit = threshold + 1e-9 * max(1.0, threshold)
    return sum(
        block.flow[i, j]
        for i in range(problem.n)
        for j in range(problem.n)
        if block.flow[i, j] > 0 and pair_cost(block, i, j, uses[i], uses[j]) <= limit
    )


def max_covering(problem, request):
    """Most weighted flow within the threshold."""

    def missed(_, block, hubs):
        return -block.weight * max(
            covered_flow(problem, block, uses, request.objective.threshold)
            for uses in access(problem, hubs, request.allocation)
        )

    return over_scenarios(problem, request, missed, sign=-1.0, common=lambda s, hubs: 0.0)


def set_covering(problem, request):
    """Fewest hubs, or least fixed cost where any is positive, with all flow within the threshold."""
    priced = any((s.fixed_cost > 0).any() for s in problem.scenarios)

    def uncovered(_, block, hubs):
        most = max(
            covered_flow(problem, block, uses, request.objective.threshold)
            for uses in access(problem, hubs, request.allocation)
        )
        return 0.0 if most >= block.flow.sum() * (1 - 1e-12) else INF

    def price(scenario, hubs):
        return float(scenario.fixed_cost[list(hubs)].sum()) if priced else float(len(hubs))

    return over_scenarios(problem, request, uncovered, common=price)


def shortest_over_links(block, hubs, links):
    """Cost between hubs over open links by plain relaxation, handling of the hubs in between included."""
    cost = np.full_like(block.transfer, INF)
    for k in hubs:
        cost[k, k] = 0.0
    for _ in hubs:
        for k in hubs:
            for via, m in product(hubs, hubs):
                if via != m and frozenset((via, m)) in links:
                    step = block.transfer[via, m] + (block.handling[via] if via != k else 0.0)
                    cost[k, m] = min(cost[k, m], cost[k, via] + step)
    return cost


def routed(block, uses, transfer):
    """Cost of sending every flow its cheapest allowed way."""
    total = 0.0
    for i, j in np.argwhere(block.flow > 0):
        total += block.flow[i, j] * pair_cost(block, i, j, uses[i], uses[j], transfer)
    return total


def incomplete(problem, request):
    """Least cost over all hub sets, all sets of links between them and all allocations."""
    h = problem.h
    # a link is one for both directions, and can be set up from either end
    price = np.zeros((h, h)) if problem.link_cost is None else np.minimum(problem.link_cost, problem.link_cost.T)
    designs = []
    for hubs in hub_sets(problem, request):
        edges = [e for e in combinations(hubs, 2) if np.isfinite(price[e])]
        numbers = range(len(edges) + 1) if request.hub_links is None else [request.hub_links]
        for built in chain.from_iterable(combinations(edges, q) for q in numbers):
            links = {frozenset(e) for e in built}
            row = []
            for s in problem.scenarios:
                cost = float(s.fixed_cost[list(hubs)].sum()) + float(sum(price[e] for e in built))
                for b in s.blocks:
                    if b.weight == 0:
                        continue
                    transfer = shortest_over_links(b, hubs, links)
                    cost += b.weight * min(
                        routed(b, uses, transfer) for uses in access(problem, hubs, request.allocation)
                    )
                row.append(cost)
            designs.append(row)
    return best_of(np.array(designs), problem, request)


def discount(problem, request):
    """Least cost over hub sets, allocations and the piece (or none) that each directed hub link is on.

    With the pieces fixed, costs are linear and every pair takes its cheapest way; the least over all choices of pieces
    is the optimum, as g is the least of its pieces.
    """

    def cheapest(_, block, hubs):
        if block.weight == 0:
            return 0.0
        arcs = [(k, m) for k in hubs for m in hubs if k != m and np.isfinite(block.transfer[k, m])]
        best = INF
        for chosen in product([None, *problem.discount], repeat=len(arcs)):
            transfer = np.full_like(block.transfer, INF)
            set_up = 0.0
            for (k, m), piece in zip(arcs, chosen, strict=True):
                if piece is not None:
                    set_up += block.transfer[k, m] * piece[0]
                    transfer[k, m] = block.transfer[k, m] * piece[1]
            for uses in access(problem, hubs, request.allocation):
                best = min(best, set_up + routed(block, uses, transfer))
        return block.weight * best

    return over_scenarios(problem, request, cheapest, common=lambda s, hubs: float(s.fixed_cost[list(hubs)].sum()))


def discount_by_paths(problem, request):
    """The same for one block and multiple allocation, over every assignment of pairs to paths: for the tiniest only."""
    (block,) = problem.scenarios[0].blocks
    pairs = [(int(i), int(j)) for i, j in np.argwhere(block.flow > 0)]
    best = INF
    for hubs in hub_sets(problem, request):
        ways = [*product(hubs, hubs), None]
        for chosen in product(ways, repeat=len(pairs)):
            fixed_cost = float(problem.scenarios[0].fixed_cost[list(hubs)].sum())
            cost = 0.0
            on_link = {}
            for (i, j), way in zip(pairs, chosen, strict=True):
                flow = block.flow[i, j]
                if way is None:
                    cost += flow * outside(block, i, j)
                    continue
                k, m = way
                cost += flow * (block.collection[i, k] + block.handling[k] + block.distribution[m, j])
                if k != m:
                    cost += flow * block.handling[m]
                    on_link[way] = on_link.get(way, 0.0) + flow
            for (k, m), flow in on_link.items():
                cost += block.transfer[k, m] * min(fixed + slope * flow for fixed, slope in problem.discount)
            best = min(best, fixed_cost + block.weight * cost)
    return best if best < INF else None


def nasty_problem(rng, *, nodes=4, scenarios=1, blocks=1, links=False, discount=False, scale=1.0, metric=False):
    """A random instance: asymmetric, non-metric, with zeros, gaps, self flows, ties and outside options."""
    from optimize.problem.problem import HubProblem
    from optimize.problem.scenario import ScenarioProblem

    n = int(rng.integers(2, nodes + 1))
    h = int(rng.integers(1, n + 1))
    candidates = sorted(rng.choice(n, size=h, replace=False).tolist())
    holes = rng.choice([0.0, 0.0, 0.1, 0.3])

    def matrix():
        if metric:
            points = rng.uniform(size=(n, 2))
            return scale * np.linalg.norm(points[:, None] - points[None], axis=2)
        cost = rng.integers(0, 10, (n, n)).astype(float) if rng.random() < 0.5 else rng.uniform(0, 10, (n, n))
        if rng.random() < 0.5:
            np.fill_diagonal(cost, 0.0)
        cost[rng.random((n, n)) < holes] = INF
        return scale * cost

    def block():
        flow = rng.integers(0, 6, (n, n)).astype(float) * (rng.random((n, n)) < 0.8)
        legs = {"flow": flow, "cost": matrix(), "transfer": float(rng.choice([0.0, 0.4, 1.0]))}
        if discount:
            legs["transfer"] = 1.0
        if rng.random() < 0.3:
            legs["collection_cost"] = matrix()
        if rng.random() < 0.3:
            legs["handling_cost"] = scale * rng.uniform(0, 2, n)
        if rng.random() < 0.3:
            legs["direct_cost"] = 1.5 * matrix()
        if rng.random() < 0.3:
            legs["unmet_penalty"] = float(scale * rng.uniform(5, 30))
        legs["weight"] = float(rng.choice([0.5, 1.0, 2.0]))
        return legs

    fixed = None if rng.random() < 0.4 else scale * rng.integers(0, 40, n).astype(float)
    common = {"candidates": candidates}
    if links and rng.random() < 0.8:
        price = scale * rng.integers(0, 30, (n, n)).astype(float)
        price[rng.random((n, n)) < 0.1] = INF
        common["link_cost"] = np.minimum(price, price.T)
    if discount:
        choices = [[(0.0, 1.0), (6.0, 0.4)], [(0.0, 1.0), (3.0, 0.7), (12.0, 0.2)], [(2.0, 0.5)], [(0.0, 0.8)]]
        common["discount"] = choices[int(rng.integers(len(choices)))]
    made = {
        f"state {s}": HubProblem.from_blocks(
            {f"class {b}": block() for b in range(int(rng.integers(1, blocks + 1)))}, fixed_cost=fixed, **common
        )
        for s in range(int(rng.integers(1, scenarios + 1)))
    }
    if len(made) == 1 and rng.random() < 0.7:
        return made["state 0"]
    chances = rng.dirichlet(np.ones(len(made)))
    if len(made) > 2:
        chances[1] += chances[0]
        chances[0] = 0.0
    return ScenarioProblem(made, list(chances / chances.sum()))


def nasty_request(rng, problem, *, allocations=("multiple", "single"), risks=("expected",), **fixed):
    """A random request that the problem admits."""
    from optimize.run.request import make_request

    risk = str(risks[int(rng.integers(len(risks)))])
    low = int(rng.integers(1, problem.h + 1))
    high = low if rng.random() < 0.6 else int(rng.integers(low, problem.h + 1))
    names = list(problem.candidates)
    opened = [names[int(rng.integers(problem.h))]] if rng.random() < 0.2 else []
    closed = []
    if problem.h > high and rng.random() < 0.3:
        closed = [name for name in names if name not in opened][:1]
    return make_request(
        problem,
        p_min=low,
        p_max=high,
        allocation=allocations[int(rng.integers(len(allocations)))],
        risk=risk,
        **parameters(risk, rng, len(problem.scenarios)),
        open_hubs=opened,
        closed_hubs=closed,
        **fixed,
    )


def nasty_case(seed, objective, *, several=False, r_allocation=True, **features):
    """A random problem and a random request for it; `several` scenarios come with a random risk measure."""
    rng = np.random.default_rng(seed)
    scale = float(rng.choice([1e-3, 1.0, 1e6]))
    problem = nasty_problem(
        rng,
        scale=scale,
        scenarios=3 if several else 1,
        blocks=2 if rng.random() < 0.3 else 1,
        metric=rng.random() < 0.2,
        **features,
    )
    request = nasty_request(
        rng,
        problem,
        allocations=("multiple", "single", 2) if r_allocation else ("multiple", "single"),
        risks=RISKS if several else ("expected",),
        objective=objective,
        threshold=float(scale * rng.uniform(0, 25)) if "covering" in objective else None,
    )
    return problem, request


def check_optimal(run, problem, request, expected, solver=None):
    """Run a method and hold its design, value and bound against the enumerated optimum (None = infeasible)."""
    from optimize.evaluate.evaluation import evaluate
    from optimize.methods import with_own_optima
    from optimize.run import Method

    if request.measure.against_optimum:
        way = Method("tried", "", run, refuses=lambda *_: "", seconds=lambda *_: 0.0)
        if request.measure.is_relative and expected is not None and not np.isfinite(expected):
            with pytest.raises(InputError, match="optimum of 0"):
                with_own_optima(way, problem, request, Limits(solver=solver))
            return None
        try:
            request, _ = with_own_optima(way, problem, request, Limits(solver=solver))
        except InputError:  # an optimum of 0, beside a scenario that has none
            assert request.measure.is_relative
            assert expected is None
            return None
    result = run(problem, request, Limits(solver=solver))
    if expected is None:
        assert result.status == "infeasible"
        assert result.design is None
        return result
    assert result.status == "optimal"
    evaluation = evaluate(problem, result.design, request)
    assert evaluation.faults == ()
    value = evaluation.objective
    size = np.abs(evaluation.scenario_cost[np.isfinite(evaluation.scenario_cost)]).max(initial=0.0)
    if request.objective.name == "max_covering":
        own = None if request.own_optimum is None else [-each for each in request.own_optimum]
        chances = [s.probability for s in problem.scenarios]
        value = -together((-evaluation.scenario_cost).tolist(), chances, request, own)
    tolerance = 1e-5 * max(abs(expected), 1e-2 * size, 1e-12)
    assert abs(value - expected) <= tolerance
    assert abs(result.bound - expected) <= tolerance
    return result
