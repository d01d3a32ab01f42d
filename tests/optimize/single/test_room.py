"""Hub sets within capacities: room, the bound on linear costs, and the first hubs."""

import itertools

import numpy as np
import pytest

from optimize import HubProblem
from optimize.run import Clock
from optimize.single import build_model
from optimize.single.room import greedy_hubs, has_room, linear_bound


def _model(seed, n=5):
    rng = np.random.default_rng(seed)
    flow, cost = rng.uniform(0, 5, (n, n)), rng.uniform(1, 9, (n, n))
    capacity = rng.uniform(0.3, 0.8, n) * flow.sum()
    return build_model(HubProblem(flow, cost, fixed_cost=rng.uniform(0, 50, n), capacity=capacity), [1.0])


@pytest.mark.parametrize("seed", range(10))
def test_the_linear_bound_is_below_every_allocation_within_the_capacities(seed):
    model = _model(seed)
    for hubs in itertools.combinations(range(5), 2):
        at = np.array(hubs)
        assert has_room(model, at) == (model.capacity[0, at].sum() >= model.demand.sum() * (1 - 1e-9))
        bound = linear_bound(model, at, np.inf, np.inf)
        plain = model.fixed[at].sum() + sum(
            model.unary[0, i, i] if i in hubs else model.unary[0, i, at].min() for i in range(5)
        )
        assert bound >= plain - 1e-9
        for choice in itertools.product(hubs, repeat=5):
            load = np.bincount(choice, weights=model.demand[0], minlength=5)
            if (load <= model.capacity[0]).all() and all(choice[k] == k for k in hubs):
                cost = model.fixed[at].sum() + model.unary[0, np.arange(5), choice].sum()
                assert bound <= cost * (1 + 1e-9)


@pytest.mark.parametrize("out_of_time", [True, False])
@pytest.mark.parametrize("seed", range(10))
def test_the_first_hubs_have_room_where_so_many_can_have(seed, out_of_time):
    model = _model(seed, n=7)
    everyone = np.arange(7)
    for forced, p_min, p_max in (([], 1, 7), ([2], 2, 2), ([3], 3, 3), ([], 2, 4)):
        free = np.setdiff1d(everyone, forced)
        clock = Clock(0.0) if out_of_time else None
        hubs = greedy_hubs(model, np.array(forced, dtype=np.int64), free, p_min, p_max, clock)
        assert len(set(hubs.tolist())) == len(hubs)
        assert hubs[: len(forced)].tolist() == forced
        assert p_min <= len(hubs) <= p_max
        largest = np.sort(model.capacity[0, free])[::-1][: p_max - len(forced)].sum() + model.capacity[0, forced].sum()
        if largest >= model.demand.sum():
            assert has_room(model, hubs)
