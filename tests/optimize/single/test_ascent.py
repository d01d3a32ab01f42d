"""The ascent: its bounds rise, and stay below every solution."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from optimize import solve
from optimize.instances import random_nonmetric
from optimize.run import Limits, make_request
from optimize.single import build_model
from optimize.single.ascent import Ascent
from optimize.single.heuristic import Incumbent
from optimize.single.search import Search


@given(st.integers(0, 2**16))
@settings(max_examples=15, deadline=None)
def test_every_bound_of_the_ascent_is_below_every_solution(seed):
    rng = np.random.default_rng(seed)
    problem = random_nonmetric(8, seed=seed)
    request = make_request(problem, p=2, allocation="single")
    model = build_model(problem, [1.0])
    best = solve(problem, p=2, allocation="single", method="single").objective
    known = Incumbent((), np.zeros((1, 8), dtype=np.int64), best * (1 + rng.random()))
    search = Search(model, request, Limits(), known)
    ascent = Ascent(search._root(), 2, 2, search.cutoff)
    ascent.diffuse(3)
    bounds = [ascent.step[0], *(ascent.run(5) for _ in range(6))]
    assert max(bounds) <= best * (1 + 1e-9)
    assert bounds == sorted(bounds)
