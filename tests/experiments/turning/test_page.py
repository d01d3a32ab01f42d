"""The study's files hold what its tables do."""

import json

import pandas as pd

from experiments.turning import tipping_words, write_tipping


def test_all_files_are_written(tipped, tmp_path):
    written = write_tipping(tipped, tmp_path)
    assert written.failures == {}
    assert pd.read_csv(tmp_path / "tipping.csv")["input"].tolist() == tipped.rows["input"].tolist()
    for name in ("map", "near", "sets", "shapley", "gateways"):
        assert len(pd.read_csv(tmp_path / f"tipping-{name}.csv")) > 0
    record = json.loads((tmp_path / "run.json").read_text())
    assert record["command"] == "tipping"
    assert record["verdict"] == tipping_words(tipped)
    assert record["best"] == "SOU"
    assert tipping_words(tipped)[0] in (tmp_path / "report.html").read_text()
