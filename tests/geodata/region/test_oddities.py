"""Warnings: what is odd in a region that can be used."""

import pytest

import geodata


def warned(edit, file):
    return [fault for fault in geodata.region_warnings(edit.folder) if fault.file == file]


def test_the_starter_region_has_no_warnings(tmp_path):
    assert geodata.region_warnings(geodata.new_region(tmp_path / "start")) == []


@pytest.mark.parametrize(
    ("file", "row", "column", "text", "problem"),
    [
        ("places.csv", 2, "population", "5000000000", "5,000,000,000 persons live there, more than in any city"),
        ("countries.csv", 2, "gdp_bn_usd", "510000", "GDP is 56,043,956 USD a head, which no country has"),
        ("links.csv", 2, "length_km", "1000", "1,000 km, where the great circle has 21"),
        ("trade.csv", 10, "mass_mt", "800", "1 USD a tonne, which hardly anything is worth"),
    ],
)
def test_numbers_that_are_hardly_meant(edit, file, row, column, text, problem):
    edit.cell(file, row, column, text)
    assert geodata.check_region(edit.folder) == []
    found = warned(edit, file)
    assert [(fault.row, fault.column) for fault in found] == [(edit_row(edit, file, row), column)]
    assert problem in found[0].problem
    assert found[0].remedy


def edit_row(edit, file, row):
    """The editor drops comments when it writes, so that rows count from the header."""
    assert len(edit.rows(file)) >= row
    return row


def test_free_loading_at_ports(edit):
    edit.drop("parameters.csv", lambda row: (row["parameter"], row["mode"]) != ("terminal_usd_per_t", "ferry"))
    (fault,) = warned(edit, "parameters.csv")
    assert (fault.column, fault.problem) == ("terminal_usd_per_t", "loading and unloading by ferry costs nothing")


def test_trade_of_many_times_the_gdp_names_its_largest_row_once(edit):
    """Serbia and Hungary have a GDP of 75 and 210; each row is told of once, though it spoils both."""
    edit.cell("trade.csv", 6, "value_bn_usd", "2000")
    (fault,) = [fault for fault in warned(edit, "trade.csv") if fault.column == "value_bn_usd"]
    assert (fault.row, fault.label) == (6, "HUN -> SRB")
    assert "this row has 2,000 of it" in fault.problem
    assert fault.remedy == "is it in billions of USD, not in millions?"


def test_without_consolidated_service_no_hub_can_save_anything(edit):
    edit.drop("links.csv", lambda row: row["mode"] != "ferry")  # which has a consolidated tariff alone
    edit.drop("parameters.csv", lambda row: row["service"] != "consolidated")
    (fault,) = warned(edit, "parameters.csv")
    assert fault.problem.endswith("so no hub can save anything")
    assert not geodata.load_region(edit.folder).consolidates


def test_a_lower_tariff_for_all_but_single_service_is_one_of_consolidated_service(edit):
    edit.drop("links.csv", lambda row: row["mode"] != "ferry")
    edit.drop("parameters.csv", lambda row: row["service"] != "consolidated")
    edit.add("parameters.csv", parameter="tariff_usd_per_tkm", mode="rail", central="0.02", unit="USD/t-km")
    assert geodata.load_region(edit.folder).consolidates


def test_a_candidate_without_a_row_is_said_to_have_none(edit):
    edit.drop("hubs.csv", lambda row: row["place"] != "BEG")
    (fault,) = warned(edit, "hubs.csv")
    assert fault.problem == "BEG has no row, so it costs nothing to keep open and has room without limit"


def test_no_gateway_is_said_to_be_none(edit):  # the tests' region has none
    (fault,) = warned(edit, "region.toml")
    assert fault.problem.startswith("no gateway is given")


def test_changes_that_alter_nothing(edit):
    edit.scenario(
        "mine", '[[change]]\nmode = "road"\ntime = 2\n[[change]]\nmode = "road"\nlinks = "vie-bud-road"\ncapacity = 2\n'
    )
    edit.scenario("yours", '[[change]]\nlinks = "vie-bud-road"\nopen = true\n')
    mine, yours = warned(edit, "scenarios/mine.toml"), warned(edit, "scenarios/yours.toml")
    assert [(fault.column, fault.problem) for fault in mine] == [
        ("change 2", "alters nothing: links vie-bud-road, mode road: capacity x 2")
    ]
    assert [(fault.column, fault.problem) for fault in yours] == [
        ("", "scenario yours alters nothing: links vie-bud-road: opened")
    ]


def test_a_region_with_faults_has_these_first(edit):
    edit.cell("places.csv", 2, "population", "many")
    with pytest.raises(geodata.RegionError):
        geodata.region_warnings(edit.folder)
