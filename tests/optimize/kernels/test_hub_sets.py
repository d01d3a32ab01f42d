"""The kernels of the table: running minima and walks against plain loops over all paths."""

from itertools import combinations

import numpy as np
import pytest

from optimize import HubProblem
from optimize.kernels import list_subsets, running_minimum, walk_subtree
from tests.oracles.random_cases import every_path


@pytest.fixture(scope="module")
def problem():
    rng = np.random.default_rng(9)
    return HubProblem(
        rng.random((6, 6)), rng.random((6, 6)), transfer=0.4, handling_cost=rng.random(6), unmet_penalty=1.4
    )


def legs(problem):
    (block,) = problem.blocks
    return block.collection_handled, block.transfer_handled, block.distribution


def test_the_running_minimum_is_the_cheapest_of_all_paths(problem):
    (block,) = problem.blocks
    for hubs in [s for p in (0, 1, 2, 4) for s in combinations(range(6), p)]:
        found = running_minimum(*legs(problem), block.outside.copy(), np.array(hubs, dtype=np.int64))
        assert found == pytest.approx(every_path(block, hubs))


@pytest.mark.parametrize("largest", [False, True])
@pytest.mark.parametrize("forced", [(), (2,), (0, 4)])
@pytest.mark.parametrize("depth", [1, 2, 3])
def test_a_walk_prices_every_set_of_its_branch_in_order(problem, forced, depth, largest):
    (block,) = problem.blocks
    weight = 1.0 - np.eye(6) if largest else block.flow.copy()
    outside = np.where(weight > 0, block.outside, 0.0)
    elements = np.array([k for k in range(6) if k not in forced], dtype=np.int64)
    for start in range(len(elements)):
        later = elements[start + 1 :].tolist()
        sets = sorted((int(elements[start]), *s) for p in range(depth) for s in combinations(later, p))
        best = np.empty((depth + 1, 6, 6))
        best[0] = running_minimum(*legs(problem), outside, np.array(forced, dtype=np.int64))
        members = np.zeros(len(forced) + depth, dtype=np.int64)
        members[: len(forced)] = forced
        out = np.full(len(sets), np.nan)
        written = walk_subtree(
            *legs(problem), weight, best, members, len(forced), elements, start, depth, largest, out
        )  # fmt: skip
        assert written == len(sets)
        for value, hubs in zip(out, sets, strict=True):
            cost = every_path(block, (*forced, *hubs))
            assert value == pytest.approx(cost[weight > 0].max() if largest else (weight * cost).sum())


@pytest.mark.parametrize("extra", [1, 2, 3])
def test_subsets_are_listed_in_the_order_of_the_walk(extra):
    elements = np.array([1, 4, 5, 9])
    sets = sorted(s for p in range(extra + 1) for s in combinations(elements.tolist(), p))
    out = np.zeros((len(sets), extra), dtype=np.int16)
    list_subsets(elements, extra, out)
    assert [tuple(int(k) for k in row if k >= 0) for row in out] == sets
