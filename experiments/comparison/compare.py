"""The main study: every candidate as the hub, undisturbed and under each disruption."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from time import perf_counter
from typing import TypedDict, Unpack

import numpy as np
import pandas as pd

from experiments.comparison.comparison import Comparison
from experiments.comparison.confirm import confirm
from experiments.comparison.families import Family, families
from experiments.comparison.frequency import hub_trains
from experiments.comparison.gateways import gateway_families, gateway_table
from experiments.comparison.metrics import (
    beside_table,
    best_designs,
    cheapest_first,
    long_table,
    parts_table,
    room_table,
    single_costs,
    summary,
)
from experiments.comparison.problems import Problems
from experiments.comparison.roles import COLUMNS, roles
from experiments.comparison.room import room_sweep
from experiments.comparison.scenarios import Asked, evaluate_scenarios
from experiments.comparison.usage import classes_of
from experiments.defaults import COMPARISON_DRAWS
from experiments.question import JointChoice, Study, single_designs
from experiments.uncertainty import robustness
from experiments.wins import Standing
from geodata import Region
from optimize import HubProblem, InputError
from optimize.problem import without_capacity

DRAWS = COMPARISON_DRAWS

Progress = Callable[[str, int, int], None]
"""Told what is going on, how many scenarios are finished, and how many there are."""


class _How(TypedDict):
    """How cases are evaluated, see `experiments.runs.run_cases`."""

    workers: int
    scheduler: str | None
    resume: bool
    limit_s: float | None


def compare(
    region: Region | str | Study,
    hubs: Sequence[str] | None = None,
    scenarios: Sequence[str] | None = None,
    *,
    store: Path | None = None,
    resume: bool = False,
    confirmed: bool = True,
    draws: int = DRAWS,
    workers: int | None = 1,
    scheduler: str | None = None,
    limit_s: float | None = None,
    threads: int | None = None,
    progress: Progress | None = None,
    **choice: Unpack[JointChoice],
) -> Comparison:
    """Compare hubs of a region in all scenarios, exactly.

    Parameters
    ----------
    region : Region, name or folder; or a Study with everything resolved
    hubs, scenarios : sequence of str, optional
        Names or ids; default what the region says.
    store : Path, optional
        Folder that keeps finished scenarios; finished draws are kept in ``draws`` beside it.
    resume : bool
        Go on with what an earlier run with the same inputs has kept.
    confirmed : bool
        Let a mixed-integer solver confirm the headline.
    draws : int
        Draws of all uncertain inputs that show how sure the headline is; 0 for none. See `experiments.robustness`.
    workers : int or None
        Processes that evaluate scenarios and draws; 0 = one for each processor; None = scenarios in this process with
        all its threads, which spares the start of others, and draws in a process for each processor.
    scheduler, limit_s
        See `experiments.runs.run_cases`.
    threads : int, optional
        Threads that evaluate hub sets in this process; default as `HubSetTable.build` chooses.
    progress : callable, optional
        Called with what is going on, how many scenarios are finished, and how many there are.
    **choice
        ``gateways``, ``p_max``, ``incumbent``, ``challenger`` and ``room``, see `Study.of`. Without effect, like
        `hubs` and `scenarios`, where a Study is given.

    Returns
    -------
    Comparison

    Raises
    ------
    InputError
        Naming every unknown or unusable argument.
    OSError
        If the store cannot be written to.

    Examples
    --------
    >>> from experiments import compare
    >>> found = compare("central-asia", hubs=["almaty", "tashkent"], scenarios=["base"], confirmed=False)
    >>> len(found.hubs)
    2
    """
    began = perf_counter()
    study = region if isinstance(region, Study) else Study.of(region, hubs=hubs, scenarios=scenarios, **choice)
    kinds, beside_others = families(study), gateway_families(study)
    problems = Problems(study)
    first = problems.make(study.scenarios[0])
    at = perf_counter()
    how = _How(workers=1 if workers is None else workers, scheduler=scheduler, resume=resume, limit_s=limit_s)
    asked = Asked(study, (*kinds, *beside_others), problems, threads)
    found = evaluate_scenarios(asked, store, progress=_counted(study, progress, how), **how)
    tables, used, seconds = found.tables, found.used, {"scenarios": perf_counter() - at}
    headline = kinds[0]
    costs = {kind.name: single_costs(study, kind, tables[kind.name]) for kind in kinds}
    over_all = {name: summary(study, frame) for name, frame in costs.items()}
    at = perf_counter()
    how["workers"] = 0 if workers is None else workers
    sure = _standing(study, draws, choice.get("seed", 0), store, progress, **how)
    seconds["draws"] = perf_counter() - at
    ranking = [str(hub) for hub in cheapest_first(over_all[headline.name], "expected_cost_usd").index]
    incumbent, challenger = _watched(study, ranking)
    parts = roles(study, headline, tables[headline.name], incumbent)
    rows = long_table(study, headline, costs[headline.name], over_all[headline.name], used).join(
        parts_table(study, found.parts)
    )
    t_per_unit = float(first.metadata.get("t_per_capacity_unit", 1.0))
    capacity_t = _capacities(first) * t_per_unit
    rows = rows.join(room_table(study, headline, tables[headline.name], capacity_t, t_per_unit))
    rows = rows.merge(parts[list(COLUMNS)], left_on="hub", right_index=True, how="left")
    others = [beside_table(study, kind, costs[kind.name], over_all[kind.name]) for kind in kinds[1:]]
    answer = None
    if confirmed:
        _tell(progress, "confirming with the mixed-integer solver", len(study.scenarios), len(study.scenarios))
        at = perf_counter()
        answer = confirm(study, headline, tables[headline.name], ranking, problems)
        seconds["confirmation"] = perf_counter() - at
    return Comparison(
        study=study,
        families=kinds,
        tables=tables,
        hubs=pd.concat([rows, *others], axis=1),
        over_scenarios={**over_all, headline.name: over_all[headline.name].join(parts)},
        best=pd.concat([best_designs(study, kind, tables[kind.name]) for kind in kinds], ignore_index=True),
        by_gateway=gateway_table(study, tables, incumbent, challenger),
        room_sweep=room_sweep(study, headline, first, threads),
        trains=_trains(study, headline, ranking[0], first),
        used=used,
        classes=classes_of(first),
        capacity_t=capacity_t,
        fixed_usd=pd.Series(first.fixed_cost, index=list(first.candidates)),
        incumbent=incumbent,
        challenger=challenger,
        standing=sure,
        confirmation=answer,
        seconds={**seconds, "total": perf_counter() - began},
        run=found.run,
    )


def _counted(study: Study, progress: Progress | None, how: _How) -> Callable[[int, int, int], None]:
    """Progress of the scenarios, told as that of the comparison; in one process they come in their order."""
    in_order = how["workers"] == 1 and how["scheduler"] is None

    def tell(done: int, total: int, reused: int) -> None:  # noqa: ARG001
        what = "" if done == total else study.title(study.scenarios[done]) if in_order else "scenarios"
        _tell(progress, what, done, total)

    return tell


def _trains(study: Study, headline: Family, hub: str, problem: HubProblem) -> pd.DataFrame:
    """Trains between the hubs of the winner's design, in the first scenario."""
    return hub_trains(study, headline, hub, problem if study.room else without_capacity(problem))


