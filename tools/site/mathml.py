"""A Sphinx extension that writes mathematics as MathML, so that pages need neither LaTeX nor a script."""

from typing import Any

from docutils import nodes
from latex2mathml.converter import convert
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError


def _converted(text: str, display: str, node: nodes.Element) -> str:
    try:
        # the one environment for rows that it knows
        return str(convert(text.replace("{aligned}", "{split}"), display=display))
    except Exception as error:
        fault = f"{type(error).__name__}: {error}"
        msg = f"{node.source}:{node.line}: latex2mathml cannot read this formula ({fault}): {text}"
        raise ExtensionError(msg) from error


def _inline(translator: Any, node: nodes.math) -> None:
    translator.body.append(_converted(node.astext(), "inline", node))
    raise nodes.SkipNode


def _block(translator: Any, node: nodes.math_block) -> None:
    number = f'<span class="eqno">({node["number"]})</span>' if node.get("number") else ""
    translator.body.append(translator.starttag(node, "div", CLASS="math"))
    translator.body.append(f"{number}{_converted(node.astext(), 'block', node)}</div>")
    raise nodes.SkipNode


def setup(app: Sphinx) -> dict[str, bool]:
    """Give Sphinx the renderer ``mathml``.

    Parameters
    ----------
    app : Sphinx

    Returns
    -------
    dict
        What Sphinx asks of an extension.
    """
    app.add_html_math_renderer("mathml", (_inline, None), (_block, None))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
