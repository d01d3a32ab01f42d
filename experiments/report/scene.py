"""`Scene`: what there is to draw of a comparison, projected once for the picture and the page."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from pyproj import CRS

from experiments.comparison import Comparison
from experiments.maps import (
    SOURCE,
    Frame,
    degree_box,
    degrees_of,
    land_within,
    link_effects,
    link_lines,
    projection,
)
from experiments.report.carried import Moved


@dataclass(frozen=True, eq=False)
class Scene:
    """What is drawn.

    Attributes
    ----------
    found : Comparison
    links : GeoDataFrame
        Lines as `link_lines` returns, EPSG:4326.
    crs : CRS
        The maps' projection.
    """

    found: Comparison
    links: gpd.GeoDataFrame
    crs: CRS

    @classmethod
    def of(cls, found: Comparison) -> Scene:
        """Collect what a comparison's maps show.

        Parameters
        ----------
        found : Comparison

        Returns
        -------
        Scene
        """
        links = link_lines(found.study.region)
        return cls(found, links, projection(_core(found, links)))

    @cached_property
    def moved(self) -> Moved:
        """Where the freight goes."""
        return Moved.of(self.found)

    @cached_property
    def places(self) -> gpd.GeoDataFrame:
        """Places, projected."""
        return self.found.study.region.places.to_crs(self.crs)

    @cached_property
    def lines(self) -> gpd.GeoDataFrame:
        """Links cut to what the widest frame can show, projected."""
        west, south, east, north = degrees_of(self.everywhere.padded(0.05), self.crs)
        box = degree_box(west - 15, south - 5, east + 15, north + 5)
        cut = self.links.copy()
        cut.geometry = shapely.intersection(cut.geometry.to_numpy(), box)
        return cut[~cut.geometry.is_empty].to_crs(self.crs)

    @cached_property
    def effects(self) -> dict[str, pd.Series]:
        """What each scenario does to each link."""
        return {name: link_effects(self.found.study.region, name) for name in self.found.study.scenarios}

    @cached_property
    def overview(self) -> Frame:
        """Frame of the places that links by land or ferry reach."""
        points = _core(self.found, self.links).to_crs(self.crs).geometry
        return Frame.around(points.x.to_numpy(), points.y.to_numpy()).padded(0.03)

    @cached_property
    def everywhere(self) -> Frame:
        """Frame of the places that any open link reaches, by deep sea and air too; all of the overview is in it."""
        places, over = self.found.study.region.places, self.overview
        opened = self.links[~self.links["planned"]]
        points = places[places.index.isin([*opened["from"], *opened["to"]])].to_crs(self.crs).geometry
        x, y = points.x.to_numpy(), points.y.to_numpy()
        seen = np.isfinite(x) & np.isfinite(y)
        own = Frame.around(np.r_[x[seen], over.west, over.east], np.r_[y[seen], over.south, over.north])
        return own.padded(0.05) if own != over else over

    @cached_property
    def focus(self) -> Frame:
        """Frame of the hubs that are compared; gateways only where they are near."""
        study = self.found.study
        compared = [hub for hub in study.hubs if hub not in study.gateways] or list(study.candidates)
        points = self.places.geometry.loc[compared]
        frame = Frame.around(points.x.to_numpy(), points.y.to_numpy())
        least = 0.12 * max(self.overview.width, self.overview.height)
        middle = (frame.west + frame.east) / 2, (frame.south + frame.north) / 2
        wide, tall = max(frame.width, least), max(frame.height, least)
        grown = Frame(middle[0] - wide / 2, middle[1] - tall / 2, middle[0] + wide / 2, middle[1] + tall / 2)
        return grown.padded(0.09)

    def land(self, frame: Frame, tolerance_m: float) -> gpd.GeoDataFrame:
        """Cut the countries to a frame.

        Parameters
        ----------
        frame : Frame
        tolerance_m : float
            Details below it are left out.

        Returns
        -------
        GeoDataFrame
            Projected.
        """
        return land_within(frame, self.crs, tolerance_m)

    @cached_property
    def ranking(self) -> pd.DataFrame:
        """Hubs of the headline, best first, with ``hub_t`` in the first scenario, tonnes a year.

        ``regret_share`` is the expected regret as a share of the largest.
        """
        table = self.found.ranking.copy()
        largest = table["expected_regret_usd"].max()
        table["regret_share"] = table["expected_regret_usd"] / largest if largest > 0 else 0.0
        base = self.found.hubs[self.found.hubs["scenario"] == self.found.study.scenarios[0]]
        return table.join(base.set_index("hub")["hub_t"])

    @cached_property
    def sources(self) -> str:
        """Who has to be named under a map."""
        region = self.found.study.region
        told = " ".join(region.sources.astype(str).to_numpy().ravel()).lower()
        named = []
        if "openstreetmap" in told:
            named.append("© OpenStreetMap contributors (ODbL)")
        if "geonames" in told:
            named.append("GeoNames (CC BY 4.0)")
        return "; ".join([*named, SOURCE])


def _core(found: Comparison, links: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Places on links by land or ferry, and the candidates: ports that are reached by deep sea alone may be far off."""
    places = found.study.region.places
    by_land = links[links["mode"].isin(["rail", "road", "ferry"])]
    return places[places.index.isin([*by_land["from"], *by_land["to"], *found.study.candidates])]
