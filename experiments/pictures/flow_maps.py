"""Maps of networks: links by mode, flows by their tonnes, what a disruption changes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import geopandas as gpd
import matplotlib as mpl
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely
from matplotlib.axes import Axes
from pyproj import CRS

from experiments.files import lettered
from experiments.maps import EFFECTS, LIGHT, MODES, SERIES
from experiments.pictures.bands import NOTHING, SHUT, THINNEST_PT, WAY_COLOURS, draw_bands, draw_closures, draw_lines
from experiments.pictures.places import draw_places, hub_faults
from experiments.pictures.sheet import Sheet, geographic
from experiments.pictures.sizes import axes_for, small
from experiments.pictures.strip import Sample, fitted, width_samples
from optimize import InputError

FloatArray = npt.NDArray[np.float64]

WIDEST = 1.15
"""Width of the largest flow, in sizes of text."""
_DASHES = {"ferry": (0, (2.2, 1.4)), "sea": (0, (4.5, 1.2, 0.8, 1.2))}
_WAYS = ("eastward", "westward")


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
        Of a new figure: ``column``, ``page``, ``slide`` or ``poster``.

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
            style = _DASHES.get(str(kind), "-")
            draw_lines(sheet, own[~dotted].geometry, colour, wide, 3, style, alpha=0.35 if kind == "air" else 1.0)
            draw_lines(sheet, own[dotted].geometry, colour, wide, 3, ":")
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
    full: Iterable[object] = (),
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
    full : iterable of labels
        Lines that are full: with a red line along their middle.
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
        filled = list(full)
        samples = [*width_samples(most, widest, LIGHT.flow), *_mark_samples(hubs, shut)]
        if filled:
            samples.append(Sample("full", {"color": EFFECTS["closed"][0], "linewidth": 0.14 * small()}))
        if back is not None and most > 0:
            samples[:0] = [Sample(words, {"color": colour, "linewidth": 0.5 * widest})
                           for words, colour in zip(_WAYS, WAY_COLOURS, strict=True)]  # fmt: skip
        sheet = _sheet(on, shapes, places, around, samples, title, note, keys, crs, land)
        drawn = sheet.projected(shapes)
        flows = ways[shapes.index.isin(drawn.index)]
        draw_lines(sheet, _ground_links(drawn), LIGHT.faint, 0.6 * float(mpl.rcParams["axes.linewidth"]), 2)
        draw_bands(sheet, drawn, flows, most, widest)
        draw_lines(sheet, drawn.geometry[drawn.index.isin(filled)], EFFECTS["closed"][0], 0.14 * small(), 5.5)
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
        draw_lines(sheet, _ground_links(drawn), LIGHT.faint, 0.6 * float(mpl.rcParams["axes.linewidth"]), 2)
        order = np.argsort(np.abs(own), kind="stable")
        seen = order[np.abs(own[order]) > NOTHING * max(most, 1e-9)]
        widths = np.maximum(widest * np.abs(own[seen]) / max(most, 1e-9), 2 * THINNEST_PT)
        colours = [LIGHT.more if own[at] > 0 else LIGHT.less for at in seen]
        draw_lines(sheet, drawn.geometry.iloc[seen], colours, widths, 4)
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
        head = on.title.get_fontsize()
        on.set_title(fitted(title, float(head), on.get_window_extent().width * 72 / on.figure.dpi, bold=True))
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
    return Sample(words, {"color": colour, "linewidth": wide, "linestyle": _DASHES.get(kind, "-")})


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
    return Sample("closed", {"color": EFFECTS["closed"][0], "linestyle": SHUT, "linewidth": 0.22 * small()})


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
