"""Names of columns: words of labels, each once."""

import numpy as np
import pytest

from optimize import HubProblem, ScenarioProblem
from optimize.compact.column_names import column_names, tokens
from optimize.solvers import Model


@pytest.mark.parametrize(
    ("labels", "words"),
    [
        (["a b", "a-b", "a_b"], ["a.b", "a.b.2", "a.b.3"]),
        ([1, 2.5, ("x", 3)], ["1", "2.5", "x.3"]),
        (["", "+", "京"], ["n1", "n2", "n3"]),
        (["n2", "?"], ["n2", "n2.2"]),
        (["a very long name of a place", "a very long name"], ["a.very.long", "a.very.long.2"]),
    ],
)
def test_words_of_labels(labels, words):
    assert tokens(labels) == words


def test_names_say_what_columns_are():
    legs = {"flow": np.ones((2, 2)), "cost": np.ones((2, 2))}
    one = HubProblem.from_blocks({"bulk": legs, "parcels": legs}, labels=["a", "b"], candidates=["b"])
    problem = ScenarioProblem({"x": one, "y": one})
    model = Model()
    z, x = model.add_variables(1), model.add_variables(2)
    model.add_variables(1)
    model.describe(z, "open", lambda: {"hub": 0})
    model.describe(x, "uses", lambda: {"scenario": 1, "block": 0, "node": np.arange(2), "hub": 0})
    assert column_names(model, problem) == ["open_b", "uses_y_bulk_a_b", "uses_y_bulk_b_b", "c3"]


def test_columns_that_are_not_there_and_names_that_are_equal():
    problem = HubProblem(np.ones((2, 2)), np.ones((2, 2)), labels=["a", "b"])
    model = Model()
    x = model.add_variables(2)
    model.describe(np.array([x[0], -1, x[1]]), "at", lambda: {"node": np.array([0, 1, 0])})
    assert column_names(model, problem) == ["at_a", "at_a_c2"]
