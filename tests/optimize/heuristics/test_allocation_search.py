"""The search over hub sets and allocations: designs in the problem's own numbers, hub sets allocated once."""

import numpy as np
import pytest

from optimize import HubProblem
from optimize.evaluate import evaluate
from optimize.heuristics.allocation_search import AllocationSearch
from optimize.heuristics.data import SearchData
from optimize.run import Clock, Design, make_request


@pytest.fixture
def search():
    rng = np.random.default_rng(3)
    problem = HubProblem(rng.random((7, 7)), rng.random((7, 7)), transfer=0.5, candidates=[1, 2, 4, 6], fixed_cost=0.3)
    request = make_request(problem, p=2, allocation="single")
    return problem, request, AllocationSearch(SearchData.of(problem, request), Clock())


def test_an_allocation_costs_what_the_evaluator_says(search):
    problem, request, searching = search
    for hubs in ((0, 1), (1, 3)):
        found = searching.allocate(hubs)
        design = Design(hubs, found.assigned(problem.h))
        evaluation = evaluate(problem, design, request)
        assert evaluation.faults == ()
        assert found.value == pytest.approx(evaluation.objective)


def test_a_hub_set_is_allocated_once(search):
    _, _, searching = search
    first = searching.allocate((0, 2))
    assert searching.allocate((2, 0)) is first
    assert searching.evaluated == 1


def test_a_descent_is_never_worse_and_the_best_is_kept(search):
    _, _, searching = search
    start = searching.allocate((0, 1))
    end = searching.descend(start)
    assert end.value <= start.value
    assert searching.best.value <= end.value
