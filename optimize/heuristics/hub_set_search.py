r"""Variable neighbourhood search over hub sets, multiple allocation.

Greedy start and descent as in `optimize.search`; shaking with r random steps, r growing while nothing better is found
(Mladenovic and Hansen 1997; for hub location Ilic, Urosevic, Brimberg and Mladenovic 2010).
"""

from dataclasses import dataclass, field

import numpy as np

from optimize.heuristics.data import SearchData
from optimize.run import Clock
from optimize.search import HubSet, HubSets, LocalSearch, below

_DEEPEST = 5  # random steps at most: more leave little of a good set of the usual 3 to 10 hubs (a judgement)


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
    moves : LocalSearch
        Greedy start, descent and shaking.
    """

    data: SearchData
    clock: Clock
    best: HubSet | None = None
    descents: int = 0
    moves: LocalSearch[HubSet] = field(init=False)
    sets: HubSets = field(init=False)

    def __post_init__(self) -> None:
        self.sets = self.data.hub_sets()
        rng = np.random.default_rng(self.data.seed)
        self.moves = LocalSearch(self.sets, self.data.choice, self.clock, rng)

    def run(self, *, shakes: int = 40, seconds: float = np.inf) -> None:
        """Descend, then shake and descend.

        Parameters
        ----------
        shakes : int
            How many in a row may bring nothing better.
        seconds : float
            When to end at the latest.
        """
        clock, stop = self.clock, self.clock.seconds + seconds
        if self.best is None:
            self._keep(self.moves.construct())
        assert self.best is not None  # noqa: S101
        self.descend(self.best)
        idle, depth = 0, 1
        while idle < shakes and not clock.over and clock.seconds < stop:
            before = self.best
            self.descend(self.sets.price(self.moves.shaken(depth, before.hubs)))
            if self.best is not before:
                idle, depth = 0, 1
            else:
                idle, depth = idle + 1, depth % _DEEPEST + 1

    def descend(self, state: HubSet) -> HubSet:
        """Go from a hub set to a local optimum, and keep that if it is the best so far.

        Parameters
        ----------
        state : HubSet

        Returns
        -------
        HubSet
        """
        self.descents += 1
        state = self.moves.descend(state)
        self._keep(state)
        return state

    def _keep(self, state: HubSet) -> None:
        if not self.data.request.allows(state.hubs.tolist()):
            return
        if self.best is None or below(state.value, self.best.value):
            self.best = state
            self.clock.tell(self.moves.phase, incumbent=state.value)
