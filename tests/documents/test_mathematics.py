"""The pages of models, methods and the case: what they name is there, and their formulas can be shown."""

import re
from contextlib import suppress
from importlib import import_module
from types import ModuleType

import numpy as np
import pytest

from optimize import HubProblem, ScenarioProblem
from optimize.compact import multiple, r_allocation, single
from optimize.methods import METHODS, method, refusal
from optimize.run import make_request
from optimize.table import enumeration
from tests.places import CHECKOUT
from tools.pages import run_page

DOCS = CHECKOUT / "docs"
PAGES = sorted([*(page for room in ("models", "methods", "case") for page in (DOCS / room).glob("*.md"))])
PAGES.append(DOCS / "glossary.md")
PROSE = {page: re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL) for page in PAGES}
NAME = re.compile(r"`((?:optimize|geodata|experiments)(?:\.\w+)+)`")
FORMULA = re.compile(r"\$\$(.+?)\$\$|\$([^$]+?)\$", re.DOTALL)
LINK = re.compile(r"\]\(([^)\s#]+)(?:#[\w-]*)?\)")
# between dollars Markdown takes the backslash off these: a code host would show the bare letter
LOST = re.compile(r"\\[{},;!]")


def of_page(page):
    return str(page.relative_to(DOCS))


def found(name):
    """Whether a dotted name is a module, or something in one."""
    thing, rest = import_module(name.split(".")[0]), name.split(".")[1:]
    path = thing.__name__
    for part in rest:
        path = f"{path}.{part}"
        if not hasattr(thing, part) and isinstance(thing, ModuleType):
            with suppress(ModuleNotFoundError):
                import_module(path)
        if part in getattr(thing, "__annotations__", {}) and not hasattr(thing, part):
            return part == rest[-1]
        if not hasattr(thing, part):
            return False
        thing = getattr(thing, part)
    return True


def formulas(page):
    return ["".join(parts).strip() for parts in FORMULA.findall(re.sub(r"`[^`]*`", "", PROSE[page]))]


def test_a_name_that_is_not_there_is_noticed():
    assert found("optimize.solve")
    assert found("optimize.Block.weight")
    assert found("optimize.compact.multiple.PathModel")
    assert not found("optimize.compact.multiple.NoModel")
    assert not found("optimize.no_room")


@pytest.mark.parametrize("page", PAGES, ids=of_page)
def test_every_function_class_and_module_that_a_page_names_is_there(page):
    missing = [name for name in NAME.findall(PROSE[page]) if not found(name)]
    assert not missing


def test_every_formulation_is_in_the_pages_of_models():
    told = {name for page in PAGES if page.parent.name == "models" for name in NAME.findall(PROSE[page])}
    modules = {path.stem for path in (CHECKOUT / "optimize" / "compact").glob("*.py")} - {"__init__"}
    missing = {module for module in modules if f"optimize.compact.{module}" not in told}
    assert not missing


def test_every_decision_is_in_the_pages_of_models():
    text = "".join(PROSE[page] for page in PAGES if page.parent.name == "models")
    functions = [name for name in import_module("optimize.decide").__all__ if name.islower()]
    missing = [name for name in functions if f"`optimize.decide.{name}`" not in text]
    assert not missing


@pytest.mark.parametrize("page", PAGES, ids=of_page)
def test_every_file_that_a_page_links_to_is_there(page):
    links = [link for link in LINK.findall(PROSE[page]) if "://" not in link]
    missing = [link for link in links if not (page.parent / link).exists()]
    assert not missing


@pytest.mark.parametrize("page", PAGES, ids=of_page)
def test_formulas_can_be_shown_by_a_code_host(page):
    lost = [formula for formula in formulas(page) if LOST.search(formula)]
    assert not lost


