"""Cuts at a point: below every hub set's cost, and the cost itself at a hub set."""

from itertools import combinations

import numpy as np
import pytest

from optimize import HubProblem
from optimize.benders.instance import make_instance
from optimize.benders.separation import Mixture, separate
from optimize.benders.shares import make_shares
from optimize.run import Clock, Workers, make_request
from tests.oracles.random_cases import every_path


@pytest.fixture(scope="module")
def problem():
    rng = np.random.default_rng(4)
    return HubProblem(rng.random((20, 20)), rng.random((20, 20)), transfer=0.6, candidates=range(6))


def cuts_at(problem, point, clock=None):
    instance = make_instance(problem, make_request(problem, p=2))
    instance = instance.capped(instance.ceiling(2))
    with Workers(2) as workers:
        shares = make_shares(instance)
        at = Mixture.at(point, shares)
        return list(separate(instance, shares, at, np.zeros(6), workers, clock or Clock()))


def cost_by_origin(problem, hubs):
    (block,) = problem.blocks
    return (block.flow * every_path(block, hubs)).sum(axis=1)


@pytest.mark.parametrize("hubs", [(0,), (1, 4), (0, 2, 5)])
def test_at_a_hub_set_the_cuts_are_its_cost(problem, hubs):
    point = np.isin(np.arange(6), hubs).astype(float)
    (cuts,) = cuts_at(problem, point)
    assert cuts.constant - cuts.slope @ point == pytest.approx(cost_by_origin(problem, hubs))
    assert cuts.value(point) == pytest.approx(cost_by_origin(problem, hubs).sum())


@pytest.mark.parametrize("point", [np.full(6, 0.4), np.array([1.0, 0.0, 0.5, 0.0, 0.5, 0.0])])
def test_no_cut_is_above_any_hub_set_for_any_origin(problem, point):
    (cuts,) = cuts_at(problem, point)
    for hubs in [s for p in (1, 2, 3) for s in combinations(range(6), p)]:
        z = np.isin(np.arange(6), hubs).astype(float)
        assert (cuts.constant - cuts.slope @ z <= cost_by_origin(problem, hubs) + 1e-9).all()


def test_past_the_deadline_there_are_no_half_made_cuts(problem):
    assert cuts_at(problem, np.ones(6), Clock(time_limit=0.0)) == []
