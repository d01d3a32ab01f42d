"""`Layer`: a table with shapes, and what readers of a file have to know of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import geopandas as gpd
import pandas as pd
from shapely.geometry import LineString, MultiLineString

from optimize.brief import Brief

_UNITS = {
    "_usd": "USD a year",
    "_usd_per_t": "USD a tonne",
    "_t": "tonnes a year",
    "_t_per_year": "tonnes a year",
    "_km": "kilometres",
    "_days": "days",
    "_h": "hours",
    "_rank": "rank, 1 = best",
    "_mm": "millimetres",
    "_teu": "containers of 20 feet",
    "_share": "share, from 0 to 1",
}
_WORDS = {
    "hub": "id of a hub",
    "link": "id of a link, as in links.csv",
    "place": "id of a place",
    "gateway": "id of a gateway, open in every design",
    "gateways": "ids of gateways that are open together",
    "scenario": "name of a scenario",
    "scenario_title": "what happens in it",
    "class": "commodity class; all of them together have rows of their own",
    "forward_t": "tonnes a year in the direction from - to",
    "backward_t": "tonnes a year in the direction to - from",
    "tonnes": "tonnes a year, both directions",
    "capacity_t": "tonnes a year that fit, in each direction of a link; empty = no limit",
    "use": "tonnes of the fuller direction over the capacity; 1 = full, above 1 = more than fits",
    "share": "share of all that the place sends and receives",
    "effect": "what the scenario does to the link",
    "probability": "weight in expected costs",
    "country": "ISO 3166 alpha-3",
    "population": "persons in the base year",
    "open_hubs": "ids of all open hubs",
    "from": "id of the place where the link begins",
    "to": "id of the place where the link ends",
    "mode": "mode of transport",
    "corridors": "corridors that it belongs to",
    "length_km": "kilometres, of the data; lines are drawn, not surveyed",
}


@dataclass(frozen=True, eq=False)
class Layer(Brief):
    """A layer of a file for GIS programs.

    Attributes
    ----------
    name : str
        Lower case, without blanks.
    title, words : str
        For people: a few words, and a sentence.
    frame : GeoDataFrame
        EPSG:4326; lists as ``;``-lists.
    style : str
        QML of QGIS; empty = as the program draws it.
    """

    name: str
    title: str
    words: str
    frame: gpd.GeoDataFrame
    style: str = field(default="", repr=False)

    def columns(self) -> dict[str, str]:
        """Tell what the columns hold.

        Returns
        -------
        dict of str to str
            By name, where there is something to tell.
        """
        told = {str(name): column_words(str(name)) for name in self.frame.columns}
        return {name: words for name, words in told.items() if words and name != self.frame.geometry.name}


def column_words(name: str) -> str:
    """Tell what a column holds, by its name, or in which unit it is, by the end of its name.

    Parameters
    ----------
    name : str

    Returns
    -------
    str
        Empty where nothing is known.

    Examples
    --------
    >>> column_words("expected_cost_usd"), column_words("room_usd_per_t"), column_words("note")
    ('USD a year', 'USD a tonne', '')
    """
    ends = [end for end in _UNITS if name.endswith(end)]
    return _WORDS.get(name) or (_UNITS[max(ends, key=len)] if ends else "")


def plain_frame(frame: pd.DataFrame) -> pd.DataFrame:
    """Turn lists into ``;``-lists, which every format can hold.

    Parameters
    ----------
    frame : DataFrame

    Returns
    -------
    DataFrame
        A copy.
    """
    out = frame.copy()
    shape = frame.active_geometry_name if isinstance(frame, gpd.GeoDataFrame) else None
    for column in out.columns:
        if column != shape and out[column].map(lambda x: isinstance(x, list | tuple)).any():
            out[column] = out[column].map(";".join)
    return out


def uniform(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Make all shapes of one kind: a line is a line of one part where others are cut.

    Parameters
    ----------
    frame : GeoDataFrame

    Returns
    -------
    GeoDataFrame
        The same where all are of one kind already, as readers of a layer expect it.
    """
    if set(frame.geometry.geom_type) != {"LineString", "MultiLineString"}:
        return frame
    parts = [MultiLineString([line]) if isinstance(line, LineString) else line for line in frame.geometry]
    return frame.set_geometry(gpd.GeoSeries(parts, index=frame.index, crs=frame.crs))


def about_rows(about: Mapping[str, str]) -> pd.DataFrame:
    """Make a table of what a file is.

    Parameters
    ----------
    about : mapping of str to str

    Returns
    -------
    DataFrame
        ``what, words``.
    """
    return pd.DataFrame({"what": list(about), "words": [str(text) for text in about.values()]}, dtype="str")
