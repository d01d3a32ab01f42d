"""Maps of networks, flows and changes: what is drawn can be seen, in its place, with its key."""

import warnings
from xml.etree import ElementTree as ET

import geopandas as gpd
import matplotlib.pyplot as plt
import numpy as np
import pytest
import shapely

from experiments import plot_change, plot_flows, plot_network, write_picture
from experiments.maps import EFFECTS, LIGHT
from optimize import InputError
from tests.experiments.pictures.conftest import count, figure_of, outside, overlapping, picture, texts

SHOWN = {"size": "column"}


def words(ax, gid):
    return [text.get_text() for text in texts(ax, gid)]


def collections(ax, colour):
    """Widths of all lines of one colour."""
    from matplotlib.collections import LineCollection
    from matplotlib.colors import to_hex

    return [
        width
        for each in ax.collections if isinstance(each, LineCollection)
        for k, width in enumerate(np.resize(each.get_linewidths(), len(each.get_segments())))
        if to_hex(each.get_colors()[k % len(each.get_colors())]) == colour
    ]  # fmt: skip


def test_bands_are_as_wide_as_their_tonnes(lines):
    ax = plot_flows(lines, **SHOWN)
    widths = sorted(collections(ax, LIGHT.flow))
    assert np.array(widths) / widths[-1] == pytest.approx([0.25, 0.5, 1.0])
    assert count(picture(ax), LIGHT.flow) > 2000


def test_a_line_without_freight_is_faint(lines):
    ax = plot_flows(lines, **SHOWN)
    assert len(collections(ax, LIGHT.faint)) == 4
    assert len(collections(ax, LIGHT.flow)) == 3


def test_lines_by_air_are_drawn_only_with_freight(lines):
    ax = plot_flows(lines.assign(mode="air"), **SHOWN)
    assert collections(ax, LIGHT.faint) == []
    assert len(collections(ax, LIGHT.flow)) == 3


def test_traffic_keeps_right_and_has_the_colour_of_its_way(places):
    """Eastward on the southern side, westward on the northern, however the line runs."""
    west_to_east = shapely.segmentize(shapely.LineString([(60, 45), (70, 45)]), 1.0)
    for line, ahead, back in ((west_to_east, "tonnes", "back"), (west_to_east.reverse(), "back", "tonnes")):
        frame = gpd.GeoDataFrame({"tonnes": [3e6], "back": [3e6]}, geometry=[line], crs=4326)
        ax = plot_flows(frame, ahead, back, places=places, names=False, **SHOWN)
        pixels = picture(ax)[: int(0.7 * 885)]
        rows = [
            np.nonzero(np.abs(pixels - np.array(plt.matplotlib.colors.to_rgb(colour))).max(axis=-1) < 0.02)[0].mean()
            for colour in (LIGHT.flow, LIGHT.back)
        ]
        assert rows[0] > rows[1] + 5  # lower on the picture: further south
        plt.close("all")


def test_directions_have_arrows_and_a_key(lines):
    ax = plot_flows(lines, "tonnes", "back", **SHOWN)
    arrows = next(each for each in ax.collections if each.get_gid() == "arrows")
    assert len(arrows.get_paths()) == 5
    assert {"eastward", "westward"} <= set(words(ax, "key"))
    # the way out of the first line is to the east: its tip lies east of its base
    tips = [path.vertices[0, 0] - path.vertices[1:3, 0].mean() for path in arrows.get_paths()]
    assert max(tips) > 0 > min(tips)


def test_the_key_of_widths_is_true(lines):
    ax = plot_flows(lines, **SHOWN)
    keys = words(ax, "key")
    assert {"200 kt", "1 Mt", "5 Mt"} <= set(keys)
    band = max(collections(ax, LIGHT.flow))
    sample = max(line.get_linewidth() for line in ax.lines if line.get_color() == LIGHT.flow)
    assert sample / band == pytest.approx(5 / 8)


def test_one_scale_serves_several_maps(lines):
    alone = max(collections(plot_flows(lines, **SHOWN), LIGHT.flow))
    halved = max(collections(plot_flows(lines, largest=16e6, **SHOWN), LIGHT.flow))
    assert halved / alone == pytest.approx(0.5)


