"""The record of a run, which vouches for its files: what it was asked, and what its results depend on."""

from __future__ import annotations

import hashlib
import json
import math
import os
import platform
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from experiments.defaults import RECORD
from experiments.files.whole import Staged, write_text
from experiments.start import Call
from geodata import Region
from geodata.files import RegionData

PACKAGES = ("silkhub", "numpy", "pandas", "scipy", "pulp", "highspy", "numba", "geopandas", "pyproj", "networkx")
"""Packages whose versions the record of a run names: those that results may depend on."""


def run_facts(
    command: str, arguments: Mapping[str, Any], region: Region, warnings: Sequence[str] = ()
) -> dict[str, Any]:
    """Collect what every record begins with.

    Parameters
    ----------
    command : str
    arguments : mapping
        What the run was asked for.
    region : Region
    warnings : sequence of str
        Sentences on what a reader of the results should know.

    Returns
    -------
    dict
        ``command, written, arguments, region, changed`` (what differs from the region's files, in words) and
        ``warnings``.
    """
    return {
        "command": command,
        "written": datetime.now(UTC).isoformat(timespec="seconds"),
        "arguments": dict(arguments),
        "region": {
            "name": region.name,
            "title": region.title,
            "base_year": region.base_year,
            "digest": region_digest(region.data),
            "overrides": [str(item) for item in region.overrides],
        },
        "changed": list(region.changed),
        "warnings": list(warnings),
    }


def machine_facts() -> dict[str, Any]:
    """Collect what every record ends with: ``call, versions, platform, processors``.

    Returns
    -------
    dict
    """
    return {
        "call": Call.fact(),
        "versions": {"python": platform.python_version(), **{name: _version(name) for name in PACKAGES}},
        "platform": platform.platform(),
        "processors": os.cpu_count(),
    }


def write_record(files: Staged, record: Mapping[str, Any], name: str = RECORD) -> None:
    """Write the record with the digests of the files so far, and what could not be made.

    Parameters
    ----------
    files : Staged
    record : mapping
        What JSON can hold.
    name : str
        Of the file.

    Raises
    ------
    OSError
        If it cannot be written.
    """
    whole = {**record, "files": files.digests(), "failures": files.failures}
    text = json.dumps(whole, indent=2, ensure_ascii=False) + "\n"
    files.write(name, lambda path: write_text(path, text))


def region_digest(data: RegionData, *, scenarios: bool = True) -> str:
    """Make the digest of a region's files.

    Parameters
    ----------
    data : RegionData
    scenarios : bool
        Whether its files of scenarios count.

    Returns
    -------
    str
        SHA-256 over names and contents of the files that make a region: its tables, settings, scenarios and years. What
        else lies there, such as results, does not count.
    """
    digest = hashlib.sha256()
    folder = data.folder
    tables = [table.spec.file for table in data.tables.values()]
    wanted = [folder / name for name in (*tables, "places.gpkg", "places.parquet", "places.geojson", "region.toml")]
    kinds = ("years/*/*.csv", "years/*/*.toml", *(["scenarios/*.toml"] if scenarios else []))
    more = (path for each in kinds for path in folder.glob(each))
    for path in sorted(item for item in (*wanted, *more) if item.is_file()):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(folder).as_posix()}|{len(content)}|".encode())
        digest.update(content)
    return digest.hexdigest()


def json_ready(value: Any) -> Any:
    """Replace what JSON cannot hold: infinities and NaN become None, tuples lists.

    Parameters
    ----------
    value : anything

    Returns
    -------
    anything

    Examples
    --------
    >>> json_ready({"gap": float("nan"), "hubs": ("ALA", "TAS")})
    {'gap': None, 'hubs': ['ALA', 'TAS']}
    """
    if isinstance(value, Mapping):
        return {str(key): json_ready(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [json_ready(item) for item in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"
