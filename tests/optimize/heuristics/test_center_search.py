"""The search for centres under a falling floor: as good as enumeration on small problems, within the rules."""

import numpy as np
import pytest

from optimize.heuristics.center_search import CenterSearch
from optimize.heuristics.data import SearchData
from optimize.heuristics.pair_bound import pair_bound
from optimize.run import Clock, make_request
from tests.oracles.random_cases import random_case


@pytest.mark.parametrize(("allocation", "r"), [("multiple", None), ("single", 1), (2, 2)])
def test_it_reaches_the_optimum_of_small_problems(allocation, r):
    for seed in range(3):
        case = random_case(seed, n=5, h=4, objective="center", allocation=allocation, risk="expected")
        request = make_request(case.problem, **case.arguments())
        data = SearchData.of(case.problem, request)
        search = CenterSearch(data, Clock(), r, pair_bound(data))
        search.run(shakes=15)
        assert search.best_value == pytest.approx(case.optimum())
        assert request.allows(search.best.hubs.tolist())
        assert (pair_bound(data) <= search.best_value + 1e-9).all()
        assert np.isfinite(search.best_value)