def test_a_change_has_the_colour_of_its_sign_and_the_width_of_its_size(lines):
    ax = plot_change(lines.assign(change=[-4e6, 2e6, 0.0, 1.0]), **SHOWN)
    more, less = collections(ax, LIGHT.more), collections(ax, LIGHT.less)
    assert (len(more), len(less)) == (1, 1)
    assert less[0] / more[0] == pytest.approx(2.0)
    pixels = picture(ax)
    assert count(pixels, LIGHT.more) > 500
    assert count(pixels, LIGHT.less) > 1000


def test_nothing_that_changes_is_drawn_as_nothing(lines):
    ax = plot_change(lines.assign(change=0.0), **SHOWN)
    assert collections(ax, LIGHT.more) == collections(ax, LIGHT.less) == []


def test_closures_lie_above_everything_and_are_marked_however_short(lines, places):
    ax = plot_flows(lines, closed=["ab"], places=places, hubs=["a", "b", "m"], **SHOWN)
    crosses = [line for line in ax.lines if line.get_gid() == "closure"]
    assert len(crosses) == 1
    under = [artist.get_zorder() for artist in (*ax.collections, *ax.lines) if artist.get_gid() != "closure"]
    assert crosses[0].get_zorder() > max(z for z in under if z < 20)
    assert count(picture(ax), EFFECTS["closed"][0]) > 300
    assert "closed" in words(ax, "key")
    short = gpd.GeoDataFrame(geometry=[shapely.LineString([(65, 45), (65.001, 45)])], index=["x"], crs=4326)
    plt.close("all")
    ax = plot_network(short, closed=["x"], around=places, **SHOWN)
    assert count(picture(ax), EFFECTS["closed"][0]) > 100


def test_crosses_that_would_lie_on_each_other_are_one(places):
    near = [shapely.LineString([(65, 45 + k / 1000), (66, 45 + k / 1000)]) for k in range(5)]
    ax = plot_network(gpd.GeoDataFrame(geometry=near, crs=4326), closed=range(5), around=places, **SHOWN)
    assert len([line for line in ax.lines if line.get_gid() == "closure"]) == 1


def test_kinds_of_links_have_their_colours_and_names(lines):
    ax = plot_network(lines.assign(planned=[False, False, True, None]), **SHOWN)
    assert {"rail", "road", "planned"} <= set(words(ax, "key"))
    assert len(collections(ax, LIGHT.modes["road"])) == 1
    assert len(collections(ax, LIGHT.modes["rail"])) == 3


def test_kinds_of_ones_own_have_colours_too(lines):
    ax = plot_network(lines.assign(gauge=["wide", "wide", "$narrow", "_none"]), by="gauge", **SHOWN)
    assert {"wide", "$narrow", "_none"} <= set(words(ax, "key"))
    figure_of(ax).canvas.draw()


@pytest.mark.parametrize("size", ["column", "page", "slide"])
def test_no_text_is_small_sticks_out_or_lies_on_another(lines, places, size, tmp_path):
    many = gpd.GeoDataFrame(
        {"name": [f"A town with a long name {k}" for k in range(60)]},
        geometry=gpd.points_from_xy(np.random.default_rng(0).uniform(60, 70, 60), np.linspace(40, 50, 60)), crs=4326,
    )  # fmt: skip
    ax = plot_flows(lines, "tonnes", "back", places=many, hubs=[3, 30], closed=["cd"], title="Where " * 60, size=size)
    write_picture(ax, tmp_path / "a.png")
    found = texts(ax)
    assert min(text.get_fontsize() for text in found) >= 6.0
    assert outside(ax, found) == []
    assert overlapping(found) == []
    assert len(texts(ax, "name")) > 6


def test_names_lie_above_the_strip_of_keys(lines, places):
    ax = plot_flows(lines, places=places, **SHOWN)
    strip = next(patch for patch in ax.patches if patch.get_gid() == "strip").get_window_extent()
    assert min(text.get_window_extent().y0 for text in texts(ax, "name")) >= strip.y1 - 1
    assert {text.get_text() for text in texts(ax, "name")} == {"Town A", "Town B", "Town C", "Town D", "Town M"}


def test_the_scale_bar_is_as_long_as_it_says(lines):
    ax = plot_network(lines, **SHOWN)
    figure_of(ax).canvas.draw()
    bar = next(line for line in ax.lines if str(line.get_gid()).startswith("scale bar of "))
    km = float(bar.get_gid().split()[3])
    ends = bar.get_window_extent()
    metres = abs(np.diff(ax.transData.inverted().transform([(ends.x0, ends.y0), (ends.x1, ends.y0)])[:, 0])[0])
    assert metres / 1000 == pytest.approx(km, rel=0.02)
    # on the ground: along the middle parallel, a degree of longitude at 45 degrees is 78.8 km
    west, east = ax.get_xlim()
    assert (east - west) / 1000 > 10 * 78.8


