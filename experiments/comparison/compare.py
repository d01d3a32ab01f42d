"""The main study: every candidate as the hub, undisturbed and under each disruption."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from time import perf_counter

import numpy as np
import pandas as pd

from experiments.comparison.confirm import Confirmation, confirm
from experiments.comparison.families import Family, families, joined
from experiments.comparison.metrics import best_designs, long_table, single_costs, summary
from experiments.comparison.roles import COLUMNS, roles
from experiments.comparison.store import Arrays, Store, digest_of
from experiments.comparison.study import Study
from experiments.comparison.usage import FloatArray, usage
from experiments.comparison.variants import has_capacity, without_capacity, without_direct
from experiments.comparison.verdict import verdict
from geodata import Region
from optimize import HubProblem
from optimize.table import HubSetTable

Progress = Callable[[str, int, int], None]
"""Told what is going on, how many scenarios are finished, and how many there are."""


@dataclass(frozen=True, eq=False)
class Comparison:
    """What a comparison found.

    Attributes
    ----------
    study : Study
    families : tuple of Family
        Kinds of designs, the headline's first.
    tables : dict of str to HubSetTable
        Cost of every hub set in every scenario, by family.
    hubs : DataFrame
        The headline family: one row per hub and scenario, with the figures of the other families beside
        (columns that begin with ``alone_`` and ``no_direct_``).
    summary : dict of str to DataFrame
        By family, one row per hub over all scenarios; the headline's has the roles beside the incumbent as well.
    best : DataFrame
        Best single, pair and triple of each family by each measure and in each scenario.
    used : (scenarios, hubs, classes, measures) array
        What freight does in the headline's designs, see `experiments.comparison.usage`.
    capacity_t : Series
        Tonnes a year that each hub can take, where it is limited. Costs do not count it; ``hub_t`` shows the load.
    fixed_usd : Series
        Cost a year of each candidate as a hub, in the first scenario; it is part of all costs.
    verdict : tuple of str
        Sentences, the headline first, all made out of the numbers.
    confirmation : Confirmation or None
        What a mixed-integer solver said about the headline.
    seconds : dict of str to float
    reused : tuple of str
        Scenarios that were taken from the store.
    """

    study: Study
    families: tuple[Family, ...]
    tables: Mapping[str, HubSetTable]
    hubs: pd.DataFrame
    summary: Mapping[str, pd.DataFrame]
    best: pd.DataFrame
    used: FloatArray
    classes: tuple[str, ...]
    capacity_t: pd.Series
    fixed_usd: pd.Series
    incumbent: str
    challenger: str | None
    verdict: tuple[str, ...] = ()
    confirmation: Confirmation | None = None
    digests: Mapping[str, str] = field(default_factory=dict)
    seconds: Mapping[str, float] = field(default_factory=dict)
    reused: tuple[str, ...] = ()

    @property
    def headline(self) -> Family:
        """The family that the verdict is about."""
        return self.families[0]

    def costs(self, family: str | None = None) -> pd.DataFrame:
        """(hubs, scenarios) cost of each hub in a family; default: the headline's."""
        chosen = self.headline if family is None else next(f for f in self.families if f.name == family)
        return single_costs(self.study, chosen, self.tables[chosen.name])


