"""Copies of region folders, to be changed."""

from __future__ import annotations

import shutil
from pathlib import Path

from geodata.files import TABLES, free_folder
from geodata.region.load import load_region, region_folder


def copy_region(region: str | Path, folder: str | Path) -> Path:
    """Copy the files of a region to a folder of one's own.

    Parameters
    ----------
    region : str or Path
        Name of a bundled region, as ``"central-asia"``, or the path of a folder; without faults.
    folder : str or Path
        A new or empty folder.

    Returns
    -------
    Path
        The folder. What else lies in that of the region, such as results, is left behind.

    Raises
    ------
    FileExistsError
        When the folder has files already: nothing is overwritten.
    RegionError
        When the region has faults.
    UnknownNameError
        When there is no such region.
    """
    source = region_folder(region)
    load_region(source)
    target = free_folder(folder)
    wanted = [*(spec.file for spec in TABLES.values()), "places.gpkg", "places.parquet", "region.toml"]
    more = [path for each in ("scenarios/*.toml", "years/*/*.csv", "years/*/*.toml") for path in source.glob(each)]
    for path in (*(source / name for name in wanted), *more):
        if path.is_file() and not path.name.startswith("."):
            place = target / path.relative_to(source)
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, place)
    return target


def bundled_regions() -> dict[str, Path]:
    """Return the regions that come with the program.

    Returns
    -------
    dict
        Folders by name.
    """
    folder = Path(__file__).parents[1] / "regions"
    found = sorted(path for path in folder.iterdir() if (path / "region.toml").is_file()) if folder.is_dir() else []
    return {path.name.replace("_", "-"): path for path in found}
