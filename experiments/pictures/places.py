"""Places on a map: dots, hubs as discs, and their names."""

from __future__ import annotations

from collections.abc import Sequence

import geopandas as gpd
import matplotlib as mpl
import pandas as pd

from experiments.maps import LIGHT
from experiments.pictures.sheet import Sheet
from experiments.pictures.sizes import small


def place_names(places: gpd.GeoDataFrame) -> list[str]:
    """Return what places are called: their column ``name``, else their index.

    Parameters
    ----------
    places : GeoDataFrame

    Returns
    -------
    list of str
    """
    return [str(name) for name in (places["name"] if "name" in places.columns else places.index)]


def draw_places(sheet: Sheet, places: gpd.GeoDataFrame, hubs: Sequence[object] = (), *, names: bool = True) -> None:
    """Draw places as dots and hubs as discs, hubs named always, places where there is room.

    Parameters
    ----------
    sheet : Sheet
    places : GeoDataFrame
        EPSG:4326; the largest are named first where there is a column ``population``, else the first.
    hubs : sequence of labels
        Of `places`.
    names : bool
        Whether places that are no hubs are named.
    """
    order = places
    if "population" in places.columns:
        order = places.loc[places["population"].fillna(0.0).sort_values(ascending=False, kind="stable").index]
    shown = sheet.projected(order)
    is_hub = shown.index.isin(list(hubs))
    dot = 0.3 * small()
    rest, own = shown[~is_hub], shown[is_hub]
    line = float(mpl.rcParams["axes.linewidth"])
    sheet.axes.scatter(rest.geometry.x, rest.geometry.y, s=dot**2, color="white", edgecolor=LIGHT.soft, linewidth=line,
                       zorder=8)  # fmt: skip
    sheet.axes.scatter(own.geometry.x, own.geometry.y, s=(2.6 * dot) ** 2, color=LIGHT.ink, edgecolor="white",
                       linewidth=1.5 * line, zorder=10)  # fmt: skip
    for point in own.geometry:
        sheet.take(point.x, point.y, 1.3 * dot)
    sheet.name(own, place_names(own), radius=[1.6 * dot] * len(own), strong=True, must=True)
    if names:
        sheet.name(rest, place_names(rest), radius=[0.8 * dot] * len(rest))


def hub_faults(places: gpd.GeoDataFrame | None, hubs: Sequence[object]) -> list[str]:
    """List hubs that are no places.

    Parameters
    ----------
    places : GeoDataFrame or None
    hubs : sequence of labels

    Returns
    -------
    list of str
        What is wrong.
    """
    known = pd.Index([]) if places is None else places.index
    unknown = [str(hub) for hub in hubs if hub not in known]
    return [f"hubs {', '.join(unknown)} are not in the index of places="] if unknown else []
