"""Hubs to fortify: as a list of all of them says, against the worst loss of the others."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimize import HubProblem, InputError, decide
from tests.conftest import nasty_problem, nasty_scenarios
from tests.oracles import losses as oracle


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10**6), r=st.integers(0, 4), q=st.integers(0, 4), sunk=st.booleans())
def test_the_best_hubs_to_fortify_are_those_of_plain_loops(seed, r, q, sunk):
    problem = nasty_scenarios(seed)
    best = decide.fortification(problem, problem.candidates, r, q, sunk=sunk)
    assert best.cost == pytest.approx(oracle.fortified(problem, range(4), r, q, sunk=sunk))
    kept, lost = oracle.positions(problem, best.fortified), oracle.positions(problem, best.lost)
    assert len(kept) == q
    assert not set(kept) & set(lost)
    assert oracle.worst(problem, range(4), r, kept, sunk=sunk) == pytest.approx(best.cost)
    assert oracle.cost(problem, range(4), lost, sunk=sunk) == pytest.approx(best.cost)
    assert best.cost_unfortified == pytest.approx(oracle.worst(problem, range(4), r, sunk=sunk))


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 10**6), r=st.integers(0, 4), risk=st.sampled_from(["worst_case", "cvar"]))
def test_the_more_is_fortified_the_less_the_worst_loss_costs(seed, r, risk):
    problem = nasty_scenarios(seed)
    best = [decide.fortification(problem, problem.candidates, r, q, sunk=True, risk=risk) for q in range(5)]
    costs = [each.cost for each in best]
    assert costs == pytest.approx(sorted(costs, reverse=True))
    assert costs[0] == pytest.approx(best[2].cost_unfortified)
    worst = decide.interdiction(problem, problem.candidates, r, sunk=True, risk=risk)
    assert costs[0] == pytest.approx(worst.cost)


def test_if_all_are_fortified_nothing_is_lost():
    problem = nasty_problem(4, candidates=[0, 1, 2])
    best = decide.fortification(problem, [0, 1, 2], 2, 3)
    assert (best.fortified, best.lost) == ((0, 1, 2), ())
    assert best.cost == pytest.approx(best.cost_before)


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_within_capacities_it_is_the_best_of_all_worst_losses(seed):
    room = np.random.default_rng(seed).integers(1, 30, 5).astype(float)
    problem = nasty_problem(seed, candidates=[0, 2, 3], capacity=room, unmet_penalty=40.0)
    lost = {k: decide.interdiction(problem, [j for j in (0, 2, 3) if j != k], 0).cost for k in (0, 2, 3)}
    expected = min(max(lost[k] for k in lost if k != kept) for kept in lost)
    assert decide.fortification(problem, [0, 2, 3], 1, 1).cost == pytest.approx(expected)


def test_the_worst_hub_need_not_be_the_one_to_fortify():
    # each of the pairs (a, b) and (a, c) is the only way of some flow to cost little; losing (b, c) matters less
    far = 20.0
    cost = np.full((4, 4), far)
    cost[0, 0] = cost[1, 1] = cost[2, 2] = cost[3, 3] = 0.0
    problem = HubProblem(np.diag([5.0, 4.0, 3.0, 0.0]), cost, labels=list("abcd"), unmet_penalty=100.0)
    best = decide.fortification(problem, list("abc"), 2, 1)
    # flows stay at their own hub for nothing; a lost hub costs its flow 40 by the way of another
    assert best.fortified == ("a",)
    assert best.lost == ("b", "c")
    assert best.cost == pytest.approx(40 * (4 + 3))


@pytest.mark.parametrize(("r", "q", "fault"), [(4, 1, "r is 4"), (1, 4, "q is 4"), (1, "a", "q is 'a'")])
def test_numbers_that_cannot_be_are_refused(r, q, fault):
    with pytest.raises(InputError, match=fault):
        decide.fortification(nasty_problem(1, candidates=[0, 1, 2]), [0, 1, 2], r, q)
