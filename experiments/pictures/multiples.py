"""Small multiples: the flows of one state, and what each other one changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure, SubFigure
from pyproj import CRS

from experiments.files import lettered, settle_letters
from experiments.maps import LIGHT, Frame, land_within, projected, projection
from experiments.pictures.flow_maps import WIDEST, closed_sample, hub_sample, plot_change, plot_flows
from experiments.pictures.places import place_names
from experiments.pictures.sheet import geographic, note_words
from experiments.pictures.sizes import LEAST_PT, Size, picture_style, small
from experiments.pictures.strip import Sample, Strip, fitted, points_of, width_samples
from optimize import InputError

SHAPE = 1.45
"""Width of a panel's map over its height."""
TITLE = 21.0
"""Width that a panel's map of a page should have, in sizes of text."""


@lettered
def plot_scenarios(
    lines: gpd.GeoDataFrame,
    flows: pd.DataFrame,
    *,
    change: bool = True,
    closed: Mapping[str, Iterable[object]] | None = None,
    words: Mapping[str, str] | None = None,
    places: gpd.GeoDataFrame | None = None,
    hubs: Mapping[str, Sequence[object]] | Sequence[object] = (),
    named: Iterable[object] = (),
    columns: int | None = None,
    title: str = "",
    note: str = "",
    around: gpd.GeoDataFrame | None = None,
    size: str = "page",
) -> list[Axes]:
    """Draw a small map for each scenario: flows of the first, and what the others change, all to one scale.

    Parameters
    ----------
    lines : GeoDataFrame
        Lines.
    flows : DataFrame
        Lines x scenarios, tonnes a year in both directions; its index is that of `lines`, its columns are the titles.
    change : bool
        Whether all but the first show the change from the first; else each shows its flows.
    closed : mapping of str to iterables of labels, optional
        By scenario, lines that are closed.
    words : mapping of str to str, optional
        By scenario, what is written below its title.
    places : GeoDataFrame, optional
        Points; hubs are marked.
    hubs : sequence of labels, or mapping of str to it
        Places that are marked, in all scenarios or by scenario.
    named : iterable of labels
        Places that are shown and named where there is room, those of them that are hubs always.
    columns : int, optional
        Maps side by side; what suits the size if not given.
    title : str
    note : str
        Whose the data are.
    around : GeoDataFrame, optional
        What the maps show; all lines if not given.
    size : str
        ``column``, ``page``, ``slide`` or ``poster``; all but a slide are as high as they have to be.

    Returns
    -------
    list of Axes
        One for each scenario, on a new figure.

    Raises
    ------
    InputError
        If the data cannot be drawn; it names what is wrong.
    """
    shapes = geographic(lines, "lines")
    table = _table(shapes, flows)
    titles = [str(name) for name in table.columns]
    amounts = table.to_numpy(dtype=np.float64)
    moved = amounts - amounts[:, :1]
    largest = float(amounts.max(initial=0.0)), float(np.abs(moved).max(initial=0.0))
    shown = geographic(shapes if around is None else around, "shapes of around=")
    crs = projection(shown)
    with picture_style(size) as chosen:
        grid = _Grid.of(len(titles), columns, chosen, lined=bool(words), titled=bool(title), fixed=size == "slide")
        figure = _new_figure(grid)
        if title:
            head = fitted(title, 1.3 * chosen.text_pt, grid.wide - 2 * grid.edge, bold=True)
            figure.text(grid.edge / grid.wide, 1 - 0.35 * grid.head / grid.tall, head, va="center",
                        fontsize=1.3 * chosen.text_pt, weight="bold")  # fmt: skip
        told = list(named)
        frame = _panel_frame(shown, crs, grid)
        land = land_within(frame, crs, 0.35 * frame.width / grid.panel[0])
        found = []
        for number, name in enumerate(titles):
            ax = figure.add_axes(grid.box(number))
            shut = [label for label in (closed or {}).get(name, ()) if label in shapes.index]
            own = hubs.get(name, ()) if isinstance(hubs, Mapping) else hubs
            marked = None if places is None else _marked(places, own, told)
            common = {"closed": shut, "places": marked, "hubs": list(own) if places is not None else (), "keys": False,
                      "around": shown, "crs": crs, "land": land, "ax": ax}  # fmt: skip
            if change and number:
                plot_change(shapes.assign(_t=moved[:, number]), "_t", largest=largest[1], **common)
            else:
                plot_flows(shapes.assign(_t=amounts[:, number]), "_t", largest=largest[0], **common)
            grid.caption(ax, name, (words or {}).get(name, ""))
            found.append(ax)
        samples = _samples(largest, change=change and len(titles) > 1, closed=any((closed or {}).values()),
                           hubs=places is not None and bool(hubs))  # fmt: skip
        _foot(figure, grid, samples, note_words(crs, note))
        settle_letters(figure)
    return found


def _marked(places: gpd.GeoDataFrame, hubs: Sequence[object], named: Sequence[object]) -> gpd.GeoDataFrame:
    """Places that a panel shows; those that are not to be named have an empty name."""
    shown = places.loc[list(dict.fromkeys([*hubs, *named]))]
    names = pd.Series(place_names(shown), index=shown.index, dtype=object)
    return shown.assign(name=names.where(shown.index.isin(list(named)), ""))


