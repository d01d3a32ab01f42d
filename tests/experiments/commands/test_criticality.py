"""``silkhub criticality`` from the command line."""

import pandas as pd

from experiments.cli import run


def test_the_command_writes_what_it_says(tiny, tmp_path, capsys):
    asked = ["--region", str(tiny), "--links", "none", "--no-pairs", "--p", "0", "--workers", "1"]
    assert run(["criticality", *asked, "--out", str(tmp_path / "out")]) == 0
    assert "report.html" in capsys.readouterr().out.replace("\n", "")
    assert set(pd.read_csv(tmp_path / "out" / "criticality.csv")["kind"]) == {"corridor", "crossing", "hub"}


def test_unknown_links_are_exit_status_2(tiny, tmp_path):
    assert run(["criticality", "--region", str(tiny), "--links", "some", "--out", str(tmp_path)]) == 2
