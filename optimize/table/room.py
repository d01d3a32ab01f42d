"""Hub sets within the capacities of their hubs: what they cost, use and pay for room, and how their flows run."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np

from optimize.errors import InputError
from optimize.kernels import Crowd, new_crowd, new_desk, shares_within_room, walk_with_room
from optimize.problem import Block, FloatArray, IntArray, Problem, Scenario, without_weightless_gaps
from optimize.rules import DIRECT, UNMET, Routing, cheapest_paths, path_costs
from optimize.run import Clock, OutOfTimeError, Workers, thread_count
from optimize.table.build import count_sets, first_rows

_KEPT = 4  # crowds: as many threads as are usual may be at different scenarios
_FAR = 1e300  # above all sums of flows, see `HubProblem`
_NOTHING = 1e-12  # part of a pair's flow that is rounding


@dataclass(frozen=True, eq=False)
class Filled:
    """What a table holds of hub sets within capacities.

    Attributes
    ----------
    cost : (sets, s) array
        Without fixed costs; ``inf`` where flows do not fit.
    load, price : (sets, s, p_max) arrays
        Room used at each hub of a set and what one more unit of room would save, forced hubs first, then those that
        joined; nan behind the last hub and where flows do not fit.
    """

    cost: FloatArray
    load: FloatArray
    price: FloatArray


@dataclass(frozen=True, eq=False)
class Stack:
    """The blocks of a scenario on top of each other.

    Attributes
    ----------
    crowd : Crowd
    blocks : tuple of Block
    """

    crowd: Crowd
    blocks: tuple[Block, ...]


def stack(scenario: Scenario) -> Stack:
    """Put the blocks of a scenario on top of each other.

    Parameters
    ----------
    scenario : Scenario

    Returns
    -------
    Stack
    """
    blocks = scenario.blocks
    legs = (
        np.stack([block.collection_handled for block in blocks]),
        np.stack([block.transfer_handled for block in blocks]),
        np.stack([block.distribution for block in blocks]),
    )
    nowhere = np.full(blocks[0].flow.shape, np.inf)
    crowd = new_crowd(
        legs,
        [block.flow for block in blocks],
        [nowhere if block.outside is None else block.outside for block in blocks],
        np.array([block.weight for block in blocks]),
        np.array([block.capacity_use for block in blocks]),
        np.full(len(scenario.fixed_cost), np.inf) if scenario.capacity is None else scenario.capacity,
    )
    return Stack(crowd, blocks)


@dataclass(frozen=True)
class RoomBranches:
    """The data that all branches share.

    Attributes
    ----------
    forced : (f,) int array
        Positions of the candidates that are in every set.
    elements : (c,) int array
        Positions of the candidates that may be added to them.
    extra : int
        How many of them may be added at most.
    capacity_on : {"collection", "throughput"}
    """

    forced: IntArray
    elements: IntArray
    extra: int
    capacity_on: str

    def branch(self, scenario: Scenario, start: int) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Compute the values of one branch in one scenario.

        Parameters
        ----------
        scenario : Scenario
        start : int
            Position in `elements` of the first element that is added to the forced hubs; -1 = none is added.

        Returns
        -------
        cost : (sets,) array
        load, price : (sets, p_max) arrays
        """
        sets = 1 if start < 0 else count_sets(len(self.elements) - start - 1, self.extra - 1)
        width = len(self.forced) + self.extra
        cost, load, price = np.empty(sets), np.full((sets, width), np.nan), np.full((sets, width), np.nan)
        both = self.capacity_on == "throughput"
        crowd = self._stacked(scenario).crowd
        desk = new_desk(crowd, width, both)
        walk_with_room(crowd, desk, self.forced, self.elements, start, self.extra, both, cost, load, price)
        return cost, load, price

    @cached_property
    def _stacked(self) -> Callable[[Scenario], Stack]:
        """Stack a scenario; the branches of one scenario follow each other, so that few have to be kept."""
        return lru_cache(maxsize=_KEPT)(stack)


def fill_within_room(problem: Problem, branches: RoomBranches, threads: int | None, clock: Clock) -> Filled:
    """Compute what every hub set costs in every scenario within the capacities, without fixed costs.

    Parameters
    ----------
    problem : HubProblem or ScenarioProblem
    branches : RoomBranches
        Which hub sets.
    threads : int or None
        None: one for each processor that this process may use.
    clock : Clock
        Says when to give up, and takes progress reports.

    Returns
    -------
    Filled

    Raises
    ------
    InputError
        If costs, flows and capacities have more digits between them than numbers of a computer.
    OutOfTimeError
        If the clock is over before the table is finished.
    """
    problem = without_weightless_gaps(problem)
    elements, extra = len(branches.elements), branches.extra
    shape = (count_sets(elements, extra), len(problem.scenarios))
    wide = (*shape, len(branches.forced) + extra)
    filled = Filled(np.empty(shape), np.empty(wide), np.empty(wide))
    first_row = first_rows(elements, extra)
    jobs = [
        (s, scenario, start)
        for s, scenario in enumerate(problem.scenarios)
        for start in range(-1, elements if extra > 0 else 0)
    ]
    with Workers(thread_count(threads)) as workers:
        found = workers.map(lambda job: branches.branch(job[1], job[2]), jobs)
        for done, ((s, scenario, start), (cost, load, price)) in enumerate(zip(jobs, found, strict=True), start=1):
            if np.isnan(cost).any():
                raise InputError([_beyond_rounding(scenario)])
            rows = slice(first_row[start + 1], first_row[start + 1] + len(cost))
            filled.cost[rows, s], filled.load[rows, s], filled.price[rows, s] = cost, load, price
            clock.tell("table", done=done, total=len(jobs))
            if clock.over and done < len(jobs):
                raise OutOfTimeError(clock.stopped or "the table of hub sets was not finished in time")
    return filled


