"""The main map of the picture: hubs by rank, regret and tonnes, on the network by mode."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import geopandas as gpd
import numpy as np
import numpy.typing as npt
from matplotlib import patheffects
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from experiments.files import lettered
from experiments.maps import (
    BORDER,
    FAINT,
    INK,
    LAND,
    MODES,
    WATER,
    Frame,
    Label,
    land_within,
    place_labels,
    regret_colour,
)
from experiments.pictures import round_below, text_width
from experiments.report.scene import Scene

DETAIL_M = 2_000
"""Metres below which the outlines of land lose their details: less than a pixel of the picture."""
_WIDTHS = {"rail": 1.5, "road": 0.7, "air": 0.6, "ferry": 1.6, "sea": 0.9}
_STYLES: dict[str, Literal["--", "-."]] = {"ferry": "--", "sea": "-."}
_GIVE_UP = 9.0
"""Penalty from which on a place is not named: a name may touch a marker's edge, but cover nothing."""


@lettered
def hub_map(scene: Scene, axes: Axes, ratio: float, height_in: float) -> None:
    """Draw the main map.

    Parameters
    ----------
    scene : Scene
    axes : Axes
    ratio : float
        Width of the axes over their height.
    height_in : float
        Height of the axes, inches.
    """
    frame = scene.focus.shaped(ratio)
    backdrop(axes, frame, land_within(frame, scene.crs, DETAIL_M))
    _network(scene, axes)
    points = scene.places.geometry.loc[list(scene.ranking.index)]
    others = scene.places[~scene.places.index.isin(points.index)]
    axes.scatter(others.geometry.x, others.geometry.y, s=7, color="white", edgecolor=FAINT, linewidth=0.7, zorder=3)
    colours = [regret_colour(share) for share in scene.ranking["regret_share"]]
    axes.scatter(points.x, points.y, s=_areas(scene), c=colours, edgecolor="white", linewidth=1.4, zorder=5)
    _name_places(scene, _Lettering(axes, frame, height_in * 72 / frame.height))
    _mode_legend(scene, axes)
    _scale_bar(axes, frame)
    axes.set(xlabel="", ylabel="")  # geopandas writes what its axes are


def backdrop(axes: Axes, frame: Frame, land: gpd.GeoDataFrame) -> None:
    """Set up a map's axes: frame, water, land.

    Parameters
    ----------
    axes : Axes
    frame : Frame
    land : GeoDataFrame
        Outlines, projected.
    """
    axes.set_xlim(frame.west, frame.east)
    axes.set_ylim(frame.south, frame.north)
    axes.set_xticks([])
    axes.set_yticks([])
    axes.set_aspect("equal")
    axes.set_facecolor(WATER)
    if not land.empty:  # there are regions of islands too small for the outlines
        land.plot(ax=axes, color=LAND, edgecolor=BORDER, linewidth=0.5, aspect=None)
    for spine in axes.spines.values():
        spine.set_color(BORDER)


def _network(scene: Scene, axes: Axes) -> None:
    base = scene.effects[scene.found.study.scenarios[0]]
    for mode in reversed(list(MODES)):
        lines = scene.lines[(scene.lines["mode"] == mode) & ~scene.lines["planned"]]
        if lines.empty:
            continue
        lines.plot(
            ax=axes, color=MODES[mode][0], linewidth=_WIDTHS[mode], alpha=0.16 if mode == "air" else 0.75,
            linestyle=_STYLES.get(mode, "-"), aspect=None, zorder=2,
        )  # fmt: skip
    planned = scene.lines[scene.lines["planned"] & (base.reindex(scene.lines.index) == "planned")]
    if not planned.empty:
        planned.plot(ax=axes, color=MODES["rail"][0], linewidth=1.1, linestyle=":", alpha=0.8, aspect=None, zorder=2)


def _scale_bar(axes: Axes, frame: Frame) -> None:
    """Draw how long a round number of kilometres is, in the lower right corner."""
    km = round_below(0.16 * frame.width / 1000)
    right, low = frame.east - 0.02 * frame.width, frame.south + 0.025 * frame.height
    left, tick = right - 1000 * km, 0.008 * frame.height
    halo = [patheffects.withStroke(linewidth=3.0, foreground="white", alpha=0.9)]
    axes.plot([left, left, right, right], [low + tick, low, low, low + tick], color=INK, linewidth=1.0, zorder=7,
              path_effects=halo)  # fmt: skip
    axes.text((left + right) / 2, low + 1.2 * tick, f"{km:g} km", fontsize=8, ha="center", va="bottom", color=INK,
              path_effects=halo, zorder=7, gid="scale bar")  # fmt: skip


def _areas(scene: Scene) -> npt.NDArray[np.float64]:
    """Areas of the hubs' markers in square points."""
    tonnes = scene.ranking["hub_t"].to_numpy()
    return np.asarray(60 + 420 * tonnes / max(tonnes.max(), 1.0))


