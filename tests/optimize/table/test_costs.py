"""Queries of the costs of hub sets, on numbers that can be read off."""

import numpy as np
import pytest

from optimize import InputError
from optimize.table.costs import HubSetCosts

# rows in depth-first order: {}, {a}, {a, b}, {a, c}, {b}, {b, c}, {c}
COSTS = HubSetCosts(
    candidates=("a", "b", "c"),
    scenarios=("calm", "storm"),
    probability=np.array([0.75, 0.25]),
    p_max=2,
    forced=(),
    elements=np.arange(3),
    scenario_cost=np.array(
        [[np.inf, np.inf], [10.0, 50.0], [6.0, 18.0], [8.0, 12.0], [12.0, 16.0], [9.0, 9.0], [20.0, 4.0]]
    ),
)


def test_a_set_costs_what_its_row_says():
    assert COSTS.cost(["c", "a"]).to_dict() == {"calm": 8.0, "storm": 12.0}
    assert COSTS.cost("b").to_dict() == {"calm": 12.0, "storm": 16.0}
    assert COSTS.labels(5) == ("b", "c")
    assert len(COSTS) == 7
    with pytest.raises(InputError, match="no set"):
        COSTS.cost(["a", "b", "c"])


@pytest.mark.parametrize(
    ("asked", "hubs", "value"),
    [
        ({"p": 1}, ("b",), 13.0),  # 0.75 x 12 + 0.25 x 16
        ({"p": 2}, ("b", "c"), 9.0),  # and {a, b} and {a, c} too: 9.0, the earlier set first
        ({"p": 1, "risk": "worst_case"}, ("b",), 16.0),
        ({"p": 1, "scenario": "storm"}, ("c",), 4.0),
        ({"p": 1, "scenario": "calm", "closed_hubs": ["a"]}, ("b",), 12.0),
        ({"p": 2, "scenario": "storm", "open_hubs": ["a"]}, ("a", "c"), 12.0),
    ],
)
def test_the_best_set_is_found(asked, hubs, value):
    best = COSTS.best(1, **asked).iloc[0]
    assert best["value"] == pytest.approx(value)
    if asked != {"p": 2}:
        assert best["hubs"] == hubs


def test_regret_is_against_the_best_of_the_sets_that_compete():
    # single hubs: calm 10, 12, 20; storm 50, 16, 4: regrets 0 and 46, 2 and 12, 10 and 0
    best = COSTS.best(3, p=1, risk="max_regret")
    assert best["hubs"].tolist() == [("c",), ("b",), ("a",)]
    assert best["value"].tolist() == [10.0, 12.0, 46.0]
    assert COSTS.scenario_optimum(p=1).tolist() == [10.0, 4.0]
