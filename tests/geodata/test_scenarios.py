"""Scenarios: what one does to a parameter, and how several hold at once."""

import pytest

import geodata
from geodata import Change, DemandChange, ParameterChange, Scenario, ServiceChange
from geodata.scenarios import combination_faults, combined, resolve, share_of_time


def test_combined_scenarios_have_all_changes(edit):
    edit.scenario("rail-slow", '[[change]]\nmode = "rail"\ntime = 2\n')
    edit.scenario(
        "both", 'combine = ["rail-slow", "danube-bridge-closed"]\n[[demand]]\ncountry = "BGR"\nfactor = 0.5\n'
    )
    region = geodata.load_region(edit.folder)
    both = region.scenarios["both"]
    assert len(both.changes) == 2
    assert len(both.demand) == 1
    assert region.route("SOF", "BUH", scenario="both", modes=["road"]).links != ("sof-buh-road",)


def test_combining_in_a_circle_is_refused():
    one, two = Scenario("one", combine=("two",)), Scenario("two", combine=("one",))
    with pytest.raises(ValueError, match="combines itself: one -> two -> one"):
        resolve({"one": one, "two": two})


# -- drawing ----------------------------------------------------------------------------------------------------------


def test_a_parameter_is_set_first_and_multiplied_then():
    assert ParameterChange("x", factor=3.0).apply(5.0) == 15.0
    assert ParameterChange("x", value=2.0).apply(5.0) == 2.0
    assert ParameterChange("x", value=2.0, factor=3.0).apply(5.0) == 6.0
    assert ParameterChange("x", value=0.0).apply(5.0) == 0.0


def test_a_combination_has_the_changes_of_its_parts_then_its_own():
    def part(name, **more):
        changes, demand = (Change(links=(name,)),), (DemandChange(2.0, cls=(name,)),)
        return Scenario(name, changes=changes, demand=demand, parameters=(ParameterChange(name),), **more)

    found = resolve({"a": part("a"), "b": part("b", combine=("a", "base")), "c": part("c", combine=("b", "a"))})
    assert [change.links[0] for change in found["b"].changes] == ["a", "b"]
    assert [change.links[0] for change in found["c"].changes] == ["a", "b", "a", "c"]
    assert [change.cls[0] for change in found["c"].demand] == ["a", "b", "a", "c"]
    assert [change.parameter for change in found["c"].parameters] == ["a", "b", "a", "c"]
    assert found["c"].combine == ("b", "a")


def test_scenarios_at_once_have_a_title_of_their_titles():
    both = combined("both", [Scenario("a", title="Flood"), Scenario("b")])
    assert (both.title, both.combine, both.probability) == ("Flood + b", ("a", "b"), None)
    assert combined("none", []).title == "Undisturbed"


def chain(length, times):
    """Scenarios of which each has one change and combines the one before so many times."""
    names = [f"s{number:04d}" for number in range(length)]
    return {
        name: Scenario(name, combine=(before,) * times if before else (), changes=(Change(links=(name,)),))
        for name, before in zip(names, [None, *names], strict=False)
    }


def test_thirty_scenarios_that_combine_the_one_before_twice_are_refused_at_the_first_that_is_too_much():
    scenarios = chain(30, 2)  # the k-th is 2^k - 1 changes: 8,191 in s0012, 16,383 in s0013
    assert combination_faults(scenarios) == {
        "s0013": "scenario s0013 is 16,383 changes once it is written out, more than 10,000"
    }
    with pytest.raises(ValueError, match="s0013 is 16,383 changes"):
        resolve(scenarios)
    assert len(resolve(chain(13, 2))["s0012"].changes) == 8191


def test_changes_of_services_count_as_well():
    strikes = (ServiceChange(services=("line",), departures=0.5),) * 6000
    scenarios = {"a": Scenario("a", services=strikes), "b": Scenario("b", combine=("a", "a"))}
    assert list(combination_faults(scenarios)) == ["b"]


def test_a_chain_of_two_thousand_is_written_out():
    found = resolve(chain(2000, 1))
    assert [change.links[0] for change in found["s1999"].changes] == [f"s{number:04d}" for number in range(2000)]


def test_every_circle_is_told_once_and_unknown_names_are_passed_over():
    combine = {"a": "b", "b": "a", "c": "c", "d": "nowhere", "e": "a", "f": "e"}
    faults = combination_faults({name: Scenario(name, combine=(part,)) for name, part in combine.items()})
    assert faults == {
        "a": "scenario a combines itself: a -> b -> a",
        "c": "scenario c combines itself: c -> c",
    }


@pytest.mark.parametrize(
    ("per_year", "duration", "recovery", "share"),
    [(1, 36.5, 0, 0.1), (2, 36.5, 0, 0.2), (1, 36.5, 36.5, 0.15), (0, 36.5, 36.5, 0), (1, 0, 73, 0.1), (9, 100, 0, 1)],
)
def test_the_share_of_the_time_counts_half_of_the_recovery(per_year, duration, recovery, share):
    assert share_of_time(per_year, duration, recovery) == pytest.approx(share)
