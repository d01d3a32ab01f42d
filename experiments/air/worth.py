"""What one flight is worth: everything priced with it and without it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt
import pandas as pd

from experiments.air.flights import flight_table
from experiments.air.question import TRUNK, AirQuestion
from experiments.air.volumes import GROWTH, KINDS, VALUE, crossing_row, scaled_region
from geodata import Change, Region
from geodata.network import LINK
from optimize import HubProblem
from optimize.problem import Block
from optimize.rules import DIRECT, cheapest_paths

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]
ROUNDING = 1e-12
"""Relative; a way that does not use the flight costs the same without it, but for the order of additions."""

NO_HUB, ENDS = "no hub", "hubs at both ends"
DESIGNS = (NO_HUB, ENDS)
"""Who fills the flight: who ships from door to door, at the price of a single parcel; or also two hubs, one at each
end, which gather freight by road or air and pay the price of a full load. Nothing is charged for keeping the hubs."""


@dataclass(frozen=True)
class Worth:
    """What a flight is worth in a year.

    Attributes
    ----------
    with_usd, without_usd : float
        What all freight of the classes costs.
    class_t : dict of str to float
        Tonnes on the flight, by class, both directions.
    paid_usd : float
        What they pay it.
    """

    with_usd: float
    without_usd: float
    class_t: dict[str, float]
    paid_usd: float

    @property
    def worth_usd(self) -> float:
        """What those save who ship, after they have paid for it."""
        return self.without_usd - self.with_usd


def flight_worth(region: Region, classes: list[str], flight: str, scenario: str) -> dict[str, Worth]:
    """Price everything with a flight and without it.

    Parameters
    ----------
    region : Region
    classes : list of str
        Ids of the classes that count.
    flight : str
        Id of an air link; a planned one is flown.
    scenario : str
        Name of the scenario.

    Returns
    -------
    dict of str to Worth
        By design, see `DESIGNS`.
    """
    row = next(row for row in region.data["links"] if row["id"] == flight)
    ends = [row["from"], row["to"]]
    there = region.with_overrides(Change(links=(flight,), open=True))
    gone = region.with_overrides(Change(links=(flight,), close=True))
    with_it, without = (each.problem(scenario, ends, classes=classes, trunk=TRUNK) for each in (there, gone))
    forward = with_it.candidates.index(ends[0])
    prices = {service: _prices(there, classes, flight, scenario, service) for service in ("single", "consolidated")}
    found = {}
    for design, hubs in ((NO_HUB, ()), (ENDS, (0, 1))):
        by_class, paid = dict.fromkeys(classes, 0.0), 0.0
        for block in with_it.blocks:
            cls = str(with_it.metadata["class_of_block"][block.name])
            own_way = there.leg_costs(scenario, cls, ends).direct
            direct, full = _on_flight(block, _twin(without, block), own_way, hubs, forward)
            by_class[cls] += float(direct.sum() + full.sum())
            paid += _paid(direct, prices[region.model.direct_service[cls]][cls])
            paid += _paid(full, prices["consolidated"][cls])
        found[design] = Worth(_cost(with_it, hubs), _cost(without, hubs), by_class, paid)
    return found


def _cost(problem: HubProblem, hubs: tuple[int, ...]) -> float:
    """USD a year, every pair on its cheapest path; nothing for keeping the hubs."""
    total = 0.0
    for block in problem.blocks:
        _, _, unit = cheapest_paths(block, hubs)
        sent = block.flow > 0
        total += block.weight * float((block.flow[sent] * unit[sent]).sum())
    return total


def _paid(tonnes: FloatArray, price: FloatArray) -> float:
    return float((tonnes * price)[tonnes > 0].sum())


def _prices(region: Region, classes: list[str], flight: str, scenario: str, service: str) -> dict[str, FloatArray]:
    """By class, USD/t on the flight there and back; NaN where it does not fly."""
    state = region.state(scenario)
    links, graph = state.model.links, state.model.graph
    found = {}
    for cls in classes:
        costs, price = state.arc_costs(cls, service), np.full(2, np.nan)
        for arc in np.flatnonzero((graph.kind == LINK) & np.isfinite(costs.weight)):
            index = int(graph.link[arc])
            if links.ids[index] == flight:
                price[int(not links.forward[index])] = costs.money["tariff"][arc]
        found[cls] = price
    return found


def _twin(problem: HubProblem, block: Block) -> Block | None:
    """The same freight in the other problem."""
    return next((other for other in problem.blocks if other.name == block.name), None)


def _on_flight(
    block: Block, without: Block | None, own_way: FloatArray, hubs: tuple[int, ...], start: int
) -> tuple[FloatArray, FloatArray]:
    """Tonnes there and back: of those who pay for a parcel, and of full loads (by a service, or between the hubs).

    Freight flies where its way would be dearer without the flight, and by a service where that is cheaper than the
    class's own way (`own_way`, USD/t).
    """
    first, last, _ = cheapest_paths(block, hubs)
    end = 1 - start
    to_start, to_end = block.collection[:, start], block.collection[:, end]
    from_start, from_end = block.distribution[start, :], block.distribution[end, :]
    there = to_start[:, None] + from_end[None, :] <= to_end[:, None] + from_start[None, :]
    flies = (first == DIRECT) & _dearer(block.direct, None if without is None else without.direct)
    booked = np.zeros(1, dtype=np.bool_) if block.direct is None else block.direct < own_way * (1.0 - ROUNDING)
    direct, full = (
        np.array([block.flow[flies & which & there].sum(), block.flow[flies & which & ~there].sum()])
        for which in (~booked, booked)
    )
    between = _dearer(block.transfer, None if without is None else without.transfer)
    trunk = np.array(
        [
            float(block.flow[(first == k) & (last == m)].sum()) if between[k, m] else 0.0
            for k, m in ((start, end), (end, start))
        ]
    )
    return direct, full + trunk


def _dearer(cost: FloatArray | None, without: FloatArray | None) -> BoolArray:
    """Where a cost would be higher without the flight, by more than rounding; everywhere if there is no way then."""
    if cost is None:
        return np.zeros((1, 1), dtype=np.bool_)
    if without is None:
        return np.isfinite(cost)
    return np.isfinite(cost) & (without > cost * (1.0 + ROUNDING))


def flight_rows(question: AirQuestion, scenario: str) -> pd.DataFrame:
    """Say what each flight of the question is worth in a scenario.

    Parameters
    ----------
    question : AirQuestion
    scenario : str
        Name of the scenario.

    Returns
    -------
    DataFrame
        One row for each flight and design: ``scenario, flight, from, to, design, with_usd, without_usd, worth_usd``
        (what shippers save, after paying), ``paid_usd`` (what they pay it), ``departures_usd`` (what the departures of
        a year cost; NaN without a timetable), ``net_usd`` (worth and paid less departures: whether it pays for all
        together), ``stated_t, flow_t`` and ``<class>_t``.
    """
    region, records = question.region, []
    for flight in question.flights:
        row = next(row for row in region.data["links"] if row["id"] == flight)
        stated, departures = _timetable(region, flight, scenario)
        for design, found in flight_worth(region, question.classes, flight, scenario).items():
            records.append(
                {
                    "scenario": scenario,
                    "flight": flight,
                    "from": row["from"],
                    "to": row["to"],
                    "design": design,
                    "with_usd": found.with_usd,
                    "without_usd": found.without_usd,
                    "worth_usd": found.worth_usd,
                    "paid_usd": found.paid_usd,
                    "departures_usd": departures,
                    "net_usd": found.worth_usd + found.paid_usd - departures,
                    "stated_t": stated,
                    "flow_t": sum(found.class_t.values()),
                    **{f"{cls}_t": found.class_t[cls] for cls in question.classes},
                }
            )
    return pd.DataFrame(records)


def _timetable(region: Region, flight: str, scenario: str) -> tuple[float, float]:
    """Tonnes that the flight is said to carry in a year, and what its departures cost; NaN without a timetable."""
    flights = flight_table(region.with_overrides(Change(links=(flight,), open=True)), scenario)
    own = flights[flights["link"] == flight]
    return float(own["stated_t"].sum(min_count=1)), float(own["earns_usd"].sum(min_count=1))


def flight_crossings(
    question: AirQuestion, now: pd.DataFrame, progress: Callable[[str], None] = lambda _: None
) -> pd.DataFrame:
    """Find the factors from which on each flight pays for all together, in ``base``.

    Parameters
    ----------
    question : AirQuestion
    now : DataFrame
        `flight_rows` of ``base``.
    progress : callable
        Told what is being done.

    Returns
    -------
    DataFrame
        Two rows for each flight and design that has a timetable, see `experiments.air.volumes.crossing_row`; ``design``
        beside.
    """

    @cache
    def nets(flight: str, kind: str, factor: float) -> dict[str, float]:
        changed = scaled_region(question.region, question.classes, kind, factor)
        found = flight_worth(changed, question.classes, flight, "base")
        return {design: each.worth_usd + each.paid_usd for design, each in found.items()}

    records = []
    for row in now[now["departures_usd"] > 0].to_dict("records"):
        flight, design, cost = row["flight"], row["design"], float(row["departures_usd"])
        now_usd = row["worth_usd"] + row["paid_usd"]
        first = cost / now_usd if now_usd > 0 else float("inf")
        for kind in (GROWTH, VALUE):  # more flights would be another flight
            progress(f"{flight}, {design}: {KINDS[kind]}")

            def gain(
                factor: float, flight: str = flight, design: str = design, cost: float = cost, kind: str = kind
            ) -> float:
                return nets(flight, kind, factor)[design] - cost

            records.append({**crossing_row(flight, flight, kind, gain, first), "design": design})
    return pd.DataFrame(records)
