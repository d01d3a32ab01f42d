"""The worlds that a budget of closures allows: a problem for every combination, made when it is first needed."""

import math
from collections.abc import Callable, Hashable, Iterable
from itertools import combinations
from typing import Any

import numpy as np

from optimize.decide.look_up import SetCosts, checked, measure, positions_of, whole_number
from optimize.errors import InputError, report
from optimize.problem import FloatArray, Problem, few
from optimize.run import Request
from optimize.table import HubSetTable

Closed = tuple[Hashable, ...]
"""Names of what is closed at once, in the order in which they were given."""
MakeProblem = Callable[[Closed], Problem]
"""Makes the problem of a world from what is closed in it."""

MOST_WORLDS = 100_000
_KEPT = 256  # problems; more are made again when they are needed, as each may be large


class Worlds:
    """All combinations of at most so many closures, and what hubs cost in each.

    Parameters
    ----------
    make_problem : callable
        Takes a tuple of names, closed at once, and makes the problem; called with ``()`` for the undisturbed world.
    closures : iterable
        Names of what may be closed.
    gamma : int
        How many may be closed at once.
    risk : str
        The risk measure over the scenarios of a world, where it has several.
    levels : dict
        Numbers that it needs.
    monotone : bool
        Whether closing more never costs less: then combinations that are not as large as can be are left out.

    Attributes
    ----------
    names : tuple
        What may be closed.
    base : HubProblem or ScenarioProblem
        The undisturbed world.
    combinations : list of tuples
        The fewest closures first.

    Raises
    ------
    InputError
        If arguments cannot be used.
    """

    def __init__(
        self,
        make_problem: MakeProblem,
        closures: Iterable[Hashable],
        gamma: int,
        risk: str,
        levels: dict[str, Any],
        monotone: bool = False,
    ) -> None:
        if not callable(make_problem):
            raise InputError([f"make_problem is a {type(make_problem).__name__}: give a function of a tuple of names"])
        if isinstance(closures, str) or not isinstance(closures, Iterable):
            raise InputError([f"closures is {closures!r:.50}: give a list of names, for instance [{closures!r:.50}]"])
        self.names = tuple(closures)
        twice = [repr(x) for x in dict.fromkeys(self.names) if self.names.count(x) > 1]
        report([f"closures are given more than once: {few(twice)}"] if twice else [])
        most = whole_number(gamma, 0, len(self.names), "gamma", "the number of closures")
        sizes = [0, *range(most if monotone else 1, most + 1)] if most else [0]
        count = sum(math.comb(len(self.names), size) for size in sizes)
        if count > MOST_WORLDS:
            words = f"{len(self.names)} closures, up to {most} at once, are {count:,} combinations"
            raise InputError([f"{words}, more than {MOST_WORLDS:,}: lower gamma or name fewer"])
        self.combinations: list[Closed] = [each for size in sizes for each in combinations(self.names, size)]
        self._make = make_problem
        self._kept: dict[Closed, Problem] = {}
        self._values: dict[tuple[Closed, tuple[int, ...]], float] = {}
        self._risk, self._levels = risk, levels
        self.base = self.problem(())
        measure(self.base, risk, levels)

    def problem(self, closed: Closed) -> Problem:
        """Make the problem of a world.

        Parameters
        ----------
        closed : tuple
            What is closed.

        Returns
        -------
        HubProblem or ScenarioProblem

        Raises
        ------
        InputError
            If it is no problem of hub sets, or has other nodes or candidates than the undisturbed one.
        """
        if closed in self._kept:
            return self._kept[closed]
        made = checked(self._make(closed))
        first = self._kept.get((), made)
        if made.labels != first.labels or made.candidates != first.candidates:
            words = f"make_problem({closed!r}) has other nodes or candidates than make_problem(())"
            raise InputError([f"{words}: hubs are chosen once, so use the same in all"])
        if len(self._kept) < _KEPT:
            self._kept[closed] = made
        return made

    def positions(self, hubs: Iterable[Hashable]) -> tuple[int, ...]:
        """Positions of hubs among the candidates.

        Parameters
        ----------
        hubs : iterable of labels

        Returns
        -------
        tuple of int
            Ascending.

        Raises
        ------
        InputError
            If one is unknown.
        """
        return positions_of(self.base, hubs)

    def cost(self, hubs: tuple[int, ...], closed: Closed) -> float:
        """Cost of hubs in a world.

        Parameters
        ----------
        hubs : tuple of int
            Positions among the candidates.
        closed : tuple
            What is closed.

        Returns
        -------
        float
            Over the scenarios of the world; ``inf`` if some flow has no way.
        """
        key = closed, hubs
        if key not in self._values:
            problem = self.problem(closed)
            self._values[key] = SetCosts(problem, self._measure(problem)).value(hubs)
        return self._values[key]

    def worst(self, hubs: tuple[int, ...], safe: frozenset[Hashable] = frozenset()) -> tuple[Closed, float]:
        """Find the combination of closures that costs most.

        Parameters
        ----------
        hubs : tuple of int
            Positions among the candidates.
        safe : frozenset
            What cannot be closed.

        Returns
        -------
        tuple
            What is closed; of combinations that cost the same, the first of the fewest closures.
        float
            The cost.
        """
        possible = [closed for closed in self.combinations if safe.isdisjoint(closed)]
        costs = np.array([self.cost(hubs, closed) for closed in possible])
        at = int(costs.argmax())
        return possible[at], float(costs[at])

    def costs_of_sets(self, closed: Closed, p: int, opened: Closed, banned: Closed) -> tuple[FloatArray, HubSetTable]:
        """Cost of all sets of p hubs in a world.

        Parameters
        ----------
        closed : tuple
            What is closed.
        p : int
        opened, banned : tuples of labels
            Hubs that are in all sets, and in none.

        Returns
        -------
        (sets,) array
            Over the scenarios of the world; ``inf`` also for sets of fewer hubs.
        HubSetTable
            Whose rows these are.
        """
        problem = self.problem(closed)
        table = HubSetTable.build(problem, p, open_hubs=opened, closed_hubs=banned)
        costs = np.full(len(table), np.inf)
        rows = table.allowed(p=p)
        with np.errstate(invalid="ignore"):
            costs[rows] = self._measure(problem).combine(table.scenario_cost[rows], table.probability)
        return costs, table

    def _measure(self, problem: Problem) -> Request:
        return measure(problem, self._risk, self._levels)
