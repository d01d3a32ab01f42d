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


@pytest.mark.parametrize(
    ("cells", "column", "problem"),
    [
        ({"t_per_departure": 60}, "departures_per_week", "t_per_departure is given without it"),
        ({"departures_per_week": 3, "usd_per_departure": 900}, "t_per_departure", "usd_per_departure is given without"),
        ({"departures_per_week": 3, "usd_per_departure": 0}, "t_per_departure", "usd_per_departure is given without"),
        ({"departures_per_week": 3, "fill": 0.8}, "t_per_departure", "fill is given without it"),
        ({"departures_per_week": 3, "wait_h": 5}, "wait_h", "it follows from departures_per_week"),
        (
            {"departures_per_week": 3, "t_per_departure": 60, "capacity_t_per_year": 0},
            "capacity_t_per_year", "it follows from t_per_departure",
        ),
        ({"departures_per_week": 3, "departures_per_week_low": 4}, "departures_per_week", "not in order"),
        ({"departures_per_week_high": 3}, "departures_per_week", "given without departures_per_week"),
        ({"departures_per_week": 0}, "departures_per_week", "is below 0.01"),
        ({"departures_per_week": 3, "t_per_departure": 60, "fill": 1.2}, "fill", "is above 1"),
        ({"departures_per_week": 3, "t_per_departure": 1e-300}, "t_per_departure", "is below 0.01"),
        ({"departures_per_week": 3e9}, "departures_per_week", "is above 100000"),
        ({"direction": "forward", "tariff_factor_back": 0.5}, "tariff_factor_back", "no way back"),
        ({"tariff_factor_back": -1}, "tariff_factor_back", "negative"),
        ({"stop_h": -1}, "stop_h", "negative"),
    ],
)  # fmt: skip
def test_a_timetable_that_is_not_whole_or_said_twice(edit, cells, column, problem):
    for name, value in cells.items():
        edit.column("links.csv", name, vie_bud_road=value)
    fault = edit.only_fault()
    assert (fault.file, fault.row, fault.column) == ("links.csv", 8, column)
    assert fault.label.startswith("vie-bud-road")
    assert problem in fault.problem
    assert fault.remedy


def test_a_whole_timetable_has_no_fault(edit):
    cells = {"departures_per_week": 3, "t_per_departure": 60, "fill": 0.8, "usd_per_departure": 0, "stop_h": 1}
    for name, value in (cells | {"tariff_factor_back": 0.5}).items():
        edit.column("links.csv", name, vie_bud_road=value)
    edit.region()
