"""``silkhub compare``: files, choices, resuming, interruption."""

import errno
import json
import os
import signal
import subprocess
import sys
from dataclasses import replace

import pandas as pd
import pytest

from experiments.cli import run
from experiments.commands import compare as command
from experiments.comparison import confirm, scenarios
from experiments.files import results_folder
from experiments.files.whole import PART
from experiments.text import ScenarioProgress
from tests.experiments.tiny import write_tiny
from tests.places import CHECKOUT

FILES = (
    "comparison.csv",
    "designs.csv",
    "overloaded.csv",
    "map.png",
    "flows.png",
    "report.html",
    "hubs.gpkg",
    "run.json",
)


@pytest.fixture
def no_pictures(monkeypatch):
    """Do without what takes most of the time of a small comparison."""
    for name in ("draw_map", "draw_flows"):
        monkeypatch.setattr(sys.modules["experiments.report.export"], name, lambda _, path: path.write_bytes(b"png"))


def test_compare_writes_everything_and_prints_the_verdict(call, tiny, tmp_path):
    status, out, err = call("compare", "--region", tiny, "--out", tmp_path, "--no-confirm")
    assert (status, err) == (0, "")
    assert "Midtown is the best single hub beside Gate" in out.replace("\n", " ")
    for name in FILES:
        assert (tmp_path / name).stat().st_size > (50 if name == "overloaded.csv" else 500)  # no link has a limit
    assert "No link is above its own capacity" in " ".join(out.split())
    assert len(pd.read_csv(tmp_path / "comparison.csv")) == 3 * 3  # base and the two with a probability


@pytest.mark.usefixtures("no_pictures")
def test_hubs_scenarios_and_gateways_can_be_chosen_by_name(call, tiny, tmp_path):
    status, _, _ = call("compare", "--region", tiny, "--hubs", "northtown,SOU", "--scenarios", "base,Slow south",
                        "--gateways", "none", "--p", "2", "--out", tmp_path, "--no-confirm")  # fmt: skip
    assert status == 0
    table = pd.read_csv(tmp_path / "comparison.csv")
    assert set(table["hub"]) == {"NOR", "SOU"}
    assert set(table["scenario"]) == {"base", "slow-south"}
    assert set(table["design"]) == {"alone"}


@pytest.mark.usefixtures("no_pictures")
def test_run_json_tells_inputs_versions_times_and_the_second_opinion(call, tiny, tmp_path):
    call("compare", "--region", tiny, "--scenarios", "base", "--out", tmp_path, "--seed", "7")
    record = json.loads((tmp_path / "run.json").read_text())
    assert record["confirmation"]["agrees"] is True
    assert record["arguments"]["seed"] == 7
    assert len(record["region"]["digest"]) == 64
    assert {"python", "numpy", "silkhub"} <= set(record["versions"])
    assert record["seconds"]["total"] > 0


@pytest.mark.usefixtures("no_pictures")
def test_a_finished_scenario_is_taken_up_again_and_a_changed_number_is_not(call, tmp_path):
    region, out = write_tiny(tmp_path / "region"), tmp_path / "out"
    arguments = ("compare", "--region", region, "--scenarios", "base,north-closed", "--out", out, "--no-confirm")
    call(*arguments)
    first = pd.read_csv(out / "comparison.csv")
    _, said, _ = call(*arguments, "--resume")
    assert "2 of 2 cases kept from an earlier run" in said
    pd.testing.assert_frame_equal(first, pd.read_csv(out / "comparison.csv"))
    write_tiny(region, crossings=("12,4,6", "30,4,9"))
    _, said, _ = call(*arguments, "--resume")
    assert "kept from an earlier run" not in said
    assert "are of other inputs (data changed since)" in " ".join(said.split())
    assert not first.equals(pd.read_csv(out / "comparison.csv"))


