"""Maps of networks: links by mode, flows by their tonnes, what a disruption changes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import matplotlib as mpl
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.colors import to_rgba
from pyproj import CRS

from experiments.files import lettered, plain_text
from experiments.maps import EFFECTS, LIGHT, MODES, SERIES
from experiments.pictures.sheet import Sheet, draw_places, geographic, hub_faults
from experiments.pictures.sizes import axes_for, small
from experiments.pictures.strip import Sample, width_samples
from optimize import InputError

FloatArray = npt.NDArray[np.float64]

WIDEST = 1.15
"""Width of the largest flow, in sizes of text."""
THINNEST_PT = 0.35
"""Width that a flow has at least, points."""
NOTHING = 0.005
"""Share of the largest flow or change below which a line is drawn as one without."""
_DASHED = ("ferry", "sea")
_DASHES = (0, (2.2, 1.4))
_SHUT = (0, (1.6, 0.9))
_WAYS = ("eastward", "westward")
_WAY_COLOURS = (LIGHT.flow, LIGHT.back)


@lettered
def plot_network(
    links: gpd.GeoDataFrame,
    *,
    by: str = "mode",
    places: gpd.GeoDataFrame | None = None,
    hubs: Sequence[object] = (),
    closed: Iterable[object] = (),
    title: str = "",
    note: str | None = "",
    keys: bool = True,
    names: bool = True,
    around: gpd.GeoDataFrame | None = None,
    crs: CRS | None = None,
    land: gpd.GeoDataFrame | None = None,
    ax: Axes | None = None,
    size: str = "page",
) -> Axes:
    """Draw the links of a network, in the colour of their kind.

    Parameters
    ----------
    links : GeoDataFrame
        Lines. Those with a true value in a column ``planned`` are dotted.
    by : str
        Column of the kinds; all have one colour where there is none.
    places : GeoDataFrame, optional
        Points, named by their column ``name``, else by their index.
    hubs : sequence of labels
        Places that are marked as hubs.
    closed : iterable of labels
        Links that are closed: dashed, with a cross.
    title : str
    note : str or None
        Whose the data are; beside it stand the projection and the source of the outlines. None: no such line.
    keys : bool
        Whether there is a strip with keys and scale bar.
    names : bool
        Whether places are named where there is room.
    around : GeoDataFrame, optional
        What the map shows; all links and places if not given.
    crs : CRS, optional
        Projection; one that suits the map if not given.
    land : GeoDataFrame, optional
        Outlines in `crs`, if they are at hand.
    ax : Axes, optional
        A new figure if not given.
    size : str
        Of a new figure: ``column``, ``page`` or ``slide``.

    Returns
    -------
    Axes

    Raises
    ------
    InputError
        If the data cannot be drawn; it names what is wrong.
    """
    lines = geographic(links, "links")
    shut = list(closed)
    _refuse([*hub_faults(places, hubs), *_closed_faults(lines, shut)])
    kinds = lines[by].astype(str) if by in lines.columns else pd.Series("link", index=lines.index)
    colours = _colours(list(dict.fromkeys(kinds)))
    planned = lines["planned"].fillna(False).astype(bool) if "planned" in lines.columns else kinds == ""
    with axes_for(ax, size) as on:
        wide = 1.6 * float(mpl.rcParams["axes.linewidth"])
        samples = [_kind_sample(kind, colour, wide) for kind, colour in colours.items()] if by in lines.columns else []
        if planned.any():
            samples.append(Sample("planned", {"color": LIGHT.ink, "linestyle": ":", "linewidth": wide}))
        samples += _mark_samples(hubs, shut)
        sheet = _sheet(on, lines, places, around, samples, title, note, keys, crs, land)
        shapes = sheet.projected(lines)
        for kind, colour in reversed(colours.items()):
            own = shapes[(kinds.reindex(shapes.index) == kind) & ~shapes.index.isin(shut)]
            dotted = planned.reindex(own.index)
            style = _DASHES if kind in _DASHED else "-"
            _lines(sheet, own[~dotted].geometry, colour, wide, 3, style, alpha=0.35 if kind == "air" else 1.0)
            _lines(sheet, own[dotted].geometry, colour, wide, 3, ":")
        _finish(sheet, shapes, shut, places, hubs, names)
    return on


@lettered
def plot_flows(
    lines: gpd.GeoDataFrame,
    tonnes: str = "tonnes",
    back: str | None = None,
    *,
    places: gpd.GeoDataFrame | None = None,
    hubs: Sequence[object] = (),
    closed: Iterable[object] = (),
    largest: float | None = None,
    title: str = "",
    note: str | None = "",
    keys: bool = True,
    names: bool = True,
    around: gpd.GeoDataFrame | None = None,
    crs: CRS | None = None,
    land: gpd.GeoDataFrame | None = None,
    ax: Axes | None = None,
    size: str = "page",
) -> Axes:
    """Draw flows as bands as wide as their tonnes; traffic keeps right, arrows show which way it goes.

    Parameters
    ----------
    lines : GeoDataFrame
        Lines, each running the way of its flow.
    tonnes : str
        Column of the tonnes a year along the line.
    back : str, optional
        Column of those the other way. Without it, bands lie on the lines, and have no arrows.
    places, hubs, closed
        See `plot_network`.
    largest : float, optional
        Tonnes a year of the widest band; the largest flow if not given. The same for several maps makes them
        comparable.
    title, note, keys, names, around, crs, land, ax, size
        See `plot_network`.

    Returns
    -------
    Axes

    Raises
    ------
    InputError
        If the data cannot be drawn; it names what is wrong.
    """
    shapes = geographic(lines, "lines")
    shut = list(closed)
    _refuse([*_column_faults(shapes, [tonnes, *([back] if back else [])], least=0.0), *hub_faults(places, hubs),
             *_closed_faults(shapes, shut)])  # fmt: skip
    ways = np.column_stack([_values(shapes, name) for name in (tonnes, back) if name])
    most = float(ways.max(initial=0.0)) if largest is None else float(largest)
    with axes_for(ax, size) as on:
        widest = WIDEST * float(mpl.rcParams["font.size"])
        samples = [*width_samples(most, widest, LIGHT.flow), *_mark_samples(hubs, shut)]
        if back is not None and most > 0:
            samples[:0] = [Sample(words, {"color": colour, "linewidth": 0.5 * widest})
                           for words, colour in zip(_WAYS, _WAY_COLOURS, strict=True)]  # fmt: skip
        sheet = _sheet(on, shapes, places, around, samples, title, note, keys, crs, land)
        drawn = sheet.projected(shapes)
        flows = ways[shapes.index.isin(drawn.index)]
        _lines(sheet, _ground_links(drawn), LIGHT.faint, 0.6 * float(mpl.rcParams["axes.linewidth"]), 2)
        _bands(sheet, drawn, flows, most, widest)
        _finish(sheet, drawn, shut, places, hubs, names, keep_off=drawn.geometry[flows.sum(axis=1) > 0.05 * most])
    return on


@lettered
def plot_change(
    lines: gpd.GeoDataFrame,
    change: str = "change",
    *,
    places: gpd.GeoDataFrame | None = None,
    hubs: Sequence[object] = (),
    closed: Iterable[object] = (),
    largest: float | None = None,
    title: str = "",
    note: str | None = "",
    keys: bool = True,
    names: bool = True,
    around: gpd.GeoDataFrame | None = None,
    crs: CRS | None = None,
    land: gpd.GeoDataFrame | None = None,
    ax: Axes | None = None,
    size: str = "page",
) -> Axes:
    """Draw where there is more freight than in another state and where less: the colour says which, the width how much.

    Parameters
    ----------
    lines : GeoDataFrame
        Lines.
    change : str
        Column of the tonnes a year above the other state, negative below.
    places, hubs, closed
        See `plot_network`.
    largest : float, optional
        Tonnes a year of the widest band; the largest change if not given.
    title, note, keys, names, around, crs, land, ax, size
        See `plot_network`.

    Returns
    -------
    Axes

    Raises
    ------
    InputError
        If the data cannot be drawn; it names what is wrong.
    """
    shapes = geographic(lines, "lines")
    shut = list(closed)
    _refuse([*_column_faults(shapes, [change]), *hub_faults(places, hubs), *_closed_faults(shapes, shut)])
    values = _values(shapes, change)
    most = float(np.abs(values).max(initial=0.0)) if largest is None else float(largest)
    with axes_for(ax, size) as on:
        widest = WIDEST * float(mpl.rcParams["font.size"])
        samples = [
            Sample("more", {"color": LIGHT.more, "linewidth": 0.6 * widest}),
            Sample("less", {"color": LIGHT.less, "linewidth": 0.6 * widest}),
            *width_samples(most, widest, LIGHT.soft), *_mark_samples(hubs, shut),
        ]  # fmt: skip
        sheet = _sheet(on, shapes, places, around, samples, title, note, keys, crs, land)
        drawn = sheet.projected(shapes)
        own = values[shapes.index.isin(drawn.index)]
        _lines(sheet, _ground_links(drawn), LIGHT.faint, 0.6 * float(mpl.rcParams["axes.linewidth"]), 2)
        order = np.argsort(np.abs(own), kind="stable")
        seen = order[np.abs(own[order]) > NOTHING * max(most, 1e-9)]
        widths = np.maximum(widest * np.abs(own[seen]) / max(most, 1e-9), 2 * THINNEST_PT)
        colours = [LIGHT.more if own[at] > 0 else LIGHT.less for at in seen]
        _lines(sheet, drawn.geometry.iloc[seen], colours, widths, 4)
        _finish(sheet, drawn, shut, places, hubs, names, keep_off=drawn.geometry[np.abs(own) > 0.1 * most])
    return on


def _sheet(
    on: Axes,
    lines: gpd.GeoDataFrame,
    places: gpd.GeoDataFrame | None,
    around: gpd.GeoDataFrame | None,
    samples: Sequence[Sample],
    title: str,
    note: str | None,
    keys: bool,
    crs: CRS | None,
    land: gpd.GeoDataFrame | None,
) -> Sheet:
    shapes = [lines.geometry] if places is None else [lines.geometry, geographic(places, "places").geometry]
    shown = gpd.GeoDataFrame(geometry=pd.concat(shapes, ignore_index=True), crs=4326) if around is None else around
    if title:
        on.set_title(plain_text(title))
    shown = geographic(shown, "shapes of around=")
    return Sheet.laid(on, shown, samples=samples, note=note, keys=keys, crs=crs, land=land)


def _refuse(faults: list[str]) -> None:
    if faults:
        raise InputError(faults)


def _column_faults(lines: gpd.GeoDataFrame, columns: Sequence[str], least: float = -np.inf) -> list[str]:
    faults = []
    for column in columns:
        if column not in lines.columns:
            others = ", ".join(map(str, lines.select_dtypes("number").columns)) or "none"
            faults.append(f"lines have no column {column!r}; columns of numbers are: {others}")
            continue
        values = pd.to_numeric(lines[column], errors="coerce").to_numpy(dtype=np.float64)
        wrong = lines.index[~(np.isfinite(values) & (values >= least))]
        if len(wrong):
            told = "finite numbers" if least == -np.inf else "numbers of at least 0"
            faults.append(f"column {column!r} has to have {told}; look at {', '.join(map(str, wrong[:5]))}")
    return faults


def _closed_faults(lines: gpd.GeoDataFrame, closed: Sequence[object]) -> list[str]:
    unknown = [str(link) for link in closed if link not in lines.index]
    return [f"closed links {', '.join(unknown[:5])} are not in the index of the lines"] if unknown else []


def _values(lines: gpd.GeoDataFrame, column: str) -> FloatArray:
    return np.asarray(lines[column].to_numpy(dtype=np.float64))


def _colours(kinds: list[str]) -> dict[str, str]:
    """Colours of kinds, modes of transport their own and first."""
    known = [mode for mode in MODES if mode in kinds]
    others = [kind for kind in kinds if kind not in MODES]
    own = [LIGHT.flow] if kinds == ["link"] else SERIES
    return {**{mode: MODES[mode][0] for mode in known}, **{kind: own[k % len(own)] for k, kind in enumerate(others)}}


def _kind_sample(kind: str, colour: str, wide: float) -> Sample:
    words = MODES[kind][1] if kind in MODES else kind
    return Sample(words, {"color": colour, "linewidth": wide, "linestyle": _DASHES if kind in _DASHED else "-"})


def _ground_links(lines: gpd.GeoDataFrame) -> gpd.GeoSeries:
    """Lines that are shown without freight too: there are too many by air."""
    return lines.geometry if "mode" not in lines.columns else lines.geometry[lines["mode"] != "air"]


def _mark_samples(hubs: Sequence[object], closed: Sequence[object]) -> list[Sample]:
    return [*([hub_sample()] if len(hubs) else []), *([closed_sample()] if closed else [])]


def hub_sample() -> Sample:
    """Make the key of a hub's mark.

    Returns
    -------
    Sample
    """
    return Sample("hub", {"linestyle": "none", "marker": "o", "color": LIGHT.ink, "markersize": 0.7 * small()})


def closed_sample() -> Sample:
    """Make the key of closed lines.

    Returns
    -------
    Sample
    """
    return Sample("closed", {"color": EFFECTS["closed"][0], "linestyle": _SHUT, "linewidth": 0.22 * small()})


def _lines(
    sheet: Sheet,
    lines: Iterable[shapely.Geometry],
    colours: Any,
    widths: Any,
    zorder: float,
    style: Any = "-",
    *,
    alpha: float = 1.0,
) -> None:
    """Draw lines, each of its parts with the line's own colour and width."""
    parts, of_line = shapely.get_parts(np.array(list(lines), dtype=object), return_index=True)
    if not len(parts):
        return
    many = np.atleast_1d(np.asarray(widths, dtype=np.float64))
    each = [to_rgba(colour) for colour in ([colours] if isinstance(colours, str) else colours)]
    sheet.axes.add_collection(
        LineCollection(
            [shapely.get_coordinates(part) for part in parts], zorder=zorder, linestyles=[style], alpha=alpha,
            colors=each if len(each) == 1 else [each[k] for k in of_line],
            linewidths=many if len(many) == 1 else many[of_line], joinstyle="round",
            capstyle="round" if style == "-" else "butt",
        ),
        autolim=False,
    )  # fmt: skip


