"""r-allocation, hub set by hub set: between multiple allocation and the best choice of hubs for every node."""

import math
from dataclasses import dataclass
from functools import cached_property, partial

import numpy as np

from optimize import heuristics
from optimize.evaluate import evaluate
from optimize.kernels import PreparedBlock, prepare_scenarios
from optimize.ordered.given import settle_by_program
from optimize.ordered.labels import LabelSearch, make_labels, members_of
from optimize.ordered.relaxation import Relaxation, objective
from optimize.ordered.search import Best
from optimize.problem import BoolArray, FloatArray, IntArray, Problem
from optimize.run import Design, Limits, Request, Workers, counted_scenarios
from optimize.search import Choice, LocalSearch

# seconds, and the part of the time that is left, of a heuristic search where one hub set is not enough (judgements)
_SEARCH_S, _SEARCH_SHARE = 5.0, 0.2
_MOST_BYTES = 2.5e8  # of the tables of a block's labels; beyond, the compact model finds the hubs of each node


@dataclass(frozen=True, eq=False)
class SubsetRule:
    """Hub sets whose nodes may use r hubs each.

    Attributes
    ----------
    problem : HubProblem or ScenarioProblem
    request : Request
    limits : Limits
    workers : Workers
    at_once : int
        Hub sets to settle between two looks at the best solution.
    """

    problem: Problem
    request: Request
    limits: Limits
    workers: Workers
    at_once: int = 1

    @cached_property
    def counted(self) -> list[int]:
        """Positions of the scenarios that the objective depends on."""
        return counted_scenarios(self.problem, self.request)

    @cached_property
    def views(self) -> tuple[tuple[PreparedBlock, ...], ...]:
        """The blocks of each scenario, prepared for kernels."""
        return prepare_scenarios(self.problem.scenarios)

    @cached_property
    def worth(self) -> FloatArray | None:
        """(s,) what a unit of each scenario's cost adds to the objective, where that is always the same."""
        weights = self.request.envelope(self.problem)
        return weights.base * self.request.factor(self.problem) if weights.is_linear else None

    def objective(self, costs: FloatArray) -> float:
        """Put the costs of the scenarios together.

        Parameters
        ----------
        costs : (s,) array

        Returns
        -------
        float
        """
        return float(objective(self.problem, self.request, self.counted, costs))

    def relaxation(self, request: Request, best: Best, before: FloatArray | None) -> Relaxation:
        """Give multiple allocation itself; at first the hub set that is good for it is settled.

        Where that does not do, so that parts are looked at, a heuristic search is worth its time.

        Parameters
        ----------
        request : Request
        best : Best
        before : (s, h) array or None

        Returns
        -------
        Relaxation
        """
        nothing = np.zeros((len(self.problem.scenarios), self.problem.h))
        relaxation = Relaxation(self.problem, request, nothing, self.workers)
        if before is None and best.design is None:
            moves = LocalSearch(relaxation.hub_sets(), Choice.of(request, self.problem.h), best.clock.silent())
            hubs = moves.descend(moves.construct()).hubs
            self.settle(hubs[None, :], np.array([len(hubs)]), best, relaxation)
        elif before is not None and self._found_by_search is not None:
            design = self._found_by_search
            best.offer(design.hubs, evaluate(self.problem, design, self.request).objective, lambda: design)
        return relaxation

    @cached_property
    def _found_by_search(self) -> Design | None:
        limits = self.limits.silent()
        found = heuristics.run(
            self.problem, self.request, limits.within(min(_SEARCH_S, _SEARCH_SHARE * limits.clock.left))
        )
        return found.design

    def settle(self, sets: IntArray, size: IntArray, best: Best, relaxation: Relaxation) -> None:  # noqa: ARG002
        """Find what hub sets cost, as far as that is below the best: those that are better are offered.

        Parameters
        ----------
        sets : (rows, width) int array
            Hubs, -1 behind the last one.
        size : (rows,) int array
        best : Best
        relaxation : Relaxation
            Not used.
        """
        for hubs, p in zip(sets, size.tolist(), strict=True):
            chosen = np.sort(hubs[:p])
            member = members_of(p, int(self.request.allocation))
            n = self.problem.n
            if 8.0 * len(member) ** 2 * n * n / 2 > _MOST_BYTES:
                settle_by_program(self.problem, self.request, self.limits, tuple(chosen.tolist()), best)
            else:
                _OneSet(self, chosen, best).settle()


class _OneSet:
    """A hub set that is being settled: a search for the labels of each block."""

    def __init__(self, rule: SubsetRule, hubs: IntArray, best: Best) -> None:
        self._rule, self._hubs, self._best = rule, hubs, best
        self._member = members_of(len(hubs), int(rule.request.allocation))
        problem = rule.problem
        self._fixed = np.array([scenario.fixed_cost[hubs].sum() for scenario in problem.scenarios])
        own = np.full(problem.n, -1, dtype=np.int64)
        own[np.asarray(problem.candidate_index)[hubs]] = np.arange(len(hubs))
        self._own = own
        self._searches: dict[tuple[int, int], LabelSearch] = {}
        for s in rule.counted:
            for b, view in enumerate(rule.views[s]):
                if view.weight.any():
                    labels, big = make_labels(view.restricted(hubs), own, self._member)
                    strength = view.weight.sum(axis=0) + view.weight.sum(axis=1)
                    self._searches[s, b] = LabelSearch(labels, big, strength)

    def settle(self) -> None:
        """Search until the bound meets the best solution or the cost is known."""
        offered = math.inf
        while True:
            value = self._together(bounds=False)
            if value < offered:
                offered = value
                choices = {where: search.chosen.copy() for where, search in self._searches.items()}
                design = partial(_design, self._rule.problem, self._hubs, self._own, self._member, choices)
                self._best.offer(self._hubs.tolist(), value, design)
            bound = self._together(bounds=True)
            left = {where: search for where, search in self._searches.items() if not search.done}
            if bound >= self._best.cutoff or not left:
                return
            self._best.clock.check()
            s, b = max(left, key=lambda where: left[where].value - left[where].bound)
            worth = self._rule.worth
            spare = math.inf if worth is None else (self._best.cutoff - bound) / worth[s]
            left[s, b].step(left[s, b].bound + spare)

    def _together(self, *, bounds: bool) -> float:
        """Objective of the best labels, or of the bounds."""
        costs = self._fixed.copy()
        for (s, _), search in self._searches.items():
            costs[s] += search.bound if bounds else search.cost
        return self._rule.objective(costs)


def _design(
    problem: Problem, hubs: IntArray, own: IntArray, member: BoolArray, choices: dict[tuple[int, int], IntArray]
) -> Design:
    """The hubs of every node; where nothing is sent, and where it does not count, the own hub or the first."""
    first = np.zeros((problem.n, problem.h), dtype=np.bool_)
    first[np.arange(problem.n), hubs[np.maximum(own, 0)]] = True
    assigned = []
    for s, scenario in enumerate(problem.scenarios):
        of_blocks = []
        for b in range(len(scenario.blocks)):
            uses = first.copy()
            if (s, b) in choices:
                uses[:] = False
                uses[:, hubs] = member[choices[s, b]]
            of_blocks.append(uses)
        assigned.append(tuple(of_blocks))
    return Design(tuple(hubs.tolist()), tuple(assigned))
