"""Hubs that cover everything: found where there are some, with each node's hub at hand."""

import numpy as np
import pytest

from optimize import HubProblem
from optimize.cover import center_cases, nearest, solve_cover
from optimize.run import Limits, make_request
from tests.oracles import families
from tests.oracles.random_cases import random_case


@pytest.mark.parametrize("allocation", ["multiple", "single", 2])
def test_hubs_are_found_at_the_least_radius_and_none_below_it(allocation):
    for seed in range(6):
        case = random_case(seed, objective="center", allocation=allocation)
        problem = case.problem
        request = make_request(problem, **case.arguments())
        cases = center_cases(problem, request)
        alive = np.array([k not in request.closed_hubs for k in range(problem.h)])
        radius = families.center(problem, case.asked)
        found = solve_cover(problem, request, Limits(), cases, [radius + 1e-9] * len(cases), alive)
        assert found.radius(cases) == pytest.approx(radius)
        assert request.allows(found.hubs.tolist())
        if radius > 1e-6:
            less = [radius * (1 - 1e-6) - 1e-9] * len(cases)
            assert solve_cover(problem, request, Limits(), cases, less, alive) is None


def test_the_nearest_hub_is_that_of_the_cheapest_way_there_and_back():
    collect = np.array([[0.0, 9.0, 9.0], [1.0, 0.0, 6.0], [9.0, 9.0, 0.0]])
    back = np.array([[0.0, 9.0, 9.0], [9.0, 0.0, 9.0], [9.0, 2.0, 0.0]])
    problem = HubProblem(
        np.ones((3, 3)), collection_cost=collect, transfer_cost=collect, distribution_cost=back, candidates=[0, 2]
    )
    # the middle node pays 1 + 9 at the first hub, 6 + 2 at the second
    assigned = nearest(problem.blocks[0], np.array([0, 1]), problem.candidate_index)
    assert assigned.argmax(axis=1).tolist() == [0, 1, 1]
    assert nearest(problem.blocks[0], np.array([0]), problem.candidate_index).argmax(axis=1).tolist() == [0, 0, 0]