def _bands(sheet: Sheet, lines: gpd.GeoDataFrame, flows: FloatArray, most: float, widest: float) -> None:
    """Draw flows along lines and, where there are two columns, against them, each on its own right."""
    pieces: list[_Band] = []
    two = flows.shape[1] == 2
    for line, amounts in zip(lines.geometry, flows, strict=True):
        for way, amount in enumerate(amounts):
            if amount > NOTHING * max(most, 1e-9):
                wide = max(widest * amount / most, THINNEST_PT)
                aside = (wide / 2 + 0.15) / sheet.per_metre if two else 0.0
                west = two and (_goes_west(line) != (way == 1))
                colour = _WAY_COLOURS[west]
                pieces.append(_Band(wide, _beside(line, -aside if way == 0 else aside), line, way, colour))
    pieces.sort(key=lambda piece: piece.wide)
    _lines(sheet, [piece.drawn for piece in pieces], [piece.colour for piece in pieces],
           [piece.wide for piece in pieces], 4)  # fmt: skip
    if two:
        _arrows(sheet, pieces)


@dataclass(frozen=True)
class _Band:
    """A flow: its width in points, where it is drawn, the line that it belongs to, 1 for the way back, its colour."""

    wide: float
    drawn: shapely.Geometry
    line: shapely.Geometry
    way: int
    colour: str


