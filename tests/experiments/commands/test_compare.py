"""``silkhub compare``: files, choices, resuming, interruption."""

import json
import os
import signal
import subprocess
import sys

import pandas as pd
import pytest

from experiments.commands import compare as command
from experiments.comparison import confirm
from experiments.text import ScenarioProgress
from tests.experiments.tiny import write_tiny
from tests.places import CHECKOUT

FILES = ("comparison.csv", "designs.csv", "map.png", "report.html", "hubs.gpkg", "run.json")


def test_compare_writes_everything_and_prints_the_verdict(call, tiny, tmp_path):
    status, out, err = call("compare", "--region", tiny, "--out", tmp_path, "--no-confirm")
    assert (status, err) == (0, "")
    assert "Midtown is the best single hub beside Gate" in out.replace("\n", " ")
    for name in FILES:
        assert (tmp_path / name).stat().st_size > 500
    assert len(pd.read_csv(tmp_path / "comparison.csv")) == 3 * 3  # base and the two with a probability


def test_hubs_scenarios_and_gateways_can_be_chosen_by_name(call, tiny, tmp_path):
    status, _, _ = call("compare", "--region", tiny, "--hubs", "northtown,SOU", "--scenarios", "base,Slow south",
                        "--gateways", "none", "--p", "2", "--out", tmp_path, "--no-confirm")  # fmt: skip
    assert status == 0
    table = pd.read_csv(tmp_path / "comparison.csv")
    assert set(table["hub"]) == {"NOR", "SOU"}
    assert set(table["scenario"]) == {"base", "slow-south"}
    assert set(table["design"]) == {"alone"}


def test_run_json_tells_inputs_versions_times_and_the_second_opinion(call, tiny, tmp_path):
    call("compare", "--region", tiny, "--scenarios", "base", "--out", tmp_path, "--seed", "7")
    record = json.loads((tmp_path / "run.json").read_text())
    assert record["confirmation"]["agrees"] is True
    assert record["arguments"]["seed"] == 7
    assert len(record["region"]["digest"]) == 64
    assert {"python", "numpy", "silkhub"} <= set(record["versions"])
    assert record["seconds"]["total"] > 0


def test_a_finished_scenario_is_taken_up_again_and_a_changed_number_is_not(call, tmp_path):
    region, out = write_tiny(tmp_path / "region"), tmp_path / "out"
    arguments = ("compare", "--region", region, "--scenarios", "base,north-closed", "--out", out, "--no-confirm")
    call(*arguments)
    first = pd.read_csv(out / "comparison.csv")
    _, said, _ = call(*arguments, "--resume")
    assert "2 scenarios reused from an earlier run" in said
    pd.testing.assert_frame_equal(first, pd.read_csv(out / "comparison.csv"))
    write_tiny(region, crossings=("12,4,6", "30,4,9"))
    _, said, _ = call(*arguments, "--resume")
    assert "reused" not in said
    assert not first.equals(pd.read_csv(out / "comparison.csv"))


def test_a_store_that_was_cut_short_is_made_anew(call, tiny, tmp_path):
    arguments = ("compare", "--region", tiny, "--scenarios", "base", "--out", tmp_path, "--no-confirm")
    call(*arguments)
    kept = next((tmp_path / ".finished").glob("*.npz"))
    kept.write_bytes(kept.read_bytes()[:200])
    status, said, _ = call(*arguments, "--resume")
    assert status == 0
    assert "reused" not in said


class Interrupting(ScenarioProgress):
    """Progress during which somebody presses Ctrl-C, once two scenarios are finished."""

    def __call__(self, what, done, total):
        super().__call__(what, done, total)
        if done == 2:
            raise KeyboardInterrupt


def test_interrupted_it_keeps_what_is_finished(call, tiny, tmp_path, monkeypatch):
    arguments = ("compare", "--region", tiny, "--out", tmp_path, "--no-confirm")
    with monkeypatch.context() as patched:
        patched.setattr(command, "ScenarioProgress", Interrupting)
        status, out, _ = call(*arguments)
    assert status == 130
    assert f"Stopped: 2 finished scenarios of 3 kept in {tmp_path}" in out.replace("\n", "")
    status, out, _ = call(*arguments, "--resume")
    assert status == 0
    assert "2 scenarios reused" in out


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_ctrl_c_in_a_shell_ends_with_130(tiny, tmp_path):
    """The child gets its own handling of signals: what started the tests may ignore them (``nohup make test &``)."""
    arguments = [sys.executable, "-m", "experiments", "compare", "--region", str(tiny), "--out", str(tmp_path)]
    environment = os.environ | {"PYTHONPATH": str(CHECKOUT)}
    with subprocess.Popen(  # noqa: S603
        arguments, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    ) as process:  # fmt: skip
        for line in process.stdout:
            if line.startswith("[1/"):
                break
        process.send_signal(signal.SIGINT)
        out = process.stdout.read()
    assert process.returncode == 130
    assert "silkhub: interrupted" in out
    assert "Traceback" not in out


def test_a_headline_that_is_not_confirmed_is_said_so_aloud(call, tiny, tmp_path, monkeypatch):
    monkeypatch.setattr(confirm, "agrees", lambda cost, solution: False)
    status, out, _ = call("compare", "--region", tiny, "--scenarios", "base", "--out", tmp_path)
    assert status == 0
    assert "NOT CONFIRMED (optimal) by benders: best single hub of 3" in out
    assert "\nConfirmed" not in out
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "does not agree" in page
    assert json.loads((tmp_path / "run.json").read_text())["confirmation"]["agrees"] is False
