"""Changes as they are made in programs: one form whoever makes them, nonsense refused at once."""

import pytest

from geodata.changes import CellChange, Change, DemandChange, ParameterChange, ServiceChange
from geodata.scenarios import Scenario


def test_a_text_where_a_list_is_meant_is_a_list_of_one():
    assert Change(country="IRN", close=True) == Change(country=("IRN",), close=True)
    assert Change(country=["IRN", "RUS"], close=True) == Change(country=("IRN", "RUS"), close=True)
    assert ServiceChange(mode="rail", close=True) == ServiceChange(mode=("rail",), close=True)
    assert DemandChange(2, exporter="CHN") == DemandChange(2.0, exporter=("CHN",))
    assert hash(Change(links=["a"], time=2)) == hash(Change(links=("a",), time=2.0))


@pytest.mark.parametrize(
    ("make", "problem"),
    [
        (lambda: Change(country=3, close=True), "country cannot be 3; give a name"),
        (lambda: Change(mode="rail", close="no"), "close cannot be 'no'; give True or False"),
        (lambda: Change(mode="rail", time=-1), "time cannot be -1; give a number from 0 to 1e"),
        (lambda: Change(mode="rail", time="2"), "time cannot be '2'"),
        (lambda: Change(mode="rail", add_time_h=float("nan")), "add_time_h cannot be nan"),
        (lambda: Change(mode="rail", direction="north"), "direction cannot be 'north'; use one of both"),
        (lambda: ServiceChange(mode="rail", departures=-1), "departures cannot be -1"),
        (lambda: DemandChange(-2), "factor cannot be -2"),
        (lambda: ParameterChange("terminal_h", value=-1), "terminal_h cannot be -1; give a number of at least 0"),
        (lambda: ParameterChange("terminal_h", value=1, mode=("rail",)), "give one name"),
        (lambda: ParameterChange(""), "needs its name"),
        (lambda: CellChange("links", "a", "length_km", factor=-1), "length_km cannot be -1"),
        (lambda: Scenario("x", changes=[ParameterChange("a", 1.0)]), r"give it as parameters=\[...\]"),
        (lambda: Scenario("x", demand=["a"]), "give DemandChange objects"),
        (lambda: Scenario("x", probability=1.5), "probability cannot be 1.5; give a number from 0 to 1"),
        (lambda: Scenario(""), "needs a name"),
    ],
)
def test_what_no_change_can_have_is_refused_when_it_is_made(make, problem):
    with pytest.raises(ValueError, match=problem):
        make()


def test_a_scenario_takes_one_change_or_a_list_of_them():
    change = Change(mode="air", close=True)
    assert Scenario("x", changes=change).changes == (change,)
    assert Scenario("x", changes=[change, change], combine="y").changes == (change, change)
    assert Scenario("x", combine="y").combine == ("y",)


def test_numbers_are_set_multiplied_and_then_added_to():
    assert ParameterChange("x", add=-2.0).apply(5.0) == 3.0
    assert ParameterChange("x", factor=3.0, add=1.0).apply(5.0) == 16.0
    assert CellChange("links", "a", "length_km", value=7, add=1).apply(100.0) == 8.0
