"""Scheduled services over several links, in each direction, and what the changes of a scenario make of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Self

import numpy as np

from geodata.arrays import BoolArray, FloatArray, IntArray, multiply
from geodata.files import MODES, RegionData
from geodata.scenarios import ServiceChange
from geodata.values import Choice, Stream, schedule
from optimize.brief import Brief


@dataclass(frozen=True)
class Timetable(Brief):
    """Every service in each direction that it runs: ``s`` of them.

    Attributes
    ----------
    ids : tuple of str
        Id of the service; its two directions have the same.
    stops : tuple of tuples of int
        Row numbers of the places where it stops, in order.
    modes : tuple of frozensets of int
        Modes of the links that it runs on, as indices in `geodata.files.MODES`.
    departures_per_week, capacity_t : (s,) arrays
        How often it leaves, and tonnes a year that it takes.
    usd_per_t : (s,) array
        What a tonne pays over its whole length, NaN where it pays the tariff of the links.
    tariff_factor, stop_h : (s,) arrays
        Factor on the tariff, and hours at each stop on the way.
    class_ok : (classes, s) array of bool
        Which classes may use it.
    planned : (s,) array of bool
        Does not run until a scenario opens it.
    """

    ids: tuple[str, ...]
    stops: tuple[tuple[int, ...], ...]
    modes: tuple[frozenset[int], ...]
    departures_per_week: FloatArray
    capacity_t: FloatArray
    usd_per_t: FloatArray
    tariff_factor: FloatArray
    stop_h: FloatArray
    class_ok: BoolArray
    planned: BoolArray

    def __len__(self) -> int:
        return len(self.ids)

    def select(self, change: ServiceChange, places: tuple[str, ...]) -> BoolArray:
        """Return which services a change acts on.

        Parameters
        ----------
        change : ServiceChange
            Its selectors count, not its effects.
        places : tuple of str
            Ids of all places, in the order of places.csv.

        Returns
        -------
        (s,) array of bool
        """
        modes = {MODES.index(mode) for mode in change.mode}
        stops = {places.index(place) for place in change.place if place in places}
        chosen = [
            (not change.services or name in change.services)
            and (not modes or bool(modes & own))
            and (not change.place or bool(stops & set(where)))
            for name, own, where in zip(self.ids, self.modes, self.stops, strict=True)
        ]
        return np.array(chosen, dtype=np.bool_)

    def changed(self, changes: Iterable[ServiceChange], places: tuple[str, ...]) -> Self:
        """Return the services that run under some changes: factors multiply, closing wins over opening.

        Parameters
        ----------
        changes : iterable of ServiceChange
            The changes in force.
        places : tuple of str
            Ids of all places, in the order of places.csv.

        Returns
        -------
        Timetable
            What does not run is open to no class.
        """
        often, tariff = np.ones(len(self)), np.ones(len(self))
        runs, stopped = np.tile(~self.planned, (len(self.class_ok), 1)), np.zeros_like(self.class_ok)
        for change in changes:
            chosen = self.select(change, places)
            multiply(often, chosen, change.departures)
            multiply(tariff, chosen, change.tariff)
            runs |= chosen & change.open
            stopped |= chosen & change.close
        return replace(
            self,
            departures_per_week=self.departures_per_week * often,
            capacity_t=self.capacity_t * often,
            usd_per_t=self.usd_per_t * tariff,
            tariff_factor=self.tariff_factor * tariff,
            class_ok=self.class_ok & runs & ~stopped & (often > 0),
        )


def build_timetable(data: RegionData, choice: Choice) -> Timetable:
    """Turn services.csv into directed services.

    Parameters
    ----------
    data : RegionData
        The files of the region.
    choice : Choice
        Which value uncertain departures and costs take.

    Returns
    -------
    Timetable
        Planned ones included.
    """
    tables = [data[name] for name in ("places", "services", "classes")]
    plain, source = data.made.once("timetable", tables, lambda: _plain_timetable(data))
    plan = schedule(data["services"], choice, Stream.SERVICE_DEPARTURES, Stream.SERVICE_USD)
    return replace(
        plain,
        departures_per_week=plan.departures_per_week[source],
        capacity_t=plan.capacity_t[source],
        usd_per_t=plan.usd_per_t[source],
    )


def _plain_timetable(data: RegionData) -> tuple[Timetable, IntArray]:
    """Directed services without their departures and costs: what no draw changes; and the row of each."""
    table = data["services"]
    number = {row["id"]: index for index, row in enumerate(data["places"])}
    rows = [(index, row, True) for index, row in enumerate(table)]
    rows += [(index, row, False) for index, row in enumerate(table) if row["direction"] == "both"]
    source = np.array([index for index, _, _ in rows], dtype=np.int64)
    stops = [tuple(number[stop] for stop in row["stops"]) for _, row, _ in rows]
    allowed = [[not row["classes"] or cls in row["classes"] for _, row, _ in rows] for cls in data.class_ids]
    none = np.full(len(rows), np.nan)
    timetable = Timetable(
        ids=tuple(row["id"] for _, row, _ in rows),
        stops=tuple(where if forward else where[::-1] for where, (_, _, forward) in zip(stops, rows, strict=True)),
        modes=tuple(frozenset(MODES.index(mode) for mode in row["modes"]) for _, row, _ in rows),
        departures_per_week=none,
        capacity_t=none,
        usd_per_t=none,
        tariff_factor=np.array([row["tariff_factor"] for _, row, _ in rows], dtype=np.float64),
        stop_h=np.array([row["stop_h"] for _, row, _ in rows], dtype=np.float64),
        class_ok=np.array(allowed, dtype=np.bool_).reshape(len(data.class_ids), len(rows)),
        planned=np.array([row["status"] == "planned" for _, row, _ in rows], dtype=np.bool_),
    )
    return timetable, source
