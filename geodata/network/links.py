"""Directed links as arrays, with their border crossings, and which of them a change selects."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

import numpy as np
import pandas as pd

from geodata.arrays import BoolArray, FloatArray, IntArray
from geodata.files import MODES, SERVICES, Made, Record, RegionData
from geodata.network.borders import build_border
from geodata.scenarios import Change
from geodata.values import Choice, Parameters, Stream, schedule
from optimize.brief import Brief

T = TypeVar("T")

REMEMBERED = 4096
"""Changes whose links are kept, for all variants of a region: 1,300 links take 1.3 kB each."""


@dataclass(frozen=True)
class Links(Brief):
    """Every link in each direction that it may be used: ``n`` directed links.

    Attributes
    ----------
    ids : tuple of str
        Id of the link; its two directions have the same.
    tail, head : (n,) arrays
        Row numbers of places.
    mode : (n,) array
        Index in `geodata.files.MODES`.
    forward : (n,) array of bool
        Whether the directed link runs as the row of links.csv says.
    gauge_tail, gauge_head : (n,) arrays
        Millimetres, 0 where none is given.
    length_km, speed_kmh, time_h : (n,) arrays
        Length, and speed or moving time where the link has one of its own, else NaN.
    wait_h, stop_h : (n,) arrays
        Wait for a departure, and stops on the way (added to the moving time).
    usd_per_t : (n,) array
        What a tonne pays on a link that has its own cost of a departure, NaN on the others.
    capacity_t : (n,) array
        Tonnes a year, inf where there is no limit.
    tariff_factor : (n,) array
        What the mode's tariff is multiplied by.
    service_ok : (services, n) array of bool
        Which of `geodata.files.SERVICES` may use the link.
    class_ok : (classes, n) array of bool
        Which classes may use it.
    dwell_h, reload_h, fee_usd_per_t : (classes, n) arrays
        At the border crossing on the link, 0 where there is none; ``reload_h`` is NaN where no crossing gives it.
    planned : (n,) array of bool
        Not open until a scenario opens it.
    corridors, countries : tuples
        Corridor names, and the countries at the ends and on the way, of each directed link.
    places : tuple of str
        Ids of all places, in the order of places.csv.
    shared : Made
        What was made of the parts that all variants of a region have in common.
    """

    ids: tuple[str, ...]
    tail: IntArray
    head: IntArray
    mode: IntArray
    forward: BoolArray
    gauge_tail: FloatArray
    gauge_head: FloatArray
    length_km: FloatArray
    speed_kmh: FloatArray
    time_h: FloatArray
    wait_h: FloatArray
    stop_h: FloatArray
    usd_per_t: FloatArray
    capacity_t: FloatArray
    tariff_factor: FloatArray
    service_ok: BoolArray
    class_ok: BoolArray
    dwell_h: FloatArray
    reload_h: FloatArray
    fee_usd_per_t: FloatArray
    planned: BoolArray
    corridors: tuple[tuple[str, ...], ...]
    countries: tuple[frozenset[str], ...]
    places: tuple[str, ...]
    shared: Made = field(default_factory=Made, repr=False, compare=False)

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def domestic(self) -> tuple[tuple[str, ...], IntArray]:
        """Countries with links of their own, and which one each directed link lies in; the first is none, "".

        Links that cross a border lie in none.
        """

        def make() -> tuple[tuple[str, ...], IntArray]:
            own = [next(iter(codes)) if len(codes) == 1 else "" for codes in self.countries]
            names = ("", *sorted({*own} - {""}))
            return names, np.array([names.index(code) for code in own], dtype=np.int64)

        found: tuple[tuple[str, ...], IntArray] = self.shared.once("domestic", [self.countries], make)
        return found

    @property
    def breaks_gauge(self) -> BoolArray:
        """Whether the two ends have different gauges."""
        return self.gauge_tail != self.gauge_head

    def select(self, change: Change) -> BoolArray:
        """Return which directed links a change acts on; remembered for each change.

        Parameters
        ----------
        change : Change
            Its selectors count, not its effects.

        Returns
        -------
        (n,) array of bool
        """
        selected: dict[Change, BoolArray] = self.shared.once("selected", [self.ids], dict)
        if change not in selected:
            if len(selected) >= REMEMBERED:
                selected.clear()
            selected[change] = self._select(change)
        return selected[change]

    def _select(self, change: Change) -> BoolArray:
        chosen = np.ones(len(self), dtype=np.bool_)
        if change.links:
            chosen &= np.isin(np.array(self.ids), change.links)
        if change.corridor:
            wanted = set(change.corridor)
            chosen &= np.array([bool(wanted & set(names)) for names in self.corridors], dtype=np.bool_)
            if change.exclusive:
                chosen &= np.array([set(names) <= wanted for names in self.corridors], dtype=np.bool_)
        if change.country:
            nations = set(change.country)
            chosen &= np.array([bool(nations & codes) for codes in self.countries], dtype=np.bool_)
        if change.place:
            ends = [self.places.index(place) for place in change.place if place in self.places]
            chosen &= np.isin(self.tail, ends) | np.isin(self.head, ends)
        if change.mode:
            chosen &= np.isin(self.mode, [MODES.index(mode) for mode in change.mode])
        if change.direction != "both":
            chosen &= self.forward == (change.direction == "forward")
        return chosen


@dataclass(frozen=True)
class _Directed:
    """The rows of links.csv by direction: all forward ones, then the way back of those that run both ways."""

    rows: list[Record]
    table: pd.DataFrame
    source: IntArray  # row of each directed link
    forward: BoolArray

    def numbers(self, name: str, missing: float = np.nan) -> FloatArray:
        """A numeric column."""
        values = self.table[name].to_numpy(dtype=np.float64)
        return np.asarray(np.where(np.isnan(values), missing, values)[self.source])

    def each(self, value: Callable[[Record], T]) -> list[T]:
        """Something of the row of each directed link."""
        return [value(self.rows[index]) for index in self.source]

    def allowed(self, name: str, options: Sequence[str]) -> BoolArray:
        """(options, n) array: whether a link's list is empty or has the option."""
        lists = self.each(lambda row: row[name])
        table = [[not named or option in named for named in lists] for option in options]
        return np.array(table, dtype=np.bool_).reshape(len(options), len(lists))


