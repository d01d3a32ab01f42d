"""A Sphinx extension: documents from elsewhere join, and names in docstrings lead to where they are described."""

import re
from functools import cache
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.domains.python import PyObject
from sphinx.environment import BuildEnvironment
from sphinx.util.nodes import make_refnode

from tools.site.faces import PACKAGES, shown
from tools.site.links import join, relinked

NAME = re.compile(r"(?:optimize|geodata|experiments)(?:\.\w+)+")


def _on_source_read(app: Sphinx, docname: str, content: list[str]) -> None:
    if app.env.doc2path(docname).suffix == ".md":
        content[0] = relinked(content[0], docname)


def _exactly(_: Sphinx, tree: nodes.document) -> None:
    """Let words for types mean what is called so, not whatever has a member of that name."""
    for each in tree.findall(addnodes.pending_xref):
        if each.get("refdomain") == "py":
            each.attributes.pop("refspecific", None)
            if each.get("reftype") == "class" and "." not in each["reftarget"]:
                # the n of an (n, n) array is no member of the class
                each.attributes.pop("py:class", None)


def _led(_: Sphinx, tree: nodes.document) -> None:
    """Let names of ours that stand as code in a sentence lead to the reference."""
    for each in list(tree.findall(nodes.literal)):
        name = each.astext().partition("(")[0]
        if NAME.fullmatch(name) and isinstance(each.parent, nodes.paragraph | nodes.entry | nodes.emphasis):
            link = addnodes.pending_xref(
                "", refdomain="py", reftype="obj", reftarget=name, refdoc=tree.settings.env.docname
            )
            each.replace_self(link)
            link += each


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
    for field in PyObject.doc_field_types:
        if field.name == "variable":
            field.label = "Attributes"
    join(Path(app.srcdir).parent, Path(app.srcdir))
    app.connect("source-read", _on_source_read)
    app.connect("doctree-read", _exactly)
    app.connect("doctree-read", _led)
    app.connect("missing-reference", _find)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
