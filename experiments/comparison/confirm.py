"""A second opinion on the headline: mixed-integer programming against the table of hub sets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from math import isfinite
from time import perf_counter
from typing import Any

import numpy as np
import pandas as pd

from experiments.comparison.families import Family
from experiments.comparison.problems import Problems
from experiments.comparison.usage import FloatArray, usage
from experiments.question import Study
from experiments.text import count, usd
from optimize import HubProblem, HubSetTable, HubSolution, ScenarioProblem, solve
from optimize.brief import Brief
from optimize.problem import Block, among, is_capacitated, with_fields, without_capacity

TOLERANCE = 1e-6
"""Relative difference of two costs that count as the same: the solver's own default gap. A smaller one would call
proofs of that gap a disagreement."""
REDUCED_NODES = 14
"""Places of most trade in the reduced problem: the compact model has nodes^2 x hubs^2 paths a class and scenario, and
with 14 places, five hubs and the bundled region's 14 weighted scenarios it is solved in two seconds."""
REDUCED_HUBS = 5
"""Best candidates in the reduced problem, beside the gateways."""
REDUCED_SCENARIOS = 5
"""Scenarios of most weight in the reduced problem. With hubs of limited room the program grows fast with them: two
of the bundled region's take some ten seconds on a busy machine, 27 are not solved in two minutes."""
TIME_LIMIT_S = 120.0
"""Seconds for each question; a question that takes longer counts as not proven."""

AGREES, NOT_PROVEN, DISAGREES = "agrees", "not proven", "disagrees"
OUTCOMES = (AGREES, NOT_PROVEN, DISAGREES)
"""What may come of a check, the worst last: the solver proved the same cost; it proved too little, and nothing
that it found speaks against the table; or it found a cheaper set, or proved that there is none as cheap as the
table's."""
TOO_LARGE = "too large to ask"


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

    @property
    def proof_words(self) -> str:
        """What was and what was not proven, where that leaves the question open; empty elsewhere."""
        if self.outcome != NOT_PROVEN:
            return ""
        if self.status == TOO_LARGE:
            return "not proven: too large to ask; the table's answer stands by itself"
        late = f" within {TIME_LIMIT_S:.0f} s" if self.seconds >= TIME_LIMIT_S else ""
        if not isfinite(self.bound_usd):
            return f"not proven{late}: no lower bound was found; nothing speaks against the table"
        least, gap = usd(self.bound_usd, digits=8), usd(self.table_cost_usd - self.bound_usd)
        return (
            f"not proven{late}: proven is that nothing costs less than {least}, {gap} below the table; "
            "nothing speaks against the table"
        )


@dataclass(frozen=True)
class Confirmation(Brief):
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
            The attributes of each check, and whether it agrees; None where that is not proven.
        """
        return [{**asdict(check), "agrees": agreed(check.outcome)} for check in self.checks]


def agreed(outcome: str) -> bool | None:
    """Tell an outcome as true, false, or neither: what is not proven is not contradicted.

    Parameters
    ----------
    outcome : str
        One of `OUTCOMES`.

    Returns
    -------
    bool or None
    """
    return None if outcome == NOT_PROVEN else outcome == AGREES


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
    pair. Reduced: scenarios of most weight, between the places of most trade and with the best candidates, by the
    compact path model, held against a table of its own. Where the problems of all scenarios together are too large to
    be kept, the questions in full are not asked, and count as not proven. Where the room of hubs counts, for which
    there is no decomposition, the question in full is what the best hub costs, which the prices of room prove.
    """
    weight = {name: study.probability[name] for name in study.scenarios if study.probability[name] > 0}
    gateways, scenarios = headline.gateways, count(len(weight), "scenario")
    first = problems.make(study.scenarios[0])
    hubs = [*gateways, *[hub for hub in ranking if hub not in gateways][:REDUCED_HUBS]]
    nodes = _largest(first, hubs)
    limited = study.room and is_capacitated(first)
    checks: list[Check] = []
    if limited:
        checks.append(_certified(study, headline, table, ranking[0], problems, weight))
    else:
        full = None
        if problems.fit():
            full = ScenarioProblem({name: without_capacity(problems.make(name)) for name in weight}, weight)
        checks += _in_full(headline, table, full, first, scenarios)
    few = dict(sorted(weight.items(), key=lambda item: -item[1])[:REDUCED_SCENARIOS])
    small_ones = {name: _smaller(problems.make(name), nodes, hubs, room=study.room) for name in few}
    total = sum(few.values())
    reduced = ScenarioProblem(small_ones, {name: share / total for name, share in few.items()})
    size = min(len(gateways) + 1, reduced.h)
    asked = count(len(few), "scenario")
    question = f"best single hub of {len(hubs) - len(gateways)}, {len(nodes)} places, {asked}"
    small = HubSetTable.build(reduced, size, forced=gateways)
    checks.append(check(question, "compact", reduced, small, gateways, size))
    return Confirmation(tuple(checks))