def _goes_west(line: shapely.Geometry) -> bool:
    """Whether a line ends west of where it begins; south of it where it runs due north or south."""
    xy = shapely.get_coordinates(line)
    (east, north) = xy[-1] - xy[0]
    return bool(east < 0 or (east == 0 and north < 0))


def _beside(line: shapely.Geometry, aside: float) -> shapely.Geometry:
    """Move a line aside, to its left if above 0."""
    if aside == 0.0:
        return line
    moved = shapely.offset_curve(line, aside, join_style="round")
    return line if moved.is_empty else moved


def _longest(line: shapely.Geometry) -> shapely.LineString:
    """The longest part of a line."""
    return max(shapely.get_parts(line), key=lambda part: part.length)


def _arrows(sheet: Sheet, bands: Sequence[_Band]) -> None:
    """Draw the direction of flows in the middle of their bands, where those are long enough on the map."""
    text = small()
    shapes, fills, edges = [], [], []
    for band in bands:
        longest, drawn = _longest(band.line), _longest(band.drawn)
        tip = max(0.85 * band.wide, 0.55 * text) / sheet.per_metre
        if longest.length < 5 * tip or band.wide < 0.06 * text:
            continue
        # the way of the line itself: moved aside, it may be drawn from its other end
        middle = longest.length / 2
        ends = shapely.get_coordinates(shapely.line_interpolate_point(longest, [middle - tip / 2, middle + tip / 2]))
        along = (ends[1] - ends[0]) / max(np.hypot(*(ends[1] - ends[0])), 1e-9) * (1.0 if band.way == 0 else -1.0)
        across = 0.42 * tip * np.array([-along[1], along[0]])
        centre = shapely.get_coordinates(drawn.interpolate(drawn.project(shapely.Point(ends.mean(axis=0)))))[0]
        back = centre - 0.5 * tip * along
        shapes.append(np.array([centre + 0.5 * tip * along, back + across, back - across]))
        inside = band.wide > 0.45 * text
        fills.append("white" if inside else band.colour)
        edges.append("none" if inside else "white")
    if shapes:
        sheet.axes.add_collection(
            PolyCollection(shapes, facecolors=fills, edgecolors=edges, linewidths=0.03 * text, zorder=5, gid="arrows"),
            autolim=False,
        )


