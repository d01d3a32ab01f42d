"""The bound of a subproblem: messages and prices improved in turn, labels and hubs eliminated meanwhile."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial

import numpy as np

from optimize.kernels import kernel
from optimize.problem import FloatArray
from optimize.single.cover import CLOSED, ranking
from optimize.single.median import median_bound
from optimize.single.messages import deflect, diffuse, list_labels, move, pair_minima
from optimize.single.model import BoolArray, Model
from optimize.single.relaxation import Choices, Relaxation, relaxation, with_tolls
from optimize.single.subproblem import Subproblem, eliminate, propagate, shrunk

_GROW, _SHRINK = 1.02, 0.85
"""Factors of the step after a success and after failures: as for the first step (a judgement)."""
_PATIENCE = 5
"""Failures that are borne before the step becomes shorter: a bound may fall before it rises further, against rounds in
vain (a judgement)."""
_OVERSHOT = 0.5
"""A fall of the bound by more than this part of what it is below the cutoff makes the step shorter at once: as for the
patience (a judgement)."""
_DEFLECTION = 0.04
"""Weight of the new subgradient in the direction: a lower one swings less, and follows the bound more slowly (a
judgement)."""
_NO_DIRECTION = 1e-18
"""Squared length below which a direction is rounding alone (a judgement)."""
_PRICE_ROUNDS, _FIRST_PRICE_ROUNDS, _SWEEP_PRICE_ROUNDS = 30, 100, 40
"""Rounds of the prices in a round of the ascent, before diffusion and after a sweep of it: a better bound, against time
in every round (a judgement)."""
_USAGE_WEIGHT, _FIRST_MEAN_WEIGHT, _MEAN_WEIGHT = 0.05, 0.5, 0.2
"""Weight of the new usage of hubs in the average over rounds, over the first sweep and over the later ones: a lower one
swings less, and takes longer to forget the start (a judgement)."""
_WORK_FOR_THREADS = 2e7
"""Label pairs in a round from which on threads pay: to start their work takes time in every round (a judgement)."""


@kernel
def _judge(
    model: Model, pairs: float, cutoff: float, step: FloatArray, reduced: FloatArray, choices: Choices,
    relaxed: Relaxation, usage: FloatArray,
) -> float:  # fmt: skip
    """Bound with the sum of pair costs, and what it eliminates; keeps the step's books (see `Ascent.step`)."""
    bound = pairs + median_bound(model, reduced, choices, cutoff - pairs, np.int64(_PRICE_ROUNDS), relaxed)
    if bound >= cutoff:
        return bound
    for k in range(reduced.shape[2]):
        usage[k] += _USAGE_WEIGHT * (relaxed.usage[k] - usage[k])
    if bound <= step[0]:
        step[2] += 1
        if step[0] - bound > _OVERSHOT * (cutoff - step[0]):
            step[1] *= _SHRINK
        if step[2] > _PATIENCE:
            step[1] *= _SHRINK
            step[2] = 0
    lifted = with_tolls(model, reduced, relaxed) if len(relaxed.toll) > 0 else reduced
    eliminate(model.own, lifted, choices, relaxed, cutoff - bound)
    return bound


@kernel
def _marginal_price(reduced: FloatArray, ok: BoolArray, usage: FloatArray, price: FloatArray) -> None:
    """Price of each client at fractional hubs: the reduced cost at which its allocation is complete."""
    for b in range(reduced.shape[0]):
        for i in range(reduced.shape[1]):
            left = 1.0
            for k in ranking(reduced[b, i]):
                if ok[b, i, k]:
                    price[b, i] = reduced[b, i, k]
                    left -= usage[k]
                    if left <= 1e-9:
                        break


def _at_once(work: Callable[..., float], *arguments: object) -> float:
    return work(*arguments, 0, 1)


def _in_threads(pool: ThreadPoolExecutor, threads: int, work: Callable[..., float], *arguments: object) -> float:
    """Share the clients among threads, the caller's own being one of them, and add up what they return."""
    parts = [pool.submit(work, *arguments, first, threads) for first in range(1, threads)]
    mine = work(*arguments, 0, threads) or 0.0
    return mine + sum(part.result() or 0.0 for part in parts)


def in_threads(threads: int, work: Callable[..., float], *arguments: object) -> float:
    """Share the clients among threads for once, and add up what they return.

    Parameters
    ----------
    threads : int
        How many.
    work : callable
        Takes the arguments and then the first client and the stride of those that are a thread's share.
    *arguments : object

    Returns
    -------
    float
    """
    if threads == 1:
        return _at_once(work, *arguments)
    with ThreadPoolExecutor(threads - 1) as pool:
        return _in_threads(pool, threads, work, *arguments)


