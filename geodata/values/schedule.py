"""What leaves so many times a week: the wait for it, the room that it has, and what a tonne of it costs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from geodata.arrays import DAYS_PER_YEAR, HOURS_PER_DAY, FloatArray
from geodata.files import Table
from geodata.values.uncertainty import Choice, Stream
from optimize.brief import Brief

DAYS_PER_WEEK = 7


@dataclass(frozen=True)
class Schedule(Brief):
    """Departures of the rows of a table; all attributes are (rows,) arrays, NaN where a row has no schedule.

    Attributes
    ----------
    departures_per_week : array
        In each direction.
    wait_h : array
        For the next departure, on average: half the time between two.
    capacity_t : array
        Tonnes a year in each direction.
    usd_per_t : array
        Cost of a departure over the tonnes that are on board on average.
    """

    departures_per_week: FloatArray
    wait_h: FloatArray
    capacity_t: FloatArray
    usd_per_t: FloatArray


def schedule(table: Table, choice: Choice, departures: Stream, usd: Stream) -> Schedule:
    """Return the schedules of a table's rows with the values in use.

    Parameters
    ----------
    table : Table
        With the columns ``departures_per_week``, ``t_per_departure``, ``fill`` and ``usd_per_departure``.
    choice : Choice
        Which value uncertain inputs take.
    departures, usd : Stream
        Random streams of the departures and of their cost.

    Returns
    -------
    Schedule
    """
    weekly = choice.pick(*table.triple("departures_per_week"), stream=departures)
    load_t = table.array("t_per_departure")
    return Schedule(
        departures_per_week=weekly,
        wait_h=mean_wait_h(weekly),
        capacity_t=weekly * DAYS_PER_YEAR / DAYS_PER_WEEK * load_t,
        usd_per_t=choice.pick(*table.triple("usd_per_departure"), stream=usd) / (load_t * table.array("fill")),
    )


def mean_wait_h(departures_per_week: FloatArray) -> FloatArray:
    """Return how long freight waits that comes at any time: half the time between two departures.

    Parameters
    ----------
    departures_per_week : array
        Above 0, or NaN.

    Returns
    -------
    array
        Hours.

    Examples
    --------
    >>> mean_wait_h(np.array([2.0, 7.0])).tolist()
    [42.0, 12.0]
    """
    with np.errstate(divide="ignore", over="ignore"):  # what hardly ever leaves is waited for without end
        return np.asarray(DAYS_PER_WEEK * HOURS_PER_DAY / 2 / departures_per_week)
