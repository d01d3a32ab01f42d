"""From what users pass to arrays: labels, positions, orders, and every fault with its place."""

import numpy as np
import pandas as pd
import pytest

from optimize.problem.validation import as_matrix, as_vector, candidate_positions, find_label, node_labels

NAMES = ("ala", "bis", "tas")


def faults_of(function, *arguments, **options):
    faults = []
    value = function(*arguments, faults, **options)
    return value, faults


def test_candidates_come_in_the_order_of_the_nodes_and_once():
    positions, faults = faults_of(candidate_positions, ["tas", "ala", "tas"], NAMES)
    assert (positions.tolist(), faults) == ([0, 2], [])
    assert faults_of(candidate_positions, "bis", NAMES)[0].tolist() == [1]
    assert faults_of(candidate_positions, [2, 0], NAMES)[0].tolist() == [0, 2]
    assert faults_of(candidate_positions, None, NAMES)[0].tolist() == [0, 1, 2]


def test_rows_and_columns_of_a_frame_are_put_in_the_order_of_the_nodes():
    table = pd.DataFrame([[1, 2, 3], [4, 5, 6], [7, 8, 9]], index=["tas", "ala", "bis"], columns=["bis", "tas", "ala"])
    matrix, faults = faults_of(as_matrix, "flow", table, NAMES)
    assert not faults
    assert matrix.tolist() == [[6, 4, 5], [9, 7, 8], [3, 1, 2]]


def test_a_frame_that_lacks_a_node_is_refused():
    table = pd.DataFrame(np.ones((2, 2)), index=["ala", "bis"], columns=["ala", "bis"])
    _, (fault,) = faults_of(as_matrix, "flow", table, NAMES)
    assert "missing for tas" in fault


@pytest.mark.parametrize(
    ("value", "options", "words"),
    [
        (np.full((3, 3), -1.0), {}, "negative"),
        (np.full((3, 3), np.nan), {}, "NaN"),
        (np.full((3, 3), np.nan), {"allow_inf": True}, "numpy.inf where there is no connection"),
        (np.full((3, 3), np.inf), {}, "has to be finite"),
        (np.full((3, 3), 1e101), {}, "above 1e"),
        (np.ones((3, 2)), {}, "shape (3, 2)"),
        (5.0, {}, "shape ()"),
        (None, {}, "missing"),
    ],
)
def test_numbers_that_cannot_be_used(value, options, words):
    _, (fault, *_) = faults_of(as_matrix, "flow", value, NAMES, **options)
    assert words in fault


def test_what_is_allowed_is_no_fault():
    assert faults_of(as_matrix, "cost", np.full((3, 3), np.inf), NAMES, allow_inf=True)[1] == []
    assert faults_of(as_matrix, "cost", np.full((3, 3), 1e100), NAMES)[1] == []
    matrix, faults = faults_of(as_matrix, "penalty", 5.0, NAMES, allow_scalar=True)
    assert matrix.tolist() == [[5.0] * 3] * 3
    assert faults == []


def test_the_first_five_places_of_a_fault_are_named():
    _, (fault,) = faults_of(as_matrix, "flow", np.full((3, 3), -1.0), NAMES)
    assert "ala -> ala, ala -> bis, ala -> tas, bis -> ala, bis -> bis and 4 more" in fault


def test_vectors_by_number_array_series_and_mapping():
    assert faults_of(as_vector, "f", 2.0, NAMES, default=0.0)[0].tolist() == [2, 2, 2]
    assert faults_of(as_vector, "f", [1, 2, 3], NAMES, default=0.0)[0].tolist() == [1, 2, 3]
    series = pd.Series([7.0, 8.0], index=["tas", "ala"])
    assert faults_of(as_vector, "f", series, NAMES, default=0.5)[0].tolist() == [8, 0.5, 7]
    assert faults_of(as_vector, "f", {"bis": 4}, NAMES, default=0.0)[0].tolist() == [0, 4, 0]
    assert faults_of(as_vector, "f", None, NAMES, default=9.0)[0].tolist() == [9, 9, 9]
    assert "not a number" in faults_of(as_vector, "f", {"bis": "much"}, NAMES, default=0.0)[1][0]


