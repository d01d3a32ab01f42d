"""Prices of a hub set and of each newcomer to it, for each measure, against plain loops."""

from itertools import combinations

import numpy as np
import pytest

from optimize.heuristics.data import SearchBlock
from optimize.heuristics.hub_set_kernels import price_additions, price_set
from optimize.run import make_request
from tests.oracles.random_cases import every_path, random_case

MEASURES = {"cost": (0.0, np.inf), "floor": (6.0, np.inf), "limit": (0.0, 7.0)}


def measured(block, original, hubs, floor, limit):
    """What a hub set counts: flow times the cost, not below the floor; or the flow beyond the limit."""
    cost = every_path(original, hubs) if len(hubs) else np.full(block.w.shape, np.inf)
    cost = np.minimum(cost, block.outside)
    return float((block.w * ((cost > limit) if limit < np.inf else np.maximum(cost, floor))).sum())


@pytest.mark.parametrize("measure", MEASURES)
def test_a_set_and_its_newcomers_cost_what_plain_loops_say(measure):
    floor, limit = MEASURES[measure]
    for seed in range(6):
        problem = random_case(seed, n=5, h=4).problem
        original = problem.blocks[0]
        block = SearchBlock.of(original, make_request(problem, p=1))
        a_t = np.ascontiguousarray(block.a.T)
        for hubs in [s for p in (0, 1, 2) for s in combinations(range(problem.h), p)]:
            opened, cost = np.array(hubs, dtype=np.int64), np.empty(block.w.shape)
            total = price_set(
                block.a, block.t, block.e, block.w, block.outside, floor, limit, opened, cost
            )  # fmt: skip
            expected = measured(block, original, hubs, floor, limit)
            assert total == pytest.approx(expected)
            newcomers = np.array([k for k in range(problem.h) if k not in hubs], dtype=np.int64)
            saved = np.empty(len(newcomers))
            price_additions(
                a_t, block.t, block.e, block.w, block.sends, floor, limit, opened, cost, newcomers, saved
            )  # fmt: skip
            for k, less in zip(newcomers, saved, strict=True):
                assert expected - less == pytest.approx(measured(block, original, (*hubs, int(k)), floor, limit))
