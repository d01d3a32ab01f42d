"""A program in arrays and PuLP's model of it are the same program."""

import numpy as np
import pytest

from optimize.run import Clock, OutOfTimeError
from optimize.solvers import Model
from optimize.solvers.pulp_model import all_values, column_numbers, to_pulp


def program():
    """Two rows of each sense over four columns, of which the last appears nowhere."""
    model = Model()
    x = model.add_variables(4, low=[0.0, -np.inf, 1.0, 2.0], up=[1.0, np.inf, 5.0, 7.0], cost=[3.0, 0.0, -1.0, 0.0])
    model.add_rows([0, 0], x[:2], [1.0, 2.0], "<=", 4.0)
    model.add_rows([0, 0], x[1:3], [1.0, -1.0], ">=", -2.0)
    model.add_rows(0, x[0], 2.0, "==", 1.0)
    return model.arrays()


def test_names_bounds_costs_and_rows_are_those_of_the_arrays():
    arrays = program()
    prob, variables = to_pulp("a program", arrays, 2.0, Clock())
    assert [v.name for v in variables] == [f"X{c:07d}" for c in range(4)]
    no_bounds = {(None, None), (-np.inf, np.inf)}  # of PuLP 3, of PuLP 4
    assert [(v.lowBound, v.upBound) for v in (variables[0], *variables[2:])] == [(0, 1), (1, 5), (2, 7)]
    assert (variables[1].lowBound, variables[1].upBound) in no_bounds
    costs = {v.name: c for v, c in prob.objective.items()}
    assert costs == {"X0000000": 6.0, "X0000002": -2.0}
    assert len(prob.constraints()) == 3


def test_columns_the_solver_never_saw_stand_at_their_bounds():
    arrays = program()
    assert all_values(np.array([0.5, -1.0, 2.0]), np.array([0, 1, 2]), arrays).tolist() == [0.5, -1.0, 2.0, 2.0]


def test_column_numbers_are_read_from_the_names():
    prob, _ = to_pulp("a program", program(), 1.0, Clock())
    assert set(column_numbers(prob)) >= {0, 1, 2}


def test_building_stops_when_the_clock_is_over():
    with pytest.raises(OutOfTimeError):
        to_pulp("late", program(), 1.0, Clock(-1.0))
