"""Places on the globe: distances and lines between them, and finding them by id or name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

import numpy as np
import shapely
from pyproj import Geod
from shapely.geometry import LineString, MultiLineString

from geodata.arrays import FloatArray
from geodata.faults import UnknownNameError

WGS84 = Geod(ellps="WGS84")


def great_circle_km(lat_from: FloatArray, lon_from: FloatArray, lat_to: FloatArray, lon_to: FloatArray) -> FloatArray:
    """Return geodesic distances on the WGS 84 ellipsoid (Karney 2013), broadcast over the arguments.

    Parameters
    ----------
    lat_from, lon_from, lat_to, lon_to : arrays
        Degrees.

    Returns
    -------
    array
        Kilometres.

    Examples
    --------
    Almaty - Tashkent:

    >>> float(great_circle_km(*(np.array([x]) for x in (43.25, 76.91, 41.26, 69.22)))[0].round())
    672.0
    """
    arrays = np.broadcast_arrays(lon_from, lat_from, lon_to, lat_to)
    lon1, lat1, lon2, lat2 = (np.ascontiguousarray(array).ravel() for array in arrays)
    _, _, metres = WGS84.inv(lon1, lat1, lon2, lat2)
    return np.asarray(metres, dtype=np.float64).reshape(arrays[0].shape) / 1000.0


def distance_matrix_km(lat: FloatArray, lon: FloatArray) -> FloatArray:
    """Return geodesic distances between all pairs of places.

    Parameters
    ----------
    lat, lon : (n,) arrays
        Degrees.

    Returns
    -------
    (n, n) array
        Kilometres.
    """
    return great_circle_km(lat[:, None], lon[:, None], lat[None, :], lon[None, :])


def degrees_spanned(lon: FloatArray) -> tuple[float, float]:
    """Return the western and eastern end of the shortest arc that holds some longitudes.

    Parameters
    ----------
    lon : (n,) array
        Degrees from -180 to 180.

    Returns
    -------
    west, east : float
        East is beyond 180 where the arc crosses the 180th meridian.

    Examples
    --------
    >>> degrees_spanned(np.array([10.0, 70.0])), degrees_spanned(np.array([-170.0, 175.0]))
    ((10.0, 70.0), (175.0, 190.0))
    """
    ordered = np.sort(lon)
    gaps = np.diff(ordered, append=ordered[0] + 360.0)
    after = int(np.argmax(gaps))
    if gaps[after] <= gaps[-1]:  # of gaps that are alike, the one over the 180th meridian
        return float(ordered[0]), float(ordered[-1])
    return float(ordered[after + 1]), float(ordered[after] + 360.0)


def unwrapped(points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Let longitudes go on beyond 180 degrees where a line crosses the 180th meridian.

    Parameters
    ----------
    points : sequence of (lon, lat)
        Points of a line, each less than half a turn from the one before.

    Returns
    -------
    list of (lon, lat)
        The same where nothing is crossed.
    """
    lon = np.array([point[0] for point in points])
    if len(lon) < 2 or np.abs(np.diff(lon)).max() <= 180.0:
        return list(points)
    return [(float(x), point[1]) for x, point in zip(np.unwrap(lon, period=360.0), points, strict=True)]


def cut_line(points: Sequence[tuple[float, float]]) -> LineString | MultiLineString:
    """Return a line, cut at the 180th meridian where it crosses it (as RFC 7946 has it for GeoJSON).

    Parameters
    ----------
    points : sequence of (lon, lat)
        As `unwrapped` returns them.

    Returns
    -------
    LineString or MultiLineString
        With longitudes from -180 to 180.
    """
    line = LineString(points)
    west, _, east, _ = line.bounds
    if west >= -180.0 and east <= 180.0:
        return line
    pieces = []
    for turn in range(int(np.floor((west + 180.0) / 360.0)), int(np.floor((east + 180.0) / 360.0)) + 1):
        part = shapely.intersection(line, shapely.box(360.0 * turn - 180.0, -91.0, 360.0 * turn + 180.0, 91.0))
        shifted = shapely.transform(part, lambda xy, turn=turn: xy - [360.0 * turn, 0.0])
        pieces += [piece for piece in shapely.get_parts(shifted) if piece.geom_type == "LineString"]
    return pieces[0] if len(pieces) == 1 else MultiLineString(pieces)


