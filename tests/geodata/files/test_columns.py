"""What a column and a file are."""

import pytest

from geodata.files.columns import TableSpec, listed, number, text


def test_a_column_that_must_be_filled_must_be_there():
    for make in (text, number):
        assert (make("a", filled=True).required, make("a", filled=True).filled) == (True, True)
        assert (make("a").required, make("a").filled) == (False, False)
    assert text("a", required=True).required
    assert not text("a", required=True).filled


def test_numbers_are_at_least_0_unless_told_otherwise():
    assert number("a").low == 0
    assert number("a", low=None).low is None
    assert (number("a", low=1900, high=2200).low, number("a", low=1900, high=2200).high) == (1900, 2200)


def test_a_number_that_must_be_above_something_has_no_smallest_value():
    assert (number("a", above=0.0).low, number("a", above=0.0).above) == (None, 0.0)


def test_what_an_empty_cell_stands_for():
    assert text("a", default="both").default == "both"
    assert number("a", default=1.0).default == 1.0
    assert number("a").default is None


def test_a_list_has_its_words_and_no_cell_need_be_filled():
    column = listed("a", choices=("x", "y"), required=True)
    assert (column.kind, column.choices, column.required, column.filled) == ("list", ("x", "y"), True, False)


def test_a_file_finds_its_columns_by_name():
    spec = TableSpec("a.csv", (text("id"), number("km")), key=("id",))
    assert spec.column("km") == number("km")
    with pytest.raises(StopIteration):
        spec.column("miles")


def test_a_low_and_a_high_have_the_largest_value_of_their_number():
    for name in ("departures_per_week", "usd_per_departure", "dwell_h", "capacity_teu_per_year"):
        assert number(f"{name}_low").high == number(f"{name}_high").high == number(name).high
    assert number("departures_per_week").high < number("share").high
