"""What can be moved: an uncertain input, all inputs of a cause, a capacity, a country's trade, a probability."""

from __future__ import annotations

import difflib
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import pandas as pd

from experiments.question import Study
from experiments.text import rows_by
from geodata import Region, scenario_probabilities
from optimize import InputError
from optimize.brief import Brief

WIDE = 4.0
"""Beyond low and high, a value is moved from 0 to so many times the central one, as far as its cell may have it."""
SCENARIO, CAUSE, CAPACITY, COUNTRY, PROBABILITY = "scenario", "cause", "capacity", "country", "probability"
GROUPS = (CAUSE, CAPACITY, COUNTRY, PROBABILITY)
"""Kinds that are no input of `Region.uncertain_inputs`."""
_CAPACITIES = {"capacity_t_per_year": "t/year", "capacity_teu_per_year": "TEU/year"}
_LINEAR = "hubs.fixed_usd_per_year"
_STEPS = 60


@dataclass(frozen=True)
class Part:
    """An uncertain input that a lever moves.

    Attributes
    ----------
    id : str
    low, central, high : float
    """

    id: str
    low: float
    central: float
    high: float

    def at(self, position: float) -> float:
        """Return the value at a position from low (0) over central (0.5) to high (1), straight in between.

        Parameters
        ----------
        position : float

        Returns
        -------
        float
        """
        end, way = (self.low, 1 - 2 * position) if position < 0.5 else (self.high, 2 * position - 1)
        return self.central + way * (end - self.central)


@dataclass(frozen=True)
class Lever(Brief):
    """A number that can be moved while all others stay.

    Attributes
    ----------
    id : str
        Of the input, or ``country[UZB]``, ``probability[base]``, ``capacity[XIY]``, the name of a cause.
    name : str
    kind : str
        Of the input, or one of `GROUPS`.
    unit : str
    low, central, high : float
        Where nothing says how uncertain it is: half and double.
    floor, ceiling : float
        How far it is moved at most.
    cause : str
        Of the input; empty if it is none.
    parts : tuple of Part
        Inputs that are moved with a cause.
    target : str
        The country, hub or scenario that it is about, if it is no input.
    """

    id: str
    name: str
    kind: str
    unit: str
    low: float
    central: float
    high: float
    floor: float
    ceiling: float
    cause: str = ""
    parts: tuple[Part, ...] = ()
    target: str = ""

    @property
    def inputs(self) -> tuple[str, ...]:
        """Ids of the uncertain inputs that it moves."""
        if self.kind == CAUSE:
            return tuple(part.id for part in self.parts)
        return () if self.kind in GROUPS else (self.id,)

    @property
    def weights_only(self) -> bool:
        """Whether it changes weights of scenarios and no cost in any of them."""
        if self.kind == CAUSE:
            return all(part.id.startswith("scenarios.") for part in self.parts)
        return self.kind in (SCENARIO, PROBABILITY)

    @property
    def single_turn(self) -> bool:
        """Whether a hub's lead over each other is proven to change its sign once at most.

        The cost of every set of hubs is linear in a fixed cost and in a weight, and a weight is monotone in how often
        its scenario begins.
        """
        return self.kind in (SCENARIO, PROBABILITY) or self.id.startswith(_LINEAR)

    def world(self, region: Region, value: float) -> Region:
        """Return the region with the lever at a value.

        Parameters
        ----------
        region : Region
        value : float
            Of a cause the position of all its inputs: 0 = all at low, 0.5 = all central, 1 = all at high, straight in
            between. Of a country the factor on its trade.

        Returns
        -------
        Region

        Raises
        ------
        ValueError
            If it cannot have the value.
        """
        if self.kind == CAUSE:
            return region.with_inputs({part.id: part.at(value) for part in self.parts})
        if self.kind == COUNTRY:
            return region.with_demand(value, country=self.target)
        if self.kind == CAPACITY:
            return region.with_hub(self.target, **{self.id.partition("[")[0]: value})
        return region if self.kind == PROBABILITY else region.with_inputs({self.id: value})


def list_levers(study: Study) -> tuple[Lever, ...]:
    """List all that can be moved in a study.

    Parameters
    ----------
    study : Study

    Returns
    -------
    tuple of Lever
        Uncertain inputs in the order of the files, their causes, capacities without low and high, countries,
        probabilities.
    """
    frame = study.region.uncertain_inputs()
    # weights that were drawn or given do not follow from how often scenarios begin
    usual = scenario_probabilities([study.region.scenario(name) for name in study.scenarios])
    if dict(usual) != dict(study.probability):
        frame = frame[frame["kind"] != SCENARIO]
    levers = [*_inputs(study.region, frame), *_causes(frame)]
    levers += [*_capacities(study, set(frame.index)), *_countries(study), *_probabilities(study)]
    return tuple(levers)


