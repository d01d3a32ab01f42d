"""The scenarios of a comparison as cases of a run: each evaluated on its own, their tables joined afterwards."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from experiments.comparison.evaluate import Evaluation, evaluate
from experiments.comparison.families import Family
from experiments.comparison.problems import Problems
from experiments.comparison.usage import MEASURES, FloatArray
from experiments.question import Study
from experiments.runs import Cases, Progress, Results, run_cases, scenario_inputs
from experiments.text import count
from experiments.traffic import COSTS
from optimize import HubSetTable, InputError
from optimize.run import thread_count

_TOLD = 3
"""Scenarios that could not be evaluated whose reasons are told; the others are counted."""


@dataclass(frozen=True, eq=False)
class Asked:
    """What all scenarios have in common.

    Attributes
    ----------
    study : Study
    families : sequence of Family
        The headline's first.
    problems : Problems
        Makes the problem of a scenario.
    threads : int, optional
        Threads that evaluate hub sets; default one in each process.
    """

    study: Study
    families: Sequence[Family]
    problems: Problems
    threads: int | None = None


@dataclass(frozen=True, eq=False)
class Evaluated:
    """All scenarios evaluated.

    Attributes
    ----------
    tables : dict of str to HubSetTable
        By family, of all scenarios.
    used : (scenarios, hubs, classes, measures) array
    parts : (scenarios, hubs, classes, parts) array
        See `Evaluation`.
    run : Results
        What was kept from earlier, and what a user should know of it.
    """

    tables: dict[str, HubSetTable]
    used: FloatArray
    parts: FloatArray
    run: Results


def evaluate_scenarios(
    asked: Asked,
    store: Path | None = None,
    *,
    workers: int = 1,
    scheduler: str | None = None,
    resume: bool = False,
    limit_s: float | None = None,
    progress: Progress | None = None,
) -> Evaluated:
    """Evaluate all scenarios of a study.

    Parameters
    ----------
    asked : Asked
        Its threads are those of this process; other processes use one each.
    store : Path, optional
        Folder that keeps finished scenarios.
    workers, scheduler, resume, limit_s, progress
        See `experiments.runs.run_cases`.

    Returns
    -------
    Evaluated

    Raises
    ------
    InputError
        If a scenario could not be evaluated.
    OSError
        If the store cannot be written to.
    """
    study = asked.study
    here = workers == 1 and scheduler is None and limit_s is None
    threads = thread_count(asked.threads) if here else None
    plan = Cases(
        evaluate_scenario,
        [{"scenario": name} for name in study.scenarios],
        shared=Asked(study, asked.families, asked.problems, threads),
        depends=lambda case: _inputs(asked, case["scenario"]),
        label=lambda case: study.title(case["scenario"]),
    )
    found = run_cases(
        plan, store, workers=workers, scheduler=scheduler, resume=resume, limit_s=limit_s, progress=progress,
        retries=0 if here else 2,
    )  # fmt: skip
    _check_all(found)
    parts = list(_evaluations(study, asked.families, found.table()))
    weights = [study.probability[name] for name in study.scenarios]
    tables = {
        kind.name: HubSetTable.concat((part.tables[kind.name] for part in parts), weights) for kind in asked.families
    }
    used, costs = (np.stack(arrays) for arrays in zip(*((part.used, part.parts) for part in parts), strict=True))
    return Evaluated(tables, used, costs, found)


def evaluate_scenario(shared: Asked, case: dict[str, Any], rng: np.random.Generator) -> list[dict[str, Any]]:  # noqa: ARG001
    """Evaluate a scenario; the signature is that of `experiments.runs.Cases`.

    Parameters
    ----------
    shared : Asked
    case : dict
        ``scenario``, its name.
    rng : Generator
        Not used: nothing is drawn.

    Returns
    -------
    list of dict
        A row for each family, of its table; the headline's has what freight does as well.
    """
    problem = shared.problems.make(case["scenario"])
    found = evaluate(shared.study, shared.families, case["scenario"], problem, shared.threads)
    headline = shared.families[0].name
    return [
        {
            "family": name,
            **_row(table),
            "used": found.used.ravel() if name == headline else None,
            "parts": found.parts.ravel() if name == headline else None,
        }
        for name, table in found.tables.items()
    ]


def _inputs(asked: Asked, scenario: str) -> dict[str, Any]:
    """What the tables of a scenario follow from: neither other scenarios, nor weights, nor who is watched."""
    study = asked.study
    return {
        "region": scenario_inputs(study.region, scenario),
        "hubs": (study.hubs, study.gateways, study.candidates),
        "families": tuple(asked.families),
        "classes": study.classes,
        "trunk": study.trunk,
        "room": study.room,
        "measured": (*MEASURES, *COSTS),
    }


def _row(table: HubSetTable) -> dict[str, Any]:
    """A table of one scenario as a row, whose arrays have one dimension."""
    load, price = table.hub_load, table.room_price
    return {
        "candidates": list(table.candidates),
        "p_max": table.p_max,
        "forced": np.array(table.forced, dtype=np.int64),
        "elements": table.elements,
        "capacities": table.capacities,
        "cost_usd": table.scenario_cost.ravel(),
        "hub_load": None if load is None else load.ravel(),
        "room_price": None if price is None else price.ravel(),
    }


def _evaluations(study: Study, families: Sequence[Family], rows: pa.Table) -> Iterator[Evaluation]:
    """Make of the rows what they were made of, scenario by scenario."""
    for start in range(0, rows.num_rows, len(families)):
        own = [_Row(rows, start + place) for place in range(len(families))]
        used, parts = own[0].array("used"), own[0].array("parts")
        if used is None or parts is None:
            message = "the first row of a scenario is not that of the headline"
            raise RuntimeError(message)
        hubs = len(study.hubs)
        yield Evaluation(
            {str(row.plain("family")): row.table() for row in own},
            used.reshape(hubs, -1, len(MEASURES)),
            parts.reshape(hubs, -1, len(COSTS)),
        )


@dataclass(frozen=True)
class _Row:
    """A row of an Arrow table, whose numbers are not copied."""

    rows: pa.Table
    number: int

    def plain(self, name: str) -> Any:
        return self.rows[name][self.number].as_py()

    def array(self, name: str) -> Any:
        values = self.rows[name][self.number]
        return values.values.to_numpy(zero_copy_only=False) if values.is_valid else None

    def table(self) -> HubSetTable:
        cost, load, price = (self.array(name) for name in ("cost_usd", "hub_load", "room_price"))
        p_max = int(self.plain("p_max"))
        inside = (len(cost), 1, p_max)
        return HubSetTable(
            candidates=tuple(self.plain("candidates")),
            scenarios=(self.plain("scenario"),),
            probability=np.ones(1),
            p_max=p_max,
            forced=tuple(self.plain("forced")),
            elements=np.asarray(self.array("elements"), dtype=np.int64),
            scenario_cost=cost.reshape(-1, 1),
            capacities=self.plain("capacities"),
            hub_load=None if load is None else load.reshape(inside),
            room_price=None if price is None else price.reshape(inside),
        )


def _check_all(found: Results) -> None:
    """Refuse to go on without a scenario: every figure of a comparison is over all of them."""
    failed = found.failed
    if len(failed):
        faults = [
            f"{row['name']} could not be evaluated: {row['reason']}" for row in failed.head(_TOLD).to_dict("records")
        ]
        more = len(failed) - _TOLD
        raise InputError([*faults, *([f"so it is with {count(more, 'other scenario')}"] if more > 0 else [])])