def _standing(
    study: Study, draws: int, seed: int, store: Path | None, progress: Progress | None, **how: Unpack[_How]
) -> Standing | None:
    """Who is ahead over draws; None without draws, with one hub, or where nothing is uncertain."""
    if draws < 0:
        raise InputError([f"{draws} draws: give 1 or more, or 0 for none"])
    if draws == 0 or len(single_designs(study)) < 2 or study.region.uncertain_inputs().empty:
        return None

    def tell(done: int, total: int, reused: int) -> None:  # noqa: ARG001
        _tell(progress, f"draw {done} of {total}", len(study.scenarios), len(study.scenarios))

    place = None if store is None else store.with_name("draws")
    return robustness(
        replace(study, gateway_sets=()), draws=draws, seed=seed, pairs=False, store=place, progress=tell, **how
    ).standing


def _watched(study: Study, order: Sequence[str]) -> tuple[str, str | None]:
    """Incumbent and challenger: those of the study, else the best hub and the next one, gateways left out."""
    incumbent = study.incumbent or next((hub for hub in order if hub not in study.gateways), order[0])
    others = (hub for hub in order if hub not in (incumbent, *study.gateways))
    return incumbent, study.challenger or next(others, None)


def _capacities(problem: HubProblem) -> pd.Series:
    if problem.capacity is None:
        return pd.Series(dtype=np.float64)
    limits = pd.Series(problem.capacity, index=list(problem.candidates))
    return limits[np.isfinite(limits)]


def _tell(progress: Progress | None, what: str, done: int, total: int) -> None:
    if progress is not None:
        progress(what, done, total)
