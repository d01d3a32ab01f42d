"""Branch and bound: hubs open or closed first, then clients' labels, each part bounded by messages."""

from dataclasses import replace

import numpy as np

from optimize.problem import IntArray
from optimize.run import Clock, Limits, Request, thread_count
from optimize.single.ascent import Ascent
from optimize.single.columns import TURNS, Columns, worth_columns
from optimize.single.cover import CLOSED, OPEN, UNDECIDED
from optimize.single.heuristic import Incumbent, Neighbourhoods
from optimize.single.kernels import block_costs, total_overload
from optimize.single.model import Model, capped, restricted
from optimize.single.subproblem import FIRST_STEP, Subproblem, shrunk
from optimize.single.symmetry import orbit
from optimize.single.two_hubs import best_pair, hub_pairs, takes_pairs

_PRECISION = 1e-11
"""Relative error that the sums may have: more is safer, and leaves more to prove (a judgement)."""
_FINE_GAP, _CLOSE = 1e-6, 1e-7
"""Where the gap asked for is the first or less, nothing is looked for that is better by less than the second, in
relative terms: less of a difference takes longer to prove, more of it may show in the result (a judgement)."""
_WORK = 3e8
"""Label pairs that a chunk of rounds may look at: the clock is looked at more often, against a check for stalling after
fewer rounds (a judgement)."""
_S_A_LABEL_PAIR, _S_A_GENERAL_PAIR = 1e-9, 4e-9
"""Seconds that a round takes for a label pair, roughly; with outside options every pair has costs of its own."""
_CHUNK = 25
"""Most rounds between two looks at the clock and at the progress: as for `_WORK` (a judgement)."""
_STALL = 0.08
"""A chunk of rounds that closes a smaller part of the gap than this has stalled: a larger part branches earlier, into
more parts that are bounded less well (a judgement)."""
_ENDURANCE, _ENDURANCE_DECIDED = 50, 25
"""Rounds in stalled chunks, one after the other, that end the ascent, and the same with all hubs decided, where to fix
one more client helps sooner: as for `_STALL` (judgements)."""
_LONGER = 4.0
"""The first step in a part, in last ones of the part that it is of: there is more to gain again, and a much longer one
would go backwards from what is good already (a judgement)."""
_REGION, _MOST_IN_REGION = 0.9, 12
"""Sum of the usage of hubs close together that a part is branched on, and their number at most: more make a better
bound where none of them is open, and more parts (a judgement)."""
_WAITING = 2
"""Messages of all labels that parts may hold while they wait: with more, the last part goes first, and holds less (a
judgement)."""
_SWEEPS = 8
"""Sweeps of diffusion at the root: each one saves rounds of the ascent, until it gets stuck (a judgement)."""
_SWEEPS_EARLY, _ROUNDS_EARLY = 4, 6
"""The same and rounds for a first bound of all parts: a better one takes time from the parts (judgements)."""
_EARLY, _TURNS_EARLY = 0.25, 2
"""Part of the time left and turns for the same where messages of some hubs come first: as before (judgements)."""
_MANY = 90
"""Hubs from which on a part within capacities waits without messages of all its hubs: rounds with more take long, and
to extend those of some takes as long as some rounds (a judgement)."""
_SLACK_CEILING = 1.01
"""Ceiling of single costs at the root, in values of the incumbent: lower ones make better bounds, but they have to be
above the cutoff by more than rounding (a judgement)."""


def likely_size(part: Subproblem) -> int:
    """Number of hubs that the bound of a part likes best.

    Parameters
    ----------
    part : Subproblem

    Returns
    -------
    int
    """
    return int(np.clip(round(float(part.usage.sum())), part.p_min, part.p_max))


def _number_ranges(part: Subproblem, size: int) -> list[tuple[int, int]]:
    """Numbers of hubs of a part: this one or the nearest to it, one more, one less, and those beyond.

    Prices find the best bound sooner where the number of hubs is fixed, and the numbers beyond are mostly out at once.
    """
    size = min(max(size, part.p_min), part.p_max)
    beyond = [(size + 2, part.p_max), (part.p_min, size - 2)]
    ranges = [*beyond, (size + 1, min(size + 1, part.p_max)), (max(size - 1, part.p_min), size - 1), (size, size)]
    return [(fewest, most) for fewest, most in ranges if fewest <= most]


