"""Where countries lie, as boxes of degrees, to tell coordinates that cannot be."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files

AROUND_DEGREES = 1.5
"""Beside a box: for small islands, which the outlines leave out, and for what lies off a coast."""


@cache
def country_boxes() -> dict[str, tuple[float, float, float, float]]:
    """(west, south, east, north) of each country, degrees, by ISO 3166 alpha-3 code; see the README of the data."""
    text = (files("geodata") / "data" / "country_boxes.csv").read_text(encoding="utf-8")
    return {
        row["iso3"]: (float(row["west"]), float(row["south"]), float(row["east"]), float(row["north"]))
        for row in csv.DictReader(text.splitlines())
    }


def may_lie_in(country: str, lat: float, lon: float) -> bool:
    """Whether a point can be in a country; true for codes that are not known.

    Examples
    --------
    >>> may_lie_in("KAZ", 43.25, 76.91), may_lie_in("KAZ", 76.91, 43.25)
    (True, False)
    """
    box = country_boxes().get(country)
    if box is None:
        return True
    west, south, east, north = box
    near = AROUND_DEGREES
    return south - near <= lat <= north + near and west - near <= lon <= east + near
