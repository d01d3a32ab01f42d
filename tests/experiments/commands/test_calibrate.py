"""``silkhub calibrate``: the model and observations."""

import pandas as pd
import pytest

import geodata
from tests.experiments.tiny import write_tiny


@pytest.fixture
def region(tmp_path):
    """The tiny region with two references, one of them far off and called like a formula."""
    region = write_tiny(tmp_path / "region", region=('title = "A tiny region"', 'title = "[/b] $tiny"'))
    (region / "references.csv").write_text(
        "id,kind,from,to,value,unit,source,confidence\n"
        "far,distance_km,FAR,GAT,950,km,made-up,observed\nslow,transit_days,FAR,WES,90,days,made-up,observed\n"
    )
    return region


def test_the_folder_is_tried_before_the_work(call, region, tmp_path, monkeypatch):
    monkeypatch.setattr(geodata.Region, "calibration", lambda _: pytest.fail("it worked"))
    (tmp_path / "file").write_text("")
    status, _, err = call("calibrate", "--region", region, "--out", tmp_path / "file")
    assert status == 2
    assert "file" in err


def test_a_picture_that_fails_leaves_the_table(call, region, tmp_path, monkeypatch):
    def fails(*_):
        raise ValueError("no picture")

    monkeypatch.setattr("experiments.calibration.draw_calibration", fails)
    status, out, err = call("calibrate", "--region", region, "--out", tmp_path)
    assert status == 1
    assert "calibration.png could not be made (ValueError: no picture)" in err
    assert "1 of 2 references met" in out
    assert len(pd.read_csv(tmp_path / "calibration.csv")) == 2


def test_calibrate_writes_table_and_picture_and_names_the_misses(call, region, tmp_path):
    status, out, _ = call("calibrate", "--region", region, "--out", tmp_path)
    assert status == 0
    assert "1 of 2 references met" in out
    assert "slow (Transit time from door to door, days; not said)" in out
    assert "References met, by what they were to the model" in out
    counts = pd.read_csv(tmp_path / "calibration-summary.csv")
    assert counts.iloc[-1].tolist() == ["all", "all", 2, 1, 1, 1]
    assert (tmp_path / "calibration.png").stat().st_size > 5000
    assert len(pd.read_csv(tmp_path / "calibration.csv")) == 2
