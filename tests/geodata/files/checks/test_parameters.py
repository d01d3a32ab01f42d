"""Faults of parameters and hubs."""

import pytest

import geodata


def test_a_needed_parameter_is_missing(edit):
    edit.drop("parameters.csv", lambda row: (row["parameter"], row["class"]) != ("value_usd_per_t", "parcels"))
    fault = edit.only_fault()
    assert (fault.label, fault.problem) == ("class parcels", "value_usd_per_t is missing")


def test_a_mode_without_tariff_or_speed(edit):
    edit.drop("parameters.csv", lambda row: row["mode"] != "road")
    problems = {(fault.label.split(",")[0], fault.problem) for fault in geodata.check_region(edit.folder)}
    assert problems == {("mode road", "tariff_usd_per_tkm is missing"), ("mode road", "speed_kmh is missing")}


@pytest.mark.parametrize(
    ("file", "row", "column", "text", "problem"),
    [
        ("parameters.csv", 2, "parameter", "tarif_usd_per_tkm", "not a parameter of the models"),
        ("parameters.csv", 2, "mode", "train", '"train" is not known'),
        ("parameters.csv", 2, "place", "BUD", "does not differ by place"),
        ("parameters.csv", 2, "low", "1", "not in order"),
        ("hubs.csv", 2, "place", "XXX", 'unknown place "XXX"'),
        ("hubs.csv", 2, "handling_factor_high", "0.5", "not in order"),
    ],
)
def test_a_wrong_cell(edit, file, row, column, text, problem):
    edit.assert_wrong(file, row, column, text, problem)


def test_a_missing_class_share_is_noted_where_totals_are_split(edit):
    edit.drop("parameters.csv", lambda row: (row["parameter"], row["class"]) != ("class_share", "parcels"))
    fault = edit.only_fault()
    assert fault.label == "class parcels; trade.csv has totals without a class"
    assert fault.problem == "class_share is missing"


def test_a_speed_is_not_needed_where_every_link_has_its_own(edit):
    edit.drop("parameters.csv", lambda row: (row["parameter"], row["mode"]) != ("speed_kmh", "ferry"))
    assert edit.only_fault().label == "mode ferry, which has links without speed_kmh and time_h"
    edit.cell("links.csv", 14, "time_h", "100")  # the river
    assert geodata.check_region(edit.folder) == []


@pytest.mark.parametrize("column", ["low", "central"])
def test_nothing_is_free_or_infinitely_slow(edit, column):
    row = next(i for i, cells in enumerate(edit.rows("parameters.csv"), 1) if cells[:3] == ["speed_kmh", "", "rail"])
    for name in ("low", "central")[: 1 + (column == "central")]:
        edit.cell("parameters.csv", row, name, "0")
    assert edit.only_fault().problem == "must be above 0"


@pytest.mark.parametrize(
    ("cells", "column", "problem"),
    [
        ({"parameter": "terminal_h", "country": "ROU"}, "country", "terminal_h does not differ by country"),
        ({"parameter": "speed_kmh", "mode": "road", "country": "ROM"}, "country", 'unknown country "ROM"'),
        ({"parameter": "third_country_h", "country": "ROU", "mode": "road"}, "mode", "does not differ by mode"),
        ({"parameter": "full_load_share", "central": 70}, "central", "70 is above 1"),
        ({"parameter": "full_load_share", "central": 0.7, "high": 1.1}, "high", "1.1 is above 1"),
        ({"parameter": "reexport_share", "central": 40}, "central", "40 is above 1"),
    ],
)
def test_a_wrong_row_by_country_or_of_shares(edit, cells, column, problem):
    edit.column("parameters.csv", "country")
    row = edit.add("parameters.csv", **({"central": 5} | cells))
    fault = edit.only_fault()
    assert (fault.row, fault.column) == (row, column)
    assert problem in fault.problem
    assert fault.label.startswith(cells["parameter"])


def test_the_same_parameter_of_two_countries_is_not_twice(edit):
    edit.column("parameters.csv", "country")
    for country in ("ROU", "SRB", "ROU"):
        last = edit.add("parameters.csv", parameter="third_country_h", country=country, central=5)
    fault = edit.only_fault()
    assert (fault.row, fault.problem) == (last, f"the same as row {last - 2}")


def test_capacities_of_hubs_are_in_one_unit(edit):
    edit.column("hubs.csv", "capacity_teu_per_year", BUD=1e5)
    edit.column("hubs.csv", "capacity_t_per_year", BEG=1e6)
    fault = edit.only_fault()
    assert (fault.row, fault.column, fault.label) == (3, "capacity_t_per_year", "BEG")
    assert "that of BUD is in TEU" in fault.problem


def test_capacities_in_teu_need_the_load_of_a_unit(edit):
    edit.column("hubs.csv", "capacity_teu_per_year", BUD=1e5)
    edit.cell("classes.csv", 3, "tonnes_per_teu", "")
    fault = edit.only_fault()
    assert (fault.file, fault.row, fault.column, fault.label) == ("classes.csv", 3, "tonnes_per_teu", "parcels")


@pytest.mark.parametrize("name", ["fixed_usd_per_year", "capacity_teu_per_year"])
def test_numbers_of_hubs_rise_from_low_to_high(edit, name):
    edit.column("hubs.csv", name, BUD=5)
    edit.column("hubs.csv", f"{name}_low", BUD=6)
    fault = edit.only_fault()
    assert (fault.row, fault.column) == (2, name)
    assert "not in order" in fault.problem
