"""Sizes of pictures and their files."""

import matplotlib as mpl
import matplotlib.pyplot as plt
import pytest
from matplotlib.figure import Figure
from PIL import Image

from experiments import picture_style, plot_network, write_picture
from experiments.pictures.sizes import LEAST_PT, SIZES, axes_for, size_of, small
from optimize import InputError

WIDTHS = {"column": 88.0, "page": 180.0, "slide": 338.67, "poster": 400.0}


@pytest.mark.parametrize(("size", "millimetres"), WIDTHS.items())
def test_pictures_have_the_width_that_is_asked_for(lines, tmp_path, size, millimetres):
    path = write_picture(plot_network(lines, size=size), tmp_path / "a.png")
    with Image.open(path) as picture:
        wide, tall = picture.size
        dots = picture.info["dpi"][0]
    assert wide / dots * 25.4 == pytest.approx(millimetres, abs=0.3)
    if size == "slide":
        assert wide / tall == pytest.approx(16 / 9, rel=0.005)


def test_print_has_three_hundred_dots_an_inch():
    assert SIZES["column"].dpi == SIZES["page"].dpi == 300


def test_no_size_has_text_under_six_points():
    for name in SIZES:
        with picture_style(name):
            assert mpl.rcParams["font.size"] >= LEAST_PT
            assert float(mpl.rcParams["xtick.labelsize"]) >= LEAST_PT
            assert small(factor=0.5) >= LEAST_PT
            assert small(20.0) == pytest.approx(18.0)


def test_the_style_ends_with_its_block():
    before = dict(mpl.rcParams)
    with picture_style("slide") as size:
        assert mpl.rcParams["font.size"] == size.text_pt == 15.0
        assert size.inches == pytest.approx((13.333, 7.5))
    assert dict(mpl.rcParams) == before


@pytest.mark.parametrize("ending", ["png", "svg", "pdf"])
def test_every_format_is_written(lines, tmp_path, ending):
    begin = {"png": b"\x89PNG", "svg": b"<?xml", "pdf": b"%PDF"}[ending]
    path = write_picture(plot_network(lines, size="column"), str(tmp_path / f"a.{ending}"))
    assert path.read_bytes().startswith(begin)
    assert [each.name for each in tmp_path.iterdir()] == [f"a.{ending}"]


def test_letters_of_a_pdf_stay_letters(lines, tmp_path):
    """TrueType, as journals ask for: type 3 is drawn."""
    text = write_picture(plot_network(lines, size="column"), tmp_path / "a.pdf").read_bytes()
    assert b"/CIDFontType2" in text or b"/TrueType" in text
    assert b"/Type3" not in text


def test_a_figure_is_written_as_its_axes_are(lines, tmp_path):
    ax = plot_network(lines, size="column")
    assert write_picture(ax.figure, tmp_path / "a.png").stat().st_size > 5000
    whole = Figure(figsize=(4, 2))
    part, _ = whole.subfigures(1, 2)
    plot_network(lines, ax=part.add_subplot())
    assert write_picture(part.axes[0], tmp_path / "b.png").stat().st_size > 5000


def test_a_file_that_is_no_picture_is_refused(lines, tmp_path):
    with pytest.raises(InputError, match=r"a.txt has no ending of a picture: use .png, .svg, .pdf"):
        write_picture(plot_network(lines, size="column"), tmp_path / "a.txt")
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_size_is_refused():
    with pytest.raises(InputError, match="no size 'huge': use column, page, slide, poster"):
        size_of("huge")


def test_axes_of_ones_own_stay_in_their_style():
    own = Figure().add_subplot()
    with axes_for(own, "slide") as ax:
        assert ax is own
        assert mpl.rcParams["font.size"] == plt.rcParamsDefault["font.size"]
