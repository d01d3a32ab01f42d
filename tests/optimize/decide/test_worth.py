"""Shapley values against all orders of joining."""

from functools import cache
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimize import HubProblem, InputError
from optimize.decide import shapley, shapley_values
from optimize.decide.worth import exact_values
from tests.conftest import nasty_problem, nasty_scenarios
from tests.oracles import enumeration as oracle


def averaged(worth, players):
    """What each player adds, on average over all orders."""
    added = {player: [] for player in players}
    for order in permutations(players):
        for at, player in enumerate(order):
            added[player].append(worth(frozenset(order[: at + 1])) - worth(frozenset(order[:at])))
    return {player: float(np.mean(values)) for player, values in added.items()}


def random_game(seed, count):
    values = np.random.default_rng(seed).normal(size=1 << count)
    return lambda some: float(values[sum(1 << k for k in some)])


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10**6), count=st.integers(1, 5))
def test_values_are_means_over_all_orders(seed, count):
    worth = random_game(seed, count)
    found = shapley_values(worth, range(count))
    assert found["value"].to_dict() == pytest.approx(averaged(worth, range(count)))
    assert (found["standard_error"] == 0).all()
    assert found["value"].sum() == pytest.approx(worth(range(count)) - worth(()))


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 10**6), risk=st.sampled_from(["expected", "worst_case", "cvar"]), based=st.booleans())
def test_hubs_share_what_they_save_beside_those_that_are_open_anyway(seed, risk, based):
    problem = nasty_scenarios(seed)
    base = list(problem.candidates[1:2]) if based else []
    hubs = [label for label in problem.candidates if label not in base]
    where = {label: k for k, label in enumerate(problem.candidates)}
    chance = [scenario.probability for scenario in problem.scenarios]

    @cache
    def cost(some):
        opened = sorted(where[label] for label in (*base, *some))
        return oracle.risk_value(oracle.scenario_costs(problem, opened), chance, risk)

    found = shapley(problem, hubs, base=base, risk=risk)
    assert found.to_dict() == pytest.approx(averaged(lambda some: cost(frozenset()) - cost(some), hubs))
    assert found.sum() == pytest.approx(cost(frozenset()) - cost(frozenset(hubs)))
    assert found.index.tolist() == hubs


def test_without_names_all_candidates_share():
    problem = nasty_problem(1, unmet_penalty=40.0)
    assert shapley(problem).index.tolist() == list(problem.candidates)


def test_a_hub_that_saves_nothing_is_worth_what_it_costs():
    flow, cost = np.ones((3, 3)), np.array([[0, 1, 50], [1, 0, 50], [50, 50, 0.0]])
    flow[2], flow[:, 2] = 0.0, 0.0
    problem = HubProblem(flow, cost, fixed_cost=[0, 0, 7], unmet_penalty=9.0, labels="abc")
    assert shapley(problem)["c"] == pytest.approx(-7.0)


def test_estimates_are_within_their_errors_and_add_up():
    worth = random_game(3, 6)
    exact = shapley_values(worth, range(6))
    found = shapley_values(worth, range(6), exact_up_to=3, orders=2000, seed=5)
    deviation = (found["value"] - exact["value"]) / found["standard_error"]
    assert deviation.abs().max() < 4
    assert (found["standard_error"] > 0).all()
    assert found["value"].sum() == pytest.approx(worth(range(6)) - worth(()))
    again = shapley_values(worth, range(6), exact_up_to=3, orders=2000, seed=5)
    assert again.equals(found)


def test_nobody_shares_nothing():
    assert exact_values(np.array([3.0])).tolist() == []
    assert len(shapley_values(lambda some: 1.0, [])) == 0


def test_what_cannot_be_is_refused_by_name():
    problem = nasty_problem(1, unmet_penalty=None, direct_cost=None)
    a, b, *_ = problem.candidates
    with pytest.raises(InputError, match="`base`"):
        shapley(problem)
    with pytest.raises(InputError, match="in `hubs` and in `base`"):
        shapley(problem, [a, b], base=[a])
    with pytest.raises(InputError, match="a regret compares"):
        shapley(problem, [a], base=[b], risk="max_regret")
    with pytest.raises(InputError, match="no hubs to share"):
        shapley(problem, [], base=[b])
    many = HubProblem(np.ones((17, 17)), np.ones((17, 17)), unmet_penalty=9.0)
    with pytest.raises(InputError, match="shapley_values"):
        shapley(many)
    with pytest.raises(InputError, match="named twice"):
        shapley_values(lambda some: 1.0, ["a", "a"])
    with pytest.raises(InputError, match="finite number"):
        shapley_values(lambda some: np.inf, ["a"])
    with pytest.raises(InputError, match="function of a tuple"):
        shapley_values(3, ["a"])
    with pytest.raises(InputError, match="seed is -1"):
        shapley_values(lambda some: 1.0, ["a"], exact_up_to=0, seed=-1)
    with pytest.raises(InputError, match="orders"):
        shapley_values(lambda some: 1.0, ["a"], exact_up_to=0, orders=1)


def test_many_hubs_beside_many_that_are_open_anyway_are_no_more_work():
    rng = np.random.default_rng(0)
    problem = HubProblem(rng.random((24, 24)), rng.random((24, 24)))
    found = shapley(problem, range(12), base=range(12, 24))
    assert len(found) == 12
    assert (found >= 0).all()
