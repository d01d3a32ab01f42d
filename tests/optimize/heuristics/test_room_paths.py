"""Paths within the room of hubs, by hand: what goes outside, what comes back, what a second hub is used for."""

import numpy as np
import pytest

from optimize import HubProblem
from optimize.heuristics.data import SearchData
from optimize.heuristics.room_paths import PathsWithinRoom
from optimize.rules import DIRECT, UNMET
from optimize.run import make_request


def line(**rest):
    """a sends 3 to b and 2 to c, over a hub at c (1 and 1 a unit) or at d (2 and 2)."""
    flow = np.zeros((4, 4))
    flow[0, 1], flow[0, 2] = 3.0, 2.0
    cost = np.array([[0, 9, 1, 2], [9, 0, 1, 2], [1, 1, 0, 9], [2, 2, 9, 0.0]])
    return HubProblem(flow, cost, labels=list("abcd"), candidates=["c", "d"], **rest)


def paths(problem, place=(0, 0, 0, 1), allocation="single"):
    data = SearchData.of(problem, make_request(problem, p=2, allocation=allocation))
    uses = (np.eye(2, dtype=bool)[list(place)],)
    return PathsWithinRoom.of(data, problem, 0, np.array([0, 1]), uses)


def test_flows_take_their_hubs_and_cost_their_legs():
    found = paths(line(capacity=[0, 0, 9, 9.0]))
    assert found.load.tolist() == [5.0, 0.0]
    assert found.allocation().value == pytest.approx(3 * 2 + 2 * 1)
    assert found.allocation().feasible


def test_what_is_cheaper_outside_goes_outside():
    found = paths(line(capacity=[0, 0, 9, 9.0], unmet_penalty=1.5))
    # b is reached for 2, c for 1
    assert found.load.tolist() == [2.0, 0.0]
    assert found.routings()[0].first.tolist() == [UNMET, 0]


def test_what_has_no_room_goes_outside_the_cheapest_first():
    # leaving the hub costs 3 a unit for b, which is cheaper than 4 for c
    found = paths(line(capacity=[0, 0, 3, 9.0], unmet_penalty=5.0))
    assert found.allocation().value == pytest.approx(3 * 5 + 2 * 1)
    assert found.load.tolist() == [2.0, 0.0]
    assert found.allocation().feasible


def test_direct_service_is_marked():
    found = paths(line(capacity=[0, 0, 3, 9.0], unmet_penalty=5.0, direct_cost=4.0 * np.ones((4, 4))))
    assert found.routings()[0].first[0] == DIRECT


def test_without_an_outside_option_the_overload_stays_and_is_told():
    found = paths(line(capacity=[0, 0, 3, 9.0]))
    assert not found.allocation().feasible
    assert found.allocation().value > 8.0


def test_a_second_hub_takes_what_the_first_has_no_room_for():
    found = paths(line(capacity=[0, 0, 3, 9.0], unmet_penalty=50.0), allocation=2)
    # all over c would be too much: one flow goes outside, and then over d
    found.spread(2)
    assert found.allocation().value == pytest.approx(min(3 * 2 + 2 * (2 + 9), 3 * 4 + 2 * 1))
    assert found.load.max() <= 3.0


def test_throughput_counts_at_the_second_hub():
    found = paths(line(capacity=[0, 0, 9, 9.0], capacity_on="throughput"), place=(0, 1, 0, 1))
    assert found.load.tolist() == [5.0, 3.0]
