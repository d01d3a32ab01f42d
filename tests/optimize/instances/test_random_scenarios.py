"""Random scenario sets: one undisturbed, the others with chances, closures, lost hubs and demand of their own."""

import numpy as np
import pytest

from optimize import InputError
from optimize.instances import random_euclidean, random_scenarios


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


@pytest.mark.parametrize("count", [2, 3, 9])
def test_half_of_the_probability_is_undisturbed(count):
    scenarios = random_scenarios(8, count, seed=1).scenarios
    assert len(scenarios) == count
    assert scenarios[0].probability == pytest.approx(0.5)
    assert sum(s.probability for s in scenarios) == pytest.approx(1.0)
    assert all(s.probability > 0 for s in scenarios)


def test_the_first_scenario_is_the_base_itself():
    base = random_euclidean(9, seed=2, candidates=4, classes=2, fixed_cost=0.1)
    first = random_scenarios(9, 3, seed=5, base=base).scenarios[0]
    for block, original in zip(first.blocks, base.blocks, strict=True):
        for name in ("flow", "collection", "transfer", "distribution", "handling"):
            assert getattr(block, name) == pytest.approx(getattr(original, name))
    assert first.fixed_cost == pytest.approx(base.fixed_cost)


def test_a_lost_hub_has_no_legs_at_all():
    base = random_euclidean(9, seed=2, candidates=4)
    for scenario in random_scenarios(9, 12, seed=5, base=base, closures=0.0, hub_failures=0.5).scenarios[1:]:
        (block,) = scenario.blocks
        lost = np.isinf(block.collection).all(axis=0)
        assert np.array_equal(lost, np.isinf(block.distribution).all(axis=1))
        nodes = base.candidate_index
        for k in np.flatnonzero(~lost):
            gone = np.isinf(block.collection[:, k])
            assert set(np.flatnonzero(gone)) == set(nodes[lost])


def test_a_closed_corridor_doubles_what_crosses_it_or_stops_it():
    base = random_euclidean(10, seed=3)
    apart, seen = ~np.eye(10, dtype=bool), set()
    for scenario in random_scenarios(10, 20, seed=7, base=base, closures=1.0, hub_failures=0.0).scenarios[1:]:
        ratio = (scenario.blocks[0].collection / np.where(apart, base.blocks[0].collection, 1.0))[apart]
        found = {round(float(r), 6) for r in ratio}
        assert found <= {1.0, 2.0} or found <= {1.0, np.inf}
        seen |= found
    assert seen == {1.0, 2.0, np.inf}


def test_the_same_seed_gives_the_same_scenarios():
    one, same, other = (random_scenarios(8, 4, seed=seed) for seed in (1, 1, 2))
    for a, b in zip(one.scenarios, same.scenarios, strict=True):
        assert a.probability == b.probability
        assert np.array_equal(a.blocks[0].flow, b.blocks[0].flow)
    assert one.scenarios[1].probability != other.scenarios[1].probability