def build_links(data: RegionData, parameters: Parameters, choice: Choice) -> Links:
    """Turn links.csv and crossings.csv into directed links.

    Parameters
    ----------
    data : RegionData
        The files of the region.
    parameters : Parameters
        For ``tonnes_per_train`` and ``tonnes_per_truck``.
    choice : Choice
        Which value uncertain dwell times and fees take.

    Returns
    -------
    Links
        Planned links included.
    """
    tables = [data[name] for name in ("places", "links", "classes")]
    plain, source = data.made.once("links", tables, lambda: _plain_links(data))
    plan = schedule(data["links"], choice, Stream.LINK_DEPARTURES, Stream.LINK_USD)
    border = build_border(data, plain.ids, plain.forward, parameters, choice)
    return replace(
        plain,
        wait_h=_own_or(plan.wait_h[source], plain.wait_h),
        usd_per_t=plan.usd_per_t[source],
        capacity_t=np.minimum(_own_or(plan.capacity_t[source], plain.capacity_t), border.capacity_t),
        dwell_h=border.dwell_h,
        reload_h=border.reload_h,
        fee_usd_per_t=border.fee_usd_per_t,
    )


def _plain_links(data: RegionData) -> tuple[Links, IntArray]:
    """Directed links without timetables and crossings: what no draw changes; and the row of each."""
    places = [row["id"] for row in data["places"]]
    number = {place: index for index, place in enumerate(places)}
    country = {row["id"]: row["country"] for row in data["places"]}
    rows, table = list(data["links"]), data["links"].frame()
    both = np.flatnonzero((table["direction"] == "both").to_numpy(dtype=np.bool_))
    source = np.concatenate([np.arange(len(rows)), both]).astype(np.int64)
    forward = np.arange(len(source)) < len(rows)
    directed = _Directed(rows, table, source, forward)
    start = np.array(directed.each(lambda row: number[row["from"]]), dtype=np.int64)
    end = np.array(directed.each(lambda row: number[row["to"]]), dtype=np.int64)
    gauge_from, gauge_to = directed.numbers("gauge_from_mm", 0.0), directed.numbers("gauge_to_mm", 0.0)
    factor = directed.numbers("tariff_factor", 1.0)
    own_back = directed.numbers("tariff_factor_back")
    none = np.zeros((len(data.class_ids), len(source)))
    links = Links(
        ids=tuple(directed.each(lambda row: str(row["id"]))),
        tail=np.where(forward, start, end),
        head=np.where(forward, end, start),
        mode=np.array(directed.each(lambda row: MODES.index(row["mode"])), dtype=np.int64),
        forward=forward,
        gauge_tail=np.where(forward, gauge_from, gauge_to),
        gauge_head=np.where(forward, gauge_to, gauge_from),
        length_km=directed.numbers("length_km"),
        speed_kmh=directed.numbers("speed_kmh"),
        time_h=directed.numbers("time_h"),
        wait_h=directed.numbers("wait_h", 0.0),
        stop_h=directed.numbers("stop_h", 0.0),
        usd_per_t=np.full(len(source), np.nan),
        capacity_t=directed.numbers("capacity_t_per_year", np.inf),
        tariff_factor=np.where(forward, factor, _own_or(own_back, factor)),
        service_ok=directed.allowed("services", SERVICES),
        class_ok=directed.allowed("classes", data.class_ids),
        dwell_h=none,
        reload_h=none,
        fee_usd_per_t=none,
        planned=np.array(directed.each(lambda row: row["status"] == "planned"), dtype=np.bool_),
        corridors=tuple(directed.each(lambda row: row["corridors"])),
        countries=tuple(
            directed.each(lambda row: frozenset((country[row["from"]], country[row["to"]], *row["through"])))
        ),
        places=tuple(places),
    )
    return links, source


def _own_or(own: FloatArray, other: FloatArray) -> FloatArray:
    """Numbers of one array, those of the other where it has none."""
    return np.where(np.isnan(own), other, own)


def links_frame(links: Links) -> pd.DataFrame:
    """Return directed links as a table.

    Parameters
    ----------
    links : Links
        The links.

    Returns
    -------
    DataFrame
        One row for each direction: ``link, from, to, mode, forward, length_km, capacity_t_per_year, planned,
        corridors``.
    """
    return pd.DataFrame(
        {
            "link": links.ids,
            "from": [links.places[index] for index in links.tail],
            "to": [links.places[index] for index in links.head],
            "mode": [MODES[index] for index in links.mode],
            "forward": links.forward,
            "length_km": links.length_km,
            "capacity_t_per_year": links.capacity_t,
            "planned": links.planned,
            "corridors": links.corridors,
        }
    )
