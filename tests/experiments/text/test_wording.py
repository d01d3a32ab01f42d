"""Numbers in words, above all where rounding carries into the next unit."""

import pytest

from experiments.text import (
    count,
    figure,
    listed,
    ordinal,
    percent,
    scale_of,
    scaled,
    tonnes,
    usd,
    weight_words,
)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0, "0"),
        (12.4, "12"),
        (999.4, "999"),
        (999.5, "1.00 k"),
        (1_000, "1.00 k"),
        (12_345, "12.3 k"),
        (123_456, "123 k"),
        (999_499, "999 k"),
        (999_500, "1.00 m"),
        (88_640_000, "88.6 m"),
        (999_600_000, "1.00 bn"),
        (1_234_567_890, "1.23 bn"),
        (1_234_567_890_123, "1230 bn"),
        (-45_600_000, "-45.6 m"),
        (-999_600, "-1.00 m"),
    ],
)
def test_numbers_have_three_digits_and_a_scale(value, words):
    assert scaled(value) == words
    assert usd(value) == f"{words} USD"


@pytest.mark.parametrize(
    ("value", "digits", "words"),
    [
        (1_234_567, 5, "1.2346 m"),
        (999_950, 4, "1.000 m"),
        (999_949, 4, "999.9 k"),
        (999_600, 4, "999.6 k"),
        (41_763_456_789, 8, "41.763457 bn"),
        (1_500, 2, "1.5 k"),
    ],
)
def test_more_digits_may_be_asked_for(value, digits, words):
    assert scaled(value, digits=digits) == words
    assert usd(value, digits=digits) == f"{words} USD"


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0, "0 t"),
        (999.4, "999 t"),
        (999.6, "1.00 kt"),
        (4_500, "4.50 kt"),
        (999_400, "999 kt"),
        (999_600, "1.00 Mt"),
        (2_860_000, "2.86 Mt"),
        (143_600_000, "144 Mt"),
    ],
)
def test_tonnes(value, words):
    assert tonnes(value) == words


@pytest.mark.parametrize(
    ("share", "words"), [(0.042, "4.2%"), (0.01, "1.0%"), (0.0044, "0.44%"), (0.0, "0.00%"), (1.0, "100.0%")]
)
def test_shares_have_a_decimal_more_below_one_percent(share, words):
    assert percent(share) == words


def test_a_scenario_without_weight_is_a_what_if_case():
    assert weight_words(0.0) == "what if"
    assert weight_words(0.44) == "44.0%"


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (9.1812, "9.181"),
        (0.12345, "0.1235"),
        (999.94, "999.9"),
        (1000.4, "1,000"),
        (24939.4, "24,939"),
        (-2000, "-2,000"),
    ],
)
def test_figures_have_four_digits_or_all_before_the_point(value, words):
    assert figure(value) == words


@pytest.mark.parametrize(
    ("largest", "scale"),
    [
        (5, (1.0, "")),
        (1_000, (1e3, "k")),
        (999_999, (1e3, "k")),
        (1e6, (1e6, "m")),
        (-2e9, (1e9, "bn")),
        (0, (1.0, "")),
    ],
)
def test_a_column_has_the_scale_of_its_largest_number(largest, scale):
    assert scale_of(largest) == scale


@pytest.mark.parametrize(
    ("items", "words"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_lists_are_joined_as_in_a_sentence(items, words):
    assert listed(items) == words


def test_the_last_word_of_a_list_may_be_another():
    assert listed(["a", "b"], "or") == "a or b"


@pytest.mark.parametrize(
    ("number", "words"),
    [(1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (10, "10th"), (11, "11th"), (12, "12th"), (13, "13th"),
     (21, "21st"), (22, "22nd"), (101, "101st"), (111, "111th"), (113, "113th"), (123, "123rd")],
)  # fmt: skip
def test_ranks(number, words):
    assert ordinal(number) == words


@pytest.mark.parametrize(
    ("number", "noun", "words"),
    [(1, "scenario", "1 scenario"), (2, "scenario", "2 scenarios"), (0, "hub", "0 hubs"), (1, "class", "1 class"),
     (2, "class", "2 classes")],
)  # fmt: skip
def test_counts(number, noun, words):
    assert count(number, noun) == words
