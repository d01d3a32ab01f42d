"""Hub sets within the room of their hubs: bounds by prices of room, then the exact cost.

With r-allocation that cost, which may split flows over all hubs, is one more bound, and the compact model with the hubs
given has the last word.
"""

from dataclasses import dataclass
from functools import cached_property, partial

import numpy as np

from optimize.kernels import prepare
from optimize.ordered.given import settle_by_program
from optimize.ordered.relaxation import Relaxation, objective, weighed
from optimize.ordered.room_kernels import Stack, priced_flows, raise_bounds
from optimize.ordered.search import Best
from optimize.problem import FloatArray, IntArray, Problem, Scenario
from optimize.run import Design, Limits, Request, Workers, counted_scenarios
from optimize.search import Choice, LocalSearch
from optimize.table import RoomCosts, route_within_room

_STEPS = 12  # prices tried for a hub set before its exact cost is found, which takes as long as 10 to 100 (measured)
_MARGIN = 1e-3  # of the value to beat, by which bounds are to pass it: steps that aim at it alone end just before it
_ROUNDS, _LATER_ROUNDS = 100, 25  # prices tried for all hub sets together, at first and in parts (measured)
# rounds without a better bound after which steps are cut, to which part; and, before there is a solution, how far above
# the bound they aim (judgements)
_IDLE, _CUT, _AIM = 8, 0.6, 0.02


