"""Faults of references."""

import pytest

import geodata


@pytest.mark.parametrize(
    ("file", "row", "column", "text", "problem"),
    [
        ("references.csv", 2, "from", "XXX", 'unknown place "XXX"'),
        ("references.csv", 2, "via", "the-moon", 'unknown link, place or corridor "the-moon"'),
        ("references.csv", 2, "kind", "speed", '"speed" is not known'),
        ("references.csv", 2, "scenario", "flood", 'unknown scenario "flood"'),
        ("references.csv", 2, "to", "", "needs to"),
        ("references.csv", 2, "to", "VIE", "ends where it starts"),
    ],
)
def test_a_wrong_cell(edit, file, row, column, text, problem):
    edit.assert_wrong(file, row, column, text, problem)


def reference(edit, **cells):
    """Add one reference and return the one fault that it has."""
    row = edit.add("references.csv", **{"id": "r", "value": 1, "source": "example"} | cells)
    fault = edit.only_fault()
    assert (fault.file, fault.row, fault.label) == ("references.csv", row, "r")
    return fault


def test_a_route_is_between_two_places(edit):
    fault = reference(edit, kind="distance_km", **{"from": "VIE;BUD", "to": "SOF"})
    assert (fault.column, fault.problem) == ("from", "distance_km is between two places")


def test_a_share_is_of_something(edit):
    fault = reference(edit, kind="share_percent", via="vie-bud-rail")
    assert (fault.column, fault.problem) == ("via", "a share needs at least two entries")


def test_a_cost_of_containers_needs_what_one_holds(edit):
    edit.cell("classes.csv", 3, "tonnes_per_teu", "")
    fault = reference(edit, kind="cost_usd_per_feu", **{"from": "VIE", "to": "SOF", "class": "parcels"})
    assert fault.problem == "class parcels has no tonnes_per_teu"


def test_flows_may_be_between_countries_and_routes_may_not(edit):
    edit.add("references.csv", id="m", kind="mass_mt", value=1, source="example", **{"from": "AUT", "to": "ROU"})
    assert geodata.check_region(edit.folder) == []
    fault = reference(edit, kind="distance_km", **{"from": "AUT", "to": "BUD"})
    assert fault.problem == 'unknown place "AUT"'
