"""What sets hubs apart: how dear and how slow they handle, what they cost, how much they take in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd

from geodata.files import HUB_NUMBERS, HUBS, RegionData
from geodata.scenarios import ParameterChange
from geodata.values.uncertainty import Choice, Stream

UNCERTAIN = {
    "handling_factor": Stream.HUBS,
    "fixed_usd_per_year": Stream.HUB_FIXED,
    "capacity_teu_per_year": Stream.HUB_CAPACITY,
}
CAPACITIES = ("capacity_t_per_year", "capacity_teu_per_year")


def hub_table(data: RegionData, choice: Choice) -> pd.DataFrame:
    """Return the numbers of every place as a hub, by hubs.csv or the defaults of its columns.

    Parameters
    ----------
    data : RegionData
        The files of the region.
    choice : Choice
        Which value uncertain numbers take.

    Returns
    -------
    DataFrame
        Columns `HUB_NUMBERS`, indexed by place id, in the order of places.csv.
    """
    frame = data["hubs"].frame().set_index("place")
    for name, stream in UNCERTAIN.items():
        low, central, high = (frame[name + end].to_numpy(dtype=np.float64) for end in ("_low", "", "_high"))
        frame[name] = choice.pick(low, central, high, stream=stream)
    full = frame[list(HUB_NUMBERS)].reindex([row["id"] for row in data["places"]])
    defaults = {name: HUBS.column(name).default for name in HUB_NUMBERS} | dict.fromkeys(CAPACITIES, np.inf)
    return full.fillna({name: value for name, value in defaults.items() if value is not None})


def changed_hubs(table: pd.DataFrame, places: Sequence[str], changes: Iterable[ParameterChange]) -> pd.DataFrame:
    """Return the numbers of some hubs with changes applied in turn.

    Parameters
    ----------
    table : DataFrame
        As `hub_table` returns it.
    places : sequence of str
        Ids of the hubs.
    changes : iterable of ParameterChange
        Those that name no column of hubs.csv are passed over; one without a place holds for all hubs.

    Returns
    -------
    DataFrame
        Columns `HUB_NUMBERS`, one row for each of ``places``, in their order.
    """
    frame = table.loc[list(places)].copy()
    for change in changes:
        if change.parameter in HUB_NUMBERS:
            where = frame.index == change.place if change.place else np.ones(len(frame), dtype=np.bool_)
            frame.loc[where, change.parameter] = frame.loc[where, change.parameter].map(change.apply)
    return frame