def _beyond_rounding(scenario: Scenario) -> str:
    return (
        f"scenario {scenario.name!r}: costs, flows and capacities differ by so many digits that the price of room is "
        "lost in rounding: make capacities that are next to nothing 0, or use method='compact'"
    )


def route_within_room(problem: Problem, hubs: Sequence[int]) -> tuple[tuple[Routing, ...], ...]:
    """Find the cheapest paths within the capacities of given hubs.

    Parameters
    ----------
    problem : HubProblem or ScenarioProblem
    hubs : sequence of int
        Positions of the open candidates, ascending. Where not all flow fits, all is left unserved.

    Returns
    -------
    tuple of tuples of Routing
        By scenario and block.
    """
    problem = without_weightless_gaps(problem)
    return tuple(_route(stack(scenario), hubs, problem.capacity_on) for scenario in problem.scenarios)


def _route(stacked: Stack, hubs: Sequence[int], capacity_on: str) -> tuple[Routing, ...]:
    both = capacity_on == "throughput"
    opened = np.array(hubs, dtype=np.int64)
    # a limit far beyond all flow at hubs without one, so that every pair that uses a hub is listed
    crowd = stacked.crowd._replace(capacity=np.minimum(stacked.crowd.capacity, _FAR))
    desk = new_desk(crowd, len(opened), both)
    uses = desk.uses
    share = np.zeros(len(uses.option))
    pairs, cost = shares_within_room(crowd, opened, both, desk, share)
    if not np.isfinite(cost):
        return tuple(_unserved(block) for block in stacked.blocks)
    start = uses.start[: pairs + 1]
    of_pair = np.repeat(np.arange(pairs), np.diff(start))
    taken = np.flatnonzero(share[: start[-1]] > _NOTHING)
    pair, use = of_pair[taken], uses.option[taken]
    origin, destination = uses.origin[pair], uses.destination[pair]
    routings = []
    for b, block in enumerate(stacked.blocks):
        own = uses.block[pair] == b
        i, j, u = origin[own], destination[own], use[own]
        k, m = _paths(block, i, j, opened, (uses.first[u], uses.last[u]), both)
        others = block.flow > 0
        others[i, j] = False
        rest_i, rest_j = np.nonzero(others)
        rest_k = rest_m = _outside(block, rest_i, rest_j)
        if block.capacity_use == 0:  # its pairs are not listed: none of them has to give way
            first, last, _ = cheapest_paths(block, hubs)
            rest_k, rest_m = first[rest_i, rest_j], last[rest_i, rest_j]
        routings.append(
            Routing(
                np.concatenate([rest_i, i]),
                np.concatenate([rest_j, j]),
                np.concatenate([rest_k, k]),
                np.concatenate([rest_m, m]),
                np.concatenate([np.ones(len(rest_i)), share[taken][own]]),
            )
        )
    return tuple(routings)


def _unserved(block: Block) -> Routing:
    """Routing that leaves all flow behind: of a scenario that does not count, and in which it does not fit."""
    origin, destination = np.nonzero(block.flow)
    mark = np.full(len(origin), UNMET, dtype=np.int64)
    return Routing(origin, destination, mark, mark, np.ones(len(origin)))


def _outside(block: Block, i: IntArray, j: IntArray) -> IntArray:
    """Which outside option each pair has: the cheaper one."""
    direct, unmet = (
        np.full(len(i), np.inf) if price is None else price[i, j] for price in (block.direct, block.unmet_penalty)
    )
    return np.where(direct <= unmet, DIRECT, UNMET)


def _paths(
    block: Block, i: IntArray, j: IntArray, hubs: IntArray, use: tuple[IntArray, IntArray], both: bool
) -> tuple[IntArray, IntArray]:
    """First and last hub of the cheapest path of each pair that counts at the hubs of its use."""
    outside = use[0] < 0
    x, y = hubs[use[0]], hubs[use[1]]
    if both:
        tried = [(x, y), (y, x)]
    else:
        tried = [(x, np.full(len(x), m)) for m in hubs]
    cost = np.stack([path_costs(block, i, j, k, m) for k, m in tried])
    best = cost.argmin(axis=0)
    at = np.arange(len(i))
    first, last = (np.stack(ends)[best, at] for ends in zip(*tried, strict=True))
    mark = _outside(block, i, j)
    return np.where(outside, mark, first), np.where(outside, mark, last)
