"""Files for a GIS, read back by other readers: rows and shapes, styles, words, licence."""

import json
import re
import sqlite3
from contextlib import closing
from xml.etree import ElementTree as ET

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pyogrio
import pytest
from shapely.geometry import MultiLineString, Point

from experiments.exports import Layer, write_geopackage, write_layer
from experiments.exports.styles import Rule, qml
from optimize import InputError

ODD = ["Xi'an", "=1+1", '"; DROP TABLE hubs; --', "<b>", "阿拉木图", "two\nlines", ""]
ABOUT = {"title": "Hubs; of a test", "licence": "ODbL = free\nas told", "attribution": "© OpenStreetMap contributors"}


def frame():
    values = {"hub": ODD, "cost_usd": [1.1, np.nan, -2.0, 1e15, 1 / 3, 0.0, 5e-324], "rank": range(7)}
    return gpd.GeoDataFrame(values, geometry=[Point(x / 3, -x) for x in range(7)], crs=4326)


def lines():
    cut = MultiLineString([[(179, 1), (180, 1)], [(-180, 1), (-179, 1)]])
    return gpd.GeoDataFrame({"link": ["a", "b"]}, geometry=[MultiLineString([[(0, 0), (1, 1)]]), cut], crs=4326)


@pytest.fixture
def written(tmp_path):
    layers = [
        Layer("hubs", "Hubs", "Places that\nmay be hubs.", frame(), qml("point", [Rule("all")])),
        Layer("links", "Links", "", lines(), qml("line", [Rule("all")])),
    ]
    write_geopackage(layers, tmp_path / "x.gpkg", ABOUT)
    return tmp_path / "x.gpkg"


def query(path, text):
    with closing(sqlite3.connect(path)) as database:
        return database.execute(text).fetchall()


def test_a_geopackage_is_read_back_as_it_was(written):
    pd.testing.assert_frame_equal(gpd.read_file(written, layer="hubs"), frame(), check_dtype=False)
    pd.testing.assert_frame_equal(gpd.read_file(written, layer="links"), lines(), check_dtype=False)
    assert gpd.read_file(written, layer="hubs").crs.to_epsg() == 4326


def test_styles_stand_where_qgis_looks_for_them(written):
    rows = query(
        written,
        "SELECT f_table_catalog, f_table_schema, f_table_name, f_geometry_column, useAsDefault, ui, styleQML "
        "FROM layer_styles",
    )
    assert [row[:6] for row in rows] == [("", "", "hubs", "geom", 1, ""), ("", "", "links", "geom", 1, "")]
    assert {ET.fromstring(row[6]).tag for row in rows} == {"qgis"}  # noqa: S314
    assert query(written, "SELECT column_name FROM gpkg_geometry_columns") == [("geom",), ("geom",)]


QGIS_COLUMNS = {
    "id": "INTEGER", "f_table_catalog": "TEXT", "f_table_schema": "TEXT", "f_table_name": "TEXT",
    "f_geometry_column": "TEXT", "styleName": "TEXT", "styleQML": "TEXT", "styleSLD": "TEXT", "useAsDefault": "BOOLEAN",
    "description": "TEXT", "owner": "TEXT", "ui": "TEXT", "update_time": "DATETIME",
}  # fmt: skip
"""Of the table ``layer_styles`` as QGIS makes it, see `QgsOgrProviderMetadata::saveStyle`."""


def test_the_table_of_styles_is_the_one_that_qgis_makes(written):
    columns = query(written, "SELECT name, type FROM pragma_table_info('layer_styles')")
    assert {name: kind.partition("(")[0] for name, kind in columns} == QGIS_COLUMNS
    # QGIS finds the table by the contents of the file, and times that are no ISO 8601 make GDAL complain
    assert query(written, "SELECT data_type FROM gpkg_contents WHERE table_name = 'layer_styles'") == [("attributes",)]
    times = query(written, "SELECT update_time FROM layer_styles")
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z", time) for (time,) in times)
    found = query(
        written,
        "SELECT table_name FROM gpkg_geometry_columns JOIN layer_styles "
        "ON table_name = f_table_name AND column_name = f_geometry_column WHERE useAsDefault",
    )
    assert found == [("hubs",), ("links",)]


