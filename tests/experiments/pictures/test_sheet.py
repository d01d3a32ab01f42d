"""The frame of a map, and its names."""

import geopandas as gpd
import pytest
import shapely
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from pyproj import CRS

from experiments.maps import LIGHT
from experiments.pictures.sheet import Sheet, geographic, note_words, settle_layout, shortened
from optimize import InputError
from tests.experiments.pictures.conftest import count, overlapping, picture, texts


@pytest.fixture
def ax():
    figure = Figure(figsize=(6, 4))
    FigureCanvasAgg(figure)
    return figure.add_axes((0, 0, 1, 1))


@pytest.mark.parametrize("keys", [True, False])
def test_the_frame_holds_what_is_shown_above_the_strip(ax, places, keys):
    sheet = Sheet.laid(ax, places, keys=keys)
    at = sheet.projected(places).geometry
    assert at.x.between(sheet.frame.west, sheet.frame.east).all()
    assert at.y.between(sheet.frame.south, sheet.frame.north).all()
    x, y = sheet.at(at.x["a"], at.y["a"])
    ax.figure.canvas.draw()
    low = 0.0 if sheet.strip is None else sheet.strip.height
    drawn = ax.transData.transform((at.x["a"], at.y["a"])) * 72 / ax.figure.dpi
    assert drawn == pytest.approx([x, y + low], abs=0.5)


def test_land_and_water_are_drawn(ax):
    coast = gpd.GeoDataFrame(geometry=[shapely.Point(49, 40), shapely.Point(54, 43)], crs=4326)  # the Caspian
    Sheet.laid(ax, coast)
    pixels = picture(ax)
    assert count(pixels, LIGHT.land) > 20_000
    assert count(pixels, LIGHT.water) > 20_000


def test_a_projection_of_ones_own_is_kept(ax, places):
    crs = CRS.from_epsg(32642)
    sheet = Sheet.laid(ax, places, crs=crs)
    assert sheet.crs == crs
    assert any("UTM zone 42N" in text.get_text() for text in texts(ax, "note"))


def test_names_keep_off_each_other_lines_and_marks(ax):
    crowd = gpd.GeoDataFrame(
        {"name": [f"Place {k}" for k in range(40)]},
        geometry=[shapely.Point(60 + 0.2 * (k % 8), 40 + 0.2 * (k // 8)) for k in range(40)], crs=4326,
    )  # fmt: skip
    sheet = Sheet.laid(ax, gpd.GeoDataFrame(geometry=[shapely.box(55, 37, 67, 44)], crs=4326))
    shown = sheet.projected(crowd)
    line = shapely.LineString([shown.geometry[0], shown.geometry[39]])
    sheet.keep_off([line])
    written = sheet.name(shown, list(crowd["name"]), radius=[2.0] * 40)
    ax.figure.canvas.draw()
    found = texts(ax, "name")
    assert [text.get_text() for text in found] == written
    assert 0 < len(written) < 40
    assert overlapping(found) == []


def test_names_that_must_be_there_are_there(ax, places):
    sheet = Sheet.laid(ax, places)
    shown = sheet.projected(places.iloc[[0] * 6])
    assert sheet.name(shown, list("uvwxyz"), radius=[3.0] * 6, must=True) == list("uvwxyz")
    ax.figure.canvas.draw()
    assert overlapping(texts(ax, "name")) == []


def test_long_names_are_shortened_and_hostile_ones_harmless(ax, places):
    sheet = Sheet.laid(ax, places)
    sheet.name(sheet.projected(places.iloc[:2]), ["x" * 80, "a\u202e$b"], radius=[2.0, 2.0], must=True)
    assert [text.get_text() for text in texts(ax, "name")] == ["x" * 25 + "…", "a$b"]
    assert shortened("ab cd", 4) == "ab…"


def test_who_has_the_outlines_is_said_once():
    crs = CRS.from_epsg(32642)
    outlines = "Natural Earth (public domain)"
    assert note_words(crs, "") == f"WGS 84 / UTM zone 42N · {outlines}"
    assert note_words(crs, f"GeoNames; {outlines}") == f"WGS 84 / UTM zone 42N · GeoNames · {outlines}"


def test_degrees_are_made_of_any_crs(places):
    again = geographic(places.to_crs(3857), "places")
    assert again.geometry.x.to_list() == pytest.approx(places.geometry.x.to_list())
    with pytest.raises(InputError, match=r"places have no CRS.*set_crs\(4326\)"):
        geographic(places.set_crs(None, allow_override=True), "places")
    with pytest.raises(InputError, match="there are no places to draw"):
        geographic(gpd.GeoDataFrame(geometry=[shapely.Point(), None], crs=4326), "places")


def test_axes_of_a_layout_are_where_it_puts_them():
    figure = Figure(figsize=(6, 4), layout="constrained")
    FigureCanvasAgg(figure)
    left = figure.subplots(1, 2)[0]
    before = left.get_position().x0
    settle_layout(left)
    assert left.get_position().x0 != before
    settle_layout(Figure().add_subplot())
