"""The list of commands is there before any of them is loaded."""

import inspect
import json
import subprocess
import sys
from pathlib import Path

import pytest

from experiments import commands, defaults
from experiments.commands.late import _SUMMARIES, LateCommand
from tests.places import CHECKOUT

QUICK = """
import contextlib, io, json, sys
from experiments import cli
heavy = ("numpy", "pandas", "geopandas", "matplotlib", "numba", "scipy", "optimize", "geodata")
seen = {}
for words in ("--help", "--version", "compar", "--log-level loud"):
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
        status = cli.run(words.split())
    seen[words] = [status, out.getvalue(), [name for name in heavy if name in sys.modules]]
from experiments.commands.late import _SUMMARIES, LateCommand
for name in _SUMMARIES:
    LateCommand(name, "").loaded
seen["options"] = [name for name in heavy[1:4] if name in sys.modules]
print(json.dumps(seen))
"""


@pytest.fixture(scope="module")
def quick():
    """Of what needs no command: exit status, what was said, and which libraries a fresh process has loaded by then."""
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", QUICK], capture_output=True, text=True, check=True, cwd=CHECKOUT, timeout=300
    )
    return json.loads(done.stdout)


@pytest.mark.parametrize(
    ("words", "status", "told"),
    [
        ("--help", 0, "compare"),
        ("--version", 0, "silkhub"),
        ("compar", 2, "compar"),
        ("--log-level loud", 2, "loud"),
    ],
)
def test_help_version_and_wrong_usage_load_no_library(quick, words, status, told):
    found, said, loaded = quick[words]
    assert found == status
    assert told in said
    assert loaded == []


def test_options_load_no_study_and_no_tables(quick):
    assert quick["options"] == []


def test_what_options_are_said_to_take_is_what_the_studies_take():
    from experiments.question import PARTS
    from experiments.report import ALSO

    assert (*PARTS,) == defaults.REGION_PARTS
    assert ALSO == defaults.COMPARISON_ALSO


@pytest.mark.parametrize("name", _SUMMARIES)
def test_the_list_says_what_the_command_says_of_itself(name):
    command = LateCommand(name, "").loaded
    first, _, _ = inspect.cleandoc(command.help).partition("\n\n")
    assert " ".join(first.split()) == _SUMMARIES[name]


def test_every_command_is_listed():
    texts = {path.stem: path.read_text(encoding="utf-8") for path in Path(commands.__path__[0]).glob("*.py")}
    found = {name for name, text in texts.items() if f"def {name}_command(" in text or "\napp = typer.Typer(" in text}
    assert {name.replace("-", "_") for name in _SUMMARIES} == found


def test_a_command_reads_its_own_arguments():
    context = LateCommand("route", "").make_context("route", ["A", "B", "--scenario", "x"])
    assert (context.params["origin"], context.params["scenario"]) == ("A", "x")
    assert context.command.name == "route"
