"""Whether the flows between the winner's hubs fill the trains that the wait between hubs takes for granted."""

from __future__ import annotations

import pandas as pd

from experiments.comparison.families import Family
from experiments.question import Study
from experiments.text import listed, rows
from optimize import HubProblem
from optimize.table import Router

WEEKS_PER_YEAR = 365 / 7
HALF_WEEK_H = 84.0
"""Mean wait for one departure a week, hours."""


def hub_trains(study: Study, family: Family, hub: str, problem: HubProblem) -> pd.DataFrame:
    """Count the trains that the tonnes between the open hubs of a design fill, in one scenario.

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
        One row for each direction between two open hubs that carries something: ``from, to, t_per_year,
        departures_per_week`` (full trains, by the parameter ``tonnes_per_train``), ``wait_h`` (half the time between
        two of them) and ``wait_taken_h`` (what the cost model takes for the reference class by rail at the first hub,
        where no scheduled service is quicker). Empty where the region does not say what a train carries.
    """
    state = study.region.state(study.scenarios[0])
    load_t = state.parameters.get("tonnes_per_train")
    positions = sorted(problem.candidates.index(place) for place in family.single(hub))
    tonnes: dict[tuple[int, int], float] = {}
    routes = Router.of(problem).routes(positions)
    between = (routes.first >= 0) & (routes.first != routes.last)
    for k, m, amount in zip(routes.first[between], routes.last[between], routes.flow[between], strict=True):
        tonnes[int(k), int(m)] = tonnes.get((int(k), int(m)), 0.0) + float(amount)
    found = []
    for (k, m), amount in sorted(tonnes.items(), key=lambda item: -item[1]):
        if load_t <= 0 or amount <= 0:
            continue
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
        Empty where there is nothing between hubs.
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
