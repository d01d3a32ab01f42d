"""Places read from layers of a GIS."""

import geopandas as gpd
import pytest
import shapely

import geodata


def as_layer(danube, file, crs):
    region = geodata.load_region(danube)
    layer = region.places.drop(columns=["lat", "lon"]).reset_index()
    layer["roles"] = layer["roles"].map(";".join)
    layer["aliases"] = layer["aliases"].map(";".join)
    layer = (
        layer.to_crs(crs) if crs else gpd.GeoDataFrame(layer.drop(columns="geometry"), geometry=list(layer.geometry))
    )
    (danube / "places.csv").unlink()
    path = danube / file
    layer.to_parquet(path) if path.suffix == ".parquet" else layer.to_file(path)
    return region


@pytest.mark.parametrize("file", ["places.gpkg", "places.parquet"])
@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:3857"])
def test_places_of_a_gis_layer_are_the_same_in_any_known_crs(danube, file, crs):
    before = as_layer(danube, file, crs).places
    after = geodata.load_region(danube).places
    assert after.crs.to_epsg() == 4326
    assert list(after.index) == list(before.index)
    assert after.geometry.x.to_numpy() == pytest.approx(before.geometry.x.to_numpy(), abs=1e-7)
    assert after["population"].tolist() == before["population"].tolist()


def test_a_layer_without_crs_is_a_fault(danube):
    as_layer(danube, "places.parquet", None)
    faults = geodata.check_region(danube)
    assert any("does not say its CRS" in fault.problem and "set_crs" in fault.remedy for fault in faults)


def test_a_layer_of_areas_is_a_fault(danube):
    as_layer(danube, "places.gpkg", "EPSG:3035")
    layer = gpd.read_file(danube / "places.gpkg")
    (danube / "places.gpkg").unlink()
    layer.set_geometry(layer.buffer(1000)).to_file(danube / "places.gpkg")
    assert [fault.row for fault in geodata.check_region(danube)] == [2, 3, 4, 5, 6, 7]
    assert all("not a point" in fault.problem for fault in geodata.check_region(danube))


def test_a_point_that_is_empty_is_a_fault(danube):
    as_layer(danube, "places.gpkg", "EPSG:4326")
    layer = gpd.read_file(danube / "places.gpkg")
    (danube / "places.gpkg").unlink()
    layer.loc[2, "geometry"] = shapely.Point()
    layer.to_file(danube / "places.gpkg")
    (fault,) = geodata.check_region(danube)
    assert (fault.row, fault.label, fault.problem) == (4, "BEG", "there is no geometry")


def test_two_files_of_places_are_a_fault(danube):
    places = (danube / "places.csv").read_text(encoding="utf-8")
    as_layer(danube, "places.gpkg", "EPSG:4326")
    (danube / "places.csv").write_text(places, encoding="utf-8")
    assert "keep one" in geodata.check_region(danube)[0].remedy


def test_a_layer_that_is_no_layer_is_a_fault(danube):
    (danube / "places.csv").unlink()
    (danube / "places.parquet").write_bytes(b"nothing")
    fault = next(fault for fault in geodata.check_region(danube) if fault.file == "places.parquet")
    assert fault.problem.startswith("not readable")
    assert fault.remedy == "write it anew as a layer of points"


def test_a_layer_without_a_column_that_is_needed_is_a_fault(danube):
    as_layer(danube, "places.parquet", "EPSG:4326")
    layer = gpd.read_parquet(danube / "places.parquet")
    layer.drop(columns="country").to_parquet(danube / "places.parquet")
    faults = [fault for fault in geodata.check_region(danube) if fault.file == "places.parquet"]
    assert [(fault.column, fault.problem) for fault in faults] == [("country", "the column is missing")]
