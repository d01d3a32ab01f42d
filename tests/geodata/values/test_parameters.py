"""Looking parameters up, changing them, and drawing them between low and high."""

from itertools import product

import numpy as np
import pytest

from geodata import ParameterChange, Scenario
from geodata.files import MODES
from geodata.values.parameters import Keys, Parameters
from optimize import InputError


@pytest.fixture
def numbers():
    rows = {
        Keys("", "", "", ""): 1.0,
        Keys("", "rail", "", ""): 2.0,
        Keys("bulk", "", "", ""): 3.0,
        Keys("bulk", "rail", "", ""): 4.0,
        Keys("", "rail", "single", ""): 5.0,
        Keys("", "", "", "XIY"): 6.0,
        Keys("", "rail", "single", "XIY"): 7.0,
        Keys("", "", "", "", "KAZ"): 8.0,
        Keys("", "road", "", "", "KAZ"): 9.0,
    }
    return Parameters.of({"x": rows})


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


CHANGES = (
    [],
    [ParameterChange("x", factor=3.0, mode="rail"), ParameterChange("y", value=1.0)],
    [ParameterChange("x", value=0.5, place="A"), ParameterChange("x", factor=2.0, cls="bulk")],
    [ParameterChange("x", factor=2.0, country="UZB"), ParameterChange("x", value=7.0, service="single", mode="air")],
    [ParameterChange("y", factor=2.0), ParameterChange("y", value=4.0, mode="sea", factor=3.0)],
)


@pytest.mark.parametrize("changes", CHANGES)
@pytest.mark.parametrize("name", ["x", "y"])
def test_a_grid_has_what_is_found_for_each_of_its_keys(numbers, changes, name):
    changed = numbers.changed(changes)
    for cls, service in product(("", "bulk", "other"), ("single", "consolidated")):
        for key, items in {"place": ("", "XIY", "A", "B"), "country": ("", "KAZ", "UZB", "CHN")}.items():
            grid = changed.grid(name, cls, service, key, items)
            for (row, mode), (column, item) in product(enumerate(MODES), enumerate(items)):
                number = changed.find(name, cls=cls, service=service, mode=mode, **{key: item})
                assert grid[row, column] == pytest.approx(np.nan if number is None else number, nan_ok=True)


def test_a_grid_that_overflows_is_refused_unless_it_is_set_again(numbers):
    much = [ParameterChange("x", factor=1e200)] * 2
    for more in ([], [ParameterChange("x", factor=0.0)]):
        with pytest.raises(InputError, match="parameter x is too large"):
            numbers.changed([*much, *more]).grid("x", "", "single", "place", ("",))
    assert (
        numbers.changed([*much, ParameterChange("x", value=2.0)]).grid("x", "", "single", "place", ("",)) == 2
    ).all()
