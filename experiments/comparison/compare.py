"""The main study: every candidate as the hub, undisturbed and under each disruption."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from time import perf_counter
from typing import Any, Unpack

import numpy as np
import pandas as pd

from experiments.comparison.comparison import Comparison
from experiments.comparison.confirm import confirm
from experiments.comparison.evaluate import Evaluation, evaluate
from experiments.comparison.families import Family, families
from experiments.comparison.frequency import hub_trains
from experiments.comparison.gateways import gateway_families, gateway_table
from experiments.comparison.metrics import (
    beside_table,
    best_designs,
    cheapest_first,
    long_table,
    room_table,
    single_costs,
    summary,
)
from experiments.comparison.problems import Problems
from experiments.comparison.roles import COLUMNS, roles
from experiments.comparison.room import room_sweep
from experiments.comparison.store import Store, digest_of
from experiments.comparison.usage import classes_of
from experiments.question import JointChoice, Study, single_designs
from experiments.uncertainty import robustness
from experiments.wins import Standing
from geodata import Region
from optimize import HubProblem, HubSetTable, InputError
from optimize.problem import without_capacity

DRAWS = 100
"""Draws of all uncertain inputs by default: an interval of a share is at most 20 points wide then."""

Progress = Callable[[str, int, int], None]
"""Told what is going on, how many scenarios are finished, and how many there are."""


def compare(
    region: Region | str | Study,
    hubs: Sequence[str] | None = None,
    scenarios: Sequence[str] | None = None,
    *,
    store: Path | None = None,
    resume: bool = False,
    confirmed: bool = True,
    draws: int = DRAWS,
    workers: int = 1,
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
        Folder that keeps the results of finished scenarios.
    resume : bool
        Reuse what the store holds.
    confirmed : bool
        Let a mixed-integer solver confirm the headline.
    draws : int
        Draws of all uncertain inputs that show how sure the headline is; 0 for none. See `experiments.robustness`.
    workers : int
        Processes that evaluate them; 0 = one for each processor.
    threads : int, optional
        Threads that evaluate hub sets; default as `HubSetTable.build` chooses.
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
    kept = Store(store) if store is not None else None
    runs = _Runs(Problems(study))
    for done, scenario in enumerate(study.scenarios):
        _tell(progress, study.title(scenario), done, len(study.scenarios))
        runs.run(study, (*kinds, *beside_others), scenario, kept, resume=resume, threads=threads)
    _tell(progress, "", len(study.scenarios), len(study.scenarios))
    headline = kinds[0]
    weights = [study.probability[name] for name in study.scenarios]
    tables = {
        kind.name: HubSetTable.concat((found.tables[kind.name] for found in runs.found), weights)
        for kind in (*kinds, *beside_others)
    }
    costs = {kind.name: single_costs(study, kind, tables[kind.name]) for kind in kinds}
    over_all = {name: summary(study, frame) for name, frame in costs.items()}
    at = perf_counter()
    sure = _standing(study, draws, choice.get("seed", 0), store, progress, workers=workers, resume=resume)
    runs.seconds["draws"] = perf_counter() - at
    ranking = [str(hub) for hub in cheapest_first(over_all[headline.name], "expected_cost_usd").index]
    incumbent, challenger = _watched(study, ranking)
    parts = roles(study, headline, tables[headline.name], incumbent)
    used = np.stack([found.used for found in runs.found])
    rows = long_table(study, headline, costs[headline.name], over_all[headline.name], used)
    rows = rows.join(room_table(study, headline, tables[headline.name], runs.first["capacity_t"], runs.t_per_unit))
    rows = rows.merge(parts[list(COLUMNS)], left_on="hub", right_index=True, how="left")
    others = [beside_table(study, kind, costs[kind.name], over_all[kind.name]) for kind in kinds[1:]]
    answer = None
    if confirmed:
        _tell(progress, "confirming with the mixed-integer solver", len(study.scenarios), len(study.scenarios))
        at = perf_counter()
        answer = confirm(study, headline, tables[headline.name], ranking, runs.problems)
        runs.seconds["confirmation"] = perf_counter() - at
    return Comparison(
        study=study,
        families=kinds,
        tables=tables,
        hubs=pd.concat([rows, *others], axis=1),
        summary={**over_all, headline.name: over_all[headline.name].join(parts)},
        best=pd.concat([best_designs(study, kind, tables[kind.name]) for kind in kinds], ignore_index=True),
        by_gateway=gateway_table(study, tables),
        room_sweep=room_sweep(study, headline, runs.problems.make(study.scenarios[0]), threads),
        trains=_trains(study, headline, ranking[0], runs.problems),
        used=used,
        **runs.first,
        incumbent=incumbent,
        challenger=challenger,
        standing=sure,
        confirmation=answer,
        digests=runs.digests,
        seconds={**runs.seconds, "total": perf_counter() - began},
        reused=tuple(runs.reused),
        damaged=runs.damaged,
    )


@dataclass
class _Runs:
    """Scenarios that are finished, in their order; of `first`, what is told of the problem itself."""

    problems: Problems
    first: dict[str, Any] = field(default_factory=dict)
    t_per_unit: float = 1.0
    found: list[Evaluation] = field(default_factory=list)
    digests: dict[str, str] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    reused: list[str] = field(default_factory=list)
    damaged: dict[str, str] = field(default_factory=dict)

    def run(
        self,
        study: Study,
        kinds: Sequence[Family],
        scenario: str,
        kept: Store | None,
        *,
        resume: bool,
        threads: int | None,
    ) -> None:
        """Take a scenario from the store, or evaluate it and keep it there."""
        at = perf_counter()
        problem = self.problems.make(scenario)
        settings: dict[str, Any] = {"scenario": scenario, "hubs": study.hubs, "families": kinds, "room": study.room}
        digest = digest_of(problem, settings)
        found = kept.load(digest, [kind.name for kind in kinds]) if kept is not None and resume else None
        if kept is not None and digest in kept.damaged:
            self.damaged[scenario] = kept.damaged[digest]
        if found is not None:
            self.reused.append(scenario)
        else:
            found = evaluate(study, kinds, scenario, problem, threads)
            if kept is not None:
                kept.save(digest, found)
        self.t_per_unit = float(problem.metadata.get("t_per_capacity_unit", 1.0))
        self.first = self.first or _told_of(problem, self.t_per_unit)
        self.found.append(found)
        self.digests[scenario] = digest
        self.seconds[scenario] = perf_counter() - at


def _trains(study: Study, headline: Family, hub: str, problems: Problems) -> pd.DataFrame:
    """Trains between the hubs of the winner's design, in the first scenario."""
    problem = problems.make(study.scenarios[0])
    return hub_trains(study, headline, hub, problem if study.room else without_capacity(problem))


