"""The worst loss, listed or searched: both as plain loops say, with kept hubs and fixed costs that are sunk."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimize import HubProblem
from optimize.decide import attack
from optimize.decide.look_up import SetCosts, measure
from tests.conftest import nasty_problem, nasty_scenarios
from tests.oracles import losses as oracle

RISKS = ["expected", "worst_case", "cvar"]


def both_ways(problem, hubs, r, kept, *, sunk=False, risk="expected"):
    """The worst loss, once by listing and once by searching."""
    found = []
    for most in (10**6, 0):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(attack, "MOST_LISTED", most)
            one = attack.Attack(SetCosts(problem, measure(problem, risk, {})), hubs, sunk)
            found.append((one, *one.worst(r, kept)))
    return found


@settings(max_examples=60, deadline=None)
@given(
    seed=st.integers(0, 10**6),
    r=st.integers(0, 4),
    kept=st.sets(st.integers(0, 3), max_size=2),
    sunk=st.booleans(),
    risk=st.sampled_from(RISKS),
)
def test_listed_and_searched_the_worst_loss_is_that_of_plain_loops(seed, r, kept, sunk, risk):
    problem = nasty_scenarios(seed)
    r = min(r, 4 - len(kept))
    expected = oracle.worst(problem, range(4), r, kept, sunk=sunk, risk=risk)
    for _, lost, cost in both_ways(problem, range(4), r, kept, sunk=sunk, risk=risk):
        assert cost == pytest.approx(expected)
        assert len(lost) == r
        assert not kept & set(lost)
        assert oracle.cost(problem, range(4), lost, sunk=sunk, risk=risk) == pytest.approx(expected)


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 10**6), r=st.integers(0, 3))
def test_a_loss_that_leaves_flow_without_a_way_is_found_as_the_worst(seed, r):
    problem = nasty_problem(seed, candidates=[0, 2, 3], unmet_penalty=None, direct_cost=None)
    expected = oracle.worst(problem, range(3), r)
    for _, _, cost in both_ways(problem, range(3), r, ()):
        assert cost == pytest.approx(expected)


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 10**6), r=st.integers(0, 4), sunk=st.booleans())
def test_within_capacities_the_search_finds_what_the_list_has(seed, r, sunk):
    room = np.random.default_rng(seed).integers(1, 30, 5).astype(float)
    problem = nasty_scenarios(seed).replace(capacity=room)
    (_, _, listed), (_, _, searched) = both_ways(problem, range(4), r, (), sunk=sunk)
    assert searched == pytest.approx(listed)


def test_the_search_looks_at_few_of_many_losses():
    rng = np.random.default_rng(0)
    points = rng.random((12, 2))
    distance = np.hypot(*(points[:, None] - points).T)
    problem = HubProblem(rng.random((12, 12)), distance, collection=3, transfer=0.75, distribution=2)
    listed, searched = both_ways(problem, range(12), 4, ())
    assert searched[1] == listed[1]
    assert searched[2] == pytest.approx(listed[2])
    assert len(searched[0].costs.known) < 495 / 5


def test_of_equal_losses_the_first_in_order_is_named():
    problem = HubProblem(np.ones((4, 4)), np.ones((4, 4)))
    assert attack.Attack(SetCosts(problem), range(4)).worst(2)[0] == (0, 1)
