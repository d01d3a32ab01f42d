r"""Variable neighbourhood search over hub sets, multiple allocation.

Start: hubs are added greedily. Descent: a hub goes and the best newcomer takes its place, hubs that are missed least
first; hubs are added and closed where their number is free. Shaking: r random swaps, r growing while nothing better is
found (Mladenovic and Hansen 1997; for hub location Ilic, Urosevic, Brimberg and Mladenovic 2010).
"""

from dataclasses import dataclass, field

import numpy as np

from optimize.heuristics.data import SearchData
from optimize.heuristics.hub_sets import HubSet, HubSets
from optimize.problem import FloatArray, IntArray
from optimize.run import Clock

ROUNDING = 1e-11
_DEEPEST = 5


@dataclass
class HubSetSearch:
    """A search under way.

    Attributes
    ----------
    data : SearchData
    clock : Clock
        Time limit and reports.
    best : HubSet or None
        The best admissible hub set so far.
    descents : int
    """

    data: SearchData
    clock: Clock
    best: HubSet | None = None
    descents: int = 0
    phase: str = "search"
    sets: HubSets = field(init=False)
    rng: np.random.Generator = field(init=False)

    def __post_init__(self) -> None:
        self.sets = HubSets(self.data)
        self.rng = np.random.default_rng(self.data.seed)

    def run(self, *, shakes: int = 40, seconds: float = np.inf) -> None:
        """Descend, then shake and descend until nothing better was found `shakes` times, or for `seconds`."""
        clock, stop = self.clock, self.clock.seconds + seconds
        if self.best is None:
            self._keep(self.construct())
        assert self.best is not None  # noqa: S101
        self.descend(self.best)
        idle, depth = 0, 1
        while idle < shakes and not clock.over and clock.seconds < stop:
            before = self.best
            self.descend(self.sets.price(self.shaken(depth, before.hubs)))
            if self.best is not before:
                idle, depth = 0, 1
            else:
                idle, depth = idle + 1, depth % _DEEPEST + 1

    def construct(self) -> HubSet:
        """Add hubs greedily, up to the least number and beyond while they pay."""
        request, clock = self.data.request, self.clock
        state = self.sets.price(request.open_hubs)
        while len(state.hubs) < request.p_max:
            closed = np.setdiff1d(self.data.free, state.hubs)
            enough = len(state.hubs) >= request.p_min
            if not len(closed) or (clock.over and enough):
                break
            # out of time, any hub will do
            values = self._additions(state, closed[:1] if clock.over else closed)
            best = int(values.argmin())
            if enough and not below(float(values[best]), state.value):
                break
            state = self.sets.price([*state.hubs, closed[best]])
        return state

    def descend(self, state: HubSet) -> HubSet:
        """Go from a hub set to a local optimum, and keep that if it is the best so far."""
        request = self.data.request
        self.descents += 1
        while not self.clock.over:
            bases = [self.sets.price(np.delete(state.hubs, x)) for x in self._may_go(state)]
            bases.sort(key=lambda base: base.value)
            better = self._replaced(state, bases if len(state.hubs) == request.p_max else [*bases, state])
            # a hub is closed last: one that has just been opened has to find its place before
            if better is None and len(state.hubs) > request.p_min and bases and below(bases[0].value, state.value):
                better = bases[0]
            if better is None:
                break
            state = better
            self.clock.tell(self.phase)
        self._keep(state)
        return state

    def _replaced(self, state: HubSet, bases: list[HubSet]) -> HubSet | None:
        """Give the first base that beats `state` with the best newcomer found for it."""
        for base in bases:
            newcomers = self.rng.permutation(np.setdiff1d(self.data.free, state.hubs))
            values = self._additions(base, newcomers, stop_below=state.value)
            if len(values) and below(float(values.min()), state.value):
                return self.sets.price([*base.hubs, newcomers[values.argmin()]])
            if self.clock.over:
                break
        return None

    def shaken(self, depth: int, hubs: IntArray) -> list[int]:
        """Hubs after `depth` random steps: swaps, and where their number is free more or fewer."""
        request, rng = self.data.request, self.rng
        chosen = hubs.tolist()
        for _ in range(depth):
            may_go = [k for k in chosen if k not in request.open_hubs]
            outside = np.setdiff1d(self.data.free, chosen)
            step = rng.integers(3)
            fewer, more = len(chosen) > max(1, request.p_min), len(chosen) < request.p_max
            comes = len(outside) > 0 and (step != 1 or not fewer)
            goes = len(may_go) > 0 and (step != 2 or not more)
            if goes and (comes or fewer):
                chosen.remove(int(rng.choice(may_go)))
            if comes and (goes or more):
                chosen.append(int(rng.choice(outside)))
        return sorted(chosen)

    def _keep(self, state: HubSet) -> None:
        if not self.data.request.allows(state.hubs.tolist()):
            return
        if self.best is None or below(state.value, self.best.value):
            self.best = state
            self.clock.tell(self.phase, incumbent=state.value)

    def _may_go(self, state: HubSet) -> list[int]:
        return [x for x, k in enumerate(state.hubs.tolist()) if k not in self.data.request.open_hubs]

    def _additions(self, base: HubSet, newcomers: IntArray, stop_below: float = -np.inf) -> FloatArray:
        """Objective with each newcomer; the list ends early after one below `stop_below`, or out of time."""
        values = np.empty(0)
        for part in np.array_split(newcomers, max(1, -(-len(newcomers) // self.sets.chunk()))):
            values = np.append(values, self.sets.additions(base, part))
            if self.clock.over or below(float(values.min(initial=np.inf)), stop_below):
                break
            self.clock.tell(self.phase)
        return values


def below(value: float, other: float) -> bool:
    """Whether a value is less by more than rounding."""
    return value < other - (ROUNDING * abs(other) if abs(other) < np.inf else 0.0)