@pytest.mark.parametrize("page", PAGES, ids=of_page)
def test_formulas_become_mathml(page):
    latex2mathml = pytest.importorskip("latex2mathml.converter", reason="latex2mathml comes with the extra 'docs'")
    for formula in formulas(page):
        shown = re.sub(r"<[^>]+>", "", latex2mathml.convert(formula))
        assert "\\" not in shown, f"a macro is not known: {formula}"
        assert not re.search("&(?!#)", shown), f"columns are not known in this environment: {formula}"


@pytest.mark.parametrize("page", PAGES, ids=of_page)
def test_dollars_come_in_pairs(page):
    assert re.sub(r"`[^`]*`", "", PROSE[page]).count("$") % 2 == 0


@pytest.mark.parametrize(
    "page", [page for page in PAGES if "```python" in page.read_text(encoding="utf-8")], ids=of_page
)
def test_examples_print_what_the_page_says(page, tmp_path):
    for ran in run_page(page, tmp_path):
        assert ran.agrees, f"line {ran.snippet.line} printed:\n{ran.printed}"


def small(**features):
    rng = np.random.default_rng(3)
    return HubProblem(rng.random((5, 5)), rng.random((5, 5)), transfer=0.5, **features)


def of_kind(kind, allocation):
    """A problem, and what is asked of it, for a row of the table of what methods can do."""
    ways = {"multiple": "multiple", "single": "single", "r": 2}
    if kind == "covering":
        return small(), {"objective": "covering", "threshold": 1.0}
    if kind == "hub links, discounts":
        return small(link_cost=np.ones((5, 5))), {}
    if kind == "every risk measure":
        own = {"centre": {"objective": "center"}, "links": {"hub_links": 2}}.get(allocation, {"allocation": allocation})
        return ScenarioProblem({"one": small(), "other": small(fixed_cost=1.0)}), {"risk": "worst_case", **own}
    if kind.startswith("capacities"):
        return small(capacity=9.0), {"allocation": ways[kind.split(", ")[1]]}
    if kind == "centre":
        return small(), {"objective": "center"}
    return small(), {"allocation": 2 if kind == "r-allocation" else kind.split()[0]}


def test_the_table_of_what_methods_can_do_is_true():
    text = (DOCS / "methods" / "index.md").read_text(encoding="utf-8")
    table = text.split("## What can do what")[1].split("##")[0]
    head, _, *rows = [
        [cell.strip() for cell in row.strip("|").split("|")] for row in re.findall(r"^\|.*$", table, re.MULTILINE)
    ]
    ways = head[1:]
    assert len(rows) > 5
    assert sorted(ways) == sorted(METHODS)
    for kind, *cells in rows:
        for name, cell in zip(ways, cells, strict=True):
            own = {"single": "single", "center": "centre", "links": "links"}.get(name, "multiple")
            problem, asked = of_kind(kind, own)
            refused = refusal(method(name), problem, make_request(problem, p=3, **asked))
            assert bool(refused) == (not cell), f"{kind}, {name}: {refused or 'is not refused'}"


def test_sizes_and_speeds_in_the_pages_are_those_of_the_code():
    told = {
        "methods/index.md": [f"{enumeration._PAIRS_PER_SECOND / 1e9:.0f}e9", "2e-7", "2e7", "1e-5"],
        "models/multiple.md": ["four million", f"{multiple._MOST_LIMITED:,}"],
        "models/single.md": [f"{single._FEW_PATHS:,}", f"{single._MANY_PATHS:,}"],
        "models/r-allocation.md": [f"{r_allocation._FEW_PATHS:,}"],
    }
    assert multiple._MOST_PATHS == 4_000_000
    assert enumeration._SECONDS_A_SET == 2e-7
    assert enumeration._USES_PER_SECOND == 2e7
    assert enumeration._SECONDS_A_LIMITED_SET == 1e-5
    for page, numbers in told.items():
        text = (DOCS / page).read_text(encoding="utf-8")
        assert [number for number in numbers if number not in text] == []
