"""Directed links as arrays, with their border crossings, and which of them a change selects."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from geodata.arrays import DAYS_PER_YEAR, BoolArray, FloatArray, IntArray
from geodata.files import MODES, SERVICES, RegionData
from geodata.scenarios import Change
from geodata.values import Choice, Parameters, Stream


@dataclass(frozen=True)
class Links:
    """Every link in each direction that it may be used: ``n`` directed links.

    Attributes
    ----------
    ids : (n,) array of str
    tail, head : (n,) arrays
        Row numbers of places.
    mode : (n,) array
        Index in `geodata.files.schema.MODES`.
    forward : (n,) array of bool
        Whether the directed link runs as the row of links.csv says.
    gauge_tail, gauge_head : (n,) arrays
        Millimetres, 0 where none is given.
    length_km, speed_kmh, time_h, wait_h, capacity_t, tariff_factor : (n,) arrays
        NaN where not given; capacity is inf where not given.
    service_ok : (services, n) array of bool
    class_ok, dwell_h, reload_h, fee_usd_per_t : (classes, n) arrays
        ``reload_h`` is NaN where no crossing gives it.
    planned : (n,) array of bool
    corridors, countries : tuples
        Corridor names, and the countries at the ends and on the way, of each directed link.
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
    _selected: dict[Change, BoolArray] = field(default_factory=dict, repr=False, compare=False)

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def breaks_gauge(self) -> BoolArray:
        """Whether the two ends have different gauges."""
        return self.gauge_tail != self.gauge_head

    def select(self, change: Change) -> BoolArray:
        """Return which directed links a change acts on; remembered for each change."""
        if change not in self._selected:
            self._selected[change] = self._select(change)
        return self._selected[change]

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


def build_links(data: RegionData, parameters: Parameters, choice: Choice) -> Links:
    """Turn links.csv and crossings.csv into directed links."""
    places = [row["id"] for row in data["places"]]
    number = {place: index for index, place in enumerate(places)}
    country = {row["id"]: row["country"] for row in data["places"]}
    classes = [row["id"] for row in data["classes"]]
    rows = list(data["links"])
    table = data["links"].frame()
    both = np.flatnonzero((table["direction"] == "both").to_numpy(dtype=np.bool_))
    source = np.concatenate([np.arange(len(rows)), both]).astype(np.int64)
    forward = np.arange(len(source)) < len(rows)

    def column(name: str, missing: float = np.nan) -> FloatArray:
        values = table[name].to_numpy(dtype=np.float64)
        return np.asarray(np.where(np.isnan(values), missing, values)[source])

    start = np.array([number[row["from"]] for row in rows], dtype=np.int64)[source]
    end = np.array([number[row["to"]] for row in rows], dtype=np.int64)[source]
    gauge_from, gauge_to = column("gauge_from_mm", 0.0), column("gauge_to_mm", 0.0)
    crossings = _crossings(data, classes, choice)
    ids = tuple(rows[index]["id"] for index in source)
    dwell, fee, capacity = (np.zeros((len(classes), len(source))) for _ in range(3))
    reload = np.full((len(classes), len(source)), np.nan)
    capacity = column("capacity_t_per_year", np.inf)
    daily = {
        "capacity_trains_per_day": parameters.get("tonnes_per_train"),
        "capacity_trucks_per_day": parameters.get("tonnes_per_truck"),
    }
    for index, link in enumerate(ids):
        for (_, cls, ahead), values in crossings.get(link, ()):
            if ahead is not None and ahead != bool(forward[index]):
                continue
            whose = slice(None) if cls is None else slice(cls, cls + 1)
            for key, array in (("dwell_h", dwell), ("reload_h", reload), ("fee_usd_per_t", fee)):
                if not np.isnan(values[key]):
                    array[whose, index] = values[key]
            if cls is None:
                for key, tonnes in daily.items():
                    if not np.isnan(values[key]):
                        capacity[index] = min(capacity[index], values[key] * tonnes * DAYS_PER_YEAR)
    return Links(
        ids=ids,
        tail=np.where(forward, start, end),
        head=np.where(forward, end, start),
        mode=np.array([MODES.index(rows[index]["mode"]) for index in source], dtype=np.int64),
        forward=forward,
        gauge_tail=np.where(forward, gauge_from, gauge_to),
        gauge_head=np.where(forward, gauge_to, gauge_from),
        length_km=column("length_km"),
        speed_kmh=column("speed_kmh"),
        time_h=column("time_h"),
        wait_h=column("wait_h", 0.0),
        capacity_t=capacity,
        tariff_factor=column("tariff_factor", 1.0),
        service_ok=_allowed(rows, source, "services", SERVICES),
        class_ok=_allowed(rows, source, "classes", classes),
        dwell_h=dwell,
        reload_h=reload,
        fee_usd_per_t=fee,
        planned=np.array([rows[index]["status"] == "planned" for index in source], dtype=np.bool_),
        corridors=tuple(rows[index]["corridors"] for index in source),
        countries=tuple(
            frozenset((country[rows[i]["from"]], country[rows[i]["to"]], *rows[i]["through"])) for i in source
        ),
        places=tuple(places),
    )


Crossing = tuple[tuple[str, int | None, bool | None], dict[str, float]]


def _crossings(data: RegionData, classes: list[str], choice: Choice) -> dict[str, list[Crossing]]:
    """Crossing rows by link, the general ones first, with their values in use."""
    table = data["crossings"]
    frame = table.frame()
    if frame.empty:
        return {}
    for stream, name in ((Stream.DWELL, "dwell_h"), (Stream.FEE, "fee_usd_per_t")):
        low, central, high = (frame[name + end].to_numpy(dtype=np.float64) for end in ("_low", "", "_high"))
        frame[name] = choice.pick(low, central, high, stream=stream)
    found: dict[str, list[Crossing]] = {}
    names = ["dwell_h", "reload_h", "fee_usd_per_t", "capacity_trains_per_day", "capacity_trucks_per_day"]
    values = frame[names].to_dict("records")
    for row, numbers in zip(table, values, strict=True):
        cls = classes.index(row["class"]) if row["class"] else None
        ahead = None if row["direction"] in ("", "both") else row["direction"] == "forward"
        key = (row["link"], cls, ahead)
        found.setdefault(row["link"], []).append((key, {str(k): float(v) for k, v in numbers.items()}))
    for rows in found.values():
        rows.sort(key=lambda item: (item[0][1] is not None, item[0][2] is not None))
    return found


def _allowed(
    rows: list[dict[str, object]], source: IntArray, name: str, options: tuple[str, ...] | list[str]
) -> BoolArray:
    """(options, n) array: whether a link's list is empty or has the option."""
    table = np.array(
        [[not row[name] or option in row[name] for row in rows] for option in options],  # type: ignore[operator]
        dtype=np.bool_,
    )
    return table.reshape(len(options), len(rows))[:, source]


def links_frame(links: Links) -> pd.DataFrame:
    """Directed links as a table, for people: one row a direction."""
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
