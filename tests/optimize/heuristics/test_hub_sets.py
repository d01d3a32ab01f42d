"""Prices of hub sets, and of hub sets with one hub more."""

import numpy as np
import pytest

from optimize.heuristics.data import SearchData
from optimize.heuristics.hub_sets import HubSets
from optimize.run import make_request
from tests.oracles import enumeration as oracle
from tests.oracles.heuristics import KINDS, small_problem


def test_prices_of_additions_equal_those_of_the_sets_themselves():
    problem = small_problem("nonmetric", 7)
    sets = HubSets(SearchData.of(problem, make_request(problem, p_min=1, p_max=3)))
    base = sets.price([1])
    newcomers = np.array([0, 2, 3])
    values = sets.additions(base, newcomers)
    for k, value in zip(newcomers, values, strict=True):
        assert value == pytest.approx(sets.price([1, k]).value)


@pytest.mark.parametrize("kind", KINDS)
def test_a_hub_set_costs_what_plain_loops_say(kind):
    problem = small_problem(kind, 3)
    sets = HubSets(SearchData.of(problem, make_request(problem, p_min=1, p_max=3)))
    for hubs in ((0,), (1, 3), (0, 1, 2)):
        priced = sets.price(hubs)
        expected = oracle.scenario_costs(problem, hubs)
        if np.isfinite(expected).all():
            assert priced.scenario_cost == pytest.approx(expected)
            assert sets.served(priced)
        else:
            assert not sets.served(priced)
