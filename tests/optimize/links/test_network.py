"""Incomplete networks as a family: what hub sets cost, and the relaxation that orders them."""

from itertools import combinations

import numpy as np
import pytest

from optimize.evaluate import evaluate
from optimize.links.network import NetworkFamily
from optimize.run import make_request
from optimize.table import HubSetTable
from tests.optimize.links.cases import linked_problem
from tests.optimize.links.test_network_kernels import all_networks


def cost_of(problem, hubs, number):
    costs, _ = all_networks(problem, hubs, number)
    return min(costs.values(), default=np.inf) + float(problem.scenarios[0].fixed_cost[list(hubs)].sum())


@pytest.mark.parametrize("number", [None, 2])
def test_a_hub_set_is_priced_with_its_best_links(number):
    problem = linked_problem(4, priced=True)
    request = make_request(problem, p=3, hub_links=number)
    family = NetworkFamily(problem, request)
    for hubs in combinations(range(5), 3):
        found = family.price(np.array([hubs]), np.array([3]), np.inf, 1000)
        expected = cost_of(problem, hubs, -1 if number is None else number)
        assert found.value == pytest.approx(expected)
        assert found.proven[0] == pytest.approx(expected)
        assert evaluate(problem, found.design, request).objective == pytest.approx(expected)


def test_no_hub_set_costs_less_than_in_the_relaxation():
    for seed in range(10):
        problem = linked_problem(seed, priced=seed % 2 == 0)
        family = NetworkFamily(problem, make_request(problem, p_max=3))
        table = HubSetTable.build(family.relaxed, 3)
        for row in range(1, len(table)):
            assert table.scenario_cost[row, 0] <= cost_of(problem, table.positions(row), -1) * (1 + 1e-9)


def test_sets_with_too_few_hubs_on_the_way_to_a_solution_have_the_links_that_they_can():
    problem = linked_problem(4)
    family = NetworkFamily(problem, make_request(problem, p=4, hub_links=5))
    assert family.price(np.array([[0, 3]]), np.array([2]), np.inf, 1000).value == pytest.approx(
        cost_of(problem, (0, 3), 1)
    )
