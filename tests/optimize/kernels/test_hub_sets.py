"""Many hub sets priced at once, as newcomers, lists and trees, against plain loops over all paths."""

from itertools import combinations

import numpy as np
import pytest

from optimize import HubProblem
from optimize.kernels import additions, cheapest, list_subsets, prepare, price_sets, walk_subtree
from tests.oracles.random_cases import every_path


@pytest.fixture(scope="module")
def problem():
    rng = np.random.default_rng(9)
    return HubProblem(
        rng.random((6, 6)), rng.random((6, 6)), transfer=0.4, handling_cost=rng.random(6), unmet_penalty=1.4
    )


def paths_over(view, hubs):
    cost = np.empty(view.weight.shape)
    cheapest(view, np.array(hubs, dtype=np.int64), cost)
    return cost


@pytest.mark.parametrize(("floor", "limit"), [(0.0, np.inf), (0.8, np.inf), (0.0, 1.0)])
@pytest.mark.parametrize("hubs", [(), (3,), (1, 5)])
def test_newcomers_cost_what_the_larger_sets_do(problem, hubs, floor, limit):
    (block,) = problem.blocks
    view, newcomers = prepare(block), np.array([k for k in range(6) if k not in hubs])
    value = np.empty(len(newcomers))
    additions(view, np.array(hubs, dtype=np.int64), paths_over(view, hubs), newcomers, floor, limit, value)
    for k, found in zip(newcomers, value, strict=True):
        cost = every_path(block, (*hubs, k))
        assert found == pytest.approx(
            (block.flow * ((cost > limit) if limit < np.inf else np.maximum(cost, floor))).sum()
        )


def test_lists_of_sets_are_priced_one_by_one_whatever_they_share(problem):
    (block,) = problem.blocks
    sets = [s for p in (1, 2, 3) for s in combinations(range(6), p)]
    rng = np.random.default_rng(0)
    sets = sorted(sets[k] for k in rng.choice(len(sets), 30, replace=False))
    rows = np.array([[*s, *[-1] * (3 - len(s))] for s in sets])
    size = np.array([len(s) for s in sets])
    expected = np.array([(block.flow * every_path(block, s)).sum(axis=1) for s in sets])
    cost = np.full(len(sets), 100.0)
    price_sets(prepare(block), rows, size, cost)
    assert cost - 100.0 == pytest.approx(expected.sum(axis=1))
    part = np.zeros(len(sets))
    price_sets(prepare(block).origins(2, 4), rows, size, part)
    assert part == pytest.approx(expected[:, 2:4].sum(axis=1))


@pytest.mark.parametrize("worst", [False, True])
@pytest.mark.parametrize("forced", [(), (2,), (0, 4)])
@pytest.mark.parametrize("depth", [1, 2, 3])
def test_a_walk_prices_every_set_of_its_branch_in_order(problem, forced, depth, worst):
    (block,) = problem.blocks
    view = prepare(block)
    if worst:
        view = view._replace(weight=1.0 - np.eye(6))
    view = view.compressed()
    elements = np.array([k for k in range(6) if k not in forced], dtype=np.int64)
    for start in range(len(elements)):
        later = elements[start + 1 :].tolist()
        sets = sorted((int(elements[start]), *s) for p in range(depth) for s in combinations(later, p))
        out = np.full(len(sets), np.nan)
        root, hubs = paths_over(view, forced), np.array(forced, dtype=np.int64)
        walk_subtree(view, root, hubs, elements, start, depth, worst, out)
        for value, opened in zip(out, sets, strict=True):
            cost = every_path(block, (*forced, *opened))
            assert value == pytest.approx(cost[~np.eye(6, dtype=bool)].max() if worst else (block.flow * cost).sum())


@pytest.mark.parametrize("extra", [1, 2, 3])
def test_subsets_are_listed_in_the_order_of_the_walk(extra):
    elements = np.array([1, 4, 5, 9])
    sets = sorted(s for p in range(extra + 1) for s in combinations(elements.tolist(), p))
    out = np.zeros((len(sets), extra), dtype=np.int16)
    list_subsets(elements, extra, out)
    assert [tuple(int(k) for k in row if k >= 0) for row in out] == sets
