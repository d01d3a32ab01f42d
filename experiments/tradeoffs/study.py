"""The study: all sets of one hub, two hubs, ..., by expected cost and by what disruptions do to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any, Unpack

import numpy as np
import pandas as pd

from experiments.question import Choice, Study
from experiments.runs import Cases, Progress, Results, run_cases
from experiments.tradeoffs.costs import SCENARIO, AllSets, evaluate_scenario
from geodata import Region
from optimize import InputError, decide
from optimize.brief import Brief
from optimize.risk import measure_of

FloatArray = np.ndarray[Any, np.dtype[np.float64]]

P_MAX = 6
"""Most hubs beside the gateways by default."""
MEASURES: Mapping[str, Mapping[str, Any]] = {
    "worst_case": {},
    "max_regret": {},
    "cvar": {"cvar_level": 0.9},
}
"""Measures that stand against the expected cost, with their numbers."""
COLUMNS = ("measure", "p", "hubs", "name", "expected_usd", "value_usd", "extra_usd", "saved_usd")


@dataclass(frozen=True, eq=False)
class Frontier(Brief):
    """Expected cost against other measures.

    Attributes
    ----------
    study : Study
    p_max : int
        Most hubs beside the gateways.
    front : DataFrame
        One row a measure, number of hubs ``p`` and set on the front between expected cost and measure, cheapest first:
        ``measure, p, hubs, name, expected_usd, value_usd``; ``extra_usd``, what it costs on average more than the
        cheapest set of as many hubs, and ``saved_usd``, by how much its measure is lower than that set's.
    best : DataFrame
        One row a number of hubs and measure, ``expected`` among them: the best set and its value.
    costs : DataFrame
        (sets, scenarios), USD a year; indexed by the hubs beside the gateways, ``A+B``.
    run : Results
    seconds : float
    """

    study: Study
    p_max: int
    front: pd.DataFrame
    best: pd.DataFrame
    costs: pd.DataFrame
    run: Results
    seconds: float = 0.0


def frontier(
    region: Region | str | Study,
    *,
    p_max: int | None = None,
    store: Path | None = None,
    workers: int = 1,
    scheduler: str | None = None,
    resume: bool = False,
    limit_s: float | None = None,
    progress: Progress | None = None,
    **choice: Unpack[Choice],
) -> Frontier:
    """Find the sets of hubs that cannot be made safer without costing more on average.

    Parameters
    ----------
    region : Region, name or folder; or a Study with everything resolved
    p_max : int, optional
        Most hubs beside the gateways; default `P_MAX`, or as many as there are.
    store : Path, optional
        Folder that keeps finished scenarios.
    workers, scheduler, resume, limit_s, progress
        See `experiments.runs.run_cases`.
    **choice
        See `Study.of`; without effect where a Study is given.

    Returns
    -------
    Frontier

    Raises
    ------
    InputError
        If an argument is unusable, or a scenario cannot be evaluated.
    OSError
        If the store cannot be written to.
    """
    began = perf_counter()
    study = region if isinstance(region, Study) else Study.of(region, **choice)
    free = len([hub for hub in study.hubs if hub not in study.gateways])
    most = min(P_MAX, free) if p_max is None else p_max
    if not 1 <= most <= free:
        raise InputError([f"p_max is {p_max}: give 1 to {free}, the hubs beside the gateways"])
    shared = AllSets(study, most)
    plan = Cases(
        evaluate_scenario,
        pd.DataFrame({SCENARIO: list(study.scenarios)}),
        shared=shared,
        inputs=(study.region, study.hubs, study.gateways, study.classes, study.trunk, study.room, most),
        label=lambda case: study.title(str(case[SCENARIO])),
    )
    found = run_cases(
        plan, store, workers=workers, scheduler=scheduler, resume=resume, limit_s=limit_s, progress=progress
    )
    if len(found.failed):
        first = found.failed.iloc[0]
        raise InputError([f"scenario {first['name']} cannot be evaluated: {first['reason']}"])
    costs = found.frame().pivot_table(index="hubs", columns=SCENARIO, values="cost_usd", sort=False, dropna=False)
    costs = costs[list(study.scenarios)]
    sizes = _sizes(costs)
    by_size = {p: part for p in range(1, most + 1) if len(part := costs[sizes == p])}
    front = pd.concat([_fronts(study, p, part) for p, part in by_size.items()], ignore_index=True)
    best = pd.concat([_best(study, p, part) for p, part in by_size.items()], ignore_index=True)
    return Frontier(study, most, front, best, costs, found, perf_counter() - began)


def _sizes(costs: pd.DataFrame) -> FloatArray:
    return np.array([hubs.count("+") + bool(hubs) for hubs in costs.index], dtype=np.float64)


def measured(study: Study, costs: pd.DataFrame) -> dict[str, FloatArray]:
    """Evaluate the measures of sets that compete with one another.

    Parameters
    ----------
    study : Study
        For the weights of the scenarios.
    costs : DataFrame
        (sets, scenarios). Regret is against the best of these sets in each scenario.

    Returns
    -------
    dict of str to (sets,) array
        ``expected`` and `MEASURES`, USD a year.
    """
    scenarios = list(study.scenarios)
    weights = np.array([study.probability[name] for name in scenarios])
    values = costs.to_numpy(dtype=np.float64)
    own = values.min(axis=0)
    return {
        name: measure_of(name, numbers, scenarios).value(values, weights, own)
        for name, numbers in {"expected": {}, **MEASURES}.items()
    }


def _fronts(study: Study, p: int, costs: pd.DataFrame) -> pd.DataFrame:
    values = measured(study, costs)
    expected = values["expected"]
    cheapest = int(expected.argmin())
    rows = []
    for name in MEASURES:
        both = np.column_stack([expected, values[name]])
        on = np.flatnonzero(decide.undominated(both))
        for at in on[np.lexsort(both[on].T[::-1])]:
            hubs = str(costs.index[at])
            rows.append(
                (
                    name, p, hubs, study.names(hubs.split("+")), expected[at], values[name][at],
                    expected[at] - expected[cheapest], values[name][cheapest] - values[name][at],
                )
            )  # fmt: skip
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _best(study: Study, p: int, costs: pd.DataFrame) -> pd.DataFrame:
    rows = []
    for name, values in measured(study, costs).items():
        hubs = str(costs.index[int(values.argmin())])
        rows.append((p, name, hubs, study.names(hubs.split("+")), float(values.min())))
    return pd.DataFrame(rows, columns=["p", "measure", "hubs", "name", "value_usd"])
