"""Faults of production.csv."""

import pytest

import geodata

HEADER = ["place", "class", "flow", "weight", "source"]


@pytest.fixture
def production(edit):
    def write(*rows):
        edit.write("production.csv", [HEADER, *rows])
        return edit

    return write


def test_places_classes_and_flows_that_are_there_have_no_fault(production):
    edit = production(["BUH", "containers", "export", 3, "example"], ["CND", "containers", "export", 0, "example"])
    assert geodata.check_region(edit.folder) == []


@pytest.mark.parametrize(
    ("row", "column", "problem", "remedy"),
    [
        (["Bucharest", "parcels", "export", 3, ""], "place", 'unknown place "Bucharest"', "write its id, BUH"),
        (["BUH", "parcel", "export", 3, ""], "class", 'unknown class "parcel"', "did you mean parcels"),
        (["BUH", "parcels", "exports", 3, ""], "flow", '"exports" is not known here', "export, import"),
        (["BUH", "parcels", "export", -3, ""], "weight", "negative", "correct it"),
        (["BUH", "parcels", "export", "", ""], "weight", "empty", "fill it in"),
        (["BUH", "parcels", "export", 3, "eurostat"], "source", "unknown source", "sources.csv"),
        (["BUH", "parcels", "export", 0, ""], "weight", "all weights of ROU, parcels, export are 0", "above 0"),
    ],
)
def test_a_wrong_row(production, row, column, problem, remedy):
    fault = production(row).only_fault()
    assert (fault.file, fault.row, fault.column) == ("production.csv", 2, column)
    assert fault.label == " ".join(row[:3])
    assert problem in fault.problem
    assert remedy in fault.remedy


def test_a_place_that_does_not_trade(production, edit):
    edit.add("places.csv", id="NIS", name="Nis", country="SRB", lat=43.32, lon=21.9, roles="junction", source="example")
    fault = production(["NIS", "parcels", "import", 3, ""], ["BEG", "parcels", "import", 3, ""]).only_fault()
    assert (fault.row, fault.column, fault.label) == (2, "place", "NIS parcels import")
    assert "no demand place" in fault.problem


def test_the_same_place_class_and_flow_twice(production):
    fault = production(["BUH", "parcels", "import", 3, ""], ["BUH", "parcels", "import", 4, ""]).only_fault()
    assert (fault.row, fault.problem) == (3, "the same as row 2")


def test_weights_of_0_are_one_fault_for_each_country_class_and_flow(production):
    edit = production(
        ["BUH", "parcels", "import", 0, ""], ["CND", "parcels", "import", 0, ""], ["BEG", "parcels", "import", 0, ""],
        ["BEG", "containers", "import", 1, ""], ["VIE", "parcels", "export", 0, ""],
    )  # fmt: skip
    assert [(fault.row, fault.column) for fault in geodata.check_region(edit.folder)] == [
        (2, "weight"), (4, "weight"), (6, "weight"),
    ]  # fmt: skip


def test_a_row_that_cannot_be_read_is_not_taken_for_0(production):
    edit = production(["BUH", "parcels", "import", "3,5", ""], ["CND", "parcels", "import", 0, ""])
    assert "3.5" in edit.only_fault().remedy
