"""Every snippet of the pages for users runs when pasted, in order, and prints what the page says."""

import matplotlib.pyplot as plt
import pytest

from tests.places import CHECKOUT
from tools.pages import read_page, run_page

DOCS = CHECKOUT / "docs"
HOW_TO = [path for path in sorted((DOCS / "how-to").glob("*.md")) if path.stem != "index"]


@pytest.fixture(autouse=True)
def terminal(monkeypatch):
    """A terminal as wide as that of the pages; pictures are drawn and put away."""
    monkeypatch.setenv("COLUMNS", "100")
    yield
    plt.close("all")


@pytest.mark.parametrize("page", [DOCS / "start.md", DOCS / "answer.md", *HOW_TO], ids=lambda page: page.stem)
def test_what_snippets_print_is_what_the_page_says(page, tmp_path):
    for ran in run_page(page, tmp_path):
        assert ran.agrees, f"{page.name}, line {ran.snippet.line}, printed:\n{ran.printed}"


@pytest.mark.parametrize("page", HOW_TO, ids=lambda page: page.stem)
def test_a_how_to_has_its_parts(page):
    title, goal, *_ = page.read_text(encoding="utf-8").split("\n\n")
    assert title.startswith("# ")
    assert goal.startswith("**Goal:** ")
    assert goal.rstrip().count(". ") == 0
    text = page.read_text(encoding="utf-8")
    assert "\n## Pitfalls\n" in text
    assert "\n**See also:** " in text


@pytest.mark.parametrize("page", HOW_TO, ids=lambda page: page.stem)
def test_a_how_to_has_a_snippet_that_is_run_and_says_what_comes_out(page):
    assert any(snippet.runs and snippet.printed for snippet in read_page(page))
