"""What the documents say: their files, blocks of code, links and headings."""

import re
import shlex
from dataclasses import dataclass
from pathlib import Path

from tests.places import CHECKOUT

DOCS = CHECKOUT / "docs"
MADE = ("_site", "_build", "jupyter_execute", "region", "api", "changelog.md", "contributing.md", "commands.md")
"""What a build leaves in the folder."""
FENCE = re.compile(r"^ *(`{3,}|~{3,})(.*)$")
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)


@dataclass(frozen=True)
class Block:
    """A block of code: where it begins, its language, its text."""

    line: int
    language: str
    text: str


def documents():
    """All documents in Markdown that people read, wherever they stand in the checkout."""
    inside = [path for path in sorted(DOCS.rglob("*.md")) if not set(path.relative_to(DOCS).parts) & set(MADE)]
    others = [CHECKOUT / name for name in ("README.md", "CONTRIBUTING.md", "geodata/regions/central_asia/README.md")]
    return [path for path in others if path.exists()] + inside


def name(path):
    """Path in the checkout, for the names of tests."""
    return path.relative_to(CHECKOUT).as_posix()


def blocks(text):
    """Blocks of code of a document."""
    found, mark, start, language, lines = [], "", 0, "", []
    for number, line in enumerate(text.splitlines(), 1):
        fence = FENCE.match(line)
        if fence and not mark:
            mark, start, language, lines = fence[1], number + 1, fence[2].strip().strip("{}").partition("}")[0], []
        elif fence and fence[1].startswith(mark) and not fence[2].strip():
            found.append(Block(start, language.split()[0] if language.split() else "", "\n".join(lines)))
            mark = ""
        elif mark:
            lines.append(line)
    return found


def prose(text):
    """A document without its blocks of code and comments."""
    kept, mark = [], ""
    for line in COMMENT.sub("", text).splitlines():
        fence = FENCE.match(line)
        if fence and not mark:
            mark = fence[1]
        elif fence and fence[1].startswith(mark):
            mark = ""
        elif not mark:
            kept.append(line)
    return "\n".join(kept)


def links(text):
    """Targets of the links and pictures of a document."""
    without_code = re.sub(r"`[^`\n]*`", "", prose(text))
    return re.findall(r"\]\(([^()\s]+)\)", without_code)


def anchors(path: Path):
    """Anchors of a document's headings, as code hosts make them."""
    headings = re.findall(r"(?m)^#+ +(.+?) *$", prose(path.read_text(encoding="utf-8")))
    plain = [re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings]
    marked = re.findall(r"(?m)^\(([\w-]+)\)=$", path.read_text(encoding="utf-8"))
    return {*plain, *marked}


def command_lines(block):
    """Lines of a block for a shell, as words, with their numbers."""
    joined = block.text.replace("\\\n", "  ")
    for offset, line in enumerate(joined.splitlines()):
        words = shlex.split(line.removeprefix("$ "), comments=True)
        while words and re.fullmatch(r"[A-Z_]+=.*", words[0]):
            words = words[1:]
        if words:
            yield block.line + offset, words
