"""The best hubs where hubs fail: as plain loops over all hub sets and all outcomes say."""

from importlib import import_module
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimize import HubProblem, InputError, decide, solve
from tests.conftest import nasty_problem, nasty_scenarios
from tests.oracles import losses as oracle


@settings(max_examples=40, deadline=None)
@given(
    seed=st.integers(0, 10**6),
    p=st.integers(1, 3),
    sunk=st.booleans(),
    risk=st.sampled_from(["expected", "worst_case", "cvar"]),
)
def test_the_best_hubs_are_those_of_plain_loops(seed, p, sunk, risk):
    problem = nasty_scenarios(seed)
    chance = np.random.default_rng(seed).random(4)
    plan = decide.failure(problem, p, dict(zip(problem.candidates, chance, strict=True)), sunk=sunk, risk=risk)
    values = {hubs: oracle.expected(problem, hubs, chance, sunk=sunk, risk=risk) for hubs in combinations(range(4), p)}
    assert plan.objective == pytest.approx(min(values.values()))
    chosen = tuple(oracle.positions(problem, plan.hubs))
    assert values[chosen] == pytest.approx(plan.objective)
    assert plan.cost_if_nothing_fails == pytest.approx(oracle.cost(problem, chosen, risk=risk))
    assert (plan.bound, plan.gap, plan.status) == (plan.objective, 0.0, "optimal")


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 10**6), sunk=st.booleans())
def test_the_outcomes_add_up_to_the_objective(seed, sunk):
    problem = nasty_scenarios(seed)
    plan = decide.failure(problem, 3, 0.2, sunk=sunk)
    assert plan.outcomes["probability"].sum() == pytest.approx(1.0)
    assert len(set(plan.outcomes["lost"])) == 8
    assert plan.outcomes["probability"].is_monotonic_decreasing
    assert (plan.outcomes["probability"] * plan.outcomes["cost"]).sum() == pytest.approx(plan.objective)
    hubs = oracle.positions(problem, plan.hubs)
    for _, row in plan.outcomes.iterrows():
        lost = oracle.positions(problem, row["lost"])
        assert row["cost"] == pytest.approx(oracle.cost(problem, hubs, lost, sunk=sunk))
    mean = sum(plan.scenario_cost[s.name] * s.probability for s in problem.scenarios)
    assert mean == pytest.approx(plan.objective)


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 10**6), p=st.integers(1, 3))
def test_hubs_that_never_fail_are_those_of_the_plain_problem(seed, p):
    problem = nasty_problem(seed, unmet_penalty=30.0)
    plan = decide.failure(problem, p, 0)
    expected = solve(problem, p=p, method="compact")
    assert plan.objective == pytest.approx(expected.objective)
    assert plan.cost_if_nothing_fails == pytest.approx(expected.objective)


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 10**6), low=st.floats(0, 1), high=st.floats(0, 1))
def test_the_likelier_failures_are_the_more_is_to_be_expected_where_fixed_costs_are_sunk(seed, low, high):
    problem = nasty_scenarios(seed)
    low, high = sorted((low, high))
    costs = [decide.failure(problem, 2, chance, sunk=True).objective for chance in (low, high)]
    assert costs[0] <= costs[1] * (1 + 1e-12)


@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_within_capacities_every_outcome_keeps_to_them(seed):
    room = np.random.default_rng(seed).integers(5, 40, 5).astype(float)
    problem = nasty_problem(seed, candidates=[0, 2, 3], capacity=room, unmet_penalty=40.0)
    plan = decide.failure(problem, 2, {0: 0.3, 2: 0.6, 3: 0.1}, open_hubs=[0, 2])
    one = {k: solve(problem, p=1, open_hubs=[k], method="compact").objective for k in (0, 2)}
    both = solve(problem, p=2, open_hubs=[0, 2], method="compact").objective
    none = 40.0 * problem.total_flow if problem.blocks[0].direct is None else None
    if none is not None:
        expected = 0.7 * 0.4 * both + 0.7 * 0.6 * one[0] + 0.3 * 0.4 * one[2] + 0.3 * 0.6 * none
        assert plan.objective == pytest.approx(expected, rel=1e-5)


def test_a_hand_example():
    # one hub: b costs 12 and fails half the time, which costs 90; a costs 18 and never fails
    cost = np.array([[0, 1, 2], [1, 0, 1], [2, 1, 0.0]])
    problem = HubProblem(np.ones((3, 3)), cost, labels=["a", "b", "c"], unmet_penalty=10.0)
    assert decide.failure(problem, 1, {"a": 0, "b": 0.5, "c": 0}).hubs == ("a",)
    sure = decide.failure(problem, 1, {"a": 0, "b": 0.5, "c": 0}, open_hubs=["b"])
    assert sure.objective == pytest.approx(0.5 * 12 + 0.5 * 90)


def test_sets_that_cannot_win_are_not_looked_up():
    rng = np.random.default_rng(0)
    points = rng.random((15, 2))
    distance = np.hypot(*(points[:, None] - points).T)
    problem = HubProblem(
        rng.random((15, 15)), distance, transfer=0.75, fixed_cost=rng.random(15) * 9, unmet_penalty=3.0
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(import_module("optimize.decide.failure"), "_LOOK_UPS", 16)
        plan = decide.failure(problem, 4, 0.01)
    assert plan.info["looked_up"] < plan.info["hub_sets"] / 2
    assert plan.objective == decide.failure(problem, 4, 0.01).objective


def test_if_all_hubs_may_be_lost_flow_needs_an_outside_option():
    problem = HubProblem(np.ones((3, 3)), np.ones((3, 3)))
    plan = decide.failure(problem, 2, 0.1)
    assert (plan.hubs, plan.objective, plan.status) == ((), np.inf, "infeasible")
    assert "unmet_penalty" in plan.explanation
    sure = decide.failure(problem, 2, {0: 0.0, 1: 0.1, 2: 0.1})
    assert sure.status == "optimal"
    assert 0 in sure.hubs


@pytest.mark.parametrize("p", [0, 6, 2.0, True])
def test_a_number_of_hubs_that_cannot_be_is_refused(p):
    with pytest.raises(InputError, match="p is"):
        decide.failure(nasty_problem(1), p, 0.1)


def test_open_and_closed_hubs_are_heeded_and_checked():
    problem = nasty_problem(1, candidates=None, unmet_penalty=40.0)
    plan = decide.failure(problem, 2, 0.1, open_hubs=[3], closed_hubs=[0, 1])
    assert 3 in plan.hubs
    assert not {0, 1} & set(plan.hubs)
    with pytest.raises(InputError, match="only 1 candidate"):
        decide.failure(problem, 2, 0.1, closed_hubs=[0, 1, 2, 3])
