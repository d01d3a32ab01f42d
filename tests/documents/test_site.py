"""What the site adds to Sphinx: the reference has every public name, links fit, and no page asks for another place."""

import importlib
import pkgutil
import re
import zlib
from functools import cache

import pytest

import experiments
import geodata
import optimize
from tests.places import CHECKOUT
from tools.site import commands, reference
from tools.site.links import relinked
from tools.site.look import asked_outside, faults, names_in

PACKAGES = (optimize, geodata, experiments)
ROOMS = [
    *(package.__name__ for package in PACKAGES),
    *(
        room.name
        for package in PACKAGES
        for room in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
        if room.ispkg
    ),
]


@pytest.fixture(scope="module")
def pages():
    return reference.pages()


@cache
def public(face):
    return set(getattr(importlib.import_module(face), "__all__", ()))


def test_every_public_name_is_in_the_reference(pages):
    missing = []
    for face in (room for room in ROOMS if public(room)):
        page = pages.get(reference.FOLDER / f"{face}.rst", "")
        entries = re.findall(r"(?m)^\.\. (?:auto|py:)\w+:: (?:[\w.]+\.)?(\w+)$", page)
        missing += [f"{face}.{name}" for name in public(face) - set(entries)]
    assert missing == []


def test_every_page_of_the_reference_is_in_its_list(pages):
    index = pages[reference.FOLDER / "index.rst"].split()
    assert {path.stem for path in pages} - {"index"} - set(index) == set()


def test_a_name_that_two_faces_show_is_described_once(pages):
    assert ".. autoclass:: optimize.HubProblem" in pages[reference.FOLDER / "optimize.rst"]
    room = pages[reference.FOLDER / "optimize.problem.rst"]
    assert "auto" not in room.split("py:class:: HubProblem")[1].split("..")[0]
    assert ":py:obj:`optimize.HubProblem`" in room


def test_a_number_is_told_with_its_value_and_what_stands_under_it(pages):
    page = pages[reference.FOLDER / "optimize.rules.rst"]
    assert "py:data:: DIRECT\n   :value: -1\n\n   In place of a hub's position: the pair has direct service." in page


def test_the_command_line_has_every_command_with_its_options():
    page = commands.page()
    assert "## silkhub region check" in page
    section = page.split("## silkhub robustness\n")[1].split("\n## ")[0]
    assert "| `--draws` integer |" in section
    assert "`--seed`" in section


@pytest.mark.parametrize(
    "html",
    [
        '<script src="https://cdn.example/x.js"></script>',
        '<link rel="stylesheet" href="//fonts.example/a.css">',
        '<link href="http://fonts.example/a.css">',
        '<img src="https://badge.example/a.svg">',
        "<style>@import 'https://fonts.example/a.css';</style>",
        '<div style="background: url(https://pictures.example/a.png)">',
        '<img srcset="//pictures.example/a.png 2x">',
    ],
)
def test_a_page_that_asks_for_another_place_is_noticed(html):
    assert len(asked_outside(f"<html>{html}</html>")) == 1


@pytest.mark.parametrize(
    "html",
    [
        '<a href="https://example.org">a link to follow</a>',
        '<script src="_static/x.js"></script>',
        '<img src="data:image/png;base64,AAAA">',
        '<link rel="canonical" href="https://example.org/page">',
        "<p>@import 'https://fonts.example/a.css' in words</p>",
        '<math xmlns="http://www.w3.org/1998/Math/MathML"></math>',
    ],
)
def test_a_page_that_asks_for_nothing_is_let_pass(html):
    assert asked_outside(html) == []


def inventory(*names):
    lines = "".join(f"{name} py:function 1 page.html#$ -\n" for name in names)
    return b"# Sphinx inventory version 2\n# Project: x\n# Version: \n# zlib\n" + zlib.compress(lines.encode())


def test_an_inventory_tells_its_names():
    assert names_in(inventory("optimize.solve", "geodata.load_region")) == {"optimize.solve", "geodata.load_region"}


def test_a_site_without_a_name_or_with_a_style_from_elsewhere_has_faults(tmp_path):
    (tmp_path / "index.html").write_text("<p>words</p>")
    (tmp_path / "site.css").write_text("body { background: url('https://pictures.example/a.png') }")
    (tmp_path / "objects.inv").write_bytes(inventory("optimize.solve"))
    found = list(faults(tmp_path))
    assert f"{tmp_path / 'site.css'} asks for https://pictures.example/a.png" in found
    assert "optimize.HubProblem is not in the reference" in found
    assert "optimize.solve is not in the reference" not in found


def test_a_folder_without_pages_is_no_site(tmp_path):
    assert list(faults(tmp_path)) == [f"{tmp_path} has no pages"]


@pytest.mark.parametrize(
    ("page", "given", "made"),
    [
        ("index", "[a](risk.md)", "[a](risk.md)"),
        ("changelog", "[a](docs/risk.md#bounds)", "[a](risk.md#bounds)"),
        ("architecture", "[a](../CONTRIBUTING.md)", "[a](contributing.md)"),
        ("questions/where", "[a](../../CHANGELOG.md)", "[a](../changelog.md)"),
        ("questions/where", "[a](../risk.md)", "[a](../risk.md)"),
        ("region/central-asia", "[a](SOURCES.md)", "[a](central-asia-sources.md)"),
        ("contributing", "[licence](LICENSE)", "licence (`LICENSE`)"),
        ("contributing", "[a](https://example.org/x.md)", "[a](https://example.org/x.md)"),
        ("contributing", "![a](docs/images/map.png)", "![a](images/map.png)"),
        ("contributing", "```\n[a](docs/risk.md)\n```", "```\n[a](docs/risk.md)\n```"),
        ("contributing", "[a](#numbers)", "[a](#numbers)"),
    ],
)
def test_links_between_documents_are_those_of_pages(page, given, made):
    assert relinked(given, page) == made


def test_formulas_of_several_rows_become_tables_of_mathml():
    pytest.importorskip("sphinx")
    pytest.importorskip("latex2mathml")
    from docutils import nodes

    from tools.site.mathml import _converted

    made = _converted(r"\begin{aligned} a &= b \\ c &= d \end{aligned}", "block", nodes.math_block())
    assert made.startswith("<math")
    assert made.count("<mtr>") == 2
    assert "&amp;" not in made


def test_the_gallery_has_every_function_that_draws():
    page = (CHECKOUT / "docs" / "gallery.md").read_text(encoding="utf-8")
    made = set(re.findall(r'"(\w+)\.png"', page))
    assert {name for name in experiments.__all__ if name.startswith("plot_") and f"{name}(" not in page} == set()
    assert made == set(re.findall(r"!\[[^\]]+\]\(images/pictures/(\w+)\.png\)", page))
