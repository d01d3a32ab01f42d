"""What commands of studies have in common: the same options, each declared once."""

import inspect
import json
from pathlib import Path

import pytest

from experiments.commands.criticality import criticality_command
from experiments.commands.frontier import frontier_command
from experiments.commands.resilience import resilience_command
from experiments.commands.robustness import robustness_command
from experiments.commands.route_value import route_value_command
from experiments.commands.studies import Given
from experiments.commands.tipping import tipping_command
from experiments.commands.verdict import verdict_command
from experiments.text import table_console

COMMANDS = (
    criticality_command, frontier_command, resilience_command, robustness_command, route_value_command, tipping_command,
    verdict_command,
)  # fmt: skip
ALL_HAVE = {"region", "hubs", "gateways", "year", "room", "draws", "seed", "workers", "scheduler", "resume", "out",
            "scenario_file", "changes", "modes", "as_json", "quiet"}  # fmt: skip


@pytest.mark.parametrize("command", COMMANDS)
def test_all_studies_can_be_called_alike(command):
    options = inspect.signature(command).parameters
    assert set(options) >= ALL_HAVE
    assert str(options["out"].default).startswith("results/")
    assert all(each.default is not inspect.Parameter.empty for each in options.values())


def interrupted(given):
    with given.watched("losses") as progress:
        progress(3, 7)
        raise KeyboardInterrupt


def test_an_interrupted_study_says_what_is_kept(capsys):
    with pytest.raises(KeyboardInterrupt):
        interrupted(Given(console=table_console()))
    assert capsys.readouterr().err == "silkhub: stopped: 3 of 7 losses are kept; go on with --resume\n"


def test_names_become_a_study_and_options_the_way_it_is_run(tiny):
    given = Given(region=str(tiny), hubs="Northtown;SOU", gateways="none", out=Path("out"), workers=2, case_limit=5.0)
    study = given.study()
    assert (study.hubs, study.gateways) == (("NOR", "SOU"), ())
    assert given.how("draws") == {
        "store": Path("out") / "draws", "workers": 2, "scheduler": None, "resume": False, "limit_s": 5.0,
    }  # fmt: skip


def test_every_study_is_asked_questions_of_ones_own(call, tiny, tmp_path):
    mine = tmp_path / "mine.toml"
    mine.write_text("[[change]]\nlinks = 'far-gate'\nopen = true\n", encoding="utf-8")
    asked = ["--set", "Southtown.handling_factor*0.7", "--scenario-file", mine, "--hubs", "NOR", "--hubs", "SOU,MID"]
    status, out, err = call("frontier", "--region", tiny, "--out", tmp_path / "out", *asked, "--json")
    assert (status, err) == (0, "")
    found = json.loads(out)
    assert found["changed"] == ["handling_factor (SOU): x 0.7"]
    assert found["warnings"][0] == "Scenario mine alters nothing: links far-gate: opened."
    assert found["sentences"]
    assert [Path(name).name for name in found["written"]][-1] == "run.json"
    record = json.loads((tmp_path / "out" / "run.json").read_text(encoding="utf-8"))
    assert record["changed"] == found["changed"]
    assert record["warnings"] == found["warnings"]
    assert record["hubs"] == ["NOR", "SOU", "MID"]
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert "Changed in every scenario: handling_factor (SOU): x 0.7." in page
    assert "Scenario mine alters nothing: links far-gate: opened." in page


def test_scenarios_of_files_stand_beside_those_that_are_named_or_else_base(tmp_path, tiny):
    mine = tmp_path / "mine.toml"
    mine.write_text("[[change]]\nmode = 'road'\nclose = true\n", encoding="utf-8")
    assert Given(region=str(tiny), scenario_file=[mine]).study().scenarios == ("base", "mine")
    both = Given(region=str(tiny), scenarios=["north-closed", "mine+west-cut"], scenario_file=[mine])
    assert both.study().scenarios == ("north-closed", "mine+west-cut", "mine")
    assert Given(region=str(tiny), modes=["rail"]).study().changed == (
        "links of mode road or air or ferry or sea: closed",
    )
