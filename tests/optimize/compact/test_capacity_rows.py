"""Capacities: what counts against a hub, and which rows may be left out."""

import numpy as np
import pytest

from optimize import HubProblem
from optimize.compact import multiple, r_allocation
from optimize.run import make_request
from tests.oracles import compact as oracle
from tests.oracles.checks import solved


@pytest.mark.parametrize("allocation", ["multiple", "single", 2])
def test_what_capacity_cannot_take_stays_unserved_at_its_penalty(allocation):
    problem = HubProblem(np.ones((3, 3)), np.ones((3, 3)) - np.eye(3), capacity=4.0, unmet_penalty=50.0)
    request = make_request(problem, p=1, allocation=allocation)
    value, _ = solved(problem, p=1, allocation=allocation)
    assert value == pytest.approx(oracle.optimum(problem, request))
    assert value > 5 * 50


@pytest.mark.parametrize("allocation", ["multiple", "single"])
def test_throughput_counts_what_comes_from_other_hubs(allocation):
    flow = np.array([[0.0, 10.0], [0.0, 0.0]])
    limits = {"capacity": [100.0, 5.0], "unmet_penalty": 7.0, "transfer": 0.5}
    cost = np.array([[0.0, 2.0], [2.0, 0.0]])
    free, _ = solved(HubProblem(flow, cost, **limits), p=2, allocation=allocation)
    bound, _ = solved(HubProblem(flow, cost, **limits, capacity_on="throughput"), p=2, allocation=allocation)
    assert free == pytest.approx(10.0)
    cheapest_rest = 20.0 if allocation == "multiple" else 5 * 1.0 + 5 * 7.0
    assert bound == pytest.approx(5 * 1.0 + 5 * 2.0 if allocation == "multiple" else cheapest_rest)


@pytest.fixture(params=["paths", "flows"])
def formulation(request, monkeypatch):
    """Both formulations of multiple and r-allocation."""
    if request.param == "flows":
        monkeypatch.setattr(multiple, "_MOST_LIMITED", -1)
        monkeypatch.setattr(r_allocation, "_FEW_PATHS", -1)


@pytest.mark.usefixtures("formulation")
@pytest.mark.parametrize("capacity_on", ["collection", "throughput"])
@pytest.mark.parametrize("allocation", ["multiple", "single", 2])
@pytest.mark.parametrize("room", [9.9, 5.0, 0.1, 0.0, 10.0, 19.0])
def test_a_capacity_just_below_all_flow_binds(room, allocation, capacity_on):
    """All ten units would go over the one cheap hub; what it cannot take stays unserved at 7."""
    flow = np.array([[0.0, 6.0, 0.0], [4.0, 0.0, 0.0], [0.0, 0.0, 0.0]])
    cost = np.array([[0.0, 9.0, 1.0], [9.0, 0.0, 1.0], [1.0, 1.0, 0.0]])
    problem = HubProblem(flow, cost, candidates=[2], capacity=[0, 0, room], capacity_on=capacity_on, unmet_penalty=7.0)
    served = min(room, 10.0)
    value, _ = solved(problem, p=1, allocation=allocation)
    assert value == pytest.approx(2 * served + 7 * (10 - served))


@pytest.mark.usefixtures("formulation")
@pytest.mark.parametrize("allocation", ["multiple", "single", 2])
def test_a_throughput_just_below_what_passes_the_second_hub_binds(allocation):
    """Everything is collected at a, and would go on to b: ten units pass each of them."""
    flow = np.array([[0.0, 10.0], [0.0, 0.0]])
    legs = np.array([[0.0, np.inf], [np.inf, 0.0]])
    for room in (9.9, 4.0, 0.0):
        problem = HubProblem(
            flow, collection_cost=legs, transfer_cost=np.ones((2, 2)), distribution_cost=legs, capacity=[100.0, room],
            capacity_on="throughput", unmet_penalty=7.0,
        )  # fmt: skip
        assert solved(problem, p=2, allocation=allocation)[0] == pytest.approx(room + 7 * (10 - room))


@pytest.mark.usefixtures("formulation")
@pytest.mark.parametrize("allocation", ["multiple", 2])
def test_flow_that_may_stay_outside_asks_for_no_capacity(allocation):
    """Two units have to be served; eight have an outside option and leave the room to them."""
    flow = np.array([[0.0, 8.0, 0.0], [2.0, 0.0, 0.0], [0.0, 0.0, 0.0]])
    cost = np.array([[0.0, 9.0, 1.0], [9.0, 0.0, 1.0], [1.0, 1.0, 0.0]])
    direct = np.full((3, 3), np.inf)
    direct[0, 1] = 5.0
    problem = HubProblem(flow, cost, candidates=[2], capacity=[0, 0, 3.0], direct_cost=direct)
    assert solved(problem, p=1, allocation=allocation)[0] == pytest.approx(3 * 2 + 7 * 5)


@pytest.mark.usefixtures("formulation")
@pytest.mark.parametrize("allocation", ["multiple", "single", 2])
def test_a_hub_without_any_capacity_takes_nothing(allocation):
    """Hub c is the cheaper one and takes nothing; d, which is not limited, takes all."""
    flow = np.array([[0, 10.0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0]])
    cost = np.array([[0, 9, 1, 3], [9, 0, 1, 3], [1, 1, 0, 9], [3, 3, 9, 0.0]])
    problem = HubProblem(flow, cost, candidates=[2, 3], capacity=[0, 0, 0, np.inf])
    assert solved(problem, p=2, allocation=allocation)[0] == pytest.approx(60.0)


@pytest.mark.usefixtures("formulation")
def test_classes_share_the_room_of_a_hub():
    flow = np.array([[0.0, 3.0, 0.0], [0.0, 0.0, 0.0], [0.0, 0.0, 0.0]])
    legs = {"flow": flow, "cost": np.array([[0.0, 9.0, 1.0], [9.0, 0.0, 1.0], [1.0, 1.0, 0.0]])}
    dear, cheap = {**legs, "unmet_penalty": 9.0}, {**legs, "unmet_penalty": 5.0}
    problem = HubProblem.from_blocks({"dear": dear, "cheap": cheap}, candidates=[2], capacity=[0, 0, 4.0])
    # room for four of six: all of the dear class and one unit of the cheap one
    assert solved(problem, p=1)[0] == pytest.approx(4 * 2 + 2 * 5)
