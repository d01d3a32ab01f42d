"""The p-hub centre: against enumeration, and against the published optima of the CAB set."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimize.compact.center import run
from optimize.cover.radius import bisect
from optimize.evaluate.evaluation import evaluate
from optimize.instances import load
from optimize.problem.problem import HubProblem
from optimize.run import Limits, make_limits
from optimize.run.request import make_request
from tests.oracles import families
from tests.oracles.families import check_optimal, nasty_case


@pytest.mark.parametrize("start", range(0, 200, 20))
def test_centre_equals_enumeration(start):
    for seed in range(start, start + 20):
        problem, request = nasty_case(seed, "center")
        check_optimal(run, problem, request, families.center(problem, request))


@pytest.mark.parametrize("start", range(1000, 1100, 20))
def test_centre_over_scenarios_equals_enumeration(start):
    for seed in range(start, start + 20):
        problem, request = nasty_case(seed, "center", several=True)
        check_optimal(run, problem, request, families.center(problem, request))


def test_centre_with_five_nodes_equals_enumeration():
    for seed in range(2000, 2020):
        problem, request = nasty_case(seed, "center", nodes=5)
        check_optimal(run, problem, request, families.center(problem, request))


def test_cbc_agrees_with_enumeration():
    for seed in range(3000, 3015):
        problem, request = nasty_case(seed, "center", several=seed % 3 == 0)
        check_optimal(run, problem, request, families.center(problem, request), solver="CBC")


# USApHCP and UMApHCP on the first n nodes of CAB; `test_published` has them all through `solve`
CAB_OPTIMA = [
    ("multiple", 10, 3, 0.2, 1115.8379),
    ("multiple", 10, 5, 0.6, 1077.3323),
    ("multiple", 20, 2, 0.6, 2248.13),
    ("multiple", 25, 5, 0.6, 1916.1583),
    ("single", 10, 4, 0.2, 830.2525),
    ("single", 10, 2, 1.0, 1839.6504),
    ("single", 20, 4, 0.6, 1834.8309),
    ("single", 25, 4, 0.2, 1619.4827),
    ("single", 25, 3, 1.0, 2758.3939),
]


@pytest.mark.parametrize(("allocation", "n", "p", "alpha", "optimum"), CAB_OPTIMA)
def test_published_cab_centres(allocation, n, p, alpha, optimum):
    problem = load("CAB", n, alpha=alpha)
    request = make_request(problem, p=p, objective="center", allocation=allocation)
    result = run(problem, request, Limits())
    assert evaluate(problem, result.design, request).objective == pytest.approx(optimum, abs=1e-3)
    assert result.bound == pytest.approx(optimum, rel=1e-6)


@pytest.fixture
def line():
    """Five nodes on a line, one unit apart."""
    place = np.arange(5.0)
    return HubProblem(np.ones((5, 5)), np.abs(place[:, None] - place[None, :]), transfer=0.5)


def test_one_hub_stands_in_the_middle(line):
    result = run(line, make_request(line, p=1, objective="center"), Limits())
    assert result.design.hubs == (2,)
    assert result.bound == 4.0


def test_direct_service_caps_its_pair(line):
    direct = np.full((5, 5), np.inf)
    direct[0, 4] = direct[4, 0] = 1.0
    capped = HubProblem(np.ones((5, 5)), line.blocks[0].collection, transfer=0.5, direct_cost=direct)
    for allocation in ("multiple", "single"):
        request = make_request(capped, p=1, objective="center", allocation=allocation)
        expected = families.center(capped, request)
        assert expected == 3.0 if allocation == "multiple" else 4.0
        check_optimal(run, capped, request, expected)


def test_a_pair_without_any_way_is_named():
    cost = np.zeros((3, 3))
    cost[2, :] = np.inf
    problem = HubProblem(np.ones((3, 3)), cost, labels=["a", "b", "c"], candidates=["a", "b"])
    result = run(problem, make_request(problem, p=1, objective="center"), Limits())
    assert result.status == "infeasible"
    assert "'c' cannot reach 'a'" in result.explanation


def test_a_time_limit_keeps_a_design_and_a_valid_bound():
    problem = load("CAB25", alpha=0.2)
    result = run(problem, make_request(problem, p=4, objective="center"), make_limits(time_limit=0.2))
    assert result.design is not None
    assert result.bound <= 1619.4827 * (1 + 1e-9)


def test_progress_is_told(line):
    told = []
    run(line, make_request(line, p=2, objective="center", allocation="single"), make_limits(progress=told.append))
    assert all(entry["bound"] <= entry["incumbent"] for entry in told)


@given(st.lists(st.integers(0, 50), min_size=1, max_size=30), st.integers(0, 50))
def test_bisection_finds_the_first_level_that_works(values, least):
    levels = np.unique(np.array(values, dtype=float))
    outcome = bisect(levels, np.inf, lambda level: level if level >= least else None)
    working = levels[levels >= least]
    assert outcome.proven
    assert outcome.bound == (working[0] if len(working) else np.inf)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000))
def test_one_more_hub_never_hurts_under_multiple_allocation(seed):
    problem, request = nasty_case(seed, "center", nodes=5)
    request = replace(request, allocation="multiple", open_hubs=frozenset(), closed_hubs=frozenset())
    radii = [run(problem, replace(request, p_min=p, p_max=p), Limits()).bound for p in range(1, problem.h + 1)]
    assert all(fewer >= more for fewer, more in pairwise(radii))
