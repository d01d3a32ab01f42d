"""Random instances: the same for a seed, of the kind that was asked for."""

import numpy as np
import pytest

from optimize import InputError
from optimize.instances import random_clustered, random_euclidean, random_nonmetric, random_scenarios

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


def test_scenarios_start_with_the_undisturbed_one_and_differ_in_what_is_closed():
    problem = random_scenarios(14, 6, seed=3, candidates=7)
    scenarios = problem.scenarios
    assert [s.name for s in scenarios][:2] == ["base", "disruption 1"]
    assert sum(s.probability for s in scenarios) == pytest.approx(1)
    assert scenarios[0].probability == pytest.approx(0.5)
    assert np.isfinite(scenarios[0].blocks[0].transfer).all()
    assert any(np.isinf(s.blocks[0].transfer).any() for s in scenarios[1:])
    assert all(s.blocks[0].outside is not None for s in scenarios)


def test_without_a_penalty_every_scenario_stays_passable():
    problem = random_scenarios(14, 8, seed=3, penalty=None)
    assert all(np.isfinite(s.blocks[0].collection).all() and s.blocks[0].outside is None for s in problem.scenarios)


def test_a_single_scenario_is_the_base_and_none_is_refused():
    assert random_scenarios(8, 1, seed=0).scenarios[0].probability == 1
    with pytest.raises(InputError, match="at least one is needed"):
        random_scenarios(8, 0, seed=0)
