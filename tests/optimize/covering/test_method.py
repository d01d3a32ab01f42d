"""Covering by search over hub sets: against enumeration, and what it leaves to the compact model."""

import numpy as np
import pytest

from optimize import HubProblem, ScenarioProblem, solve
from optimize.covering.method import refuses, run
from optimize.run import Limits, make_limits
from optimize.run.request import make_request
from tests.oracles import families
from tests.oracles.families import check_optimal, nasty_case

ORACLES = {"set_covering": families.set_covering, "max_covering": families.max_covering}


@pytest.mark.parametrize("objective", ORACLES)
@pytest.mark.parametrize("several", [False, True])
def test_the_search_equals_enumeration(objective, several):
    tried = 0
    for seed in range(120):
        problem, request = nasty_case(seed, objective, r_allocation=False, several=several)
        if not refuses(problem, request):
            check_optimal(run, problem, request, ORACLES[objective](problem, request))
            tried += 1
    assert tried >= 8


def points(n, seed=0):
    place = np.random.default_rng(seed).random((n, 2))
    return np.hypot(*(place[:, None] - place).transpose(2, 0, 1))


def test_scenarios_are_weighted_by_their_probability():
    first, second = (HubProblem(np.ones((6, 6)), points(6, seed), transfer=0.5) for seed in (1, 2))
    both = ScenarioProblem({"a": first, "b": second}, probability={"a": 0.9, "b": 0.1})
    for p in (1, 2, 3):
        request = make_request(both, p=p, objective="max_covering", threshold=0.5)
        check_optimal(run, both, request, families.max_covering(both, request))


def test_what_the_search_leaves_to_others_is_said():
    problem = HubProblem(np.ones((4, 4)), points(4), fixed_cost=1.0)
    assert "objective" in refuses(problem, make_request(problem, p=2))
    assert "fixed costs" in refuses(problem, make_request(problem, objective="set_covering", threshold=1.0))
    most = make_request(problem, p=2, allocation="single", objective="max_covering", threshold=1.0)
    assert "compact" in refuses(problem, most)


@pytest.mark.parametrize("objective", ORACLES)
def test_too_small_a_threshold_leaves_pairs_uncovered(objective):
    problem = HubProblem(np.ones((5, 5)), points(5) + 1.0, transfer=0.5)
    request = make_request(problem, p_max=3, objective=objective, threshold=0.5)
    result = run(problem, request, Limits())
    if objective == "set_covering":
        assert result.status == "infeasible"
        assert "beyond the threshold" in result.explanation
    else:
        assert result.bound == 0.0


@pytest.mark.parametrize("objective", ORACLES)
def test_a_time_limit_keeps_hubs_and_a_valid_bound(objective):
    problem = HubProblem(np.ones((30, 30)), points(30), transfer=0.5)
    asked = {"p": 4} if objective == "max_covering" else {}
    request = make_request(problem, objective=objective, threshold=0.9, **asked)
    proven = run(problem, request, Limits())
    stopped = solve(problem, objective=objective, threshold=0.9, method="covering", time_limit=1e-6, **asked)
    assert stopped.hubs
    sign = request.objective.sense
    assert sign * stopped.bound <= sign * proven.bound * (1 + sign * 1e-6)
    assert sign * stopped.objective >= sign * proven.bound * (1 - sign * 1e-6)


def test_hubs_of_single_allocation_are_there_however_little_time_there_is():
    problem = HubProblem(np.ones((30, 30)), points(30), transfer=0.5)
    asked = {"objective": "set_covering", "allocation": "single", "threshold": 1.0, "method": "covering"}
    best = solve(problem, **asked)
    stopped = solve(problem, time_limit=1e-6, **asked)
    assert best.status == "optimal"
    assert len(stopped.hubs) >= len(best.hubs) >= stopped.bound


def test_two_runs_find_the_same():
    problem = HubProblem(np.ones((20, 20)), points(20), transfer=0.5)
    request = make_request(problem, p=3, objective="max_covering", threshold=0.5)
    one, other = (run(problem, request, make_limits(threads=threads)) for threads in (1, 2))
    assert one.design.hubs == other.design.hubs