@dataclass(frozen=True, eq=False)
class RoomRule:
    """Hub sets within the room of their hubs.

    Attributes
    ----------
    problem : HubProblem or ScenarioProblem
        Classes of weight 0 have no gaps.
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
    at_once: int = 64

    @cached_property
    def counted(self) -> list[int]:
        """Positions of the scenarios that the objective depends on."""
        return counted_scenarios(self.problem, self.request)

    @cached_property
    def _stacks(self) -> dict[int, Stack]:
        return {s: stacked(self.problem.scenarios[s]) for s in self.counted}

    @cached_property
    def _costs(self) -> RoomCosts:
        return RoomCosts(self.problem)

    @property
    def _both(self) -> bool:
        return self.problem.capacity_on == "throughput"

    def _objective(self, costs: FloatArray) -> FloatArray:
        return objective(self.problem, self.request, self.counted, costs)

    def settle(self, sets: IntArray, size: IntArray, best: Best, relaxation: Relaxation) -> None:
        """Find what hub sets cost, as far as that is below the best: those that are better are offered.

        Parameters
        ----------
        sets : (rows, width) int array
            Hubs, -1 behind the last one.
        size : (rows,) int array
        best : Best
        relaxation : Relaxation
            Its prices are those to start from.
        """
        bound = self.bounds(sets, size, best.cutoff, relaxation.prices)
        left = [tuple(sorted(sets[r, : size[r]].tolist())) for r in np.flatnonzero(bound < best.cutoff)]
        parts = [left[first :: self.workers.threads] for first in range(min(self.workers.threads, len(left)))]
        priced = list(self.workers.map(lambda part: self._costs.of(part, self.counted), parts))
        found = [
            pair
            for part, costs in zip(parts, priced, strict=True)
            for pair in zip(self._objective(costs), part, strict=True)
        ]
        for value, hubs in sorted(found):
            if self.request.allocation == "multiple":
                best.offer(hubs, float(value), partial(_routed, self.problem, hubs))
            elif value < best.cutoff:
                settle_by_program(self.problem, self.request, self.limits, hubs, best)

    def bounds(self, sets: IntArray, size: IntArray, cutoff: float, prices: FloatArray) -> FloatArray:
        """Bound what hub sets cost, scenario after scenario, until the bounds reach what is to be beaten.

        Parameters
        ----------
        sets : (rows, width) int array
        size : (rows,) int array
        cutoff : float
        prices : (s, h) array
            To start from.

        Returns
        -------
        (rows,) array
        """
        there = sets >= 0
        costs = np.zeros((len(sets), len(self.problem.scenarios)))
        for steps in (1, _STEPS):
            for s in self.counted:
                fixed = np.where(there, self.problem.scenarios[s].fixed_cost[sets], 0.0).sum(axis=1)
                # each scenario is to bring what is lacking, so that the first ones spare the others their steps
                short = np.maximum(cutoff * (1.0 + _MARGIN) - self._objective(costs), 0.0)
                found = self._raised(
                    s, sets, size, costs[:, s] - fixed + short, np.where(there, prices[s][sets], 0.0), steps
                )
                costs[:, s] = found + fixed
        return self._objective(costs)

    def _raised(
        self, s: int, sets: IntArray, size: IntArray, target: FloatArray, price: FloatArray, steps: int
    ) -> FloatArray:
        """(rows,) bounds of one scenario, raised towards their targets."""
        bound = np.empty(len(sets))
        edges = np.linspace(0, len(sets), self.workers.threads + 1).astype(np.int64)

        def work(x: int) -> None:
            part = slice(edges[x], edges[x + 1])
            arrays = (target[part], steps, price[part], bound[part])
            raise_bounds(self._stacks[s], sets[part], size[part], self._both, *arrays)

        list(self.workers.map(work, range(self.workers.threads)))
        return bound

    def relaxation(self, request: Request, best: Best, before: FloatArray | None) -> Relaxation:
        """Find prices of room at which the cheapest hub set of a part costs much.

        The hub set that costs least at the prices at hand tells where room is dearer or cheaper (Held, Wolfe and
        Crowder 1974); it is found by local search, as any prices will do. Those met on the way are settled.

        Parameters
        ----------
        request : Request
        best : Best
        before : (s, h) array or None

        Returns
        -------
        Relaxation
        """
        prices = np.zeros((len(self.problem.scenarios), self.problem.h)) if before is None else before
        kept, top, step, idle = prices, -np.inf, 1.0, 0
        hubs: IntArray | None = None
        known: set[tuple[int, ...]] = set()
        for _ in range(_ROUNDS if before is None else _LATER_ROUNDS):
            best.clock.check()
            relaxation = Relaxation(self.problem, request, prices, self.workers)
            sets = relaxation.hub_sets()
            moves = LocalSearch(sets, Choice.of(request, self.problem.h), best.clock.silent())
            state = moves.descend(moves.construct() if hubs is None else sets.price(hubs))
            hubs = state.hubs
            if tuple(hubs.tolist()) not in known:
                known.add(tuple(hubs.tolist()))
                self.settle(hubs[None, :], np.array([len(hubs)]), best, relaxation)
            if state.value > top:
                kept, top, idle = prices, state.value, 0
            else:
                idle += 1
            if idle == _IDLE:
                step, idle, prices = step * _CUT, 0, kept
                continue
            goal = best.value if best.design is not None else state.value + _AIM * abs(state.value)
            moved = self._moved(prices, hubs, step * (goal - state.value))
            if goal <= state.value or np.array_equal(moved, prices):
                break
            prices = moved
        return Relaxation(self.problem, request, kept, self.workers)

    def _moved(self, prices: FloatArray, hubs: IntArray, short: float) -> FloatArray:
        """Prices raised where room is short, and lowered where it is not."""
        moved, load = prices.copy(), np.empty(len(hubs))
        for s in self.counted:
            price = prices[s, hubs]
            priced_flows(self._stacks[s], hubs, price, self._both, load)
            over = load - self._stacks[s].capacity[hubs]
            over[(over < 0) & (price <= 0)] = 0.0
            norm = float(over @ over)
            if norm > 0:
                moved[s, hubs] = np.maximum(price + short / norm * over, 0.0)
        return moved


def _routed(problem: Problem, hubs: tuple[int, ...]) -> Design:
    return Design(hubs, routing=route_within_room(problem, hubs))


def stacked(scenario: Scenario) -> Stack:
    """Put the blocks of a scenario on top of each other.

    Parameters
    ----------
    scenario : Scenario
        Classes of weight 0 have no gaps.

    Returns
    -------
    Stack
    """
    blocks = [weighed(block) for block in scenario.blocks]
    views = [prepare(block) for block in blocks]
    a, t, e, weight, outside = (np.stack(arrays) for arrays in zip(*views, strict=True))
    room = np.stack([block.capacity_use * block.flow for block in blocks])
    ratio = np.array([block.capacity_use / block.weight for block in blocks])
    capacity = np.full(a.shape[2], np.inf) if scenario.capacity is None else scenario.capacity.astype(np.float64)
    return Stack(a, t, e, weight, outside, room, ratio, capacity)
