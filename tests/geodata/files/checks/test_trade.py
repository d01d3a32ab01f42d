"""Faults of countries and trade."""

import pytest

import geodata


def test_a_country_that_trades_without_a_place(edit):
    edit.add("countries.csv", iso3="FRA", name="France", gdp_bn_usd=3000, population_m=68, source="example")
    row = edit.add("trade.csv", exporter="FRA", importer="AUT", value_bn_usd=1, source="example")
    fault = edit.only_fault()
    assert (fault.row, fault.column) == (row, "exporter")
    assert "has no demand place" in fault.problem


def test_a_demand_place_without_trade(edit):
    edit.drop("trade.csv", lambda row: "BGR" not in (row["exporter"], row["importer"]))
    assert "which has no row in trade.csv" in edit.only_fault().problem


def test_classes_that_exceed_their_total(edit):
    row = edit.add("trade.csv", exporter="SRB", importer="BGR", value_bn_usd=0.5, source="example")
    fault = edit.only_fault()
    assert fault.row == row
    assert "more than the total of 0.5" in fault.problem


def test_a_group_and_its_member_count_double(edit):
    rows = edit.rows("countries.csv")
    for row in rows[1:]:
        if row[0] in ("AUT", "HUN"):
            row[rows[0].index("group")] = "EU"
    edit.write("countries.csv", rows)
    edit.add("trade.csv", exporter="EU", importer="ROU", value_bn_usd=1, source="example")
    faults = geodata.check_region(edit.folder)
    assert {fault.label for fault in faults} == {"AUT -> ROU", "HUN -> ROU"}
    assert all("about the group" in fault.problem for fault in faults)


def test_a_broken_country_is_not_reported_with_all_its_trade(edit):
    edit.cell("countries.csv", 3, "gdp_bn_usd", "much")
    assert edit.only_fault().file == "countries.csv"


@pytest.mark.parametrize(
    ("file", "row", "column", "text", "problem"),
    [
        ("countries.csv", 2, "gdp_bn_usd", "0", "is not above 0"),
        ("trade.csv", 2, "exporter", "FRA", 'unknown country "FRA"'),
        ("trade.csv", 2, "importer", "AUT", "trades with itself"),
        ("trade.csv", 2, "class", "gas", 'unknown class "gas"'),
    ],
)
def test_a_wrong_cell(edit, file, row, column, text, problem):
    edit.assert_wrong(file, row, column, text, problem)


def test_a_mass_has_a_value(edit):
    edit.cell("trade.csv", 2, "mass_mt", "3")
    for name in ("value_bn_usd", "value_bn_usd_low"):
        edit.cell("trade.csv", 2, name, "0")
    assert edit.only_fault().problem == "a mass without a value"


def test_all_classes_of_a_pair_count_against_its_total_and_no_other_pair(edit):
    edit.add("trade.csv", exporter="AUT", importer="HUN", **{"class": "containers"}, value_bn_usd=4)
    edit.add("trade.csv", exporter="AUT", importer="HUN", **{"class": "parcels"}, value_bn_usd=3.5)
    edit.add("trade.csv", exporter="HUN", importer="AUT", **{"class": "parcels"}, value_bn_usd=6)
    fault = edit.only_fault()
    assert (fault.row, fault.label) == (2, "AUT -> HUN")
    assert fault.problem == "the pair's classes add up to 7.5, more than the total of 7"
