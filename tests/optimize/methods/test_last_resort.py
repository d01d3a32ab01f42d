"""Runs that are stopped before they have begun hand over some solution, whatever the model."""

import numpy as np
import pytest

from optimize import HubProblem, ScenarioProblem, solve

# a, b and c on a line; between a and c there is a way over b of cost 2, and a detour of cost 10
LINE = np.array([[0, 1, 10.0], [1, 0, 1], [10, 1, 0]])
THERE_AND_BACK = np.array([[0, 0, 5.0], [0, 0, 0], [5, 0, 0]])


def raising(_record):
    raise RuntimeError("stop")


STOPS = {"time": {"time_limit": 1e-9}, "progress": {"progress": raising}}


@pytest.fixture(params=STOPS)
def stop(request):
    return STOPS[request.param]


def test_links_that_cost_something_form_a_tree(stop):
    link_cost = np.array([[0, 0.1, 10], [0.1, 0, 0.1], [10, 0.1, 0]])
    problem = HubProblem(THERE_AND_BACK, LINE, labels=list("abc"), transfer=0.1, link_cost=link_cost)
    solution = solve(problem, p=3, **stop)
    # 10 units over two links of 0.1 x 1, and two links at 0.1
    assert solution.objective == pytest.approx(10 * 0.2 + 0.2)


def test_as_many_links_as_were_asked_for(stop):
    problem = HubProblem(THERE_AND_BACK, LINE, labels=list("abc"), transfer=0.1)
    assert solve(problem, p=3, hub_links=2, **stop).objective == pytest.approx(2.0)
    # a third link goes the long way, 0.1 x 10, which nobody takes
    assert solve(problem, p=3, hub_links=3, **stop).objective == pytest.approx(2.0)


def test_links_in_all_scenarios(stop):
    one = HubProblem(THERE_AND_BACK, LINE, labels=list("abc"), transfer=0.1, link_cost=np.full((3, 3), 0.1))
    scenarios = ScenarioProblem({"one": one, "dearer": one.replace(transfer=0.2)}, {"one": 0.5, "dearer": 0.5})
    solution = solve(scenarios, p=3, allocation="single", **stop)
    assert solution.objective == pytest.approx((2.0 + 4.0) / 2 + 0.2)


@pytest.mark.parametrize("allocation", ["multiple", "single"])
def test_a_cover(allocation, stop):
    # within 2, b alone serves a and c: there is no smaller cover
    solution = solve(
        HubProblem(THERE_AND_BACK, LINE), objective="set_covering", threshold=2.0, allocation=allocation, **stop
    )
    assert solution.hubs
    assert solution.objective == len(solution.hubs) >= 1


@pytest.mark.parametrize("allocation", ["multiple", 2])
def test_hubs_that_have_the_room(allocation, stop):
    # every hub has room for what two nodes send; one hub is too few, two are enough
    flow = np.ones((4, 4)) - np.eye(4)
    problem = HubProblem(flow, np.ones((4, 4)) - np.eye(4), transfer=0.5, capacity=6.0)
    solution = solve(problem, p=2, allocation=allocation, method="compact", **stop)
    assert len(solution.hubs) == 2
    assert solution.throughput["collected"].max() <= 6.0 + 1e-9


def test_nothing_is_made_up_where_there_is_nothing():
    # two hubs with room for half of it cannot take all
    problem = HubProblem(np.ones((4, 4)), np.ones((4, 4)), capacity=3.0)
    solution = solve(problem, p=2, method="compact", time_limit=1e-9)
    assert solution.hubs == ()
    assert solution.status in {"no_solution", "infeasible"}
