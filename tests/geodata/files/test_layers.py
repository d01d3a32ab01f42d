"""Layers of a GIS: nothing but plain tables is opened, and every value becomes a cell or a fault."""

import os
import sqlite3
from contextlib import closing

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapely

import geodata
from geodata.files.layers import LayerError, cell_text, list_text, read_layer

VRT = "<OGRVRTDataSource><OGRVRTLayer name='places'><SrcDataSource>{}</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>"


@pytest.fixture
def layer(danube):
    """The places as a layer, their CSV file gone."""
    places = geodata.load_region(danube).places.drop(columns=["lat", "lon"]).reset_index()
    for column in ("roles", "aliases"):
        places[column] = places[column].map(";".join)
    (danube / "places.csv").unlink()
    return places


def only_fault(folder):
    found = [fault for fault in geodata.check_region(folder) if fault.file.startswith("places.")]
    assert len(found) == 1, found
    return found[0]


def run_sql(path, text):
    with closing(sqlite3.connect(path)) as database:
        database.execute(text)
        database.commit()


@pytest.mark.parametrize("file", ["places.gpkg", "places.parquet"])
def test_a_text_that_leads_elsewhere_is_not_opened(danube, layer, file):
    layer.to_file(danube.parent / "secret.geojson")
    (danube / file).write_text(VRT.format(danube.parent / "secret.geojson"), encoding="utf-8")
    assert "whatever its name says" in only_fault(danube).problem


def test_another_format_under_the_name_is_not_opened(danube, layer):
    layer.to_file(danube / "x.geojson")
    (danube / "x.geojson").rename(danube / "places.gpkg")
    assert "it is not a GeoPackage" in only_fault(danube).problem


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE VIEW v AS SELECT * FROM places",
        "CREATE VIRTUAL TABLE v USING fts5(a)",
    ],
)
def test_a_database_with_more_than_tables_is_not_opened(danube, layer, statement):
    layer.to_file(danube / "places.gpkg")
    run_sql(danube / "places.gpkg", statement)
    assert only_fault(danube).problem == "v is not a plain table, and may lead to other files"


def test_a_database_that_is_no_geopackage_is_a_fault(danube, layer):
    run_sql(danube / "places.gpkg", "CREATE TABLE a(b)")
    assert "gpkg_contents" in only_fault(danube).problem


def test_of_several_layers_the_one_called_places_is_read(danube, layer):
    layer.to_file(danube / "places.gpkg", layer="a")
    layer.iloc[:1].to_file(danube / "places.gpkg", layer="b")
    assert only_fault(danube).problem == "it has the layers a, b"
    layer.to_file(danube / "places.gpkg", layer="places")
    assert len(geodata.load_region(danube).places) == 6


def test_a_small_file_of_many_rows_is_refused_before_it_is_read(danube, layer):
    values = pa.DictionaryArray.from_arrays(pa.array(np.zeros(3_000_000, np.int8)), ["x"])
    pq.write_table(pa.table({"id": values}), danube / "places.parquet")
    assert (danube / "places.parquet").stat().st_size < 100_000
    assert only_fault(danube).problem == "3,000,000 rows, more than 100,000"


def test_a_file_that_unpacks_to_too_much_is_refused_before_it_is_read(tmp_path, monkeypatch):
    path = tmp_path / "places.parquet"
    pq.write_table(pa.table({"id": ["x" * 1_000_000] * 3}), path, use_dictionary=False)
    assert path.stat().st_size < 1_000_000
    monkeypatch.setattr("geodata.files.layers.MOST_EXPANDED_BYTES", 2_000_000)
    with pytest.raises(LayerError, match="it takes 3 MB once it is unpacked"):
        read_layer(path)