def compare(
    region: Region | str | Study,
    hubs: Sequence[str] | None = None,
    scenarios: Sequence[str] | None = None,
    gateways: Sequence[str] | None = None,
    p_max: int | None = None,
    *,
    incumbent: str | None = None,
    challenger: str | None = None,
    store: Path | None = None,
    resume: bool = False,
    confirmed: bool = True,
    threads: int | None = None,
    progress: Progress | None = None,
) -> Comparison:
    """Compare hubs of a region in all scenarios, exactly.

    Parameters
    ----------
    region : Region, name or folder; or a Study with everything resolved
    hubs, scenarios, gateways : sequence of names, optional
        Default: what the region says.
    p_max : int, optional
        Most hubs of a design beside the gateways; default 3.
    incumbent, challenger : str, optional
        Hubs to report on by name; default those that the region names, else the best and the runner-up.
    store : Path, optional
        Folder that keeps the results of finished scenarios.
    resume : bool
        Take up what the store holds.
    confirmed : bool
        Let a mixed-integer solver confirm the headline.
    threads : int, optional
    progress : callable, optional

    Raises
    ------
    InputError
        Naming every unknown or unusable argument.

    Examples
    --------
    >>> from experiments import compare
    >>> found = compare("central-asia", hubs=["almaty", "tashkent"], scenarios=["base"], confirmed=False)
    >>> len(found.hubs)
    2
    """
    began = perf_counter()
    study = region if isinstance(region, Study) else Study.of(
        region, hubs=hubs, gateways=gateways, scenarios=scenarios, p_max=p_max,
        incumbent=incumbent, challenger=challenger,
    )  # fmt: skip
    kinds = families(study)
    kept = Store(store) if store is not None else None
    results: list[Arrays] = []
    digests: dict[str, str] = {}
    reused: list[str] = []
    seconds: dict[str, float] = {}
    problems: list[HubProblem] = []
    for done, scenario in enumerate(study.scenarios):
        _tell(progress, study.title(scenario), done, len(study.scenarios))
        at = perf_counter()
        problem = study.region.problem(scenario=scenario, candidates=list(study.candidates))
        problems.append(problem)
        settings = {"hubs": study.hubs, "families": [repr(kind) for kind in kinds]}
        digests[scenario] = digest_of(problem, settings)
        found = kept.load(digests[scenario]) if kept is not None and resume else None
        if found is None:
            found = evaluate(study, kinds, problem, threads)
            if kept is not None:
                kept.save(digests[scenario], found)
        else:
            reused.append(scenario)
        results.append(found)
        seconds[scenario] = perf_counter() - at
    _tell(progress, "", len(study.scenarios), len(study.scenarios))
    first = problems[0]
    tables = {kind.name: _table(study, kind, first, results) for kind in kinds}
    costs = {kind.name: single_costs(study, kind, tables[kind.name]) for kind in kinds}
    over_all = {name: summary(study, frame) for name, frame in costs.items()}
    used = np.stack([found["used"] for found in results])
    order = over_all[kinds[0].name].sort_values("expected_cost_usd").index
    reference = study.incumbent or next((hub for hub in order if hub not in study.gateways), order[0])
    rival = study.challenger or next((hub for hub in order if hub not in (reference, *study.gateways)), None)
    over_all[kinds[0].name] = over_all[kinds[0].name].join(roles(study, kinds[0], tables[kinds[0].name], reference))
    comparison = Comparison(
        study=study,
        families=kinds,
        tables=tables,
        hubs=_with_others(study, kinds, costs, over_all, used),
        summary=over_all,
        best=pd.concat([best_designs(study, kind, tables[kind.name]) for kind in kinds], ignore_index=True),
        used=used,
        classes=tuple(block.name for block in first.blocks),
        capacity_t=_capacities(first),
        fixed_usd=pd.Series(first.fixed_cost, index=list(first.candidates)),
        incumbent=reference,
        challenger=rival,
        digests=digests,
        reused=tuple(reused),
    )
    answer = None
    if confirmed:
        _tell(progress, "confirming with the mixed-integer solver", len(study.scenarios), len(study.scenarios))
        at = perf_counter()
        answer = confirm(comparison, problems)
        seconds["confirmation"] = perf_counter() - at
    seconds["total"] = perf_counter() - began
    return _finished(comparison, answer, seconds)


def evaluate(study: Study, kinds: Sequence[Family], problem: HubProblem, threads: int | None = None) -> Arrays:
    """Cost of every hub set of every family in one scenario, and what freight does under the headline's designs."""
    free = without_capacity(problem)
    found: Arrays = {}
    for kind in kinds:
        asked = free if kind.direct else without_direct(free)
        size = min(len(kind.gateways) + kind.extra, asked.h)
        table = HubSetTable.build(asked, size, forced=kind.gateways, threads=threads)
        found[kind.name] = table.scenario_cost
    found["used"] = np.stack([usage(free, kinds[0].single(hub), hub) for hub in study.hubs])
    return found


def _table(study: Study, kind: Family, problem: HubProblem, results: Sequence[Arrays]) -> HubSetTable:
    forced = [k for k, label in enumerate(problem.candidates) if label in kind.gateways]
    rest = np.array([k for k in range(problem.h) if k not in forced], dtype=np.int64)
    tables = [
        HubSetTable(
            problem.candidates,
            (scenario,),
            np.ones(1),
            min(len(forced) + kind.extra, problem.h),
            tuple(forced),
            rest,
            found[kind.name],
        )
        for scenario, found in zip(study.scenarios, results, strict=True)
    ]
    return joined(tables, [study.probability[name] for name in study.scenarios])


def _with_others(
    study: Study,
    kinds: Sequence[Family],
    costs: Mapping[str, pd.DataFrame],
    over_all: Mapping[str, pd.DataFrame],
    used: FloatArray,
) -> pd.DataFrame:
    frame = long_table(study, kinds[0], costs[kinds[0].name], used)
    frame = frame.merge(over_all[kinds[0].name][list(COLUMNS)], left_on="hub", right_index=True, how="left")
    for kind in kinds[1:]:
        other = long_table(study, kind, costs[kind.name], np.zeros_like(used))
        for column in ("cost_usd", "rank", "regret_usd", "expected_cost_usd", "expected_rank", "max_regret_usd"):
            frame[f"{kind.name}_{column}"] = other[column].to_numpy()
    return frame


def _capacities(problem: HubProblem) -> pd.Series:
    if not has_capacity(problem) or problem.capacity is None:
        return pd.Series(dtype=np.float64)
    limits = pd.Series(problem.capacity, index=list(problem.candidates))
    return limits[np.isfinite(limits)]


def _finished(comparison: Comparison, answer: Confirmation | None, seconds: Mapping[str, float]) -> Comparison:
    whole = replace(comparison, confirmation=answer, seconds=dict(seconds))
    return replace(whole, verdict=verdict(whole))


def _tell(progress: Progress | None, what: str, done: int, total: int) -> None:
    if progress is not None:
        progress(what, done, total)
