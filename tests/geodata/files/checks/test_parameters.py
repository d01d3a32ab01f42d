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
