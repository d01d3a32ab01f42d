"""Changes that a study makes to a region, and that hold in every scenario."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from geodata.faults import UnknownNameError
from geodata.scenarios import Change, DemandChange, ParameterChange
from geodata.schema import HUB_NUMBERS, PARAMETER_KEYS

if TYPE_CHECKING:
    from geodata.region import Region

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
        changes.append(ParameterChange(name, float(value), 1.0, cls, mode, service, place))
    known = {row["parameter"] for row in region.data["parameters"]} | set(PARAMETER_KEYS) | set(HUB_NUMBERS)
    for change in changes:
        if change.parameter not in known:
            close = get_close_matches(change.parameter, known, n=3)
            message = f"unknown parameter {change.parameter!r}; close matches: {', '.join(close) or 'none'}"
            raise UnknownNameError(message)
        number = change.factor if change.value is None else change.value
        if not np.isfinite(number) or number < 0:
            message = f"{change.parameter} cannot be {number}; give a number of at least 0"
            raise ValueError(message)
    return changes
