"""What an archive holds is a table, or every reason why it is none."""

import numpy as np
import pytest

from optimize import HubProblem, HubSetTable, InputError
from optimize.table.file import read_archive
from optimize.table.stored import table_of


@pytest.fixture(scope="module")
def parts(tmp_path_factory):
    path = tmp_path_factory.mktemp("table") / "x.npz"
    problem = HubProblem(np.ones((3, 3)), np.ones((3, 3)), labels=list("abc"))
    HubSetTable.build(problem, 2, forced=["b"]).save(path)
    return read_archive(path)


def test_what_was_saved_is_a_table(parts):
    fields = table_of(*parts, "x.npz")
    assert fields["candidates"] == ("a", "b", "c")
    assert fields["forced"] == (1,)
    assert fields["scenario_cost"].shape == (3, 1)  # b alone, with a, with c


@pytest.mark.parametrize(
    ("entry", "value", "words"),
    [
        ("candidates", None, "candidates have to be a list"),
        ("candidates", ["a", "a", "c"], "candidates appear more than once"),
        ("candidates", ["a", ["b"], "c"], "candidates have to be a list of names"),
        ("scenarios", [1], "scenarios have to be"),
        ("p_max", 0, "p_max has to be a whole number from 1 to 3"),
        ("p_max", "2", "p_max has to be"),
        ("p_max", 3, "scenario_cost has to be numbers of shape (4, 1)"),
        ("forced", [1, 1], "different candidates"),
        ("forced", [7], "different candidates"),
        ("forced", "b", "whole numbers"),
        ("objective", "luck", "objective has to be one of"),
        ("capacities", 1, "capacities has to be true or false"),
    ],
)
def test_a_header_that_is_wrong(parts, entry, value, words):
    header, arrays = parts
    with pytest.raises(InputError) as told:
        table_of(header | {entry: value}, arrays, "x.npz")
    assert words in str(told.value)
    assert "x.npz" in str(told.value)


@pytest.mark.parametrize(
    ("entry", "value", "words"),
    [
        ("elements", np.array([2, 0]), "elements have to ascend"),
        ("elements", np.array([0.0, 2.0]), "whole numbers"),
        ("elements", np.array([0]), "scenario_cost has to be numbers of shape (2, 1)"),
        ("probability", np.array([2.0]), "probability has to be from 0 to 1"),
        ("probability", np.array(["x"]), "probability has to be numbers of shape (1,)"),
        ("scenario_cost", np.full((3, 1), np.nan), "scenario_cost has to be numbers >= 0"),
        ("scenario_cost", np.ones((2, 1)), "scenario_cost has to be numbers of shape (3, 1)"),
        ("hub_load", np.ones((3, 1)), "hub_load has to be numbers of shape (3, 1, 2)"),
    ],
)
def test_an_array_that_is_wrong(parts, entry, value, words):
    header, arrays = parts
    with pytest.raises(InputError) as told:
        table_of(header, arrays | {entry: value}, "x.npz")
    assert words in str(told.value)


def test_every_fault_is_told(parts):
    header, arrays = parts
    with pytest.raises(InputError) as told:
        table_of(header | {"p_max": None, "objective": None, "scenarios": []}, arrays, "x.npz")
    assert len(told.value.faults) == 3
