"""What designs cost, in parts, by class: they add up to the model's cost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from experiments.traffic.case import Case, FloatArray
from geodata.traffic import PARTS, Sent

COSTS = (*(f"cost_{part}_usd" for part in PARTS), "cost_fixed_usd", "cost_unmet_usd")
"""Parts of a design's cost, USD a year: tariffs, fees at borders and in third customs areas, change of gauge, handling,
the value of time, fixed costs of hubs, and penalties for what is left behind."""


def cost_array(
    case: Case, designs: Sequence[Sequence[str]], moved: Mapping[str, Sent], transport: Mapping[str, FloatArray]
) -> FloatArray:
    """Put the parts of the costs of designs together.

    Parameters
    ----------
    case : Case
    designs : sequence of sequences of str
        Ids of the open hubs of each.
    moved : mapping of str to Sent
        By class, of these designs.
    transport : mapping of str to (d, parts) array
        By class, as `geodata.traffic.Moved.cost` returns it.

    Returns
    -------
    (d, classes, len(COSTS)) array
        USD a year. Fixed costs of a hub are shared out by the tonnes that pass it, and by all tonnes where none do.
    """
    classes = list(moved)
    found = np.zeros((len(designs), len(classes), len(COSTS)))
    through = np.stack([moved[cls].through for cls in classes])
    for at, cls in enumerate(classes):
        found[:, at, : len(PARTS)] = transport[cls]
        found[:, at, -1] = case.state.unmet_usd_per_t(cls) * moved[cls].unmet.sum(axis=(0, 1))
    everything = np.array([_tonnes(moved[cls]) for cls in classes])
    everything = np.ones(len(classes)) if not everything.sum() > 0 else everything
    for d, design in enumerate(designs):
        for hub in case.positions(design):
            weights = through[:, hub, d] if through[:, hub, d].sum() > 0 else everything
            found[d, :, -2] += case.problem.fixed_cost[hub] * weights / weights.sum()
    return found


def design_costs(
    case: Case, designs: Sequence[Sequence[str]], moved: Mapping[str, Sent], transport: Mapping[str, FloatArray]
) -> list[pd.DataFrame]:
    """Return what `cost_array` does, as a table for each design: ``class`` and the columns of `COSTS`.

    Parameters
    ----------
    case, designs, moved, transport
        As for `cost_array`.

    Returns
    -------
    list of DataFrame
    """
    tables = []
    for usd in cost_array(case, designs, moved, transport):
        table = pd.DataFrame(usd, columns=list(COSTS))
        table.insert(0, "class", list(moved))
        tables.append(table)
    return tables


def _tonnes(each: Sent) -> float:
    """All tonnes of a class, the same under every design."""
    over = each.collection.sum(axis=(0, 1)) + each.direct.sum(axis=(0, 1)) + each.full.sum(axis=(0, 1))
    return float((over + each.unmet.sum(axis=(0, 1)))[0])
