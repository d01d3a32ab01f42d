"""Cheapest paths over a set of hubs, and with one hub more, against the minimum over all pairs of hubs."""

from itertools import combinations

import numpy as np
import pytest

from optimize.kernels import cheapest, prepare, total
from optimize.kernels.paths import join, largest, largest_with, reach, total_with
from tests.oracles.random_cases import every_path, random_case

MEASURES = {"cost": (0.0, np.inf), "floor": (6.0, np.inf), "limit": (0.0, 7.0)}


def views():
    """Random blocks, missing connections and outside options among them; pairs that have no way have a price."""
    for seed in range(6):
        problem = random_case(seed, n=5, h=4).problem
        block, view = problem.blocks[0], prepare(problem.blocks[0])
        yield problem.h, block, view._replace(outside=np.minimum(view.outside, 1e4))


def costs(block, hubs):
    """Cheapest path of each pair, by listing all."""
    return np.minimum(every_path(block, hubs) if len(hubs) else np.full(block.flow.shape, np.inf), 1e4)


def cheapest_over(block, view, hubs):
    """The same with the outside option, which is all that there is without a hub."""
    cost = np.empty(view.weight.shape)
    cheapest(view, np.array(hubs, dtype=np.int64), cost)
    return cost


def listed(block, view, hubs):
    return np.minimum(costs(block, hubs), view.outside)


def sets_of(h):
    return [s for p in range(4) for s in combinations(range(h), p)]


def test_the_cheapest_of_all_paths_is_found():
    for h, block, view in views():
        for hubs in sets_of(h):
            assert cheapest_over(block, view, hubs) == pytest.approx(listed(block, view, hubs))


@pytest.mark.parametrize("measure", MEASURES)
def test_a_hub_that_joins_counts_what_the_larger_set_does(measure):
    floor, limit = MEASURES[measure]
    for h, block, view in views():
        for hubs in sets_of(h):
            opened, best = np.array(hubs, dtype=np.int64), cheapest_over(block, view, hubs)
            for k in set(range(h)) - set(hubs):
                g, b = np.empty(5), np.empty(5)
                reach(view, opened, len(opened), k, g, b)
                expected = listed(block, view, (*hubs, k))
                counted = view.weight * ((expected > limit) if limit < np.inf else np.maximum(expected, floor))
                assert total_with(view, best, g, b, k, floor, limit) == pytest.approx(counted.sum())
                joined = np.empty((5, 5))
                join(view, best, g, b, k, joined)
                assert joined == pytest.approx(expected)
                assert total(view.weight, joined, floor, limit) == pytest.approx(counted.sum())
                worst = expected[view.weight > 0].max(initial=0.0)
                assert largest(view.weight, joined) == pytest.approx(worst)
                assert largest_with(view, best, g, b, k) == pytest.approx(worst)


def test_what_leads_to_and_from_a_hub_may_pass_one_more():
    for h, _, view in views():
        hubs, k = np.arange(h - 1), h - 1
        g, b = np.empty(5), np.empty(5)
        some = hubs[:2]
        reach(view, hubs, len(some), k, g, b)
        for i in range(5):
            assert g[i] == pytest.approx(min(view.t[k, m] + view.e[m, i] for m in (*some, k)))
            assert b[i] == pytest.approx(min(view.a[i, m] + view.t[m, k] for m in (*some, k)))