def _table(lines: gpd.GeoDataFrame, flows: pd.DataFrame) -> pd.DataFrame:
    faults = []
    if flows.shape[1] == 0:
        faults.append("there are no scenarios to draw: flows= has no columns")
    if not flows.index.is_unique or not lines.index.is_unique:
        faults.append("the index of lines and flows= has to have each line once")
    unknown = flows.index.difference(lines.index)
    if len(unknown):
        faults.append(f"flows= has lines that are not there: {', '.join(map(str, unknown[:5]))}")
    if faults:
        raise InputError(faults)
    table = flows.reindex(lines.index).fillna(0.0).astype(np.float64)
    amounts = table.to_numpy(dtype=np.float64)
    wrong = table.index[(~np.isfinite(amounts) | (amounts < 0)).any(axis=1)]
    if len(wrong):
        raise InputError([f"flows= has to have finite tonnes of at least 0; look at {', '.join(map(str, wrong[:5]))}"])
    return table


@dataclass(frozen=True)
class _Grid:
    """Where the panels are, points from the upper left corner.

    Attributes
    ----------
    wide, tall, edge, head, foot : float
        Of the figure, and its margins.
    columns, rows : int
    panel : (float, float)
        Width and height of a map.
    below : float
        Room for the words under a map.
    """

    wide: float
    tall: float
    edge: float
    head: float
    foot: float
    columns: int
    rows: int
    panel: tuple[float, float]
    below: float
    lined: bool

    @classmethod
    def of(cls, count: int, columns: int | None, size: Size, *, lined: bool, titled: bool, fixed: bool) -> _Grid:
        text = size.text_pt
        wide = size.width_mm / 25.4 * 72
        edge, head = 0.8 * text, (2.6 if titled else 0.6) * text
        foot = 6.0 * small()
        below = (3.9 if lined else 2.6) * small()
        if columns is not None and columns < 1:
            raise InputError([f"columns is {columns}: give 1 or more"])
        tall = size.height_mm / 25.4 * 72
        options = [columns] if columns is not None else range(1, count + 1)
        rooms = {n: (wide - edge * (n + 1)) / n for n in options}
        if fixed:  # the largest that fit
            rooms = {n: min(room, ((tall - head - foot) / -(-count // n) - below) * SHAPE) for n, room in rooms.items()}
            best = max(rooms, key=lambda n: rooms[n])
        else:  # about as wide as a title
            best = min(rooms, key=lambda n: abs(rooms[n] - TITLE * text))
        panel, rows = rooms[best], -(-count // best)
        own = head + foot + rows * (panel / SHAPE + below)
        return cls(wide, tall if fixed else own, edge, head, foot, best, rows, (panel, panel / SHAPE), below, lined)

    def box(self, number: int) -> tuple[float, float, float, float]:
        row, column = divmod(number, self.columns)
        left = self.edge + column * (self.wide - self.edge) / self.columns
        top = self.head + row * (self.panel[1] + self.below)
        wide, tall = self.panel
        return left / self.wide, 1 - (top + tall) / self.tall, wide / self.wide, tall / self.tall

    def caption(self, ax: Axes, title: str, words: str) -> None:
        """Write title and words below a map, cut to its width."""
        text, at = small(), points_of(ax)
        for line, (told, size, bold, colour) in enumerate(
            ((title, text, True, LIGHT.ink), (words, max(LEAST_PT, 0.9 * text), False, LIGHT.soft))
        ):
            shown = fitted(told, size, self.panel[0], bold=bold)
            ax.text(0.0, -(1.25 + 1.3 * line) * text, shown, transform=at, fontsize=size, color=colour, va="baseline",
                    weight="bold" if bold else "normal", gid="caption")  # fmt: skip


def _new_figure(grid: _Grid) -> Figure:
    import matplotlib.pyplot as plt  # chooses a backend, which takes time

    return plt.figure(figsize=(grid.wide / 72, grid.tall / 72))


def _panel_frame(shown: gpd.GeoDataFrame, crs: CRS, grid: _Grid) -> Frame:
    west, south, east, north = projected(shown, crs).total_bounds
    return Frame(float(west), float(south), float(east), float(north)).padded(0.2).shaped(grid.panel[0] / grid.panel[1])


def _samples(largest: tuple[float, float], *, change: bool, closed: bool, hubs: bool) -> list[Sample]:
    text = small()
    widest = WIDEST * text / 0.9
    samples = list(width_samples(largest[0], widest, LIGHT.flow))
    if change and largest[1] > 0:
        samples += [
            Sample("change", heading=True),
            Sample("more", {"color": LIGHT.more, "linewidth": 0.6 * widest}),
            Sample("less", {"color": LIGHT.less, "linewidth": 0.6 * widest}),
            *width_samples(largest[1], widest, LIGHT.soft)[1:],
        ]
    if closed:
        samples.append(closed_sample())
    if hubs:
        samples.append(hub_sample())
    return samples


def _foot(figure: Figure | SubFigure, grid: _Grid, samples: Sequence[Sample], note: str) -> None:
    ax = figure.add_axes((0, 0, 1, grid.foot / grid.tall))
    ax.set_axis_off()
    Strip.laid(samples, note, grid.wide, bar=False).draw(ax)
