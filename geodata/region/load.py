"""Loading and checking regions."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path

from geodata.faults import Fault, FaultCollector, UnknownNameError
from geodata.files import check_data, read_data, settle_region
from geodata.places import folded
from geodata.region.oddities import oddities
from geodata.region.region import Region
from geodata.values import Choice, Level

BUNDLED = Path(__file__).parents[1] / "regions"


def region_folder(region: str | Path) -> Path:
    """Return the folder of a region.

    Parameters
    ----------
    region : str or Path
        Name of a bundled region, as ``"central-asia"``, or the path of a folder.

    Returns
    -------
    Path

    Raises
    ------
    UnknownNameError
        When it is neither.
    """
    known = {folded(path.name): path for path in BUNDLED.iterdir() if path.is_dir()} if BUNDLED.is_dir() else {}
    if isinstance(region, str) and folded(region) in known and not (Path(region) / "region.toml").is_file():
        return known[folded(region)]
    path = Path(region)
    if str(region).strip() and path.is_dir():
        return path
    if path.is_file():
        message = f"{str(region)!r} is a file; give the folder that holds region.toml and the tables"
        raise UnknownNameError(message)
    names = [item.name.replace("_", "-") for item in known.values()]
    close = get_close_matches(str(region), names, n=1)
    hint = f"did you mean {close[0]}?" if close else f"bundled regions: {', '.join(names)}; or give a folder's path"
    message = f"there is no region and no folder {str(region)!r}; {hint}"
    raise UnknownNameError(message)


def load_region(
    region: str | Path,
    *,
    year: int | None = None,
    level: Level = "central",
    parameters: Mapping[str | tuple[str, ...], float] | None = None,
) -> Region:
    """Load a bundled region by name, or a folder of the user's own.

    Parameters
    ----------
    region : str or Path
        ``"central-asia"``, or the path of a folder as ``docs/region-format.md`` describes.
    year : int, optional
        State of the world to load, see `Region.in_year`; default the region's own year.
    level : {"low", "central", "high"}
        Which value uncertain inputs take.
    parameters : mapping, optional
        Parameters to set, as for `Region.with_parameters`.

    Returns
    -------
    Region

    Raises
    ------
    RegionError
        When the folder has faults; all of them are in the message and in ``.faults``.
    UnknownNameError
        When there is no such region or folder.
    ValueError
        When the region does not have the year.

    Examples
    --------
    >>> region = load_region("central-asia")
    >>> region.place_id("Xi'an"), region.place_id("almaty")
    ('XIY', 'ALA')
    >>> "RUS" in region.network.nodes["MOW"]["country"]
    True
    """
    folder = region_folder(region)
    faults = FaultCollector()
    data = read_data(folder, faults)
    check_data(data, faults)
    faults.raise_if_any(str(folder))
    loaded = Region(settle_region(data), Choice(level))
    loaded = loaded if year is None else loaded.in_year(year)
    return loaded.with_parameters(parameters) if parameters else loaded


def check_region(region: str | Path) -> list[Fault]:
    """Return every fault of a region folder.

    Parameters
    ----------
    region : str or Path
        ``"central-asia"``, or the path of a folder.

    Returns
    -------
    list of Fault
        In the order of files and rows; empty when the folder can be used.

    Raises
    ------
    UnknownNameError
        When there is no such region or folder.
    """
    folder = region_folder(region)
    faults = FaultCollector()
    check_data(read_data(folder, faults), faults)
    return faults.sorted()


def region_warnings(region: str | Path) -> list[Fault]:
    """Return what is odd in a region folder without faults.

    Parameters
    ----------
    region : str or Path
        ``"central-asia"``, or the path of a folder.

    Returns
    -------
    list of Fault
        Changes that alter nothing, numbers that are hardly meant, costs that are left out. The region can be used.

    Raises
    ------
    RegionError
        When the folder has faults.
    UnknownNameError
        When there is no such region or folder.
    """
    return oddities(load_region(region))
