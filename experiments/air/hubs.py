"""What each hub of air cargo is worth beside the gateways."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from experiments.air.flights import flight_table
from experiments.air.question import TRUNK, AirQuestion
from geodata import Region
from optimize import HubProblem, HubSetTable
from optimize.problem import without_capacity
from optimize.rules import cheapest_paths

FloatArray = npt.NDArray[np.float64]


def hub_problem(region: Region, question: AirQuestion, scenario: str) -> HubProblem:
    """Return the problem between gateways and hubs, with nothing but flights between them.

    Parameters
    ----------
    region : Region
        That of the question, or a changed one.
    question : AirQuestion
    scenario : str
        Name of the scenario.

    Returns
    -------
    HubProblem
        Without the capacities of hubs: see `hub_rows` for what share of them is used.
    """
    study = question.study
    places = [*study.gateways, *study.hubs]
    return region.problem(scenario, candidates=places, classes=question.classes, trunk=TRUNK)


def hub_costs(region: Region, question: AirQuestion, scenario: str) -> tuple[float, pd.Series]:
    """Return what the gateways cost alone, and with each hub.

    Parameters
    ----------
    region : Region
        That of the question, or a changed one.
    question : AirQuestion
    scenario : str
        Name of the scenario.

    Returns
    -------
    alone : float
        USD a year, all freight of the question and the fixed costs of gateways counted.
    with_hub : Series
        The same with each hub, its fixed cost counted, by id.
    """
    return _costs(hub_problem(region, question, scenario), question)


def _costs(problem: HubProblem, question: AirQuestion) -> tuple[float, pd.Series]:
    gateways = question.study.gateways
    table = HubSetTable.build(without_capacity(problem), len(gateways) + 1, forced=gateways)
    with_hub = {hub: float(table.cost([*gateways, hub]).iloc[0]) for hub in question.study.hubs}
    return float(table.cost(gateways).iloc[0]), pd.Series(with_hub)


def hub_rows(question: AirQuestion, scenario: str) -> pd.DataFrame:
    """Compare the hubs in one scenario.

    Parameters
    ----------
    question : AirQuestion
    scenario : str
        Name of the scenario.

    Returns
    -------
    DataFrame
        One row for each hub, the best first: ``scenario, hub, name, rank, cost_usd, no_hub_usd`` (gateways alone),
        ``saving_usd`` (of the two), ``fixed_usd``, ``gross_saving_usd`` (fixed cost not counted: what the hub may cost
        at most), ``hub_t`` (tonnes that pass the hub), ``air_t`` (those of them that fly between it and a gateway),
        ``flight_room_t`` (what open flights between the gateways and the
        hub can take, both ways) and ``hub_room_use`` (share of the hub's capacity that all of this takes; 0 without
        one).
    """
    study = question.study
    problem = hub_problem(study.region, question, scenario)
    alone, with_hub = _costs(problem, question)
    fixed = pd.Series(problem.fixed_cost, index=list(problem.candidates))
    flights = flight_table(study.region, scenario)
    gateways = [problem.candidates.index(place) for place in study.gateways]
    records = []
    for hub in study.hubs:
        own = problem.candidates.index(hub)
        through, flown, room = _tonnes(problem, gateways, own)
        between = flights["from"].isin(study.gateways) & (flights["to"] == hub)
        between |= flights["to"].isin(study.gateways) & (flights["from"] == hub)
        saving, price = alone - float(with_hub[hub]), float(fixed[hub])
        records.append(
            {
                "scenario": scenario,
                "hub": hub,
                "name": study.name(hub),
                "cost_usd": float(with_hub[hub]),
                "no_hub_usd": alone,
                "saving_usd": saving,
                "fixed_usd": price,
                "gross_saving_usd": saving + price,
                "hub_t": through,
                "air_t": flown,
                "flight_room_t": float(flights.loc[between, "room_t"].sum()),
                "hub_room_use": room,
            }
        )
    frame = pd.DataFrame(records).sort_values("cost_usd", kind="stable").reset_index(drop=True)
    frame.insert(3, "rank", frame["cost_usd"].rank(method="min").astype(int))
    return frame


def _tonnes(problem: HubProblem, gateways: Sequence[int], hub: int) -> tuple[float, float, float]:
    """Tonnes over the hub, those that fly to or from another, and the share of its room that they take."""
    through = flown = taken = 0.0
    for block in problem.blocks:
        first, last, _ = cheapest_paths(block, sorted([*gateways, hub]))
        over = (first == hub) | (last == hub)
        here = float(block.flow[over].sum())
        through += here
        flown += float(block.flow[over & (first != last)].sum())
        taken += here * block.capacity_use
    room = np.inf if problem.capacity is None else float(problem.capacity[hub])
    return through, flown, taken / room if taken else 0.0
