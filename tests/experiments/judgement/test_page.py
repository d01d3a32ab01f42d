"""The files of the verdict hold what its tables do."""

import json

import pandas as pd

from experiments.judgement import verdict_words, write_verdict


def test_all_files_are_written(judgement, tmp_path):
    written = write_verdict(judgement, tmp_path)
    assert written.failures == {}
    told = json.loads((tmp_path / "verdict.json").read_text())
    assert told["claim"] == judgement.claim.answer
    assert (told["incumbent"], told["challenger"]) == ("NOR", "SOU")
    assert told["evidence"] == verdict_words(judgement)[1:]
    assert [case["gateways"] for case in told["cases"]] == [["GAT"], []]
    assert sum(told["cases"][0]["shares"].values()) > 0.999
    assert pd.read_csv(tmp_path / "verdict.csv")["claim"].tolist() == [case["claim"] for case in told["cases"]]
    page = (tmp_path / "report.html").read_text()
    assert 'data-role="headline"' in page
    assert "the likeliest alternative" in page
