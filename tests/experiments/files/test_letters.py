"""Names in pictures are what they are in the data."""

import re
import warnings
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

import experiments
from experiments.files import families, label_text, lettered, plain_letters, plain_text, settle_letters, write_figure
from experiments.files import letters as under_test

HOSTILE = ["$", "$x$", "$\\frac$", "a\u202eb\u2066", "tab\tbell\x07", "half \ud800", "_^{}%&#~\\"]


def pixels(figure):
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    return np.asarray(canvas.buffer_rgba()).copy()


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Osh", "Osh"),
        ("北京 $5", "北京 $5"),
        ("two\nlines", "two\nlines"),
        ("a\tb\u2028c", "a b c"),
        ("right\u202eto left\u202c, \u2067isolated\u2069", "rightto left, isolated"),
        ("bell\x07 escape\x1b[1m delete\x7f", "bell escape[1m delete"),
        ("half\ud83d", "half\ufffd"),
    ],
)
def test_only_letters_and_line_breaks_stay(text, plain):
    assert plain_text(text) == plain


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("ending", ["png", "svg", "pdf"])
def test_any_name_can_stand_anywhere_on_axes_of_ones_own(tmp_path, name, ending):
    """Also where Matplotlib's own settings have formulas on, as in a notebook."""

    @lettered
    def draw(ax):
        ax.set(title=name, xlabel=name, ylabel=name)
        ax.set_xticks([0.0, 1.0], [name, f"{name} {name}"])
        ax.set_yticks([])
        ax.text(0.5, 0.5, name)
        ax.plot([0, 1], label=label_text(name))
        ax.legend(title=name)

    figure = Figure(figsize=(2, 2))
    ax = figure.add_subplot()
    draw(ax)
    figure.savefig(tmp_path / f"a.{ending}")
    shown = [
        ax.get_title(),
        ax.get_xlabel(),
        ax.get_ylabel(),
        ax.texts[0].get_text(),
        ax.get_xticklabels()[0].get_text(),
    ]
    assert {*shown, ax.get_legend().get_texts()[0].get_text().lstrip()} == {plain_text(name)}


def test_a_formula_is_drawn_as_it_is_written():
    def drawn(name, draw):
        figure, ax = plt.subplots()
        draw(ax, name)
        ax.set_axis_off()
        found = pixels(figure)
        plt.close(figure)
        return found

    def plain(ax, name):
        ax.text(0.1, 0.5, name, fontsize=40)

    assert not np.array_equal(drawn("$i$", plain), drawn("$i$", lettered(plain)))
    # three letters take more room than one
    assert (drawn("$i$", lettered(plain)) < 128).sum() > 2 * (drawn("$i$", plain) < 128).sum()


def test_settings_of_others_are_as_they_were():
    @lettered
    def draw(ax):
        assert not plt.rcParams["text.parse_math"]
        return ax

    draw(Figure().add_subplot())
    assert plt.rcParams["text.parse_math"]


def test_axes_that_are_returned_are_looked_after_too():
    @lettered
    def draw():
        ax = Figure().add_subplot()
        ax.set_title("a\u202eb")
        return ax

    assert draw().get_title() == "ab"


def test_numbers_on_logarithmic_axes_are_plain():
    ax = Figure().add_subplot()
    ax.loglog([1, 1000], [0.01, 10])
    with plain_letters():
        settle_letters(ax)
        ax.figure.canvas.draw()
    assert "1000" in [label.get_text() for label in ax.get_xticklabels()]
    assert "0.01" in [label.get_text() for label in ax.get_yticklabels()]


def test_a_font_that_has_all_letters_stays_alone():
    assert families("Almaty, Алматы") == ["DejaVu Sans"]
    assert families("plain", ["cmr10"]) == ["cmr10"]


def test_letters_that_a_font_lacks_come_from_one_that_has_them():
    fonts = families("Жуковский", ["cmr10"])  # TeX's own has no Cyrillic
    assert fonts[0] == "cmr10"
    path = font_manager.findfont(font_manager.FontProperties(family=fonts[1:]))
    assert set(map(ord, "Жуковский")) <= set(font_manager.get_font(path).get_charmap())


