"""Faults of places: where they cannot be, what they are not linked to, and layers of a GIS."""

import pytest

import geodata


def test_exchanged_coordinates(edit):
    edit.cell("places.csv", 4, "lat", "20.46")
    edit.cell("places.csv", 4, "lon", "44.82")
    faults = [fault for fault in geodata.check_region(edit.folder) if fault.file == "places.csv"]
    assert [(fault.row, fault.remedy) for fault in faults] == [(4, "exchange lat and lon")]


def test_all_coordinates_exchanged(danube):
    path = danube / "places.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("lat,lon", "lon,lat"), encoding="utf-8")
    faults = [fault for fault in geodata.check_region(danube) if fault.file == "places.csv"]
    assert len(faults) == 6
    assert {fault.remedy for fault in faults} == {"exchange lat and lon"}


def test_a_place_in_another_country(edit):
    edit.cell("places.csv", 4, "lon", "-20.46")
    faults = [fault for fault in geodata.check_region(edit.folder) if fault.file == "places.csv"]
    assert [fault.remedy for fault in faults] == ["correct the coordinates or the country"]


def test_a_place_without_links(edit):
    row = edit.add("places.csv", id="PRG", name="Prague", country="AUT", lat=48.2, lon=16.4, roles="demand",
                   population=1, source="example", confidence="assumed")  # fmt: skip
    (fault,) = geodata.check_region(edit.folder)
    assert (fault.row, fault.label, fault.problem) == (row, "PRG", "no link starts or ends here")
    assert "take the role demand away" in fault.remedy


@pytest.mark.parametrize(
    ("file", "row", "column", "text", "problem"),
    [
        ("places.csv", 3, "lat", "91", "above 90"),
        ("places.csv", 3, "lon", "-200", "below -180"),
        ("places.csv", 3, "country", "Hungary", "not an ISO 3166"),
        ("places.csv", 3, "country", "FRA", "not in countries.csv"),
        ("places.csv", 3, "roles", "demand;hub", '"hub" is not known'),
        ("places.csv", 3, "population", "", "needs a population"),
        ("places.csv", 3, "population", "0", "needs a population"),
        ("places.csv", 3, "mass_factor", "0", "needs a mass_factor"),
        ("places.csv", 3, "source", "nowhere", 'unknown source "nowhere"'),
        ("places.csv", 3, "confidence", "sure", '"sure" is not known'),
    ],
)
def test_a_wrong_cell(edit, file, row, column, text, problem):
    edit.assert_wrong(file, row, column, text, problem)


def test_somebody_has_to_trade(edit):
    for row in range(2, 8):
        edit.cell("places.csv", row, "roles", "hub_candidate")
    edit.drop("trade.csv", lambda row: row["exporter"] == "AUT" and row["importer"] == "HUN")
    problems = {(fault.file, fault.problem) for fault in geodata.check_region(edit.folder)}
    assert ("places.csv", "no place has the role demand") in problems
    assert ("trade.csv", "AUT trades but has no demand place") in problems
