"""``silkhub route-value`` from the command line."""

import pandas as pd

from experiments.cli import run


def test_the_command_writes_what_it_says(tiny, tmp_path, capsys):
    asked = ["--region", str(tiny), "--link", "west-mid-road", "--scenarios", "base", "--workers", "1", "--draws", "0"]
    out = tmp_path / "out"
    assert run(["route-value", *asked, "--cost", "west-mid-road=1000000", "--no-break-even", "--out", str(out)]) == 0
    assert "report.html" in capsys.readouterr().out.replace("\n", "")
    assert set(pd.read_csv(out / "route-value.csv")["cost_usd"]) == {1e6}


def test_what_there_is_not_is_exit_status_2(tiny, tmp_path):
    asked = ["route-value", "--region", str(tiny), "--out", str(tmp_path)]
    assert run([*asked, "--link", "nowhere"]) == 2
    assert run([*asked, "--cost", "a lot"]) == 2
