"""What commands of studies have in common: the same options, each declared once."""

import inspect
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
ALL_HAVE = {"region", "hubs", "gateways", "year", "room", "draws", "seed", "workers", "scheduler", "resume", "out"}


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
    assert "Stopped: 3 of 7 losses are kept; go on with --resume." in capsys.readouterr().out


def test_names_become_a_study_and_options_the_way_it_is_run(tiny):
    given = Given(region=str(tiny), hubs="Northtown;SOU", gateways="none", out=Path("out"), workers=2, case_limit=5.0)
    study = given.study()
    assert (study.hubs, study.gateways) == (("NOR", "SOU"), ())
    assert given.how("draws") == {
        "store": Path("out") / "draws", "workers": 2, "scheduler": None, "resume": False, "limit_s": 5.0,
    }  # fmt: skip
