"""What a change may be given: brought to one form, or refused with a remedy."""

import numpy as np
import pytest

from geodata.coerce import flag_given, name_given, names_given, number_given, refuse_others


@pytest.mark.parametrize(
    ("given", "names"),
    [
        ("IRN", ("IRN",)),
        (" IRN ", ("IRN",)),
        (("IRN", "RUS"), ("IRN", "RUS")),
        (["IRN", ""], ("IRN",)),
        ({"RUS", "IRN"}, ("IRN", "RUS")),
        ((name for name in ("IRN", "RUS")), ("IRN", "RUS")),
        (None, ()),
        ("", ()),
        ((), ()),
    ],
)
def test_one_name_several_or_none_become_a_tuple(given, names):
    assert names_given(given, "country") == names


@pytest.mark.parametrize("given", [3, [3], b"IRN", ["IRN", None], {"IRN": 1}.values()])
def test_what_is_no_name_is_refused(given):
    with pytest.raises(ValueError, match=r"country cannot be .*give a name or a list of names"):
        names_given(given, "country")


def test_a_key_that_has_one_name_takes_no_list():
    assert name_given(" rail", "mode") == "rail"
    assert name_given(None, "mode") == ""
    with pytest.raises(ValueError, match="a change of its own for each"):
        name_given(("rail", "road"), "mode")


def test_numbers_of_any_kind_become_floats_and_others_are_refused():
    found = number_given(np.float32(2), "time")
    assert (found, type(found)) == (2.0, float)
    assert number_given(3, "time") == 3.0
    for wrong in ("2", None, True, float("nan"), float("inf"), -1):
        with pytest.raises(ValueError, match=r"time cannot be .*; give a number of at least 0"):
            number_given(wrong, "time")
    with pytest.raises(ValueError, match="give a number from 0 to 10"):
        number_given(11, "time", high=10)


def test_switches_are_true_or_false_and_nothing_else():
    assert flag_given(np.bool_(True), "close") is True
    for wrong in ("no", 1, None):
        with pytest.raises(ValueError, match=r"close cannot be .*; give True or False"):
            flag_given(wrong, "close")


def test_what_is_of_another_kind_is_refused_and_all_of_it_named():
    refuse_others([1, 2], (int,), "a change is an int")
    with pytest.raises(ValueError, match=r"(?s)a change is an int; this is of type list: \[1\].*type str: 'x'"):
        refuse_others([[1], 2, "x"], (int,), "a change is an int")
