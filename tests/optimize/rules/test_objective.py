"""The objective as a value, and rounding at the threshold."""

import pytest

from optimize.rules import Objective


@pytest.mark.parametrize(
    ("name", "sense", "covering", "capacities"),
    [
        ("cost", 1, False, True),
        ("center", 1, False, False),
        ("set_covering", 1, True, False),
        ("max_covering", -1, True, False),
    ],
)
def test_what_each_objective_is(name, sense, covering, capacities):
    objective = Objective(name, 5.0)
    assert objective.sense == sense
    assert objective.is_covering is covering
    assert objective.has_capacities is capacities
    assert [objective.adds_costs, objective.is_largest, objective.counts_hubs, objective.counts_covered].count(
        True
    ) == 1


@pytest.mark.parametrize("unit", [1e-9, 1.0, 1e9])
@pytest.mark.parametrize("threshold", [0.0, 0.3, 5.0])
def test_a_cost_at_the_threshold_is_covered_though_its_sum_is_rounded(threshold, unit):
    limit = Objective("max_covering", threshold * unit).limit
    assert threshold * unit * (1 + 1e-12) <= limit
    assert limit <= threshold * unit * (1 + 1e-6)
