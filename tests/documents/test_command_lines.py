"""Command lines in the documents are such as the commands take, also those that are too long to be run."""

import importlib.util
import re
import shlex
import tomllib

import pytest
import typer

from experiments.cli import _refuse_repeated, app
from tests.documents.writing import blocks, command_lines, documents, name
from tests.places import CHECKOUT
from tools.site.commands import every_command

SHELLS = {"sh", "bash", "console", "shell"}
OTHERS = {"--nworkers", "--nthreads", "--resolution", "--randomly-seed", "--help", "--break-system-packages"}
"""Options of other programs."""
INVENTED = {"silkhub detours"}
"""Stands for a command that somebody may write."""
TARGETS = (
    set(re.findall(r"(?m)^([a-z]+):", (CHECKOUT / "Makefile").read_text(encoding="utf-8")))
    if (CHECKOUT / "Makefile").exists()
    else set()
)
EXTRAS = set(
    tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
)


@pytest.fixture(scope="module")
def known():
    """The commands of `silkhub` by the words that call them."""
    return dict(every_command())


def taken(words):
    """Let the command parse its words, without doing anything."""
    _refuse_repeated(words)
    command, rest, context = typer.main.get_command(app), list(words), None
    while hasattr(command, "get_command"):
        context = command.make_context("silkhub", rest, parent=context)
        rest = [*getattr(context, "_protected_args", ()), *context.args]
        _, command, rest = command.resolve_command(context, rest)
    command.make_context("silkhub", rest, parent=context)


def lines_of(path):
    """All lines for a shell in a document."""
    return [
        (number, words)
        for block in blocks(path.read_text(encoding="utf-8"))
        if block.language in SHELLS
        for number, words in command_lines(block)
    ]


def fault_of(words):
    """What is wrong with a line, if anything."""
    first, rest = words[0].rpartition("/")[2], words[1:]
    if first == "silkhub":
        try:
            taken(rest)
        except typer.Exit:
            return None
        except Exception as error:
            # files that a document speaks of are not here
            return None if "does not exist" in str(error) else f"{type(error).__name__}: {error}"
    elif first == "make":
        unknown = [word for word in rest if "=" not in word and word not in TARGETS]
        return f"make has no {unknown}" if TARGETS and unknown else None
    elif first == "pip":
        asked = {extra for word in rest for extra in re.findall(r"silkhub\[([\w,]+)\]", word)}
        unknown = {extra for each in asked for extra in each.split(",")} - EXTRAS
        return f"no extra {unknown}" if unknown else None
    elif first.startswith("python") and "-m" in rest:
        module = rest[rest.index("-m") + 1]
        ours = module.partition(".")[0] in ("optimize", "geodata", "experiments", "tools")
        return f"no module {module}" if ours and importlib.util.find_spec(module) is None else None
    elif first.startswith("python") and rest and rest[0].startswith(("examples/", "tools/")):
        return None if (CHECKOUT / rest[0]).exists() else f"no file {rest[0]}"
    return None


@pytest.mark.parametrize("path", documents(), ids=name)
def test_commands_take_the_lines_of_a_document(path):
    assert [f"line {number}: {fault}" for number, words in lines_of(path) if (fault := fault_of(words))] == []


@pytest.mark.parametrize("path", documents(), ids=name)
def test_commands_and_options_that_a_sentence_names_are_there(path, known):
    taken_options = {
        option for command in known.values() for each in command.params for option in (*each.opts, *each.secondary_opts)
    }
    text = path.read_text(encoding="utf-8")
    named = {f"silkhub {word}" for word in re.findall(r"`silkhub ([a-z][a-z-]*)", text)}
    options = set(re.findall(r"`(--[a-z][a-z-]+)", text))
    assert named - set(known) - INVENTED == set()
    assert options - taken_options - OTHERS == set()


@pytest.mark.parametrize(
    "line",
    [
        "silkhub compare --hub almaty",
        "silkhub compare --draws many",
        "silkhub compere",
        "make everything",
        "pip install 'silkhub[all]'",
    ],
)
def test_a_line_that_is_not_taken_is_found(line):
    assert fault_of(shlex.split(line)) is not None
