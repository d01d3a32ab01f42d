"""Layers as files: one GeoPackage with styles, words and licence in it, or a GeoParquet or GeoJSON file for each."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pyogrio

from experiments.exports.layer import Layer, about_rows
from experiments.files import whole, write_text
from optimize import InputError

ENDINGS = (".gpkg", ".parquet", ".geojson")
ABOUT, STYLES = "about", "layer_styles"
_OWN_TABLES = (ABOUT, STYLES)
_DATA_COLUMNS = """
CREATE TABLE gpkg_data_columns (
  table_name TEXT NOT NULL, column_name TEXT NOT NULL, name TEXT, title TEXT, description TEXT, mime_type TEXT,
  constraint_name TEXT, CONSTRAINT pk_gdc PRIMARY KEY (table_name, column_name),
  CONSTRAINT gdc_tn UNIQUE (table_name, name)
)"""
_EXTENSION = "INSERT INTO gpkg_extensions VALUES (?, NULL, 'gpkg_schema', ?, 'read-write')"
_SCHEMA_URL = "http://www.geopackage.org/spec121/#extension_schema"


def write_geopackage(layers: Sequence[Layer], path: Path, about: Mapping[str, str]) -> None:
    """Write layers as one GeoPackage that QGIS opens with their styles.

    Parameters
    ----------
    layers : sequence of Layer
    path : Path
        What is there is replaced.
    about : mapping of str to str
        What the file is, its licence and whom to name; in the metadata, and in the table ``about``.

    Raises
    ------
    OSError
        If the file cannot be written.
    RuntimeError
        If a layer cannot be written in full.
    """
    told = {name: _one_line(text) for name, text in about.items()}
    with whole(path) as part:
        for layer in layers:
            pyogrio.write_dataframe(
                layer.frame,
                part,
                layer=layer.name,
                driver="GPKG",
                layer_options={"IDENTIFIER": _one_line(layer.title), "DESCRIPTION": _one_line(layer.words)},
                dataset_metadata=told,
                layer_metadata={"columns": _one_line(json.dumps(layer.columns())), **told},
            )
        pyogrio.write_dataframe(about_rows(about), part, layer=ABOUT, driver="GPKG")
        pyogrio.write_dataframe(_style_rows(layers), part, layer=STYLES, driver="GPKG", layer_options={"FID": "id"})
        _describe_columns(part, layers)
        for layer in layers:
            check_layer(part, layer.name, len(layer.frame))


def write_layer(layer: Layer, path: Path, about: Mapping[str, str]) -> None:
    """Write one layer as a file of its own: GeoParquet or GeoJSON (infinite numbers are empty there), by the ending.

    Parameters
    ----------
    layer : Layer
    path : Path
        Ends in ``.parquet`` or ``.geojson``; what is there is replaced.
    about : mapping of str to str
        What the file is, its licence and whom to name.

    Raises
    ------
    InputError
        For another ending.
    OSError
        If the file cannot be written.
    """
    facts = {"title": layer.title, "description": layer.words, "columns": layer.columns(), **about}
    if path.suffix == ".parquet":
        with whole(path) as part:
            layer.frame.to_parquet(part, index=False)
            table = pq.read_table(part)
            known = table.schema.metadata or {}
            pq.write_table(table.replace_schema_metadata({**known, b"silkhub": json.dumps(facts).encode()}), part)
    elif path.suffix == ".geojson":
        finite = layer.frame.replace([np.inf, -np.inf], np.nan)  # JSON has no word for them
        features = json.loads(finite.to_json(drop_id=True, to_wgs84=True))["features"]
        data = {"type": "FeatureCollection", "name": layer.name, "silkhub": facts, "features": features}
        write_text(path, json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":")))
    else:
        raise InputError([f"{path.name} ends in {path.suffix!r}: use one of {', '.join(ENDINGS)}"])


def check_layer(path: Path, name: str, rows: int) -> None:
    """See that a layer can be read back: on a full disk GDAL may cut it short without a word.

    Parameters
    ----------
    path : Path
    name : str
        Of the layer.
    rows : int
        How many there have to be.

    Raises
    ------
    RuntimeError
        If there are fewer.
    """
    found = len(pyogrio.read_dataframe(path, layer=name))
    if found != rows:
        msg = f"layer {name} has {found} of {rows} rows: it could not be written in full"
        raise RuntimeError(msg)


def _one_line(text: Any) -> str:
    """GDAL takes options and metadata line by line."""
    return " ".join(str(text).split())


def _style_rows(layers: Sequence[Layer]) -> pd.DataFrame:
    """The table in which QGIS looks for styles."""
    rows = [
        {
            "f_table_catalog": "",
            "f_table_schema": "",
            "f_table_name": layer.name,
            "f_geometry_column": "geom",
            "styleName": layer.name,
            "styleQML": layer.style,
            "styleSLD": "",
            "useAsDefault": True,
            "description": layer.title,
            "owner": "",
            "ui": "",
            "update_time": pd.Timestamp.now(tz="UTC").floor("s"),
        }
        for layer in layers
        if layer.style
    ]
    return pd.DataFrame(rows) if rows else pd.DataFrame({"f_table_name": pd.Series(dtype="str")})


def _describe_columns(path: Path, layers: Sequence[Layer]) -> None:
    """Say what columns hold, as the schema extension of GeoPackage has it; QGIS shows it as their comments."""
    rows = [(layer.name, name, words) for layer in layers for name, words in layer.columns().items()]
    with closing(sqlite3.connect(path)) as database:
        database.execute(_DATA_COLUMNS)
        database.executemany(
            "INSERT INTO gpkg_data_columns (table_name, column_name, description) VALUES (?, ?, ?)", rows
        )
        database.execute(_EXTENSION, ("gpkg_data_columns", _SCHEMA_URL))
        database.commit()
