"""The study's files hold what its tables do."""

import json

import pandas as pd

from experiments.worth import route_value_words, write_route_value


def test_all_files_are_written(valued, tmp_path):
    written = write_route_value(valued, tmp_path)
    assert written.failures == {}
    assert len(pd.read_csv(tmp_path / "route-value.csv")) == len(valued.value)
    assert len(pd.read_csv(tmp_path / "route-value-draws.csv")) == len(valued.draws)
    assert len(pd.read_csv(tmp_path / "route-value-scenarios.csv")) == len(valued.scenarios)
    assert len(pd.read_csv(tmp_path / "route-value-curve.csv")) == len(valued.curve)
    record = json.loads((tmp_path / "run.json").read_text())
    assert record["command"] == "route-value"
    assert record["verdict"] == route_value_words(valued)
    assert "what links and services are worth" in (tmp_path / "report.html").read_text()
