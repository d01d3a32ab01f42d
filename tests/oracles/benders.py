"""What the decomposition is checked against: random nasty instances, and every hub set priced the slow way."""

from itertools import combinations

import numpy as np

from optimize import HubProblem, ScenarioProblem
from optimize.benders.certificate import Certificate, Domain
from optimize.benders.instance import make_instance
from optimize.run.request import make_request
from tests.oracles.risk import REGRETS, RISKS, parameters, together

OFTEN_EXPECTED = ("expected", *RISKS)


def scenario_cost(scenario, hubs):
    """Cost of one scenario with given hubs: each pair takes its cheapest way."""
    total = sum(scenario.fixed_cost[k] for k in hubs)
    for block in scenario.blocks:
        if block.weight == 0:
            continue
        best = np.full((block.n, block.n), np.inf) if block.outside is None else block.outside.copy()
        for k in hubs:
            for m in hubs:
                way = block.collection_handled[:, [k]] + block.transfer_handled[k, m] + block.distribution[m][None, :]
                best = np.minimum(best, way)
        used = block.flow > 0
        total += block.weight * (block.flow[used] @ best[used])
    return total


def admissible_sets(problem, request):
    """Every hub set that the request allows."""
    for size in range(request.p_min, request.p_max + 1):
        for hubs in combinations(range(problem.h), size):
            if request.allows(hubs):
                yield hubs


def objectives(problem, request):
    """Objective of every admissible hub set, by enumeration."""
    sets = list(admissible_sets(problem, request))
    cost = np.array([[scenario_cost(s, hubs) for s in problem.scenarios] for hubs in sets])
    probability = [s.probability for s in problem.scenarios]
    value = np.array([together(row.tolist(), probability, request, request.own_optimum) for row in cost])
    return sets, np.where(np.isnan(value), np.inf, value)


def own_optima(problem, request):
    """Best cost of each scenario by itself; 0 where none is finite."""
    best = [min(scenario_cost(s, hubs) for hubs in admissible_sets(problem, request)) for s in problem.scenarios]
    nothing = float(request.risk == "relative_regret")
    return tuple(x if np.isfinite(x) else nothing for x in best)


def random_block(rng, n):
    """Arguments of a block: asymmetric, non-metric, with zeros, infinities, outside options, as the seed falls."""
    kind = rng.integers(5)
    if kind == 0:
        x = rng.random((n, 2))
        cost = np.hypot(*(x[:, None] - x[None, :]).T)
    elif kind == 1:
        cost = rng.random((n, n)) * 10
    elif kind == 2:
        cost = rng.integers(0, 4, (n, n)).astype(float)
    else:
        cost = rng.random((n, n)) * rng.choice([1e-3, 1.0, 1e6], (n, n) if kind == 4 else ())
    if rng.random() < 0.4:
        np.fill_diagonal(cost, 0.0)
    if rng.random() < 0.35:
        cost[rng.random((n, n)) < rng.choice([0.05, 0.3])] = np.inf
    flow = rng.random((n, n)) * (rng.random((n, n)) < rng.choice([0.3, 1.0])) * rng.choice([1.0, 1e6])
    if rng.random() < 0.2:
        flow = np.round(flow * 1e-6)
    block = {
        "flow": flow,
        "cost": cost,
        "collection": rng.choice([1.0, 3.0]),
        "transfer": rng.choice([0.0, 0.2, 0.75, 1.0, 1.5]),
        "distribution": rng.choice([1.0, 2.0]),
    }
    finite = cost[np.isfinite(cost)]
    typical = float(finite.mean()) if finite.size else 1.0
    if rng.random() < 0.3:
        block["handling_cost"] = rng.random(n) * typical
    if rng.random() < 0.25:
        direct = rng.random((n, n)) * 4 * typical
        direct[rng.random((n, n)) < 0.5] = np.inf
        block["direct_cost"] = direct
    if rng.random() < 0.35:
        block["unmet_penalty"] = 6 * typical
    return block


