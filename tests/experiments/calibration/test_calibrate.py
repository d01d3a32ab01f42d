"""The calibration in the terminal and as a picture."""

import pandas as pd
import pytest
from matplotlib import image
from rich.text import Text

import geodata
from experiments.calibration import calibration_table, draw_calibration, misses
from experiments.calibration.calibrate import what


def frame():
    """Two references: one within its range, one missed."""
    about = {"via": "", "class": "", "scenario": "base", "note": ""}
    return pd.DataFrame(
        [
            {**about, "kind": "distance_km", "from": "A", "to": "B", "value": 1000.0, "low": 900.0, "high": 1100.0,
             "modelled": 1050.0, "ratio": 1.05, "within": True, "miss": ""},
            {**about, "kind": "transit_days", "from": "A", "to": "B;C", "via": "X;Y", "class": "goods", "value": 20.0,
             "scenario": "closed", "low": 15.0, "high": 25.0, "modelled": 30.0, "ratio": 1.5, "within": False,
             "miss": "modelled 30 above 25", "note": "winter"},
        ],
        index=["near", "far"],
    )  # fmt: skip


def test_the_table_counts_what_is_within_and_marks_what_is_not():
    table = calibration_table(frame())
    assert table.title == "Model and observation: 1 of 2 references within their range"
    columns = [list(column.cells) for column in table.columns]
    assert list(zip(*columns, strict=True)) == [
        ("near", "distance_km", "A - B", "1,000", "900", "1,100", "1,050", "1.05", ""),
        (
            "far",
            "transit_days",
            "A - B+C via X : Y [goods] (closed)",
            "20",
            "15",
            "25",
            "30",
            "1.5",
            Text("miss", style="red"),
        ),
    ]


def test_misses_are_told_in_sentences():
    assert misses(frame()) == ["far (Transit time, days): modelled 30 above 25. winter"]
    assert misses(frame().assign(within=True)) == []


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