@dataclass(frozen=True)
class _Style:
    """How a name is written."""

    points: float
    colour: str
    weight: str

    def size(self, text: str) -> tuple[float, float]:
        """Width and height of a text, points."""
        return text_width(text, self.points, bold=self.weight == "bold") + 4, self.points * 1.35


_HUB = _Style(10.5, INK, "bold")
_PLACE = _Style(7.5, "#52606d", "normal")


@dataclass(frozen=True)
class _Lettering:
    """Writes on a map, in points from the frame's south-west corner."""

    axes: Axes
    frame: Frame
    per_metre: float

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        return 3.0, 3.0, self.frame.width * self.per_metre - 3, self.frame.height * self.per_metre - 3

    def at(self, places: gpd.GeoDataFrame) -> list[tuple[float, float]]:
        x = (places.geometry.x - self.frame.west) * self.per_metre
        y = (places.geometry.y - self.frame.south) * self.per_metre
        return list(zip(x, y, strict=True))

    def write(self, label: Label, text: str, style: _Style) -> None:
        halo = [patheffects.withStroke(linewidth=2.6, foreground="white", alpha=0.9)]
        self.axes.text(
            *self._metres(label.x, label.y), text, fontsize=style.points, color=style.colour, weight=style.weight,
            ha="center", va="center", path_effects=halo, zorder=6, clip_on=True,
        )  # fmt: skip

    def lead(self, point: tuple[float, float], label: Label) -> None:
        """Draw a line from a point to its label."""
        start, end = self._metres(*point), self._metres(label.x, label.y)
        self.axes.plot([start[0], end[0]], [start[1], end[1]], color=FAINT, linewidth=0.8, zorder=4)

    def _metres(self, x: float, y: float) -> tuple[float, float]:
        return self.frame.west + x / self.per_metre, self.frame.south + y / self.per_metre


def _name_places(scene: Scene, lettering: _Lettering) -> None:
    """Write the hubs with their ranks, then the names of as many other places as there is room for."""
    study, hubs = scene.found.study, [str(hub) for hub in scene.ranking.index]
    ranks = scene.ranking["expected_rank"].to_list()
    texts = [f"{rank}  {study.name(hub)}" for rank, hub in zip(ranks, hubs, strict=True)]
    points, everywhere = lettering.at(scene.places.loc[hubs]), lettering.at(scene.places)
    placed = place_labels(
        points, [_HUB.size(text) for text in texts], lettering.bounds, radius=list(np.sqrt(_areas(scene)) / 2),
        obstacles=everywhere,
    )  # fmt: skip
    for point, text, label in zip(points, texts, placed, strict=True):
        if label is not None:
            lettering.write(label, text, _HUB)
            if label.leads:
                lettering.lead(point, label)
    others = [place for place in _worth_naming(scene) if place not in hubs]
    names = [study.name(place) for place in others]
    small = place_labels(
        lettering.at(scene.places.loc[others]), [_PLACE.size(name) for name in names], lettering.bounds, radius=3.5,
        obstacles=everywhere, taken=_boxes(placed, texts), give_up=_GIVE_UP,
    )  # fmt: skip
    for name, label in zip(names, small, strict=True):
        if label is not None:
            lettering.write(label, name, _PLACE)


def _boxes(placed: Sequence[Label | None], texts: Sequence[str]) -> list[tuple[float, float, float, float]]:
    boxes = []
    for label, text in zip(placed, texts, strict=True):
        if label is not None:
            wide, tall = _HUB.size(text)
            boxes.append((label.x - wide / 2, label.y - tall / 2, label.x + wide / 2, label.y + tall / 2))
    return boxes


def _worth_naming(scene: Scene) -> list[str]:
    """Gateways, then border posts and ports, then cities by size."""
    places = scene.places
    roles = places["roles"].map(set)
    value = places["population"].fillna(0.0) / 1e6
    value += 30.0 * roles.map(lambda held: bool(held & {"gateway"}))
    value += 6.0 * roles.map(lambda held: bool(held & {"border", "port"}))
    value[list(scene.found.study.gateways)] += 100.0
    return [str(place) for place in value.sort_values(ascending=False).index]


def _mode_legend(scene: Scene, axes: Axes) -> None:
    used = set(scene.lines["mode"])
    handles = [
        Line2D([], [], color=colour, linewidth=2, linestyle=_STYLES.get(mode, "-"), label=name)
        for mode, (colour, name) in MODES.items()
        if mode in used
    ]
    if scene.lines["planned"].any():
        handles.append(Line2D([], [], color=MODES["rail"][0], linewidth=1.4, linestyle=":", label="planned"))
    handles.append(
        Line2D([], [], marker="o", linestyle="", markersize=9, color=regret_colour(0), markeredgecolor="white",
               label="hub: number = rank, area = tonnes, colour = regret")
    )  # fmt: skip
    axes.legend(
        handles=handles, loc="upper left", bbox_to_anchor=(-0.008, -0.004), fontsize=8, frameon=False,
        ncols=len(handles), columnspacing=1.4, handlelength=1.8,
    )  # fmt: skip
