"""Kinds of rows, as arrays."""

import numpy as np

from optimize.solvers import Model, add_below, add_sums_below


def rows(model):
    """The matrix and the right-hand sides of a model whose rows are all of the kind <=."""
    arrays = model.arrays()
    assert np.isneginf(arrays.row_low).all()
    return arrays.matrix.toarray().tolist(), arrays.row_up.tolist()


def test_each_column_below_its_limit():
    model = Model()
    x = model.add_variables(4)
    add_below(model, x[:2], x[2:], np.array([2.0, 3.0]))
    assert rows(model) == ([[1, 0, -2, 0], [0, 1, 0, -3]], [0, 0])


def test_the_sum_of_each_member_below_its_limit():
    model = Model()
    x = model.add_variables(5)
    # columns 0 and 1 belong to member 1, column 2 to member 0; limits are columns 3 and 4
    add_sums_below(model, np.array([1, 1, 0]), x[:3], x[3:])
    assert rows(model) == ([[0, 0, 1, -1, 0], [1, 1, 0, 0, -1]], [0, 0])
