"""Numbers in cells, and what is said of those that are none."""

import math

import pytest

from geodata.files.columns import Column
from geodata.files.numbers import has_comma, number_remedy, parse_number
from geodata.files.schema import LINKS, TRADE

VALUE = TRADE.column("value_bn_usd")


@pytest.mark.parametrize(("text", "value"), [("7", 7.0), ("0.5", 0.5), ("1e3", 1000.0), ("+2", 2.0), ("0", 0.0)])
def test_numbers_that_are_read(text, value):
    assert parse_number(text, VALUE) == (value, None)


def test_an_empty_cell_has_the_default_of_its_column():
    assert parse_number("", LINKS.column("tariff_factor")) == (1.0, None)
    value, problem = parse_number("", VALUE)
    assert math.isnan(value)
    assert problem is None


@pytest.mark.parametrize(
    ("text", "remedy"),
    [
        ("12,5", "write it with a decimal point: 12.5"),
        ("-0,5", "write it with a decimal point: -0.5"),
        ("0,123", "write it with a decimal point: 0.123"),
        ("1920,25", "write it with a decimal point: 1920.25"),
        ("1,920", "write 1920, or 1.92 if a decimal comma is meant"),
        ("12,345", "write 12345, or 12.345 if a decimal comma is meant"),
        ("1,234,567", "write it without separators: 1234567"),
        ("1,920.5", "write it without separators: 1920.5"),
        ("1.920,5", "write it without separators: 1920.5"),
        ("1.234.567", "write it without separators: 1234567"),
        ("1 920", "write it without separators: 1920"),
        ("1\u00a0920", "write it without separators: 1920"),
        ("1'920", "write it without separators: 1920"),
        ("1_000", "write it without underscores: 1000"),
        ("12%", "write digits with a decimal point, or leave it empty"),
        pytest.param("9" * 5000, "write at most 60 characters", id="long"),
    ],
)
def test_what_to_write_in_place_of_what_is_no_number(text, remedy):
    assert number_remedy(text) == remedy
    assert parse_number(text, VALUE)[1][1] == remedy


@pytest.mark.parametrize(("text", "expected"), [("12,5", True), ("1,920", True), ("a,b", False), ("12.5", False)])
def test_which_texts_are_numbers_but_for_their_commas(text, expected):
    assert has_comma(text) is expected


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("1e300", "is above 1e+06"),
        ("-3", "is negative"),
        ("1e-300", "nearer to 0"),
        ("inf", "not a usable number"),
        ("nan", "not a usable number"),
        ("1e999", "not a usable number"),
    ],
)
def test_numbers_that_cannot_be(text, problem):
    value, (found, remedy) = parse_number(text, VALUE)
    assert math.isnan(value)
    assert problem in found
    assert remedy


def test_a_column_without_bounds_takes_every_number_that_means_something():
    assert parse_number("-5", Column("x", "number")) == (-5.0, None)
