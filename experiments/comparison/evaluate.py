"""One scenario evaluated: the table of hub sets of each family, and what freight does in the headline's designs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from experiments.comparison.families import Family
from experiments.comparison.usage import FloatArray, measured
from experiments.question import Study
from experiments.traffic import COSTS, Case
from geodata.traffic import class_paths, is_on_network
from optimize import HubProblem, HubSetTable, ScenarioProblem
from optimize.problem import without_capacity, without_direct
from optimize.table import Router


@dataclass(frozen=True, eq=False)
class Evaluation:
    """What one scenario comes to.

    Attributes
    ----------
    tables : dict of str to HubSetTable
        By family, the cost of every hub set in this scenario, USD a year.
    used : (hubs, classes, measures) array
        What freight does under the headline's design of each hub, see `experiments.comparison.usage`.
    parts : (hubs, classes, parts) array
        What that costs by `experiments.traffic.COSTS`, USD a year; NaN where the problem was not made of a network.
    """

    tables: Mapping[str, HubSetTable]
    used: FloatArray
    parts: FloatArray


def evaluate(
    study: Study, kinds: Sequence[Family], scenario: str, problem: HubProblem, threads: int | None = None
) -> Evaluation:
    """Evaluate all hub sets of all families in one scenario, within the room of the hubs where the study counts it.

    Without direct service the room does not count: what all freight needs is more than any hub has.

    Parameters
    ----------
    study : Study
    kinds : sequence of Family
        The headline's first.
    scenario : str
        Name of the scenario.
    problem : HubProblem
        The region's problem in this scenario, between all candidates of the study.
    threads : int, optional
        Threads that evaluate hub sets; default as `HubSetTable.build` chooses.

    Returns
    -------
    Evaluation

    Raises
    ------
    InputError
        If a table would be too large.
    """
    limited = problem if study.room else without_capacity(problem)
    tables = {}
    for kind in kinds:
        asked = limited if kind.direct else without_direct(without_capacity(problem))
        size = min(len(kind.gateways) + kind.extra, len({*study.hubs, *study.gateways, *kind.gateways}))
        # gateways of other families are no hubs of this one
        others = [place for place in study.candidates if place not in (*study.hubs, *study.gateways, *kind.gateways)]
        tables[kind.name] = HubSetTable.build(
            ScenarioProblem({scenario: asked}), size, forced=kind.gateways, banned=others, threads=threads
        )
    used, parts = _measured(study, kinds[0], scenario, limited)
    return Evaluation(tables, used, parts)


def _measured(study: Study, headline: Family, scenario: str, problem: HubProblem) -> tuple[FloatArray, FloatArray]:
    """What freight does under the headline's design of each hub, and what that costs, in parts."""
    position = {str(label): k for k, label in enumerate(problem.candidates)}
    designs = [headline.single(hub) for hub in study.hubs]
    router = Router.of(problem)
    routes = [router.routes(sorted(position[hub] for hub in design)) for design in designs]
    used = [measured(problem, each, position[hub]) for each, hub in zip(routes, study.hubs, strict=True)]
    if not is_on_network(problem):
        return np.stack(used), np.full((len(designs), len(used[0]), len(COSTS)), np.nan)
    case = Case(study.region.state(scenario), problem, study.trunk)
    sent = case.sent([class_paths(problem, each) for each in routes])
    moved = {cls: ways.moved(sent[cls]).cost() for cls, ways in case.ways(case.classes)}
    return np.stack(used), case.costs(designs, sent, moved)
