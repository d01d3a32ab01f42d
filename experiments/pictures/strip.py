"""The strip below a map: what widths, colours and marks mean, how long a kilometre is, whose the data are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.textpath import TextPath
from matplotlib.transforms import Affine2D, ScaledTranslation, Transform, blended_transform_factory

from experiments.files import plain_letters, plain_text
from experiments.maps import LIGHT
from experiments.pictures.sizes import small

_GAP = 0.55
"""Between a sample and its words, and between rows, in sizes of text."""


@dataclass(frozen=True)
class Sample:
    """One entry of a key.

    Attributes
    ----------
    words : str
    line : dict
        Settings of a `Line2D` for the sample; empty for words alone.
    heading : bool
        Whether it stands in front of those that follow.
    """

    words: str
    line: dict[str, Any] = field(default_factory=dict)
    heading: bool = False

    @property
    def wide(self) -> float:
        """Width of the sample, in sizes of text."""
        if not self.line:
            return 0.0
        return 1.0 if self.line.get("linestyle") == "none" else 2.0


def text_width(text: str, points: float, *, bold: bool = False) -> float:
    """Measure a text.

    Parameters
    ----------
    text : str
    points : float
        Its size.
    bold : bool

    Returns
    -------
    float
        Points; letters that are not in the common font count as wide.
    """
    return points * sum(_advance(letter, bold) for letter in plain_text(text))


def fitted(text: str, points: float, width: float, *, bold: bool = False) -> str:
    """Cut a text to a width.

    Parameters
    ----------
    text : str
    points : float
        Its size.
    width : float
        Points.
    bold : bool

    Returns
    -------
    str
        In one line; with an ellipsis where it was cut.
    """
    shown = plain_text(text).replace("\n", " ")
    width *= 0.97  # letters are drawn at whole pixels
    if text_width(shown, points, bold=bold) <= width:
        return shown
    while shown and text_width(f"{shown}…", points, bold=bold) > width:
        shown = shown[:-1].rstrip()
    return f"{shown}…"


@cache
def _advance(letter: str, bold: bool) -> float:
    if ord(letter) > 0x2E80:  # ideographs fill a square
        return 1.0
    font = FontProperties(family="DejaVu Sans", weight="bold" if bold else "normal")
    with plain_letters():
        pair, one = (TextPath((0, 0), f"H{letter * n}H", size=100.0, prop=font).get_extents().width for n in (2, 1))
    return max(float(pair - one), 0.0) / 100.0


def points_of(axes: Axes) -> Transform:
    """Return the transform from points right of and above the lower left corner of axes.

    Parameters
    ----------
    axes : Axes

    Returns
    -------
    Transform
    """
    corner = ScaledTranslation(0, 0, axes.transAxes)  # type: ignore[arg-type]  # any transform does
    return Affine2D().scale(1 / 72) + axes.figure.dpi_scale_trans + corner


@dataclass
class Strip:
    """Keys in rows, laid out for a width.

    Attributes
    ----------
    width : float
        Points.
    note : str
        Projection and attribution, in small letters at the foot.
    bar_room : float
        Points kept for the scale bar at the right end of the first row.
    rows : list of list of (x, Sample)
        As many as are needed.
    """

    width: float
    note: str
    bar_room: float
    rows: list[list[tuple[float, Sample]]]

    @classmethod
    def laid(cls, samples: Iterable[Sample], note: str, width: float, *, bar: bool = True) -> Strip:
        """Lay out samples.

        Parameters
        ----------
        samples : iterable of Sample
        note : str
        width : float
            Points.
        bar : bool
            Whether there is a scale bar.

        Returns
        -------
        Strip
        """
        text = small()
        room = min(15.0 * text, 0.45 * width) if bar else 0.0
        rows: list[list[tuple[float, Sample]]] = [[]]
        x = text
        for sample in samples:
            wide = (
                text * sample.wide
                + _GAP * text * bool(sample.line)
                + text_width(sample.words, text, bold=sample.heading)
            )
            end = width - text - (room if len(rows) == 1 else 0.0)
            if x + wide > end and (rows[-1] or (room and len(rows) == 1)):
                rows.append([])
                x = text
            rows[-1].append((x, sample))
            x += wide + (0.8 if sample.heading else 1.5) * text
        return cls(width, note, room, rows)

    @property
    def notes(self) -> list[str]:
        """The note in lines."""
        return list(_wrapped(self.note, self.width - 2 * small(), small(factor=0.8)))

    @property
    def height(self) -> float:
        """Points from the bottom to the top of the strip."""
        text = small()
        rows = len(self.rows) if self.rows[0] or self.bar_room else 0
        return 1.9 * text * rows + 1.35 * small(factor=0.8) * len(self.notes) + 0.5 * text

    def draw(self, axes: Axes, per_metre: float = 0.0) -> None:
        """Draw the strip at the foot of axes.

        Parameters
        ----------
        axes : Axes
        per_metre : float
            Points a metre, for the scale bar.
        """
        text, points = small(), points_of(axes)
        across = blended_transform_factory(axes.transAxes, points)
        ground = Rectangle((0, 0), 1, self.height, transform=across, facecolor="white", alpha=0.93, zorder=20)
        ground.set(linewidth=0, gid="strip")
        axes.add_patch(ground)
        y = self.height - 1.3 * text
        for row in self.rows:
            for x, sample in row:
                self._sample(axes, points, x, y, sample)
            y -= 1.9 * text
        if self.bar_room and per_metre > 0:
            self._bar(axes, points, per_metre)
        foot = small(factor=0.8)
        for number, line in enumerate(reversed(self.notes)):
            axes.text(text, 0.45 * text + 1.35 * foot * number, line, fontsize=foot, color=LIGHT.soft, transform=points,
                      zorder=21, va="baseline", gid="note")  # fmt: skip

    def _sample(self, axes: Axes, points: Transform, x: float, y: float, sample: Sample) -> None:
        text = small()
        if sample.line:
            ends = [x, x + sample.wide * text]
            style: dict[str, Any] = {"solid_capstyle": "butt", **sample.line}
            at = [np.mean(ends)] if style.get("linestyle") == "none" else ends
            axes.add_line(Line2D(at, [y] * len(at), transform=points, zorder=21, clip_on=False, **style))
            x = ends[1] + _GAP * text
        axes.text(
            x, y, sample.words, fontsize=text, color=LIGHT.ink, va="center_baseline", transform=points, zorder=21,
            weight="bold" if sample.heading else "normal", gid="key",
        )  # fmt: skip

    def _bar(self, axes: Axes, points: Transform, per_metre: float) -> None:
        """Draw the scale bar, of a round number of kilometres."""
        text = small()
        km = round_below(max(self.bar_room - 6.5 * text, 2 * text) / per_metre / 1000)
        long = km * 1000 * per_metre
        words = f"{km:g} km"
        x, y = self.width - text - text_width(words, text) - _GAP * text, self.height - 1.3 * text
        bar = Line2D(
            [x - long, x - long, x, x], [y + 0.25 * text, y - 0.15 * text, y - 0.15 * text, y + 0.25 * text],
            color=LIGHT.ink, linewidth=float(mpl.rcParams["axes.linewidth"]), transform=points, zorder=21,
        )  # fmt: skip
        bar.set_gid(f"scale bar of {km:g} km")
        axes.add_line(bar)
        axes.text(x + _GAP * text, y, words, fontsize=text, color=LIGHT.ink, va="center_baseline", transform=points,
                  zorder=21, gid="key")  # fmt: skip


def _wrapped(text: str, width: float, points: float) -> Iterator[str]:
    line = ""
    for word in text.split():
        if line and text_width(f"{line} {word}", points) > width:
            yield line
            line = word
        else:
            line = f"{line} {word}".strip()
    if line:
        yield line


def round_below(value: float) -> float:
    """Return the largest 1, 2 or 5 times a power of ten up to a value.

    Parameters
    ----------
    value : float
        Above 0.

    Returns
    -------
    float

    Examples
    --------
    >>> round_below(1.0), round_below(37.2), round_below(0.049)
    (1.0, 20.0, 0.02)
    """
    power = 10.0 ** np.floor(np.log10(value) + 1e-12)
    step = max(step for step in (1.0, 2.0, 5.0) if step * power <= value * (1 + 1e-12))
    return float(f"{step * power:.6g}")


def width_samples(largest: float, widest: float, colour: str) -> Sequence[Sample]:
    """Make the key of widths by tonnes.

    Parameters
    ----------
    largest : float
        Tonnes a year of the widest flow.
    widest : float
        Its width, points.
    colour : str

    Returns
    -------
    sequence of Sample
        Three round amounts; none where nothing flows.
    """
    if largest <= 0:
        return []
    first = round_below(largest)
    amounts = list(dict.fromkeys(round_below(first / share) for share in (20.0, 4.0, 1.0)))
    lines = [{"color": colour, "linewidth": widest * amount / largest} for amount in amounts]
    words = map(amount_words, amounts)
    return [Sample("tonnes a year", heading=True), *(Sample(*each) for each in zip(words, lines, strict=True))]


def amount_words(tonnes: float) -> str:
    """Write a round amount of tonnes.

    Parameters
    ----------
    tonnes : float

    Returns
    -------
    str

    Examples
    --------
    >>> amount_words(2e6), amount_words(50_000), amount_words(5)
    ('2 Mt', '50 kt', '5 t')
    """
    for scale, unit in ((1e6, "Mt"), (1e3, "kt")):
        if abs(tonnes) >= scale:
            return f"{tonnes / scale:g} {unit}"
    return f"{tonnes:g} t"