def _finish(
    sheet: Sheet,
    lines: gpd.GeoDataFrame,
    closed: Sequence[object],
    places: gpd.GeoDataFrame | None,
    hubs: Sequence[object],
    names: bool,
    *,
    keep_off: Iterable[shapely.Geometry] = (),
) -> None:
    """Draw closures above all lines, then places and their names."""
    shut = lines[lines.index.isin(list(closed))]
    draw_closures(sheet, shut)
    sheet.keep_off([*keep_off, *shut.geometry])
    if places is not None:
        draw_places(sheet, geographic(places, "places"), hubs, names=names)


def draw_closures(sheet: Sheet, lines: gpd.GeoDataFrame) -> None:
    """Draw closed lines dashed, each with a cross that is seen however short it is.

    Parameters
    ----------
    sheet : Sheet
    lines : GeoDataFrame
        Projected.
    """
    text = small()
    red = EFFECTS["closed"][0]
    _lines(sheet, lines.geometry, "white", 0.42 * text, 6)
    _lines(sheet, lines.geometry, red, 0.22 * text, 6.1, _SHUT)
    for line in lines.geometry:
        longest = _longest(line)
        middle = longest.interpolate(0.5, normalized=True)
        sheet.axes.plot([middle.x], [middle.y], marker="o", markersize=1.15 * text, color="white", markeredgecolor=red,
                        markeredgewidth=0.12 * text, zorder=11)  # fmt: skip
        sheet.axes.plot([middle.x], [middle.y], marker="x", markersize=0.55 * text, color=red,
                        markeredgewidth=0.17 * text, zorder=11.1, gid="closure")  # fmt: skip
        sheet.take(middle.x, middle.y, 0.65 * text)
