"""Hubs under a budget of closures, against lists of all hub sets and all combinations."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimize import HubProblem, InputError, decide
from tests.optimize.decide import links

SEEDS = st.integers(0, 10**6)


@settings(max_examples=15, deadline=None)
@given(seed=SEEDS, gamma=st.integers(0, 3), p=st.integers(1, 3), scenarios=st.integers(1, 2))
def test_the_best_hubs_are_those_of_plain_loops(seed, gamma, p, scenarios):
    make = links.random_worlds(seed, scenarios=scenarios)
    plan = decide.closures(make, links.NAMES, gamma, p)
    values = {hubs: links.worst(make, hubs, gamma) for hubs in combinations(range(5), p)}
    assert plan.cost == pytest.approx(min(values.values()))
    assert plan.bound == pytest.approx(plan.cost)
    if np.isfinite(plan.cost):
        chosen = tuple("abcde".index(hub) for hub in plan.hubs)
        assert values[chosen] == pytest.approx(plan.cost)
        assert links.cost(make, chosen, plan.worst) == pytest.approx(plan.cost)
        assert plan.cost_if_nothing_closes == pytest.approx(links.cost(make, chosen, ()))
        for _, row in plan.combinations.iterrows():
            assert row["cost"] == pytest.approx(links.cost(make, chosen, row["closed"]))
            best = min(links.cost(make, hubs, row["closed"]) for hubs in values)
            assert row["best_cost"] == pytest.approx(best)
    else:
        assert (plan.hubs, plan.status) == ((), "infeasible")


@settings(max_examples=20, deadline=None)
@given(seed=SEEDS, gamma=st.integers(0, 4))
def test_where_closures_only_cost_the_largest_combinations_are_enough(seed, gamma):
    make = links.random_worlds(seed, only_worse=True)
    plans = [decide.closures(make, links.NAMES, gamma, 2, monotone=told) for told in (False, True)]
    assert plans[0].cost == pytest.approx(plans[1].cost)


@settings(max_examples=15, deadline=None)
@given(seed=SEEDS)
def test_a_larger_budget_never_costs_less_and_no_budget_is_the_plain_problem(seed):
    make = links.random_worlds(seed)
    costs = [decide.closures(make, links.NAMES, gamma, 2).cost for gamma in range(5)]
    assert costs == sorted(costs)
    assert costs[0] == pytest.approx(min(links.cost(make, hubs, ()) for hubs in combinations(range(5), 2)))


def test_open_and_closed_hubs_are_heeded():
    make = links.random_worlds(7, dead_ends=False)
    plan = decide.closures(make, links.NAMES, 2, 2, open_hubs=["c"], closed_hubs=["a", "b"])
    expected = min(links.worst(make, hubs, 2) for hubs in ((2, 3), (2, 4)))
    assert plan.cost == pytest.approx(expected)
    with pytest.raises(InputError, match="p is 6"):
        decide.closures(make, links.NAMES, 1, 6)


def test_few_of_many_combinations_have_to_be_generated():
    rng = np.random.default_rng(2)
    cost = rng.uniform(1, 10, (12, 12))

    def make(closed):
        ways = cost.copy()
        for node in closed:
            ways[node] *= 3
        return HubProblem(np.ones((12, 12)), ways, transfer=0.6)

    plan = decide.closures(make, range(12), 2, 3, monotone=True)
    assert len(plan.combinations) < 40  # of 67


@settings(max_examples=20, deadline=None)
@given(seed=SEEDS, gamma=st.integers(0, 3), limited=st.booleans())
def test_the_worst_closures_of_given_hubs_are_those_of_plain_loops(seed, gamma, limited):
    make = links.random_worlds(seed, **({"capacity": 1e6} if limited else {}))
    attack = decide.worst_closures(make, links.NAMES, gamma, ["a", "d"])
    assert attack.cost == pytest.approx(links.worst(make, (0, 3), gamma))
    assert links.cost(make, (0, 3), attack.worst) == pytest.approx(attack.cost)
    assert attack.cost_before == pytest.approx(links.cost(make, (0, 3), ()))
    assert sorted(attack.ranking["closed"]) == sorted(links.all_closed(gamma))
    assert attack.ranking["cost"].iloc[0] == attack.cost
    for _, row in attack.ranking.iterrows():
        assert row["cost"] == pytest.approx(links.cost(make, (0, 3), row["closed"]))


@settings(max_examples=20, deadline=None)
@given(seed=SEEDS, gamma=st.integers(0, 3), q=st.integers(0, 4))
def test_the_best_links_to_fortify_are_those_of_plain_loops(seed, gamma, q):
    make = links.random_worlds(seed)
    best = decide.fortify_closures(make, links.NAMES, gamma, q, ["a", "d"])
    expected = min(links.worst(make, (0, 3), gamma, safe) for safe in combinations(links.NAMES, q))
    assert best.cost == pytest.approx(expected)
    assert len(best.fortified) == q
    assert not set(best.fortified) & set(best.worst)
    assert links.worst(make, (0, 3), gamma, best.fortified) == pytest.approx(expected)
    assert best.cost_unfortified == pytest.approx(links.worst(make, (0, 3), gamma))
    if q == 4:
        assert (best.worst, best.cost) == ((), best.cost_before)


def test_a_number_of_links_that_cannot_be_is_refused():
    with pytest.raises(InputError, match="q is 5"):
        decide.fortify_closures(links.random_worlds(0), links.NAMES, 1, 5, ["a"])
