"""What sets hubs apart: how dear and how slow they handle, what they cost, how much they take in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd

from geodata.arrays import IntArray
from geodata.files import HUB_NUMBERS, HUBS, RegionData
from geodata.scenarios import ParameterChange
from geodata.values.uncertainty import Choice, Stream
from optimize import InputError

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
    table = data["hubs"]
    places, at = data.made.once("hub rows", [data["places"], table], lambda: _rows(data))
    numbers = {}
    for name in HUB_NUMBERS:
        stream = UNCERTAIN.get(name)
        given = table.array(name) if stream is None else choice.pick(*table.triple(name), stream=stream)
        default = np.inf if name in CAPACITIES else HUBS.column(name).default
        column = np.full(len(places), np.nan if default is None else default)
        column[at] = np.where(np.isnan(given), column[at], given)
        numbers[name] = column
    return pd.DataFrame(numbers, index=places)


def _rows(data: RegionData) -> tuple[pd.Index, IntArray]:
    """Ids of all places, and which of them each row of hubs.csv is about."""
    places = pd.Index([row["id"] for row in data["places"]], name="place")
    return places, np.asarray(places.get_indexer([row["place"] for row in data["hubs"]]), dtype=np.int64)


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

    Raises
    ------
    InputError
        When the changes make a number negative.
    """
    places = list(places)
    frame = table.copy() if table.index.tolist() == places else table.take(table.index.get_indexer(pd.Index(places)))
    for change in changes:
        if change.parameter in HUB_NUMBERS:
            where = frame.index == change.place if change.place else np.ones(len(frame), dtype=np.bool_)
            frame.loc[where, change.parameter] = frame.loc[where, change.parameter].map(change.apply)
            if change.add < 0 and (least := frame[change.parameter].min()) < 0:
                low = frame[change.parameter].idxmin()
                message = f"{change.parameter} of {low} becomes {least:g} by its changes, and must be at least 0"
                raise InputError([f"{message}; take less away"])
    return frame
