"""Shapes projected in one piece: torn neither at the antimeridian nor where a projection has its edge."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import shapely
from pyproj import CRS

from experiments.maps.land import countries_within, degree_box
from experiments.maps.projection import Frame, degrees_of
from geodata.places import cut_line, unwrapped

SEAM_M = 50.0
"""Metres by which outlines are widened and narrowed again to join them: far less than a pixel."""
EDGE_DEGREES = 0.01
"""Degrees on each side of the meridian along which a conic projection tears the globe that are left out."""
ANTIPODE_DEGREES = 3.0
"""Degrees about the point opposite to the middle of a map that are left out, as that point becomes a circle there."""


def cut_at_antimeridian(shapes: gpd.GeoSeries) -> gpd.GeoSeries:
    """Cut lines where they jump over the 180th meridian, as from 179 to -179 degrees.

    Parameters
    ----------
    shapes : GeoSeries
        EPSG:4326. What is no line, or jumps nowhere, stays as it is.

    Returns
    -------
    GeoSeries
    """
    values = shapes.to_numpy()
    west, _, east, _ = shapely.bounds(values).T
    lines = np.isin(shapely.get_type_id(values), (1, 5)) & ~((west >= -180.0) & (east - west < 180.0) & (east <= 180.0))
    if not lines.any():
        return shapes
    cut = values.copy()
    cut[lines] = [_unfolded(line) for line in values[lines]]
    return gpd.GeoSeries(cut, index=shapes.index, crs=shapes.crs)


def _unfolded(line: shapely.LineString | shapely.MultiLineString) -> shapely.Geometry:
    parts = [cut_line(unwrapped(shapely.get_coordinates(part).tolist())) for part in shapely.get_parts(line)]
    pieces = [piece for part in parts for piece in shapely.get_parts(part)]
    return pieces[0] if len(pieces) == 1 else shapely.MultiLineString(pieces)


def projected(shapes: gpd.GeoDataFrame, crs: CRS) -> gpd.GeoDataFrame:
    """Project shapes without tearing them: what crosses the edge of the map is cut there.

    Parameters
    ----------
    shapes : GeoDataFrame
        With a CRS.
    crs : CRS
        As `projection` returns it.

    Returns
    -------
    GeoDataFrame
        In `crs`; rows of which nothing is left are dropped.
    """
    cut = shapes.to_crs(4326)
    cut = cut.set_geometry(cut_at_antimeridian(cut.geometry))
    edge = _edge(crs)
    if edge is not None:
        over = shapely.intersects(edge, cut.geometry.to_numpy()) & (shapely.get_dimensions(cut.geometry.to_numpy()) > 0)
        if over.any():
            values = cut.geometry.to_numpy().copy()
            values[over] = shapely.difference(shapely.make_valid(values[over]), edge)
            cut = cut.set_geometry(gpd.GeoSeries(values, index=cut.index, crs=4326))
    cut = cut[~cut.geometry.is_empty]
    return cut.to_crs(crs)


def _edge(crs: CRS) -> shapely.Geometry | None:
    """Degrees that a projection cannot draw in one piece; None where it is not known."""
    operation = crs.coordinate_operation
    if operation is None:
        return None
    at = {each.name: float(each.value) for each in operation.params}
    lon = next((at[name] for name in ("Longitude of false origin", "Longitude of natural origin") if name in at), None)
    lat = next((at[name] for name in ("Latitude of false origin", "Latitude of natural origin") if name in at), None)
    if lon is None or lat is None:
        return None
    opposite = (lon + 360.0) % 360.0 - 180.0
    if "Azimuthal" in operation.method_name:
        south, north = -lat - ANTIPODE_DEGREES, -lat + ANTIPODE_DEGREES
        if max(abs(south), abs(north)) >= 90.0:
            return degree_box(-180.0, max(south, -90.0), 180.0, min(north, 90.0))
        wide = ANTIPODE_DEGREES / np.cos(np.radians(min(max(abs(south), abs(north)), 89.0)))
        return degree_box(opposite - wide, south, opposite + wide, north)
    return degree_box(opposite - EDGE_DEGREES, -90.0, opposite + EDGE_DEGREES, 90.0)


def land_within(frame: Frame, crs: CRS, tolerance_m: float) -> gpd.GeoDataFrame:
    """Cut the countries to a frame.

    Parameters
    ----------
    frame : Frame
    crs : CRS
        The frame's projection.
    tolerance_m : float
        Details below it are left out.

    Returns
    -------
    GeoDataFrame
        Projected.
    """
    land = countries_within(degrees_of(frame, crs))
    edges = land.bounds
    halves = set(land.index[(edges["minx"] <= -180) & (edges["maxx"] >= 180)])
    land = projected(land, crs)
    cut = land.index.isin(list(halves))
    box = shapely.box(frame.west, frame.south, frame.east, frame.north)
    shapes = shapely.make_valid(land.geometry.to_numpy())
    # the outlines are cut along the antimeridian: join what belongs together
    shapes[cut] = shapely.buffer(shapely.buffer(shapes[cut], SEAM_M), -SEAM_M)
    # simplified by GEOS 3.11 (shapely 2.0), some outlines cross themselves and cannot be cut
    shapes = shapely.intersection(shapely.make_valid(shapely.simplify(shapes, tolerance_m)), box)
    land.geometry = shapes
    return land[~land.geometry.is_empty]
