r"""Local search over sets of hubs: hubs added greedily, exchanged, added and closed, whatever they are priced by.

Greedy: the hub that helps most is opened, up to the least number and beyond while it pays. Descent: hub after hub,
those that are missed least first, gives way to the best newcomer if that helps, until none does (Teitz and Bart 1968);
hubs are added and closed where their number is free. Shaking: random swaps (Mladenovic and Hansen 1997).

To go on with the other hubs after an exchange, and not to try the hub that has just come, made descents a tenth quicker
than to begin anew each time (networks of 100 to 200 nodes, 6 to 10 hubs), and the hub sets found no worse.
"""

from dataclasses import dataclass, field
from typing import Generic

import numpy as np

from optimize.brief import Brief
from optimize.problem import FloatArray, IntArray
from optimize.run import Clock, Request
from optimize.search.pricing import Pricing, State

_ROUNDING = 1e-11  # relative; sums of 10^5 products differ by less between two orders of adding them up

# hubs tried in a descent at most, for each candidate: far more than descents take, so that one in which rounding passes
# for progress ends too
_MOVES_PER_HUB = 1000

_NONE = -1  # no hub goes


@dataclass(frozen=True, eq=False)
class Choice(Brief):
    """The hub sets that are admissible.

    Attributes
    ----------
    p_min, p_max : int
        Least and most hubs.
    forced : frozenset of int
        Hubs in every set.
    free : (c,) int array
        Candidates that may be open, the forced ones among them; ascending.
    """

    p_min: int
    p_max: int
    forced: frozenset[int]
    free: IntArray

    @classmethod
    def of(cls, request: Request, h: int) -> "Choice":
        """Take the choice from a request.

        Parameters
        ----------
        request : Request
        h : int
            Number of candidates.

        Returns
        -------
        Choice
        """
        free = np.setdiff1d(np.arange(h), list(request.closed_hubs))
        return cls(request.p_min, request.p_max, request.open_hubs, free)


