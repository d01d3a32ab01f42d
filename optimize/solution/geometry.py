"""A solution on places: the one module of this package that makes geometry.

It knows nothing of where nodes are: the caller brings a point for each label. GeoPandas and Shapely are imported when
it is used, so that `optimize` itself runs without them.
"""

from typing import TYPE_CHECKING, Any

import pandas as pd

from optimize.errors import report
from optimize.problem import Problem

if TYPE_CHECKING:
    import geopandas as gpd


def layers(
    problem: Problem, legs: pd.DataFrame, hubs: pd.DataFrame, places: "gpd.GeoDataFrame | gpd.GeoSeries"
) -> "dict[str, gpd.GeoDataFrame]":
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
        ``hubs`` (points) and ``legs`` (straight lines, of legs between different nodes).

    Raises
    ------
    InputError
        If a node has no place, more than one, or one that is not a single point.
    """
    import geopandas as gpd
    from shapely.geometry import LineString

    points = places.geometry
    at = _points(problem, points)
    moved = legs[legs["from"] != legs["to"]].reset_index(drop=True)
    lines = [LineString([at[a], at[b]]) for a, b in zip(moved["from"], moved["to"], strict=True)]
    return {
        "hubs": gpd.GeoDataFrame(hubs, geometry=[at[hub] for hub in hubs["hub"]], crs=points.crs),
        "legs": gpd.GeoDataFrame(moved, geometry=lines, crs=points.crs),
    }


def _points(problem: Problem, places: "gpd.GeoSeries") -> dict[Any, Any]:
    """The point of every node."""
    found: dict[Any, list[Any]] = {label: [] for label in problem.labels}
    for label, shape in zip(places.index, places, strict=True):
        if label in found:
            found[label].append(shape)
    faults, at = [], {}
    for label, shapes in found.items():
        if len(shapes) != 1:
            faults.append(f"node {str(label)!r} has {len(shapes)} places: give one point for each node")
            continue
        (shape,) = shapes
        parts = list(getattr(shape, "geoms", [shape]))
        if len(parts) != 1 or parts[0] is None or parts[0].is_empty or parts[0].geom_type != "Point":
            faults.append(f"the place of node {str(label)!r} is {shape}: give one point for each node")
            continue
        at[label] = parts[0]
    report(faults)
    return at
