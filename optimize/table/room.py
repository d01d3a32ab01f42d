"""Hub sets within the capacities of their hubs: what they cost, use and pay for room, and how their flows run."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from optimize.errors import InputError
from optimize.kernels import new_desk, price_listed, shares_within_room
from optimize.problem import Block, FloatArray, IntArray, Problem, Scenario, without_weightless_gaps
from optimize.rules import DIRECT, UNMET, Routing, cheapest_paths, path_costs
from optimize.run import Clock, OutOfTimeError, Workers, thread_count
from optimize.table.build import first_rows
from optimize.table.order import ListedSets, SetOrder
from optimize.table.pooled import PooledProblem, PooledScenario, pooled

_KEPT = 4  # pooled scenarios: as many threads as are usual may be at different ones
_AT_ONE_GO = 200  # sets priced without a look at the clock, if no branch has more
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


@dataclass(frozen=True)
class Listed:
    """Which sets are priced, and how.

    Attributes
    ----------
    forced : (f,) int array
        Positions of the candidates that are in every set.
    joined : (sets, width) int array
        Those of the others in each set, then -1.
    both : bool
        Whether a path takes room at its last hub as well as at its first.
    limited : bool
        Whether the room of hubs counts.
    starts : sequence of int
        Rows at which the work may be divided: no set before has a set behind as its superset.
    rows : (sets,) int array
        Their rows in the table.
    """

    forced: IntArray
    joined: npt.NDArray[np.int16]
    both: bool
    limited: bool
    starts: Sequence[int]
    rows: IntArray

    @classmethod
    def of(cls, order: SetOrder | ListedSets, capacity_on: str, limited: bool) -> "Listed":
        """Say how the sets of a table are priced.

        Parameters
        ----------
        order : SetOrder or ListedSets
        capacity_on : {"collection", "throughput"}
        limited : bool
            Whether the room of hubs counts.

        Returns
        -------
        Listed
        """
        joined = order.joined
        rows = np.lexsort(joined.T[::-1]) if isinstance(order, ListedSets) else np.arange(len(joined))
        starts = [] if isinstance(order, ListedSets) else first_rows(len(order.elements), order.extra)
        forced = np.array(order.forced, dtype=np.int64)
        return cls(forced, joined[rows], capacity_on == "throughput", limited, starts, rows)

    def parts(self) -> list[slice]:
        """Divide the work.

        Returns
        -------
        list of slice
            Rows that are priced at one go: of few sets all, as each part begins with the forced hubs.
        """
        cuts = [0]
        for start in self.starts:
            if start - cuts[-1] >= _AT_ONE_GO:
                cuts.append(start)
        return [slice(*ends) for ends in pairwise([*cuts, len(self.joined)])]

    def price(self, scenario: PooledScenario, rows: slice) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Price some sets in one scenario.

        Parameters
        ----------
        scenario : PooledScenario
        rows : slice

        Returns
        -------
        cost : (sets,) array
        load, price : (sets, p_max) arrays
        """
        joined = self.joined[rows].astype(np.int64)
        sets, width = joined.shape
        most = len(self.forced) + width
        cost, load, price = np.empty(sets), np.full((sets, most), np.nan), np.full((sets, most), np.nan)
        crowd = scenario.crowd if self.limited else scenario.counting
        desk = new_desk(crowd, most, self.both)
        price_listed(crowd, desk, self.forced, joined, self.both, self.limited, cost, load, price)
        return cost, load, price


def fill_listed(problem: Problem | PooledProblem, listed: Listed, threads: int | None, clock: Clock) -> Filled:
    """Compute what hub sets cost in every scenario, without fixed costs.

    Parameters
    ----------
    problem : HubProblem, ScenarioProblem or PooledProblem
    listed : Listed
        Which hub sets, and whether capacities count.
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
    shape = (len(listed.joined), len(problem.scenarios))
    wide = (*shape, len(listed.forced) + listed.joined.shape[1])
    filled = Filled(np.empty(shape), np.empty(wide), np.empty(wide))
    pool = lru_cache(maxsize=_KEPT)(lambda scenario: pooled(scenario) if isinstance(scenario, Scenario) else scenario)
    scenarios: Sequence[Scenario | PooledScenario] = problem.scenarios
    jobs = [(s, scenario, rows) for s, scenario in enumerate(scenarios) for rows in listed.parts()]
    with Workers(thread_count(threads)) as workers:
        found = workers.map(lambda job: listed.price(pool(job[1]), job[2]), jobs)
        for done, ((s, scenario, part), (cost, load, price)) in enumerate(zip(jobs, found, strict=True), start=1):
            if np.isnan(cost).any():
                raise InputError([_beyond_rounding(scenario.name)])
            rows = listed.rows[part]
            filled.cost[rows, s], filled.load[rows, s], filled.price[rows, s] = cost, load, price
            clock.tell("table", done=done, total=len(jobs))
            if clock.over and done < len(jobs):
                raise OutOfTimeError(clock.stopped or "the table of hub sets was not finished in time")
    return filled


def _beyond_rounding(scenario: str) -> str:
    return (
        f"scenario {scenario!r}: costs, flows and capacities differ by so many digits that the price of room is "
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
    return tuple(_route(scenario, hubs, problem.capacity_on) for scenario in problem.scenarios)


def _route(scenario: Scenario, hubs: Sequence[int], capacity_on: str) -> tuple[Routing, ...]:
    both = capacity_on == "throughput"
    opened = np.array(hubs, dtype=np.int64)
    # a limit far beyond all flow at hubs without one, so that every pair that uses a hub is listed
    crowd = pooled(scenario).crowd
    crowd = crowd._replace(capacity=np.minimum(crowd.capacity, _FAR))
    desk = new_desk(crowd, len(opened), both)
    uses = desk.uses
    share = np.zeros(len(uses.option))
    pairs, cost = shares_within_room(crowd, opened, both, desk, share)
    if not np.isfinite(cost):
        return tuple(_unserved(block) for block in scenario.blocks)
    start = uses.start[: pairs + 1]
    of_pair = np.repeat(np.arange(pairs), np.diff(start))
    taken = np.flatnonzero(share[: start[-1]] > _NOTHING)
    pair, use = of_pair[taken], uses.option[taken]
    row_of = np.repeat(np.arange(len(crowd.cls)), np.diff(crowd.start))
    at = uses.pair[pair]
    which, origin, destination = crowd.cls[row_of[at]], crowd.origin[row_of[at]], crowd.destination[at]
    routings = []
    for b, block in enumerate(scenario.blocks):
        own = which == b
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
