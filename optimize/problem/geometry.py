"""From points on a map to the arguments of a problem: labels, distances, flows.

The one module below the solution that looks at geometry. GeoPandas and pyproj are imported when it is used, so that
`optimize` itself runs without them.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from numbers import Real
from typing import TYPE_CHECKING, Any

import numpy as np

from optimize.errors import report
from optimize.late import is_frame, pd
from optimize.problem.block import FloatArray
from optimize.problem.naming import few
from optimize.problem.validation import as_matrix, node_labels

if TYPE_CHECKING:
    import geopandas as gpd

DISTANCES = ("auto", "great_circle", "projected")
LONG = ("origin", "destination", "flow")
"""Columns of a table of flows with a row for each pair."""
MOST_STRETCH = 0.05
"""Share by which lengths on a projected map may be off before "auto" refuses it (a judgement): national grids and UTM
are within 0.1%, maps of a continent within 3%; Web Mercator is off by half at 48 degrees."""


def arguments_of(
    points: gpd.GeoDataFrame | gpd.GeoSeries, flow: Any, distance: str, cost_per_km: float
) -> tuple[dict[str, dict[str, Any]], tuple[Hashable, ...]]:
    """Make the blocks of a problem out of points.

    Parameters
    ----------
    points, flow, distance, cost_per_km
        As for `HubProblem.from_geodataframe`.

    Returns
    -------
    blocks : dict of str to dict
        With ``flow`` and ``cost``, by name.
    labels : tuple

    Raises
    ------
    InputError
        If they cannot be used; it reports all faults at once.
    """
    import geopandas as gpd

    if not isinstance(points, (gpd.GeoDataFrame, gpd.GeoSeries)):
        report([f"`points` is a {type(points).__name__}: give a GeoDataFrame or GeoSeries with a point for each node"])
    if isinstance(points, gpd.GeoDataFrame) and points.active_geometry_name is None:
        report(["`points` has no geometry: say which column it is with points.set_geometry(...)"])
    if not (isinstance(cost_per_km, Real) and 0 <= float(cost_per_km) < np.inf):
        report([f"`cost_per_km` is {cost_per_km!r:.50}: it has to be a finite number >= 0"])
    faults: list[str] = []
    names = node_labels(tuple(points.index), [], faults)
    report(faults)
    kilometres = distances_km(points.geometry, names, distance)
    flows = flow if isinstance(flow, Mapping) else {"flow": flow}
    tables = {str(name): _flow(_named(str(name)), table, names, faults) for name, table in flows.items()}
    report(faults)
    return {name: {"flow": table, "cost": kilometres * float(cost_per_km)} for name, table in tables.items()}, names


def distances_km(points: gpd.GeoSeries, names: tuple[Hashable, ...], distance: str) -> FloatArray:
    """Distances between all pairs of points.

    Parameters
    ----------
    points : GeoSeries
        Indexed by `names`.
    names : tuple
        Labels of the n nodes.
    distance : str
        One of `DISTANCES`.

    Returns
    -------
    (n, n) array
        Kilometres.

    Raises
    ------
    InputError
        If a point cannot be used, or the CRS does not say how far apart they are.
    """
    if distance not in DISTANCES:
        report([f"`distance` is {distance!r:.50}: use one of {', '.join(map(repr, DISTANCES))}"])
    _check_crs(points.crs, distance)
    at = points_at(names, points)
    x, y = (np.array([getattr(at[name], axis) for name in names], dtype=np.float64) for axis in "xy")
    lost = [str(name) for name, *xy in zip(names, x, y, strict=True) if not np.isfinite(xy).all()]
    report([f"`points`: {few(lost)} is nowhere: give each node finite coordinates"] if lost else [])
    if distance == "great_circle" or points.crs.is_geographic:
        return _great_circle_km(points, names, x, y)
    if distance == "auto":
        _check_stretch(points, x, y)
    metres = points.crs.axis_info[0].unit_conversion_factor
    return np.hypot(x[:, None] - x, y[:, None] - y) * (metres / 1000.0)


def points_at(names: tuple[Hashable, ...], points: gpd.GeoSeries) -> dict[Hashable, Any]:
    """Find the point of every node.

    Parameters
    ----------
    names : tuple
        Labels of the nodes.
    points : GeoSeries
        Indexed by labels; others do not matter.

    Returns
    -------
    dict of label to Point

    Raises
    ------
    InputError
        If a node has no place, more than one, or one that is not a single point.
    """
    found: dict[Hashable, list[Any]] = {label: [] for label in names}
    for label, shape in zip(points.index, points, strict=True):
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


def _check_crs(crs: Any, distance: str) -> None:
    """See that a CRS says how far apart points are."""
    if crs is None:
        report(["`points` does not say its CRS: set it, for longitudes and latitudes with points.set_crs(4326)"])
    if crs.is_geographic and distance == "projected":
        remedy = "take distance='great_circle', or points.to_crs(points.estimate_utm_crs())"
        report([f"`points` is in {crs.name}, whose degrees are no lengths: {remedy}"])
    if crs.is_geographic or crs.is_projected:
        return
    flat = "Engineering" in crs.type_name
    if crs.is_geocentric or not flat or distance == "great_circle":
        report([f"`points` is in {crs.name} ({crs.type_name}), which gives no {distance} distance: use to_crs(4326)"])


def _great_circle_km(points: gpd.GeoSeries, names: tuple[Hashable, ...], x: FloatArray, y: FloatArray) -> FloatArray:
    """Geodesics on the ellipsoid of the CRS (Karney 2013)."""
    crs = points.crs
    if not crs.is_geographic:
        crs = crs.geodetic_crs
        import geopandas as gpd

        globe = gpd.GeoSeries(gpd.points_from_xy(x, y), crs=points.crs).to_crs(crs)
        x, y = globe.x.to_numpy(), globe.y.to_numpy()
    unit = crs.axis_info[0]
    if unit.unit_name != "degree":
        x, y = (np.degrees(axis * unit.unit_conversion_factor) for axis in (x, y))
    off = [str(name) for name, lon, lat in zip(names, x, y, strict=True) if not (abs(lat) <= 90 and abs(lon) <= 540)]
    report([f"`points`: {few(off)} is not on the globe in {crs.name}: is the CRS the right one?"] if off else [])
    n = len(names)
    first, second = np.triu_indices(n, 1)
    _, _, metres = crs.get_geod().inv(x[first], y[first], x[second], y[second])
    kilometres = np.zeros((n, n))
    kilometres[first, second] = kilometres[second, first] = np.asarray(metres) / 1000.0
    return kilometres


def _check_stretch(points: gpd.GeoSeries, x: FloatArray, y: FloatArray) -> None:
    """See that lengths on a map are about those on the ground."""
    from pyproj import Proj

    crs = points.crs
    if not crs.is_projected:
        return
    project = Proj(crs)
    factors = project.get_factors(*project(x, y, inverse=True))
    scales = np.array([factors.tissot_semimajor, factors.tissot_semiminor])
    worst = float(np.abs(scales - 1.0).max())
    if not worst <= MOST_STRETCH:
        said = f"by up to {worst:.0%}" if np.isfinite(worst) else "beyond measure"
        remedy = "take distance='great_circle', or distance='projected' if that is meant"
        report([f"`points` is in {crs.name}, on which lengths here are off {said}: {remedy}"])


def _named(block: str) -> str:
    return "`flow`" if block == "flow" else f"`flow` of {block!r}"


def _flow(what: str, flow: Any, names: tuple[Hashable, ...], faults: list[str]) -> FloatArray:
    """The (n, n) flow of a matrix, a labelled frame, or a table with a row for each pair."""
    if not is_frame(flow):
        return as_matrix(what, flow, names, faults)
    if set(LONG) <= set(flow.columns):
        return _long(what, flow, names, faults)
    rows, columns = (_positions(what, axis, names, faults) for axis in (flow.index, flow.columns))
    twice = [str(axis[at]) for axis, of in ((flow.index, rows), (flow.columns, columns)) for at in _repeated(of)]
    if twice:
        faults.append(f"{what}: rows or columns appear more than once for {few(twice)}; keep one of each")
    if twice or None in rows or None in columns:
        return np.zeros((len(names), len(names)))
    full = np.zeros((len(names), len(names)), dtype=object)
    full[np.ix_(np.array(rows, dtype=np.int64), np.array(columns, dtype=np.int64))] = flow.to_numpy(dtype=object)
    return as_matrix(what, full, names, faults)


def _long(what: str, flow: pd.DataFrame, names: tuple[Hashable, ...], faults: list[str]) -> FloatArray:
    matrix = np.zeros((len(names), len(names)), dtype=object)
    start, end = (_positions(what, flow[column], names, faults) for column in LONG[:2])
    if None in start or None in end:
        return matrix.astype(np.float64)
    pairs = list(zip(start, end, strict=True))
    if twice := _repeated(pairs):
        told = [f"{flow[LONG[0]].iloc[at]} -> {flow[LONG[1]].iloc[at]}" for at in twice]
        faults.append(f"{what}: more than one row for {few(told)}; add them up, or drop one")
        return matrix.astype(np.float64)
    for pair, quantity in zip(pairs, flow[LONG[2]], strict=True):
        matrix[pair] = quantity
    return as_matrix(what, matrix, names, faults)


def _repeated(items: list[Any]) -> list[int]:
    """Positions of items that were there before."""
    seen: set[Any] = set()
    return [at for at, item in enumerate(items) if item in seen or seen.add(item)]  # type: ignore[func-returns-value]


def _positions(what: str, labels: Any, names: tuple[Hashable, ...], faults: list[str]) -> list[int | None]:
    """Where each label stands among the names, by itself or by its text; None and a fault where it has no point."""
    exact = {name: at for at, name in enumerate(names)}
    texts: dict[str, int | None] = {}
    for at, name in enumerate(names):
        texts[str(name)] = None if str(name) in texts else at
    found = [exact.get(label, texts.get(str(label))) for label in labels]
    lacking = dict.fromkeys(str(label) for label, at in zip(labels, found, strict=True) if at is None)
    if lacking:
        faults.append(f"{what} names {few(lacking)}, which has no point; `points` has {few(names)}")
    return found
