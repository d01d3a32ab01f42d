"""Random small problems of every kind, and their optimum by listing every hub set and every choice of hubs."""

from itertools import combinations, product

import numpy as np

from optimize import HubProblem
from optimize.evaluate.evaluation import evaluate
from optimize.instances import random_euclidean, random_nonmetric, random_scenarios
from optimize.run.request import Request
from optimize.run.result import Design

KINDS = ("euclidean", "classes", "nonmetric", "outside", "scenarios")


def small_problem(kind, seed, n=5, hubs=4):
    """A problem of five nodes, nasty in the way that its kind says."""
    rng = np.random.default_rng(seed)
    if kind == "euclidean":
        return random_euclidean(n, seed=seed, candidates=hubs, fixed_cost=0.1)
    if kind == "classes":
        return random_euclidean(n, seed=seed, candidates=hubs, classes=2, density=0.6)
    if kind == "nonmetric":
        return random_nonmetric(n, seed=seed, candidates=hubs, unreachable=0.1, free=0.15, density=0.8)
    if kind == "scenarios":
        return random_scenarios(n, 3, seed=seed, candidates=hubs)
    cost = rng.uniform(1, 6, (n, n))
    return HubProblem(
        rng.poisson(2, (n, n)).astype(float),
        cost,
        transfer=0.5,
        direct_cost=np.where(rng.uniform(size=(n, n)) < 0.5, rng.uniform(2, 8, (n, n)), np.inf),
        unmet_penalty=9.0,
        candidates=sorted(rng.choice(n, hubs, replace=False).tolist()),
        fixed_cost=rng.uniform(0, 10, n),
        handling_cost=rng.uniform(0, 1, n),
    )


def optimum(problem, request: Request) -> float:
    """Best objective over all designs; inf if none is admissible."""
    best = np.inf
    for p in range(request.p_min, request.p_max + 1):
        for hubs in combinations(range(problem.h), p):
            if request.allows(hubs):
                best = min(best, _best_of(problem, request, hubs))
    return best


def _best_of(problem, request, hubs):
    if request.allocation == "multiple":
        return evaluate(problem, Design(hubs), request).objective
    r = 1 if request.allocation == "single" else request.allocation
    # every block chooses on its own, and the objectives used with this are sums or maxima over blocks
    values = []
    for scenario in problem.scenarios:
        fixed = scenario.fixed_cost[list(hubs)].sum()
        parts = [_best_block(problem, block, hubs, r) * block.weight for block in scenario.blocks]
        values.append(fixed + sum(parts))
    probability = np.array([scenario.probability for scenario in problem.scenarios])
    return float(np.array(values) @ probability)


def _best_block(problem, block, hubs, r):
    own = {int(node): k for k, node in enumerate(problem.candidate_index)}
    options = []
    for i in range(block.n):
        sets = [set(c) for size in range(1, r + 1) for c in combinations(hubs, size)]
        options.append([s for s in sets if own.get(i) not in hubs or own[i] in s])
    best = np.inf
    for choice in product(*options):
        total = 0.0
        for i, j in zip(*np.nonzero(block.flow), strict=True):
            unit = min(
                block.collection_handled[i, k] + block.transfer_handled[k, m] + block.distribution[m, j]
                for k in choice[i]
                for m in choice[j]
            )
            if block.outside is not None:
                unit = min(unit, block.outside[i, j])
            total += block.flow[i, j] * unit
            if total >= best:
                break
        best = min(best, total)
    return best
