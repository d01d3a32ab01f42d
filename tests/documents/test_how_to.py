"""Every snippet of the pages for users runs when pasted, in order, and prints what the page says."""

import re

import matplotlib.pyplot as plt
import pytest

from tests.places import CHECKOUT
from tools.pages import read_page, run_page

DOCS = CHECKOUT / "docs"
PAGES = [DOCS / "start.md", DOCS / "answer.md", *sorted((DOCS / "how-to").glob("*.md"))]


@pytest.fixture(autouse=True)
def terminal(monkeypatch):
    """A terminal as wide as that of the pages; pictures are drawn and put away."""
    monkeypatch.setenv("COLUMNS", "100")
    yield
    plt.close("all")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_what_snippets_print_is_what_the_page_says(page, tmp_path):
    for ran in run_page(page, tmp_path):
        assert ran.agrees, f"{page.name}, line {ran.snippet.line}, printed:\n{ran.printed}"


@pytest.mark.parametrize("page", sorted((DOCS / "how-to").glob("*.md")), ids=lambda page: page.stem)
def test_a_how_to_has_a_snippet_that_is_run_and_its_output(page):
    assert any(snippet.runs and snippet.printed for snippet in read_page(page)) or page.stem == "index"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_files_that_a_page_links_to_are_there(page):
    links = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
    missing = [link for link in links if "://" not in link and not (page.parent / link).exists()]
    assert not missing
