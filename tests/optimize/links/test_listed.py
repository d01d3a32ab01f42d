"""Networks listed one by one: risk measures, and allocations other than multiple."""

from itertools import combinations

import numpy as np
import pytest

from optimize import ScenarioProblem, compact
from optimize.evaluate import evaluate
from optimize.links.listed import ListedNetworks, network_count
from optimize.run import Clock, Limits, make_request
from optimize.table import HubSetTable
from tests.optimize.links.cases import linked_problem
from tests.optimize.links.test_network_kernels import all_networks


def given(problem, request):
    return compact.run(problem, request, Limits(gap=1e-8))


def test_the_worst_case_of_all_networks_of_a_hub_set():
    states = {"a": linked_problem(1, nodes=4), "b": linked_problem(2, nodes=4)}
    problem = ScenarioProblem(states, [0.5, 0.5])
    request = make_request(problem, p=3, hub_links=2, risk="worst_case")
    family = ListedNetworks(problem, request, Clock(), None)
    for hubs in combinations(range(4), 3):
        costs = [
            {links: cost + one.fixed_cost[list(hubs)].sum() for links, cost in all_networks(one, hubs, 2)[0].items()}
            for one in states.values()
        ]
        expected = min(max(each[links] for each in costs) for links in costs[0])
        found = family.price(np.array([hubs]), np.array([3]), np.inf, 100)
        assert found.value == pytest.approx(expected)
        assert found.proven[0] == pytest.approx(expected)
        assert evaluate(problem, found.design, request).objective == pytest.approx(expected)


@pytest.mark.parametrize("allocation", ["single", 2])
def test_a_hub_set_costs_what_the_model_with_its_hubs_says(allocation):
    problem = linked_problem(12, nodes=5, priced=True)
    request = make_request(problem, p=3, allocation=allocation)
    family = ListedNetworks(problem, request, Clock(), given)
    for hubs in [(0, 1, 2), (1, 3, 4)]:
        expected = compact.run(problem, request.only(hubs, 5), Limits())
        value = evaluate(problem, expected.design, request).objective
        found = family.price(np.array([hubs]), np.array([3]), np.inf, 100)
        assert found.value == pytest.approx(value)
        assert found.proven[0] == pytest.approx(value, rel=1e-5)


def test_networks_that_are_not_solved_are_in_the_bound():
    problem = linked_problem(12, nodes=5, priced=True)
    request = make_request(problem, p=3, allocation="single")
    family = ListedNetworks(problem, request, Clock(), given)
    whole = family.price(np.array([[0, 1, 2]]), np.array([3]), np.inf, 100)
    for nodes in (0, 1):
        short = family.price(np.array([[0, 1, 2]]), np.array([3]), np.inf, nodes)
        assert short.proven[0] <= whole.value * (1 + 1e-9)
        assert short.value >= whole.value * (1 - 1e-9)


def test_the_relaxation_and_the_estimate_bound_every_hub_set():
    problem = linked_problem(13, nodes=5, priced=True)
    request = make_request(problem, p=2, allocation="single")
    family = ListedNetworks(problem, request, Clock(), given)
    table = HubSetTable.build(family.relaxed, 2)
    for hubs in combinations(range(5), 2):
        value = family.price(np.array([hubs]), np.array([2]), np.inf, 100).value
        assert table.scenario_cost[table.order.row(hubs), 0] <= value * (1 + 1e-9)
        assert family.roughly(np.array(hubs)) <= value * (1 + 1e-9)


def test_networks_of_the_largest_hub_set_are_counted():
    problem = linked_problem(1)
    assert network_count(problem, make_request(problem, p=4, hub_links=2)) == 15
    assert network_count(problem, make_request(problem, p=4, hub_links=5)) >= 6
    assert network_count(problem, make_request(problem, p_max=3)) == 8
