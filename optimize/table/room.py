"""Hub sets within the capacities of their hubs: what they cost, use and pay for room, and how their flows run."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from optimize.errors import InputError
from optimize.kernels import new_desk, price_listed
from optimize.problem import FloatArray, IntArray, Problem, Scenario, without_weightless_gaps
from optimize.rules import Routing
from optimize.run import Clock, OutOfTimeError, Workers, thread_count
from optimize.table.build import first_rows
from optimize.table.order import ListedSets, SetOrder
from optimize.table.pooled import PooledProblem, PooledScenario, pooled
from optimize.table.routes import Router

_KEPT = 4  # pooled scenarios: as many threads as are usual may be at different ones
_AT_ONE_GO = 200  # sets priced without a look at the clock, if no branch has more


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
    found = Router(scenario, capacity_on).routes(hubs)
    routings = []
    for b in range(len(scenario.blocks)):
        own = np.flatnonzero(found.block == b)
        first, last = found.first[own], found.last[own]
        routings.append(Routing(found.origin[own], found.destination[own], first, last, found.share[own]))
    return tuple(routings)


@dataclass(frozen=True, eq=False)
class RoomCosts:
    """Hub sets within their room, priced a few at a time.

    Attributes
    ----------
    problem : HubProblem or ScenarioProblem
    """

    problem: Problem

    @cached_property
    def _scenarios(self) -> tuple[PooledScenario, ...]:
        return tuple(pooled(scenario) for scenario in without_weightless_gaps(self.problem).scenarios)

    def of(self, sets: Sequence[tuple[int, ...]], which: Sequence[int]) -> FloatArray:
        """Price hub sets exactly.

        Parameters
        ----------
        sets : sequence of tuples of int
            Positions of the open candidates; each set once.
        which : sequence of int
            Positions of the scenarios that count.

        Returns
        -------
        (sets, s) array
            Cost in each scenario, fixed costs included; ``inf`` where flows do not fit, 0 where nobody asks.

        Raises
        ------
        InputError
            If costs, flows and capacities have more digits between them than numbers of a computer.
        """
        listed = Listed.of(ListedSets.of(tuple(sets)), self.problem.capacity_on, limited=True)
        found = np.zeros((len(sets), len(self._scenarios)))
        for s in which:
            scenario = self._scenarios[s]
            cost = listed.price(scenario, slice(None))[0]
            if np.isnan(cost).any():
                raise InputError([_beyond_rounding(scenario.name)])
            found[listed.rows, s] = cost
            found[:, s] += [scenario.fixed_cost[list(hubs)].sum() for hubs in sets]
        return found
