"""Airports: tonnes that the model puts on their flights, against what these flights are said to carry."""

from __future__ import annotations

import pandas as pd

from experiments.air.flights import flight_table, flown_t
from experiments.air.question import AirQuestion


def airport_table(question: AirQuestion, scenario: str = "base") -> pd.DataFrame:
    """Add up the tonnes of flights by airport, no hub open.

    Parameters
    ----------
    question : AirQuestion
    scenario : str
        Name of the scenario.

    Returns
    -------
    DataFrame
        One row for each place with an open flight, the largest first: ``airport, name, flights`` (open links),
        ``stated_t`` (departures x payload x fill of flights that have a timetable, in and out), ``modelled_t``, ``use``
        (of the two; NaN without a timetable), ``in_t, out_t``, and ``<class>_t`` for each class of the question.
    """
    region, study = question.region, question.study
    flights = flight_table(region, scenario)
    flown = {cls: flown_t(region, cls, scenario) for cls in question.classes}
    records = []
    for place in dict.fromkeys([*flights["from"], *flights["to"]]):
        here = flights[(flights["from"] == place) | (flights["to"] == place)]
        by_class = {cls: _tonnes(frame, place) for cls, frame in flown.items()}
        into, out = (sum(part[side] for part in by_class.values()) for side in (0, 1))
        stated = float(here["stated_t"].sum(min_count=1))
        records.append(
            {
                "airport": place,
                "name": study.name(str(place)),
                "flights": here["link"].nunique(),
                "stated_t": stated,
                "modelled_t": into + out,
                "use": (into + out) / stated if stated > 0 else float("nan"),
                "in_t": into,
                "out_t": out,
                **{f"{cls}_t": sum(part) for cls, part in by_class.items()},
            }
        )
    names = ["airport", "name", "flights", "stated_t", "modelled_t", "use", "in_t", "out_t"]
    frame = pd.DataFrame(records, columns=[*names, *(f"{cls}_t" for cls in question.classes)])
    return frame.sort_values(["stated_t", "modelled_t"], ascending=False, kind="stable").reset_index(drop=True)


def _tonnes(frame: pd.DataFrame, place: str) -> tuple[float, float]:
    return float(frame.loc[frame["to"] == place, "flow_t"].sum()), float(
        frame.loc[frame["from"] == place, "flow_t"].sum()
    )
