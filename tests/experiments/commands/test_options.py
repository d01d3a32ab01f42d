"""Lists of names, and whole numbers, as they are typed."""

import pytest

from experiments.commands.options import names, whole_number
from optimize import InputError


@pytest.mark.parametrize(
    ("given", "found"),
    [(None, None), ("none", []), (" None ", []), ("", []), (",", []), ("a", ["a"]), (" a , b,,c ", ["a", "b", "c"])],
)
def test_lists(given, found):
    assert names(given) == found


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ('"Almaty, KZ"', ["Almaty, KZ"]),
        ('"Almaty, KZ",B', ["Almaty, KZ", "B"]),
        ('B, "Almaty, KZ"', ["B", "Almaty, KZ"]),
        ("Almaty, KZ; B", ["Almaty, KZ", "B"]),
        ('"A; B";C', ["A; B", "C"]),
        ('"A; B",C', ["A; B", "C"]),
        ('"none"', ["none"]),
    ],
)
def test_names_with_commas(given, found):
    assert names(given) == found


def test_a_list_may_be_one_name_that_is_known():
    assert names("Almaty, KZ", ["Almaty, KZ", "B"]) == ["Almaty, KZ"]
    assert names("A,B", ["A", "B"]) == ["A", "B"]
    with pytest.raises(InputError, match="put each into double quotes"):
        names("A,B", ["A", "B", "A,B"])


@pytest.mark.parametrize("given", ['"A', 'A,"B', '"A"x,B'])
def test_a_quote_that_is_not_closed(given):
    with pytest.raises(InputError, match="double quote"):
        names(given)


@pytest.mark.parametrize(
    ("text", "number"),
    [("3", 3), (" -1 ", -1), ("²", None), ("٣", None), ("2.5", None), ("", None), ("9" * 5000, None)],
)
def test_whole_numbers(text, number):
    assert whole_number(text) == number
