"""A Sphinx extension: documents that stand elsewhere in the checkout join the site, and links between all of them hold.

The same sources are read on a code host, where links are paths in the checkout. So paths are made to fit as pages are
read: a path to a document that has joined leads to its page, and one to any other file outside becomes its name.

Names in docstrings lead to where the reference describes them, whichever face or module the docstring has them from.
"""

import posixpath
import re
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.nodes import make_refnode

from tools.site.faces import PACKAGES, shown

JOINED = {
    "CHANGELOG.md": "changelog",
    "CONTRIBUTING.md": "contributing",
    "geodata/regions/central_asia/README.md": "region/central-asia",
    "geodata/regions/central_asia/SOURCES.md": "region/central-asia-sources",
}
"""Documents outside the folder of the site, and the pages that they become."""

DOCUMENTS = "docs"
LINK = re.compile(r"(?<!!)\[((?:[^\[\]]|\[[^\]]*\])*)\]\(([^()\s]+)\)")
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


def _on_source_read(app: Sphinx, docname: str, content: list[str]) -> None:
    if app.env.doc2path(docname).suffix == ".md":
        content[0] = relinked(content[0], docname)


def _exactly(_: Sphinx, tree: nodes.document) -> None:
    """Let words for types mean what is called so, not whatever has a member of that name."""
    for each in tree.findall(addnodes.pending_xref):
        if each.get("refdomain") == "py":
            each.attributes.pop("refspecific", None)


@cache
def _homes() -> dict[str, str]:
    """Full name in the reference of each public name, where there is one such thing."""
    found: dict[str, set[str]] = {}
    for each in shown():
        if each.kind != "data":
            found.setdefault(each.name, set()).add(f"{each.home}.{each.name}")
    return {name: homes.pop() for name, homes in found.items() if len(homes) == 1}


def _find(app: Sphinx, env: BuildEnvironment, node: addnodes.pending_xref, words: nodes.TextElement) -> Any:
    target = node.get("reftarget", "")
    first, _, last = target.rpartition(".")
    ours = first.partition(".")[0] in {package.__name__ for package in PACKAGES}
    if node.get("refdomain") != "py" or not (ours or (not first and last[:1].isupper())):
        return None
    full = _homes().get(last, "")
    entry = env.domains["py"].data["objects"].get(full)
    if entry is None:
        return None
    return make_refnode(app.builder, node["refdoc"], entry.docname, entry.node_id, words, full)


def setup(app: Sphinx) -> dict[str, bool]:
    """Let documents join, and links fit.

    Parameters
    ----------
    app : Sphinx

    Returns
    -------
    dict
        What Sphinx asks of an extension.
    """
    join(Path(app.srcdir).parent, Path(app.srcdir))
    app.connect("source-read", _on_source_read)
    app.connect("doctree-read", _exactly)
    app.connect("missing-reference", _find)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
