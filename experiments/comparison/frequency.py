"""Whether the flows between the winner's hubs fill the trains that the wait between hubs takes for granted.

Trains are counted where freight goes by rail: a class whose cheapest consolidated way between two hubs is mostly by
road, sea or air fills none.
"""

from __future__ import annotations

import pandas as pd

from experiments.comparison.families import Family
from experiments.comparison.usage import class_of
from experiments.question import Study
from experiments.text import listed, rows
from optimize import HubProblem
from optimize.table import Router, Routes

WEEKS_PER_YEAR = 365 / 7
HALF_WEEK_H = 84.0
"""Mean wait for one departure a week, hours."""


def hub_trains(study: Study, family: Family, hub: str, problem: HubProblem) -> pd.DataFrame:
    """Count the trains that the tonnes by rail between the open hubs of a design fill, in one scenario.

    Parameters
    ----------
    study : Study
    family : Family
    hub : str
        The hub of the design.
    problem : HubProblem
        The region's problem in the first scenario; capacities count where it has any.

    Returns
    -------
    DataFrame
        One row for each direction between two open hubs that carries something by rail: ``from, to, t_per_year``,
        ``departures_per_week`` (full trains, by the parameter ``tonnes_per_train``), ``wait_h`` (half the time between
        two of them) and ``wait_taken_h`` (what the cost model takes for the reference class by rail at the first hub,
        where no scheduled service is quicker). Empty where the region does not say what a train carries.
    """
    state = study.region.state(study.scenarios[0])
    load_t = state.parameters.get("tonnes_per_train")
    positions = sorted(problem.candidates.index(place) for place in family.single(hub))
    if load_t <= 0:
        return pd.DataFrame()
    tonnes = _by_rail(study, problem, Router.of(problem).routes(positions))
    found = []
    for (k, m), amount in sorted(tonnes.items(), key=lambda item: -item[1]):
        often = amount / load_t / WEEKS_PER_YEAR
        start = str(problem.candidates[k])
        taken = state.parameters.get(
            "consolidation_wait_h", cls=study.region.reference_class, mode="rail", service="consolidated", place=start
        )
        found.append(
            {
                "from": start,
                "to": str(problem.candidates[m]),
                "t_per_year": amount,
                "departures_per_week": often,
                "wait_h": HALF_WEEK_H / often,
                "wait_taken_h": taken,
            }
        )
    return pd.DataFrame(found)


def _by_rail(study: Study, problem: HubProblem, routes: Routes) -> dict[tuple[int, int], float]:
    """Tonnes a year between two hubs, of the classes that go by rail there."""
    classes = [class_of(problem, block) for block in problem.blocks]
    rail: dict[tuple[str, int, int], bool] = {}
    tonnes: dict[tuple[int, int], float] = {}
    between = (routes.first >= 0) & (routes.first != routes.last) & (routes.flow > 0)
    listed_routes = (routes.block[between], routes.first[between], routes.last[between], routes.flow[between])
    for block, first, last, amount in zip(*(column.tolist() for column in listed_routes), strict=True):
        way = (classes[block], first, last)
        if way not in rail:
            start, end = str(problem.candidates[first]), str(problem.candidates[last])
            rail[way] = _goes_by_rail(study, classes[block], start, end)
        if rail[way]:
            tonnes[first, last] = tonnes.get((first, last), 0.0) + amount
    return tonnes


def _goes_by_rail(study: Study, cls: str, start: str, end: str) -> bool:
    """Whether most kilometres of the cheapest consolidated way between two hubs are by rail."""
    route = study.region.route(start, end, cls, "consolidated", study.scenarios[0], modes=study.trunk)
    if route is None:
        return False
    by_rail = sum(leg.length_km for leg in route.legs if leg.mode == "rail")
    return by_rail > sum(leg.length_km for leg in route.legs) / 2


def train_words(study: Study, trains: pd.DataFrame) -> str:
    """Say between which hubs the flow fills fewer trains than the wait that was taken stands for.

    Parameters
    ----------
    study : Study
    trains : DataFrame
        As `hub_trains` returns it.

    Returns
    -------
    str
        Empty where nothing goes by rail between hubs.
    """
    if trains.empty:
        return ""
    told = [
        f"{study.name(row['from'])} to {study.name(row['to'])} {row['departures_per_week']:.1f} full trains a week "
        f"(a wait of {row['wait_h']:.0f} h, where {row['wait_taken_h']:.0f} h are taken)"
        for row in rows(trains)
    ]
    thin = trains["wait_h"] > trains["wait_taken_h"]
    if not thin.any():
        return f"Between the hubs freight fills {listed(told)}: enough for the wait that is taken."
    more = "where the wait is longer, the saving of the hub is overstated"
    return f"Between the hubs freight fills {listed(told)}: {more}."
