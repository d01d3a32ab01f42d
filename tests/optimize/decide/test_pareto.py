"""Pareto-optimal hub sets against comparing all pairs."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimize import InputError
from optimize.decide import frontier
from optimize.decide.pareto import undominated
from tests.conftest import nasty_scenarios
from tests.oracles import enumeration as oracle


def is_dominated(point, others):
    return any(
        all(o <= x for o, x in zip(other, point, strict=True)) and tuple(other) != tuple(point) for other in others
    )


@settings(max_examples=50, deadline=None)
@given(seed=st.integers(0, 10**6), count=st.integers(0, 40), measures=st.integers(1, 4))
def test_a_point_is_kept_if_and_only_if_no_other_dominates_it(seed, count, measures):
    points = np.random.default_rng(seed).integers(0, 6, (count, measures)).astype(float)
    expected = [not is_dominated(point, points) for point in points]
    assert undominated(points).tolist() == expected


def test_points_that_are_not_finite_are_left_out():
    assert undominated(np.array([[np.inf, 0.0], [1.0, 1.0], [np.inf, np.inf]])).tolist() == [False, True, False]


@pytest.mark.parametrize("seed", range(6))
def test_the_frontier_of_each_number_of_hubs_is_complete(seed):
    problem = nasty_scenarios(seed)
    chance = [scenario.probability for scenario in problem.scenarios]
    measures = ["expected", "worst_case", "max_regret"]
    found = frontier(problem, 3, measures)
    for p in (1, 2, 3):
        sets = oracle.all_sets(problem, [p])
        costs = [oracle.scenario_costs(problem, s) for s in sets]
        own = np.min(costs, axis=0)
        values = {
            tuple(problem.candidates[k] for k in s): [oracle.risk_value(c, chance, m, 0.9, own) for m in measures]
            for s, c in zip(sets, costs, strict=True)
        }
        front = {hubs for hubs, value in values.items() if not is_dominated(value, values.values())}
        rows = found[found["p"] == p]
        assert set(rows["hubs"]) == front
        for row in rows.itertuples():
            assert [row.expected, row.worst_case, row.max_regret] == pytest.approx(values[row.hubs])
        assert rows["expected"].is_monotonic_increasing


def test_measures_may_have_names_of_their_own_and_hubs_may_be_forced():
    problem = nasty_scenarios(3)
    first = problem.candidates[0]
    tail = {"mean": {"risk": "expected"}, "tail": {"risk": "cvar", "cvar_level": 0.5}}
    found = frontier(problem, 3, tail, p_min=2, open_hubs=[first])
    assert found.columns.tolist() == ["p", "hubs", "mean", "tail"]
    assert all(first in hubs for hubs in found["hubs"])
    assert set(found["p"]) == {2, 3}


def test_what_cannot_be_is_refused_by_name():
    with pytest.raises(InputError, match="p_max is 9"):
        frontier(nasty_scenarios(1), 9)
    with pytest.raises(InputError, match="has to be a whole number"):
        frontier(nasty_scenarios(1), 1.5)
