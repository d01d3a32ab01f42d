"""What is a number, and what is said of a word that is none."""

import math

import pytest

from optimize.files import number, number_fault, short


@pytest.mark.parametrize(
    ("word", "value"),
    [("3", 3.0), ("-1e2", -100.0), (" +.5 ", 0.5), ("7.", 7.0), ("inf", math.inf), ("-Infinity", -math.inf),
     ("9" * 300, 1e300), ("1E-400", 0.0)],
)  # fmt: skip
def test_what_is_a_number(word, value):
    assert number(word) == pytest.approx(value)


@pytest.mark.parametrize(
    "word",
    ["", "x", "nan", "1_000", "1,5", "0x10", "1e", "1e400", "9" * 400, "٣", "²", "½", "1d3", "--1", "1e5e5", "."],
)  # fmt: skip
def test_what_is_not(word):
    assert number(word) is None
    problem, remedy = number_fault(word)
    assert problem
    assert remedy


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("1,920", "write 1920 if"),
        ("0,125", "write 0.125,"),
        ("12,5", "write 12.5,"),
        ("-1234,5", "write -1234.5,"),
        ("1,234,567", "write 1234567,"),
        ("1,234.5", "write 1234.5,"),
        ("1.234.567", "write 1234567,"),
        ("1.234,5", "write 1234.5,"),
        ("1 920", "write 1920,"),
        ("1\u00a0920,5", "write 1920.5,"),
        ("1_000", "write 1000,"),
        ("1_00", "write 100,"),
        ("1'000", "write 1000,"),
        ("\u22125", "plain letters: -5"),
        ("1.5D+03", "with an e"),
        ("5 %", "write digits with a decimal point"),
        ("", "give a number"),
        ("nan", "give a number"),
        ("1e400", "use a larger unit"),
    ],
)
def test_the_remedy_says_what_is_meant_where_nothing_else_can_be(word, meant):
    assert meant in number_fault(word)[1]


def test_a_thousandth_of_what_may_be_thousands_is_never_advised():
    assert "1.920" not in " ".join(number_fault("1,920"))


def test_a_long_word_is_cut():
    assert short("x" * 41) == "x" * 37 + "..."
    assert short("x" * 40) == "x" * 40
