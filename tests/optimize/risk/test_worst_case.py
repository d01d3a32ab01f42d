"""Worst case and regrets, by hand."""

import numpy as np
import pytest

from optimize.risk.worst_case import MaxRegret, RelativeRegret, WorstCase

NEVER = np.array([1.0, 0.0])


@pytest.mark.parametrize(("measure", "value"), [(WorstCase(), 8.0), (MaxRegret(), 6.0), (RelativeRegret(), 4.0)])
def test_scenarios_of_no_probability_count(measure, value):
    assert float(measure.value(np.array([5.0, 8.0]), NEVER, np.array([1.0, 2.0]))) == value


def test_the_largest_relative_regret_is_not_where_the_regret_is_largest():
    costs, own = np.array([110.0, 3.0]), np.array([100.0, 2.0])
    assert float(MaxRegret().value(costs, np.array([0.5, 0.5]), own)) == 10.0
    assert float(RelativeRegret().value(costs, np.array([0.5, 0.5]), own)) == 0.5


def test_what_cannot_be_served_is_infinitely_bad():
    assert float(WorstCase().value(np.array([5.0, np.inf]), NEVER)) == np.inf
