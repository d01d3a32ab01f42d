"""Faults of links and crossings."""

import pytest


def test_train_capacity_needs_the_load_of_a_train(edit):
    edit.drop("parameters.csv", lambda row: row["parameter"] != "tonnes_per_train")
    assert "there is no parameter tonnes_per_train" in edit.only_fault().problem


@pytest.mark.parametrize(
    ("file", "row", "column", "text", "problem"),
    [
        ("links.csv", 4, "to", "XXX", 'unknown place "XXX"'),
        ("links.csv", 4, "to", "BUD", "ends where it starts"),
        ("links.csv", 4, "mode", "train", '"train" is not known'),
        ("links.csv", 4, "length_km", "600", "shorter than the great circle"),
        ("links.csv", 4, "length_km", "870000", "more than 6 times the great circle"),
        ("links.csv", 4, "length_km", "0", "is not above 0"),
        ("links.csv", 4, "gauge_from_mm", "", "a gauge is missing"),
        ("links.csv", 4, "gauge_from_mm", "1500", "no gauge that is known"),
        ("links.csv", 9, "gauge_from_mm", "1435", "a road link has no gauge"),
        ("links.csv", 4, "services", "express", '"express" is not known'),
        ("links.csv", 4, "classes", "gas", 'unknown class "gas"'),
        ("links.csv", 4, "status", "shut", '"shut" is not known'),
        ("links.csv", 4, "time_h", "0.1", "km/h"),
        ("crossings.csv", 2, "link", "no-link", 'unknown link "no-link"'),
        ("crossings.csv", 2, "class", "gas", 'unknown class "gas"'),
        ("crossings.csv", 2, "direction", "north", '"north" is not known'),
        ("crossings.csv", 2, "dwell_h", "50", "not in order"),
        ("crossings.csv", 2, "dwell_h", "", "is given without dwell_h"),
        ("crossings.csv", 3, "capacity_trucks_per_day", "10", "a capacity in a row of one class"),
    ],
)
def test_a_wrong_cell(edit, file, row, column, text, problem):
    edit.assert_wrong(file, row, column, text, problem)
