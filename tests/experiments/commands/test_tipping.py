"""``silkhub tipping`` from the command line."""

import pandas as pd

from experiments.cli import run


def test_the_command_writes_what_it_says(tiny, tmp_path, capsys):
    asked = ["--inputs", "country[CCC];probability", "--scenarios", "base,north-closed", "--no-worth", "--grid", "0"]
    status = run(["tipping", "--region", str(tiny), *asked, "--workers", "1", "--out", str(tmp_path / "out")])
    assert status == 0
    assert "report.html" in capsys.readouterr().out.replace("\n", "")
    assert set(pd.read_csv(tmp_path / "out" / "tipping.csv")["kind"]) == {"country", "probability"}


def test_unknown_inputs_are_exit_status_2(tiny, tmp_path):
    assert run(["tipping", "--region", str(tiny), "--inputs", "nothing", "--out", str(tmp_path)]) == 2
