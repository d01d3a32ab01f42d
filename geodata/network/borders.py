"""What crossings do on the links: dwell, reloading, fee and capacity of each directed link."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np

from geodata.arrays import DAYS_PER_YEAR, BoolArray, FloatArray, IntArray
from geodata.files import Record, RegionData
from geodata.values import Choice, Parameters, Stream

# capacities of crossings.csv in vehicles a day, and the parameters that turn them into tonnes
VEHICLES = {"capacity_trains_per_day": "tonnes_per_train", "capacity_trucks_per_day": "tonnes_per_truck"}


@dataclass(frozen=True)
class Border:
    """What crossings do on each directed link.

    Attributes
    ----------
    dwell_h, reload_h, fee_usd_per_t : (classes, n) arrays
        0 where there is no crossing; ``reload_h`` is NaN where none gives it.
    capacity_t : (n,) array
        Tonnes a year, inf where there is no limit.
    """

    dwell_h: FloatArray
    reload_h: FloatArray
    fee_usd_per_t: FloatArray
    capacity_t: FloatArray


def build_border(
    data: RegionData, ids: tuple[str, ...], forward: BoolArray, parameters: Parameters, choice: Choice
) -> Border:
    """Write down what the rows of crossings.csv say, specific ones over general ones.

    Parameters
    ----------
    data : RegionData
        The files of the region.
    ids : tuple of str
        Id of each directed link.
    forward : (n,) array of bool
        Whether it runs as the row of links.csv says.
    parameters : Parameters
        For ``tonnes_per_train`` and ``tonnes_per_truck``.
    choice : Choice
        Which value uncertain dwell times and fees take.

    Returns
    -------
    Border
    """
    table = data["crossings"]
    numbers = {
        "dwell_h": choice.pick(*table.triple("dwell_h"), stream=Stream.DWELL),
        "reload_h": table.array("reload_h"),
        "fee_usd_per_t": choice.pick(*table.triple("fee_usd_per_t"), stream=Stream.FEE),
    }
    cells = {}
    for name, values in numbers.items():
        missing = np.isnan(values)
        key = ("crossings", name, missing.tobytes())
        rows = data.made.once(key, [table, data["classes"], ids], partial(_rows, data, ids, forward, missing))
        none = np.nan if name == "reload_h" else 0.0
        cells[name] = np.append(values, none)[rows]
    vehicles = data.made.once("vehicles", [table, ids], lambda: _vehicles(data, ids, forward))
    capacity = np.full(len(ids), np.inf)
    for column, name in VEHICLES.items():
        limited = np.isfinite(vehicles[column])
        tonnes = vehicles[column][limited] * parameters.get(name) * DAYS_PER_YEAR
        capacity[limited] = np.minimum(capacity[limited], tonnes)
    return Border(**cells, capacity_t=capacity)


def _here(row: Record, names: np.ndarray[tuple[int], np.dtype[np.str_]], forward: BoolArray) -> BoolArray:
    """Which directed links a row is about."""
    here = names == row["link"]
    return here if row["direction"] in ("", "both") else here & (forward == (row["direction"] == "forward"))


def _rows(data: RegionData, ids: tuple[str, ...], forward: BoolArray, missing: BoolArray) -> IntArray:
    """(classes, n) array: the row that a number comes from, -1 where none gives it; specific rows go last and win."""
    found = np.full((len(data.class_ids), len(ids)), -1, dtype=np.int64)
    names = np.array(ids)
    rows = [(number, row) for number, row in enumerate(data["crossings"]) if not missing[number]]
    for number, row in sorted(
        rows, key=lambda item: (bool(item[1]["class"]), item[1]["direction"] not in ("", "both"))
    ):
        whose = data.class_ids.index(row["class"]) if row["class"] else slice(None)
        found[whose, _here(row, names, forward)] = number
    return found


def _vehicles(data: RegionData, ids: tuple[str, ...], forward: BoolArray) -> dict[str, FloatArray]:
    """(n,) arrays: fewest vehicles a day of the rows for all classes, inf where none gives a number."""
    found = {column: np.full(len(ids), np.inf) for column in VEHICLES}
    names = np.array(ids)
    for row in data["crossings"]:
        if not row["class"]:
            here = _here(row, names, forward)
            for column, least in found.items():
                if not np.isnan(row[column]):
                    least[here] = np.minimum(least[here], row[column])
    return found
