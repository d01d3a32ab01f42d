"""Programs as arrays: how they are put together, and the scale of the objective."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimize.run import Clock, OutOfTimeError
from optimize.solvers import Model, objective_scale, solve_model


def test_a_coefficient_that_is_not_finite_is_a_fault():
    model = Model()
    x = model.add_variables(1, cost=np.inf)
    model.add_rows(0, x, 1.0, "<=", 1.0)
    with pytest.raises(ValueError, match="not finite"):
        solve_model(model)


@given(st.floats(1e-12, 1e15))
def test_the_scaling_of_the_objective_is_a_power_of_two_to_a_handy_size(size):
    factor = objective_scale(np.array([size, 2 * size]), None)
    assert np.log2(factor) == round(np.log2(factor))
    assert 1e2 < size * factor < 1e4


def test_entries_that_meet_are_added_up_and_variables_keep_their_shape():
    model = Model()
    x = model.add_variables((2, 2), up=[[1.0, 2.0], [3.0, 4.0]], cost=[[1.0, 0.0], [0.0, 5.0]])
    model.add_cost(x[0], [10.0, 20.0])
    rows = model.add_rows([0, 0, 1], [x[0, 0], x[0, 0], x[1, 1]], [1.0, 2.0, 4.0], "<=", np.array([6.0, 8.0]))
    model.add_rows(0, x[1, 0], 1.0, "==", 2.5)
    arrays = model.arrays()
    assert x.tolist() == [[0, 1], [2, 3]]
    assert rows.tolist() == [0, 1]
    assert arrays.cost.tolist() == [11.0, 20.0, 0.0, 5.0]
    assert arrays.up.tolist() == [1.0, 2.0, 3.0, 4.0]
    assert arrays.matrix.toarray().tolist() == [[3.0, 0, 0, 0], [0, 0, 0, 4.0], [0, 0, 1.0, 0]]
    assert arrays.row_low.tolist() == [-np.inf, -np.inf, 2.5]
    assert arrays.row_up.tolist() == [6.0, 8.0, 2.5]
    assert not arrays.integer.any()


def test_an_unknown_sense_is_refused():
    model = Model()
    x = model.add_variables(1)
    with pytest.raises(ValueError, match="sense"):
        model.add_rows(0, x, 1.0, "<", 1.0)


def test_a_clock_that_is_over_stops_the_building():
    model = Model(clock=Clock(-1.0))
    with pytest.raises(OutOfTimeError):
        model.add_variables(1)


def test_a_known_magnitude_decides_the_scale():
    cost = np.array([1.0, 1e9])
    assert 5e3 < 1e6 * objective_scale(cost, 1e6) < 2e4
    assert objective_scale(np.zeros(3), None) == 1.0


def test_what_is_suggested_reaches_the_arrays_and_columns_that_are_not_there_are_left_out():
    model = Model()
    x = model.add_variables(3)
    assert model.arrays().start is None
    model.suggest([x[2], -1], [1.0, 5.0])
    start = model.arrays().start
    assert start[2] == 1.0
    assert np.isnan(start[:2]).all()
