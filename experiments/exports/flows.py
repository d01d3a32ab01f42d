"""Frames of what travels where: links with their tonnes, hubs with their catchments, in every scenario."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from experiments.maps import link_effects
from experiments.question import Study
from experiments.traffic import Traffic

ALL = "all"
"""Class of the rows that have all classes together."""
SIMPLE_DEGREES = 0.02
"""By which lines that are repeated for many rows may stray: 2 km, far less than what the lines are drawn to."""
_ENDS = ["from", "to", "mode", "corridors"]


def every_class(classes: Iterable[str]) -> str:
    """Name the rows of all classes together as no class is named.

    Parameters
    ----------
    classes : iterable of str

    Returns
    -------
    str
    """
    taken, name = set(classes), ALL
    while name in taken:
        name += " classes"
    return name


def flow_frame(study: Study, found: Mapping[str, Traffic], links: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Collect the tonnes on links.

    Parameters
    ----------
    study : Study
    found : mapping of str to Traffic
        By scenario.
    links : GeoDataFrame
        Lines as `link_lines` returns.

    Returns
    -------
    GeoDataFrame
        A row for each link, scenario and class that uses it, and one for all classes.
    """
    frames = []
    for name, traffic in found.items():
        by_class = traffic.links.groupby(["link", "class"], as_index=False, sort=False)[
            ["forward_t", "backward_t"]
        ].sum()
        total = by_class.groupby("link", as_index=False, sort=False)[["forward_t", "backward_t"]].sum()
        both = pd.concat([total.assign(**{"class": every_class(traffic.classes)}), by_class], ignore_index=True)
        capacity = traffic.link_use.set_index("link")["capacity"].astype(np.float64)
        fuller = both[["forward_t", "backward_t"]].max(axis=1)
        limit = both["link"].map(capacity).astype(np.float64)
        frames.append(
            both.assign(
                scenario=name,
                scenario_title=study.title(name),
                hubs=";".join(traffic.design),
                tonnes=both["forward_t"] + both["backward_t"],
                capacity_t=limit.where(np.isfinite(limit)),
                use=(fuller / limit).where(np.isfinite(limit) & (limit > 0)),
            )
        )
    columns = ["forward_t", "backward_t", "tonnes", "capacity_t", "use", "hubs"]
    joined = pd.concat(frames, ignore_index=True).join(_drawn(links)[[*_ENDS, "geometry"]], on="link")
    return _shaped(joined[["link", *_ENDS, "scenario", "scenario_title", "class", *columns, "geometry"]])


def closure_frame(study: Study, links: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Collect what scenarios do to links.

    Parameters
    ----------
    study : Study
    links : GeoDataFrame
        Lines as `link_lines` returns.

    Returns
    -------
    GeoDataFrame
        A row for each link that a scenario closes, opens, or makes better or worse.
    """
    frames = []
    for name in study.scenarios:
        effects = link_effects(study.region, name)
        touched = effects[~effects.isin(["same", "planned"])]
        rows = pd.DataFrame({"link": touched.index.astype(str), "effect": touched.to_numpy(dtype=object)})
        frames.append(rows.assign(scenario=name, scenario_title=study.title(name)))
    drawn = _drawn(links)[[*_ENDS, "geometry"]]
    joined = pd.concat(frames, ignore_index=True).join(drawn, on="link")
    return _shaped(joined[["link", *_ENDS, "scenario", "scenario_title", "effect", "geometry"]])


def catchment_frame(study: Study, found: Mapping[str, Traffic]) -> gpd.GeoDataFrame:
    """Collect which hub serves which place.

    Parameters
    ----------
    study : Study
    found : mapping of str to Traffic
        By scenario.

    Returns
    -------
    GeoDataFrame
        A row for each scenario, place and hub by way of which it sends or receives.
    """
    frames = [
        traffic.catchment.assign(scenario=name, scenario_title=study.title(name)) for name, traffic in found.items()
    ]
    rows = pd.concat(frames, ignore_index=True)
    rows["hub_name"] = [study.name(hub) for hub in rows["hub"]]
    joined = rows.join(study.region.places[["name", "country", "geometry"]], on="place")
    columns = ["scenario", "scenario_title", "place", "name", "country", "hub", "hub_name", "tonnes", "share"]
    return _shaped(joined[[*columns, "geometry"]])


def gateway_frame(study: Study, found: Mapping[str, Traffic]) -> gpd.GeoDataFrame:
    """Collect what passes the gateways.

    Parameters
    ----------
    study : Study
    found : mapping of str to Traffic
        By scenario, that without disruption first.

    Returns
    -------
    GeoDataFrame
        A row for each scenario and gateway.
    """
    frames = []
    for name, traffic in found.items():
        of_hubs = traffic.hubs.groupby("hub").agg(tonnes=("tonnes", "sum"), capacity_t=("capacity_t", "first"))
        rows = of_hubs.reindex(list(study.gateways)).rename_axis("gateway").reset_index()
        frames.append(rows.assign(scenario=name, scenario_title=study.title(name)))
    joined = pd.concat(frames, ignore_index=True)
    limit = joined["capacity_t"].astype(np.float64)
    joined["capacity_t"] = limit.where(np.isfinite(limit))
    joined["use"] = joined["tonnes"] / joined["capacity_t"].where(joined["capacity_t"] > 0)
    joined = joined.join(study.region.places[["name", "country", "geometry"]], on="gateway")
    columns = ["gateway", "name", "country", "scenario", "scenario_title", "tonnes", "capacity_t", "use"]
    return _shaped(joined[[*columns, "geometry"]])


def gateway_set_frame(study: Study, by_gateway: pd.DataFrame) -> gpd.GeoDataFrame:
    """Put the best hub beside each set of gateways on the map.

    Parameters
    ----------
    study : Study
    by_gateway : DataFrame
        As `Comparison.by_gateway`.

    Returns
    -------
    GeoDataFrame
        A row for each set, with the points of its gateways.
    """
    points = study.region.places.geometry
    shapes = [shapely.MultiPoint([points[place] for place in chosen]) for chosen in by_gateway["gateways"]]
    frame = by_gateway.assign(gateways=[";".join(chosen) for chosen in by_gateway["gateways"]])
    return gpd.GeoDataFrame(frame, geometry=shapes, crs="EPSG:4326")


def _drawn(links: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Lines of few points, as each is written many times."""
    drawn = links.copy()
    drawn["corridors"] = drawn["corridors"].map(";".join)
    drawn.geometry = drawn.geometry.simplify(SIMPLE_DEGREES)
    return drawn


def _shaped(frame: pd.DataFrame) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(frame, geometry="geometry", crs="EPSG:4326")
