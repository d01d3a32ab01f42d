"""Changes that a study makes to a region and that hold in every scenario: checked, then collected."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TypeVar

import numpy as np

from geodata.faults import UnknownNameError, unknown
from geodata.files import HUB_NUMBERS, MODES, PARAMETER_KEYS, SERVICES, RegionData
from geodata.scenarios import Change, DemandChange, InputChange, ParameterChange, ServiceChange

Override = Change | DemandChange | InputChange | ParameterChange | ServiceChange
KEYS = ("class", "mode", "service", "place", "country")
T = TypeVar("T", Change, DemandChange, InputChange, ParameterChange, ServiceChange)


def changes_of(overrides: Iterable[Override], kind: type[T]) -> tuple[T, ...]:
    """Return the overrides of one kind.

    Parameters
    ----------
    overrides : iterable of Override
        Changes of links, demand and parameters.
    kind : type
        `Change`, `DemandChange`, `InputChange`, `ParameterChange` or `ServiceChange`.

    Returns
    -------
    tuple
        Those of the kind, in their order.
    """
    return tuple(item for item in overrides if isinstance(item, kind))


def parameter_changes(
    data: RegionData, values: Mapping[str | tuple[str, ...], float], *more: ParameterChange
) -> list[ParameterChange]:
    """Check and collect changes of parameters and hub numbers.

    Parameters
    ----------
    data : RegionData
        The files of the region, for the names that there are.
    values : mapping
        Values by parameter name, or by ``(name, class, mode, service, place, country)`` whose tail may be left out.
    *more : ParameterChange
        Further changes.

    Returns
    -------
    list of ParameterChange
        First ``more``, then those of ``values``.

    Raises
    ------
    UnknownNameError
        When a parameter, class, mode, service, place or country is not there.
    TypeError
        When a value is text.
    ValueError
        When a number is negative or not finite, or the parameter does not differ by a key.
    """
    changes = list(more)
    for key, value in values.items():
        name, *rest = (key,) if isinstance(key, str) else key
        if len(rest) > len(KEYS):
            message = f"{key} has more than a name and {', '.join(KEYS)}; leave out what is too much"
            raise ValueError(message)
        cls, mode, service, place, country = [*rest, "", "", "", "", ""][:5]
        if isinstance(value, str):
            message = f"{name} cannot be {value!r}; give a number of at least 0"
            raise TypeError(message)
        changes.append(ParameterChange(name, float(value), 1.0, cls, mode, service, place, country))
    own = {row["parameter"] for row in data["parameters"]}
    known: dict[str, Collection[str]] = {
        "parameter": sorted(own | set(PARAMETER_KEYS) | set(HUB_NUMBERS)),
        "cls": data.class_ids,
        "mode": MODES,
        "service": SERVICES,
        "place": [row["id"] for row in data["places"]],
        "country": [row["iso3"] for row in data["countries"]],
    }
    for change in changes:
        for key, names in known.items():
            name = getattr(change, key)
            if name and name not in names:
                raise UnknownNameError(unknown("class" if key == "cls" else key, name, list(names)))
        _check_keys(change)
        number = change.factor if change.value is None else change.value
        if not np.isfinite(number) or number < 0:
            message = f"{change.parameter} cannot be {number}; give a number of at least 0"
            raise ValueError(message)
    return changes


def _check_keys(change: ParameterChange) -> None:
    """Refuse a change by what the parameter does not differ by, as it would never be looked up."""
    allowed = ("place",) if change.parameter in HUB_NUMBERS else PARAMETER_KEYS.get(change.parameter, KEYS)
    given = dict(zip(KEYS, (change.cls, change.mode, change.service, change.place, change.country), strict=True))
    wrong = [key for key, value in given.items() if value and key not in allowed]
    if wrong:
        message = f"{change.parameter} does not differ by {' or '.join(wrong)}; leave that out"
        raise ValueError(message)


def demand_change(
    data: RegionData,
    factor: float,
    *,
    exporter: str | Sequence[str] = (),
    importer: str | Sequence[str] = (),
    country: str | Sequence[str] = (),
    cls: str | Sequence[str] = (),
) -> DemandChange:
    """Check and write down a change of trade.

    Parameters
    ----------
    data : RegionData
        The files of the region, for the names that there are.
    factor : float
        What trade is multiplied by.
    exporter, importer, country : str or sequence of str
        Countries by ISO 3166 alpha-3 code; an empty one selects all. ``country`` is either side of the trade.
    cls : str or sequence of str
        Ids or names of classes; an empty one selects all.

    Returns
    -------
    DemandChange

    Raises
    ------
    UnknownNameError
        When a country has no demand place, or a class is not there.
    ValueError
        When the factor is negative or not finite.
    """
    known = data.trading_countries
    picked = {"exporter": _listed(exporter), "importer": _listed(importer), "country": _listed(country)}
    strange = [code for codes in picked.values() for code in codes if code not in known]
    if strange:
        raise UnknownNameError(unknown("country", strange[0], sorted(known)))
    if not (np.isfinite(factor) and factor >= 0):
        message = f"factor {factor} must be a number of at least 0"
        raise ValueError(message)
    return DemandChange(factor=factor, cls=tuple(data.class_id(item) for item in _listed(cls)), **picked)


def _listed(items: str | Sequence[str]) -> tuple[str, ...]:
    return (items,) if isinstance(items, str) else tuple(items)