class Search:
    """Proves the least cost over hubs and allocations.

    Parameters
    ----------
    model : Model
    request : Request
        Positions are those of the model.
    limits : Limits
    incumbent : Incumbent
        Best solution so far; its value is the model's ceiling or more if there is none.
    offset : float
        What the model's costs are above the objective.
    floor : float
        A bound on the objective that is known.
    moves : (g, h) int array, optional
        From `optimize.single.symmetry.symmetries`, of the model and what the user asked for; default: none.

    Attributes
    ----------
    incumbent : Incumbent
        Best solution so far; its value is ``inf`` if there is none.
    neighbourhoods : Neighbourhoods
        Allocates to hubs that the bounds suggest.
    nodes : int
        Parts that were bounded.
    finished : bool
        Nothing is left to explore.
    """

    def __init__(
        self,
        model: Model,
        request: Request,
        limits: Limits,
        incumbent: Incumbent,
        offset: float = 0.0,
        floor: float = -np.inf,
        moves: IntArray | None = None,
    ) -> None:
        self.model, self.request, self.limits = model, request, limits
        self._moves = np.empty((0, len(model.fixed)), dtype=np.int64) if moves is None else moves
        self.incumbent = incumbent if incumbent.value < model.ceiling else replace(incumbent, value=np.inf)
        self.offset, self.floor = offset, floor
        self.nodes, self.finished = 0, False
        self.neighbourhoods = Neighbourhoods(model, request, np.random.default_rng(limits.seed))
        self._others = np.inf
        self._waiting = 0
        self._kicked: set[tuple[int, ...]] = set()
        self._most_bytes = _WAITING * model.unary.nbytes * model.unary.shape[1]

    @property
    def cutoff(self) -> float:
        """Only what costs less than this is of interest."""
        return min(self._slightly_less(self.incumbent.value), self.model.ceiling)

    def _slightly_less(self, value: float) -> float:
        if not np.isfinite(value):
            return value
        gap = self.limits.gap
        close = 0.5 * gap if gap > _FINE_GAP else min(0.5 * gap, _CLOSE)
        return value - close * abs(value - self.offset) - _PRECISION * abs(value)

    def run(self) -> float:
        """Search until all is proven or the clock is over.

        Returns
        -------
        float
            Proven bound; ``inf`` if it is proven that there is no solution.
        """
        parts = self._roots()
        self._waiting = sum(part.new for part in parts)
        while parts and not self.limits.clock.over:
            place = self._next(parts)
            if not self._is_within_reach(parts[place]):
                break
            part = parts.pop(place)
            self._waiting = sum(other.new for other in parts)
            self._others = min((other.bound for other in parts), default=np.inf)
            if part.bound < self.cutoff:
                parts += self._explore(shrunk(part))
        parts = [part for part in parts if part.bound < self.cutoff]
        self.finished = not parts
        proven = min([self._slightly_less(self.incumbent.value), *(part.bound for part in parts)])
        return proven - _PRECISION * abs(proven) if np.isfinite(proven) else proven

    def _is_within_reach(self, part: Subproblem) -> bool:
        """Whether there is time for one look at all pairs of clients with all pairs of hubs, which heeds no clock."""
        if self._takes_pairs(part):
            return True
        labels = part.ok.sum(axis=(1, 2), dtype=np.float64)
        each_s = _S_A_GENERAL_PAIR if part.model.general else _S_A_LABEL_PAIR
        return each_s * float((labels**2).sum()) / 2 < self.limits.clock.left

    def _next(self, parts: list[Subproblem]) -> int:
        """Position of the part to look at next: a new one, one with its hubs decided, or that with the least bound."""
        backwards = range(len(parts) - 1, -1, -1)  # of the same bound the last part is the most promising
        if self._waiting:
            return next(place for place in backwards if parts[place].new)
        # parts of one part share its messages
        held = {id(part.message): part.message.nbytes for part in parts}
        if parts[-1].decided or sum(held.values()) > self._most_bytes:
            return len(parts) - 1
        return min(backwards, key=lambda place: parts[place].bound)

    def _roots(self) -> list[Subproblem]:
        """The whole problem, in parts of as many hubs as the incumbent has, of fewer and of more."""
        root = self._root()
        if not np.isfinite(self.incumbent.value):
            return [root]
        ranges = _number_ranges(root, len(self.incumbent.hubs))
        if self.floor == -np.inf and len(ranges) > 1 and self._is_within_reach(root):
            root = self._bound_early(root)
        return [replace(root, p_min=fewest, p_max=most) for fewest, most in ranges]

    def _bound_early(self, root: Subproblem) -> Subproblem:
        """Bound all parts at once, where no bound is known: each gets its own only when it is looked at."""
        if worth_columns(root):
            return self._begin(root, self.limits.clock.part(_EARLY * self.limits.clock.left), _TURNS_EARLY)
        ascent = Ascent(root, root.p_min, root.p_max, self.cutoff, thread_count(self.limits.threads))
        ascent.diffuse(_SWEEPS_EARLY, int(np.clip(len(self.incumbent.hubs), root.p_min, root.p_max)))
        bound = ascent.run(_ROUNDS_EARLY)
        self._tell(bound)
        return replace(root, bound=bound)

    def _root(self) -> Subproblem:
        model = capped(self.model, min(self.model.ceiling, _SLACK_CEILING * self.incumbent.value))
        hubs = np.array([k for k in range(len(model.fixed)) if k not in self.request.closed_hubs], dtype=np.int64)
        ok = self.model.unary < min(self.model.ceiling, self.incumbent.value + 1e-9 * abs(self.incumbent.value))
        model = restricted(model, hubs)
        blocks, n, h = model.unary.shape
        return Subproblem(
            model=model,
            hubs=hubs,
            state=np.where(np.isin(hubs, sorted(self.request.open_hubs)), OPEN, UNDECIDED),
            ok=np.ascontiguousarray(ok[..., hubs]),
            message=np.zeros((blocks, n, n, h)),
            price=model.unary.min(axis=2),
            bound=max(0.0, self.floor + self.offset),
            usage=np.zeros(h),
            share=np.zeros((blocks, n, h)),
            p_min=self.request.p_min,
            p_max=self.request.p_max,
            symmetries=self._moves,
            new=True,
        )

    def _explore(self, part: Subproblem) -> list[Subproblem]:
        """Bound a part; returns the parts it falls into, the most promising last."""
        self.nodes += 1
        if self._takes_pairs(part):
            return self._try_pairs(part)
        new, clock = part.new, self.limits.clock
        if new:
            # a bound of all needs one of each part
            clock = clock.part(clock.left / (1 + self._waiting))
        part = replace(part, new=False)
        columns = part.few is not None or (new and not part.message.any() and worth_columns(part))
        if columns:
            # where messages are known, every part has a bound from them first, and the least is worked on
            known = new and part.few is not None
            part = self._begin(part, clock, 0 if known else TURNS)
            if part.bound >= self.cutoff:
                return []
            if part.few is not None:
                return [part] if new else self._branch(part)
        ascent = Ascent(part, part.p_min, part.p_max, self.cutoff, thread_count(self.limits.threads))
        if new and not columns and not part.message.any():
            ascent.diffuse(_SWEEPS, int(np.clip(len(self.incumbent.hubs) or part.p_max, part.p_min, part.p_max)))
        stalls = 0
        while True:
            rounds = int(np.clip(_WORK / max(ascent.work, 1.0), 2, _CHUNK))
            before = ascent.reached
            bound = ascent.run(rounds)
            self._tell(bound)
            if bound >= self.cutoff:
                return []
            if ascent.sub.decided and self._settle(ascent.sub):
                return []
            if ascent.sub.complete:
                self._evaluate(ascent.sub)
                return []
            if ascent.exhausted or clock.over:
                break
            stalled = ascent.reached - before < _STALL * rounds / _CHUNK * (self.cutoff - ascent.reached)
            stalls = stalls + 1 if stalled else 0
            if stalls * rounds >= (_ENDURANCE_DECIDED if ascent.sub.decided else _ENDURANCE):
                break
        self._round(ascent.sub)
        if ascent.sub.bound >= self.cutoff:
            return []
        return self._branch(replace(ascent.sub, step=min(_LONGER * ascent.sub.step, FIRST_STEP)))

    def _takes_pairs(self, part: Subproblem) -> bool:
        """Whether the hubs of a part are found by looking at all pairs of them."""
        return takes_pairs(part.model, part.p_max)

    def _try_pairs(self, part: Subproblem) -> list[Subproblem]:
        """Find the best hubs of a part with two or fewer; returns the part if the clock is over before."""
        pairs = hub_pairs(part.state == OPEN, part.p_min, part.p_max)
        hubs, hub_of, bound = best_pair(part.model, pairs, self.cutoff, self.limits.clock, self._tell)
        if hubs:
            self._offer(part.hubs[list(hubs)], part.hubs[hub_of])
        return [replace(part, bound=max(part.bound, bound), new=False)] if bound < self.cutoff else []

    def _begin(self, part: Subproblem, clock: Clock, turns: int = TURNS) -> Subproblem:
        """Find messages for a part from those of some hubs, and what these suggest.

        Within capacities, where the multiple allocation has not struck out most hubs, a part with many of them does
        without the messages of the others until the next turn.
        """
        threads = thread_count(self.limits.threads)
        columns = Columns(part, part.p_min, part.p_max, self.cutoff, self.incumbent.hubs, threads)
        for few in columns.turns(clock, turns):
            self._round(few)
            self._tell(columns.part.bound)
            columns.cutoff = self.cutoff
        part = columns.part
        waits = len(part.model.capacity) > 0 and len(part.hubs) >= _MANY and not part.decided
        if waits and columns.few is not None:
            return replace(part, few=columns.few, message=part.message[..., :0].copy())
        return replace(part, few=None)

    def _tell(self, bound: float) -> None:
        self.limits.clock.tell(
            "search" if self.nodes > 1 else "root",
            bound=min(bound, self._others, self.cutoff) - self.offset,
            incumbent=self.incumbent.value - self.offset,
        )

    def _settle(self, part: Subproblem) -> bool:  # noqa: ARG002
        """Treat a part whose hubs are decided otherwise than by branching; returns whether that was done."""
        return False

    def _evaluate(self, part: Subproblem) -> None:
        self._offer(part.hubs, part.hubs[part.ok.argmax(axis=2)])

    def _offer(self, hubs: IntArray, hub_of: IntArray) -> None:
        """Keep a solution that is better than the incumbent."""
        value = float(block_costs(self.model, hub_of).sum() + self.model.fixed[hubs].sum())
        if value < self.incumbent.value and total_overload(self.model, hub_of) == 0:
            self.incumbent = Incumbent(tuple(int(k) for k in hubs), hub_of, value)

    def _round(self, part: Subproblem) -> None:
        """Try the hubs and the allocation that the bound likes best."""
        hubs = part.hubs[np.sort(np.argsort(-part.usage, kind="stable")[: likely_size(part)])]
        start: IntArray = part.hubs[part.share.argmax(axis=2)]
        found = self.neighbourhoods.allocate(hubs, start)
        known = tuple(hubs.tolist())
        if part.decided and len(self.model.capacity) and known not in self._kicked:
            # within capacities a descent ends far from the best allocation, and each hub set falls into many parts
            self._kicked.add(known)
            found = self.neighbourhoods.kicked(found, self.limits.clock)
        if found.value < min(self.incumbent.value, self.model.ceiling):
            self.incumbent = found

    def _branch(self, part: Subproblem) -> list[Subproblem]:
        undecided = np.flatnonzero(part.state == UNDECIDED)
        if len(undecided) and part.p_min < part.p_max:
            ranges = _number_ranges(part, likely_size(part))
            return [replace(part, p_min=fewest, p_max=most) for fewest, most in ranges]
        if len(undecided):
            return self._branch_on_hubs(part, undecided)
        # the client that is split most and has most flow; the small terms leave none at nothing that has two labels
        weight = (1.0 - part.share.max(axis=2) + 1e-3) * (part.ok.sum(axis=2) > 1)
        weight *= 1e-9 + self._spread(part)
        b, i = np.unravel_index(int(np.argmax(weight)), weight.shape)
        k = int(np.where(part.ok[b, i], part.share[b, i], -1.0).argmax())
        fixed, struck = part.ok.copy(), part.ok.copy()
        fixed[b, i, :] = False
        fixed[b, i, k] = True
        struck[b, i, k] = False
        return [replace(part, ok=struck), replace(part, ok=fixed)]

    @staticmethod
    def _branch_on_hubs(part: Subproblem, undecided: IntArray) -> list[Subproblem]:
        """One part for each of some hubs close together that is open, those before it closed, and one for none of them.

        To close one hub alone would hardly raise the bound while another next to it takes its place. With a hub all go
        to which the part's symmetries send it: what they are in is there with the hub in it, too.
        """
        usage = part.usage[undecided]
        first = undecided[np.argmax(usage)]
        apart = (part.model.transfer + part.model.reverse).sum(axis=0)[first, undecided]
        near = undecided[np.argsort(np.where(undecided == first, -1.0, apart), kind="stable")]
        enough = int(np.searchsorted(np.cumsum(part.usage[near]), _REGION)) + 1
        region = near[: min(enough, _MOST_IN_REGION)]
        region = region[np.argsort(-part.usage[region], kind="stable")]
        children, closed, left = [], part.state, part.ok
        for k in region:
            if closed[k] == CLOSED:
                continue
            opened = closed.copy()
            opened[k] = OPEN
            moves = part.symmetries[part.symmetries[:, part.hubs[k]] == part.hubs[k]]
            children.append(replace(part, state=opened, ok=left, symmetries=moves))
            alike = np.isin(part.hubs, orbit(int(part.hubs[k]), part.symmetries))
            if (closed[alike] == OPEN).any():
                # one of them has to be open, so each may be the one
                return children[::-1]
            closed, left = closed.copy(), left.copy()
            closed[alike] = CLOSED
            left[:, :, alike] = False
        # all of them have the part's messages, which take most room, until they are looked at
        return [replace(part, state=closed, ok=left), *children[::-1]]

    @staticmethod
    def _spread(part: Subproblem) -> np.typing.NDArray[np.float64]:
        flow = part.model.flow
        spread: np.typing.NDArray[np.float64] = flow.sum(axis=1) + flow.sum(axis=2)
        return spread / max(float(spread.max()), 1e-300)
