"""A second opinion on the headline: mixed-integer programming against the table of hub sets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from time import perf_counter
from typing import Any

import numpy as np

from experiments.comparison.families import Family
from experiments.comparison.problems import Problems
from experiments.comparison.study import Study
from experiments.text import count
from optimize import HubProblem, HubSetTable, HubSolution, ScenarioProblem, solve
from optimize.problem import among, without_capacity

TOLERANCE = 1e-6
"""Relative difference of two costs that count as the same: the solver's own default gap. A smaller one would call
proofs of that gap a disagreement."""
REDUCED_NODES = 14
"""Places of most trade in the reduced problem: the compact model has nodes^2 x hubs^2 paths a class and scenario, and
with 14 places, five hubs and the bundled region's 14 weighted scenarios it is solved in two seconds."""
REDUCED_HUBS = 5
"""Best candidates in the reduced problem, beside the gateways."""
TIME_LIMIT_S = 120.0
"""Seconds for each question; a question that takes longer counts as not proven."""

AGREES, NOT_PROVEN, DISAGREES = "agrees", "not proven", "disagrees"
OUTCOMES = (AGREES, NOT_PROVEN, DISAGREES)
"""What may come of a check, the worst last: the solver proved the same cost; it proved nothing in time, and nothing
that it found speaks against the table; or it found a cheaper set, or proved that there is none as cheap as the
table's."""


@dataclass(frozen=True)
class Check:
    """One question that was answered twice.

    Attributes
    ----------
    question, method : str
    table_hubs, solver_hubs : tuple of str
    table_cost_usd, solver_cost_usd, bound_usd : float
    status : str
    outcome : str
        One of `OUTCOMES`.
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
    outcome: str
    seconds: float

    @property
    def agrees(self) -> bool:
        """Whether the solver proved the same cost as the table."""
        return self.outcome == AGREES


@dataclass(frozen=True)
class Confirmation:
    """All checks of a comparison.

    Attributes
    ----------
    checks : tuple of Check
    """

    checks: tuple[Check, ...]

    @property
    def agrees(self) -> bool:
        """Whether every check agrees."""
        return self.outcome == AGREES

    @property
    def outcome(self) -> str:
        """The worst outcome of a check, one of `OUTCOMES`."""
        return max((check.outcome for check in self.checks), key=OUTCOMES.index, default=AGREES)

    def records(self) -> list[dict[str, Any]]:
        """Turn the checks into plain dictionaries.

        Returns
        -------
        list of dict
            The attributes of each check, and whether it agrees.
        """
        return [{**asdict(check), "agrees": check.agrees} for check in self.checks]


def confirm(
    study: Study, headline: Family, table: HubSetTable, ranking: Sequence[str], problems: Problems
) -> Confirmation:
    """Solve the headline's questions by MIP: in full by Benders decomposition, and reduced by the compact model.

    Parameters
    ----------
    study : Study
    headline : Family
    table : HubSetTable
        Of the headline, over all scenarios.
    ranking : sequence of str
        Hubs, best first.
    problems : Problems
        Of all scenarios.

    Returns
    -------
    Confirmation

    Notes
    -----
    In full: all places, classes, candidates and scenarios of positive weight, for the best single hub and the best
    pair. Reduced: the same scenarios between the places of most trade and with the best candidates, by the compact
    path model, held against a table of its own. Where the problems of all scenarios together are too large to be kept,
    the questions in full are not asked, and count as not proven.
    """
    weight = {name: study.probability[name] for name in study.scenarios if study.probability[name] > 0}
    gateways, scenarios = headline.gateways, count(len(weight), "scenario")
    first = problems.make(study.scenarios[0])
    hubs = [*gateways, *[hub for hub in ranking if hub not in gateways][:REDUCED_HUBS]]
    nodes = _largest(first, hubs)
    full = None
    if problems.fit:
        full = ScenarioProblem({name: without_capacity(problems.make(name)) for name in weight}, weight)
    checks = []
    for extra, what in ((1, "single hub"), (2, "pair of hubs")):
        size = len(gateways) + extra
        if extra <= headline.extra and size <= min(table.p_max, first.h):
            question = f"best {what} of {first.h - len(gateways)}, {first.n} places, {scenarios}"
            checks.append(check(question, "benders", full, table, gateways, size))
    small_ones = {name: among(without_capacity(problems.make(name)), nodes, hubs) for name in weight}
    reduced = ScenarioProblem(small_ones, weight)
    size = min(len(gateways) + 1, reduced.h)
    question = f"best single hub of {len(hubs) - len(gateways)}, {len(nodes)} places, {scenarios}"
    small = HubSetTable.build(reduced, size, forced=gateways)
    checks.append(check(question, "compact", reduced, small, gateways, size))
    return Confirmation(tuple(checks))


def check(
    question: str,
    method: str,
    problem: ScenarioProblem | None,
    table: HubSetTable,
    gateways: Sequence[str],
    size: int,
) -> Check:
    """Ask a solver for the best set of hubs, and hold its answer against the table's.

    Parameters
    ----------
    question : str
        What is asked, in words.
    method : str
        Of `optimize.solve`.
    problem : ScenarioProblem or None
        None where it is too large to be asked.
    table : HubSetTable
        Of the same problem.
    gateways : sequence of str
        Hubs that are open in any case.
    size : int
        Number of hubs, gateways included.

    Returns
    -------
    Check
        Costs may agree with other hubs where several sets cost the same; without a proof nothing agrees.

    Raises
    ------
    KeyboardInterrupt
        If the solver was interrupted, for which it has no exception of its own.
    """
    best = table.best(1, p=size)
    hubs = tuple(str(hub) for hub in best.iloc[0]["hubs"])
    cost = float(best.iloc[0]["value"])
    if problem is None:
        nothing = float("nan")
        return Check(question, method, hubs, (), cost, nothing, nothing, "too large to ask", NOT_PROVEN, 0.0)
    began = perf_counter()
    solution = solve(problem, p=size, open_hubs=gateways, method=method, time_limit=TIME_LIMIT_S)
    if solution.info.get("stopped") == "interrupted":
        raise KeyboardInterrupt
    return Check(
        question=question,
        method=method,
        table_hubs=hubs,
        solver_hubs=tuple(str(hub) for hub in solution.hubs),
        table_cost_usd=cost,
        solver_cost_usd=float(solution.objective),
        bound_usd=float(solution.bound),
        status=str(solution.status),
        outcome=outcome(cost, solution),
        seconds=perf_counter() - began,
    )


def outcome(cost_usd: float, solution: HubSolution) -> str:
    """Hold a solver's answer against a cost.

    Parameters
    ----------
    cost_usd : float
        USD a year.
    solution : HubSolution

    Returns
    -------
    str
        One of `OUTCOMES`; differences within `TOLERANCE` do not count.
    """
    room = TOLERANCE * abs(cost_usd)
    cheaper, above = solution.objective < cost_usd - room, solution.bound > cost_usd + room
    if cheaper or above or solution.status == "infeasible":
        return DISAGREES
    if solution.status != "optimal":
        return NOT_PROVEN
    return AGREES if solution.objective <= cost_usd + room else DISAGREES


def _largest(problem: HubProblem, hubs: Sequence[str]) -> list[str]:
    """Labels of the hubs and of the places that send and receive most, in the order of the nodes."""
    weight = np.zeros(problem.n)
    for block in problem.blocks:
        weight += (block.out_flow + block.in_flow) * block.weight
    order = np.argsort(-weight)
    wanted = {*hubs, *[str(problem.labels[i]) for i in order[:REDUCED_NODES]]}
    return [str(label) for label in problem.labels if label in wanted]