@pytest.mark.usefixtures("no_pictures")
def test_of_several_scenarios_only_those_that_changed_are_evaluated_anew(call, tmp_path):
    region, out = write_tiny(tmp_path / "region"), tmp_path / "out"
    arguments = ("compare", "--region", region, "--out", out, "--no-confirm", "--draws", 0, "--scenarios")
    call(*arguments, "base,north-closed")
    write_tiny(region, north_closed=("close = true", "time = 3.0"))
    said = call(*arguments, "base,north-closed,west-cut", "--resume")[1]
    assert "1 of 3 cases kept from an earlier run" in said
    call(*arguments[:3], "--out", tmp_path / "anew", *arguments[5:], "base,north-closed,west-cut")
    assert (out / "comparison.csv").read_bytes() == (tmp_path / "anew" / "comparison.csv").read_bytes()
    (region / "scenarios" / "more.toml").write_text('title = "More"\n[[change]]\ncorridor = "South"\nclose = true\n')
    assert "3 of 3 cases kept" in call(*arguments, "base,north-closed,west-cut", "--resume")[1]


@pytest.mark.usefixtures("no_pictures")
def test_a_store_that_was_cut_short_is_made_anew(call, tiny, tmp_path):
    arguments = ("compare", "--region", tiny, "--scenarios", "base", "--out", tmp_path, "--no-confirm")
    call(*arguments)
    kept = next((tmp_path / ".finished").rglob("*.parquet"))
    kept.write_bytes(kept.read_bytes()[:200])
    status, said, _ = call(*arguments, "--resume")
    assert status == 0
    assert "kept from an earlier run" not in said
    assert "1 file was damaged" in said


class Interrupting(ScenarioProgress):
    """Progress during which somebody presses Ctrl-C, once a scenario is finished."""

    def __call__(self, what, done, total):
        super().__call__(what, done, total)
        if done == 1:
            raise KeyboardInterrupt


@pytest.mark.usefixtures("no_pictures")
def test_interrupted_it_keeps_what_is_finished(call, tiny, tmp_path, monkeypatch):
    arguments = ("compare", "--region", tiny, "--out", tmp_path, "--no-confirm")
    with monkeypatch.context() as patched:
        patched.setattr(command, "ScenarioProgress", Interrupting)
        status, _, err = call(*arguments)
    assert status == 130
    assert f"stopped: 1 finished scenario of 3 kept in {tmp_path}" in err
    status, out, _ = call(*arguments, "--resume")
    assert status == 0
    assert "1 of 3 cases kept" in out


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
@pytest.mark.usefixtures("ctrl_c")
def test_ctrl_c_in_a_shell_ends_with_130(tiny, tmp_path):
    arguments = [sys.executable, "-m", "experiments", "compare", "--region", str(tiny), "--out", str(tmp_path)]
    environment = os.environ | {"PYTHONPATH": str(CHECKOUT)}
    with subprocess.Popen(  # noqa: S603
        arguments, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment
    ) as process:
        for line in process.stdout:
            if line.startswith("[1/"):
                break
        process.send_signal(signal.SIGINT)
        out = process.stdout.read()
    assert process.returncode == 130
    assert "silkhub: interrupted" in out
    assert "Traceback" not in out


@pytest.mark.usefixtures("no_pictures")
def test_progress_is_on_standard_error_and_results_alone_on_standard_output(tiny, tmp_path, capsys):
    arguments = ["compare", "--region", str(tiny), "--out", str(tmp_path), "--no-confirm", "--draws", "0"]
    assert run([*arguments, "--scenarios", "base"]) == 0
    first = capsys.readouterr()
    assert first.err.startswith("[1/1] Undisturbed\n")
    assert "[1/1]" not in first.out
    assert run([*arguments, "--scenarios", "base", "--quiet"]) == 0
    quiet = capsys.readouterr()
    assert quiet.err == ""
    assert "best single hub" in quiet.out


@pytest.mark.usefixtures("no_pictures")
def test_a_question_of_ones_own_is_answered_in_json(call, tiny, tmp_path):
    asked = ["--set", "SOU.handling_factor*0.7", "--scenarios", "base,north-closed+west-cut", "--modes", "rail,road"]
    status, out, _ = call(
        "compare", "--region", tiny, "--out", tmp_path, "--no-confirm", "--draws", "0", "--json", *asked
    )
    assert status == 0
    found = json.loads(out)
    assert found["changed"] == ["handling_factor (SOU): x 0.7"]
    assert any(
        text.startswith("Changed in every scenario: handling_factor (SOU): x 0.7") for text in found["sentences"]
    )
    record = json.loads((tmp_path / "run.json").read_text(encoding="utf-8"))
    assert record["changed"] == found["changed"]
    assert record["warnings"] == found["warnings"]
    assert set(pd.read_csv(tmp_path / "comparison.csv")["scenario"]) == {"base", "north-closed+west-cut"}


