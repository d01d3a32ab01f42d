"""What may be lost is listed, and nothing that carries something is left out."""

import pytest

from experiments.failures.elements import Element, list_elements, open_links, used_links, without
from experiments.question import Study
from geodata import Change, Scenario
from optimize import InputError
from tests.experiments.tiny import FILES, write_tiny


def test_crossings_of_one_link_are_listed_once(tiny):
    study = Study.of(str(tiny))
    found = list_elements(study, study.region.scenario("base"), ["GAT", "NOR"])
    assert [one.id for one in found if one.kind == "corridor"] == ["North", "South", "Trunk"]
    assert [one.links for one in found if one.kind == "crossing"] == [("gate-north",), ("gate-south",)]
    assert not {"gate-north", "gate-south"} & {one.id for one in found if one.kind == "link"}
    assert [one.hubs for one in found if one.kind == "hub"] == [("GAT",), ("NOR",)]


def test_a_crossing_holds_all_links_between_its_two_ends(tmp_path):
    old = FILES["crossings.csv"].splitlines()[1]
    folder = write_tiny(tmp_path, crossings=(old, f"{old}\ngate-north-road,,,9,,3,made-up,assumed"))
    study = Study.of(str(folder))
    found = list_elements(study, study.region.scenario("base"), [])
    assert ("gate-north", "gate-north-road") in {one.links for one in found if one.kind == "crossing"}
    assert {"gate-north", "gate-north-road"} <= {one.id for one in found if one.kind == "link"}


def test_planned_links_are_not_open_before_a_scenario_opens_them(tiny):
    region = Study.of(str(tiny)).region
    every = {row["id"] for row in region.data["links"]}
    assert open_links(region, region.scenario("base")) == every - {"west-mid-road"}
    assert open_links(region, region.scenario("west-road")) == every


def test_closing_a_link_that_carries_nothing_changes_no_leg(tiny):
    study = Study.of(str(tiny))
    base = study.region.scenario("base")
    for link in open_links(study.region, base) - used_links(study, base):
        closed = Scenario("x", changes=(Change(links=(link,), close=True),))
        for cls in study.region.classes.index:
            before = study.region.leg_costs("base", cls, list(study.candidates))
            after = study.region.leg_costs(closed, cls, list(study.candidates))
            assert (before.direct == after.direct).all()
            assert (before.transfer == after.transfer).all()


def test_what_a_scenario_does_stays_when_links_are_closed(tiny):
    region = Study.of(str(tiny)).region
    found = without(region.scenario("slow-south"), ["mid-west"])
    assert found.changes == (*region.scenario("slow-south").changes, Change(links=("mid-west",), close=True))


def test_two_are_lost_together():
    one, other = Element("N", "corridor", "North", ("a", "b")), Element("H", "hub", "Hub", hubs=("H",))
    both = one.with_other(other)
    assert (both.links, both.hubs, both.name) == (("a", "b"), ("H",), "North and Hub")
    assert one.holds(Element("a", "link", "a", ("a",)))
    assert not one.holds(other)


def test_other_lists_of_links_are_refused(tiny):
    study = Study.of(str(tiny))
    with pytest.raises(InputError, match="used, all, none"):
        list_elements(study, study.region.scenario("base"), [], "some")
