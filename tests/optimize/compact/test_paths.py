"""Paths that a formulation offers: what is left out is in no optimal solution."""

import numpy as np
import pytest

from optimize import HubProblem
from optimize.compact.paths import find_joint_paths, find_paths, joined, numbered
from tests.conftest import nasty_problem
from tests.oracles.random_cases import random_case


def test_dominated_paths_are_left_out():
    problem = nasty_problem(2, n=6, unmet_penalty=None, direct_cost=None)
    (block,) = problem.blocks
    origin, destination = (x.ravel() for x in np.indices(block.flow.shape))
    hubs, limit = np.arange(problem.h), np.full(36, np.inf)
    everything = find_paths(block, origin, destination, hubs, limit, "all")
    couples = find_paths(block, origin, destination, hubs, limit, "couples")
    assert np.isfinite(everything.cost).all()
    assert len(couples) < len(everything)
    for pair in range(36):
        best = everything.cost[everything.which == pair].min(initial=np.inf)
        assert couples.cost[couples.which == pair].min(initial=np.inf) == best


def costs_of(block, i, j, h):
    """{(k, m): unit cost} of every path of a pair, leg by leg."""
    return {
        (k, m): block.collection[i, k] + block.handling[k] + block.distribution[m, j]
        + (block.transfer[k, m] + block.handling[m] if k != m else 0.0)
        for k in range(h)
        for m in range(h)
    }  # fmt: skip


def asymmetric(seed):
    """Legs and transfers that differ by direction, with handling."""
    rng = np.random.default_rng(seed)
    return HubProblem(rng.random((5, 5)), rng.uniform(0, 10, (5, 5)), transfer=0.6, handling_cost=rng.random(5))


@pytest.mark.parametrize("seed", range(4))
def test_each_rule_keeps_the_paths_that_it_says(seed):
    problem = asymmetric(seed)
    (block,) = problem.blocks
    origin, destination = (x.ravel() for x in np.indices((5, 5)))
    limit = np.random.default_rng(seed).uniform(4, 16, 25)
    alive = np.array([0, 1, 3, 4])
    found = {
        rule: find_paths(block, origin, destination, alive, limit, rule) for rule in ("couples", "directed", "all")
    }
    for pair, (i, j) in enumerate(zip(origin, destination, strict=True)):
        cost = {way: c for way, c in costs_of(block, i, j, 5).items() if set(way) <= set(alive.tolist())}
        below = {way: c for way, c in cost.items() if c < limit[pair]}
        expected = {
            "all": below,
            # a path over one hub asks for no more capacity than the same hub and a second one
            "directed": {(k, m): c for (k, m), c in below.items() if k == m or c < cost[k, k]},
            "couples": {
                (k, m): c
                for (k, m), c in below.items()
                if k == m or (c <= cost[m, k] and c < min(cost[k, k], cost[m, m]))
            },
        }
        for rule, paths in found.items():
            here = paths.which == pair
            listed = dict(
                zip(
                    zip(paths.first[here].tolist(), paths.last[here].tolist(), strict=True),
                    paths.cost[here],
                    strict=True,
                )
            )
            assert listed == pytest.approx(expected[rule]), (rule, i, j)


@pytest.mark.parametrize("seed", range(6))
def test_joint_paths_cost_what_both_directions_do(seed):
    """Outside options differ by direction: each flow takes its own."""
    problem = random_case(seed, twists=["one-sided outside"]).problem
    (block, *_) = problem.blocks
    outside = np.full(block.flow.shape, np.inf) if block.outside is None else block.outside
    one, other, base, paths = find_joint_paths(block, block.flow, outside, np.arange(problem.h))
    assert (one < other).all()
    listed = {
        (w, k, m): c
        for w, k, m, c in zip(*(x.tolist() for x in (paths.which, paths.first, paths.last, paths.cost)), strict=True)
    }
    for pair, (i, j) in enumerate(zip(one, other, strict=True)):
        there, back = costs_of(block, i, j, problem.h), costs_of(block, j, i, problem.h)
        without = block.flow[i, j] * outside[i, j] + block.flow[j, i] * outside[j, i]
        assert base[pair] == pytest.approx(without)
        for k in range(problem.h):
            for m in range(problem.h):
                both = block.flow[i, j] * min(there[k, m], outside[i, j])
                both += block.flow[j, i] * min(back[m, k], outside[j, i])
                if both < without - 1e-9:
                    assert listed.pop((pair, k, m)) == pytest.approx(both)
    assert all(c >= base[w] - 1e-9 for (w, _, _), c in listed.items())


def test_no_paths_are_an_empty_list_and_numbers_are_places():
    assert len(joined([])) == 0
    keys, place = numbered(np.array([7, 3, 7, 9]), 10)
    assert keys.tolist() == [3, 7, 9]
    assert place.tolist() == [1, 0, 1, 2]
