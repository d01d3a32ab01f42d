"""Hub sets in the order of a bound, until no other set can be better.

The bound of a hub set is its cost without the decision on links: it is in the table of all hub sets. The sets are
priced exactly in its order. Where there are too many sets for a table, hubs that no better solution opens are struck
first, by the reduced costs of multiple allocation.
"""

import math
from dataclasses import dataclass, field, replace

import numpy as np

from optimize.benders import eliminate
from optimize.compact import joint_cost, least_costs
from optimize.links.family import Family
from optimize.problem import FloatArray, IntArray, Problem
from optimize.run import Design, Limits, OutOfTimeError, Request
from optimize.search import AnyPricing, Choice, HubSet, LocalSearch
from optimize.table import HubSetTable, count_sets

# Judgements: hub sets times pairs from which candidates are struck first, half a second of table, and hub sets up to
# which there is one; the same where time is short, as a share of what is left; the parts of a time limit for a first
# solution and for striking candidates; paths, and nodes, that a set gets before the others are looked at, and by how
# much they are raised then; sets that are priced between two looks at the clock, at first and at most, and seconds
# between them
_MANY_PAIRS, MOST_SETS = 1.5e9, 6_000_000
_PAIRS_PER_SECOND, _TABLE_SHARE = 2e9, 0.2
_MOST_DEPTH = 3  # hubs that are exchanged at random at once
_START_SHARE, _STRIKE_SHARE = 0.2, 0.7
_PATHS, _NODES, _MORE, _MOST_NODES = 2e9, 1000, 30, 10**15
_FEW, _CHUNK = 8, 256
_LOOK_S = 0.1
_SAFETY = 1e-10  # relative to the costs: differences between sums that mean nothing
Sets = tuple[IntArray, IntArray, FloatArray]


