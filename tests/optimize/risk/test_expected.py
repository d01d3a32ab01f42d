"""Expected cost."""

import numpy as np

from optimize.risk.expected import Expected


def test_a_scenario_of_no_probability_does_not_count_in_the_mean():
    assert float(Expected().value(np.array([1.0, np.inf]), np.array([1.0, 0.0]))) == 1.0


def test_the_mean_weighs_by_probability():
    assert Expected().value(np.array([[1.0, 5.0], [2.0, 2.0]]), np.array([0.75, 0.25])).tolist() == [2.0, 2.0]
