"""r-allocation over hub sets in the order of their multiple-allocation cost."""

import numpy as np
import pytest

from optimize import HubProblem, solve
from optimize.compact import ordered_sets
from optimize.instances import load
from tests.oracles.enumeration import optimum


def some(seed, n=4):
    rng = np.random.default_rng(seed)
    cost = 1 + 9 * rng.random((n, n))
    fixed = 20 * rng.random(n)
    return HubProblem(rng.integers(0, 6, (n, n)).astype(float), cost, transfer=0.4, fixed_cost=fixed)


@pytest.mark.parametrize("looked_at", [0, 1, 40])
@pytest.mark.parametrize("seed", range(3))
def test_the_optimum_is_that_of_all_hub_sets_and_allocations(seed, looked_at, monkeypatch):
    """However many sets are looked at before the model of all hubs takes over."""
    monkeypatch.setattr(ordered_sets, "_LOOKED_AT", looked_at)
    problem = some(seed)
    found = solve(problem, p=3, allocation=2)
    assert found.status == "optimal"
    assert found.objective == pytest.approx(optimum(problem, [3], 2)[0], rel=1e-6)


@pytest.mark.parametrize("seed", range(3))
def test_within_capacities_it_is_that_of_the_model_of_all_hubs(seed, monkeypatch):
    problem = some(seed).replace(capacity=30.0)
    found = solve(problem, p=3, allocation=2)
    monkeypatch.setattr(ordered_sets, "_MOST_SETS", 0)
    whole = solve(problem, p=3, allocation=2)
    assert found.status == whole.status
    if whole.status == "optimal":
        assert found.objective == pytest.approx(whole.objective, rel=1e-6)


def test_what_multiple_allocation_proves_at_once_is_proven_within_a_short_limit():
    """The optimum of CAB25 with two hubs a node is that of multiple allocation."""
    found = solve(load("CAB25", alpha=0.4), p=3, allocation=2, time_limit=20)
    assert found.status == "optimal"
    assert found.objective == pytest.approx(859.636, abs=1e-3)
