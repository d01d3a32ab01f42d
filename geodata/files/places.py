"""Reading places from CSV, GeoPackage, GeoParquet or GeoJSON, as a table and as points."""

from __future__ import annotations

import math
import os
from dataclasses import replace
from pathlib import Path

import geopandas as gpd
from shapely.geometry import Point
from shapely.geometry.base import BaseGeometry

from geodata.faults import FaultCollector
from geodata.files.io import Table, check_header, empty_table, parse_rows, read_table
from geodata.files.layers import LayerError, cell_text, list_text, read_layer
from geodata.files.schema import PLACES
from geodata.files.source import find_file

PLACE_FILES = ("places.csv", "places.gpkg", "places.parquet", "places.geojson")
SHAPEFILE = "places.shp"


def read_places(folder: Path, faults: FaultCollector) -> Table:
    """Read places.csv, or places.gpkg, places.parquet or places.geojson when there is no CSV file.

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
    found = [name for name in PLACE_FILES if os.path.lexists(folder / name)]
    if len(found) > 1:
        faults.add(found[1], None, "", "", f"places are in {' and in '.join(found)}", "keep one of the files")
    if not found and os.path.lexists(folder / SHAPEFILE):
        problem = "a Shapefile cuts the names of columns to ten letters, and texts to 254 bytes"
        faults.add(SHAPEFILE, None, "", "", problem, "write the places as places.gpkg")
        return empty_table(replace(PLACES, file=SHAPEFILE))
    if found and found[0] != "places.csv":
        path = find_file(folder, found[0], faults)
        return empty_table(replace(PLACES, file=found[0])) if path is None else _read_layer(path, faults)
    return read_table(folder, PLACES, faults)


def _read_layer(path: Path, faults: FaultCollector) -> Table:
    spec = replace(PLACES, file=path.name)
    try:
        layer = read_layer(path)
    except LayerError as error:
        problem, remedy = error.args
        faults.add(path.name, None, "geometry" if "CRS" in problem else "", "", problem, remedy)
        return empty_table(spec)
    if layer.index.name is not None and layer.index.name not in layer.columns:
        layer = layer.reset_index()
    lists = {column.name for column in spec.columns if column.kind == "list"}
    columns = [column for column in layer.columns if column not in (layer.geometry.name, "lat", "lon")]
    header = [*map(str, columns), "lat", "lon"]
    if not check_header(header, spec, faults):
        return empty_table(spec)
    good = True
    rows = []
    for number, (point, *values) in enumerate(
        zip(layer.geometry, *(layer[column] for column in columns), strict=True), start=2
    ):
        texts = [
            list_text(value) if column in lists and isinstance(value, str) else cell_text(value)
            for column, value in zip(columns, values, strict=True)
        ]
        label = dict(zip(columns, texts, strict=True)).get("id") or ""
        at = as_point(point)
        if isinstance(at, str):
            faults.add(path.name, number, "geometry", label, at, "give the place its one point")
        for column, text in zip(columns, texts, strict=True):
            if text is None:
                faults.add(path.name, number, column, label, "no cell can hold this value", "write a text or a number")
        good &= not isinstance(at, str) and None not in texts
        if good and not isinstance(at, str):
            rows.append([*(text.strip() for text in texts if text is not None), repr(at.y), repr(at.x)])
    return parse_rows(header, rows, spec, faults) if good else empty_table(spec)


def as_point(geometry: BaseGeometry | None) -> Point | str:
    """Return the point of a geometry, or why there is none.

    Parameters
    ----------
    geometry : shapely geometry or None
        A point, or several points that are one.

    Returns
    -------
    Point or str
    """
    if geometry is None or geometry.is_empty:
        return "there is no geometry"
    parts = list(getattr(geometry, "geoms", [geometry]))
    if len(parts) != 1 or not isinstance(parts[0], Point):
        return f"the geometry is not a point but a {geometry.geom_type}"
    point = parts[0]
    if not (math.isfinite(point.x) and math.isfinite(point.y)):
        return "the point is nowhere on the globe"
    return point


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
