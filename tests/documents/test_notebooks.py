"""Every notebook runs from top to bottom, without a network and without a warning, and its assertions hold."""

import ast
import re

import matplotlib.pyplot as plt
import pytest

from tests.places import CHECKOUT
from tools.pages import read_page, run_page

NOTEBOOKS = sorted((CHECKOUT / "docs" / "notebooks").glob("*.md"))


@pytest.fixture(autouse=True)
def put_away():
    yield
    plt.close("all")


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs(notebook, tmp_path):
    assert len(list(run_page(notebook, tmp_path))) == len(read_page(notebook))


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_checks_what_it_says(notebook):
    nodes = [node for snippet in read_page(notebook) for node in ast.walk(ast.parse(snippet.code))]
    assert sum(isinstance(node, ast.Assert) for node in nodes) >= 3


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_says_by_what_it_is_run(notebook):
    text = notebook.read_text(encoding="utf-8")
    assert re.match(r"---\njupytext:\n(.*\n)*?kernelspec:\n(.*\n)*?  name: python3\n---\n", text)
    assert text.count("```{code-cell} ipython3\n") == len(read_page(notebook))


def test_there_are_six_notebooks():
    assert len(NOTEBOOKS) == 6
