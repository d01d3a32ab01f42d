"""Random instances: the same for a seed, of the kind that was asked for."""

import numpy as np
import pytest

from optimize.instances import random_clustered, random_euclidean, random_nonmetric

GENERATORS = [random_euclidean, random_clustered, random_nonmetric]


@pytest.mark.parametrize("generate", GENERATORS)
def test_a_seed_gives_the_same_instance_and_another_seed_another(generate):
    one, same, other = (generate(12, seed=seed, candidates=5, fixed_cost=0.1, tightness=0.5) for seed in (4, 4, 5))
    np.testing.assert_array_equal(one.blocks[0].flow, same.blocks[0].flow)
    np.testing.assert_array_equal(one.capacity, same.capacity)
    assert one.candidates == same.candidates
    assert not np.array_equal(one.blocks[0].flow, other.blocks[0].flow)


@pytest.mark.parametrize("generate", [random_euclidean, random_clustered])
def test_distances_obey_the_triangle_inequality(generate):
    cost = generate(15, seed=1, collection=1.0).blocks[0].collection
    assert (cost[:, None, :] + cost[None, :, :] >= cost[:, :, None] - 1e-9).all()


def test_nonmetric_costs_break_it_and_differ_by_direction():
    cost = random_nonmetric(15, seed=1, unreachable=0.1, free=0.1).blocks[0].collection
    assert (cost[:, None, :] + cost[None, :, :] < cost[:, :, None] - 1e-9).any()
    assert not np.array_equal(cost, cost.T)
    assert np.isinf(cost).any()
    assert (cost[~np.eye(15, dtype=bool)] == 0).any()
    symmetric = random_nonmetric(15, seed=1, unreachable=0.1, asymmetric=False).blocks[0].collection
    np.testing.assert_array_equal(symmetric, symmetric.T)


def test_classes_have_flows_of_their_own_and_density_thins_them():
    problem = random_euclidean(20, seed=2, classes=3, density=0.25)
    assert len(problem.blocks) == 3
    assert all(0.15 < (block.flow > 0).mean() < 0.35 for block in problem.blocks)
    assert not np.array_equal(problem.blocks[0].flow, problem.blocks[1].flow)


def test_capacities_admit_a_solution():
    problem = random_euclidean(20, seed=2, tightness=1.0)
    assert problem.capacity.sum() > problem.total_flow