def test_layers_columns_and_file_say_what_they_are(written):
    assert query(written, "SELECT identifier, description FROM gpkg_contents WHERE table_name = 'hubs'") == [
        ("Hubs", "Places that may be hubs."),
    ]
    assert query(written, "SELECT description FROM gpkg_data_columns WHERE column_name = 'cost_usd'") == [
        ("USD a year",)
    ]
    assert dict(query(written, "SELECT what, words FROM about")) == ABOUT
    told = pyogrio.read_info(written, layer="hubs")["dataset_metadata"]
    assert (told["licence"], told["title"]) == ("ODbL = free as told", "Hubs; of a test")


def test_the_database_is_sound(written):
    assert query(written, "PRAGMA integrity_check") == [("ok",)]
    assert query(written, "PRAGMA foreign_key_check") == []
    listed = {name for (name,) in query(written, "SELECT table_name FROM gpkg_contents")}
    assert listed == {"hubs", "links", "about", "layer_styles"}


def test_a_geopackage_is_there_whole_or_not_at_all(tmp_path, monkeypatch):
    (tmp_path / "x.gpkg").write_text("before")
    real = pyogrio.write_dataframe

    def fails(frame, *given, layer, **how):
        if layer == "links":
            raise ValueError("no")
        real(frame, *given, layer=layer, **how)

    monkeypatch.setattr(pyogrio, "write_dataframe", fails)
    with pytest.raises(ValueError, match="no"):
        write_geopackage(
            [Layer("hubs", "Hubs", "", frame()), Layer("links", "Links", "", lines())], tmp_path / "x.gpkg", ABOUT
        )
    assert [path.name for path in tmp_path.iterdir()] == ["x.gpkg"]
    assert (tmp_path / "x.gpkg").read_text() == "before"


def test_geoparquet_is_read_back_as_it_was_and_says_what_it_is(tmp_path):
    write_layer(Layer("hubs", "Hubs", "Places.", frame()), tmp_path / "x.parquet", ABOUT)
    pd.testing.assert_frame_equal(gpd.read_parquet(tmp_path / "x.parquet"), frame(), check_dtype=False)
    told = json.loads(pq.read_schema(tmp_path / "x.parquet").metadata[b"silkhub"])
    assert (told["attribution"], told["columns"]["cost_usd"]) == ("© OpenStreetMap contributors", "USD a year")


def test_geojson_is_read_back_as_it_was_and_says_what_it_is(tmp_path):
    for name, shapes in (("hubs", frame()), ("links", lines())):
        write_layer(Layer(name, name, "", shapes), tmp_path / "x.geojson", ABOUT)
        pd.testing.assert_frame_equal(gpd.read_file(tmp_path / "x.geojson"), shapes, check_dtype=False)
        data = json.loads((tmp_path / "x.geojson").read_text(encoding="utf-8"))
        assert (data["name"], data["silkhub"]["licence"]) == (name, ABOUT["licence"])


def test_json_has_no_word_for_what_is_infinite(tmp_path):
    shapes = lines().assign(capacity_t=[np.inf, 1.0])
    write_layer(Layer("links", "Links", "", shapes), tmp_path / "x.geojson", {})
    assert gpd.read_file(tmp_path / "x.geojson")["capacity_t"].fillna(-1).tolist() == [-1.0, 1.0]
    write_layer(Layer("links", "Links", "", shapes), tmp_path / "x.parquet", {})
    assert gpd.read_parquet(tmp_path / "x.parquet")["capacity_t"].tolist() == [np.inf, 1.0]


def test_other_endings_are_refused(tmp_path):
    with pytest.raises(InputError, match=r"use one of \.gpkg, \.parquet, \.geojson"):
        write_layer(Layer("hubs", "Hubs", "", frame()), tmp_path / "x.shp", {})
    assert list(tmp_path.iterdir()) == []
