"""The method as users meet it: what it takes, what it says when there is no solution or no time."""

import numpy as np
import pytest

from optimize import HubProblem, InputError, solve
from optimize.instances import load, random_euclidean
from optimize.ordered import method, search
from optimize.ordered.method import METHOD
from optimize.run import make_request
from tests.oracles.compact import optimum
from tests.oracles.random_cases import random_case


def some(n=6, seed=0, **fields):
    rng = np.random.default_rng(seed)
    return HubProblem(rng.integers(0, 6, (n, n)).astype(float), 1 + 9 * rng.random((n, n)), transfer=0.4, **fields)


def test_what_it_cannot_do_is_refused_with_what_can():
    with pytest.raises(InputError, match="'single' or 'compact'"):
        solve(some(), p=2, allocation="single", method="ordered")
    with pytest.raises(InputError, match="'compact'"):
        solve(some(), p=2, objective="center", method="ordered")
    with pytest.raises(InputError, match="links"):
        solve(some(), p=3, hub_links=2, allocation=2, method="ordered")


def test_it_is_chosen_within_capacities_and_for_r_allocation():
    limited = random_euclidean(30, seed=1, tightness=0.5)
    assert solve(limited, p=4).method == "ordered"
    assert solve(some(), p=3, allocation=2).method == "ordered"


def test_without_capacities_it_is_multiple_allocation():
    """Scenarios of a problem within capacities may have none, and are solved by themselves for regrets."""
    problem = some()
    assert solve(problem, p=2, method="ordered").objective == pytest.approx(solve(problem, p=2).objective)


@pytest.mark.parametrize("allocation", ["multiple", 2])
def test_flows_that_do_not_fit_are_infeasible(allocation):
    found = solve(some(capacity=1.0), p=3, allocation=allocation, method="ordered")
    assert found.status == "infeasible"
    assert "capacit" in found.explanation


@pytest.mark.parametrize("seed", range(300, 306))
def test_too_many_hub_sets_and_no_solution_are_left_to_the_compact_model(seed, monkeypatch):
    monkeypatch.setattr(search, "_MOST_SETS", 0)
    case = random_case(seed, n=3, capacities=True)
    expected = optimum(case.problem, case.asked)
    found = solve(case.problem, method="ordered", **case.arguments())
    assert (found.status == "infeasible") == (expected is None)
    assert expected is None or found.objective == pytest.approx(expected, rel=1e-5, abs=1e-5)


@pytest.mark.parametrize(("fields", "asked"), [({"tightness": 1.0}, {}), ({}, {"allocation": 2})])
def test_in_a_moment_there_is_a_solution_with_a_bound(fields, asked):
    problem = random_euclidean(40, seed=2, **fields)
    solve(random_euclidean(6, seed=2, **fields), p=3, method="ordered", **asked)  # kernels
    found = solve(problem, p=5, method="ordered", time_limit=0.05, **asked)
    best = solve(problem, p=5, method="ordered", **asked)
    assert best.status == "optimal"
    assert found.bound <= best.objective <= found.objective * (1 + 1e-9)


def test_where_hub_sets_take_a_solver_a_bound_comes_first():
    problem = random_euclidean(40, seed=2, tightness=0.5)
    solve(random_euclidean(6, seed=2, tightness=0.5), p=3, method="ordered", allocation=2)  # kernels
    found = solve(problem, p=5, allocation=2, method="ordered", time_limit=3.0)
    assert found.bound >= 0.5 * solve(problem.replace(capacity=None), p=5).objective


def test_a_start_is_not_lost():
    problem = random_euclidean(30, seed=3, tightness=1.0)
    best = solve(problem, p=4, method="ordered")
    again = solve(problem, p=4, method="ordered", start=best.hubs)
    assert again.objective == pytest.approx(best.objective)


def test_two_hubs_a_node_on_a_published_network():
    """The optimum of CAB25 with two hubs a node is that of multiple allocation."""
    found = solve(load("CAB25", alpha=0.4), p=3, allocation=2)
    assert (found.status, found.method) == ("optimal", "ordered")
    assert found.objective == pytest.approx(859.636, abs=1e-3)


def test_no_solution_costs_more_than_the_most():
    for seed in range(20):
        case = random_case(seed, n=3, capacities=True)
        expected = optimum(case.problem, case.asked)
        if expected is not None:
            assert method._most(case.problem, make_request(case.problem, **case.arguments())) >= expected - 1e-9


def test_memory_grows_with_the_pairs():
    request = make_request(some(), p=2)
    assert METHOD.memory(some(12), request) == 4 * METHOD.memory(some(6), request)
