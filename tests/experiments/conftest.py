"""The tiny region and its comparison."""

import importlib

import pytest

from experiments import compare
from experiments.cli import run
from experiments.report.export import export
from experiments.text import Screen
from tests.experiments.tiny import write_tiny

SCENARIOS = ["base", "north-closed", "west-cut", "slow-south", "west-road"]


@pytest.fixture(scope="session")
def tiny(tmp_path_factory):
    """Folder of the tiny region; not to be changed."""
    return write_tiny(tmp_path_factory.mktemp("tiny"))


@pytest.fixture(scope="session")
def found(tiny):
    """Comparison of the tiny region in all its scenarios."""
    return compare(str(tiny), scenarios=SCENARIOS)


@pytest.fixture(scope="session")
def results(found, tmp_path_factory):
    """Folder with all files of that comparison."""
    folder = tmp_path_factory.mktemp("results")
    export(found, folder, {"region": "tiny", "seed": 0})
    return folder


@pytest.fixture
def call(capsys, monkeypatch):
    """Run the command without its progress; its exit status, what it printed and what it complained of."""
    for name in ("air", "compare", "corridors", "studies"):
        command = importlib.import_module(f"experiments.commands.{name}")
        monkeypatch.setattr(command, "progress_screen", lambda **_: Screen(stderr=True, quiet=True))

    def called(*arguments):
        status = run([str(argument) for argument in arguments])
        printed = capsys.readouterr()
        return status, printed.out, printed.err

    return called
