"""A region in another year: that year's trade, and what else is different then."""

from __future__ import annotations

from geodata.files import RegionData
from geodata.region.overrides import Override
from geodata.scenarios import Scenario


def years_of(data: RegionData) -> tuple[int, ...]:
    """Return the years that there is trade of.

    Parameters
    ----------
    data : RegionData
        The files of the region.

    Returns
    -------
    tuple of int
        The year that the files are in now, then the others, ascending.
    """
    now = data.settings.base_year
    return (now, *sorted(year for year in data.worlds if year != now))


def in_year(data: RegionData, year: int) -> tuple[RegionData, tuple[Override, ...]]:
    """Return the files in another year, and what else is different then.

    Parameters
    ----------
    data : RegionData
        The files of the region, in whatever year.
    year : int
        One of `years_of`.

    Returns
    -------
    data : RegionData
        With the trade of that year.
    changes : tuple of Override
        Changes that hold in every scenario of that year.

    Raises
    ------
    ValueError
        When there is no such year.
    """
    if year not in years_of(data):
        known = ", ".join(map(str, years_of(data)))
        message = f"the region has no trade of {year}, only of {known}; add years/{year}/trade.csv"
        raise ValueError(message)
    moved = data if year == data.settings.base_year else data.in_year(year)
    return moved, changes_in(moved.world)


def changes_in(world: Scenario) -> tuple[Override, ...]:
    """Return all that is different in a year beside its trade.

    Parameters
    ----------
    world : Scenario
        As ``world.toml`` says it.

    Returns
    -------
    tuple of Override
    """
    return (*world.changes, *world.demand, *world.parameters, *world.services)
