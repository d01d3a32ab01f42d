"""The study: what a disruption costs from day to day, until all is as before, and in total."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any, Unpack

import numpy as np
import pandas as pd

from experiments.defaults import BACKUP_DAYS, REACT_DAYS
from experiments.question import Choice, Study
from experiments.recovery.course import LEVELS, Course, FloatArray, integral
from experiments.recovery.levels import SCENARIO, Designs, evaluate_levels
from experiments.runs import Cases, Progress, Results, run_cases
from experiments.text import Row, rows
from geodata import Region
from optimize import InputError
from optimize.brief import Brief

DAYS = 365.0
"""Days of a year: costs a day are those of a year divided by it."""
MARGIN_DAYS = 5
"""Days before and after that the time line shows."""
DAY_COLUMNS = ("scenario", "hub", "day", "cost_usd_per_day", "extra_usd_per_day", "service_share")
AREA_COLUMNS = (
    "scenario", "title", "hub", "name", "duration_days", "recovery_days", "extra_usd", "rank", "peak_usd_per_day",
    "days_to_normal", "lost_t", "usual_usd_per_day", "fixed_usd_per_day", "reroute_usd_per_day", "backup_usd_per_day",
    "backup_hub", "backup_name",
)  # fmt: skip
HUB_COLUMNS = ("hub", "name", "expected_usd_per_year", "times_least", "worst_scenario", "worst_title", "worst_usd")


@dataclass(frozen=True, eq=False)
class Resilience(Brief):
    """What disruptions cost over time.

    Attributes
    ----------
    study : Study
    courses : dict of str to Course
        By scenario.
    days : DataFrame
        One row a scenario, hub beside the gateways and day since the disruption began, from day to next day:
        ``scenario, hub, day, cost_usd_per_day``, ``extra_usd_per_day`` over an undisturbed day, and ``service_share``,
        the share of the demand that is met.
    areas : DataFrame
        One row a scenario and hub: the extra cost in total (``extra_usd``, the area under the curve) and its rank among
        the hubs, the extra cost of the dearest day, days until all is as before, tonnes that are not carried on account
        of the disruption (``lost_t``), the extra cost a day at each level of recourse, the backup hub.
    hubs : DataFrame
        One row a hub: extra cost a year that is expected of all disruptions for which it is known how often they
        come, in how many scenarios its area is least, its worst scenario.
    run : Results
    seconds : float
    """

    study: Study
    courses: dict[str, Course]
    days: pd.DataFrame
    areas: pd.DataFrame
    hubs: pd.DataFrame
    run: Results
    seconds: float = 0.0

    @property
    def watched(self) -> str:
        """The incumbent, or the hub that costs least undisturbed."""
        hubs = list(self.hubs["hub"])
        if self.study.incumbent in hubs:
            return str(self.study.incumbent)
        first = self.areas[self.areas["scenario"] == next(iter(self.courses))]
        return str(first["hub"].iloc[int(first["usual_usd_per_day"].to_numpy().argmin())])


def resilience(
    region: Region | str | Study,
    *,
    react_days: float = REACT_DAYS,
    backup_days: float | None = BACKUP_DAYS,
    duration_days: float | None = None,
    recovery_days: float | None = None,
    store: Path | None = None,
    workers: int = 1,
    scheduler: str | None = None,
    resume: bool = False,
    limit_s: float | None = None,
    progress: Progress | None = None,
    **choice: Unpack[Choice],
) -> Resilience:
    """Follow designs of one hub beside the gateways through disruptions: before, during and while they recover.

    Parameters
    ----------
    region : Region, name or folder; or a Study with everything resolved
    react_days : float
        Days in which loads keep their hubs; then they are rerouted.
    backup_days : float, optional
        Days until a backup hub is open, where it saves more than it costs; None = never.
    duration_days, recovery_days : float, optional
        In place of the scenarios' own.
    store : Path, optional
        Folder that keeps finished scenarios.
    workers, scheduler, resume, limit_s, progress
        See `experiments.runs.run_cases`.
    **choice
        See `Study.of`; without effect where a Study is given. Default scenarios: those of the region's own that have a
        duration.

    Returns
    -------
    Resilience

    Raises
    ------
    InputError
        If an argument is unusable, a scenario that is named has no duration, or freight has no way even before.
    OSError
        If the store cannot be written to.
    """
    began = perf_counter()
    study = region if isinstance(region, Study) else Study.of(region, **choice)
    given = (duration_days, recovery_days, react_days, np.inf if backup_days is None else backup_days)
    courses = courses_of(study, given, strict=set(study.scenarios) != set(study.region.default_scenarios))
    shared = Designs(study)
    plan = Cases(
        evaluate_levels,
        pd.DataFrame({SCENARIO: list(courses)}),
        shared=shared,
        inputs=(study.region, study.hubs, study.gateways, study.classes, study.trunk, study.room),
        label=lambda case: study.title(str(case[SCENARIO])),
    )
    run = run_cases(
        plan, store, workers=workers, scheduler=scheduler, resume=resume, limit_s=limit_s, progress=progress
    )
    if len(run.failed):
        first = run.failed.iloc[0]
        raise InputError([f"scenario {first['name']} cannot be evaluated: {first['reason']}"])
    found = rows(run.frame())
    _check_usual(study, found)
    days = pd.concat([day_table(row, courses[row[SCENARIO]]) for row in found], ignore_index=True)
    areas = pd.DataFrame([_area(study, row, courses[row[SCENARIO]]) for row in found])
    areas["rank"] = areas.groupby("scenario")["extra_usd"].transform(lambda own: own.round(2).rank(method="min"))
    areas = areas.astype({"rank": int})[list(AREA_COLUMNS)]
    return Resilience(study, courses, days, areas, _hubs(study, areas), run, perf_counter() - began)


def courses_of(
    study: Study, given: tuple[float | None, float | None, float, float], *, strict: bool = False
) -> dict[str, Course]:
    """Find how long each disruption lasts.

    Parameters
    ----------
    study : Study
    given : (duration, recovery, react, backup)
        Days; None for the scenarios' own.
    strict : bool
        Whether scenarios without a duration are refused; else they are left out.

    Returns
    -------
    dict of str to Course
        By scenario; the undisturbed world is left out.

    Raises
    ------
    InputError
        If none has a duration, or a number makes no sense.
    """
    duration, recovery, react, backup = given
    states = {name: study.region.scenario(name) for name in study.scenarios if name != "base"}
    lengths = {name: state.duration_days if duration is None else duration for name, state in states.items()}
    without = [name for name, days in lengths.items() if days is None]
    if strict and without:
        words = f"no duration_days in the scenarios {', '.join(without)}"
        raise InputError([f"{words}: give them there, or one for all with --duration-days (duration_days)"])
    found = {
        name: Course(days, (states[name].recovery_days or 0.0) if recovery is None else recovery, react, backup)
        for name, days in lengths.items()
        if days is not None
    }
    if not found:
        words = "no scenario that was asked for is a disruption with a duration"
        raise InputError([f"{words}: give duration_days in its file, or --duration-days (duration_days)"])
    return found


def _check_usual(study: Study, found: list[Row]) -> None:
    stuck = sorted({study.names(row["hub"].split("+")) for row in found if not np.isfinite(row["usual_usd"])})
    if stuck:
        words = f"some freight has no way with {', '.join(stuck)} even undisturbed"
        raise InputError([f"{words}: give unmet_usd_per_t in parameters.csv, or leave these hubs out"])


def _extra(row: Row) -> dict[str, float]:
    """Extra cost a day at each level of recourse."""
    return {level: (row[f"{level}_usd"] - row["usual_usd"]) / DAYS for level in LEVELS}


def _unmet_share(row: Row) -> tuple[dict[str, float], float]:
    """Share of the demand that is unmet at each level, and usually."""
    usual = row["usual_unmet_t"] / row["usual_demand_t"] if row["usual_demand_t"] > 0 else 0.0
    return {level: row[f"{level}_unmet_t"] / row["demand_t"] if row["demand_t"] > 0 else 0.0 for level in LEVELS}, usual


def day_table(row: Row, course: Course) -> pd.DataFrame:
    """Make the time line of a design in a scenario.

    Parameters
    ----------
    row : dict
        As `evaluate_levels` returns it, with its scenario.
    course : Course

    Returns
    -------
    DataFrame
        Columns of `Resilience.days`. Each day has what it costs from its beginning to its end, so that the days' extra
        costs add up to the area.
    """
    day: FloatArray = np.arange(-MARGIN_DAYS, int(np.ceil(course.end_days)) + MARGIN_DAYS, dtype=np.float64)
    extra = integral(course.pieces(_extra(row)), day, day + 1)
    shares, usual = _unmet_share(row)
    unmet = integral(course.pieces(shares, usual), day, day + 1, usual)
    return pd.DataFrame(
        {
            "scenario": row[SCENARIO],
            "hub": row["hub"],
            "day": day.astype(np.int64),
            "cost_usd_per_day": row["usual_usd"] / DAYS + extra,
            "extra_usd_per_day": extra,
            "service_share": 1.0 - unmet,
        }
    )


def _area(study: Study, row: Row, course: Course) -> dict[str, Any]:
    extra = _extra(row)
    whole = np.array([0.0]), np.array([course.end_days])
    in_force = [extra[level] for _, _, level in course.phases()]
    more = {level: (row[f"{level}_unmet_t"] - row["usual_unmet_t"]) / DAYS for level in LEVELS}
    scenario, hub = row[SCENARIO], row["hub"]
    return {
        "scenario": scenario,
        "title": study.title(scenario),
        "hub": hub,
        "name": study.names(hub.split("+")) if hub else "",
        "duration_days": course.duration_days,
        "recovery_days": course.recovery_days,
        "extra_usd": float(integral(course.pieces(extra), *whole)[0]),
        "peak_usd_per_day": max(in_force),
        "days_to_normal": course.end_days if any(abs(value) >= 1.0 for value in in_force) else 0.0,
        "lost_t": float(integral(course.pieces(more), *whole)[0]),
        "usual_usd_per_day": row["usual_usd"] / DAYS,
        **{f"{level}_usd_per_day": extra[level] for level in LEVELS},
        "backup_hub": row["backup_hub"],
        "backup_name": study.name(row["backup_hub"]) if row["backup_hub"] else "",
    }


def _hubs(study: Study, areas: pd.DataFrame) -> pd.DataFrame:
    """Sum the scenarios up; those that are expected to cost least a year first."""
    often = {name: state.per_year[1] for name, state in study.region.scenarios.items() if state.per_year is not None}
    rate = areas["scenario"].map(often).fillna(0.0)
    table = []
    for hub, part in areas.assign(expected=rate * areas["extra_usd"].where(rate > 0, 0.0)).groupby("hub", sort=False):
        worst = rows(part)[int(part["extra_usd"].to_numpy().argmax())]
        table.append(
            (
                hub, worst["name"], part["expected"].sum(), int((part["rank"] == 1).sum()), worst["scenario"],
                worst["title"], worst["extra_usd"],
            )
        )  # fmt: skip
    found = pd.DataFrame(table, columns=list(HUB_COLUMNS))
    return found.iloc[np.argsort(found["expected_usd_per_year"].round(2).to_numpy(), kind="stable")].reset_index(
        drop=True
    )
