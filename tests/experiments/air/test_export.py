"""The files of the air study."""

import hashlib
import json

import pandas as pd
import pytest

from experiments.air import export, write_air

FILES = [
    "air.csv",
    "flights.csv",
    "airports.csv",
    "air-volumes.csv",
    "air-growth.csv",
    "air-draws.csv",
    "air.png",
    "air.json",
]


def test_all_files_are_there_and_vouched_for(study, tmp_path):
    written = write_air(study, tmp_path, {"best": 5})
    assert [path.name for path in written] == FILES
    record = json.loads((tmp_path / "air.json").read_text(encoding="utf-8"))
    for name, digest in record["files"].items():
        assert hashlib.sha256((tmp_path / name).read_bytes()).hexdigest() == digest
    assert set(record["files"]) == set(FILES) - {"air.json"}
    assert record["verdict"] == study.verdict
    assert record["arguments"]["gateways"] == ["ORG", "NEA"]
    frame = pd.read_csv(tmp_path / "air.csv")
    assert frame.loc[0, "gross_saving_usd"] == pytest.approx(1_490_000)


def test_a_picture_that_fails_takes_nothing_with_it(study, tmp_path, monkeypatch):
    def fail(*_):
        msg = "no ink"
        raise ValueError(msg)

    monkeypatch.setattr(export, "draw_air", fail)
    written = write_air(study, tmp_path)
    assert set(written.failures) == {"air.png"}
    assert json.loads((tmp_path / "air.json").read_text())["failures"] == written.failures
    assert (tmp_path / "air.csv").exists()
