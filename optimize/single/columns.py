r"""The bound of many hubs from that of few: messages found for some hubs are extended to all, the rest is priced out.

Messages of a hub that is left out are as good as any as long as no pair's least cost falls. Those that satisfy

.. math::
    \mu_{ijk} + \mu_{jim} \le \theta_{ij}(k, m) - L_{ij}, \qquad
    L_{ij} = \min_{k, m} \bigl(\theta_{ij}(k, m) - \mu_{ijk} - \mu_{jim}\bigr) \text{ over the others}

are as large as can be: first against the hubs that have messages, then against each other. Hubs whose costs then lower
the bound most join the few (column generation, for p-median problems du Merle, Villeneuve, Desrosiers and Hansen 1999).
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

import numpy as np

from optimize.kernels import kernel
from optimize.problem import FloatArray, IntArray
from optimize.run import Clock
from optimize.single.ascent import Ascent, in_threads
from optimize.single.cover import OPEN
from optimize.single.median import median_bound
from optimize.single.messages import column_minima, list_labels
from optimize.single.model import BoolArray, Model, restricted
from optimize.single.relaxation import Choices, relaxation, with_tolls
from optimize.single.subproblem import FIRST_STEP, Subproblem, eliminate, propagate, shrunk

_FIRST, _MORE = 30, 20
"""Hubs to start with, and hubs that join at a time: fewer make quicker rounds, more make fewer turns (a judgement)."""
_ROUNDS, _CHUNK = 150, 25
"""Rounds of the ascent in a turn at least, and between two looks at the clock and at the progress (a judgement)."""
_STALL = 0.05
"""A chunk of rounds that closes a smaller part of the gap than this has stalled, and ends a turn: waiting longer makes
better messages of too few hubs (a judgement)."""
_LONGER = 4.0
"""The first step in a turn, in last ones of the turn before: the hubs that joined have something to gain (a
judgement)."""
TURNS = 8
"""Turns at most: after that the ascent goes on with all hubs, or the part is divided (a judgement)."""
_PRICE_ROUNDS = 1000
"""Rounds of the prices of all hubs in a turn: they have moved further than between rounds of the ascent."""
_KEPT = 0.003
"""In a turn, labels are kept up to this part above the cutoff: messages of those near it are better than extended ones
(a judgement)."""
_SWEEPS = 8
"""Sweeps of diffusion in the first turn: each one saves rounds of the ascent, until it gets stuck (a judgement)."""
_CLOSE = 1.2
"""The bound of all hubs is close to that of the few, and the turns end, where its distance to the cutoff is less than
this multiple of theirs (a judgement)."""


@kernel
def extend(model: Model, message: FloatArray, known: BoolArray, ok: BoolArray, first: int, stride: int) -> float:
    """Give labels without messages large ones at which no pair's least cost falls; returns the sum of these.

    Parameters
    ----------
    model : Model
    message : (B, n, n, h) array
        Those of the other labels are written.
    known : (B, n, h) bool array
        Labels whose messages stand; every client has one.
    ok : (B, n, h) bool array
        Labels that are left.
    first, stride : int
        Only the pairs {i, j} with i < j and i in ``first, first + stride, ...``, for threads to share the work.

    Returns
    -------
    float
        Sum over these pairs, those with flow, of the least cost less messages.
    """
    blocks, n, h = ok.shape
    total = 0.0
    old, new = np.empty(ok.shape, dtype=np.int64), np.empty(ok.shape, dtype=np.int64)
    olds, news = np.empty((blocks, n), dtype=np.int64), np.empty((blocks, n), dtype=np.int64)
    list_labels(ok & known, old, olds)
    list_labels(ok & ~known, new, news)
    table, least, back = np.empty((h, h)), np.empty(h), np.empty(h)
    for b in range(blocks):
        for i in range(first, n, stride):
            old_i, new_i = old[b, i, : olds[b, i]], new[b, i, : news[b, i]]
            for j in range(i + 1, n):
                if model.flow[b, i, j] == 0 and model.flow[b, j, i] == 0:
                    continue
                sent, got = message[b, i, j], message[b, j, i]
                old_j, new_j = old[b, j, : olds[b, j]], new[b, j, : news[b, j]]
                column_minima(model, b, j, i, got, old_j, table, back)
                column_minima(model, b, i, j, sent, old_i, table, least)
                floor = np.inf
                for k in old_i:
                    floor = min(floor, back[k] - sent[k])
                for k in new_i:
                    sent[k] = back[k] - floor
                for m in new_j:
                    got[m] = least[m] - floor
                # what two new labels have too much together comes from both, half of the most that each is part of
                column_minima(model, b, j, i, got, new_j, table, back)
                column_minima(model, b, i, j, sent, new_i, table, least)
                for k in new_i:
                    sent[k] -= 0.5 * max(0.0, sent[k] + floor - back[k])
                for m in new_j:
                    got[m] -= 0.5 * max(0.0, got[m] + floor - least[m])
                total += floor
    return total


def spread_hubs(cost: FloatArray, chosen: Iterable[int], size: int) -> IntArray:
    """Choose hubs of which each client has cheap ones: the one that saves most, again and again.

    Parameters
    ----------
    cost : (m, h) array
        Of each client at each hub.
    chosen : iterable of int
        Hubs that are among them at any rate.
    size : int
        How many there are to be.

    Returns
    -------
    int array
        Ascending.
    """
    some = list(chosen)
    least = cost[:, some].min(axis=1, initial=float(cost.max(initial=0.0)))
    while len(some) < min(size, cost.shape[1]):
        saving = np.maximum(least[:, None] - cost, 0.0).sum(axis=0)
        saving[some] = -1.0
        some.append(int(saving.argmax()))
        least = np.minimum(least, cost[:, some[-1]])
    return np.sort(np.array(some, dtype=np.int64))


class Columns:
    """Turns of ascents with some hubs, after each of which all hubs are priced.

    Parameters
    ----------
    part : Subproblem
        Its messages are made anew.
    p_min, p_max : int
        Number of hubs.
    cutoff : float
        What costs more is of no interest.
    likely : collection of int
        Hubs that a good solution opens, in the whole model's positions.
    threads : int
        To use where the work is worth it.

    Attributes
    ----------
    part : Subproblem
        What is known of all hubs by now.
    few : Subproblem or None
        Some hubs with their messages, from which the other hubs got theirs; its bound does not hold for all.
    """

    def __init__(
        self, part: Subproblem, p_min: int, p_max: int, cutoff: float, likely: Collection[int], threads: int = 1
    ) -> None:
        blocks, n, h = part.ok.shape
        self.part = replace(
            part,
            state=part.state.copy(),
            ok=part.ok.copy(),
            message=np.zeros((blocks, n, n, h)),
            price=part.price.copy(),
            usage=part.usage.copy(),
            share=part.share.copy(),
            few=None,
        )
        self.few = part.few
        self.p_min, self.p_max, self.cutoff, self._threads = p_min, p_max, cutoff, threads
        self._likely = min(max(len(likely) or p_max, p_min), p_max)
        wanted = np.flatnonzero(np.isin(part.hubs, list(likely)) | (part.state == OPEN)).tolist()
        size = max(_FIRST, 2 * len(wanted), p_min)
        some = spread_hubs(part.model.unary.reshape(-1, len(part.hubs)), wanted, size)
        self._some: IntArray = part.hubs[some]

    def turns(self, clock: Clock, most: int = TURNS) -> Iterator[Subproblem]:
        """Take turns until the bound of all hubs is close to that of some.

        Parameters
        ----------
        clock : Clock
            When to end at the latest.
        most : int
            Turns at most.

        Yields
        ------
        Subproblem
            What a turn knows of the hubs that it had; its bound does not hold for all.
        """
        first = self.few is None
        if self.few is not None and self._covers(self.few):
            self._some = np.union1d(self.few.hubs, self.part.hubs[self.part.state == OPEN])
            self._grow(self._price_all(self.few))
        for _ in range(most):
            if clock.over or self.part.bound >= self.cutoff:
                return
            few = self._ascend(clock, first=first)
            if few is None:
                return
            first, self.few = False, few
            yield few
            grown = self._grow(self._price_all(few))
            if self.cutoff - self.part.bound <= _CLOSE * max(self.cutoff - few.bound, 0.0) or not grown:
                return

    def _covers(self, few: Subproblem) -> bool:
        """Whether every client has one of the labels that have messages left."""
        return bool(self._known(few).any(axis=2).all())

    def _known(self, few: Subproblem) -> BoolArray:
        """Labels of the part that have messages of their own."""
        known = np.zeros_like(self.part.ok)
        at = np.isin(few.hubs, self.part.hubs)
        known[..., np.isin(self.part.hubs, few.hubs)] = few.ok[..., at]
        return known & self.part.ok

    def _grow(self, promise: list[int]) -> bool:
        """Add the hubs to some that promise most; returns whether there were any."""
        self._some = np.intersect1d(self._some, self.part.hubs)
        more = [k for k in promise if k not in self._some][:_MORE]
        self._some = np.union1d(self._some, more)
        return bool(more)

    def _ascend(self, clock: Clock, *, first: bool) -> Subproblem | None:
        """Improve the messages of some hubs; None if they leave a client without any."""
        part = self.part
        at = np.flatnonzero(np.isin(part.hubs, self._some))
        few = replace(
            part,
            model=restricted(part.model, at),
            hubs=part.hubs[at],
            state=part.state[at],
            ok=np.ascontiguousarray(part.ok[..., at]),
            message=np.ascontiguousarray(part.message[..., at]),
            bound=-np.inf,
            usage=part.usage[at],
            share=np.ascontiguousarray(part.share[..., at]),
            step=FIRST_STEP if first else min(_LONGER * part.step, FIRST_STEP),
        )
        if len(at) < self.p_min or not few.ok.any(axis=2).all():
            return None
        ascent = Ascent(few, self.p_min, self.p_max, self.cutoff + _KEPT * abs(self.cutoff), self._threads)
        if first:
            ascent.diffuse(_SWEEPS, self._likely)
        rounds, stalled = 0, False
        while rounds < _ROUNDS or not stalled:
            # an ascent that is exhausted may have struck labels without end
            few = replace(ascent.sub, ok=ascent.sub.ok.copy(), message=ascent.sub.message.copy())
            before = ascent.reached
            ascent.run(_CHUNK)
            rounds += _CHUNK
            stalled = ascent.reached - before < _STALL * (self.cutoff - before)
            if ascent.exhausted or clock.over or ascent.reached >= self.cutoff:
                break
        known = replace(few, bound=self.cutoff) if ascent.exhausted else ascent.sub
        if not ascent.exhausted or rounds > _CHUNK:
            # the step says nothing where the hubs of a turn were out before the end of its first rounds
            self.part = replace(part, step=float(ascent.step[1]))
        return known

    def _price_all(self, few: Subproblem) -> list[int]:
        """Extend the messages, bound, eliminate; returns all hubs, those first that lower the bound most."""
        part = self.part
        model, choices = part.model, Choices(part.ok, part.state, self.p_min, self.p_max)
        at = np.flatnonzero(np.isin(part.hubs, few.hubs))
        part.message[..., at] = few.message[..., np.isin(few.hubs, part.hubs)]
        part.price[:] = few.price
        pairs = in_threads(self._threads, extend, model, part.message, self._known(few), part.ok)
        reduced = model.unary + part.message.sum(axis=2)
        relaxed = relaxation(part.price, part.share, part.usage, len(model.capacity))
        bound = pairs + median_bound(model, reduced, choices, self.cutoff - pairs, _PRICE_ROUNDS, relaxed)
        order = np.lexsort((relaxed.trade, ~relaxed.picked))
        promise = [int(k) for k in part.hubs[order]]
        if bound < self.cutoff:
            lifted = with_tolls(model, reduced, relaxed) if len(relaxed.toll) else reduced
            eliminate(model.own, lifted, choices, relaxed, self.cutoff - bound)
            if not propagate(model, choices):
                bound = self.cutoff
        self.part = shrunk(replace(part, bound=max(part.bound, bound)))
        left = set(self.part.hubs.tolist())
        return [k for k in promise if k in left]


def worth_columns(part: Subproblem) -> bool:
    """Whether there are clearly more hubs than a turn begins with.

    Parameters
    ----------
    part : Subproblem

    Returns
    -------
    bool
    """
    return len(part.hubs) >= 2 * _FIRST
