"""Flow-dependent economies of scale: against enumeration of hubs, allocations and pieces."""

from dataclasses import replace

import numpy as np
import pytest

from optimize.compact.discount import run
from optimize.errors import InputError
from optimize.evaluate.evaluation import evaluate
from optimize.problem.problem import HubProblem
from optimize.rules.discount import link_flows
from optimize.run import Limits
from optimize.run.request import make_request
from tests.oracles import families
from tests.oracles.families import check_optimal, nasty_case


def discount_case(seed, most=2, **features):
    """A random problem with at most `most` hubs: the oracle lists the pieces of all their links."""
    problem, request = nasty_case(seed, "cost", discount=True, r_allocation=False, **features)
    p_max = max(min(request.p_max, most), len(request.open_hubs))
    return problem, replace(request, p_min=min(request.p_min, p_max), p_max=p_max)


@pytest.mark.parametrize("start", range(0, 120, 20))
def test_discounts_equal_enumeration(start):
    for seed in range(start, start + 20):
        problem, request = discount_case(seed)
        check_optimal(run, problem, request, families.discount(problem, request))


def test_discounts_over_scenarios_equal_enumeration():
    for seed in range(1000, 1030):
        problem, request = discount_case(seed, several=True)
        check_optimal(run, problem, request, families.discount(problem, request))


def test_discounts_between_three_hubs_equal_enumeration():
    for seed in range(2000, 2010):
        problem, request = discount_case(seed, most=3, nodes=3)
        if len(problem.discount) < 3:
            check_optimal(run, problem, request, families.discount(problem, request))


def test_r_allocation_with_discounts_equals_enumeration():
    for seed in range(4000, 4010):
        problem, request = discount_case(seed, most=3, nodes=3)
        if len(problem.discount) == 1 and request.p_max == 3:
            request = replace(request, allocation=2)
            check_optimal(run, problem, request, families.discount(problem, request))


def test_the_oracle_of_pieces_agrees_with_all_assignments_of_paths():
    for seed in range(5000, 5040):
        problem, request = discount_case(seed, nodes=2)
        request = replace(request, allocation="multiple")
        if len(problem.scenarios[0].blocks) == 1:
            expected = families.discount_by_paths(problem, request)
            assert families.discount(problem, request) == pytest.approx(expected)


def test_cbc_agrees_with_enumeration():
    for seed in range(3000, 3015):
        problem, request = discount_case(seed)
        check_optimal(run, problem, request, families.discount(problem, request), solver="CBC")


@pytest.fixture
def valley():
    """Two far clusters of two nodes, and a steep discount for large flows."""
    place = np.array([0.0, 1.0, 20.0, 21.0])
    return HubProblem(10.0 * (1.0 - np.eye(4)), np.abs(place[:, None] - place), discount=[(0.0, 1.0), (15.0, 0.2)])


def test_flows_join_to_earn_the_discount(valley):
    request = make_request(valley, p=4)
    design = run(valley, request, Limits()).design
    flows = link_flows(valley.blocks[0], design.routing[0][0])
    # of the four links across only one a direction is used, by all 40 units
    across = flows[:2, 2:]
    assert sorted(across.ravel().tolist()) == [0.0, 0.0, 0.0, 40.0]
    undiscounted = evaluate(valley, replace(design, routing=None), request).objective
    assert evaluate(valley, design, request).objective < undiscounted


def test_capacities_and_links_are_refused_together(valley):
    cost = valley.blocks[0].transfer
    problem = HubProblem(
        valley.blocks[0].flow, cost, discount=[(0, 1)], link_cost=np.zeros((4, 4)), capacity=np.full(4, 100.0)
    )
    with pytest.raises(InputError, match=r"2 faults"):
        run(problem, make_request(problem, p=2), Limits())


def test_a_flow_without_a_way_is_named():
    cost = np.zeros((3, 3))
    cost[:, 2] = np.inf
    problem = HubProblem(np.ones((3, 3)), cost, discount=[(1.0, 0.5)], labels=["a", "b", "c"])
    result = run(problem, make_request(problem, p=2), Limits())
    assert result.status == "infeasible"
    assert "flow from 'a' to 'c'" in result.explanation
