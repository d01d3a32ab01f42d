"""A solution on places.

It knows nothing of where nodes are: the caller brings a point for each label. GeoPandas and Shapely are imported when
it is used, so that `optimize` itself runs without them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from optimize.late import pd
from optimize.problem import Problem, points_at

if TYPE_CHECKING:
    import geopandas as gpd


def layers(
    problem: Problem, legs: pd.DataFrame, hubs: pd.DataFrame, places: gpd.GeoDataFrame | gpd.GeoSeries
) -> dict[str, gpd.GeoDataFrame]:
    """Put hubs and legs on the points of their nodes.

    Parameters
    ----------
    problem : HubProblem or ScenarioProblem
    legs : DataFrame
        With columns ``from`` and ``to``.
    hubs : DataFrame
        With a column ``hub``.
    places : GeoDataFrame or GeoSeries
        A point for each node, indexed by the labels.

    Returns
    -------
    dict of GeoDataFrame
        ``hubs`` (points) and ``legs`` (straight lines, of legs between different nodes; in degrees the short way round,
        cut at the antimeridian).

    Raises
    ------
    InputError
        If a node has no place, more than one, or one that is not a single point.
    """
    import geopandas as gpd

    points = places.geometry
    at = points_at(problem.labels, points)
    moved = legs[legs["from"] != legs["to"]].reset_index(drop=True)
    turned = points.crs is not None and points.crs.is_geographic
    lines = [_line(at[a], at[b], turned) for a, b in zip(moved["from"], moved["to"], strict=True)]
    return {
        "hubs": gpd.GeoDataFrame(hubs, geometry=[at[hub] for hub in hubs["hub"]], crs=points.crs),
        "legs": gpd.GeoDataFrame(moved, geometry=lines, crs=points.crs),
    }


def _line(start: Any, end: Any, degrees: bool) -> Any:
    """A straight line; in degrees the short way, cut at the antimeridian as RFC 7946 has it."""
    from shapely.geometry import LineString, MultiLineString

    if not degrees or abs(end.x - start.x) <= 180.0:
        return LineString([start, end])
    edge = 180.0 if start.x > 0 else -180.0
    there = end.x + 2 * edge
    height = start.y + (end.y - start.y) * (edge - start.x) / (there - start.x)
    pieces = [[(start.x, start.y), (edge, height)], [(-edge, height), (end.x, end.y)]]
    whole = [piece for piece in pieces if piece[0] != piece[1]]
    return LineString(whole[0]) if len(whole) == 1 else MultiLineString(whole)
