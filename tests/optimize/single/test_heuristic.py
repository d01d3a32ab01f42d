"""Local search over hubs and allocations: admissible, and at its true cost."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimize.instances import random_euclidean
from optimize.run import make_request
from optimize.single import build_model, local_search_single
from optimize.single.heuristic import Neighbourhoods
from optimize.single.kernels import block_costs, total_overload


@given(st.integers(0, 2**16))
@settings(max_examples=25, deadline=None)
def test_local_search_gives_admissible_solutions_at_their_true_cost(seed):
    problem = random_euclidean(12, seed=seed % 17)
    request = make_request(problem, p=3, allocation="single", closed_hubs=[2], open_hubs=[5])
    model = build_model(problem, [1.0])
    found = local_search_single(model, request, rounds=2, seed=seed)
    assert request.allows(found.hubs)
    assert set(found.hub_of.ravel()) <= set(found.hubs)
    assert all(found.hub_of[0, k] == k for k in found.hubs)
    assert block_costs(model, found.hub_of).sum() == pytest.approx(found.value, rel=1e-12)


@pytest.mark.parametrize("asked", [{"p": 4, "open_hubs": [3], "closed_hubs": [7]}, {"p_min": 2, "p_max": 5}])
def test_shaken_hubs_keep_to_the_rules(asked):
    problem = random_euclidean(12, seed=1, fixed_cost=0.1)
    request = make_request(problem, allocation="single", **asked)
    search = Neighbourhoods(build_model(problem, [1.0]), request, np.random.default_rng(0))
    start = search.allocate(search.random_hubs(4))
    assert request.allows(start.hubs)
    for strength in (1, 2, 3):
        for _ in range(5):
            assert request.allows(search.shaken(start, strength).hubs)
    assert search.descend(start).value <= start.value


def test_kicks_keep_the_hubs_and_the_capacities_and_never_make_it_worse():
    problem = random_euclidean(14, seed=3, fixed_cost=0.1, tightness=0.5)
    request = make_request(problem, allocation="single")
    model = build_model(problem, [1.0])
    search = Neighbourhoods(model, request, np.random.default_rng(0))
    start = search.allocate(search.first_hubs())
    found = search.kicked(start)
    assert found.hubs == start.hubs
    assert found.value <= start.value
    assert found.value == pytest.approx(block_costs(model, found.hub_of).sum() + model.fixed[list(found.hubs)].sum())
    assert total_overload(model, found.hub_of) == 0