class Ascent:
    """Improves the bound of a subproblem.

    Parameters
    ----------
    sub : Subproblem
    p_min, p_max : int
        Number of hubs.
    cutoff : float
        What costs more is of no interest.
    threads : int
        To use where the work is worth it.

    Attributes
    ----------
    sub : Subproblem
        What is known by now.
    message : (B, n, n, h) array
        Messages of the present round; the best ones are in `sub`.
    direction : (B, n, n, h) array
        In which the messages go.
    reduced : (B, n, h) array
        Costs of clients at hubs with the messages added.
    step : (3,) array
        Best bound of this ascent, factor of the step, rounds without success.
    exhausted : bool
        More rounds cannot help.
    """

    def __init__(self, sub: Subproblem, p_min: int, p_max: int, cutoff: float, threads: int = 1) -> None:
        self.sub = replace(
            sub,
            state=sub.state.copy(),
            ok=sub.ok.copy(),
            price=sub.price.copy(),
            usage=sub.usage.copy(),
            share=sub.share.copy(),
            message=sub.message.copy(),
        )
        self._most_threads = threads
        self.p_min, self.p_max, self.cutoff = p_min, p_max, cutoff
        self.message = sub.message.copy()
        self.direction = np.zeros_like(sub.message)
        self.reduced = sub.model.unary + sub.message.sum(axis=2)
        self.step = np.array([-np.inf, sub.step, 0.0])
        self.exhausted = False
        self._factor = np.ones(1)

    @property
    def reached(self) -> float:
        """Best bound of this ascent; that of the subproblem may be better."""
        return float(self.step[0])

    @property
    def work(self) -> float:
        """Label pairs that a round looks at."""
        blocks, n, h = self.sub.ok.shape
        return 0.5 * blocks * n * n * h * h

    @property
    def threads(self) -> int:
        """Threads that pay."""
        return self._most_threads if self.work >= _WORK_FOR_THREADS else 1

    @property
    def _choices(self) -> Choices:
        return Choices(self.sub.ok, self.sub.state, self.p_min, self.p_max)

    def diffuse(self, sweeps: int, hubs: int) -> None:
        """Start with sweeps of diffusion at the marginal prices of hubs used on average.

        Parameters
        ----------
        sweeps : int
            How many.
        hubs : int
            How many hubs a good solution is likely to open.
        """
        sub, choices = self.sub, self._choices
        relaxed = relaxation(sub.price, sub.share, sub.usage, len(sub.model.capacity))
        model, shape = sub.model, sub.ok.shape
        labels, count = np.empty(shape, dtype=np.int64), np.empty(shape[:2], dtype=np.int64)
        chosen = np.empty((*shape[:2], shape[1]), dtype=np.int64)
        mean, marginal = np.full(shape[2], min(1.0, hubs / shape[2])), np.empty(shape[:2])
        _marginal_price(self.reduced, sub.ok, mean, sub.price)
        list_labels(sub.ok, labels, count)
        for sweep in range(sweeps + 1):
            pairs = pair_minima(model, self.message, labels, count, chosen, 0, 1)
            rounds = _FIRST_PRICE_ROUNDS if sweep == 0 else _SWEEP_PRICE_ROUNDS
            bound = pairs + median_bound(model, self.reduced, choices, self.cutoff - pairs, rounds, relaxed)
            if bound > self.step[0]:
                self.step[0] = bound
                sub.message[:] = self.message
            if sweep < sweeps:
                mean += (_FIRST_MEAN_WEIGHT if sweep == 0 else _MEAN_WEIGHT) * (sub.usage - mean)
                _marginal_price(self.reduced, sub.ok, mean, marginal)
                diffuse(model, self.message, self.reduced, labels, count, marginal, sweep % 2 == 0)
        self.message[:] = sub.message
        self.reduced = model.unary + self.message.sum(axis=2)

    def run(self, rounds: int) -> float:
        """Do some rounds.

        Parameters
        ----------
        rounds : int
            How many.

        Returns
        -------
        float
            The best bound so far, the cutoff or more if nothing can cost less.
        """
        sub = self.sub
        if self.threads > 1:
            with ThreadPoolExecutor(self.threads - 1) as pool:
                self._improve(rounds, partial(_in_threads, pool, self.threads))
        else:
            self._improve(rounds, _at_once)
        if not propagate(sub.model, self._choices):
            self.exhausted = True
            self.step[0] = max(self.step[0], self.cutoff)
        self.sub = replace(sub, bound=max(sub.bound, float(self.step[0])), step=float(self.step[1]))
        self._shrink()
        return self.sub.bound

    def _improve(self, rounds: int, spread: Callable[..., float]) -> None:
        """Run rounds of deflected subgradients; `spread` has the work on clients done."""
        sub, step, choices = self.sub, self.step, self._choices
        relaxed = relaxation(sub.price, sub.share, np.empty_like(sub.usage), len(sub.model.capacity), self._factor)
        shape = sub.ok.shape
        labels, count = np.empty(shape, dtype=np.int64), np.empty(shape[:2], dtype=np.int64)
        chosen = np.empty((*shape[:2], shape[1]), dtype=np.int64)
        for _ in range(rounds):
            if not propagate(sub.model, choices):
                return
            list_labels(sub.ok, labels, count)
            pairs = spread(pair_minima, sub.model, self.message, labels, count, chosen)
            bound = _judge(sub.model, pairs, self.cutoff, step, self.reduced, choices, relaxed, sub.usage)
            if bound > step[0]:
                step[:] = bound, step[1] * _GROW, 0.0
                np.copyto(sub.message, self.message)
            if bound >= self.cutoff:
                self.exhausted = True
                return
            norm = spread(deflect, sub.model, self.direction, sub.ok, sub.share, chosen, _DEFLECTION)
            if norm <= _NO_DIRECTION:
                self.exhausted = True
                return
            length = step[1] * (self.cutoff - step[0]) / norm
            spread(move, sub.model, self.message, sub.message, self.direction, length, self.reduced)

    def _shrink(self) -> None:
        """Leave hubs that are closed out of the arrays."""
        sub = self.sub
        left = np.flatnonzero(sub.state != CLOSED)
        if len(left) == len(sub.state):
            return
        self.message = np.ascontiguousarray(self.message[..., left])
        self.direction = np.ascontiguousarray(self.direction[..., left])
        self.reduced = np.ascontiguousarray(self.reduced[..., left])
        self.sub = shrunk(sub)
