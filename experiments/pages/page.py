"""The page of a study: sentences, pictures and tables in one file that opens without a network."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from numbers import Number
from pathlib import Path
from typing import Any

import pandas as pd
from jinja2 import Environment, PackageLoader, StrictUndefined

from experiments.text import figure, percent, rows, usd
from optimize.brief import Brief

DrawPicture = Callable[[Path], object]
"""Writes a PNG file to a path."""


@dataclass(frozen=True)
class Picture:
    """A picture of a study.

    Attributes
    ----------
    name : str
        Its file, ``lead.png``.
    draw : callable
        Writes it to a path.
    words : str
        What is to be seen, for who cannot see it, and the caption.
    """

    name: str
    draw: DrawPicture
    words: str


@dataclass(frozen=True)
class Shown(Brief):
    """A table as the page shows it.

    Attributes
    ----------
    title : str
    frame : DataFrame
        Its index is not shown. Numbers of columns that end in ``_usd`` and ``share...`` are written as money and
        percentages, others with the digits that tell them apart.
    columns : dict of str to str
        Columns to show and their headings, in order; empty = all.
    most : int
        Rows that are shown; the others are in the CSV file.
    role : str
        What scripts find it by: ``ranking`` for the ranking of the hubs.
    """

    title: str
    frame: pd.DataFrame
    columns: Mapping[str, str] = field(default_factory=dict)
    most: int = 30
    role: str = ""

    @property
    def headings(self) -> dict[str, str]:
        """Columns that are shown, and what stands above them."""
        return dict(self.columns) or {str(name): str(name).replace("_", " ") for name in self.frame.columns}

    def cells(self) -> list[list[str]]:
        """Write the cells that are shown, row by row.

        Returns
        -------
        list of lists of str
        """
        shown = self.frame.head(self.most)
        return [[cell_text(name, row[name]) for name in self.headings] for row in rows(shown)]

    @property
    def left_out(self) -> int:
        """How many rows are not shown."""
        return max(0, len(self.frame) - self.most)


@dataclass(frozen=True)
class Section(Brief):
    """A part of a page.

    Attributes
    ----------
    title : str
    sentences : sequence of str
    pictures : sequence of Picture
    tables : sequence of Shown
    """

    title: str
    sentences: Sequence[str] = ()
    pictures: Sequence[Picture] = ()
    tables: Sequence[Shown] = ()


@dataclass(frozen=True)
class Page(Brief):
    """All that a study's page says.

    Attributes
    ----------
    title : str
        Above the headline: region and study.
    headline : str
        The answer in one sentence.
    sentences : sequence of str
        What else follows from the tables.
    sections : sequence of Section
    notes : sequence of str
        What was assumed, and where the numbers come from.
    """

    title: str
    headline: str
    sentences: Sequence[str] = ()
    sections: Sequence[Section] = ()
    notes: Sequence[str] = ()

    @property
    def pictures(self) -> list[Picture]:
        """All pictures, in the order of the page."""
        return [picture for section in self.sections for picture in section.pictures]


def page_html(page: Page, pictures: Mapping[str, Path], facts: Mapping[str, Any] | None = None) -> str:
    """Make the page, pictures and all.

    Parameters
    ----------
    page : Page
    pictures : mapping of str to Path
        Where the PNG file of each picture is that could be drawn.
    facts : mapping, optional
        Facts of the run, shown at its end.

    Returns
    -------
    str
        HTML, which refers to no other file.

    Raises
    ------
    OSError
        If a picture cannot be read.
    """
    environment = Environment(
        loader=PackageLoader("experiments.pages"), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    inside = {name: base64.b64encode(path.read_bytes()).decode("ascii") for name, path in pictures.items()}
    return environment.get_template("study.html.j2").render(page=page, pictures=inside, facts=dict(facts or {}))


def cell_text(column: str, value: Any) -> str:
    """Write a cell for a reader.

    Parameters
    ----------
    column : str
        Name of its column, which tells the unit.
    value : anything

    Returns
    -------
    str
        Empty where nothing is known.

    Examples
    --------
    >>> cell_text("lead_usd", 1_250_000.0), cell_text("share_best", 0.625), cell_text("name", "Osh")
    ('1.25 m USD', '62.5%', 'Osh')
    """
    if isinstance(value, list | tuple):
        return " + ".join(str(item) for item in value)
    if value is None or value is pd.NA or (isinstance(value, Number) and pd.isna(value)):  # type: ignore[call-overload]
        return ""
    if isinstance(value, bool) or not isinstance(value, Number):
        return {True: "yes", False: "no"}.get(value, str(value)) if isinstance(value, bool) else str(value)
    number = float(value)  # type: ignore[arg-type]
    if column.endswith("_usd"):
        return usd(number)
    if column.startswith("share") or column.endswith("_share"):
        return percent(number)
    return f"{int(number):,}" if number.is_integer() else figure(number)