@dataclass
class LocalSearch(Brief, Generic[State]):
    """Moves over hub sets.

    Attributes
    ----------
    pricing : Pricing
    choice : Choice
    clock : Clock
    rng : numpy.random.Generator or None
        For the order of newcomers and for shaking; None = in their own order.
    phase : str
        What the clock is told.
    """

    pricing: Pricing[State]
    choice: Choice
    clock: Clock = field(default_factory=Clock)
    rng: np.random.Generator | None = None
    phase: str = "search"

    def construct(self) -> State:
        """Open hubs greedily, up to the least number and beyond while they pay.

        Returns
        -------
        Priced
            Out of time, any hubs up to the least number.
        """
        choice, clock = self.choice, self.clock
        state = self.pricing.price(choice.forced)
        while len(state.hubs) < choice.p_max:
            closed = np.setdiff1d(choice.free, state.hubs)
            enough = len(state.hubs) >= max(choice.p_min, 1)
            if not len(closed) or (clock.over and enough):
                break
            # out of time, any hub will do
            values = self._additions(state.hubs, closed[:1] if clock.over else closed)
            best = _least(values)
            if enough and not below(float(values[best, 0]), state.value):
                break
            state = self.pricing.price([*state.hubs, closed[best]])
        return state

    def descend(self, state: State) -> State:
        """Exchange, open and close single hubs while that helps.

        Parameters
        ----------
        state : Priced

        Returns
        -------
        Priced
            A local optimum, or the best so far when the clock is over.
        """
        untried = self._in_order(state)
        moves = _MOVES_PER_HUB * len(self.choice.free)
        while untried and moves > 0 and not self.clock.over:
            moves -= 1
            better, left = self._replaced(state, untried.pop(0))
            if better is not None:
                earlier = [k for k in left if k not in untried]
                untried = [k for k in untried if k != _NONE] + earlier + self._growth(better)
            elif not untried:
                # a hub is closed last: one that has just been opened has to find its place before
                better = self._closed(state)
                untried = [] if better is None else self._in_order(better)
            state = state if better is None else better
            self.clock.tell(self.phase)
        return state

    def _replaced(self, state: State, goes: int) -> tuple[State | None, list[int]]:
        """Look for the best newcomer in a hub's place, or beside all hubs.

        Returns
        -------
        State or None
            With the newcomer, if that is better.
        list of int
            The hubs that may have to give way to others now.
        """
        rest = state.hubs[state.hubs != goes]
        newcomers = np.setdiff1d(self.choice.free, state.hubs)
        if not len(newcomers):
            return None, []
        if self.rng is not None:
            newcomers = self.rng.permutation(newcomers)
        values = self._additions(rest, newcomers, stop_below=state.value)
        best = _least(values)
        if not below(float(values[best, 0]), state.value):
            return None, []
        comes = int(newcomers[best])
        left = [k for k in rest.tolist() if k not in self.choice.forced]
        # where every newcomer has been looked at, none is better in this one's place
        return self.pricing.price([*rest, comes]), left if len(values) == len(newcomers) else [*left, comes]

    def _in_order(self, state: State) -> list[int]:
        """Hubs that may go, those that are missed least first; `_NONE` at the end where one more may come."""
        may_go = [k for k in state.hubs.tolist() if k not in self.choice.forced]
        without = {k: self.pricing.price(state.hubs[state.hubs != k]).value for k in may_go}
        return sorted(may_go, key=lambda k: without[k]) + self._growth(state)

    def _growth(self, state: State) -> list[int]:
        return [_NONE] if len(state.hubs) < self.choice.p_max else []

    def _closed(self, state: State) -> State | None:
        """Give the best hub set of one hub less, if that is better."""
        may_go = [k for k in state.hubs.tolist() if k not in self.choice.forced]
        if len(state.hubs) <= self.choice.p_min or not may_go:
            return None
        best = min((self.pricing.price(state.hubs[state.hubs != k]) for k in may_go), key=lambda rest: rest.value)
        return best if below(best.value, state.value) else None

    def shaken(self, depth: int, hubs: IntArray) -> list[int]:
        """Take random steps: swaps, and where the number of hubs is free more or fewer.

        Parameters
        ----------
        depth : int
            Number of steps.
        hubs : (p,) int array

        Returns
        -------
        list of int
            Hubs, ascending.
        """
        choice, rng = self.choice, np.random.default_rng(0) if self.rng is None else self.rng
        chosen = hubs.tolist()
        for _ in range(depth):
            may_go = [k for k in chosen if k not in choice.forced]
            outside = np.setdiff1d(choice.free, chosen)
            step = rng.integers(3)
            fewer, more = len(chosen) > max(1, choice.p_min), len(chosen) < choice.p_max
            comes = len(outside) > 0 and (step != 1 or not fewer)
            goes = len(may_go) > 0 and (step != 2 or not more)
            if goes and (comes or fewer):
                chosen.remove(int(rng.choice(may_go)))
            if comes and (goes or more):
                chosen.append(int(rng.choice(outside)))
        return sorted(chosen)

    def _additions(self, hubs: IntArray, newcomers: IntArray, stop_below: float = -np.inf) -> FloatArray:
        """(c, criteria) value with each newcomer; ends early after one below `stop_below`, or out of time."""
        values: list[FloatArray] = []
        for part in np.array_split(newcomers, max(1, -(-len(newcomers) // self.pricing.chunk))):
            one = self.pricing.additions(hubs, part)
            values.append(one.reshape(len(part), -1))
            if self.clock.over or below(float(values[-1][:, 0].min(initial=np.inf)), stop_below):
                break
            self.clock.tell(self.phase)
        return _joined(values)


def _joined(values: list[FloatArray]) -> FloatArray:
    """Put rows of criteria together; a part that lacks the further ones is decided without them."""
    width = max(part.shape[1] for part in values)
    return np.vstack([np.pad(part, ((0, 0), (0, width - part.shape[1]))) for part in values])


def _least(values: FloatArray) -> int:
    """Position of the least row, compared from the first criterion on."""
    return int(np.lexsort(values.T[::-1])[0])


def below(value: float, other: float) -> bool:
    """Say whether a value is less by more than rounding.

    Parameters
    ----------
    value, other : float

    Returns
    -------
    bool
    """
    return value < other - (_ROUNDING * abs(other) if abs(other) < np.inf else 0.0)
