"""The strip below a map."""

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from experiments.files import plain_letters
from experiments.pictures.strip import (
    Sample,
    Strip,
    amount_words,
    fitted,
    points_of,
    round_below,
    text_width,
    width_samples,
)
from tests.experiments.pictures.conftest import overlapping, texts


@pytest.mark.parametrize(
    ("value", "below"), [(1, 1), (1.99, 1), (2, 2), (4.99, 2), (5, 5), (9.99, 5), (1e-3, 1e-3), (3e7, 2e7)]
)
def test_round_numbers_are_one_two_or_five_times_a_power_of_ten(value, below):
    assert round_below(value) == pytest.approx(below)


@pytest.mark.parametrize(
    ("tonnes", "words"), [(2e6, "2 Mt"), (500e3, "500 kt"), (1e3, "1 kt"), (20, "20 t"), (0.5, "0.5 t")]
)
def test_amounts_are_short(tonnes, words):
    assert amount_words(tonnes) == words


@pytest.mark.parametrize("text", ["Almaty", "iiiiiiii", "WWWW", "Ust-Kamenogorsk (Жя)", "a b  c", "$x$"])
@pytest.mark.parametrize("bold", [False, True])
def test_the_width_of_a_text_is_what_it_takes(text, bold):
    with plain_letters():
        figure = Figure(dpi=200)
        renderer = FigureCanvasAgg(figure).get_renderer()
        drawn = figure.text(0, 0, text, fontsize=20, weight="bold" if bold else "normal").get_window_extent(renderer)
    assert text_width(text, 20, bold=bold) == pytest.approx(drawn.width * 72 / 200, rel=0.08, abs=1.5)


def test_ideographs_are_wide():
    assert text_width("北京", 10) == 20.0


def test_a_text_is_cut_to_a_width():
    assert fitted("short", 10, 1000) == "short"
    cut = fitted("a long line " * 20, 10, 100)
    assert cut.endswith("…")
    assert 80 < text_width(cut, 10) <= 100
    assert fitted("two\nlines", 10, 1000) == "two lines"
    assert fitted("x" * 50, 10, 0.1) == "…"


def test_widths_are_keyed_by_three_round_amounts():
    head, *samples = width_samples(23e6, 10.0, "#123456")
    assert (head.words, head.heading) == ("tonnes a year", True)
    assert [sample.words for sample in samples] == ["1 Mt", "5 Mt", "20 Mt"]
    assert [sample.line["linewidth"] for sample in samples] == pytest.approx([10 / 23, 50 / 23, 200 / 23])
    assert width_samples(0.0, 10.0, "#123456") == []


@pytest.mark.parametrize("width", [150.0, 260.0, 600.0])
def test_samples_are_laid_in_as_many_rows_as_they_need(width):
    samples = [Sample(f"sample number {k}", {"color": "red"}) for k in range(9)]
    strip = Strip.laid(samples, "whose the data are and how they were projected " * 2, width)
    assert sum(map(len, strip.rows)) == 9
    figure = Figure(figsize=(width / 72, 4))
    ax = figure.add_axes((0, 0, 1, 1))
    ax.set(xlim=(0, 1e6), ylim=(0, 1e6))
    strip.draw(ax, per_metre=width / 1e6)
    FigureCanvasAgg(figure).draw()
    found = texts(ax, "key") + texts(ax, "note")
    assert overlapping(found) == []
    edges = [text.get_window_extent() for text in found]
    assert max(edge.x1 for edge in edges) <= figure.bbox.x1
    assert max(edge.y1 for edge in edges) <= strip.height / 72 * figure.dpi + 1


def test_points_are_counted_from_the_corner_of_the_axes():
    figure = Figure(figsize=(4, 4), dpi=144)
    ax = figure.add_axes((0.25, 0.5, 0.5, 0.5))
    assert points_of(ax).transform((72.0, 36.0)) == pytest.approx([144 + 144, 288 + 72])
