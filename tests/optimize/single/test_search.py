"""The search: how much better a solution has to be to be looked for, and bounds that say so."""

import numpy as np
import pytest

from optimize import solve
from optimize.instances import random_nonmetric
from optimize.run import Limits, make_request
from optimize.single import build_model
from optimize.single.heuristic import Incumbent
from optimize.single.search import Search


@pytest.fixture(scope="module")
def problem():
    return random_nonmetric(8, seed=5)


@pytest.mark.parametrize("gap", [0.0, 1e-9, 1e-6, 0.01, 0.3])
def test_what_is_not_looked_for_is_within_the_gap(problem, gap):
    model = build_model(problem, [1.0])
    request = make_request(problem, p=2, allocation="single")
    known = Incumbent((0, 1), np.zeros((1, 8), dtype=np.int64), 0.5 * model.ceiling)
    search = Search(model, request, Limits(gap=gap), known)
    assert search.cutoff <= known.value
    assert known.value - search.cutoff <= (gap + 1e-10) * known.value


@pytest.mark.parametrize("gap", [1e-6, 0.05, 0.3])
def test_the_gap_asked_for_is_the_gap_that_is_proven(problem, gap):
    best = solve(problem, p=3, allocation="single", method="single").objective
    solution = solve(problem, p=3, allocation="single", method="single", gap=gap)
    assert solution.status == "optimal"
    assert solution.gap <= gap
    assert solution.bound <= best * (1 + 1e-9)
    assert solution.objective <= best * (1 + gap) * (1 + 1e-9)
