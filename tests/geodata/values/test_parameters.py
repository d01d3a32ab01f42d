"""Looking parameters up, changing them, and drawing them between low and high."""

import pytest

from geodata import ParameterChange, Scenario
from geodata.values.parameters import Entry, Parameters
from optimize import InputError


@pytest.fixture
def numbers():
    rows = [
        Entry("", "", "", "", 1.0),
        Entry("", "rail", "", "", 2.0),
        Entry("bulk", "", "", "", 3.0),
        Entry("bulk", "rail", "", "", 4.0),
        Entry("", "rail", "single", "", 5.0),
        Entry("", "", "", "XIY", 6.0),
        Entry("", "rail", "single", "XIY", 7.0),
        Entry("", "", "", "", 8.0, "KAZ"),
        Entry("", "road", "", "", 9.0, "KAZ"),
    ]
    return Parameters({"x": tuple(rows)})


@pytest.mark.parametrize(
    ("keys", "value"),
    [
        ({}, 1),
        ({"mode": "rail"}, 2),
        ({"mode": "road"}, 1),
        ({"cls": "bulk", "mode": "road"}, 3),
        ({"cls": "bulk", "mode": "rail"}, 4),
        ({"mode": "rail", "service": "single"}, 5),
        ({"cls": "bulk", "mode": "rail", "service": "single"}, 4),  # two filled each: the class goes before the service
        ({"cls": "bulk", "place": "XIY"}, 6),  # one filled each: the place goes first
        ({"mode": "rail", "service": "single", "place": "XIY"}, 7),
        ({"country": "KAZ"}, 8),
        ({"country": "UZB"}, 1),
        ({"cls": "bulk", "country": "KAZ"}, 8),  # one filled each: the country goes before the class
        ({"place": "XIY", "country": "KAZ"}, 6),  # ... and the place before the country
        ({"mode": "road", "country": "KAZ"}, 9),
        ({"mode": "rail", "service": "single", "country": "KAZ"}, 5),  # two filled go before one
        ({"cls": "bulk", "mode": "road", "country": "KAZ"}, 9),
    ],
)
def test_the_most_specific_row_wins(numbers, keys, value):
    assert numbers.get("x", **keys) == value


def test_what_is_not_there_has_a_default(numbers):
    assert numbers.find("y") is None
    assert numbers.get("y", default=9.0) == 9.0


def test_changes_apply_where_their_keys_match(numbers):
    changed = numbers.changed(
        [ParameterChange("x", factor=10, mode="rail"), ParameterChange("x", value=0.5, place="A")]
    )
    assert changed.get("x", mode="rail") == 20
    assert changed.get("x", mode="road") == 1
    assert changed.get("x", mode="rail", place="A") == 0.5
    assert changed.places("x") == {"XIY", "A"}
    assert numbers.get("x", mode="rail") == 2


def test_a_change_sets_a_number_that_no_row_gives_but_cannot_multiply_one(numbers):
    assert numbers.changed([ParameterChange("new", value=4.0, factor=2.0)]).get("new") == 8.0
    assert numbers.changed([ParameterChange("new", factor=2.0)]).find("new") is None


def test_a_number_of_zero_can_be_set_and_stays_zero_when_multiplied(numbers):
    off = numbers.changed([ParameterChange("x", value=0.0), ParameterChange("x", factor=3.0)])
    assert off.get("x") == 0.0
    assert off.changed([ParameterChange("x", value=2.0)]).get("x", mode="rail") == 2.0


def test_a_parameter_that_overflows_does_not_close_a_mode(danube_region):
    much = (ParameterChange("tariff_usd_per_tkm", factor=1e6, mode="road"),) * 60
    with pytest.raises(InputError, match="parameter tariff_usd_per_tkm is too large to compute with"):
        danube_region.problem(Scenario("x", parameters=much))


def test_countries_that_have_a_value_of_their_own_are_known(numbers):
    assert numbers.countries("x") == {"KAZ"}
    changed = numbers.changed([ParameterChange("x", factor=2.0, country="UZB"), ParameterChange("y", value=1.0)])
    assert changed.countries("x") == {"KAZ", "UZB"}
    assert changed.get("x", country="UZB") == 2
    assert changed.get("x", country="KAZ") == 8
    assert changed.get("x") == 1
