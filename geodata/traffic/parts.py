"""The parts of what a tonne pays: money for distance, borders, gauge and handling, and the value of its time."""

from __future__ import annotations

import numpy as np

from geodata.arrays import FloatArray
from geodata.costs import MONEY_PARTS, TIME_PARTS, ArcCosts

PARTS = ("tariff", "border", "gauge", "handling", "time")
"""Tariffs, fees at borders (and what goods pay in third customs areas), change of gauge, loading, unloading, changes of
mode and handling at hubs; and the value of all hours."""

TARIFF, BORDER, GAUGE, HANDLING, TIME = range(len(PARTS))


def part_values(costs: ArcCosts, *, gathering: bool = True) -> FloatArray:
    """Return what arcs cost, in parts.

    Parameters
    ----------
    costs : ArcCosts
    gathering : bool
        Whether the hours in which a load is gathered count: a timetable takes their place.

    Returns
    -------
    (arcs, parts) array
        USD/t by `PARTS`; the row of an arc that is closed is of no use.
    """
    hours = [costs.hours[part] for part in TIME_PARTS if gathering or part != "gathering"]
    money = [costs.money[part] for part in MONEY_PARTS]
    return np.column_stack([*money, costs.rate_usd_per_th * np.sum(hours, axis=0)])
