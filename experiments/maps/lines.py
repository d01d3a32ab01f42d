"""Lines of the links as they are drawn: great circles, ways over the sea, roads beside rails."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import geopandas as gpd
import numpy as np
import numpy.typing as npt
from pyproj import Geod
from scipy.sparse import coo_matrix, csr_matrix
from scipy.sparse.csgraph import dijkstra
from shapely.geometry import LineString, MultiLineString

from experiments.maps.land import sea_mask
from geodata import Region
from geodata.places import cut_line, unwrapped

WGS84 = Geod(ellps="WGS84")
STEP_KM = 150.0
"""Longest straight piece of a drawn line: short enough that great circles look round, few enough points to load."""
BEND, BEND_KM = 0.05, 14.0
"""How far a road bends away from the railway between the same places: a share of its length, and at most so many km.

Enough to tell the two apart at the picture's scale, too little to look like a detour.
"""
SEA_STEP = 1.0
"""Degrees of a cell of the grid on which ways over the sea are searched: a second at 1, and coasts are kept well enough
once the straits are opened by hand."""

FloatArray = npt.NDArray[np.float64]
Point = tuple[float, float]


def link_lines(region: Region) -> gpd.GeoDataFrame:
    """Draw every link of a region.

    Parameters
    ----------
    region : Region

    Returns
    -------
    GeoDataFrame
        EPSG:4326, index = link id; ``from``, ``to``, ``mode``, ``length_km``, ``corridors`` (tuple), ``planned``,
        ``capacity_t_per_year``. The lines are drawn for people: lengths are those of the data, never the line's.
        Those over the antimeridian are cut there.
    """
    rows = list(region.data["links"])
    points = {row["id"]: (row["lon"], row["lat"]) for row in region.data["places"]}
    records = []
    for row in rows:
        start, end = points[row["from"]], points[row["to"]]
        records.append(
            {
                "link": row["id"],
                "from": row["from"],
                "to": row["to"],
                "mode": row["mode"],
                "length_km": row["length_km"],
                "corridors": tuple(row["corridors"]),
                "planned": row["status"] == "planned",
                "capacity_t_per_year": row["capacity_t_per_year"],
                "geometry": _line(row["mode"], start, end, row["length_km"]),
            }
        )
    return gpd.GeoDataFrame(records, crs="EPSG:4326").set_index("link")


def _line(mode: str, start: Point, end: Point, length_km: float) -> LineString | MultiLineString:
    if mode == "sea":
        return cut_line(sea_way(start, end, length_km))
    line = great_circle(start, end)
    return cut_line(_bent(line) if mode == "road" else line)


def great_circle(start: Point, end: Point) -> list[Point]:
    """Draw the shortest line between two points of the globe.

    Parameters
    ----------
    start, end : (lon, lat)
        Degrees.

    Returns
    -------
    list of (lon, lat)
        Points of the geodesic with both ends, at most `STEP_KM` apart; longitudes go on beyond 180 where it crosses
        the antimeridian.
    """
    _, _, metres = WGS84.inv(*start, *end)
    pieces = max(1, int(np.ceil(metres / 1000 / STEP_KM)))
    between = WGS84.npts(*start, *end, pieces - 1) if pieces > 1 else []
    return unwrapped([start, *[(float(x), float(y)) for x, y in between], end])


def great_circles(ends: Sequence[tuple[Point, Point]]) -> list[LineString | MultiLineString]:
    """Draw the shortest lines between pairs of points of the globe.

    Parameters
    ----------
    ends : sequence of ((lon, lat), (lon, lat))
        Degrees.

    Returns
    -------
    list of LineString or MultiLineString
        EPSG:4326, cut at the antimeridian; a line without length between a point and itself.
    """
    return [cut_line(great_circle(start, end)) for start, end in ends]


def _bent(line: Sequence[Point]) -> list[Point]:
    (x0, y0), (x1, y1) = line[0], line[-1]
    t = np.linspace(0, 1, max(len(line), 9))
    x = np.interp(t, np.linspace(0, 1, len(line)), [p[0] for p in line])
    y = np.interp(t, np.linspace(0, 1, len(line)), [p[1] for p in line])
    narrow = max(np.cos(np.radians((y0 + y1) / 2)), 0.01)  # at a pole, a road may go anywhere
    length = float(np.hypot((x1 - x0) * narrow, y1 - y0)) * 111.0
    side = min(BEND, BEND_KM / max(length, 1.0)) * 4 * t * (1 - t)
    # which of the two ends comes first must not matter
    turn = 1.0 if (x0, y0) < (x1, y1) else -1.0
    return list(zip(x - turn * side * (y1 - y0) / narrow, y + turn * side * (x1 - x0) * narrow, strict=True))


def sea_way(start: Point, end: Point, length_km: float) -> list[Point]:
    """Draw a way over water between two ports: by Suez or round the Cape, whichever fits the stated length better.

    Parameters
    ----------
    start, end : (lon, lat)
        Degrees.
    length_km : float
        Length of the link in the region's data.

    Returns
    -------
    list of (lon, lat)
        From start to end; longitudes go on beyond 180 where the way crosses the antimeridian. A great circle where
        the grid knows no way.
    """
    ways = [way for suez in (True, False) if (way := _over_water(_rounded(start), _rounded(end), suez)) is not None]
    if not ways:
        return great_circle(start, end)
    _, cells = min(ways, key=lambda way: abs(way[0] - length_km))
    whole = np.array([start, *cells[1:-1], end])
    whole[:, 0] = np.unwrap(whole[:, 0], period=360.0)
    return _smooth(whole)


def _rounded(point: Point) -> Point:
    return round(point[0], 2), round(point[1], 2)


def _over_water(start: Point, end: Point, suez: bool) -> tuple[float, tuple[Point, ...]] | None:
    lengths, before, lon, lat = _from_port(start, suez)
    target = _nearest_cell(end, lon, lat)
    if not np.isfinite(lengths[target]):
        return None
    path = [target]
    while before[path[-1]] >= 0:
        path.append(int(before[path[-1]]))
    return float(lengths[target]), tuple((float(lon[at]), float(lat[at])) for at in path[::-1])


@cache
def _grid(suez: bool) -> tuple[csr_matrix, FloatArray, FloatArray]:
    """Graph of sea cells with lengths in km, and the cells' coordinates."""
    mask = sea_mask(SEA_STEP).copy()
    if not suez:
        rows, columns = ((np.array([29.4, 31.6]) + 90) // SEA_STEP).astype(int), int((32.4 + 180) // SEA_STEP)
        mask[rows[0] : rows[1] + 1, columns - 1 : columns + 2] = False
    number = np.full(mask.shape, -1, dtype=np.int64)
    number[mask] = np.arange(mask.sum())
    row, column = np.nonzero(mask)
    lon = np.asarray(-180 + SEA_STEP * (column + 0.5), dtype=np.float64)
    lat = np.asarray(-90 + SEA_STEP * (row + 0.5), dtype=np.float64)
    tails, heads, lengths = [], [], []
    for down, right in ((0, 1), (1, 0), (1, 1), (1, -1), (1, 2), (2, 1), (1, -2), (2, -1)):
        r, c = row + down, (column + right) % mask.shape[1]
        inside = r < mask.shape[0]
        if max(down, abs(right)) == 2:  # a knight's move must not jump over land
            between = (row + down // 2) % mask.shape[0], (column + int(right / 2)) % mask.shape[1]
            inside &= mask[between]
        other = np.full(len(row), -1, dtype=np.int64)
        other[inside] = number[r[inside], c[inside]]
        tail = np.flatnonzero(other >= 0)
        head = other[tail]
        _, _, metres = WGS84.inv(lon[tail], lat[tail], lon[head], lat[head])
        tails.append(tail)
        heads.append(head)
        lengths.append(metres / 1000)
    shape = (len(row), len(row))
    graph = coo_matrix((np.concatenate(lengths), (np.concatenate(tails), np.concatenate(heads))), shape=shape)
    return graph.tocsr(), lon, lat


@cache
def _from_port(start: Point, suez: bool) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
    graph, lon, lat = _grid(suez)
    port = [_nearest_cell(start, lon, lat)]
    lengths, before = dijkstra(graph, directed=False, indices=port, return_predecessors=True)
    return lengths[0], before[0], lon, lat


def _nearest_cell(point: Point, lon: FloatArray, lat: FloatArray) -> int:
    narrow = np.cos(np.radians(point[1]))
    return int(np.argmin(((lon - point[0]) * narrow) ** 2 + (lat - point[1]) ** 2))


def _smooth(line: FloatArray) -> list[Point]:
    """Round off the corners of the grid (Chaikin 1974), ends kept."""
    for _ in range(2):
        if len(line) < 3:
            break
        near, far = 0.75 * line[:-1] + 0.25 * line[1:], 0.25 * line[:-1] + 0.75 * line[1:]
        line = np.vstack([line[:1], np.stack([near, far], axis=1).reshape(-1, 2)[1:-1], line[-1:]])
    return [(float(x), float(y)) for x, y in line]