def test_chinese_names_are_no_boxes_where_a_font_has_them(tmp_path):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        fonts = families("北京喀什")
    if len(fonts) == 1:
        pytest.skip("no font with Chinese letters is installed")
    figure = Figure(figsize=(2, 1))
    text = figure.text(0.1, 0.4, "北京", fontsize=30)
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # Matplotlib warns of boxes
        write_figure(figure, tmp_path / "a.png", dpi=100)
        write_figure(figure, tmp_path / "a.pdf", dpi=100)
        write_figure(figure, tmp_path / "a.svg", dpi=100)
    assert text.get_fontfamily()[1:] == fonts[1:]
    box = Figure(figsize=(2, 1))
    box.text(0.1, 0.4, "\U000f0000\U000f0001", fontsize=30)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert not np.array_equal(pixels(figure), pixels(box))


@pytest.fixture
def bare(monkeypatch):
    """A machine with DejaVu Sans alone, beside the font of boxes that Matplotlib brings."""
    kept = [entry for entry in font_manager.fontManager.ttflist if entry.name == "DejaVu Sans"]
    boxes = [entry for entry in font_manager.fontManager.ttflist if entry.name.startswith("Last Resort")]
    monkeypatch.setattr(font_manager.fontManager, "ttflist", kept + boxes)
    monkeypatch.setattr(font_manager, "findSystemFonts", list)
    for kept_answers in (under_test._fallbacks, under_test._notice_new_fonts, under_test._warn):
        kept_answers.cache_clear()
    yield
    for kept_answers in (under_test._fallbacks, under_test._notice_new_fonts, under_test._warn):
        kept_answers.cache_clear()


@pytest.mark.usefixtures("bare")
def test_letters_that_no_font_has_are_named_once():
    with pytest.warns(UserWarning, match=r"no installed font has the letters 京北 \(cjk\).*Noto"):
        assert families("北京") == ["DejaVu Sans"]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert families("京 北") == ["DejaVu Sans"]


@pytest.mark.usefixtures("bare")
def test_a_picture_is_made_without_the_font(tmp_path):
    figure = Figure()
    figure.suptitle("北京")
    with pytest.warns(UserWarning, match="no installed font"):
        write_figure(figure, tmp_path / "a.png", dpi=50, title="北京\u202e")
    assert (tmp_path / "a.png").stat().st_size > 500


def test_a_font_installed_since_is_found(monkeypatch):
    """Matplotlib's list of fonts may be older than the fonts."""
    entries = font_manager.fontManager.ttflist
    path = next(entry.fname for entry in entries if entry.name == "STIXGeneral" and entry.style == "normal")
    monkeypatch.setattr(font_manager.fontManager, "ttflist", [e for e in entries if "STIX" not in e.name])
    monkeypatch.setattr(font_manager, "findSystemFonts", lambda: [path, "/nowhere/lost.ttf"])
    under_test._notice_new_fonts.cache_clear()
    under_test._notice_new_fonts()
    under_test._notice_new_fonts.cache_clear()
    assert "STIXGeneral" in {entry.name for entry in font_manager.fontManager.ttflist}


PACKAGE = Path(experiments.__file__).parent  # of the checkout or installed
SOURCES = {path.relative_to(PACKAGE).as_posix(): path.read_text() for path in PACKAGE.rglob("*.py")}


def test_every_function_that_draws_for_others_writes_names_as_they_are():
    """All that take axes under a public name."""
    drawers = [
        (name, before.strip())
        for name, text in SOURCES.items()
        for before in re.findall(r"\n(.*)\ndef plot_\w+\(", text)
    ]
    assert len(drawers) > 15
    assert [name for name, line in drawers if line != "@lettered"] == []


def test_pictures_are_written_in_one_place():
    """So that no name gets past it."""
    assert [name for name, text in SOURCES.items() if ".savefig(" in text] == ["files/pictures.py"]


def test_axes_of_a_figure_are_all_looked_after():
    figure = Figure()
    for ax in figure.subplots(1, 2):
        assert isinstance(ax, Axes)
        ax.set_yticks([0, 1], ["$a", "b\x07"])
    settle_letters(figure)
    figure.canvas.draw()
    assert [[label.get_text() for label in ax.get_yticklabels()] for ax in figure.axes] == [["$a", "b"]] * 2
