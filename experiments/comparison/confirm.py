"""A second opinion on the headline: mixed-integer programming against the table of hub sets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from time import perf_counter
from typing import TYPE_CHECKING, Any

import numpy as np

from experiments.comparison.variants import among, without_capacity
from experiments.text import count
from optimize import HubProblem, ScenarioProblem, solve
from optimize.table import HubSetTable

if TYPE_CHECKING:
    from experiments.comparison.compare import Comparison

TOLERANCE = 1e-6
"""Relative difference of two costs that count as the same."""
REDUCED_NODES = 14
REDUCED_HUBS = 5
TIME_LIMIT_S = 120.0


@dataclass(frozen=True)
class Check:
    """One question that was answered twice.

    Attributes
    ----------
    question, method : str
    table_hubs, solver_hubs : tuple of str
    table_cost_usd, solver_cost_usd, bound_usd : float
    status : str
    agrees : bool
        The solver proved the same cost as the table.
    seconds : float
    """

    question: str
    method: str
    table_hubs: tuple[str, ...]
    solver_hubs: tuple[str, ...]
    table_cost_usd: float
    solver_cost_usd: float
    bound_usd: float
    status: str
    agrees: bool
    seconds: float


@dataclass(frozen=True)
class Confirmation:
    """All checks of a comparison."""

    checks: tuple[Check, ...]

    @property
    def agrees(self) -> bool:
        """Whether every check agrees."""
        return all(check.agrees for check in self.checks)

    def records(self) -> list[dict[str, Any]]:
        """Return the checks as plain dictionaries."""
        return [asdict(check) for check in self.checks]


def confirm(found: Comparison, problems: Sequence[HubProblem]) -> Confirmation:
    """Solve the headline's questions by MIP: in full by Benders decomposition, and reduced by the compact model.

    Parameters
    ----------
    found : Comparison
    problems : sequence of HubProblem
        One a scenario, in the order of the study.

    Notes
    -----
    In full: all places, classes, candidates and scenarios of positive weight, for the best single hub and the best
    pair. Reduced: the same scenarios between the places of most trade and with the best candidates, by the compact
    path model, held against the table of that reduced problem.
    """
    study, gateways = found.study, found.headline.gateways
    free = [without_capacity(problem) for problem in problems]
    weighted = [s for s, name in enumerate(study.scenarios) if study.probability[name] > 0]
    weight = {study.scenarios[s]: study.probability[study.scenarios[s]] for s in weighted}
    full = ScenarioProblem({study.scenarios[s]: free[s] for s in weighted}, weight)
    table = found.tables[found.headline.name]
    scenarios = count(len(weighted), "scenario")
    checks = []
    for extra, what in ((1, "single hub"), (2, "pair of hubs")):
        size = len(gateways) + extra
        if extra <= found.headline.extra and size <= min(table.p_max, full.h):
            question = f"best {what} of {full.h - len(gateways)}, {full.n} places, {scenarios}"
            checks.append(_check(question, "benders", full, table, gateways, size))
    ranking = found.summary[found.headline.name].sort_values("expected_cost_usd").index
    hubs = [*gateways, *[hub for hub in ranking if hub not in gateways][:REDUCED_HUBS]]
    nodes = _largest(free[0], hubs)
    reduced = ScenarioProblem({study.scenarios[s]: among(free[s], nodes, hubs) for s in weighted}, weight)
    size = min(len(gateways) + 1, reduced.h)
    question = f"best single hub of {len(hubs) - len(gateways)}, {len(nodes)} places, {scenarios}"
    again = HubSetTable.build(reduced, size, forced=gateways)
    checks.append(_check(question, "compact", reduced, again, gateways, size))
    return Confirmation(tuple(checks))


def _check(
    question: str,
    method: str,
    problem: ScenarioProblem,
    table: HubSetTable,
    gateways: Sequence[str],
    size: int,
) -> Check:
    best = table.best(1, p=size)
    hubs = tuple(str(hub) for hub in best.iloc[0]["hubs"])
    cost = float(best.iloc[0]["value"])
    began = perf_counter()
    solution = solve(problem, p=size, open_hubs=gateways, method=method, time_limit=TIME_LIMIT_S)
    same = bool(np.isclose(solution.objective, cost, rtol=TOLERANCE) and solution.status == "optimal")
    return Check(
        question=question,
        method=method,
        table_hubs=hubs,
        solver_hubs=tuple(str(hub) for hub in solution.hubs),
        table_cost_usd=cost,
        solver_cost_usd=float(solution.objective),
        bound_usd=float(solution.bound),
        status=str(solution.status),
        agrees=same,
        seconds=perf_counter() - began,
    )


def _largest(problem: HubProblem, hubs: Sequence[str]) -> list[str]:
    """Labels of the hubs and of the places with most freight by value of its cheapest cost."""
    weight = np.zeros(problem.n)
    for block in problem.blocks:
        weight += (block.out_flow + block.in_flow) * block.weight
    order = np.argsort(-weight)
    wanted = {*hubs, *[str(problem.labels[i]) for i in order[:REDUCED_NODES]]}
    return [str(label) for label in problem.labels if label in wanted]
