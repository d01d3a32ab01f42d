"""The bound of the search for the worst loss: never below what a loss costs, and the cost itself without a loss."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimize.decide.exposure import add_exposure
from optimize.kernels import prepare
from tests.conftest import nasty_problem
from tests.oracles import enumeration as oracle


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10**6), r=st.integers(0, 4), choices=st.sets(st.integers(0, 4)))
def test_no_loss_costs_more_than_the_exposure_of_its_hubs(seed, r, choices):
    problem = nasty_problem(seed, candidates=None, fixed_cost=None)
    hits = np.zeros(5)
    may_go = np.isin(np.arange(5), list(choices))
    now = add_exposure(prepare(problem.blocks[0]).compressed(), np.arange(5), may_go, r, hits)
    assert now == pytest.approx(oracle.scenario_costs(problem, range(5))[0])
    for lost in combinations(sorted(choices), min(r, len(choices))):
        after = oracle.scenario_costs(problem, [k for k in range(5) if k not in lost])[0]
        assert after <= now + hits[list(lost)].sum() + 1e-9 * now
    assert not hits[~may_go].any()


def test_one_hub_of_two_costs_exactly_its_exposure():
    problem = nasty_problem(8, candidates=[0, 1], fixed_cost=None, unmet_penalty=50.0)
    hits = np.zeros(2)
    now = add_exposure(prepare(problem.blocks[0]).compressed(), np.arange(2), np.array([True, False]), 1, hits)
    assert now + hits[0] == pytest.approx(oracle.scenario_costs(problem, [1])[0])
