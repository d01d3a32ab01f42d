"""Faults of services.csv."""

import pytest

import geodata


def test_services_over_links_that_are_there_have_no_fault(edit):
    edit.services(
        {"stops": "VIE;BUD;BUH;CND", "usd_per_departure": 50000, "fill": 0.8},
        {"id": "barge", "modes": "ferry", "stops": "VIE;CND", "classes": "containers", "status": "planned"},
        {"id": "mixed", "modes": "rail;ferry", "stops": "BUD;CND;VIE", "tariff_factor": 0.9, "direction": "forward"},
    )
    assert geodata.check_region(edit.folder) == []


@pytest.mark.parametrize(
    ("cells", "column", "problem", "remedy"),
    [
        ({"stops": "Vienna;BUD"}, "stops", 'unknown place "Vienna"', "write its id, VIE"),
        ({"stops": "VIE"}, "stops", "a service needs two stops", "semicolons"),
        ({"stops": "VIE;BUD;VIE"}, "stops", "VIE is there twice", "both directions"),
        ({"modes": "train", "stops": "VIE;BUD"}, "modes", '"train" is not known here', "rail"),
        ({"modes": "", "stops": "VIE;BUD"}, "modes", "the cell is empty", "name the modes"),
        ({"modes": "ferry", "stops": "BUD;VIE"}, "stops", "no ferry link touches BUD", "correct the stop"),
        ({"modes": "air", "stops": "VIE;CND"}, "stops", "no air link touches VIE", "correct the stop"),
        ({"stops": "VIE;BUD", "classes": "parcel"}, "classes", 'unknown class "parcel"', "did you mean parcels"),
        ({"stops": "VIE;BUD", "departures_per_week": 0}, "departures_per_week", "below 0.01", "correct"),
        ({"stops": "VIE;BUD", "departures_per_week": ""}, "departures_per_week", "the cell is empty", "fill"),
        ({"stops": "VIE;BUD", "t_per_departure": ""}, "t_per_departure", "the cell is empty", "fill"),
        ({"stops": "VIE;BUD", "fill": 1.1}, "fill", "above 1", "correct"),
        ({"stops": "VIE;BUD", "direction": "backward"}, "direction", "not known here", "both, forward"),
        ({"stops": "VIE;BUD", "status": "shut"}, "status", "not known here", "open, planned"),
        ({"stops": "VIE;BUD", "source": "rail.com"}, "source", "unknown source", "sources.csv"),
        ({"stops": "VIE;BUD", "departures_per_week_low": 5}, "departures_per_week", "not in order", "must rise"),
        ({"stops": "VIE;BUD", "usd_per_departure_low": 5}, "usd_per_departure", "without usd_per_departure", "give"),
        (
            {"stops": "VIE;BUD", "tariff_factor": 0.8, "usd_per_departure": 9},
            "tariff_factor", "takes the place of the tariff", "keep one",
        ),
    ],
)  # fmt: skip
def test_a_wrong_service(edit, cells, column, problem, remedy):
    edit.services({"id": "wrong"} | cells)
    faults = [fault for fault in geodata.check_region(edit.folder) if problem in fault.problem]
    assert faults, "\n".join(map(str, geodata.check_region(edit.folder)))
    fault = faults[0]
    assert (fault.file, fault.row, fault.column, fault.label) == ("services.csv", 2, column, "wrong")
    assert remedy in fault.remedy


def test_stops_without_a_way_between_them(edit):
    edit.drop("links.csv", lambda row: row["id"] not in ("bud-buh-rail", "sof-buh-rail"))
    edit.services({"stops": "VIE;BUD;BUH"})
    fault = edit.only_fault()
    assert fault.problem == "there is no way by rail from BUD to BUH"
    assert "add links" in fault.remedy


def test_a_way_over_a_planned_link_is_a_way(edit):
    edit.drop("links.csv", lambda row: row["id"] != "bud-buh-rail")
    edit.services({"stops": "VIE;CND"})  # by way of Sofia and Bucharest, where the link is planned
    assert geodata.check_region(edit.folder) == []


def test_the_same_service_twice(edit):
    edit.services({"stops": "VIE;BUD"}, {"stops": "BUD;BUH"})
    assert edit.only_fault().problem == "the same as row 2"


def test_a_class_that_services_take_needs_a_share_of_full_loads(edit):
    edit.services({"stops": "VIE;BUD", "classes": "parcels"}, classes=())
    fault = edit.only_fault()
    assert (fault.file, fault.label) == ("parameters.csv", "class parcels, which services of services.csv take")
    assert fault.problem == "full_load_share is missing"


def test_all_faults_are_told_at_once(edit):
    three = {"id": "three", "modes": "air", "stops": "VIE;BUD"}
    edit.services({"stops": "VIE;Buda"}, {"id": "two", "stops": "VIE"}, three)
    assert [(fault.row, fault.label) for fault in geodata.check_region(edit.folder)] == [
        (2, "line"), (3, "two"), (4, "three"), (4, "three"),
    ]  # fmt: skip
