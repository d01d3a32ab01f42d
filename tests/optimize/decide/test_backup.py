"""The best hub to open when others are lost: as plain loops over all candidates say."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimize import HubProblem, InputError, decide, solve
from tests.conftest import nasty_problem, nasty_scenarios
from tests.oracles import losses as oracle


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10**6), lost=st.sets(st.integers(0, 1)), risk=st.sampled_from(["expected", "worst_case"]))
def test_the_best_backup_and_the_ranking_are_those_of_plain_loops(seed, lost, risk):
    problem = nasty_scenarios(seed)
    names = problem.candidates
    left = [k for k in (0, 1) if k not in lost]
    best = decide.backup(problem, names[:2], [names[k] for k in lost], risk=risk)
    expected = {names[k]: oracle.cost(problem, [*left, k], risk=risk) for k in (2, 3)}
    assert dict(zip(best.ranking["hub"], best.ranking["cost"], strict=True)) == pytest.approx(expected)
    assert best.cost == pytest.approx(min(expected.values()))
    assert expected[best.hub] == pytest.approx(best.cost)
    assert best.ranking["cost"].is_monotonic_increasing
    assert best.cost_without == pytest.approx(oracle.cost(problem, left, risk=risk))
    assert best.ranking["saving"].tolist() == pytest.approx((best.cost_without - best.ranking["cost"]).tolist())


@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_within_capacities_it_is_the_hub_that_a_mixed_integer_program_opens(seed):
    room = np.random.default_rng(seed).integers(5, 40, 5).astype(float)
    problem = nasty_problem(seed, candidates=[0, 1, 2, 3], capacity=room, unmet_penalty=40.0)
    best = decide.backup(problem, [0, 1], 1)
    expected = solve(problem, p=2, open_hubs=[0], closed_hubs=[1], method="compact")
    assert best.cost == pytest.approx(expected.objective, rel=1e-5)


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_the_plan_has_the_best_backup_of_each_hub(seed):
    problem = nasty_scenarios(seed)
    names = problem.candidates
    plan = decide.backup_plan(problem, names[:3])
    assert plan["lost"].tolist() == list(names[:3])
    assert plan["backup"].tolist() == [names[3]] * 3
    for k, row in plan.iterrows():
        left = [j for j in range(3) if j != k]
        assert row["cost"] == pytest.approx(oracle.cost(problem, [*left, 3]))
        assert row["cost_without"] == pytest.approx(oracle.cost(problem, left))
        assert row["saving"] == pytest.approx(row["cost_without"] - row["cost"])


def test_a_backup_that_does_not_pay_is_told_apart():
    problem = HubProblem(np.ones((3, 3)), np.ones((3, 3)), labels=list("abc"), fixed_cost=[0, 0, 99.0])
    best = decide.backup(problem, ["a", "b"], "b")
    assert best.hub == "c"
    assert best.cost == pytest.approx(best.cost_without + 99)


def test_where_no_backup_helps_costs_are_infinite():
    cost = np.full((3, 3), np.inf)
    best = decide.backup(HubProblem(np.ones((3, 3)), cost), [0], 0)
    assert (best.cost, best.cost_without) == (np.inf, np.inf)
    assert best.ranking["saving"].isna().all()


def test_only_what_is_open_can_be_lost_and_something_has_to_be_left_to_open():
    problem = HubProblem(np.ones((3, 3)), np.ones((3, 3)), labels=list("abc"))
    with pytest.raises(InputError, match="'c' is not among the open hubs"):
        decide.backup(problem, ["a", "b"], "c")
    with pytest.raises(InputError, match="no candidate is left"):
        decide.backup(problem, list("abc"), "c")
    with pytest.raises(InputError, match="regret"):
        decide.backup(problem, ["a"], "a", risk="max_regret")
