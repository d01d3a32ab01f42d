"""``silkhub robustness`` from the command line."""

import pandas as pd
import pytest

from experiments.cli import run


def test_the_command_writes_what_it_says(tiny, tmp_path, capsys):
    status = run(
        ["robustness", "--region", str(tiny), "--draws", "2", "--workers", "1", "--out", str(tmp_path / "out")]
    )
    assert status == 0
    assert "report.html" in capsys.readouterr().out.replace("\n", "")
    assert len(pd.read_csv(tmp_path / "out" / "robustness.csv")) == 3


@pytest.mark.parametrize(
    "wrong",
    [["--draws", "0"], ["--method", "dice"], ["--hubs", "nowhere"], ["--correlation", "7"], ["--case-limit", "0"]],
)
def test_what_makes_no_sense_is_exit_status_2(tiny, tmp_path, wrong):
    assert run(["robustness", "--region", str(tiny), "--draws", "2", "--out", str(tmp_path), *wrong]) == 2
