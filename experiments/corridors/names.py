"""Names of hubs and countries that a corridor study is asked about."""

from __future__ import annotations

from collections.abc import Sequence

from geodata import Region


def known_hubs(region: Region, names: Sequence[str], faults: list[str]) -> tuple[str, ...]:
    """Turn ids, names and aliases of places into ids.

    Parameters
    ----------
    region : Region
    names : sequence of str
    faults : list of str
        What is not known is appended to it.

    Returns
    -------
    tuple of str
        Each once.
    """
    found = []
    for name in names:
        try:
            found.append(region.place_id(name))
        except ValueError as error:
            faults.append(str(error))
    return tuple(dict.fromkeys(found))


def opened(region: Region, gateways: Sequence[str] | None, faults: list[str]) -> tuple[str, ...]:
    """Turn the gateways that are asked for into ids.

    Parameters
    ----------
    region : Region
    gateways : sequence of str or None
        None = the region's own.
    faults : list of str
        What is not known is appended to it.

    Returns
    -------
    tuple of str
        Each once.
    """
    return known_hubs(region, region.gateways if gateways is None else gateways, faults)


def known_countries(region: Region, names: Sequence[str], faults: list[str]) -> tuple[str, ...]:
    """Turn ISO3 codes and groups into ISO3 codes.

    Parameters
    ----------
    region : Region
    names : sequence of str
    faults : list of str
        What is not known is appended to it.

    Returns
    -------
    tuple of str
        Each once.
    """
    table = region.data["countries"].frame()
    found: list[str] = []
    for name in names:
        members = table.loc[(table["iso3"] == name.upper()) | (table["group"] == name), "iso3"]
        if members.empty:
            groups = sorted(set(table["group"]) - {""})
            faults.append(f"{name!r} is neither a country's code nor a group; groups are {', '.join(groups) or 'none'}")
        found += members.tolist()
    return tuple(dict.fromkeys(found))
