"""Flows routed within capacities by a linear program: costs by hand, shortages, sizes."""

import numpy as np
import pytest

from optimize import HubProblem, ScenarioProblem
from optimize.heuristics.capacity_search import path_count, route
from optimize.rules import UNMET
from optimize.run import Clock

COST = np.array([[0.0, 9.0, 1.0, 3.0], [9.0, 0.0, 1.0, 3.0], [1.0, 1.0, 0.0, 9.0], [3.0, 3.0, 9.0, 0.0]])


def one_flow(**rest):
    """Ten units from 0 to 1, over the near hub at 2 or the far one at 3."""
    flow = np.zeros((4, 4))
    flow[0, 1] = 10.0
    return HubProblem(flow, COST, candidates=[2, 3], **rest)


def routed(problem, hubs=(0, 1)):
    return route(problem.scenarios[0], np.array(hubs), [1000.0], problem.capacity_on, Clock())


@pytest.mark.parametrize("capacity_on", ["collection", "throughput"])
@pytest.mark.parametrize(("room", "cost"), [(100.0, 20.0), (6.0, 6 * 2 + 4 * 6.0), (0.0, 60.0)])
def test_what_the_near_hub_cannot_take_goes_over_the_far_one(room, cost, capacity_on):
    found, routes, short = routed(one_flow(capacity=[0, 0, room, 100], capacity_on=capacity_on))
    assert found == pytest.approx(cost)
    assert not short
    assert routes[0].share.sum() == pytest.approx(1.0)


def test_what_has_no_room_goes_outside_or_falls_short():
    found, routes, short = routed(one_flow(capacity=[0, 0, 6, 1], unmet_penalty=8.0))
    assert found == pytest.approx(6 * 2 + 6 + 3 * 8)
    assert not short
    assert routes[0].share[routes[0].first == UNMET].sum() == pytest.approx(0.3)
    assert routed(one_flow(capacity=[0, 0, 6, 1]))[2]


def test_a_throughput_counts_the_second_hub_too():
    """Collected at 2 alone, sent on to 3: three units fit there."""
    legs = np.full((4, 4), np.inf)
    legs[0, 2] = legs[3, 1] = 1.0
    limits = {"capacity": [0, 0, 100, 3], "unmet_penalty": 50.0}
    flow = np.zeros((4, 4))
    flow[0, 1] = 10.0
    matrices = {"collection_cost": legs, "transfer_cost": np.ones((4, 4)), "distribution_cost": legs}
    for capacity_on, cost in (("collection", 30.0), ("throughput", 3 * 3.0 + 7 * 50.0)):
        problem = HubProblem(flow, candidates=[2, 3], capacity_on=capacity_on, **matrices, **limits)
        assert routed(problem)[0] == pytest.approx(cost)


def test_columns_are_counted_for_the_largest_scenario():
    small, large = one_flow(), HubProblem(np.ones((4, 4)), COST, candidates=[2, 3])
    problem = ScenarioProblem({"small": small, "large": large})
    assert path_count(problem, 2) == 16 * (2 + 2)
    through = HubProblem(np.ones((4, 4)), COST, candidates=[2, 3], capacity_on="throughput")
    assert path_count(through, 2) == 16 * (4 + 2)