def _inputs(region: Region, frame: pd.DataFrame) -> Iterator[Lever]:
    for name, row in rows_by(frame).items():
        low, central, high = float(row["low"]), float(row["value"]), float(row["high"])
        floor = _limit(region, name, low, min(0.0, low))
        ceiling = _limit(region, name, high, max(high, WIDE * central))
        yield Lever(name, row["name"], row["kind"], row["unit"], low, central, high, floor, ceiling, cause=row["cause"])


def _limit(region: Region, name: str, inside: float, wanted: float) -> float:
    """The value nearest to the wanted one that the cell may have."""
    if _allowed(region, name, wanted):
        return wanted
    outside = wanted
    for _ in range(_STEPS):
        middle = (inside + outside) / 2
        inside, outside = (middle, outside) if _allowed(region, name, middle) else (inside, middle)
    return inside


def _allowed(region: Region, name: str, value: float) -> bool:
    try:
        region.registry.check({name: value})
    except ValueError:
        return False
    return True


def _causes(frame: pd.DataFrame) -> Iterator[Lever]:
    for cause, part in frame.groupby("cause", sort=False):
        if len(part) > 1:
            parts = tuple(
                Part(name, float(row["low"]), float(row["value"]), float(row["high"]))
                for name, row in rows_by(part).items()
            )
            name = f"{cause}: all {len(parts)} inputs together"
            yield Lever(str(cause), name, CAUSE, "0 low, 1 high", 0.0, 0.5, 1.0, 0.0, 1.0, str(cause), parts)


def _capacities(study: Study, known: set[str]) -> Iterator[Lever]:
    if not study.room:
        return
    numbers = study.region.hub_numbers(list(study.candidates))
    for column, unit in _CAPACITIES.items():
        for place, value in numbers[column].items() if column in numbers else ():
            if math.isfinite(value) and value > 0 and f"hubs.{column}[place={place}]" not in known:
                name = f"capacity, {study.name(str(place))} ({unit})"
                yield _unsure(f"{column}[{place}]", name, CAPACITY, unit, float(value), WIDE * value, str(place))


def _countries(study: Study) -> Iterator[Lever]:
    named = {str(row["iso3"]): str(row["name"]) for row in study.region.data["countries"]}
    for code in sorted(study.region.data.trading_countries):
        name = f"trade of {named.get(code, code)} (factor)"
        yield _unsure(f"country[{code}]", name, COUNTRY, "factor", 1.0, WIDE, code)


def _probabilities(study: Study) -> Iterator[Lever]:
    for name, weight in study.probability.items():
        if weight < 1:
            title = f"weight of the scenario {study.title(name)}"
            yield _unsure(f"probability[{name}]", title, PROBABILITY, "", float(weight), 1.0, name)


def _unsure(name: str, title: str, kind: str, unit: str, central: float, ceiling: float, target: str) -> Lever:
    high = min(2 * central, ceiling)
    return Lever(name, title, kind, unit, central / 2, central, high, 0.0, ceiling, target=target)


def chosen_levers(levers: Sequence[Lever], names: Iterable[str] | None) -> tuple[Lever, ...]:
    """Pick levers by name.

    Parameters
    ----------
    levers : sequence of Lever
    names : iterable of str, optional
        Ids; causes, for them and all of their inputs; kinds, for all of the kind. Default all.

    Returns
    -------
    tuple of Lever
        In the order of `levers`.

    Raises
    ------
    InputError
        Naming what is none.
    """
    if names is None:
        return tuple(levers)
    wanted = list(dict.fromkeys(names))
    if not wanted:
        raise InputError(["no input is named: give ids, causes or kinds, or leave the inputs out for all of them"])
    known = {word for lever in levers for word in (lever.id, lever.cause, lever.kind) if word}
    faults = []
    for name in wanted:
        if name not in known:
            near = difflib.get_close_matches(name, sorted(known), 3)
            hint = f"is it one of {'; '.join(near)}?" if near else "the region's uncertain inputs have ids and causes"
            faults.append(f"{name!r} is no input, cause or kind: {hint}")
    if faults:
        raise InputError(faults)
    chosen = set(wanted)
    return tuple(lever for lever in levers if chosen & {lever.id, lever.cause, lever.kind})