def test_what_takes_long_is_said_before_it_starts(call, tiny, tmp_path, monkeypatch):
    monkeypatch.setattr(sys.modules["experiments.comparison.effort"], "LONG_S", 0.0)
    monkeypatch.setattr("experiments.comparison.compare", lambda *_, **__: (_ for _ in ()).throw(KeyboardInterrupt))
    status, out, err = call("compare", "--region", tiny, "--out", tmp_path)
    assert (status, out) == (130, "")
    assert err.startswith(
        "silkhub: this takes about 1 min on one core and 0.3 GB (7 places, 2 classes, 3 scenarios, 27 sets of"
    )


@pytest.mark.usefixtures("no_pictures")
@pytest.mark.parametrize(
    ("outcome", "status", "printed", "on_the_page"),
    [
        ("agrees", 0, "Confirmed by benders: best single hub of 3", "agrees</span>"),
        ("not proven", 0, "Not proven: proven is that nothing costs less than", "not proven</span>"),
        ("disagrees", 3, "CONTRADICTED by benders: best single hub of 3", "does not agree</span>"),
    ],
)
def test_what_the_solver_says_is_told_aloud(call, tiny, tmp_path, monkeypatch, outcome, status, printed, on_the_page):
    monkeypatch.setattr(confirm, "outcome", lambda cost, solution: outcome)
    found, out, _ = call("compare", "--region", tiny, "--scenarios", "base", "--out", tmp_path)
    assert found == status
    words = ("Confirmed by", "Not proven", "CONTRADICTED by")
    assert {word for word in words if word in out} == {word for word in words if printed.startswith(word)}
    assert printed in out
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert page.count(on_the_page) == 1
    record = json.loads((tmp_path / "run.json").read_text())["confirmation"]
    assert (record["outcome"], record["agrees"]) == (
        outcome,
        {"agrees": True, "not proven": None, "disagrees": False}[outcome],
    )


@pytest.mark.usefixtures("no_pictures")
def test_a_solver_that_has_found_nothing_has_no_cost_on_the_page(call, tiny, tmp_path, monkeypatch):
    real = confirm.check
    nothing = {"solver_hubs": (), "solver_cost_usd": float("nan"), "outcome": "not proven", "status": "no_solution"}
    monkeypatch.setattr(confirm, "check", lambda *asked: replace(real(*asked), **nothing))
    status, out, _ = call("compare", "--region", tiny, "--scenarios", "base", "--out", tmp_path)
    assert status == 0
    assert "nan" not in out
    assert "nan USD" not in (tmp_path / "report.html").read_text(encoding="utf-8")


def test_a_picture_that_fails_is_said_and_the_rest_is_there(call, tiny, tmp_path, monkeypatch):
    def fails(*_):
        raise ValueError("no such font")

    monkeypatch.setattr(sys.modules["experiments.report.export"], "draw_map", fails)
    status, out, err = call("compare", "--region", tiny, "--scenarios", "base", "--out", tmp_path, "--no-confirm")
    assert status == 1
    assert "Midtown" in out
    assert err == "silkhub: map.png could not be made (ValueError: no such font); all other files are there\n"
    assert json.loads((tmp_path / "run.json").read_text())["failures"] == {"map.png": "ValueError: no such font"}
    assert {path.name for path in tmp_path.iterdir()} >= set(FILES) - {"map.png"}


@pytest.mark.usefixtures("no_pictures")
def test_a_full_disk_ends_with_one_message_and_the_earlier_results(call, tiny, tmp_path, monkeypatch):
    arguments = ("compare", "--region", tiny, "--scenarios", "base", "--out", tmp_path, "--no-confirm")
    call(*arguments)
    before = {name: (tmp_path / name).read_bytes() for name in FILES}

    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(sys.modules["experiments.report.export"], "write_layers", full)
    status, _, err = call(*arguments, "--resume")
    assert status == 2
    assert err.startswith(f"silkhub: no room left to write '{tmp_path / 'hubs.gpkg'}': free some")
    assert err.count("\n") == 1
    assert {name: (tmp_path / name).read_bytes() for name in FILES} == before
    assert not list(tmp_path.rglob(f"{PART}*"))


