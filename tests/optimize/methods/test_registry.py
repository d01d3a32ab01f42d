"""Methods by name."""

import pytest

from optimize import InputError
from optimize.methods import METHODS, method, methods


def test_every_name_is_a_method_of_that_name():
    assert [way.name for way in methods()] == list(METHODS)
    assert set(METHODS) == {
        "enumeration",
        "benders",
        "center",
        "covering",
        "single",
        "ordered",
        "links",
        "compact",
        "heuristic",
    }
    assert all(way.summary for way in methods())


def test_an_unknown_name_is_refused_with_the_known_ones():
    with pytest.raises(InputError, match="'auto' or one of enumeration, benders"):
        method("magic")
