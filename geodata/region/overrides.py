"""Changes that a study makes to a region and that hold in every scenario: checked, then collected."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from geodata.coerce import names_given
from geodata.files import Effect, RegionData, settle_changes
from geodata.scenarios import CellChange, Change, DemandChange, InputChange, ParameterChange, ServiceChange

Override = Effect
KEYS = ("class", "mode", "service", "place", "country")
T = TypeVar("T", CellChange, Change, DemandChange, InputChange, ParameterChange, ServiceChange)


def changes_of(overrides: Iterable[Override], kind: type[T]) -> tuple[T, ...]:
    """Return the overrides of one kind.

    Parameters
    ----------
    overrides : iterable of Override
        Changes of links, demand and parameters.
    kind : type
        `CellChange`, `Change`, `DemandChange`, `InputChange`, `ParameterChange` or `ServiceChange`.

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
    return list(settle_changes(data, changes))


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
    change = DemandChange(factor, names_given(exporter, "exporter"), names_given(importer, "importer"),
                          names_given(country, "country"), names_given(cls, "class"))  # fmt: skip
    return settle_changes(data, [change])[0]