@pytest.mark.usefixtures("no_pictures")
def test_results_within_the_regions_folder_do_not_change_its_digest(call, tmp_path):
    region = write_tiny(tmp_path / "region")
    digests = []
    for out in (tmp_path / "out", region / "results", region / "more" / "results"):
        status, _, _ = call("compare", "--region", region, "--scenarios", "base", "--out", out, "--no-confirm")
        assert status == 0
        digests.append(json.loads((out / "run.json").read_text())["region"]["digest"])
    assert len(set(digests)) == 1


def test_a_second_run_into_the_same_folder_is_refused_before_it_works(call, tiny, tmp_path, monkeypatch):
    monkeypatch.setattr("experiments.comparison.compare", lambda *_, **__: pytest.fail("it worked"))
    with results_folder(tmp_path):
        status, _, err = call("compare", "--region", tiny, "--scenarios", "base", "--out", tmp_path)
    assert status == 2
    assert "another run of silkhub" in err


@pytest.mark.parametrize("name", ["file", ".finished"])
def test_a_folder_that_cannot_be_is_refused_before_the_work(call, tiny, tmp_path, monkeypatch, name):
    monkeypatch.setattr(scenarios, "evaluate", lambda *_: pytest.fail("it worked"))
    (tmp_path / name).write_text("")
    out = tmp_path / "file" if name == "file" else tmp_path
    status, _, err = call("compare", "--region", tiny, "--scenarios", "base", "--out", out)
    assert status == 2
    assert str(tmp_path / name) in err


def test_names_are_shown_as_they_are(call, tmp_path):
    """Brackets, dollars and colons in titles and names; two places that differ in what stands in brackets."""
    region = write_tiny(
        tmp_path / "region",
        region=('title = "A tiny region"', 'title = "[/b] $x_{ :car: [red]tiny[/red]"'),
        places=("NOR,Northtown,", "NOR,Baku [old] $,"),
        west_cut=('title = "West cut off"', 'title = "[/b] west $\\\\frac$"'),
    )
    text = (region / "places.csv").read_text()
    (region / "places.csv").write_text(text.replace("Southtown", "Osh (port)").replace("Midtown", "Osh (airport)"))
    status, out, err = call("compare", "--region", region, "--scenarios", "base,west-cut", "--out", tmp_path / "out")
    assert (status, err) == (0, "")
    for name in ("Baku [old] $", "Osh (port)", "Osh (airport)", "[/b] $x_{ :car: [red]tiny[/red]", "[/b] west"):
        assert name in " ".join(out.split())
    names = pd.read_csv(tmp_path / "out" / "comparison.csv").groupby("hub")["name"].first().to_dict()
    assert names == {"NOR": "Baku [old] $", "SOU": "Osh (port)", "MID": "Osh (airport)"}
    assert "Osh (port)" in (tmp_path / "out" / "report.html").read_text(encoding="utf-8")


def test_a_format_that_is_not_known_ends_before_the_work(call, tiny, tmp_path):
    status, _, err = call("compare", "--region", tiny, "--out", tmp_path / "new", "--also", "geojson,shp")
    assert status == 2
    assert "format 'shp' is not known; use one of geoparquet, geojson, markdown, latex" in " ".join(err.split())
    assert not (tmp_path / "new").exists()


@pytest.mark.usefixtures("no_pictures")
def test_results_of_another_study_come_onto_the_page_and_into_the_record(call, tiny, tmp_path):
    call("corridors", "--region", tiny, "--scenarios", "north-closed", "--out", tmp_path / "corridors")
    status, _, _ = call("compare", "--region", tiny, "--scenarios", "base", "--draws", "0", "--no-confirm", "--out",
                        tmp_path / "found", "--with", tmp_path / "corridors")  # fmt: skip
    assert status == 0
    assert "Within the capacities of links" in (tmp_path / "found" / "report.html").read_text(encoding="utf-8")
    (beside,) = json.loads((tmp_path / "found" / "run.json").read_text())["beside"]
    assert beside["command"] == "corridors"
    status, _, err = call("compare", "--region", tiny, "--out", tmp_path / "none", "--with", tmp_path / "nowhere")
    assert status == 2
    assert "no results" in " ".join(err.split())
    assert not (tmp_path / "none").exists()
