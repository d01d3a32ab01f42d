"""The projection of a map, chosen for the region, and the frame of what is drawn."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import shapely
from pyproj import CRS, Transformer

from geodata.places import degrees_spanned

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Frame:
    """A rectangle of projected metres.

    Attributes
    ----------
    west, south, east, north : float
        Metres in the maps' projection.
    """

    west: float
    south: float
    east: float
    north: float

    @property
    def width(self) -> float:
        """Metres from west to east."""
        return self.east - self.west

    @property
    def height(self) -> float:
        """Metres from south to north."""
        return self.north - self.south

    def padded(self, share: float) -> Frame:
        """Add a margin on all sides.

        Parameters
        ----------
        share : float
            Margin as a share of the frame's longer side.

        Returns
        -------
        Frame
        """
        margin = share * max(self.width, self.height)
        return Frame(self.west - margin, self.south - margin, self.east + margin, self.north + margin)

    def shaped(self, ratio: float) -> Frame:
        """Widen or heighten the frame about its centre until it has a shape.

        Parameters
        ----------
        ratio : float
            Width over height.

        Returns
        -------
        Frame
            The smallest of this shape that holds the frame.
        """
        x, y = (self.west + self.east) / 2, (self.south + self.north) / 2
        width, height = max(self.width, self.height * ratio), max(self.height, self.width / ratio)
        return Frame(x - width / 2, y - height / 2, x + width / 2, y + height / 2)

    @classmethod
    def around(cls, x: FloatArray, y: FloatArray) -> Frame:
        """Find the smallest frame that holds all points.

        Parameters
        ----------
        x, y : (k,) array
            Metres.

        Returns
        -------
        Frame
        """
        return cls(float(np.min(x)), float(np.min(y)), float(np.max(x)), float(np.max(y)))


def projection(places: gpd.GeoDataFrame | gpd.GeoSeries) -> CRS:
    """Choose a projection: Lambert's conic for a wide region of middle latitudes, else his equal-area azimuthal.

    Parameters
    ----------
    places : GeoDataFrame or GeoSeries
        Points or lines in EPSG:4326.

    Returns
    -------
    CRS
        In metres; the conic has its standard parallels a sixth of the extent from the southern and northern edges,
        which spreads distortion evenly (the one-sixth rule; Snyder 1987, "Map projections: a working manual").
    """
    lon, lat = shapely.get_coordinates(places.geometry.to_numpy()).T
    (west, east), south, north = degrees_spanned(lon), float(lat.min()), float(lat.max())
    x, y = (west + east) / 2, (south + north) / 2
    if x > 180:
        x -= 360
    if abs(y) > 60 and east - west > 180:  # round a pole
        return CRS.from_proj4(f"+proj=laea +lat_0={np.copysign(90, y)} +lon_0={x} +datum=WGS84 +units=m")
    if abs(y) > 15 and east - west > 30 and south * north > 0:
        low, high = south + (north - south) / 6, north - (north - south) / 6
        return CRS.from_proj4(f"+proj=lcc +lat_1={low} +lat_2={high} +lat_0={y} +lon_0={x} +datum=WGS84 +units=m")
    return CRS.from_proj4(f"+proj=laea +lat_0={y} +lon_0={x} +datum=WGS84 +units=m")


def degrees_of(frame: Frame, crs: CRS) -> tuple[float, float, float, float]:
    """Find the degrees that a frame covers.

    Parameters
    ----------
    frame : Frame
    crs : CRS
        The frame's projection.

    Returns
    -------
    (west, south, east, north) : tuple of float
        Degrees, two more on each side, as a parallel's highest point may lie between those that are looked at. West is
        below -180 or east beyond 180 where the frame holds the antimeridian; both are, by a whole turn or more, where
        it holds a pole.
    """
    back = Transformer.from_crs(crs, 4326, always_xy=True)
    along = np.linspace(0, 1, 25)
    x = frame.west + along * frame.width
    y = frame.south + along * frame.height
    edge_x = np.concatenate([x, x, np.full(25, frame.west), np.full(25, frame.east)])
    edge_y = np.concatenate([np.full(25, frame.south), np.full(25, frame.north), y, y])
    lon, lat = back.transform(edge_x, edge_y)
    middle, _ = back.transform(0.0, 0.0)
    inside = np.isfinite(lon)
    if not inside.all():  # the frame reaches beyond the end of the world
        return middle - 180.0, -90.0, middle + 180.0, 90.0
    lon = np.where(lon - middle > 180.0, lon - 360.0, np.where(lon - middle < -180.0, lon + 360.0, lon))
    south, north = max(-90.0, lat.min() - 2), min(90.0, lat.max() + 2)
    for pole in (-90.0, 90.0):
        x, y = Transformer.from_crs(4326, crs, always_xy=True).transform(middle, pole)
        if frame.west <= x <= frame.east and frame.south <= y <= frame.north:
            ends = (pole, north) if pole < 0 else (south, pole)
            return middle - 180.0, min(ends), middle + 180.0, max(ends)
    return lon.min() - 2, south, lon.max() + 2, north


def projection_words(crs: CRS) -> str:
    """Name a projection as under a map.

    Parameters
    ----------
    crs : CRS

    Returns
    -------
    str
        Such as ``Lambert conformal conic, parallels 36°N and 51°N``.
    """
    operation = crs.coordinate_operation
    if operation is None:
        return str(crs.name)
    at = {each.name: float(each.value) for each in operation.params}
    if "Lambert Conic" in operation.method_name and "Latitude of 1st standard parallel" in at:
        low, high = (_degrees(at[f"Latitude of {which} standard parallel"], "NS") for which in ("1st", "2nd"))
        return f"Lambert conformal conic, parallels {low} and {high}"
    if "Azimuthal" in operation.method_name:
        lat, lon = at["Latitude of natural origin"], at["Longitude of natural origin"]
        return f"Lambert azimuthal equal-area about {_degrees(lat, 'NS')} {_degrees(lon, 'EW')}"
    return str(crs.name)


def _degrees(value: float, ways: str) -> str:
    return f"{abs(value):.0f}°{ways[value < 0]}"
