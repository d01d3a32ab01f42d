"""The command from outside: files, exit statuses, messages."""

import json
import os
import signal
import subprocess
import sys

import pandas as pd
import pytest

from experiments import compare as compare_module
from experiments.cli import run
from tests.experiments.tiny import write_tiny
from tests.places import CHECKOUT

FILES = ("comparison.csv", "designs.csv", "map.png", "report.html", "hubs.gpkg", "run.json")


@pytest.fixture
def call(capsys):
    """Run the command; its exit status, what it printed and what it complained of."""

    def called(*arguments):
        status = run([str(argument) for argument in arguments])
        printed = capsys.readouterr()
        return status, printed.out, printed.err

    return called


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


def test_interrupted_it_keeps_what_is_finished(call, tiny, tmp_path, monkeypatch):
    real, seen = compare_module.__globals__["evaluate"], []

    def interrupted(*arguments, **keywords):
        if len(seen) == 2:
            raise KeyboardInterrupt
        seen.append(1)
        return real(*arguments, **keywords)

    monkeypatch.setitem(compare_module.__globals__, "evaluate", interrupted)
    status, out, _ = call("compare", "--region", tiny, "--out", tmp_path, "--no-confirm")
    assert status == 130
    assert "2 finished scenarios of 3" in out
    monkeypatch.undo()
    status, out, _ = call("compare", "--region", tiny, "--out", tmp_path, "--no-confirm", "--resume")
    assert status == 0
    assert "2 scenarios reused" in out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["compare", "--hubs", "nort,zz", "--scenarios", "nope"], ["3 faults", "nort", "zz", "nope"]),
        (["compare", "--p", "9"], ["p is 9", "only 3 candidate hubs"]),
        (["compare", "--p", "many"], ["--p"]),
        (["compare", "--colour", "red"], ["--colour", "--help"]),
        (["compar"], ["compar", "compare"]),
        (["compare", "--region", "atlantis"], ["atlantis", "central-asia"]),
        (["compare", "--hubs", ","], ["no hub is named"]),
        (["route", "northtown", "nowhere", "--scenario", "nope"], ["2 faults", "nowhere", "nope"]),
        (["route", "northtown", "NOR"], ["the same place"]),
        (["route", "faraway", "westport", "--via", "Trunck"], ["'Trunck' is neither a link", "did you mean Trunk"]),
        (["solve"], ["give either an instance file"]),
        (["solve", "--format", "xml"], ["'xml'", "orlib or cab"]),
        (["solve", "missing.txt"], ["missing.txt", "does not exist"]),
        (["calibrate"], ["no references"]),
        (["region", "check", "nowhere"], ["nowhere"]),
        (["benchmark", "huge"], ["huge", "small"]),
    ],
)
def test_unusable_arguments_end_with_status_2_and_one_message(call, tiny, tmp_path, arguments, words):
    if arguments[0] in ("compare", "route", "calibrate") and "--region" not in arguments:
        arguments = [*arguments, "--region", tiny]
    if arguments[0] in ("compare", "calibrate", "benchmark"):
        arguments = [*arguments, "--out", tmp_path]
    status, out, err = call(*arguments)
    assert status == 2
    assert out == ""
    assert err.startswith("silkhub: ")
    assert "Traceback" not in err
    for word in words:
        assert word in err


@pytest.mark.parametrize("arguments", [("compare", "--region"), ("region", "new")])
def test_a_file_where_a_folder_should_be_is_named(call, tiny, tmp_path, arguments):
    (tmp_path / "file").write_text("x")
    given = (
        [*arguments, tiny, "--out", tmp_path / "file"] if arguments[0] == "compare" else [*arguments, tmp_path / "file"]
    )
    status, out, err = call(*given)
    assert (status, out) == (2, "")
    assert str(tmp_path / "file") in err
    assert "name" in err
    assert "permissions" not in err


