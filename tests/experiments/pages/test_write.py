"""The files of a study: all there with their record, or the earlier ones untouched."""

import hashlib
import json

import pandas as pd
import pytest

from experiments.pages import Page, Picture, Section, write_study

FRAME = pd.DataFrame({"hub": ["OSS"], "lead_usd": [1.23456]})


def _page(draw):
    return Page("T", "Osh wins.", sections=[Section("S", pictures=[Picture("lead.png", draw, "Leads")])])


def _fail(_path):
    raise RuntimeError("no letters")


def test_tables_picture_page_and_record_are_written(tmp_path):
    page = _page(lambda path: path.write_bytes(b"PNG"))
    written = write_study(tmp_path, {"study.csv": FRAME}, page, {"command": "study"}, texts={"a.json": "{}"})
    assert {path.name for path in written} == {"study.csv", "a.json", "lead.png", "report.html", "run.json"}
    assert (tmp_path / "study.csv").read_text().splitlines() == ["hub,lead_usd", "OSS,1.23"]
    record = json.loads((tmp_path / "run.json").read_text())
    page_digest = hashlib.sha256((tmp_path / "report.html").read_bytes()).hexdigest()
    assert record["files"]["report.html"] == page_digest
    assert record["command"] == "study"


def test_a_picture_that_fails_takes_nothing_with_it(tmp_path):
    written = write_study(tmp_path, {"study.csv": FRAME}, _page(_fail), {})
    assert written.failures == {"lead.png": "RuntimeError: no letters"}
    assert (tmp_path / "study.csv").exists()
    assert "could not be drawn" in (tmp_path / "report.html").read_text()


def test_a_table_that_fails_leaves_the_earlier_files(tmp_path):
    write_study(tmp_path, {"study.csv": FRAME}, Page("T", "Before."), {})
    (tmp_path / "second.csv").mkdir()
    with pytest.raises(OSError, match=r"second\.csv"):
        write_study(tmp_path, {"study.csv": FRAME, "second.csv": FRAME}, Page("T", "After."), {})
    assert "Before." in (tmp_path / "report.html").read_text()
