"""The study's files hold what its tables do."""

import json

import pandas as pd

from experiments.recovery import resilience_words, write_resilience


def test_all_files_are_written(followed, tmp_path):
    written = write_resilience(followed, tmp_path)
    assert written.failures == {}
    for name, frame in {"": followed.days, "-area": followed.areas, "-hubs": followed.hubs}.items():
        assert len(pd.read_csv(tmp_path / f"resilience{name}.csv")) == len(frame)
    record = json.loads((tmp_path / "run.json").read_text())
    assert record["command"] == "resilience"
    assert record["verdict"] == resilience_words(followed)
    assert "West cut off" in (tmp_path / "report.html").read_text()
