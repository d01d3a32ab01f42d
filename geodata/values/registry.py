"""All uncertain inputs of a region: every number of its files with a low and a high, by a readable id."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from numbers import Real
from typing import Any

import numpy as np
import pandas as pd

from geodata.arrays import FloatArray, IntArray
from geodata.faults import UnknownNameError, unknown
from geodata.files import PARAMETER_KEYS, POSITIVE, SHARES, TABLES, Record, RegionData, number_problem
from geodata.scenarios import DAYS_PER_YEAR, Scenario
from geodata.values.causes import borders, cause_of, link_countries
from geodata.values.uncertainty import Choice, Stream
from geodata.values.words import Words
from optimize.brief import Brief

Given = dict[tuple[Stream, str], tuple[IntArray, FloatArray]]

COLUMNS = (
    "kind", "name", "unit", "low", "central", "high", "source", "confidence", "cause", "class", "mode", "service",
    "place", "country",
)  # fmt: skip
STREAMS: dict[tuple[str, str], Stream] = {
    ("parameters", "central"): Stream.PARAMETERS,
    ("crossings", "dwell_h"): Stream.DWELL,
    ("crossings", "fee_usd_per_t"): Stream.FEE,
    ("hubs", "handling_factor"): Stream.HUBS,
    ("hubs", "fixed_usd_per_year"): Stream.HUB_FIXED,
    ("hubs", "capacity_teu_per_year"): Stream.HUB_CAPACITY,
    ("trade", "value_bn_usd"): Stream.TRADE,
    ("links", "departures_per_week"): Stream.LINK_DEPARTURES,
    ("links", "usd_per_departure"): Stream.LINK_USD,
    ("services", "departures_per_week"): Stream.SERVICE_DEPARTURES,
    ("services", "usd_per_departure"): Stream.SERVICE_USD,
}
"""Columns that are drawn, and the random stream of each."""


@dataclass(frozen=True)
class _Input:
    """One uncertain number: where it stands, and what is told of it."""

    id: str
    stream: Stream
    name: str  # of the scenario, of which each has a stream of its own
    row: int
    column: str
    told: dict[str, Any]


@dataclass(frozen=True, eq=False)
class Registry(Brief):
    """The uncertain inputs of a region.

    Attributes
    ----------
    frame : DataFrame
        Indexed by id; columns `COLUMNS`.
    slots : tuple of (Stream, str)
        Random streams with the names of scenarios.
    slot, row : (inputs,) arrays
        Which of the slots an input is in, and its row there.
    columns : tuple of str
        What limits its values: a column of a table as ``table.column``, or the name of a parameter.
    """

    frame: pd.DataFrame
    slots: tuple[tuple[Stream, str], ...]
    slot: IntArray
    row: IntArray
    columns: tuple[str, ...]

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """Ids in the order of the files."""
        return tuple(self.frame.index)

    @cached_property
    def position(self) -> dict[str, int]:
        """Row of each id."""
        return {name: number for number, name in enumerate(self.ids)}

    @cached_property
    def triple(self) -> tuple[FloatArray, FloatArray, FloatArray]:
        """(inputs,) arrays: low, central, high."""
        low, central, high = (self.frame[name].to_numpy(dtype=np.float64) for name in ("low", "central", "high"))
        return low, central, high

    @cached_property
    def members(self) -> dict[str, IntArray]:
        """Rows of the inputs of each cause."""
        causes = self.frame["cause"].to_numpy()
        return {str(cause): np.flatnonzero(causes == cause) for cause in pd.unique(causes)}

    def cause(self, name: str) -> IntArray:
        """Return the rows of the inputs of a cause.

        Parameters
        ----------
        name : str
            The cause.

        Returns
        -------
        (k,) array

        Raises
        ------
        UnknownNameError
            When no input has it.
        """
        if name not in self.members:
            raise UnknownNameError(unknown("uncertain input or cause", name, [*self.members, *self.ids]))
        return self.members[name]

    def values(self, choice: Choice) -> FloatArray:
        """Return the values in use.

        Parameters
        ----------
        choice : Choice
            Which value uncertain inputs take.

        Returns
        -------
        (inputs,) array
        """
        result = np.empty(len(self.ids))
        for number, (stream, name) in enumerate(self.slots):
            here = np.flatnonzero(self.slot == number)
            rows = self.row[here]
            table = np.zeros((3, rows.max() + 1))  # draws of a row do not depend on those after it
            table[:, rows] = [values[here] for values in self.triple]
            result[here] = choice.pick(*table, stream=stream, name=name)[rows]
        return result

    def check(self, values: Mapping[str, float]) -> dict[str, float]:
        """Refuse what is no uncertain input, or cannot be its value.

        Parameters
        ----------
        values : mapping
            Values by id.

        Returns
        -------
        dict

        Raises
        ------
        UnknownNameError
            When there is no such input.
        TypeError
            When a value is not a number.
        ValueError
            When the file could not have the value.
        """
        checked: dict[str, float] = {}
        for name, value in values.items():
            if name not in self.position:
                raise UnknownNameError(unknown("uncertain input", name, list(self.ids)))
            if isinstance(value, bool) or not isinstance(value, Real):
                message = f"{name} cannot be {value!r}; give a number"
                raise TypeError(message)
            number = float(value)
            if problem := _problem(self.columns[self.position[name]], number):
                low, central, high = (end[self.position[name]] for end in self.triple)
                message = (
                    f"{name} cannot be set: {problem}; the files have {low:g} to {high:g}, {central:g} in the middle"
                )
                raise ValueError(message)
            checked[name] = number
        return checked

    def given(self, values: Mapping[str, float]) -> Given:
        """Return values by where they stand, as `geodata.values.Choice` takes them.

        Parameters
        ----------
        values : mapping
            Values by id.

        Returns
        -------
        dict

        Raises
        ------
        UnknownNameError
            When there is no such input.
        """
        try:
            at = np.array([self.position[name] for name in values], dtype=np.int64)
        except KeyError as error:
            raise UnknownNameError(unknown("uncertain input", str(error.args[0]), list(self.ids))) from None
        numbers = np.array(list(values.values()), dtype=np.float64)
        order = np.argsort(self.slot[at], kind="stable")
        at, numbers = at[order], numbers[order]
        slots, starts = np.unique(self.slot[at], return_index=True)
        parts = zip(slots, np.split(at, starts[1:]), np.split(numbers, starts[1:]), strict=True)
        return {self.slots[slot]: (self.row[rows], part) for slot, rows, part in parts} if len(at) else {}


def _problem(column: str, value: float) -> str | None:
    """Why a cell cannot have a value."""
    table, _, name = column.partition(".")
    if table == "scenarios":
        most = float(name)
        return None if 0 <= value <= most else f"{value:g} is not from 0 to {most:g}, which is all the time"
    spec = TABLES[table].column("central" if table == "parameters" else name)
    if table == "parameters" and name in POSITIVE and not value > 0:
        return f"{value:g} is not above 0"
    if table == "parameters" and name in SHARES and value > 1:
        return f"{value:g} is above 1"
    return number_problem(value, spec)


def build_registry(data: RegionData) -> Registry:
    """Collect the uncertain inputs of a region.

    Parameters
    ----------
    data : RegionData
        The files of the region.

    Returns
    -------
    Registry
        Parameters that no model reads are left out, and numbers without width.
    """
    found = [*_of_tables(data), *_of_scenarios(data)]
    frame = pd.DataFrame([item.told for item in found], index=[item.id for item in found], columns=list(COLUMNS))
    slots = tuple(dict.fromkeys((item.stream, item.name) for item in found))
    number = {slot: index for index, slot in enumerate(slots)}
    return Registry(
        frame=frame.rename_axis("input"),
        slots=slots,
        slot=np.array([number[item.stream, item.name] for item in found], dtype=np.int64),
        row=np.array([item.row for item in found], dtype=np.int64),
        columns=tuple(item.column for item in found),
    )


def _of_tables(data: RegionData) -> Iterator[_Input]:
    words = Words.of(data)
    read = set(PARAMETER_KEYS) | {item.parameter for item in data.settings.reexports}
    ends, border = link_countries(data), borders(data)
    for (table, column), stream in STREAMS.items():
        low, high = ("low", "high") if table == "parameters" else (f"{column}_low", f"{column}_high")
        for index, row in enumerate(data[table]):
            least, most = (row[column] if np.isnan(row[end]) else row[end] for end in (low, high))
            if not least < most or (table == "parameters" and row["parameter"] not in read):
                continue
            name = row["parameter"] if table == "parameters" else column
            unit = row["unit"] if table == "parameters" else words.unit(column)
            told = {
                "kind": words.kind(table),
                "name": words.name(table, column, row, unit),
                "unit": unit,
                **dict(zip(("low", "central", "high"), (least, row[column], most), strict=True)),
                "source": row["source"],
                "confidence": row["confidence"],
                "cause": cause_of(data, table, column, row, border),
                **_keys(data, table, row, ends),
            }
            yield _Input(f"{table}.{name}{_label(table, row)}", stream, "", index, f"{table}.{name}", told)


def _label(table: str, row: Record) -> str:
    """The row's key, as part of an id."""
    keys = [name for name in TABLES[table].key if name != "parameter"]
    return f"[{','.join(f'{name}={row[name]}' for name in keys if row[name])}]".replace("[]", "")


