"""Reading places from CSV, GeoPackage or GeoParquet, as a table and as points."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import geopandas as gpd
from shapely.geometry.base import BaseGeometry

from geodata.faults import FaultCollector
from geodata.files.io import Table, check_header, empty_table, parse_rows, read_table
from geodata.files.schema import PLACES


def read_places(folder: Path, faults: FaultCollector) -> Table:
    """Read places.csv, or places.gpkg or places.parquet when there is no CSV file.

    Parameters
    ----------
    folder : Path
        The region folder.
    faults : FaultCollector
        Receives every fault.

    Returns
    -------
    Table
    """
    found = [name for name in ("places.csv", "places.gpkg", "places.parquet") if (folder / name).is_file()]
    if len(found) > 1:
        faults.add(found[1], None, "", "", f"places are in {' and in '.join(found)}", "keep one of the files")
    if found and found[0] != "places.csv":
        return _read_layer(folder / found[0], faults)
    return read_table(folder, PLACES, faults)


def _read_layer(path: Path, faults: FaultCollector) -> Table:
    spec = replace(PLACES, file=path.name)
    try:
        layer = gpd.read_parquet(path) if path.suffix == ".parquet" else gpd.read_file(path)
    except Exception as error:  # drivers raise many kinds
        faults.add(path.name, None, "", "", f"not readable ({error})", "write it anew as a layer of points")
        return empty_table(spec)
    if layer.crs is None:
        faults.add(
            path.name,
            None,
            "geometry",
            "",
            "the layer does not say its CRS",
            "write it with one, e.g. gdf.set_crs(4326)",
        )
        return empty_table(spec)
    layer = layer.to_crs(4326)
    columns = [column for column in layer.columns if column not in (layer.geometry.name, "lat", "lon")]
    header = [*columns, "lat", "lon"]
    if not check_header(header, spec, faults):
        return empty_table(spec)
    flawed = {
        number: fault for number, point in enumerate(layer.geometry, start=2) if (fault := _geometry_fault(point))
    }
    for number, fault in flawed.items():
        faults.add(path.name, number, "geometry", str(layer["id"].iloc[number - 2]), *fault)
    if flawed:
        return empty_table(spec)
    rows = [
        [*("" if value is None or value != value else str(value) for value in values), repr(point.y), repr(point.x)]
        for values, point in zip(layer[columns].itertuples(index=False), layer.geometry, strict=True)
    ]
    return parse_rows(header, rows, spec, faults)


def _geometry_fault(geometry: BaseGeometry | None) -> tuple[str, str] | None:
    """Problem and remedy of a geometry that gives no coordinates; None when it is a point."""
    if geometry is None or geometry.is_empty:
        return "there is no geometry", "give the place its point"
    if geometry.geom_type != "Point":
        return "the geometry is not a point", "use points, e.g. representative points of areas"
    return None


def places_frame(table: Table) -> gpd.GeoDataFrame:
    """Return the places with their points.

    Parameters
    ----------
    table : Table
        The places.

    Returns
    -------
    GeoDataFrame
        In EPSG:4326, indexed by id.
    """
    frame = table.frame()
    points = gpd.points_from_xy(frame["lon"], frame["lat"])
    return gpd.GeoDataFrame(frame.set_index("id", drop=True), geometry=points, crs="EPSG:4326")
