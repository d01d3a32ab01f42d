"""Lists of names, and whole numbers, as they are typed."""

import pytest

from experiments.commands.options import names, tell_results, whole_number
from experiments.runs import Results
from experiments.runs.results import failed_table
from experiments.text import Screen
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


def results_with(failures, **more):
    failed = failed_table({"case": n, "name": f"draw {n}", "tries": 3, "reason": "no way"} for n in range(failures))
    return Results((), failed, total=20, **more)


def test_a_run_without_trouble_says_nothing(capsys):
    assert tell_results(Screen(), results_with(0)) == 0
    assert capsys.readouterr() == ("", "")


def test_what_was_kept_and_what_failed_is_told(capsys):
    found = results_with(12, reused=5, notes=("results are old",))
    assert tell_results(Screen(), found) == 1
    out, err = capsys.readouterr()
    assert out.splitlines() == ["Results are old.", "5 of 20 cases kept from an earlier run."]
    assert err.splitlines()[0] == "silkhub: draw 0 failed, tried 3 times: no way"
    assert err.splitlines()[10:] == ["silkhub: 2 more failed"]


def test_an_option_given_several_times_has_all_its_names():
    assert names(["a,b", "c"]) == ["a", "b", "c"]
    assert names(["none"]) == []
    assert names([]) is None
