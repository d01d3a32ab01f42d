"""Hub set covering and maximal covering: against enumeration, and what they say when nothing covers."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimize.compact.center import run as run_center
from optimize.compact.covering import run
from optimize.problem.problem import HubProblem
from optimize.rules import Objective
from optimize.run import Limits
from optimize.run.request import make_request
from tests.oracles import families
from tests.oracles.families import check_optimal, nasty_case

ORACLES = {"set_covering": families.set_covering, "max_covering": families.max_covering}


@pytest.mark.parametrize("objective", ORACLES)
@pytest.mark.parametrize("start", range(0, 150, 30))
def test_covering_equals_enumeration(objective, start):
    for seed in range(start, start + 30):
        problem, request = nasty_case(seed, objective)
        check_optimal(run, problem, request, ORACLES[objective](problem, request))


@pytest.mark.parametrize("objective", ORACLES)
def test_covering_over_scenarios_equals_enumeration(objective):
    for seed in range(1000, 1060):
        problem, request = nasty_case(seed, objective, several=True)
        check_optimal(run, problem, request, ORACLES[objective](problem, request))


@pytest.mark.parametrize("objective", ORACLES)
def test_cbc_agrees_with_enumeration(objective):
    for seed in range(3000, 3015):
        problem, request = nasty_case(seed, objective)
        check_optimal(run, problem, request, ORACLES[objective](problem, request), solver="CBC")


@pytest.fixture
def line():
    """Five nodes on a line, one unit apart; a hub costs as many as its place."""
    place = np.arange(5.0)
    return HubProblem(np.ones((5, 5)), np.abs(place[:, None] - place[None, :]), transfer=0.5, labels=list("abcde"))


def test_a_wider_threshold_needs_fewer_hubs(line):
    numbers = [
        len(run(line, make_request(line, objective="covering", threshold=t), Limits()).design.hubs)
        for t in (2.0, 3.0, 4.0)
    ]
    assert numbers == [3, 2, 1]


def test_an_uncoverable_flow_is_named_with_the_threshold_that_works(line):
    result = run(line, make_request(line, objective="covering", threshold=1.5), Limits())
    assert result.status == "infeasible"
    assert "the flow from 'a' to 'e'" in result.explanation
    assert "smallest threshold that works with every hub open is 2" in result.explanation


def test_too_few_hubs_are_told_from_an_uncoverable_flow(line):
    request = make_request(line, objective="set_covering", threshold=2.0, p_max=1)
    result = run(line, request, Limits())
    assert result.status == "infeasible"
    assert "at most 1 hubs" in result.explanation


def test_least_fixed_cost_where_hubs_cost():
    place = np.arange(5.0)
    price = [1.0, 1.0, 9.0, 1.0, 1.0]
    problem = HubProblem(np.ones((5, 5)), np.abs(place[:, None] - place), transfer=0.5, fixed_cost=price)
    result = run(problem, make_request(problem, objective="covering", threshold=4.0), Limits())
    assert 2 not in result.design.hubs
    assert result.bound == 2.0


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from(["multiple", "single"]))
def test_the_centre_s_radius_is_the_least_threshold_that_covers(seed, allocation):
    rng = np.random.default_rng(seed)
    n = 5
    problem = HubProblem(np.ones((n, n)) - np.eye(n) * (allocation == "multiple"), rng.uniform(0, 10, (n, n)))
    center = make_request(problem, p=2, objective="center", allocation=allocation)
    radius = run_center(problem, center, Limits()).bound
    at = make_request(problem, p=2, objective="set_covering", allocation=allocation, threshold=radius)
    assert run(problem, at, Limits()).status == "optimal"
    tighter = replace(at, objective=Objective("set_covering", radius * (1 - 1e-6)))
    assert run(problem, tighter, Limits()).status == "infeasible"
