"""Snippets of Python in the documents run when pasted, in their order."""

import matplotlib.pyplot as plt
import pytest

from tests.documents.writing import documents, name
from tools.pages import read_page, run_page

ELSEWHERE = ("README.md", "docs/start.md", "docs/answer.md", "docs/how-to/", "docs/notebooks/")
"""Run by tests/test_readme.py, test_how_to.py and test_notebooks.py."""
PAGES = [
    path
    for path in documents()
    if any(snippet.runs for snippet in read_page(path)) and not name(path).startswith(ELSEWHERE)
]


@pytest.fixture(autouse=True)
def pictures():
    yield
    plt.close("all")


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_snippets_run_and_print_what_the_page_says(page, tmp_path):
    for ran in run_page(page, tmp_path):
        assert ran.agrees, f"{page.name}, line {ran.snippet.line}, printed:\n{ran.printed}"


@pytest.mark.parametrize("page", documents(), ids=name)
def test_what_is_not_run_is_python_all_the_same(page):
    for snippet in read_page(page):
        if snippet.kind == "python":
            compile(snippet.code, f"{page}:{snippet.line}", "exec")
