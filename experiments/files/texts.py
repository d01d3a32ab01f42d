"""Tables for papers and notes: Markdown and LaTeX, in which user text stays text."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pandas as pd

_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+!|~$^-])")
_LATEX = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "%": r"\%",
    "_": r"\_",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    '"': '{"}',  # some languages take it for the beginning of a shorthand
    "`": r"\textasciigrave{}",
    "-": "-{}",  # two of them would be a dash
    "[": "{[}",  # at the start of a row it would be taken for the argument of the row's end
    "]": "{]}",
    "*": "{*}",
}
_SPACES = re.compile(r"\s+")
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\ud800-\udfff]")
"""Letters that do not show, or turn what stands around them."""


def markdown_table(frame: pd.DataFrame, *, decimals: int = 2, index: bool = False) -> str:
    r"""Write a table in Markdown, as GitHub, Pandoc and Quarto read it.

    Parameters
    ----------
    frame : DataFrame
    decimals : int
        Of numbers that are not whole.
    index : bool
        Whether the index is a column.

    Returns
    -------
    str
        Ends with a line end; numbers to the right.

    Examples
    --------
    >>> print(markdown_table(pd.DataFrame({"hub": ["A|B", "<i>"], "cost": [1234.5, 2]})))
    | hub | cost |
    | :-- | --: |
    | A\|B | 1,234.50 |
    | &lt;i&gt; | 2.00 |
    <BLANKLINE>
    """
    shown = frame.reset_index() if index else frame
    rows = [[_in_markdown(name) for name in shown.columns]]
    rows.append(["--:" if _is_number(shown.iloc[:, at]) else ":--" for at in range(shown.shape[1])])
    rows += [[_in_markdown(text) for text in row] for row in _texts(shown, decimals)]
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def latex_table(
    frame: pd.DataFrame, *, caption: str = "", label: str = "", decimals: int = 2, index: bool = False
) -> str:
    r"""Write a table in LaTeX with the rules of the package booktabs.

    Parameters
    ----------
    frame : DataFrame
    caption : str
        Of the float around it; without caption and label there is the tabular alone.
    label : str
        For references; letters, digits and ``:._-`` of it.
    decimals : int
        Of numbers that are not whole.
    index : bool
        Whether the index is a column.

    Returns
    -------
    str
        Ends with a line end. Letters beyond ASCII are written as they are, for XeLaTeX, LuaLaTeX or UTF-8 in pdfLaTeX.

    Examples
    --------
    >>> print(latex_table(pd.DataFrame({"hub": ["R&D_1"], "cost": [1234.5]})))
    \begin{tabular}{lr}
    \toprule
    hub & cost \\
    \midrule
    R\&D\_1 & 1,234.50 \\
    \bottomrule
    \end{tabular}
    <BLANKLINE>
    """
    shown = frame.reset_index() if index else frame
    kinds = "".join("r" if _is_number(shown.iloc[:, at]) else "l" for at in range(shown.shape[1]))
    lines = [rf"\begin{{tabular}}{{{kinds}}}", r"\toprule", _row(shown.columns), r"\midrule"]
    lines += [_row(row) for row in _texts(shown, decimals)]
    lines += [r"\bottomrule", r"\end{tabular}"]
    if caption or label:
        named = [rf"\label{{{re.sub(r'[^A-Za-z0-9:._-]', '', label)}}}"] if label else []
        told = [rf"\caption{{{_in_latex(caption)}}}"] if caption else []
        lines = [r"\begin{table}[htbp]", r"\centering", *told, *named, *lines, r"\end{table}"]
    return "\n".join(lines) + "\n"


def _row(cells: Any) -> str:
    return " & ".join(_in_latex(cell) for cell in cells) + r" \\"


def _is_number(column: pd.Series) -> bool:
    return pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column)


def _texts(frame: pd.DataFrame, decimals: int) -> list[list[str]]:
    """Every cell as it is shown, before it is made safe."""
    columns = []
    for at in range(frame.shape[1]):
        column = frame.iloc[:, at]
        broken = _is_number(column) and not pd.api.types.is_integer_dtype(column)
        columns.append([_shown(value, decimals if broken else 0) for value in column])
    return [list(row) for row in zip(*columns, strict=True)]


def _shown(value: Any, decimals: int) -> str:
    if isinstance(value, list | tuple | set | frozenset | np.ndarray):
        return ", ".join(str(item) for item in value)
    if value is None or pd.isna(value):
        return ""
    if isinstance(value, bool | np.bool_) or not isinstance(value, int | float | np.number):
        return str(value)
    return f"{value:,.{decimals}f}"


def _plain(text: Any) -> str:
    return _UNSEEN.sub("", _SPACES.sub(" ", str(text))).strip()


def _in_markdown(text: Any) -> str:
    plain = _plain(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    number = re.fullmatch(r"-?[\d,]*\.?\d+", plain)
    return plain if number else _MARKDOWN.sub(r"\\\1", plain)


def _in_latex(text: Any) -> str:
    plain = _plain(text)
    if re.fullmatch(r"-[\d,]*\.?\d+", plain):
        return f"${plain}$"  # a minus, and no hyphen
    return "".join(_LATEX.get(letter, letter) for letter in plain)
