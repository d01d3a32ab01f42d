"""Choosing between low, central and high, and drawing in between."""

import numpy as np
import pytest

import geodata
from geodata.values.uncertainty import Choice, triangular


def test_triangular_quantiles():
    low, mode, high = (np.full(3, x) for x in (0.0, 1.0, 4.0))
    found = triangular(np.array([0.0, 0.25, 1.0]), low, mode, high)
    assert found == pytest.approx([0.0, 1.0, 4.0])  # a quarter of the mass lies below the mode
    assert triangular(np.array([0.3]), *(np.array([2.0]),) * 3) == 2.0


def test_draws_have_the_mean_of_the_triangle():
    n = 20_000
    draws = Choice(seed=1).pick(np.full(n, 1.0), np.full(n, 2.0), np.full(n, 6.0), stream=0)
    assert draws.min() >= 1
    assert draws.max() <= 6
    assert draws.mean() == pytest.approx(3.0, abs=0.03)


def test_a_number_without_bounds_is_certain():
    nan = np.array([np.nan])
    assert Choice(seed=3).pick(nan, np.array([5.0]), nan, stream=0) == 5.0


def test_an_unknown_level_is_refused(danube):
    with pytest.raises(ValueError, match="use one of low, central, high"):
        geodata.load_region(danube, level="medium")
