"""The study's files hold what its tables do."""

import json

import pandas as pd

from experiments.failures import criticality_words, write_criticality


def test_all_files_are_written(lost, tmp_path):
    written = write_criticality(lost, tmp_path)
    assert written.failures == {}
    for name, frame in (
        ("", lost.table),
        ("-pairs", lost.pairs),
        ("-rerouting", lost.rerouting),
        ("-attack", lost.attack),
    ):
        assert len(pd.read_csv(tmp_path / f"criticality{name}.csv")) == len(frame)
    record = json.loads((tmp_path / "run.json").read_text())
    assert record["command"] == "criticality"
    assert record["kept"] == "NOR"
    assert record["verdict"] == criticality_words(lost)
    assert criticality_words(lost)[0] in (tmp_path / "report.html").read_text()
