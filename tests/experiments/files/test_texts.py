"""Tables for papers: their shape, and text that stays text."""

import re

import pandas as pd
import pytest

from experiments.files import latex_table, markdown_table

FRAME = pd.DataFrame({"hub": ["ALA", "TAS"], "cost_usd": [1234567.891, -2.0], "rank": [1, 2]})


def test_markdown_has_a_row_for_each_and_numbers_to_the_right():
    assert markdown_table(FRAME).splitlines() == [
        r"| hub | cost\_usd | rank |", "| :-- | --: | --: |", "| ALA | 1,234,567.89 | 1 |", "| TAS | -2.00 | 2 |",
    ]  # fmt: skip


def test_latex_has_rules_of_booktabs_and_a_minus():
    assert latex_table(FRAME, decimals=0).splitlines() == [
        r"\begin{tabular}{lrr}", r"\toprule", r"hub & cost\_usd & rank \\", r"\midrule",
        r"ALA & 1,234,568 & 1 \\", r"TAS & $-2$ & 2 \\", r"\bottomrule", r"\end{tabular}",
    ]  # fmt: skip


def test_a_caption_makes_a_float():
    text = latex_table(FRAME, caption="50% of $x$", label="tab:hubs}{")
    assert r"\caption{50\% of \$x\$}" in text
    assert r"\label{tab:hubs}" in text
    assert text.startswith(r"\begin{table}[htbp]")


def test_the_index_may_be_a_column():
    indexed = FRAME.set_index("hub")
    assert markdown_table(indexed, index=True) == markdown_table(FRAME)
    assert latex_table(indexed, index=True) == latex_table(FRAME)


def test_nothing_is_an_empty_cell_and_lists_have_commas():
    frame = pd.DataFrame({"a": [None, "x"], "b": [float("nan"), 1.0], "c": [["p", "q"], ("r",)]})
    assert markdown_table(frame).splitlines()[2:] == ["|  |  | p, q |", "| x | 1.00 | r |"]


def test_a_table_without_rows_has_its_head():
    assert markdown_table(FRAME.iloc[:0]).count("\n") == 2
    assert latex_table(FRAME.iloc[:0]).count(r"\\") == 1


@pytest.mark.parametrize(
    ("name", "markdown", "latex"),
    [
        ("a|b", r"a\|b", r"a\textbar{}b"),
        ("<img src=x>", r"&lt;img src=x&gt;", r"\textless{}img src=x\textgreater{}"),
        ("R&D $5 100%", r"R&amp;D \$5 100%", r"R\&D \$5 100\%"),
        (r"\input{x}", r"\\input\{x\}", r"\textbackslash{}input\{x\}"),
        ("[a](javascript:b)", r"\[a\]\(javascript:b\)", r"{[}a{]}(javascript:b)"),
        ("two\nlines", "two lines", "two lines"),
        ("a\u202eb\x07c", "abc", "abc"),
        ("Алматы 阿拉木图", "Алматы 阿拉木图", "Алматы 阿拉木图"),
        ("a--b", r"a\-\-b", "a-{}-{}b"),
    ],
)
def test_user_text_is_text(name, markdown, latex):
    frame = pd.DataFrame({"name": [name]})
    assert markdown_table(frame).splitlines()[-1] == f"| {markdown} |"
    assert latex_table(frame).splitlines()[4] == latex + r" \\"


def test_no_letter_of_a_name_has_a_meaning_in_latex():
    every = "".join(map(chr, range(33, 127)))
    (row,) = [line for line in latex_table(pd.DataFrame({"a": [every]})).splitlines() if "!" in line]
    bare = re.sub(r"\\(text[a-z]+\{\}|[&%$#_{}])|-\{\}|\{[\[\]*\"]\}", "", row.removesuffix(r" \\"))
    assert not set(bare) & set("\\{}$&#^_%~")
