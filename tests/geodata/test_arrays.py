"""Arithmetic that does not overflow."""

import numpy as np

from geodata.arrays import LARGEST, multiply


def test_what_would_overflow_stays_a_number_and_nothing_stays_nothing():
    values = np.array([1e300, 2.0, 3.0])
    multiply(values, np.array([True, True, False]), 1e200)
    assert values.tolist() == [LARGEST, 2e200, 3.0]
    assert (np.array([0.0]) * values[0]).tolist() == [0.0]