def test_projection_and_sources_are_named(lines):
    ax = plot_network(lines, note="© Somebody (CC BY)", size="page")
    own, outlines = "© Somebody (CC BY)", "Natural Earth (public domain)"
    assert words(ax, "note") == [f"Lambert azimuthal equal-area about 45°N 65°E · {own} · {outlines}"]
    assert words(plot_network(lines, note=None, **SHOWN), "note") == []


def test_given_axes_are_drawn_on_and_no_figure_is_made(lines):
    figure, (left, right) = plt.subplots(1, 2, figsize=(8, 4), layout="constrained")
    before = plt.get_fignums()
    assert plot_flows(lines, ax=left) is left
    assert plot_network(lines, ax=right) is right
    assert plt.get_fignums() == before
    figure.canvas.draw()
    assert overlapping([text for ax in (left, right) for text in texts(ax)]) == []


def test_lines_of_any_crs_look_alike(lines):
    degrees = picture(plot_flows(lines, **SHOWN))
    metres = picture(plot_flows(lines.to_crs(3857), **SHOWN))
    assert np.abs(degrees - metres).mean() < 0.01


def test_a_svg_has_the_shapes_and_no_script(lines, tmp_path):
    ax = plot_flows(lines, "tonnes", "back", title="<script>alert(1)</script> $x", **SHOWN)
    tree = ET.parse(write_picture(ax, tmp_path / "a.svg"))  # noqa: S314  # our own
    tags = [element.tag.split("}")[-1] for element in tree.iter()]
    assert "script" not in tags
    assert tags.count("path") > 60
    assert float(tree.getroot().get("width").removesuffix("pt")) == pytest.approx(88 / 25.4 * 72, abs=0.1)


def test_a_region_over_the_antimeridian_is_in_one_piece():
    """Fiji to Samoa: drawn as wide as it is, and without Africa."""
    line = gpd.GeoDataFrame({"tonnes": [1e6]}, geometry=[shapely.LineString([(178, -18), (-172, -14)])], crs=4326)
    ax = plot_flows(line, **SHOWN)
    west, east = ax.get_xlim()
    assert east - west < 2_500_000
    assert count(picture(ax), LIGHT.flow) > 300


@pytest.mark.parametrize("point", [(0.0, 90.0), (30.0, -89.9), (180.0, 0.0), (-180.0, 71.0)])
def test_a_lone_place_has_a_map_wherever_it_is(point):
    x, y = point
    ends = shapely.LineString([(x, y), (x, y - 0.01 if y > 0 else y + 0.01)])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        ax = plot_network(gpd.GeoDataFrame(geometry=[ends], crs=4326), **SHOWN)
    west, east = ax.get_xlim()
    assert 20_000 < east - west < 60_000
    assert count(picture(ax), LIGHT.flow) > 5


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda lines, places: plot_flows(lines, "tons"), "no column 'tons'; columns of numbers are: tonnes, back"),
        (lambda lines, places: plot_flows(lines.assign(tonnes=-1.0)), "numbers of at least 0; look at ab, bc"),
        (lambda lines, places: plot_flows(lines.assign(tonnes=np.nan)), "numbers of at least 0; look at ab"),
        (lambda lines, places: plot_change(lines.assign(change=np.inf)), "finite numbers; look at ab"),
        (lambda lines, places: plot_flows(lines, closed=["zz"]), "closed links zz are not in the index"),
        (
            lambda lines, places: plot_flows(lines, places=places, hubs=["zz"]),
            "hubs zz are not in the index of places=",
        ),
        (lambda lines, places: plot_flows(lines, hubs=["a"]), "hubs a are not in the index of places="),
        (lambda lines, places: plot_flows(lines.set_crs(None, allow_override=True)), "lines have no CRS"),
        (lambda lines, places: plot_flows(lines.iloc[:0]), "there are no lines to draw"),
        (
            lambda lines, places: plot_flows(lines.drop(columns="geometry")),
            "have to be a GeoDataFrame, not a DataFrame",
        ),
        (lambda lines, places: plot_flows(lines, size="A0"), "there is no size 'A0': use column, page, slide"),
    ],
)
def test_what_cannot_be_drawn_is_refused_with_a_remedy(lines, places, call, message):
    with pytest.raises(InputError, match=message):
        call(lines, places)
