"""Source of the reference's page about the command line, made from the command itself."""

from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from typing import Any

import typer

from experiments.cli import app

PATH = Path("reference") / "commands.md"
_ABOUT = (
    "Made from the commands themselves: `silkhub COMMAND --help` says the same. What they write and how they end is "
    "told in [Files and exit statuses](files.md)."
)


def every_command() -> Iterator[tuple[str, Any]]:
    """All commands, those of groups after their group.

    Yields
    ------
    str, command
        Words that call it, and the command as click has it.
    """
    yield from _within("silkhub", typer.main.get_command(app), None)


def _within(words: str, command: Any, parent: Any) -> Iterator[tuple[str, Any]]:
    # a command that is loaded when it is called has nothing to say before
    command = getattr(command, "loaded", command)
    yield words, command
    if hasattr(command, "list_commands"):
        context = command.context_class(command, info_name=words, parent=parent)
        for name in command.list_commands(context):
            yield from _within(f"{words} {name}", command.get_command(context, name), context)


def page() -> str:
    """Make the page.

    Returns
    -------
    str
        Its source in Markdown.
    """
    lines = [
        "# The command line",
        "",
        _ABOUT,
        "",
    ]
    for words, command in every_command():
        lines += [f"## {words}", "", _prose(command.help or ""), "", *_usage(words, command), ""]
    return "\n".join(lines)


def _usage(words: str, command: Any) -> list[str]:
    arguments = [each for each in command.params if each.param_type_name == "argument"]
    options = [each for each in command.params if each.param_type_name == "option" and not each.hidden]
    called = [words, *(f"[{name(each)}]" if not each.required else name(each) for each in arguments)]
    if hasattr(command, "list_commands"):
        called.append("COMMAND")
    lines = ["```text", " ".join([*called, "[options]"] if options else called), "```", ""]
    rows = [(f"`{name(each)}`", each) for each in arguments] + [(_spelt(each), each) for each in options]
    if not rows:
        return lines
    cells = [f"| {first} | {_cell(each)} |" for first, each in rows]
    return [*lines, "| | |", "|---|---|", *cells]


def name(argument: Any) -> str:
    """Word that stands for an argument in the line of usage.

    Parameters
    ----------
    argument : click.Argument

    Returns
    -------
    str
        In capitals.
    """
    return str(argument.metavar or argument.name.upper())


def _spelt(option: Any) -> str:
    names = ", ".join(f"`{each}`" for each in sorted(option.opts, key=len, reverse=True))
    against = " / ".join(f"`{each}`" for each in option.secondary_opts)
    if option.is_flag:
        return f"{names} / {against}" if against else names
    return f"{names} {_takes(option)}"


def _takes(option: Any) -> str:
    descriptor = getattr(option, "type_descriptor", None)
    if descriptor is None:  # before typer 0.27 click says it
        choices = getattr(option.type, "choices", ())
        kind = str(option.type.name)
    else:
        asked = descriptor.annotation
        choices = list(asked) if isinstance(asked, type) and issubclass(asked, Enum) else ()
        kind = getattr(asked, "__name__", "text")
    words = {
        "str": "text",
        "int": "integer",
        "float": "number",
        "Path": "path",
        "path": "path",
        "list": "text ...",
        "float range": "number",
    }
    said = [f"`{getattr(each, 'value', each)}`" for each in choices]
    return " \\| ".join(said) or words.get(kind, kind)


def _cell(each: Any) -> str:
    words = _prose(getattr(each, "help", "") or "").replace("\n", " ").replace("|", "\\|")
    given = each.default
    told = given is not None and not callable(given) and given not in ((), [], "", False) and not each.required
    shown = each.opts[0] if given is True else getattr(given, "value", given)
    return f"{words} Default: `{shown}`." if told and "efault" not in words else words


def _prose(text: str) -> str:
    """Help as Markdown: angle brackets and stars stand for themselves."""
    return text.replace("\f", "").replace("\\", "\\\\").replace("*", "\\*").replace("<", "&lt;").replace("_", "\\_")