def _standing(
    study: Study, draws: int, seed: int, store: Path | None, progress: Progress | None, *, workers: int, resume: bool
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
        replace(study, gateway_sets=()), draws=draws, seed=seed, pairs=False, store=place, workers=workers,
        resume=resume, progress=tell,
    ).standing  # fmt: skip


def _watched(study: Study, order: Sequence[str]) -> tuple[str, str | None]:
    """Incumbent and challenger: those of the study, else the best hub and the next one, gateways left out."""
    incumbent = study.incumbent or next((hub for hub in order if hub not in study.gateways), order[0])
    others = (hub for hub in order if hub not in (incumbent, *study.gateways))
    return incumbent, study.challenger or next(others, None)


def _told_of(problem: HubProblem, t_per_unit: float) -> dict[str, Any]:
    return {
        "classes": classes_of(problem),
        "capacity_t": _capacities(problem) * t_per_unit,
        "fixed_usd": pd.Series(problem.fixed_cost, index=list(problem.candidates)),
    }


def _capacities(problem: HubProblem) -> pd.Series:
    if problem.capacity is None:
        return pd.Series(dtype=np.float64)
    limits = pd.Series(problem.capacity, index=list(problem.candidates))
    return limits[np.isfinite(limits)]


def _tell(progress: Progress | None, what: str, done: int, total: int) -> None:
    if progress is not None:
        progress(what, done, total)