def random_case(seed):
    """A problem and a request to it."""
    rng = np.random.default_rng(seed)
    n = int(rng.integers(3, 9))
    scenarios = int(rng.choice([1, 1, 2, 4]))
    candidates = sorted(rng.choice(n, int(rng.integers(2, n + 1)), replace=False).tolist())
    problems = {}
    for s in range(scenarios):
        blocks = {f"b{b}": random_block(rng, n) for b in range(int(rng.choice([1, 1, 2])))}
        for spec in blocks.values():
            spec["weight"] = float(rng.choice([1.0, 1.0, 0.5, 0.0]))
        largest = max(
            float((x["flow"] * np.where(np.isfinite(x["cost"]), x["cost"], 0)).sum()) for x in blocks.values()
        )
        fixed = rng.random(n) * largest * rng.choice([0.0, 0.1, 1.0])
        problems[f"s{s}"] = HubProblem.from_blocks(blocks, fixed_cost=fixed, candidates=candidates)
    if scenarios == 1 and rng.random() < 0.7:
        problem = problems["s0"]
    else:
        chance = rng.random(scenarios) * (rng.random(scenarios) < 0.85)
        chance = chance / chance.sum() if chance.sum() > 0 else np.full(scenarios, 1 / scenarios)
        problem = ScenarioProblem(problems, dict(zip(problems, chance.tolist(), strict=True)))
    h = len(candidates)
    asked = {}
    if rng.random() < 0.6:
        asked["p"] = int(rng.integers(1, h + 1))
    elif rng.random() < 0.5:
        low = int(rng.integers(1, h + 1))
        asked.update(p_min=low, p_max=int(rng.integers(low, h + 1)))
    if rng.random() < 0.25 and asked.get("p", h) > 1 and asked.get("p_max", h) > 1:
        asked["open_hubs"] = [candidates[int(rng.integers(h))]]
    most = max(asked.get("p", 1), asked.get("p_min", 1))
    if rng.random() < 0.25 and h - 1 >= max(most, asked.get("p_max", 1)):
        other = [k for k in candidates if k not in asked.get("open_hubs", [])]
        asked["closed_hubs"] = [other[int(rng.integers(len(other)))]]
    risk = str(rng.choice(OFTEN_EXPECTED))
    if risk == "relative_regret" and 0.0 in own_optima(problem, make_request(problem, **asked)):
        risk = "max_regret"
    request = make_request(problem, risk=risk, **parameters(risk, rng, scenarios), **asked)
    return problem, request


def scaled_instance(seed):
    """A random case as the decomposition sees it: instance, domain and the largest value in its scale."""
    problem, request = random_case(seed)
    request = None if request.risk in REGRETS else request
    if request is None:
        return None
    instance = make_instance(problem, request)
    ceiling = instance.ceiling(request.p_max)
    instance = instance.capped(ceiling).scaled(1e4 / max(ceiling, 1e-3))
    opened = np.isin(instance.alive, sorted(request.open_hubs))
    domain = Domain(opened, ~opened, request.p_min, min(request.p_max, instance.h))
    return problem, request, instance, domain, 1e4 * ceiling / max(ceiling, 1e-3)


def random_domain(seed):
    """A domain of hub sets, some certificates and a cutoff."""
    rng = np.random.default_rng(seed)
    h = int(rng.integers(1, 9))
    state = rng.integers(0, 4, h)
    low = int(rng.integers(1, h + 1))
    domain = Domain(state == 0, state > 1, low, int(rng.integers(low, h + 1)))
    certificates = [Certificate(float(rng.normal()), rng.normal(size=h).round(1)) for _ in range(3)]
    return domain, certificates, float(rng.normal()), rng


def members(domain):
    """Every hub set of a domain."""
    opened, free = np.flatnonzero(domain.opened), np.flatnonzero(domain.free)
    for size in range(domain.p_min, domain.p_max + 1):
        for more in combinations(free, max(0, size - len(opened))):
            if len(opened) + len(more) == size and size > 0:
                yield tuple(sorted([*opened.tolist(), *(int(k) for k in more)]))


def claims(certificate, hubs):
    """What a certificate says that a hub set costs at least."""
    return certificate.constant + certificate.slope[list(hubs)].sum()
