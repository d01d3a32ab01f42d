"""Writing a comparison's files: tables, layers for GIS programs, the picture, the page and the record of the run."""

from __future__ import annotations

import hashlib
import json
import math
import platform
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd

from experiments.comparison import Comparison
from experiments.report.page import write_report
from experiments.report.picture import draw_map
from experiments.report.scene import Scene

PACKAGES = ("silkhub", "numpy", "pandas", "scipy", "pulp", "highspy", "numba", "geopandas", "pyproj", "networkx")
"""Packages whose versions the record of a run names: those that results may depend on."""
DECIMALS = 2
"""Of dollars and tonnes in CSV files."""


def export(found: Comparison, folder: Path, arguments: Mapping[str, Any]) -> list[Path]:
    """Write all files of a comparison.

    Parameters
    ----------
    found : Comparison
    folder : Path
        Made where it is missing.
    arguments : mapping
        What the run was asked for, for its record.

    Returns
    -------
    list of Path
        The files written.

    Raises
    ------
    OSError
        If the folder cannot be written to.
    """
    folder.mkdir(parents=True, exist_ok=True)
    scene = Scene.of(found)
    record = run_record(found, arguments)
    names = ("comparison.csv", "designs.csv", "map.png", "report.html", "hubs.gpkg", "run.json")
    paths = {name: folder / name for name in names}
    rounded = {name: DECIMALS for name in found.hubs.columns if name.endswith(("_usd", "_t"))}
    found.hubs.round(rounded).to_csv(paths["comparison.csv"], index=False)
    designs_frame(found).to_csv(paths["designs.csv"], index=False)
    draw_map(scene, paths["map.png"])
    write_report(scene, record, paths["report.html"])
    write_layers(scene, paths["hubs.gpkg"])
    paths["run.json"].write_text(json.dumps(record, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return list(paths.values())


def designs_frame(found: Comparison) -> pd.DataFrame:
    """Make the table of best and second-best designs that is written.

    Parameters
    ----------
    found : Comparison

    Returns
    -------
    DataFrame
        As `Comparison.best`, hubs as a ``;``-list.
    """
    frame = found.best.copy()
    for column in ("hubs", "runner_up"):
        frame[column] = frame[column].map(";".join)
    return frame.round({"value_usd": DECIMALS, "margin_usd": DECIMALS})


def write_layers(scene: Scene, path: Path) -> None:
    """Write the layers ``hubs`` (with their figures), ``places`` and ``links`` (lines are drawn, not surveyed).

    Parameters
    ----------
    scene : Scene
    path : Path
        A GeoPackage; what is there is replaced.

    Raises
    ------
    OSError
        If the file cannot be written.
    """
    found, region = scene.found, scene.found.study.region
    path.unlink(missing_ok=True)
    figures = found.summary[found.headline.name].copy()
    for column in ("substitute_rank", "complement_rank"):
        figures[column] = figures[column].astype("Float64").astype("float64")
    hubs = gpd.GeoDataFrame(
        figures.join(region.places[["name", "country", "geometry"]]), geometry="geometry", crs="EPSG:4326"
    )
    hubs.reset_index(names="hub").to_file(path, layer="hubs", driver="GPKG")
    _plain(region.places.reset_index()).to_file(path, layer="places", driver="GPKG")
    _plain(scene.links.reset_index()).to_file(path, layer="links", driver="GPKG")


def _plain(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Turn lists into ``;``-lists, which every format can hold."""
    out = frame.copy()
    for column in out.columns:
        if column != out.geometry.name and out[column].map(lambda x: isinstance(x, list | tuple)).any():
            out[column] = out[column].map(";".join)
    return out


def run_record(found: Comparison, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Collect what is needed to make the same results again, and to see that they are the same.

    Parameters
    ----------
    found : Comparison
    arguments : mapping
        What the run was asked for.

    Returns
    -------
    dict
        Ready for JSON.
    """
    study = found.study
    confirmation = found.confirmation
    record = {
        "command": "compare",
        "written": datetime.now(UTC).isoformat(timespec="seconds"),
        "arguments": {
            **arguments,
            "hubs": list(study.hubs),
            "gateways": list(study.gateways),
            "scenarios": list(study.scenarios),
            "incumbent": found.incumbent,
            "challenger": found.challenger,
        },
        "region": {
            "name": study.region.name,
            "title": study.region.title,
            "base_year": study.region.base_year,
            "digest": folder_digest(study.region.data.folder),
            "overrides": [str(item) for item in study.region.overrides],
        },
        "probability": dict(study.probability),
        "scenario_digests": dict(found.digests),
        "taken_from_store": list(found.reused),
        "verdict": list(found.verdict),
        "confirmation": None
        if confirmation is None
        else {"agrees": confirmation.agrees, "checks": confirmation.records()},
        "seconds": {name: round(value, 3) for name, value in found.seconds.items()},
        "versions": {"python": platform.python_version(), **{name: _version(name) for name in PACKAGES}},
        "platform": platform.platform(),
    }
    ready: dict[str, Any] = _json_ready(record)
    return ready


def folder_digest(folder: Path) -> str:
    """Make the digest of a region's files.

    Parameters
    ----------
    folder : Path

    Returns
    -------
    str
        SHA-256 over names and contents of all files below the folder.
    """
    digest = hashlib.sha256()
    for path in sorted(item for item in folder.rglob("*") if item.is_file()):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(folder).as_posix()}|{len(content)}|".encode())
        digest.update(content)
    return digest.hexdigest()


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"


def _json_ready(value: Any) -> Any:
    """Replace what JSON cannot hold: infinities and NaN become None, tuples lists."""
    if isinstance(value, Mapping):
        return {str(key): _json_ready(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_json_ready(item) for item in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value