def _certified(
    study: Study, headline: Family, table: HubSetTable, hub: str, problems: Problems, weight: Mapping[str, float]
) -> Check:
    """Bound what the best hub costs from below by the prices of room, and hold the table's cost against that.

    Whatever the prices, the cost of all freight that takes its cheapest way at them, less the price of all room, is a
    lower bound (weak duality). It is computed here without the table's kernels: handling is raised by the prices.
    """
    began = perf_counter()
    hubs, bound = headline.single(hub), 0.0
    for name, share in weight.items():
        problem = problems.make(name)
        at = [problem.candidates.index(label) for label in hubs]
        price, room = np.zeros(problem.h), np.full(problem.h, np.inf)
        # the table has its prices in the order of the candidates
        price[at] = pd.Series(table.room_prices(hubs, name)).reindex(list(hubs)).fillna(0.0).to_numpy()
        room = room if problem.capacity is None else problem.capacity
        dearer = with_fields(problem, capacity=None, blocks=tuple(_dearer(block, price) for block in problem.blocks))
        paid = price > 0
        cost = usage(dearer, hubs, hub)[:, 0].sum() + problem.fixed_cost[at].sum()
        bound += share * float(cost - price[paid] @ room[paid])
    cost_usd = sum(share * table.cost(hubs, name) for name, share in weight.items())
    agrees = bool(np.isclose(bound, cost_usd, rtol=TOLERANCE, atol=0.0))
    return Check(
        question=f"what {study.name(hub)} costs within the hubs' room, all places, {count(len(weight), 'scenario')}",
        method="the prices of room",
        table_hubs=hubs,
        solver_hubs=hubs,
        table_cost_usd=cost_usd,
        solver_cost_usd=cost_usd,
        bound_usd=bound,
        status="optimal" if agrees else "feasible",
        outcome=AGREES if agrees else NOT_PROVEN if bound < cost_usd else DISAGREES,
        seconds=perf_counter() - began,
    )


def _dearer(block: Block, price: FloatArray) -> Block:
    """A block whose handling holds the price of the room that a unit takes."""
    if block.weight == 0:
        return block
    return replace(block, handling=block.handling + block.capacity_use * price / block.weight)


def _in_full(
    headline: Family, table: HubSetTable, full: ScenarioProblem | None, first: HubProblem, scenarios: str
) -> list[Check]:
    """Ask for the best single hub and pair among all places, by decomposition."""
    checks = []
    gateways = headline.gateways
    for extra, what in ((1, "single hub"), (2, "pair of hubs")):
        size = len(gateways) + extra
        if extra <= headline.extra and size <= min(table.p_max, first.h):
            question = f"best {what} of {first.h - len(gateways)}, {first.n} places, {scenarios}"
            checks.append(check(question, "benders", full, table, gateways, size))
    return checks


def _smaller(problem: HubProblem, nodes: Sequence[str], hubs: Sequence[str], *, room: bool) -> HubProblem:
    """The problem between a few places and hubs, with as much of the hubs' room as they have of the flow."""
    if problem.capacity is None or not room:
        return among(without_capacity(problem), nodes, hubs)
    small = among(problem, nodes, hubs)
    share = sum(block.flow.sum() for block in small.blocks) / sum(block.flow.sum() for block in problem.blocks)
    return with_fields(small, capacity=small.capacity * share)


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
        return Check(question, method, hubs, (), cost, nothing, nothing, TOO_LARGE, NOT_PROVEN, 0.0)
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