@dataclass
class SetSearch:
    """The search over the hub sets of one problem.

    Attributes
    ----------
    problem : HubProblem or ScenarioProblem
    request : Request
    limits : Limits
    family : Family
    best : Design or None
    value : float
        Its objective.
    bound : float
        No design has a lower objective.
    finished : bool
        Whether all hub sets are accounted for.
    listed : bool
        Whether there are few enough hub sets to list them.
    info : dict
        Statistics.
    """

    problem: Problem
    request: Request
    limits: Limits
    family: Family
    best: Design | None = None
    value: float = math.inf
    bound: float = -math.inf
    finished: bool = False
    listed: bool = True
    info: dict[str, int] = field(default_factory=dict)

    @property
    def cutoff(self) -> float:
        """Objective from which on designs are of no interest."""
        return self.value - max(self._rounding, self._slack * abs(self.value)) if self.best is not None else math.inf

    @property
    def _settled(self) -> float:
        """Bound from which on a hub set is done with: rounding does not make it a little less."""
        return self.cutoff - self._rounding if self.best is not None else math.inf

    @property
    def _slack(self) -> float:
        """Relative gap that is left open: none where optima are exact and the gap asked for is as good as none."""
        return 0.0 if self.family.is_exact and self.limits.gap <= 1e-6 else 0.9 * self.limits.gap

    @property
    def _rounding(self) -> float:
        """What differences between objectives mean nothing."""
        taken_off = self.request.factor(self.problem) * self.request.reference(self.problem)
        return _SAFETY * (abs(self.value) + float(np.abs(taken_off).max()))

    @property
    def _pairs(self) -> int:
        return self.problem.n**2 * sum(len(scenario.blocks) for scenario in self.problem.scenarios)

    @property
    def _nodes(self) -> int:
        """Nodes that a hub set gets at first: of large problems one takes tenths of a second."""
        return int(min(_NODES, max(1.0, _PATHS / (self._pairs * self.request.p_max**2))))

    def run(self) -> None:
        """Search until all hub sets are accounted for, there are too many of them, or the time is up."""
        try:
            # every pair takes its cheapest way over any hubs: a bound at once
            least = least_costs(self.family.relaxed, self.request, self.limits.clock.check)
            self.bound = joint_cost(self.problem, self.request, least)
            self._start()
            self._list()
        except OutOfTimeError:
            pass
        self.bound = min(self.bound, self.value)

    def _offer(self, design: Design | None, value: float) -> None:
        if design is not None and value < self.value:
            self.best, self.value = design, value
            self.limits.clock.tell("hub sets", incumbent=value)

    def _moves(self, seconds: float, rng: np.random.Generator | None = None) -> LocalSearch[HubSet]:
        clock = self.limits.clock.part(seconds).silent()
        return LocalSearch(AnyPricing(self.family.roughly), Choice.of(self.request, self.problem.h), clock, rng)

    def _start(self) -> None:
        """Local search from hubs that are given, or from the greedy ones."""
        clock = self.limits.clock
        moves = self._moves(_START_SHARE * clock.left if clock.limited else math.inf)
        given = self.limits.start
        state = moves.construct() if given is None else moves.pricing.price(given.hubs)
        self._try(moves.descend(state).hubs)

    def _try(self, hubs: IntArray) -> None:
        if self.request.allows(hubs.tolist()):
            self._price(hubs[None, :], np.array([len(hubs)]), self._nodes)

    def shake(self) -> None:
        """Look for better hubs near the best, by exchanging some at random, until the time is up."""
        moves = self._moves(math.inf, np.random.default_rng(self.limits.seed))
        depth = 1
        while self.best is not None and not self.limits.clock.over:
            before = self.value
            state = moves.pricing.price(moves.shaken(depth, np.array(self.best.hubs)))
            self._try(moves.descend(state).hubs)
            depth = 1 if self.value < before else depth % _MOST_DEPTH + 1

    def _price(self, sets: IntArray, size: IntArray, nodes: int) -> FloatArray:
        found = self.family.price(sets, size, self.cutoff, nodes)
        self._offer(found.design, found.value)
        # no design is better in a scenario than the scenario's own optimum
        least = min(0.0, self.value) if self.request.measure.against_optimum else -math.inf
        return np.maximum(found.proven, least)

    def _list(self) -> None:
        """List the hub sets that may be better, and price them."""
        request = self.request
        left = _PAIRS_PER_SECOND * _TABLE_SHARE * self.limits.clock.left
        large = self._number(request) > min(MOST_SETS, min(_MANY_PAIRS, left) / self._pairs)
        if large and 0.0 < self.value < math.inf:
            request = self._struck(request)
        if self._number(request) > MOST_SETS or self.bound >= self.cutoff:
            self.finished = self.bound >= self.cutoff
            self.listed = self.finished
            return
        self._price_all(*self._table(request))

    def _number(self, request: Request) -> int:
        elements = self.problem.h - len(request.open_hubs) - len(request.closed_hubs)
        return count_sets(elements, request.p_max - len(request.open_hubs))

    def _struck(self, request: Request) -> Request:
        """Strike the hubs that no better solution opens."""
        clock = self.limits.clock
        within = replace(self.limits, clock=clock.part(_STRIKE_SHARE * clock.left), start=None)
        hubs = () if self.best is None else self.best.hubs
        left = eliminate(self.family.relaxed, replace(request, hub_links=None), hubs, self.value, within)
        self.bound = max(self.bound, left.bound)
        self.info["candidates_left"] = self.problem.h - len(left.closed)
        self.limits.clock.tell("hub sets", bound=min(self.bound, self.value))
        clock.check()
        return replace(request, p_min=left.p_min, p_max=left.p_max, open_hubs=left.opened, closed_hubs=left.closed)

    def _table(self, request: Request) -> Sets:
        """Hubs, number and bound of each admissible hub set whose bound is below the cut-off, in its order."""
        table = HubSetTable.build(
            self.family.relaxed,
            request.p_max,
            open_hubs=[self.problem.candidates[k] for k in request.open_hubs],
            closed_hubs=[self.problem.candidates[k] for k in request.closed_hubs],
            threads=self.limits.threads,
            clock=self.limits.clock.silent(),
        )
        probability = np.array([scenario.probability for scenario in self.problem.scenarios])
        with np.errstate(invalid="ignore"):
            floor = request.combine(table.scenario_cost, probability)
        size = table.size
        rows = np.flatnonzero((size >= request.p_min) & (floor < self.cutoff))
        floor[rows] -= _SAFETY * np.abs(floor[rows])
        rows = rows[np.argsort(floor[rows], kind="stable")]
        joined = table.order.joined[rows].astype(np.int64)
        forced = np.tile(np.array(table.forced, dtype=np.int64), (len(rows), 1))
        self.info["hub_sets"] = len(table)
        return np.ascontiguousarray(np.hstack([forced, joined])), size[rows], floor[rows]

    def _price_all(self, sets: IntArray, size: IntArray, floor: FloatArray) -> None:
        """Price hub sets in the order of their bounds; those that take long are left for later."""
        clock, priced, nodes = self.limits.clock, 0, self._nodes
        few = _FEW if nodes == _NODES else 1
        while len(size) and nodes < _MOST_NODES:
            later: list[Sets] = []
            at, width = 0, few
            while at < len(size) and floor[at] < self.cutoff:
                if clock.over:
                    self._bound_by(floor[at:], *(each[2] for each in later))
                    return
                self._bound_by(floor[at:], *(each[2] for each in later))
                chunk = slice(at, at + width)
                began = clock.seconds
                proven = np.maximum(self._price(sets[chunk], size[chunk], nodes), floor[chunk])
                left = proven < self._settled
                later.append((sets[chunk][left], size[chunk][left], proven[left]))
                priced += len(proven)
                at += width
                width = min(2 * width, _CHUNK) if clock.seconds - began < _LOOK_S else max(1, width // 4)
            self.info["hub_sets_priced"] = priced
            self._bound_by(floor[at:], *(each[2] for each in later))
            sets, size, floor = (
                (np.concatenate(each) for each in zip(*later, strict=True))
                if later
                else (sets[:0], size[:0], floor[:0])
            )
            order = np.argsort(floor, kind="stable")
            order = order[floor[order] < self._settled]
            sets, size, floor = sets[order], size[order], floor[order]
            nodes *= _MORE
        if len(size):
            return
        self.finished = True
        self.bound = max(self.bound, self.cutoff if self._slack else self.value)

    def _bound_by(self, *floors: FloatArray) -> None:
        """Take the least bound of the sets that are left as the bound of all."""
        least = min((float(floor.min(initial=math.inf)) for floor in floors), default=math.inf)
        self.bound = max(self.bound, min(least, self.cutoff))
        self.limits.clock.tell("hub sets", bound=self.bound)
