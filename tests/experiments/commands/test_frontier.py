"""``silkhub frontier`` from the command line."""

import pandas as pd

from experiments.cli import run


def test_the_command_writes_what_it_says(tiny, tmp_path, capsys):
    asked = ["--region", str(tiny), "--p", "1", "--scenarios", "base", "--workers", "1", "--out", str(tmp_path / "out")]
    assert run(["frontier", *asked]) == 0
    assert "report.html" in capsys.readouterr().out.replace("\n", "")
    assert set(pd.read_csv(tmp_path / "out" / "frontier.csv")["p"]) == {1}


def test_draws_are_taken_and_told_to_change_nothing(tiny, tmp_path, capsys):
    asked = ["--region", str(tiny), "--p", "1", "--scenarios", "base", "--workers", "1", "--out", str(tmp_path)]
    assert run(["frontier", *asked, "--draws", "5", "--seed", "1"]) == 0
    assert "--draws and --seed changed nothing" in " ".join(capsys.readouterr().out.split())


def test_too_many_hubs_are_exit_status_2(tiny, tmp_path):
    assert run(["frontier", "--region", str(tiny), "--p", "9", "--out", str(tmp_path)]) == 2
