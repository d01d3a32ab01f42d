"""What an archive holds, checked to be a table."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from optimize.errors import report
from optimize.table.order import count_sets

_OBJECTIVES = ("cost", "center")


def table_of(header: Mapping[str, Any], arrays: Mapping[str, npt.NDArray[Any]], name: str) -> dict[str, Any]:
    """Check a header and arrays.

    Parameters
    ----------
    header : mapping
    arrays : mapping of name to array
    name : str
        Of the file, for messages.

    Returns
    -------
    dict
        The fields of `HubSetTable`.

    Raises
    ------
    InputError
        If they are no table: with all faults.
    """
    faults: list[str] = []
    candidates, scenarios = _list(header.get("candidates")), _list(header.get("scenarios"))
    for key, kinds, items in (("candidates", (str, int), candidates), ("scenarios", (str,), scenarios)):
        if not items or not all(isinstance(x, kinds) and not isinstance(x, bool) for x in items):
            faults.append(f"{key} have to be a list of names")
        elif len(set(items)) < len(items):
            faults.append(f"{key} appear more than once")
    p_max, forced = header.get("p_max"), header.get("forced")
    if not _whole(p_max) or not 1 <= int(p_max or 0) <= len(candidates):
        faults.append(f"p_max has to be a whole number from 1 to {len(candidates)}")
    elements = arrays.get("elements")
    varying = elements.tolist() if elements is not None and elements.ndim == 1 and elements.dtype.kind == "i" else None
    if not isinstance(forced, list) or not all(map(_whole, forced)) or varying is None:
        faults.append("forced and elements have to be whole numbers")
    elif len(every := {*forced, *varying}) < len(forced) + len(varying) or not every <= set(range(len(candidates))):
        faults.append("forced and elements have to be different candidates")
    elif varying != sorted(varying):
        faults.append("elements have to ascend")
    if header.get("objective") not in _OBJECTIVES:
        faults.append(f"objective has to be one of {', '.join(_OBJECTIVES)}")
    if not isinstance(header.get("capacities", True), bool):
        faults.append("capacities has to be true or false")
    report(f"{name}: {fault}" for fault in faults)
    assert isinstance(forced, list) and isinstance(p_max, int) and varying is not None  # noqa: S101, PT018
    if len(forced) > p_max:
        report([f"{name}: {len(forced)} hubs are forced, more than p_max, {p_max}"])
    listed = _listed(header["listed"], len(candidates), p_max, name) if "listed" in header else None
    rows = count_sets(len(varying), p_max - len(forced)) if listed is None else len(listed)
    shape = (rows, len(scenarios))
    shapes = {"probability": shape[1:], "scenario_cost": shape}
    for key in ("hub_load", "room_price"):
        if key in arrays:
            shapes[key] = (*shape, p_max)
    for key, expected in shapes.items():
        array = arrays.get(key)
        if array is None or array.dtype.kind != "f" or array.shape != expected:
            faults.append(f"{key} has to be numbers of shape {expected}")
    if not faults:
        if not ((arrays["probability"] >= 0) & (arrays["probability"] <= 1)).all():
            faults.append("probability has to be from 0 to 1")
        if np.isnan(arrays["scenario_cost"]).any() or (arrays["scenario_cost"] < 0).any():
            faults.append("scenario_cost has to be numbers >= 0")
    report(f"{name}: {fault}" for fault in faults)
    return {
        "candidates": tuple(candidates),
        "scenarios": tuple(scenarios),
        "p_max": p_max,
        "forced": tuple(forced),
        "objective": header["objective"],
        "capacities": header.get("capacities", True),
        "elements": elements,
        "listed": listed,
        **{key: arrays[key] for key in shapes},
    }


def _listed(value: Any, candidates: int, p_max: int, name: str) -> tuple[tuple[int, ...], ...]:
    """Read the sets of a table that holds some alone."""
    sets = [tuple(hubs) for hubs in _list(value) if isinstance(hubs, list) and all(map(_whole, hubs))]
    sound = sets and len(sets) == len(value) == len(set(sets)) and max(map(len, sets)) <= p_max
    if not sound or any(list(hubs) != sorted({*hubs} & {*range(candidates)}) for hubs in sets):
        report([f"{name}: listed has to be different sets of at most {p_max} candidates, ascending"])
    return tuple(sets)


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
