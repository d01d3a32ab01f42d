"""Maps of hubs: which hub serves which place."""

from __future__ import annotations

import geopandas as gpd
import matplotlib as mpl
import numpy as np
import pandas as pd
import shapely
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from pyproj import CRS

from experiments.files import lettered, plain_text
from experiments.maps import LIGHT, SERIES, great_circles
from experiments.pictures.places import hub_faults, place_names
from experiments.pictures.sheet import Sheet, geographic
from experiments.pictures.sizes import axes_for, small
from experiments.pictures.strip import Sample
from optimize import InputError


@lettered
def plot_catchments(
    places: gpd.GeoDataFrame,
    hub: str = "hub",
    *,
    tonnes: str | None = None,
    title: str = "",
    note: str | None = "",
    keys: bool = True,
    names: bool = True,
    crs: CRS | None = None,
    land: gpd.GeoDataFrame | None = None,
    ax: Axes | None = None,
    size: str = "page",
) -> Axes:
    """Draw which hub each place is served by: spokes and dots in the hub's colour.

    Parameters
    ----------
    places : GeoDataFrame
        Points, hubs among them, named by their column ``name``, else by their index.
    hub : str
        Column with the index label of each place's hub; empty where it has none.
    tonnes : str, optional
        Column that dots are as large as.
    title, note, keys, names, crs, land, ax, size
        See `plot_network`.

    Returns
    -------
    Axes

    Raises
    ------
    InputError
        If the data cannot be drawn; it names what is wrong.
    """
    points = geographic(places, "places")
    wanted = [column for column in (hub, tonnes) if column]
    missing = [f"places have no column {column!r}" for column in wanted if column not in points.columns]
    if missing:
        raise InputError(missing)
    of = points[hub].where(points[hub].notna() & (points[hub].astype(str) != ""))
    hubs = list(dict.fromkeys(of.dropna()))
    faults = hub_faults(points, hubs)
    if faults:
        raise InputError(faults)
    colours = {one: SERIES[k % len(SERIES)] for k, one in enumerate(hubs)}
    called = dict(zip(points.index, place_names(points), strict=True))
    with axes_for(ax, size) as on:
        if title:
            on.set_title(plain_text(title))
        dot = {"linestyle": "none", "marker": "o", "markersize": 0.8 * small()}
        named = list(colours.items())[: len(SERIES)]
        samples = [Sample(called[one], {**dot, "color": colour}) for one, colour in named]
        if of.isna().any():
            samples.append(Sample("not served", {**dot, "color": "white", "markeredgecolor": LIGHT.soft}))
        sheet = Sheet.laid(on, points, samples=samples, note=note, keys=keys, crs=crs, land=land)
        spokes = _spokes(sheet, points, of, colours)
        _dots(sheet, points, of, colours, tonnes)
        _names(sheet, points, list(colours), spokes, names=names)
    return on


def _spokes(
    sheet: Sheet, points: gpd.GeoDataFrame, of: pd.Series, colours: dict[object, str]
) -> list[shapely.Geometry]:
    """Draw a line from each place to its hub; the lines, projected."""
    served = [(place, one) for place, one in of.dropna().items() if place != one]
    if not served:
        return []
    at = points.geometry
    ends = [((at[place].x, at[place].y), (at[one].x, at[one].y)) for place, one in served]
    lines = gpd.GeoDataFrame({"hub": [one for _, one in served]}, geometry=great_circles(ends), crs=4326)
    drawn = sheet.projected(lines).explode(index_parts=False)
    sheet.axes.add_collection(
        LineCollection(
            [np.asarray(line.coords) for line in drawn.geometry], colors=[colours[one] for one in drawn["hub"]],
            linewidths=float(mpl.rcParams["axes.linewidth"]), zorder=3, alpha=0.8,
        ),
        autolim=False,
    )  # fmt: skip
    return list(drawn.geometry)


def _dots(
    sheet: Sheet, points: gpd.GeoDataFrame, of: pd.Series, colours: dict[object, str], tonnes: str | None
) -> None:
    """Draw places as dots as large as their tonnes, hubs as squares."""
    drawn = sheet.projected(points)
    text = small()
    share = np.zeros(len(drawn))
    if tonnes is not None:
        amounts = drawn[tonnes].fillna(0.0).to_numpy(dtype=np.float64)
        share = amounts / max(float(amounts.max(initial=0.0)), 1e-9)
    across = text * (0.45 + 0.9 * np.sqrt(np.maximum(share, 0.0)))
    own = of.reindex(drawn.index)
    fill = [colours.get(one, "white") for one in own]
    edge = ["white" if one in colours else LIGHT.soft for one in own]
    line = float(mpl.rcParams["axes.linewidth"])
    sheet.axes.scatter(drawn.geometry.x, drawn.geometry.y, s=across**2, c=fill, edgecolors=edge, linewidths=line,
                       zorder=8)  # fmt: skip
    hubs = drawn[drawn.index.isin(list(colours))]
    sheet.axes.scatter(
        hubs.geometry.x, hubs.geometry.y, s=(1.5 * text) ** 2, c=[colours[one] for one in hubs.index], marker="s",
        edgecolors=LIGHT.ink, linewidths=1.2 * line, zorder=9,
    )  # fmt: skip
    for point, wide in zip(drawn.geometry, across, strict=True):
        sheet.take(point.x, point.y, 0.4 * float(wide))


def _names(
    sheet: Sheet, points: gpd.GeoDataFrame, of_hubs: list[object], spokes: list[shapely.Geometry], *, names: bool
) -> None:
    """Name all hubs beside their marks, and other places where there is room beside the spokes."""
    drawn = sheet.projected(points)
    is_hub = drawn.index.isin(of_hubs)
    hubs, rest = drawn[is_hub], drawn[~is_hub]
    for point in hubs.geometry:
        sheet.take(point.x, point.y, 0.8 * small())
    sheet.name(hubs, place_names(hubs), radius=[0.9 * small()] * len(hubs), strong=True, must=True)
    if names:
        sheet.keep_off(spokes)
        sheet.name(rest, place_names(rest), radius=[0.7 * small()] * len(rest))