def _keys(data: RegionData, table: str, row: Record, ends: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """What of class, mode, service, place and country a row is about; several countries separated by semicolons."""
    keys = {name: str(row.get(name, "")) for name in ("class", "mode", "service", "place", "country")}
    if table == "crossings":
        keys["country"] = ";".join(ends[row["link"]])
    elif table == "links":
        keys["country"] = ";".join(ends[row["id"]])
    elif table == "services":
        keys["mode"] = ";".join(row["modes"])
    elif table == "hubs":
        keys["country"] = data.countries_of_places[row["place"]]
    elif table == "trade":
        keys["country"] = f"{row['exporter']};{row['importer']}"
    return keys


def _of_scenarios(data: RegionData) -> Iterator[_Input]:
    for scenario in data.scenarios.values():
        often, likely = scenario.per_year, scenario.probability_range
        for column, triple, stream, unit, words, most in (
            ("per_year", often, Stream.FREQUENCY, "1/year", "how often in a year", _most_per_year(scenario)),
            ("probability", likely, Stream.PROBABILITY, "share of the time", "share of the time", 1.0),
        ):
            if triple is not None and triple[0] < triple[2]:
                told = {
                    "kind": "scenario",
                    "name": f"{words}: {scenario.title or scenario.name}",
                    "unit": unit,
                    **dict(zip(("low", "central", "high"), triple, strict=True)),
                    "source": scenario.probability_source,
                    "confidence": scenario.confidence,
                    "cause": f"scenarios {scenario.group or scenario.name}",
                    **dict.fromkeys(("class", "mode", "service", "place", "country"), ""),
                }
                name = f"scenarios.{column}[scenario={scenario.name}]"
                yield _Input(name, stream, scenario.name, 0, f"scenarios.{most!r}", told)


def _most_per_year(scenario: Scenario) -> float:
    """How often a scenario can begin in a year, as one occurrence ends before the next begins."""
    return DAYS_PER_YEAR / scenario.duration_days if scenario.duration_days else 1e12
