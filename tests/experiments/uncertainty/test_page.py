"""The study's files hold what its tables do."""

import json

import pandas as pd

from experiments.uncertainty import robustness_page, robustness_words, write_robustness


def test_all_files_are_written(drawn, tmp_path):
    written = write_robustness(drawn, tmp_path, {"region": "tiny"})
    assert written.failures == {}
    table = pd.read_csv(tmp_path / "robustness.csv")
    assert table.columns[:2].tolist() == ["hub", "name"]
    assert {"share_best", "share_low", "share_high", "lead_mean", "lead_sd"} <= set(table)
    assert table["hub"].tolist() == drawn.hubs["hub"].tolist()
    record = json.loads((tmp_path / "run.json").read_text())
    assert record["command"] == "robustness"
    assert record["arguments"]["seed"] == 4
    assert record["verdict"] == robustness_words(drawn)
    assert len(pd.read_csv(tmp_path / "robustness-draws.csv")) == 100


def test_the_page_begins_with_the_answer(drawn):
    page = robustness_page(drawn)
    assert page.headline == robustness_words(drawn)[0]
    assert page.sections[0].title == "Who is best how often"
