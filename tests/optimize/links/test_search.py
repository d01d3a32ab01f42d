"""Hub sets in the order of a bound: cut short, with a gap, and beyond what a table holds."""

import math

import numpy as np
import pytest

from optimize import solve
from optimize.instances import random_euclidean
from optimize.links import method
from optimize.links import search as module
from optimize.links.network import NetworkFamily
from optimize.links.search import SetSearch
from optimize.run import Clock, Limits, make_request
from tests.optimize.links.cases import linked_problem


def searched(problem, request, **limits):
    search = SetSearch(problem, request, Limits(**limits), NetworkFamily(problem, request))
    search.run()
    return search


@pytest.fixture(scope="module")
def plane():
    problem = random_euclidean(14, seed=4, collection=1.0, distribution=1.0, transfer=0.4)
    return problem, solve(problem, p=4, hub_links=3, method="links").objective


def test_a_gap_that_is_allowed_is_in_the_bound(plane):
    problem, optimum = plane
    search = searched(problem, make_request(problem, p=4, hub_links=3), gap=0.05)
    assert search.finished
    assert search.bound <= optimum * (1 + 1e-9) <= search.value * (1 + 2e-9)
    assert search.value - search.bound <= 0.05 * search.value


def test_out_of_time_there_is_no_claim():
    problem = linked_problem(3)
    search = searched(problem, make_request(problem, p=3, hub_links=2), clock=Clock(1e-9))
    assert not search.finished
    assert search.bound <= solve(problem, p=3, hub_links=2, method="compact").objective


def test_sets_that_take_many_nodes_are_looked_at_again(plane, monkeypatch):
    problem, optimum = plane
    monkeypatch.setattr(module, "_NODES", 1)
    monkeypatch.setattr(module, "_MORE", 2)
    search = searched(problem, make_request(problem, p=4, hub_links=3))
    assert search.finished
    assert search.value == search.bound == pytest.approx(optimum)


def test_candidates_are_struck_before_a_large_table(plane, monkeypatch):
    problem, optimum = plane
    monkeypatch.setattr(module, "_MANY_PAIRS", 1.0)
    search = searched(problem, make_request(problem, p=4, hub_links=3))
    assert search.finished
    assert search.value == pytest.approx(optimum)
    assert search.info["candidates_left"] <= 14


def test_too_many_hub_sets_leave_a_solution_and_a_bound(plane, monkeypatch):
    problem, optimum = plane
    monkeypatch.setattr(module, "MOST_SETS", 1)
    search = searched(problem, make_request(problem, p=4, hub_links=3))
    assert not search.finished
    assert 0.5 * optimum < search.bound <= optimum * (1 + 1e-9)
    assert search.value >= optimum * (1 - 1e-9)
    solution = solve(problem, p=4, hub_links=3, method="links", time_limit=2.0)
    assert solution.bound <= optimum * (1 + 1e-6) <= solution.objective * (1 + 2e-6)


def test_progress_brings_incumbents_and_bounds_that_close(plane):
    problem, optimum = plane
    told = []
    solve(problem, p=4, hub_links=3, method="links", progress=told.append)
    assert all(record["bound"] <= optimum * (1 + 1e-9) for record in told if not math.isnan(record["bound"]))
    assert all(record["incumbent"] >= optimum * (1 - 1e-9) for record in told if not math.isnan(record["incumbent"]))
    assert np.isfinite([record["incumbent"] for record in told]).any()


def test_shaking_goes_on_until_the_time_is_up_and_never_loses_what_is_found(plane):
    problem, optimum = plane
    request = make_request(problem, p=4, hub_links=3)
    search = SetSearch(problem, request, Limits(clock=Clock(0.3)), NetworkFamily(problem, request))
    search._try(np.array([0, 1, 2, 3]))
    begun = search.value
    search.shake()
    assert search.limits.clock.over
    assert optimum * (1 - 1e-9) <= search.value < begun


def test_where_the_compact_model_is_too_large_the_search_goes_on(plane, monkeypatch):
    problem, optimum = plane
    monkeypatch.setattr(module, "MOST_SETS", 1)
    monkeypatch.setattr(method, "_LARGE_PROGRAM", 1)
    solution = solve(problem, p=4, hub_links=3, method="links", time_limit=1.0)
    assert "solver" not in solution.info
    assert solution.bound <= optimum * (1 + 1e-9) <= solution.objective * (1 + 2e-9)
