"""Documents that stand elsewhere in the checkout join the site, and links between all of them hold.

The same sources are read on a code host, where links are paths in the checkout. So paths are made to fit as pages are
read: a path to a document that has joined leads to its page, and one to any other file outside becomes its name.
"""

import posixpath
import re
from pathlib import Path, PurePosixPath

JOINED = {
    "CHANGELOG.md": "changelog",
    "CONTRIBUTING.md": "contributing",
    "geodata/regions/central_asia/README.md": "region/central-asia",
    "geodata/regions/central_asia/SOURCES.md": "region/central-asia-sources",
}
"""Documents outside the folder of the site, and the pages that they become."""

DOCUMENTS = "docs"
LINK = re.compile(r"\[((?:[^\[\]]|\[[^\]]*\])*)\]\(([^()\s]+)\)")
FENCE = re.compile(r"^(`{3,}|~{3,})")


def join(checkout: Path, docs: Path) -> None:
    """Write the documents that join, as pages.

    Parameters
    ----------
    checkout, docs : Path
        Folders.
    """
    for path, page in JOINED.items():
        source = checkout / path
        if source.exists():
            write_if_new(docs / f"{page}.md", source.read_text(encoding="utf-8"))


def write_if_new(path: Path, text: str) -> None:
    """Write a file, unless it has this text: what has not changed is not read again.

    Parameters
    ----------
    path : Path
    text : str
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")


def home(page: str) -> str:
    """Path in the checkout of the document that is a page.

    Parameters
    ----------
    page : str
        Its name, without an ending.

    Returns
    -------
    str
    """
    return next((path for path, joined in JOINED.items() if joined == page), f"{DOCUMENTS}/{page}.md")


def relinked(text: str, page: str) -> str:
    """Make the links of a document those of a page of the site.

    Parameters
    ----------
    text : str
        Markdown.
    page : str
        Name of the page, without an ending.

    Returns
    -------
    str
        The same with other targets. Blocks of code are left as they are.
    """
    here = PurePosixPath(home(page)).parent
    lines, fence = [], ""
    for line in text.split("\n"):
        mark = FENCE.match(line.strip())
        if mark and (not fence or mark[1].startswith(fence)):
            fence = "" if fence else mark[1]
        lines.append(line if fence else LINK.sub(lambda found: _link(found[1], found[2], here, page), line))
    return "\n".join(lines)


def _link(words: str, target: str, here: PurePosixPath, page: str) -> str:
    path, mark, anchor = target.partition("#")
    if not path or "://" in target or target.startswith("mailto:"):
        return f"[{words}]({target})"
    whole = posixpath.normpath((here / path).as_posix())
    if whole in JOINED:
        path = f"{JOINED[whole]}.md"
    elif whole.startswith(f"{DOCUMENTS}/"):
        path = whole.removeprefix(f"{DOCUMENTS}/")
    else:
        return words if words.startswith("`") else f"{words} (`{whole}`)"
    start = posixpath.dirname(page) or "."
    return f"[{words}]({posixpath.relpath(path, start)}{mark}{anchor})"