@pytest.mark.parametrize("file", ["places.gpkg", "places.parquet"])
def test_a_file_that_is_cut_is_a_fault(danube, layer, file):
    layer.to_file(danube / file) if file.endswith("gpkg") else layer.to_parquet(danube / file)
    os.truncate(danube / file, (danube / file).stat().st_size // 2)
    assert only_fault(danube).problem.startswith("not readable")


def test_a_layer_without_geometry_is_a_fault(danube, layer):
    pd.DataFrame(layer.drop(columns="geometry")).to_parquet(danube / "places.parquet")
    assert "geo metadata" in only_fault(danube).problem


@pytest.mark.filterwarnings("ignore:'crs' was not provided")
@pytest.mark.parametrize("crs", ['LOCAL_CS["site",UNIT["m",1]]', None])
@pytest.mark.parametrize("file", ["places.gpkg", "places.parquet"])
def test_a_layer_that_is_nowhere_on_the_globe_is_a_fault(danube, layer, crs, file):
    local = layer.set_crs(crs, allow_override=True)
    local.to_file(danube / file) if file.endswith("gpkg") else local.to_parquet(danube / file)
    fault = only_fault(danube)
    assert "CRS" in fault.problem
    assert "4326" in fault.remedy


def test_points_that_are_none_or_several_are_faults_by_name(danube, layer):
    layer.geometry = [
        shapely.MultiPoint([layer.geometry[0]]), None, shapely.Point(), shapely.MultiPoint([(1, 2), (3, 4)]),
        shapely.Point(np.inf, 1), layer.geometry[5],
    ]  # fmt: skip
    layer.to_parquet(danube / "places.parquet")
    assert [(fault.row, fault.label, fault.problem) for fault in geodata.check_region(danube)] == [
        (3, "BUD", "there is no geometry"),
        (4, "BEG", "there is no geometry"),
        (5, "SOF", "the geometry is not a point but a MultiPoint"),
        (6, "BUH", "the point is nowhere on the globe"),
    ]


def test_several_points_that_are_one_are_taken(danube, layer):
    before = list(layer.geometry)
    layer.geometry = [shapely.MultiPoint([point]) for point in before]
    layer.to_file(danube / "places.gpkg")
    assert list(geodata.load_region(danube).places.geometry) == before


ODD_ALIASES = ("Ofen-Pest", "O'Buda", 'the "Pearl"', "Buda\\Pest", "Будапешт", "布达佩斯", "(city)", "[1]", "a, b")


@pytest.fixture
def odd(danube):
    """Places with every kind of mark in their lists, their CSV file gone."""
    places = geodata.load_region(danube).places
    places.at[places.index[0], "aliases"] = ODD_ALIASES  # noqa: PD008
    (danube / "places.csv").unlink()
    return places


def through_parquet(places, path):
    """As read from a Parquet file, lists are arrays."""
    places.to_parquet(path.with_suffix(".tmp"))
    gpd.read_parquet(path.with_suffix(".tmp")).to_file(path)


@pytest.mark.parametrize(
    ("file", "write"),
    [
        ("places.gpkg", lambda places, path: places.to_file(path)),
        ("places.gpkg", lambda places, path: places.reset_index().to_file(path, layer="places")),
        ("places.gpkg", through_parquet),
        ("places.parquet", lambda places, path: places.to_parquet(path)),
        ("places.geojson", lambda places, path: places.to_file(path)),
        ("places.geojson", lambda places, path: path.write_text(places.to_json(), encoding="utf-8")),
        ("places.geojson", lambda places, path: path.write_text(places.to_json(), encoding="utf-8-sig")),
    ],
    ids=["gpkg", "gpkg column", "gpkg of parquet", "parquet", "geojson", "to_json", "to_json with mark"],
)
def test_the_places_of_a_region_are_read_back_as_they_were_written(danube, odd, file, write):
    write(odd, danube / file)
    pd.testing.assert_frame_equal(geodata.load_region(danube).places, odd)


def test_a_geojson_with_a_crs_of_its_own_is_read_in_degrees(danube, odd):
    odd.to_crs(3857).to_file(danube / "places.geojson")
    after = geodata.load_region(danube).places
    assert after.geometry.x.to_numpy() == pytest.approx(odd.geometry.x.to_numpy(), abs=1e-7)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("[1, 2]", "it is not a FeatureCollection"),
        ('{"features": [1]}', "it is not a FeatureCollection"),
        ('{"features": [], "crs": {"properties": {"name": "+init=/etc/passwd:1"}}}', "is not known"),
        ("no json", "not readable"),
        ("[" * 100_000, "not readable"),
        ('{"features": []}', ""),
    ],
)
def test_a_geojson_that_is_none_is_a_fault(danube, odd, text, problem):
    (danube / "places.geojson").write_text(text, encoding="utf-8")
    faults = [fault for fault in geodata.check_region(danube) if fault.file == "places.geojson"]
    assert problem in faults[0].problem


def test_a_shapefile_is_refused_with_a_remedy(danube, layer):
    layer[["id", "name", "geometry"]].to_file(danube / "places.shp")
    fault = only_fault(danube)
    assert (fault.file, fault.remedy) == ("places.shp", "write the places as places.gpkg")


@pytest.mark.parametrize("text", ["('a;b',)", "('a'", "(Buda)", "('a', 3)", "(('a',),)", "a", ""])
def test_what_shows_no_list_of_names_stays_a_text(text):
    assert list_text(text) == text


def test_all_kinds_of_nothing_are_empty_cells(danube, layer):
    layer["note"] = pd.array([pd.NA, "a", None, "b", "c", "d"], dtype="string")
    layer["population"] = pd.array([1980000, 1690000, 1380000, 1250000, pd.NA, 260000], dtype="Int64")
    layer.to_parquet(danube / "places.parquet")
    fault = only_fault(danube)
    assert (fault.row, fault.problem) == (6, "a demand place needs a population above 0")


def test_what_no_cell_can_hold_is_a_fault(danube, layer):
    layer["note"] = [{"a": 1}] * 6
    layer["aliases"] = [["a;b"], [], ["c"], None, [], []]
    layer.to_parquet(danube / "places.parquet")
    found = [(fault.row, fault.column) for fault in geodata.check_region(danube)]
    assert found == [(2, "aliases"), *((row, "note") for row in range(2, 8))]


def test_values_as_cells():
    assert cell_text(np.float64(2023.0)) == "2023"
    assert cell_text(0.1) == "0.1"
    assert cell_text(np.int64(3)) == "3"
    assert cell_text(pd.NaT) == ""
    assert cell_text(np.array(["a", "b"], dtype=object)) == "a;b"
    assert cell_text([["a"]]) is None
    assert cell_text(b"x") is None
    assert cell_text(pd.Timestamp("2020-01-01")) == "2020-01-01 00:00:00"


def test_a_layer_is_read_in_degrees(tmp_path):
    layer = gpd.GeoDataFrame({"id": ["A"]}, geometry=[shapely.Point(0, 0)], crs="EPSG:3857")
    layer.to_file(tmp_path / "places.gpkg")
    assert read_layer(tmp_path / "places.gpkg").crs.to_epsg() == 4326