def test_labels_are_found_as_they_are_as_text_and_by_position():
    assert faults_of(find_label, "bis", NAMES, "hubs")[0] == 1
    assert faults_of(find_label, 2, NAMES, "hubs")[0] == 2
    assert faults_of(find_label, "7", (5, 7), "hubs")[0] == 1
    # where labels are whole numbers, a whole number is a label
    assert "no node is called 0" in faults_of(find_label, 0, (5, 7), "hubs")[1][0]
    assert "no node" in faults_of(find_label, 3, NAMES, "hubs")[1][0]
    assert "did you mean 'tas'" in faults_of(find_label, "tash", NAMES, "hubs")[1][0]


def test_labels_come_from_the_first_frame_or_are_numbers():
    table = pd.DataFrame(np.ones((2, 2)), index=list("xy"), columns=list("xy"))
    assert faults_of(node_labels, None, [np.ones((2, 2)), table])[0] == ("x", "y")
    assert faults_of(node_labels, None, [np.ones((2, 2))])[0] == (0, 1)
    assert "square" in faults_of(node_labels, None, [np.ones((2, 3))])[1][0]
    assert "a; every node" in faults_of(node_labels, ["a", "b", "a"], [None])[1][0]


def test_a_frame_whose_names_are_still_a_column_is_told_how_to_read_it():
    table = pd.DataFrame({"Unnamed: 0": list(NAMES), "ala": 1.0, "bis": 2.0, "tas": 3.0})
    (fault,) = faults_of(as_matrix, "flow", table, NAMES)[1]
    assert "read it with index_col=0" in fault


def test_whole_numbers_as_rows_and_text_as_columns_are_the_same_nodes():
    """As read_csv(index_col=0) gives them."""
    table = pd.DataFrame([[1, 2], [3, 4]], index=[7, 3], columns=["7", "3"])
    matrix, faults = faults_of(as_matrix, "flow", table, (3, 7))
    assert not faults
    assert matrix.tolist() == [[4, 3], [2, 1]]
    assert "missing" in faults_of(as_matrix, "flow", table.set_axis(["7", 7], axis=1), (3, 7))[1][0]


def test_a_node_with_a_column_and_no_row_would_be_lost():
    table = pd.DataFrame(np.ones((3, 4)), index=list(NAMES), columns=[*NAMES, "ust"])
    assert "ust has a row or a column, but not both" in faults_of(as_matrix, "flow", table, NAMES)[1][0]


@pytest.mark.parametrize("labels", [True, 3, {"a", "b"}, b"ab", np.ones((2, 2))])
def test_labels_that_are_no_list_are_refused(labels):
    assert "give a list of names" in faults_of(node_labels, labels, [None])[1][0]


@pytest.mark.parametrize("missing", [None, np.nan, pd.NA, pd.NaT])
def test_every_node_needs_a_name(missing):
    assert "missing at positions 1" in faults_of(node_labels, ["a", missing], [None])[1][0]


def test_a_number_too_large_for_a_float_is_none():
    assert "not a number" in faults_of(as_vector, "f", {"ala": 10**400}, NAMES, default=0.0)[1][0]


@pytest.mark.parametrize(
    "dates", [pd.to_datetime(["2020-01-01"] * 3), pd.to_timedelta([1, 2, 3], unit="h"), np.array([1, 2, 3], "m8[D]")]
)
def test_dates_and_durations_are_no_numbers(dates):
    for value in (dates, pd.Series(dates, index=list(NAMES))):
        _, faults = faults_of(as_vector, "fixed_cost", value, NAMES, default=0.0)
        assert faults
    frame = pd.DataFrame(dict.fromkeys(NAMES, dates), index=list(NAMES))
    _, faults = faults_of(as_matrix, "flow", frame, NAMES)
    assert faults == ["flow holds dates or durations: give numbers, as of days or hours"]
