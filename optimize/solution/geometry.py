"""A solution on places.

It knows nothing of where nodes are: the caller brings a point for each label. GeoPandas and Shapely are imported when
it is used, so that `optimize` itself runs without them.
"""

from typing import TYPE_CHECKING

import pandas as pd

from optimize.problem import Problem, points_at

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
    at = points_at(problem.labels, points)
    moved = legs[legs["from"] != legs["to"]].reset_index(drop=True)
    lines = [LineString([at[a], at[b]]) for a, b in zip(moved["from"], moved["to"], strict=True)]
    return {
        "hubs": gpd.GeoDataFrame(hubs, geometry=[at[hub] for hub in hubs["hub"]], crs=points.crs),
        "legs": gpd.GeoDataFrame(moved, geometry=lines, crs=points.crs),
    }
