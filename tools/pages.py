"""Pages of the documents whose snippets are run in order, as a reader would: what they print is on the page.

    python -m tools.pages docs/start.md docs/how-to/*.md    # run, and write what was printed below each snippet

Blocks of ``python`` share one namespace, lines of ``sh`` that begin with ``silkhub`` are given to the command, and all
of a page happens in one empty folder. A block of ``text`` right below a snippet is what it prints; ``...`` in it stands
for anything. A snippet with a comment ``<!-- not run: why -->`` above it is shown only.
"""

from __future__ import annotations

import contextlib
import doctest
import io
import linecache
import os
import re
import shlex
import sys
import tempfile
import types
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_FENCE = re.compile(
    r"(?P<skip><!-- not run:[^>]*-->\n)?^```(?P<kind>python|sh|\{code-cell\} ipython3)\n(?P<code>.*?)^```\n"
    r"(?P<below>\n```text\n(?P<printed>.*?)^```\n)?",
    re.DOTALL | re.MULTILINE,
)


@dataclass(frozen=True)
class Snippet:
    """A block of code of a page.

    Attributes
    ----------
    kind : str
        ``python`` or ``sh``.
    code : str
        What stands in it.
    line : int
        Line of the page on which the code begins, from 1.
    printed : str or None
        What the page says that it prints; None if it says nothing.
    runs : bool
        Whether it is run, and not only shown.
    """

    kind: str
    code: str
    line: int
    printed: str | None
    runs: bool


@dataclass(frozen=True)
class Ran:
    """A snippet with what it printed."""

    snippet: Snippet
    printed: str

    @property
    def agrees(self) -> bool:
        """Whether it printed what the page says, if that says anything."""
        said = self.snippet.printed
        if said is None:
            return True
        return doctest.OutputChecker().check_output(said, self.printed, doctest.ELLIPSIS)


def read_page(page: Path) -> list[Snippet]:
    """Find the snippets of a page, of MyST notebooks too.

    Parameters
    ----------
    page : Path
        A file of Markdown.

    Returns
    -------
    list of Snippet
    """
    text = page.read_text(encoding="utf-8")
    return [
        Snippet(
            "sh" if found["kind"] == "sh" else "python",
            found["code"],
            text.count("\n", 0, found.start("code")) + 1,
            found["printed"],
            found["skip"] is None,
        )
        for found in _FENCE.finditer(text)
    ]


def run_page(page: Path, folder: Path) -> Iterator[Ran]:
    """Run the snippets of a page in order.

    Parameters
    ----------
    page : Path
        A file of Markdown.
    folder : Path
        Where it happens; files that snippets write stay there.

    Yields
    ------
    Ran
        Each snippet that is run.
    """
    module = types.ModuleType(f"page_{re.sub(r'[^a-z0-9]', '_', page.stem)}")
    sys.modules[module.__name__] = module
    try:
        for snippet in read_page(page):
            if snippet.runs:
                out = io.StringIO()
                with contextlib.chdir(folder), contextlib.redirect_stdout(out):
                    _run(snippet, page, module.__dict__)
                yield Ran(snippet, tidy(out.getvalue()))
    finally:
        del sys.modules[module.__name__]


def tidy(printed: str) -> str:
    """Leave out what a reader does not see: spaces at the ends of lines, and empty lines around all."""
    lines = [line.rstrip() for line in printed.splitlines()]
    return "\n".join(lines).strip("\n") + "\n"


def _run(snippet: Snippet, page: Path, names: dict[str, Any]) -> None:
    """Run a snippet."""
    if snippet.kind == "sh":
        for line in snippet.code.replace("\\\n", " ").splitlines():
            if line.startswith("silkhub "):
                _command(line)
        return
    # lines of errors are those of the page, and functions have a source that can be looked at
    code = "\n" * (snippet.line - 1) + snippet.code
    name = f"{page}:{snippet.line}"
    linecache.cache[name] = (len(code), None, code.splitlines(keepends=True), name)
    exec(compile(code, name, "exec"), names)  # noqa: S102


def _command(line: str) -> None:
    """Run a line of the command as a terminal would, its progress left out."""
    from experiments.cli import run

    words = shlex.split(line, comments=True)[1:]
    with contextlib.redirect_stderr(io.StringIO()) as complaints:
        status = run(words)
    if status:
        msg = f"{line}\nexit status {status}\n{complaints.getvalue()}"
        raise RuntimeError(msg)


def write_printed(page: Path, ran: list[Ran]) -> int:
    """Write below each snippet of a page what it printed, where the page says otherwise.

    Parameters
    ----------
    page : Path
        The file.
    ran : list of Ran
        What `run_page` found.

    Returns
    -------
    int
        How many snippets had printed something else.
    """
    by_line = {each.snippet.line: each for each in ran if not each.agrees}
    text = page.read_text(encoding="utf-8")

    def renewed(found: re.Match[str]) -> str:
        each = by_line.get(text.count("\n", 0, found.start("code")) + 1)
        if each is None:
            return found[0]
        head = found[0][: found.start("printed") - found.start()]
        return head + each.printed + "```\n"

    page.write_text(_FENCE.sub(renewed, text), encoding="utf-8")
    return len(by_line)


def main(pages: list[str]) -> None:
    """Run pages and write what they print."""
    import matplotlib as mpl

    mpl.use("Agg")
    os.environ["COLUMNS"] = "100"
    for page in map(Path, pages):
        with tempfile.TemporaryDirectory() as folder:
            ran = list(run_page(page.resolve(), Path(folder)))
        print(page, len(ran), "snippets,", write_printed(page, ran), "outputs written")


if __name__ == "__main__":
    main(sys.argv[1:])
