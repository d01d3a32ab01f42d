"""The study's files hold what its tables do."""

import json

import pandas as pd

from experiments.tradeoffs import frontier_words, write_frontier


def test_all_files_are_written(weighed, tmp_path):
    written = write_frontier(weighed, tmp_path)
    assert written.failures == {}
    assert len(pd.read_csv(tmp_path / "frontier.csv")) == len(weighed.front)
    assert len(pd.read_csv(tmp_path / "frontier-costs.csv")) == 8
    record = json.loads((tmp_path / "run.json").read_text())
    assert record["command"] == "frontier"
    assert record["verdict"] == frontier_words(weighed)
    assert frontier_words(weighed)[0] in (tmp_path / "report.html").read_text()
