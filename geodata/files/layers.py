"""Layers of a GIS: which files may be opened, and their cells as text.

The drivers behind geopandas open whatever a file says it is: a text that names another file or an address is read, or
fetched, by name. So a file is opened by what its first bytes are, and a database only when it holds plain tables.
"""

from __future__ import annotations

import ast
import json
import re
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import quote

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow.parquet as pq

from geodata.files.source import reason

MOST_PLACES = 100_000
"""Rows of a layer: fifty times the largest region that was tried."""
MOST_COLUMNS = 200
MOST_EXPANDED_BYTES = 500_000_000
"""Of a packed file, once it is unpacked."""
_STARTS = {".gpkg": b"SQLite format 3\x00", ".parquet": b"PAR1"}
_NAMES = {".gpkg": "a GeoPackage", ".parquet": "a Parquet file"}
_CRS_NAME = re.compile(r"(urn:ogc:def:crs:)?[A-Za-z]+:([\w.]*:)?\w+")
_ITEM = r"""'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*\""""
_LISTED = re.compile(rf"[(\[](?:{_ITEM}|[\s,])*[)\]]", re.DOTALL)
_SPATIAL_INDEX = re.compile(r'create virtual table ("[^"]*"|\w+) using rtree')
ANEW = "write it anew as a layer of points"


class LayerError(ValueError):
    """A layer that cannot be used: what is wrong, and what to do."""


def read_layer(path: Path) -> gpd.GeoDataFrame:
    """Read a layer of points, in degrees.

    Parameters
    ----------
    path : Path
        A GeoPackage, GeoParquet or GeoJSON file, by its ending; within the region's folder.

    Returns
    -------
    GeoDataFrame
        In EPSG:4326.

    Raises
    ------
    LayerError
        When it is not what its ending says, is too large, has no geometry, or no place on the globe. The two arguments
        are problem and remedy.
    """
    try:
        layer = _READERS[path.suffix](path)
    except LayerError:
        raise
    except Exception as error:  # drivers raise many kinds
        msg = f"not readable ({reason(error)})"
        raise LayerError(msg, ANEW) from error
    return _in_degrees(layer)


def _check_start(path: Path) -> None:
    """See that a file is what its ending says."""
    start = _STARTS[path.suffix]
    with path.open("rb") as stream:
        if stream.read(len(start)) != start:
            msg = f"not readable: it is not {_NAMES[path.suffix]}, whatever its name says"
            raise LayerError(msg, ANEW)


def _geojson(path: Path) -> gpd.GeoDataFrame:
    """Read features as RFC 7946 has them, and older ones with a CRS of their own; no driver looks at the file."""
    data = json.loads(path.read_text(encoding="utf-8-sig"))
    features = data.get("features") if isinstance(data, dict) else None
    if not isinstance(features, list) or not all(isinstance(each, dict) for each in features):
        msg = "it is not a FeatureCollection of GeoJSON"
        raise LayerError(msg, ANEW)
    _check_size(len(features), max((len(each.get("properties") or {}) for each in features), default=0))
    name = data.get("crs", {}).get("properties", {}).get("name", "EPSG:4326")
    if not _CRS_NAME.fullmatch(str(name)):
        msg = f'the CRS "{name!s:.50}" is not known'
        raise LayerError(msg, "write the layer in EPSG:4326")
    rows = [
        {"geometry": None, **each, "properties": {**_own_id(each), **(each.get("properties") or {})}}
        for each in features
    ]
    return gpd.GeoDataFrame.from_features(rows, crs=name)


def _own_id(feature: dict[str, Any]) -> dict[str, Any]:
    """The id that stands beside the properties, where GeoPandas puts the index."""
    return {"id": feature["id"]} if "id" in feature else {}


def _parquet(path: Path) -> gpd.GeoDataFrame:
    _check_start(path)
    about = pq.ParquetFile(path).metadata
    _check_size(about.num_rows, about.num_columns)
    expanded = sum(about.row_group(number).total_byte_size for number in range(about.num_row_groups))
    if expanded > MOST_EXPANDED_BYTES:
        msg = f"it takes {expanded / 1e6:,.0f} MB once it is unpacked"
        raise LayerError(msg, "leave out what is no place")
    return gpd.read_parquet(path)


