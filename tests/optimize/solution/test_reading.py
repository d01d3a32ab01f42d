"""Values out of plain data: each as it has to be, or a fault with the way to it."""

import math

import numpy as np
import pytest

from optimize.solution.reading import Reading, plain_number


def test_faults_have_the_way_to_what_is_wrong():
    reading = Reading()
    with reading.within("design"), reading.within("hubs"):
        reading.note("is odd")
    reading.note("is too")
    assert reading.faults == ["design.hubs: is odd", "is too"]


def test_of_very_many_faults_twenty_are_told():
    reading = Reading()
    for number in range(50):
        reading.note(f"fault {number}")
    assert len(reading.faults) == 21
    assert reading.faults[-1] == "and more; correct these first"


def test_entries_that_are_missing_or_unknown():
    reading = Reading()
    assert reading.entries({"a": 1, "z": 2}, ["a", "b"], ["c"]) == {"a": 1, "b": None, "c": None}
    assert reading.faults == ["'b' is missing", "'z' is not known"]
    assert reading.entries([1], ["a"]) is None


@pytest.mark.parametrize(
    ("value", "options", "found", "faulty"),
    [
        (1, {}, 1.0, False),
        (2.5, {}, 2.5, False),
        ("inf", {}, math.inf, False),
        ("inf", {"finite": True}, math.inf, True),
        (-1, {"least": 0.0}, -1.0, True),
        (3, {"most": 2.0}, 3.0, True),
        (True, {}, math.nan, True),
        ("1", {}, math.nan, True),
        (None, {}, math.nan, True),
        (10**400, {}, math.nan, True),
    ],
)
def test_numbers(value, options, found, faulty):
    reading = Reading()
    np.testing.assert_equal(reading.number(value, **options), found)
    assert bool(reading.faults) == faulty


@pytest.mark.parametrize(
    ("value", "faulty"), [(2, False), (0, True), (9, True), (2.0, True), (True, True), ("2", True)]
)
def test_whole_numbers(value, faulty):
    reading = Reading()
    assert reading.whole(value, 1, 5) == (1 if faulty else 2)
    assert bool(reading.faults) == faulty


@pytest.mark.parametrize(
    ("value", "options", "faulty"),
    [
        ([0, 2], {}, False), ([0, 0], {}, False), ([0, 0], {"once": True}, True), ([3], {}, True), ([-1], {}, True),
        ([-1], {"lowest": -2}, False), ([1.0], {}, True), ([[0]], {}, True), ([0], {"length": 2}, True), (0, {}, True),
        ([10**400], {}, True), ([{}], {"once": True}, True),
    ],
)  # fmt: skip
def test_positions(value, options, faulty):
    reading = Reading()
    assert reading.positions(value, 3, "hub", **options).tolist() == ([] if faulty else value)
    assert bool(reading.faults) == faulty


def test_numbers_without_a_number_in_json_become_words():
    assert [plain_number(x) for x in (1.5, math.inf, -math.inf, math.nan)] == [1.5, "inf", "-inf", "nan"]
