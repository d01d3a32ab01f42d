"""Outlines of countries, and where the sea is."""

from __future__ import annotations

import gzip
import json
from functools import cache
from importlib.resources import files

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import shapely

SOURCE = "Natural Earth (public domain)"
"""Who has to be named where the outlines are shown."""

STRAITS = (
    (29.5, 41.7, 26.0, 39.5),  # Bosporus, Marmara and Dardanelles
    (32.3, 31.6, 32.6, 29.4),  # Suez canal
    (33.0, 29.0, 34.0, 27.5),  # Gulf of Suez
    (43.2, 13.0, 43.6, 12.2),  # Bab el Mandeb
    (56.2, 26.8, 56.8, 26.2),  # Hormuz
    (-6.5, 36.0, -5.0, 35.9),  # Gibraltar
    (99.5, 4.5, 104.5, 1.1),  # Malacca
    (10.5, 57.5, 12.8, 55.2),  # Kattegat and the Sound
)
"""(lon, lat, lon, lat) of passages that a grid of one degree would close."""

ISTHMUSES = (
    (98.7, 14.0, 98.7, 10.0),  # Kra
    (98.7, 10.0, 100.5, 6.5),
    (-80.5, 9.0, -77.5, 8.5),  # Panama
)
"""Land that such a grid would leave open."""

ICE_NORTH, ICE_SOUTH = 72.0, -60.0
"""Degrees of latitude beyond which ice keeps freight away: the Northern Sea Route is left out, Cape Horn is kept."""


@cache
def countries() -> gpd.GeoDataFrame:
    """Read the countries of the world; the README of the data folder says where they are from.

    Returns
    -------
    GeoDataFrame
        ``name``, ``iso3`` and outlines in EPSG:4326. Shared between callers: not to be changed.
    """
    packed = (files("experiments.maps") / "data" / "countries_50m.geojson.gz").read_bytes()
    features = json.loads(gzip.decompress(packed))["features"]
    return gpd.GeoDataFrame.from_features(features, crs="EPSG:4326")


def degree_box(west: float, south: float, east: float, north: float) -> shapely.Polygon | shapely.MultiPolygon:
    """Return a box of degrees, in two parts where it holds the antimeridian.

    Parameters
    ----------
    west, south, east, north : float
        Degrees; west below -180 or east beyond 180 holds the antimeridian.

    Returns
    -------
    Polygon or MultiPolygon
        With longitudes from -180 to 180, and a point at each degree of its edges, as parallels are not straight on a
        map.
    """
    if east - west >= 360.0:
        west, east = -180.0, 180.0
    parts = []
    for turn in (-360.0, 0.0, 360.0):
        low, high = max(west + turn, -180.0), min(east + turn, 180.0)
        if low < high:
            parts.append(shapely.box(low, south, high, north))
    return shapely.segmentize(parts[0] if len(parts) == 1 else shapely.MultiPolygon(parts), 1.0)


def countries_within(bounds: tuple[float, float, float, float]) -> gpd.GeoDataFrame:
    """Cut the countries to a box.

    Parameters
    ----------
    bounds : (west, south, east, north)
        Degrees; west below -180 or east beyond 180 holds the antimeridian.

    Returns
    -------
    GeoDataFrame
        The parts of `countries` within the box; those wholly outside are left out.
    """
    world = countries()
    box = degree_box(*bounds)
    found = world[world.intersects(box)].copy()
    found.geometry = shapely.intersection(found.geometry.to_numpy(), box)
    return found[~found.geometry.is_empty]


@cache
def sea_mask(step: float = 1.0) -> npt.NDArray[np.bool_]:
    """Tell sea from land on a grid of the world.

    Parameters
    ----------
    step : float
        Width and height of a cell, degrees. Finer cells need fewer of the hand-made `STRAITS` and `ISTHMUSES`, and
        four times the time for half the step.

    Returns
    -------
    (180 / step, 360 / step) bool array
        Whether each cell is navigable, rows from south to north, columns from west to east.
    """
    lon = np.arange(-180 + step / 2, 180, step)
    lat = np.arange(-90 + step / 2, 90, step)
    grid_lon, grid_lat = np.meshgrid(lon, lat)
    land = shapely.unary_union(countries().geometry.to_numpy())
    shapely.prepare(land)
    mask = ~shapely.contains_xy(land, grid_lon.ravel(), grid_lat.ravel()).reshape(grid_lon.shape)
    mask &= (grid_lat < ICE_NORTH) & (grid_lat > ICE_SOUTH)
    along = np.linspace(0, 1, 40)
    for lines, navigable in ((ISTHMUSES, False), (STRAITS, True)):
        for west, north, east, south in lines:
            rows = ((north + along * (south - north) + 90) // step).astype(int)
            columns = ((west + along * (east - west) + 180) // step).astype(int)
            mask[rows, columns] = navigable
    return mask