def test_region_without_a_command_says_so(call):
    status, _, err = call("region")
    assert status == 2
    assert "a command is missing" in err


def test_all_faults_of_a_region_are_named_with_file_row_and_remedy(call, tmp_path):
    region = write_tiny(tmp_path / "region", links=("rail,950,,Trunk,open", "rail,x,,Trunk,open"),
                        trade=("AAA,BBB,4.0", "AAA,BBB,-4.0"))  # fmt: skip
    for arguments in (["compare", "--region", region, "--out", tmp_path / "out"], ["region", "check", region]):
        status, _, err = call(*arguments)
        assert status == 2
        assert "links.csv, row 2" in err
        assert "trade.csv, row 2" in err


def test_a_new_region_has_no_faults_and_can_be_compared(call, tmp_path):
    folder = tmp_path / "mine"
    assert call("region", "new", folder)[0] == 0
    status, out, _ = call("region", "check", folder)
    assert status == 0
    assert "no faults" in out
    assert call("compare", "--region", folder, "--out", tmp_path / "out", "--no-confirm")[0] == 0


def test_route_shows_days_and_costs_in_parts(call, tiny):
    status, out, _ = call("route", "faraway", "westport", "--region", tiny)
    assert status == 0
    for word in ("moving", "waiting border", "tariff", "USD/t", "Westport"):
        assert word in out
    status, out, _ = call("route", "faraway", "westport", "--region", tiny, "--via", "Southtown")
    assert status == 0
    assert "Southtown" in out


def test_solve_reads_tables_and_writes_a_solution(call, tmp_path):
    (tmp_path / "flow.csv").write_text("id,A,B,C\nA,0,5,2\nB,1,0,4\nC,3,2,0\n")
    (tmp_path / "cost.csv").write_text("id,A,B,C\nA,0,3,9\nB,3,0,4\nC,9,4,0\n")
    status, out, _ = call("solve", "--flow", tmp_path / "flow.csv", "--cost", tmp_path / "cost.csv", "--p", "1",
                          "--out", tmp_path / "solution.json")  # fmt: skip
    assert status == 0
    assert "hubs        B" in out
    assert json.loads((tmp_path / "solution.json").read_text())
    status, _, err = call("solve", "--flow", tmp_path / "flow.csv", "--cost", tmp_path / "cost.csv", "--p", "5")
    assert status == 2
    assert "only 3 candidate hubs" in err


def test_help_and_nothing_at_all_show_the_commands(call):
    for arguments in ([], ["--help"]):
        status, out, _ = call(*arguments)
        assert status == 0
        assert "compare" in out


def test_calibrate_writes_table_and_picture_and_names_the_misses(call, tmp_path):
    region = write_tiny(tmp_path / "region")
    (region / "references.csv").write_text(
        "id,kind,from,to,value,unit,source,confidence\n"
        "far,distance_km,FAR,GAT,950,km,made-up,observed\nslow,transit_days,FAR,WES,90,days,made-up,observed\n"
    )
    status, out, _ = call("calibrate", "--region", region, "--out", tmp_path)
    assert status == 0
    assert "1 of 2 references within" in out
    assert "slow (Transit time, days)" in out
    assert (tmp_path / "calibration.png").stat().st_size > 5000
    assert len(pd.read_csv(tmp_path / "calibration.csv")) == 2


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_ctrl_c_in_a_shell_ends_with_130(tiny, tmp_path):
    command = [sys.executable, "-m", "experiments", "compare", "--region", str(tiny), "--out", str(tmp_path)]
    environment = os.environ | {"PYTHONPATH": str(CHECKOUT)}
    with subprocess.Popen(  # noqa: S603
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment
    ) as process:
        for line in process.stdout:
            if line.startswith("[1/"):
                break
        process.send_signal(signal.SIGINT)
        out = process.stdout.read()
    assert process.returncode == 130
    assert "Traceback" not in out
