"""The calibration in the terminal and as a picture."""

import pandas as pd
import pytest
from matplotlib import image
from rich.text import Text

import geodata
from experiments.calibration import calibration_table, draw_calibration, misses
from experiments.calibration.calibrate import what


def frame():
    """Three references: one met, one missed, one within its range and yet far from its value."""
    about = {"via": "", "class": "", "scenario": "base", "note": "", "scope": "door"}
    return pd.DataFrame(
        [
            {**about, "kind": "distance_km", "from": "A", "to": "B", "value": 1000.0, "low": 900.0, "high": 1100.0,
             "modelled": 1050.0, "ratio": 1.05, "within": True, "within_15_percent": True, "met": True, "miss": "",
             "use": "fitted"},
            {**about, "kind": "transit_days", "from": "A", "to": "B;C", "via": "X;Y", "class": "goods", "value": 20.0,
             "scenario": "closed", "low": 15.0, "high": 25.0, "modelled": 30.0, "ratio": 1.5, "within": False,
             "within_15_percent": False, "met": False, "miss": "modelled 30 above 25", "note": "winter", "use": "seen",
             "scope": "station"},
            {**about, "kind": "mass_mt", "from": "A", "to": "B", "value": 10.0, "low": 5.0, "high": 20.0,
             "modelled": 12.0, "ratio": 1.2, "within": True, "within_15_percent": False, "met": False,
             "miss": "20% off", "use": ""},
        ],
        index=["near", "far", "wide"],
    )  # fmt: skip


def test_the_table_counts_what_is_met_and_marks_what_is_not():
    table = calibration_table(frame())
    assert table.title == "Model and observation: 1 of 3 references met, 2 within their range"
    columns = [list(column.cells) for column in table.columns]
    far = "A - B+C via X : Y [goods] (closed) (station)"
    assert list(zip(*columns, strict=True)) == [
        ("near", "fitted", "distance_km", "A - B", "1,000", "900", "1,100", "1,050", "1.05", ""),
        ("far", "seen", "transit_days", far, "20", "15", "25", "30", "1.5", Text("miss", style="red")),
        ("wide", "", "mass_mt", "A - B", "10", "5", "20", "12", "1.2", Text(">15%", style="red")),
    ]


def test_misses_are_told_in_sentences():
    assert misses(frame()) == [
        "far (Transit time from station to station, days; seen): modelled 30 above 25. winter",
        "wide (Mass, Mt a year; not said): 20% off",
    ]
    assert misses(frame().assign(met=True)) == []


@pytest.mark.parametrize(
    ("about", "words"),
    [
        (("A", "B", "", "", ""), "A - B"),
        (("", "", "X;Y", "", "base"), "X : Y"),
        (("A", "", "X", "bulk", "closed"), "A -  via X [bulk] (closed)"),
    ],
)
def test_what_a_reference_is_about(about, words):
    assert what(*about) == words


def test_the_picture_shows_something(tiny, tmp_path):
    draw_calibration(geodata.load_region(tiny), frame(), tmp_path / "calibration.png")
    picture = image.imread(tmp_path / "calibration.png")
    assert picture.shape[1] > 1000
    assert picture[..., :3].std() > 0.05
