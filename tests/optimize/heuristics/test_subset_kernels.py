"""Which hubs nodes use: costs over the hubs of both ends, how much each is used, and choices that only get better."""

import numpy as np
import pytest

from optimize.heuristics.data import SearchBlock
from optimize.heuristics.subset_kernels import hub_use, improve_subsets, subset_costs
from optimize.run import make_request
from tests.oracles import enumeration as oracle
from tests.oracles.random_cases import random_case


def prepared(seed):
    problem = random_case(seed, n=5, h=4).problem
    return problem, problem.blocks[0], SearchBlock.of(problem.blocks[0], make_request(problem, p=1))


def costs_over(block, original, uses):
    n = len(uses)
    return np.array(
        [
            [
                min(
                    block.view.outside[i, j],
                    *(
                        oracle.path_cost(original, i, j, k, m)
                        for k in np.flatnonzero(uses[i])
                        for m in np.flatnonzero(uses[j])
                    ),
                )
                for j in range(n)
            ]
            for i in range(n)
        ]
    )


@pytest.mark.parametrize("seed", range(6))
def test_pairs_go_over_hubs_that_both_ends_use(seed):
    problem, original, block = prepared(seed)
    uses = np.random.default_rng(seed).random((5, problem.h)) < 0.5
    uses[:, 0] = True
    cost = np.empty((5, 5))
    subset_costs(block.view, uses, cost)
    assert cost == pytest.approx(costs_over(block, original, uses))


@pytest.mark.parametrize("seed", range(6))
def test_use_is_what_passes_each_hub_at_either_end(seed):
    problem, original, block = prepared(seed)
    use = np.zeros((5, problem.h))
    hub_use(block.view, use)
    best = costs_over(block, original, np.ones((5, problem.h), dtype=bool))
    weight, outside = block.view.weight, block.view.outside
    served = sum(weight[i, j] for i in range(5) for j in range(5) if weight[i, j] > 0 and best[i, j] < outside[i, j])
    assert use.sum() == pytest.approx(2 * served)
    assert (use >= 0).all()


@pytest.mark.parametrize(("floor", "limit"), [(0.0, np.inf), (5.0, np.inf), (0.0, 7.0)])
@pytest.mark.parametrize("r", [1, 2])
@pytest.mark.parametrize("seed", range(4))
def test_choices_only_get_better_and_keep_to_the_rules(seed, r, floor, limit):
    problem, original, block = prepared(seed)
    own = np.full(5, -1, dtype=np.int64)
    own[problem.candidate_index] = np.arange(problem.h)
    uses = np.zeros((5, problem.h), dtype=bool)
    uses[:, 0] = own < 0
    uses[own >= 0, own[own >= 0]] = True

    def measure(now):
        cost = costs_over(block, original, now)
        return float((block.view.weight * ((cost > limit) if limit < np.inf else np.maximum(cost, floor))).sum())

    before = measure(uses)
    improve_subsets(block.view, floor, limit, own, r, uses)
    assert measure(uses) <= before + 1e-9
    assert (uses.sum(axis=1) <= r).all()
    assert uses.any(axis=1).all()
    assert uses[own >= 0, own[own >= 0]].all()