def _geopackage(path: Path) -> gpd.GeoDataFrame:
    _check_start(path)
    with closing(sqlite3.connect(f"file:{quote(str(path.resolve()))}?mode=ro&immutable=1", uri=True)) as database:
        kinds = database.execute("SELECT type, name, sql FROM sqlite_master").fetchall()
        strange = [name for kind, name, sql in kinds if not _is_plain(kind, sql)]
        if strange:
            msg = f"{strange[0]} is not a plain table, and may lead to other files"
            raise LayerError(msg, ANEW)
        layers = [
            name for name, kind in database.execute("SELECT table_name, data_type FROM gpkg_contents")
            if kind in ("features", "attributes")
        ]  # fmt: skip
        chosen = "places" if "places" in layers else layers[0] if len(layers) == 1 else None
        if chosen is None:
            names = f"it has the layers {', '.join(map(str, layers))}" if layers else "it has no layer"
            raise LayerError(names, "keep one, or call one of them places")
        table = '"' + chosen.replace('"', '""') + '"'
        (rows,) = database.execute(f"SELECT count(*) FROM {table}").fetchone()  # noqa: S608
        columns = database.execute(f"PRAGMA table_info({table})").fetchall()
    _check_size(rows, len(columns))
    return gpd.read_file(path.resolve(), layer=chosen, engine="pyogrio")


_READERS = {".geojson": _geojson, ".gpkg": _geopackage, ".parquet": _parquet}


def _is_plain(kind: str, sql: str | None) -> bool:
    """Whether a part of a database reads nothing but what is in it: no view, and no table of a module but its index."""
    head = " ".join((sql or "").lower().partition("(")[0].split())
    plain = "virtual" not in head or _SPATIAL_INDEX.fullmatch(head) is not None
    return kind in ("table", "index", "trigger") and plain


def _check_size(rows: int, columns: int) -> None:
    if rows > MOST_PLACES:
        msg = f"{rows:,} rows, more than {MOST_PLACES:,}"
        raise LayerError(msg, "leave out what is no place")
    if columns > MOST_COLUMNS:
        msg = f"{columns:,} columns, more than {MOST_COLUMNS}"
        raise LayerError(msg, "keep the columns of places.csv")


def _in_degrees(layer: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    if not isinstance(layer, gpd.GeoDataFrame) or layer.active_geometry_name is None:
        msg = "there is no geometry"
        raise LayerError(msg, ANEW)
    if layer.crs is None:
        msg = "the layer does not say its CRS"
        raise LayerError(msg, "write it with one, e.g. gdf.set_crs(4326)")
    if layer.crs.type_name == "Engineering CRS" or "undefined" in layer.crs.name.lower():
        msg = f'the CRS "{layer.crs.name}" does not say where on the globe it is'
        raise LayerError(msg, "write the layer in EPSG:4326")
    try:
        return layer.to_crs(4326)
    except Exception as error:  # pyproj and shapely have errors of their own
        msg = f'the CRS "{layer.crs.name}" cannot be turned into degrees ({reason(error)})'
        raise LayerError(msg, "write it in EPSG:4326") from error


def cell_text(value: Any) -> str | None:
    """Return the text that a CSV file would have in place of a value.

    Parameters
    ----------
    value : object
        A value of a data frame: a text, a number, a list, or one of the several kinds of nothing.

    Returns
    -------
    str or None
        Lists are joined by ``;``; None for what no cell can hold.

    Examples
    --------
    >>> [cell_text(value) for value in ("BUD", 1.0, None, float("nan"), ["demand", "port"], {"a": 1})]
    ['BUD', '1', '', '', 'demand;port', None]
    """
    if isinstance(value, str):
        return value
    if isinstance(value, list | tuple | set | frozenset | np.ndarray):
        return _joined(value)
    if value is None or value is pd.NA or value is pd.NaT or value != value:
        return ""
    if isinstance(value, float | np.floating):
        return str(int(value)) if float(value).is_integer() else repr(float(value))
    if isinstance(value, dict | bytes):
        return None
    return str(value)


def list_text(text: str) -> str:
    """Return the ``;``-list of a text that shows a list: drivers that know no lists write them as they are shown.

    Parameters
    ----------
    text : str
        A cell of a column of lists.

    Returns
    -------
    str
        The text itself where it shows no list of texts.

    Examples
    --------
    As Python writes lists, as NumPy does, as JSON does, and as regions do:

    >>> [list_text(text) for text in ("('demand', 'port')", "['a' 'b']", '["a", "b"]', "()", "a;b", "(a)")]
    ['demand;port', 'a;b', 'a;b', '', 'a;b', '(a)']
    """
    if _LISTED.fullmatch(text) is None:
        return text
    items = []
    for item in re.findall(_ITEM, text, re.DOTALL):
        try:
            items.append(json.loads(item) if item[0] == '"' else ast.literal_eval(item))
        except ValueError:  # JSON has fewer escapes than Python, which quotes so what has a single quote
            items.append(ast.literal_eval(item))
    return text if any(";" in item for item in items) else ";".join(items)


def _joined(values: Iterable[Any]) -> str | None:
    texts = []
    for value in values:
        text = None if isinstance(value, list | tuple | np.ndarray) else cell_text(value)
        if text is None or ";" in text:
            return None
        texts.append(text)
    return ";".join(texts)
