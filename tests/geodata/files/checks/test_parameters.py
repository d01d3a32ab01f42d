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
