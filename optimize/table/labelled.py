"""A table of hub sets for other libraries: a tidy frame, and a dataset of xarray."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from optimize.late import need, pd
from optimize.table.costs import HubSetCosts

if TYPE_CHECKING:
    import xarray as xr


def tidy_frame(table: HubSetCosts) -> pd.DataFrame:
    """List the costs of all sets, a row for each set and scenario.

    Parameters
    ----------
    table : HubSetCosts

    Returns
    -------
    DataFrame
        ``set`` (row of the table), ``hubs`` (tuple of labels), ``size``, ``scenario``, ``probability``, ``cost``.
    """
    sets, scenarios = table.scenario_cost.shape
    hubs = np.empty(sets, dtype=object)
    hubs[:] = [table.labels(row) for row in range(sets)]
    return pd.DataFrame(
        {
            "set": np.repeat(np.arange(sets), scenarios),
            "hubs": np.repeat(hubs, scenarios),
            "size": np.repeat([len(each) for each in hubs], scenarios),
            "scenario": np.tile(np.array(table.scenarios, dtype=object), sets),
            "probability": np.tile(table.probability, sets),
            "cost": table.scenario_cost.ravel(),
        }
    )


def dataset(table: HubSetCosts) -> xr.Dataset:
    """Label the costs of all sets.

    Parameters
    ----------
    table : HubSetCosts

    Returns
    -------
    xarray.Dataset
        ``cost`` (set, scenario) and ``open`` (set, hub), which hubs a set has; with the coordinates ``size`` of a set,
        the same as text in ``hubs``, and the ``probability`` of a scenario.

    Raises
    ------
    MissingExtraError
        If xarray is not installed.
    """
    xarray: Any = need("xarray", "xarray", "labelled arrays")
    sets = len(table.scenario_cost)
    is_open = np.zeros((sets, len(table.candidates)), dtype=np.bool_)
    for row, positions in enumerate(table.sets):
        is_open[row, list(positions)] = True
    texts = ["+".join(map(str, table.labels(row))) for row in range(sets)]
    found: xr.Dataset = xarray.Dataset(
        {"cost": (("set", "scenario"), table.scenario_cost), "open": (("set", "hub"), is_open)},
        coords={
            "set": np.arange(sets),
            "scenario": list(table.scenarios),
            "hub": _coordinate(table.candidates),
            "size": ("set", is_open.sum(axis=1)),
            "hubs": ("set", texts),
            "probability": ("scenario", table.probability),
        },
        attrs={"objective": table.objective, "capacities": int(table.capacities)},
    )
    return found


def _coordinate(labels: tuple[Any, ...]) -> list[Any]:
    """Labels that files and indexes take: whole numbers or texts, all of one kind."""
    whole = all(isinstance(label, (int, np.integer)) and not isinstance(label, bool) for label in labels)
    return [int(label) if whole else str(label) for label in labels]
