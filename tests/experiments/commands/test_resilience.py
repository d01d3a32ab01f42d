"""``silkhub resilience`` from the command line."""

import pandas as pd

from experiments.cli import run


def test_the_command_writes_what_it_says(tiny, tmp_path, capsys):
    asked = [
        "--region",
        str(tiny),
        "--scenario",
        "west-cut",
        "--duration-days",
        "5",
        "--workers",
        "1",
        "--hubs",
        "NOR,SOU",
    ]
    assert run(["resilience", *asked, "--out", str(tmp_path / "out")]) == 0
    assert "report.html" in capsys.readouterr().out.replace("\n", "")
    assert set(pd.read_csv(tmp_path / "out" / "resilience-area.csv")["hub"]) == {"NOR", "SOU"}


def test_a_scenario_without_a_duration_is_exit_status_2(tiny, tmp_path):
    assert run(["resilience", "--region", str(tiny), "--scenario", "slow-south", "--out", str(tmp_path)]) == 2