def folded(name: str) -> str:
    """Return a name without case, accents and punctuation, for comparison.

    Parameters
    ----------
    name : str
        Any text.

    Returns
    -------
    str

    Examples
    --------
    >>> folded("Xi'an") == folded("XIAN")
    True
    >>> folded("Алматы") == folded("АЛМАТЫ") != folded("Астана")
    True
    """
    plain = unicodedata.normalize("NFKD", name)
    latin = re.sub(r"[^a-z0-9]", "", plain.encode("ascii", "ignore").decode().lower())
    return latin or re.sub(r"\W|_", "", plain.casefold())


@dataclass(frozen=True)
class PlaceNames:
    """Finds place ids from ids, names and aliases.

    Attributes
    ----------
    names : dict
        Ids by `folded` name.
    shown : dict
        Names by id.
    ambiguous : dict
        Ids that a folded name may mean, where there are several.
    """

    names: dict[str, str]
    shown: dict[str, str]
    ambiguous: dict[str, tuple[str, ...]]

    @classmethod
    def from_table(cls, table: Iterable[dict[str, Any]]) -> PlaceNames:
        """Collect ids, names, the part of names before a bracket, slash or comma, and aliases.

        Parameters
        ----------
        table : iterable of dict
            Rows with ``id, name, aliases``.

        Returns
        -------
        PlaceNames
        """
        rows = list(table)
        names: dict[str, str] = {}
        own: dict[str, set[str]] = {}
        strong: dict[str, set[str]] = {}
        weak: dict[str, set[str]] = {}
        for row in rows:
            own.setdefault(folded(row["id"]), set()).add(row["id"])
            for name in (row["name"], *row["aliases"]):
                strong.setdefault(folded(name), set()).add(row["id"])
            weak.setdefault(folded(re.split(r"[(/,]", row["name"])[0]), set()).add(row["id"])
        ambiguous: dict[str, tuple[str, ...]] = {}
        for found in (own, strong, weak):
            for name, ids in found.items():
                if name in names or name in ambiguous:
                    continue
                if len(ids) == 1:
                    names[name] = next(iter(ids))
                else:
                    ambiguous[name] = tuple(sorted(ids))
        names.pop("", None)
        return cls(names, {row["id"]: row["name"] for row in rows}, ambiguous)

    def find(self, name: str) -> str:
        """Return the id of a place.

        Parameters
        ----------
        name : str
            Id, name or alias, whatever the case and punctuation.

        Returns
        -------
        str

        Raises
        ------
        UnknownNameError
            When there is no such place, or more than one; the message has close matches.
        """
        if name in self.shown:
            return name
        key = folded(str(name))
        if key in self.names:
            return self.names[key]
        if key in self.ambiguous:
            message = f"place {name!r} can be any of {', '.join(self.ambiguous[key])}; use the id"
            raise UnknownNameError(message)
        close = get_close_matches(key, self.names, n=6, cutoff=0.6)
        ids = list(dict.fromkeys(self.names[match] for match in close))[:3]
        hint = ", ".join(f"{place} ({self.shown[place]})" for place in ids)
        some = [f"{place} ({shown})" for place, shown in list(self.shown.items())[:8]]
        message = f"unknown place {name!r}; " + (
            f"close matches: {hint}"
            if hint
            else f"the region has {', '.join(some)}{', ...' if len(self.shown) > 8 else ''}"
        )
        raise UnknownNameError(message)

    def find_all(self, names: Sequence[str]) -> list[str]:
        """Return the ids of several places, each once.

        Parameters
        ----------
        names : sequence of str
            Ids, names or aliases.

        Returns
        -------
        list of str

        Raises
        ------
        UnknownNameError
            When a place is not there; the message has all unknown names.
        """
        found, problems = [], []
        for name in names:
            try:
                found.append(self.find(name))
            except UnknownNameError as error:
                problems.append(str(error))
        if problems:
            raise UnknownNameError("\n".join(problems))
        return list(dict.fromkeys(found))
