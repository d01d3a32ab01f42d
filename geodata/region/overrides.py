"""Changes that a study makes to a region, and that hold in every scenario."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from geodata.faults import UnknownNameError, unknown
from geodata.files import HUB_NUMBERS, MODES, PARAMETER_KEYS, SERVICES
from geodata.scenarios import Change, DemandChange, ParameterChange

if TYPE_CHECKING:
    from geodata.region.region import Region

Override = Change | DemandChange | ParameterChange
T = TypeVar("T", Change, DemandChange, ParameterChange)


def changes_of(overrides: Iterable[Override], kind: type[T]) -> tuple[T, ...]:
    """Return the overrides of one kind, in their order."""
    return tuple(item for item in overrides if isinstance(item, kind))


def parameter_changes(
    region: Region, values: Mapping[str | tuple[str, ...], float], *more: ParameterChange
) -> list[ParameterChange]:
    """Check and collect parameter changes; keys of ``values`` as in `Region.with_parameters`."""
    changes = list(more)
    for key, value in values.items():
        name, *rest = (key,) if isinstance(key, str) else key
        cls, mode, service, place = [*rest, "", "", "", ""][:4]
        if isinstance(value, str):
            message = f"{name} cannot be {value!r}; give a number of at least 0"
            raise TypeError(message)
        changes.append(ParameterChange(name, float(value), 1.0, cls, mode, service, place))
    own = {row["parameter"] for row in region.data["parameters"]}
    known: dict[str, Collection[str]] = {
        "parameter": sorted(own | set(PARAMETER_KEYS) | set(HUB_NUMBERS)),
        "cls": list(region.classes.index),
        "mode": MODES,
        "service": SERVICES,
        "place": list(region.places.index),
    }
    for change in changes:
        for key, names in known.items():
            name = getattr(change, key)
            if name and name not in names:
                raise UnknownNameError(unknown("class" if key == "cls" else key, name, list(names)))
        number = change.factor if change.value is None else change.value
        if not np.isfinite(number) or number < 0:
            message = f"{change.parameter} cannot be {number}; give a number of at least 0"
            raise ValueError(message)
    return changes
